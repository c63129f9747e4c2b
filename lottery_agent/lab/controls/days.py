"""Reads the plainest of BIG-bench's dates: a sentence that dates a day, and a question."""

from __future__ import annotations

import re
from datetime import date

from lottery_agent.graphs.sentences import problem_in
from lottery_agent.lab.controls.question import Question, Unreadable, whole_number
from lottery_agent.lab.controls.workbench import Found, Workbench
from lottery_agent.toolbox.calls.dates import read_date

_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_DAY = rf"(?P<day>{'|'.join(_DAYS)})"
_GIVEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY} (?:is|was) (?P<date>.+)",
        r"it is (?P<date>.+) (?P<day>today)",
        rf".+ {_DAY}, (?P<date>.+)",
    )
)
_EDGE = re.compile(r"the (first|last) day of (\d{4})")
_ASKED = re.compile(r"What is the date (?P<when>.+) in MM/DD/YYYY\?")
_AWAY = re.compile(
    r"(?P<count>\w+) (?P<unit>hour|day|week|month|year)s? "
    r"(?P<way>ago|later|from)(?:(?: from)? (?:today|now))?"
)
_IN_DAYS = {"day": 1, "week": 7}
_IN_MONTHS = {"month": 1, "year": 12}
_HOURS = 24


def date_understanding(question: Question, bench: Workbench) -> Found:
    """Find the date that is asked for."""
    problem = problem_in(question.text)
    asked = _ASKED.fullmatch(problem.query)
    if asked is None or len(problem.premises) != 1:
        raise Unreadable(question.text)
    days, months = away(asked["when"])
    day, offset = dated(problem.premises[0])
    if offset:
        day = date.fromisoformat(bench.call("add_days", day=day, days=-offset).text)
    return bench.call("format_date", day=day, format="MM/DD/YYYY", days=days, months=months)


def dated(sentence: str) -> tuple[date, int]:
    """Return the date that a sentence gives, and how many days after today it lies.

    Raises:
        Unreadable: If it gives none, or says more of the day.
    """
    for pattern in _GIVEN:
        found = pattern.fullmatch(sentence.rstrip("."))
        day = found and _date(found["date"])
        if found and day:
            return day, _DAYS[found["day"].lower()]
    raise Unreadable(sentence)


def away(when: str) -> tuple[int, int]:
    """Return how many days and months after today a day lies: `(-7, 0)` for `one week ago`.

    Raises:
        Unreadable: If the words say something else.
    """
    if when in _DAYS:
        return _DAYS[when], 0
    found = _AWAY.fullmatch(when)
    if found is None:
        raise Unreadable(when)
    count = whole_number(found["count"]) * (-1 if found["way"] == "ago" else 1)
    unit = found["unit"]
    if unit == "hour":
        if count % _HOURS:
            raise Unreadable(when)
        count, unit = count // _HOURS, "day"
    return count * _IN_DAYS.get(unit, 0), count * _IN_MONTHS.get(unit, 0)


def _date(written: str) -> date | None:
    if edge := _EDGE.fullmatch(written):
        year = int(edge[2])
        if not year:
            return None
        return date(year, 1, 1) if edge[1] == "first" else date(year, 12, 31)
    return read_date(written)

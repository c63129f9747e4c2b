"""Limits a call to the words, numbers, dates and times of a question.

This reads notation only (how numbers and the like are written), never phrasing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.dates import dates_in
from lottery_agent.toolbox.calls.times import read_hour
from lottery_agent.toolbox.language import Spans

SMALL = tuple(str(i) for i in range(13))
"""Numbers that a call may hold although the question does not write them in digits."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?", re.ASCII)
# A sign between digits makes them a date, a score or a long number, and no time; so does a word.
_TIME = re.compile(
    r"""
    (?<!\w) (?<!\d[.,:/])
    (?: [0-9]{1,2} (?:[:.][0-9]{2})? (?:[^\S\n]?[AaPp](?:[Mm](?!\w)|\.[Mm](?!\w)\.?))?
      | [Nn]oon | [Mm]idnight )
    (?!\w) (?![.,:/]\d)
    """,
    re.VERBOSE,
)


def numbers_in(text: str) -> list[str]:
    """Return the numbers that a text writes in digits, without thousands separators."""
    return [found.replace(",", "") for found in _NUMBER.findall(text)]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they stand, punctuation left out."""
    return _WORD.findall(text)


def times_in(text: str) -> list[str]:
    """Return the times of the day that a text writes; an hour alone is one too."""
    found = (" ".join(time.split()) for time in _TIME.findall(text))
    return [time for time in found if _is_time(time)]


def _is_time(text: str) -> bool:
    try:
        read_hour(text)
    except ToolError:
        return False
    return True


def narrowing(question: str, *, today: date | None = None) -> Mapping[str, Iterable[str] | Spans]:
    """Return what the terminals of the calls language and of its programs are limited to.

    Args:
        question: The question, with its context if there is one.
        today: The year of a date that is written without one.
    """
    found = numbers_in(question)
    positive = [*found, *SMALL]
    signed = [*positive, *(f"-{number}" for number in positive if number.strip("0."))]
    return {
        "INTEGER": [number for number in signed if "." not in number],
        "NUMBER": signed,
        "DATE": [day.isoformat() for day in dates_in(question, today=today)],
        "QUOTE": Spans(question),
        "TIME": times_in(question),
        "WORD": words_in(question),
    }

"""Reads dates as people write them: `2024-03-01`, `March 1, 2024`, `1 March 2024`, `3/1/2024`.

This is notation. Where a notation has two readings (`3/4/2024`), both are returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

MONTHS = (
    "january february march april may june july august september october november december"
).split()

_MONTH = "(?P<month>" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_SLASHED = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}(?!\w){_YEAR}", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b{_YEAR}", re.IGNORECASE)
_LONE_YEAR = re.compile(r"(?<![\d.,/-])\d{4}(?![\d/-]|[.,]\d)")


def dates_in(text: str, *, today: date | None = None) -> list[date]:
    """Return the dates that a text writes, in order of appearance.

    A month and day without a year get each year that the text writes, or else the year of `today`.
    What is no day of the calendar is left out.
    """
    years = [int(year) for year in _LONE_YEAR.findall(text)]
    years = years or ([today.year] if today else [])
    found = sorted(_written(text, years), key=lambda pair: pair[0])
    return list(dict.fromkeys(day for _, day in found if day is not None))


def read_date(text: str, *, day_first: bool = False) -> date | None:
    """Read a text that is one date with its year, or return None.

    Args:
        text: The text, without blanks around it.
        day_first: Whether `3/4/2024` is in April. `3.4.2024` always is, where that is a day.
    """
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST):
        if (match := pattern.fullmatch(text)) and match["year"]:
            return _day(match["year"], _month(match["month"]), match["day"])
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    readings = [(match["a"], match["b"]), (match["b"], match["a"])]
    if day_first or match["sign"] == ".":
        month, day = readings[1]
    else:
        month, day = readings[0]
    return _day(match["year"], month, day)


def _month(text: str) -> str | int:
    """Return the number of a month that is written in digits or in words."""
    short = text[:3].lower()
    return next((i for i, name in enumerate(MONTHS, 1) if name[:3] == short), text)


def _written(text: str, years: Sequence[int]) -> Iterator[tuple[int, date | None]]:
    """Yield position and reading of everything in the text that looks like a date."""
    for match in _ISO.finditer(text):
        yield match.start(), _day(match["year"], match["month"], match["day"])
    for match in _SLASHED.finditer(text):
        for month, day in ((match["a"], match["b"]), (match["b"], match["a"])):
            yield match.start(), _day(match["year"], month, day)
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        for match in pattern.finditer(text):
            month = _month(match["month"])
            for year in [match["year"]] if match["year"] else years:
                yield match.start(), _day(year, month, match["day"])


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

"""Tools that look a day up in its week, month, quarter or year, and write it as asked for."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.dates import MONTHS
from lottery_agent.toolbox.calls.days import WEEKDAYS, add_days, add_months
from lottery_agent.toolbox.calls.tools import tool

Weekday = Literal[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
]  # fmt: skip
Format = Literal[
    "MM/DD/YYYY", "DD/MM/YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "Month D, YYYY", "D Month YYYY"
]  # fmt: skip

_WEEK = 7
_WORKDAYS = 5


@tool
def format_date(day: date, format: Format, days: int = 0, months: int = 0) -> str:
    """Write a date as asked for, perhaps some days and months later (or earlier)."""
    written = add_days(add_months(day, months), days)
    assert isinstance(written, date)  # noqa: S101 - what the tool returns
    year, month, number = f"{written.year:04}", f"{written.month:02}", f"{written.day:02}"
    name = MONTHS[written.month - 1].capitalize()
    return {
        "MM/DD/YYYY": f"{month}/{number}/{year}",
        "DD/MM/YYYY": f"{number}/{month}/{year}",
        "DD.MM.YYYY": f"{number}.{month}.{year}",
        "YYYY-MM-DD": f"{year}-{month}-{number}",
        "Month D, YYYY": f"{name} {written.day}, {year}",
        "D Month YYYY": f"{written.day} {name} {year}",
    }[format]


@tool
def next_weekday(day: date, name: Weekday) -> date:
    """First Monday (or other weekday) after a date."""
    return _shifted(day, (WEEKDAYS.index(name) - day.weekday() - 1) % _WEEK + 1)


@tool
def previous_weekday(day: date, name: Weekday) -> date:
    """Last Monday (or other weekday) before a date."""
    return _shifted(day, -((day.weekday() - WEEKDAYS.index(name) - 1) % _WEEK + 1))


@tool
def nth_weekday(year: int, month: int, number: int, name: Weekday) -> date:
    """Second Tuesday (or other) of a month; number -1 is the last one."""
    first, length = calendar.monthrange(*_month(year, month))
    offset = (WEEKDAYS.index(name) - first) % _WEEK
    days = list(range(offset + 1, length + 1, _WEEK))
    if number == 0 or not -len(days) <= number <= len(days):
        raise ToolError(
            f"{year}-{month:02} has no {name} number {number}", hint=f"it has {len(days)}"
        )
    return date(year, month, days[number - 1 if number > 0 else number])


@tool
def days_in_month(year: int, month: int) -> int:
    """Number of days of a month."""
    return calendar.monthrange(*_month(year, month))[1]


@tool
def end_of_month(day: date) -> date:
    """Last day of a date's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@tool
def day_of_year(day: date) -> int:
    """Number of a day in its year; 1 January is 1."""
    return day.timetuple().tm_yday


@tool
def date_of_day(year: int, number: int) -> date:
    """Date of a year's day of some number; day 1 is 1 January."""
    _month(year, 1)
    length = 365 + calendar.isleap(year)
    if not 1 <= number <= length:
        raise ToolError(f"{year} has no day {number}", hint=f"it has {length}")
    return date(year, 1, 1) + timedelta(days=number - 1)


@tool
def week_number(day: date) -> int:
    """Number of a date's week by ISO 8601; weeks begin on Monday."""
    return day.isocalendar().week


@tool
def quarter(day: date) -> int:
    """Quarter of the year of a date, 1 to 4."""
    return (day.month + 2) // 3


@tool
def is_weekend(day: date) -> bool:
    """Whether a date is a Saturday or Sunday."""
    return day.weekday() >= _WORKDAYS


@tool
def workdays(start: date, end: date) -> int:
    """Number of days from Monday to Friday from one date to another, both counted."""
    first, last = sorted((start, end))
    weeks, rest = divmod((last - first).days + 1, _WEEK)
    extra = sum((first.weekday() + i) % _WEEK < _WORKDAYS for i in range(rest))
    return _WORKDAYS * weeks + extra


@tool
def add_workdays(day: date, days: int) -> date:
    """Date some days from Monday to Friday after a date, or before it if negative."""
    step = 1 if days >= 0 else -1
    weeks, rest = divmod(abs(days), _WORKDAYS)
    # A weekend counts as the workday before the next one in the direction of counting.
    moved = _shifted(day, step * _WEEK * weeks)
    if rest == 0 and weeks and moved.weekday() >= _WORKDAYS:
        moved, rest = _shifted(moved, -step * _WEEK), _WORKDAYS
    while rest:
        moved = _shifted(moved, step)
        rest -= moved.weekday() < _WORKDAYS
    return moved


@tool
def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar."""
    # The anonymous algorithm of 1876, as in J. Meeus, Astronomical Algorithms, chapter 8.
    _month(year, 1)
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def _month(year: int, month: int) -> tuple[int, int]:
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):
        raise ToolError(
            f"there is no month {month} of the year {year}",
            hint=f"months are 1 to 12, years {MINYEAR} to {MAXYEAR}",
        )
    return year, month


def _shifted(day: date, days: int) -> date:
    moved = add_days(day, days)
    assert isinstance(moved, date)  # noqa: S101 - what the tool returns
    return moved


TOOLS = (
    *(format_date, next_weekday, previous_weekday, nth_weekday, days_in_month, end_of_month),
    *(day_of_year, date_of_day, week_number, quarter, is_weekend, workdays, add_workdays, easter),
)

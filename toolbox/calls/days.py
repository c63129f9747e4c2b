"""Tools of the calendar, exact over the years 1 to 9999 of the Gregorian calendar."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.tools import tool

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@tool
def weekday(day: date) -> str:
    """Day of the week of a date."""
    return WEEKDAYS[day.weekday()]


@tool
def days_between(start: date, end: date) -> int:
    """Number of days from one date to another, whichever comes first."""
    return abs((end - start).days)


@tool
def time_between(start: date, end: date) -> str:
    """Years, months and days from one date to another; an age."""
    first, last = sorted((start, end))
    months = (last.year - first.year) * 12 + last.month - first.month
    if _later(first, months) > last:
        months -= 1
    counts = {
        "year": months // 12,
        "month": months % 12,
        "day": (last - _later(first, months)).days,
    }
    parts = [f"{n} {unit}{'s' * (n != 1)}" for unit, n in counts.items() if n]
    return ", ".join(parts) or "0 days"


@tool
def add_days(day: date, days: int) -> date:
    """Date some days after a date, or before it if the number is negative."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _outside(day, days, "days") from None


@tool
def add_weeks(day: date, weeks: int) -> date:
    """Date some weeks after a date, or before it if the number is negative."""
    try:
        return day + timedelta(weeks=weeks)
    except OverflowError:
        raise _outside(day, weeks, "weeks") from None


@tool
def add_months(day: date, months: int) -> date:
    """Same day some months later (or earlier), or the month's last day if it is shorter."""
    return _later(day, months)


@tool
def add_years(day: date, years: int) -> date:
    """Same day some years later (or earlier); 29 February becomes 28 in a common year."""
    return _later(day, 12 * years)


@tool
def age(birth: date, day: date) -> int:
    """Whole years that someone has lived on a day."""
    if day < birth:
        raise ToolError(f"{day.isoformat()} is before the birth on {birth.isoformat()}")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@tool
def leap_year(year: int) -> bool:
    """Whether a year has a 29 February."""
    return calendar.isleap(year)


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last one if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if not MINYEAR <= year <= MAXYEAR:
        raise _outside(day, months, "months")
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _outside(day: date, amount: int, unit: str) -> ToolError:
    return ToolError(
        f"{amount} {unit} from {day.isoformat()} is outside of the calendar",
        hint=f"the calendar has the years {MINYEAR} to {MAXYEAR}",
    )


TOOLS = (
    *(weekday, days_between, time_between, add_days, add_weeks, add_months, add_years),
    *(age, leap_year),
)

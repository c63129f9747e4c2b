"""Tools for times of the day, as people write them: `9:30 am`, `14:05`, `9 pm`.

An answer is written as the question writes its time, and says when it falls on another day.
"""

from __future__ import annotations

import re
from fractions import Fraction

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.times import DAY, Time, read_time, twelve, twenty_four
from lottery_agent.toolbox.calls.tools import tool

_ZONE = re.compile(
    r"(?:UTC|GMT)?(?:(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?",
    re.IGNORECASE | re.ASCII,
)
_MAX_MINUTES = 10_000_000
_MAX_OFFSET = 14 * 60


@tool
def add_minutes(time: str, minutes: int) -> str:
    """Time of day some minutes after a time, or before it if negative."""
    return _later(read_time(time), _bounded(minutes))


@tool
def add_hours(time: str, hours: Fraction) -> str:
    """Time of day some hours after a time, or before it if negative."""
    minutes = 60 * hours
    if minutes.denominator != 1:
        raise ToolError(f"{hours} hours are no whole minutes")
    return _later(read_time(time), _bounded(int(minutes)))


@tool
def minutes_between(start: str, end: str) -> int:
    """Minutes from one time of day to the next other one, past midnight if need be."""
    return (read_time(end).minutes - read_time(start).minutes) % DAY


@tool
def duration(start: str, end: str) -> str:
    """Hours and minutes from one time of day to the next other one."""
    hours, minutes = divmod((read_time(end).minutes - read_time(start).minutes) % DAY, 60)
    counts = {"hour": hours, "minute": minutes}
    parts = [f"{n} {unit}{'s' * (n != 1)}" for unit, n in counts.items() if n]
    return ", ".join(parts) or "0 minutes"


@tool
def to_24_hours(time: str) -> str:
    """Write a time of day from 00:00 to 23:59."""
    return twenty_four(read_time(time).minutes)


@tool
def to_12_hours(time: str) -> str:
    """Write a time of day with am or pm."""
    return twelve(read_time(time).minutes)


@tool
def change_zone(time: str, source: str, target: str) -> str:
    """Time of day in another time zone; zones are written as UTC+2, -5 or +05:30."""
    return _later(read_time(time), _offset(target) - _offset(source))


def _later(time: Time, minutes: int) -> str:
    """Return the time some minutes later, written as the time is."""
    days, rest = divmod(time.minutes + minutes, DAY)
    text = twelve(rest) if time.half else twenty_four(rest)
    if not days:
        return text
    plural = "s" * (abs(days) != 1)
    return f"{text}, {abs(days)} day{plural} {'later' if days > 0 else 'earlier'}"


def _offset(text: str) -> int:
    found = _ZONE.fullmatch(text)
    if found and text:
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if minutes <= _MAX_OFFSET and int(found["minutes"] or 0) < 60:
            return -minutes if found["sign"] in ("-", "−") else minutes
    raise ToolError(
        f"{text[:40]!r} is no difference to UTC",
        hint="write UTC+2, -5 or +05:30; which one a place has depends on the date",
    )


def _bounded(minutes: int) -> int:
    if abs(minutes) > _MAX_MINUTES:
        raise ToolError(f"{minutes} minutes are too many", kind="limit", hint="use a date")
    return minutes


TOOLS = (add_minutes, add_hours, minutes_between, duration, to_24_hours, to_12_hours, change_zone)

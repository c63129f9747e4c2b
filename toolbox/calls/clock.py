"""Tools for times of the day, as people write them: `9:30 am`, `14:05`, `9 pm`.

An answer is written as the question writes its time, and says when it falls on another day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.tools import tool

_DAY = 24 * 60
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE | re.ASCII,
)
_WORDS = {"noon": 12 * 60, "midnight": 0}
_STRETCH = re.compile(
    r"(?:from |between )?(?P<first>\S.*?)(?: (?:to|until|till|and) | ?[-–—] ?)(?P<last>\S.*)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:UTC|GMT)?(?:(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?",
    re.IGNORECASE | re.ASCII,
)
_MAX_MINUTES = 10_000_000
_MAX_OFFSET = 14 * 60


@dataclass(frozen=True, slots=True)
class _Time:
    """Minutes since midnight, and whether they are written with am and pm."""

    minutes: int
    half: bool

    def later(self, minutes: int) -> str:
        """Return the time some minutes later, as it is written."""
        days, rest = divmod(self.minutes + minutes, _DAY)
        text = _twelve(rest) if self.half else _twenty_four(rest)
        if not days:
            return text
        plural = "s" * (abs(days) != 1)
        return f"{text}, {abs(days)} day{plural} {'later' if days > 0 else 'earlier'}"


@tool
def add_minutes(time: str, minutes: int) -> str:
    """Time of day some minutes after a time, or before it if negative."""
    return _read(time).later(_bounded(minutes))


@tool
def add_hours(time: str, hours: Fraction) -> str:
    """Time of day some hours after a time, or before it if negative."""
    minutes = 60 * hours
    if minutes.denominator != 1:
        raise ToolError(f"{hours} hours are no whole minutes")
    return _read(time).later(_bounded(int(minutes)))


@tool
def minutes_between(start: str, end: str) -> int:
    """Minutes from one time of day to the next other one, past midnight if need be."""
    return (_read(end).minutes - _read(start).minutes) % _DAY


@tool
def duration(start: str, end: str) -> str:
    """Hours and minutes from one time of day to the next other one."""
    hours, minutes = divmod((_read(end).minutes - _read(start).minutes) % _DAY, 60)
    counts = {"hour": hours, "minute": minutes}
    parts = [f"{n} {unit}{'s' * (n != 1)}" for unit, n in counts.items() if n]
    return ", ".join(parts) or "0 minutes"


@tool
def to_24_hours(time: str) -> str:
    """Write a time of day from 00:00 to 23:59."""
    return _twenty_four(_read(time).minutes)


@tool
def to_12_hours(time: str) -> str:
    """Write a time of day with am or pm."""
    return _twelve(_read(time).minutes)


@tool
def change_zone(time: str, source: str, target: str) -> str:
    """Time of day in another time zone; zones are written as UTC+2, -5 or +05:30."""
    return _read(time).later(_offset(target) - _offset(source))


@tool
def open_times(busy: list[str], start: str, end: str) -> list[str]:
    """Stretches from start to end that busy ones, such as 9 am to 11 am, leave open."""
    opens = _hour(start)
    length = (_hour(end) - opens) % _DAY or _DAY
    taken = sorted(_taken(stretch, opens) for stretch in busy)
    left, since, shown = [], 0, start
    for begins, ends, first, last in taken:
        if begins >= length:
            break
        if begins > since:
            left.append(f"{shown} to {first}")
        if ends > since:
            since, shown = ends, last
    if since < length:
        left.append(f"{shown} to {end}")
    return left


def _taken(stretch: str, opens: int) -> tuple[int, int, str, str]:
    """Return when a busy stretch begins and ends, in minutes since a day opens, and both times."""
    found = _STRETCH.fullmatch(stretch.strip())
    if not found:
        raise ToolError(f"{stretch[:40]!r} is no stretch of time", hint="write 9 am to 11 am")
    first, last = found["first"], found["last"]
    begins, ends = ((_hour(time) - opens) % _DAY for time in (first, last))
    # What begins before the day opens and ends in it takes its first part.
    return (0 if begins > ends > 0 else begins), ends or _DAY, first, last


def _hour(text: str) -> int:
    """Return the minutes since midnight of a time that may be a bare hour."""
    return _read(f"{text}:00" if text.isdecimal() else text).minutes


def _read(text: str) -> _Time:
    if text.lower() in _WORDS:
        return _Time(_WORDS[text.lower()], half=False)
    found = _TIME.fullmatch(text)
    if found and (found["minute"] or found["half"]):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"] and 1 <= hour <= 12 and minute < 60:
            afternoon = found["half"][0] in "pP"
            return _Time((hour % 12 + 12 * afternoon) * 60 + minute, half=True)
        if not found["half"] and hour < 24 and minute < 60:
            return _Time(hour * 60 + minute, half=False)
    raise ToolError(f"{text[:40]!r} is no time of day", hint="write 14:05, 2:05 pm or noon")


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


def _twenty_four(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _twelve(minutes: int) -> str:
    hour, half = minutes // 60, "pm" if minutes >= _DAY // 2 else "am"
    return f"{(hour - 1) % 12 + 1}:{minutes % 60:02} {half}"


TOOLS = (
    *(add_minutes, add_hours, minutes_between, duration, to_24_hours, to_12_hours, change_zone),
    open_times,
)

"""Reads times of the day as people write them: `9:30 am`, `14:05`, `9 pm`, `noon`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lottery_agent.errors import ToolError

DAY = 24 * 60
"""Minutes of a day."""
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?P<half> ?[ap]\.?m\.?)?",
    re.IGNORECASE | re.ASCII,
)
_WORDS = {"noon": 12 * 60, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Time:
    """A time of the day.

    Attributes:
        written: As it was written.
        minutes: Minutes since midnight.
        half: The end of it that says am or pm, such as ` pm`, or nothing.
    """

    written: str
    minutes: int
    half: str = ""

    @property
    def alone(self) -> bool:
        """Whether it may be before noon or after it: `9` or `1:30`, without am or pm."""
        return self._of_digits and 1 <= self.minutes // 60 <= 12

    @property
    def of_24_hours(self) -> bool:
        """Whether only a clock of 24 hours shows it: `0:15` or `14`."""
        return self._of_digits and not self.alone

    @property
    def _of_digits(self) -> bool:
        return not self.half and self.written[0].isdecimal()


def read_time(text: str) -> Time:
    """Read a time of the day; an hour alone is none.

    Raises:
        ToolError: `value` if it is no time of the day.
    """
    if text.lower() in _WORDS:
        return Time(text, _WORDS[text.lower()])
    found = _TIME.fullmatch(text)
    if found and (found["minute"] or found["half"]):
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"] or ""
        if half and 1 <= hour <= 12 and minute < 60:
            afternoon = half.strip()[0] in "pP"
            return Time(text, (hour % 12 + 12 * afternoon) * 60 + minute, half)
        if not half and minute < 60 and hour < 24:
            return Time(text, hour * 60 + minute)
    raise ToolError(f"{text[:40]!r} is no time of day", hint="write 14:05, 2:05 pm or noon")


def read_hour(text: str) -> Time:
    """Read a time of the day that may be an hour alone, or 24:00, where the day ends.

    Raises:
        ToolError: `value` if it is no time of the day.
    """
    if text in ("24", "24:00"):
        return Time(text, 0)
    if text.isdecimal():
        return replace(read_time(f"{text}:00"), written=text)
    return read_time(text)


def twenty_four(minutes: int) -> str:
    """Write minutes since midnight as a time from 00:00 to 23:59."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def twelve(minutes: int) -> str:
    """Write minutes since midnight as a time with am or pm."""
    hour, half = minutes // 60, "pm" if minutes >= DAY // 2 else "am"
    return f"{(hour - 1) % 12 + 1}:{minutes % 60:02} {half}"

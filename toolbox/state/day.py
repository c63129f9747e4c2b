"""A day that some stretches of time fill, and what they leave open.

A time without am or pm, such as `1:30`, is one of a clock of 24 hours, unless the day is told in
halves: some time of it has am or pm, or is noon and none is like `14:00`. Then it is one of two
times, and the stretch that it stands in tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.times import DAY, Time, twenty_four

_HALF = DAY // 2
_OTHER_HALF = str.maketrans("apAP", "paPA")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`9am to 11am`, past midnight if need be; from a time to the same one is a whole day."""

    first: Time
    last: Time

    @property
    def written(self) -> str:
        """The stretch as its times were written."""
        return f"{self.first.written} to {self.last.written}"

    @property
    def exact(self) -> str:
        """The stretch from 00:00 to 23:59."""
        return f"{twenty_four(self.first.minutes)} to {twenty_four(self.last.minutes)}"

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.last.minutes - self.first.minutes) % DAY or DAY

    def shared(self, other: Stretch) -> int:
        """Return how many minutes of the day are in another stretch too."""
        begins = (other.first.minutes - self.first.minutes) % DAY
        return sum(
            max(0, min(self.minutes, start + other.minutes) - max(0, start))
            for start in (begins - DAY, begins)
        )

    def readings(self, half: str) -> list[Stretch]:
        """Return what it may be in a day told in halves: `1 to 3` is in the morning or after noon.

        It takes as little time as it can: `1 to 3 pm` starts at 1 pm. Beside a time of 24 hours
        every time is one.

        Args:
            half: How such a day writes am or pm, or nothing if it does not.
        """
        if self.first.of_24_hours or self.last.of_24_hours:
            return [self]
        found = [
            Stretch(first, last)
            for first in _readings(self.first, self.last.half or half)
            for last in _readings(self.last, self.first.half or half)
        ]
        least = min(stretch.minutes for stretch in found)
        return [stretch for stretch in found if stretch.minutes == least]


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of a day.

    Attributes:
        begin: When it begins.
        end: When it ends.
        taken: Stretches in which there is no time left.
    """

    begin: Time | None = None
    end: Time | None = None
    taken: tuple[Stretch, ...] = ()

    def __str__(self) -> str:
        parts = [f"from {self.begin.written}"] if self.begin else []
        parts += [f"until {self.end.written}"] if self.end else []
        parts += [f"busy {', '.join(each.written for each in self.taken)}"] if self.taken else []
        return "; ".join(parts)

    def whole(self) -> Stretch:
        """Return the stretch from begin to end.

        Raises:
            ToolError: `value` if one of them is not known.
        """
        if self.begin is None:
            raise ToolError("nothing says when the day begins", hint="write `from 9am` before")
        if self.end is None:
            raise ToolError("nothing says when the day ends", hint="write `until 5pm` before")
        (found, *others), *taken = self._readings(Stretch(self.begin, self.end), *self.taken)
        if not others:
            return found
        clear = [readings[0] for readings in taken if len(readings) == 1]
        return max(found, *others, key=lambda each: sum(map(each.shared, clear)))

    def busy(self) -> list[Stretch]:
        """Return what is taken; what may be one of two times is the one that takes more of the day.

        If both take as much it is the first after the day begins.

        Raises:
            ToolError: `value` if begin or end of the day is not known.
        """
        whole = self.whole()

        def fit(stretch: Stretch) -> tuple[int, int]:
            later = (stretch.first.minutes - whole.first.minutes) % DAY
            return whole.shared(stretch), -later

        return [max(readings, key=fit) for readings in self._readings(*self.taken)]

    def free(self) -> Iterator[Stretch]:
        """Yield what is left of the day, in order.

        Raises:
            ToolError: `value` if begin or end of the day is not known.
        """
        whole = self.whole()
        since, opens = 0, whole.first
        for begins, ends, stretch in sorted(self._placed(whole), key=lambda placed: placed[:2]):
            if begins >= whole.minutes:
                break
            if begins > since:
                yield Stretch(opens, stretch.first)
            if ends > since:
                since, opens = ends, stretch.last
        if since < whole.minutes:
            yield Stretch(opens, whole.last)

    def _readings(self, *stretches: Stretch) -> list[list[Stretch]]:
        """Return what each stretch may be: one, or two that are half a day apart."""
        begin, end = ([time] if time else [] for time in (self.begin, self.end))
        times = [*begin, *end]
        times += [time for stretch in self.taken for time in (stretch.first, stretch.last)]
        half = next((time.half for time in times if time.half), "")
        noon = any(time.written.lower() == "noon" for time in times)
        if half or (noon and not any(time.of_24_hours for time in times)):
            return [stretch.readings(half) for stretch in stretches]
        return [[stretch] for stretch in stretches]

    def _placed(self, whole: Stretch) -> Iterator[tuple[int, int, Stretch]]:
        """Yield when each busy stretch begins and ends, in minutes since the day begins.

        The day before counts too: what begins then may end in this day.
        """
        for stretch in self.busy():
            begins = (stretch.first.minutes - whole.first.minutes) % DAY
            for start in (begins - DAY, begins):
                yield start, start + stretch.minutes, stretch


def _readings(time: Time, half: str) -> list[Time]:
    """Return the times that one may be, written with am or pm as `half` is."""
    if not time.alone:
        return [time]
    before = replace(time, minutes=time.minutes % _HALF)
    found = [before, replace(before, minutes=before.minutes + _HALF)]
    return [_with_half(each, half) for each in found] if half else found


def _with_half(time: Time, half: str) -> Time:
    afternoon = time.minutes >= _HALF
    if afternoon != ("p" in half.lower()):
        half = half.translate(_OTHER_HALF)
    return replace(time, written=time.written + half, half=half)

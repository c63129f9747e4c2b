"""A day that some stretches of time fill, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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

    def settled(self) -> Stretch:
        """Return the stretch without an hour alone beside am or pm: `1 to 3 pm` starts at 1 pm.

        Such a stretch takes twelve hours at most.
        """
        between = (self.last.minutes - self.first.minutes) % _HALF or _HALF
        if self.first.alone and self.last.half:
            return Stretch(_settled(self.first, self.last.minutes - between, self.last), self.last)
        if self.last.alone and self.first.half:
            last = _settled(self.last, self.first.minutes + between, self.first)
            return Stretch(self.first, last)
        return self


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
        return Stretch(self.begin, self.end).settled()

    def busy(self) -> list[Stretch]:
        """Return what is taken; hours alone on both sides are the first ones after the day begins.

        Raises:
            ToolError: `value` if begin or end of the day is not known.
        """
        opens = self.whole().first
        return [_in_day(stretch, opens).settled() for stretch in self.taken]

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

    def _placed(self, whole: Stretch) -> Iterator[tuple[int, int, Stretch]]:
        """Yield when each busy stretch begins and ends, in minutes since the day begins.

        The day before counts too: what begins then may end in this day.
        """
        for stretch in self.busy():
            begins = (stretch.first.minutes - whole.first.minutes) % DAY
            for start in (begins - DAY, begins):
                yield start, start + stretch.minutes, stretch


def _in_day(stretch: Stretch, opens: Time) -> Stretch:
    first = stretch.first
    if not (first.alone and stretch.last.alone and opens.half):
        return stretch
    later = (first.minutes - opens.minutes) % _HALF
    return Stretch(_settled(first, opens.minutes + later, opens), stretch.last)


def _settled(hour: Time, minutes: int, beside: Time) -> Time:
    """Return an hour alone as a time of the day, written like the time beside it."""
    minutes %= DAY
    same = (minutes < _HALF) == (beside.minutes < _HALF)
    half = beside.half if same else beside.half.translate(_OTHER_HALF)
    return Time(hour.written + half, minutes, half)

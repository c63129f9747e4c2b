"""Computes answers a second time, by other means than the simulation.

A value is traced back from the end of the program to the line that it came from, a walk is summed
as complex numbers, the contents of a place are what was put in less what was taken out, and what a
day leaves open is every minute of it in which nobody is busy. The times of the day are read anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from lottery_agent.toolbox.state.program import (
    Assign,
    Begin,
    Busy,
    Change,
    Copy,
    End,
    Event,
    Face,
    Give,
    Move,
    Name,
    Number,
    Put,
    Swap,
    Turn,
    Value,
)
from lottery_agent.toolbox.state.world import thing_key

_NORTH = {"north": 1, "west": 1j, "south": -1, "east": -1j}
_AHEAD = {"forward": 1, "left": 1j, "back": -1, "right": -1j, "around": -1}
_DAY = 1440
_NAMED = {"noon": 720, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk ended, as complex numbers: north is 1, west is i."""

    place: tuple[Fraction, Fraction]
    heading: complex


def traced(events: Sequence[Event], key: str) -> Value | None:
    """Return what a name has at the end, followed back to where it came from.

    Args:
        events: The program.
        key: The key of a name.
    """
    return _traced(events, len(events), key, {})


def _traced(
    events: Sequence[Event], end: int, key: str, known: dict[tuple[int, str], Value | None]
) -> Value | None:
    change = Fraction(0)
    for place in range(end - 1, -1, -1):
        event = events[place]
        match event:
            case Assign(name, value) if name.key == key:
                return _changed(value, change)
            case Copy(name, source) if name.key == key:
                key = source.key
            case Swap(left, right) if key in (left.key, right.key):
                key = right.key if key == left.key else left.key
            case Change(name, sign, amount) if name.key == key:
                by: Value | None = amount if isinstance(amount, Number) else None
                if isinstance(amount, Name):
                    if (place, amount.key) not in known:
                        known[place, amount.key] = _traced(events, place, amount.key, known)
                    by = known[place, amount.key]
                if not isinstance(by, Number):
                    return None
                change += by.value if sign == "+" else -by.value
            case Give(giver, taker, amount):
                change -= amount.value * (giver.key == key)
                change += amount.value * (taker.key == key)
    return None


def _changed(value: Value, change: Fraction) -> Value:
    if isinstance(value, Number):
        return Number(value.value + change, value.written)
    return value


def walked(events: Sequence[Event]) -> Walk:
    """Return where the walk ends, its steps summed as complex numbers."""
    heading: complex = 1
    ahead = aside = Fraction(0)
    for event in events:
        if isinstance(event, Turn):
            heading *= _AHEAD[event.to]
        elif isinstance(event, Face):
            heading = _NORTH[event.heading]
        elif isinstance(event, Move):
            known = _NORTH.get(event.direction)
            step = known if known is not None else heading * _AHEAD[event.direction]
            ahead += int(complex(step).real) * event.steps.value
            aside += int(complex(step).imag) * event.steps.value
    return Walk((ahead, aside), complex(heading))


def inside(events: Sequence[Event], place: str, thing: str) -> Fraction:
    """Return how many of a thing were put into a place, less those taken out."""
    moves = [
        (event.back, event.count.value if event.count else Fraction(1))
        for event in events
        if isinstance(event, Put) and (event.place.key, thing_key(event.thing)) == (place, thing)
    ]
    put = sum((count for back, count in moves if not back), Fraction(0))
    return put - sum((count for back, count in moves if back), Fraction(0))


def open_minutes(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Return where the minutes of a day that are open begin and end, minute by minute.

    Args:
        events: A program that says when the day begins and when it ends.
    """
    begin = [event.time.written for event in events if isinstance(event, Begin)][-1]
    end = [event.time.written for event in events if isinstance(event, End)][-1]
    taken = [
        (event.stretch.first.written, event.stretch.last.written)
        for event in events
        if isinstance(event, Busy)
    ]
    written = [begin, end, *(time for pair in taken for time in pair)]
    halved = any(map(_has_half, written))
    halved |= "noon" in map(str.lower, written) and not any(map(_is_of_24_hours, written))
    spans = [_spans(first, last, halved) for first, last in taken]
    clear = [_minutes(found[0]) for found in spans if len(found) == 1]
    whole = max(
        _spans(begin, end, halved),
        key=lambda span: sum(len(_minutes(span) & minutes) for minutes in clear),
    )
    day = _minutes(whole)
    filled: set[int] = set()
    for found in spans:
        # Of two spans that fill as much of the day, the one that the day meets first.
        span = max(
            found,
            key=lambda span: (len(_minutes(span) & day), -((span[0] - whole[0]) % _DAY)),
        )
        filled |= _minutes(span)
    return list(_runs(whole, filled))


def _runs(whole: range, filled: Set[int]) -> Iterator[tuple[int, int]]:
    since: int | None = None
    for minute in whole:
        is_open = minute % _DAY not in filled
        if is_open and since is None:
            since = minute
        if not is_open and since is not None:
            yield since % _DAY, minute % _DAY
            since = None
    if since is not None:
        yield since % _DAY, whole.stop % _DAY


def _minutes(span: range) -> Set[int]:
    return {minute % _DAY for minute in span}


def _spans(first: str, last: str, halved: bool) -> list[range]:
    """Return the shortest spans from the minutes of one time to those of another."""
    halved = halved and not (_is_of_24_hours(first) or _is_of_24_hours(last))
    found = [
        range(begins, begins + ((ends - begins) % _DAY or _DAY))
        for begins in _shown(first, halved)
        for ends in _shown(last, halved)
    ]
    return [span for span in found if len(span) == min(map(len, found))]


def _shown(time: str, halved: bool) -> list[int]:
    """Return the minutes of a day at which a clock shows a time, of 12 hours if it is `halved`."""
    if time.lower() in _NAMED:
        return [_NAMED[time.lower()]]
    hour, minute = _digits(time)
    minute += 60 * hour
    if _has_half(time):
        return [minute % 720 + 720 * ("p" in time.lower())]
    if halved:
        return [minute % 720, minute % 720 + 720]
    return [minute % _DAY]


def _has_half(time: str) -> bool:
    return re.search("[ap]", time, re.IGNORECASE) is not None


def _is_of_24_hours(time: str) -> bool:
    return time[0].isdecimal() and not _has_half(time) and not 0 < _digits(time)[0] < 13


def _digits(time: str) -> tuple[int, int]:
    hour, minute, *_ = *map(int, re.findall("[0-9]+", time)), 0
    return hour, minute


def heading_of(walk: Walk) -> str:
    """Return the heading of a walk by its name."""
    return next(name for name, value in _NORTH.items() if complex(value) == walk.heading)

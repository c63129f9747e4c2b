"""Computes answers a second time, by other means than the simulation.

A value is traced back from the end of the program to the line that it came from, a walk is summed
as complex numbers, the contents of a place are what was put in less what was taken out, and what a
day leaves open is every minute of it in which nobody is busy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lottery_agent.toolbox.calls.times import DAY
from lottery_agent.toolbox.state.day import Day
from lottery_agent.toolbox.state.program import (
    Assign,
    Change,
    Copy,
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


def open_minutes(day: Day) -> list[tuple[int, int]]:
    """Return where the minutes of a day that are open begin and end, minute by minute.

    Raises:
        ToolError: `value` if begin or end of the day is not known.
    """
    whole, taken = day.whole(), day.busy()
    found: list[tuple[int, int]] = []
    was_open = False
    for minute in range(whole.first.minutes, whole.first.minutes + whole.minutes):
        is_open = not any((minute - each.first.minutes) % DAY < each.minutes for each in taken)
        if is_open:
            begins = found.pop()[0] if was_open else minute % DAY
            found.append((begins, (minute + 1) % DAY))
        was_open = is_open
    return found


def heading_of(walk: Walk) -> str:
    """Return the heading of a walk by its name."""
    return next(name for name, value in _NORTH.items() if complex(value) == walk.heading)

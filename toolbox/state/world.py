"""Simulates a program event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.times import Time
from lottery_agent.toolbox.logic.words import folded, lemma
from lottery_agent.toolbox.state.day import Day
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
    Heading,
    Move,
    Name,
    Number,
    Put,
    Swap,
    Text,
    Turn,
    Value,
    show,
)

HEADINGS: tuple[Heading, ...] = ("north", "east", "south", "west")
"""The headings, each a quarter to the right of the one before."""
_STEP = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
_QUARTERS = {"forward": 0, "right": 1, "back": 2, "left": 3, "around": 2}

_Values = Mapping[str, Value]
_Contents = Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class World:
    """What is true at one time.

    Attributes:
        values: What each name has, by its key.
        contents: How many of a thing are in a place, by the keys of place and thing.
        east: Steps east of the start.
        north: Steps north of the start.
        heading: Where the walker looks.
        walked: Whether somebody took a step or turned.
        day: What is known of the day.
    """

    values: _Values = field(default_factory=lambda: MappingProxyType({}))
    contents: _Contents = field(default_factory=lambda: MappingProxyType({}))
    east: Fraction = Fraction(0)
    north: Fraction = Fraction(0)
    heading: Heading = "north"
    walked: bool = False
    day: Day = field(default_factory=Day)

    def value(self, name: Name) -> Value:
        """Return what a name has.

        Raises:
            ToolError: If it has nothing yet.
        """
        if name.key not in self.values:
            raise ToolError(
                f"{name.written!r} has no value", hint=f"write `{name.written} = …` before"
            )
        return self.values[name.key]

    def number(self, name: Name) -> Number:
        """Return the number that a name has.

        Raises:
            ToolError: If it has words, or nothing.
        """
        value = self.value(name)
        if isinstance(value, Text):
            raise ToolError(f"{name.written!r} is {value.written!r}, which is no number")
        return value


def simulate(events: tuple[Event, ...]) -> Iterator[World]:
    """Yield the world after each event.

    Raises:
        ToolError: `value`, with the event that can't happen.
    """
    world = World()
    for event in events:
        try:
            world = _after(world, event)
        except ToolError as error:
            raise ToolError(f"in `{show(event)}`: {error.message}", hint=error.hint) from None
        yield world


def _after(world: World, event: Event) -> World:
    match event:
        case Assign(name, value):
            return _having(world, {name.key: value})
        case Copy(name, source):
            return _having(world, {name.key: world.value(source)})
        case Swap(left, right):
            return _having(world, {left.key: world.value(right), right.key: world.value(left)})
        case Change(name, sign, amount):
            by = world.number(amount) if isinstance(amount, Name) else amount
            change = by.value if sign == "+" else -by.value
            return _having(world, {name.key: numeral(world.number(name).value + change)})
        case Give(giver, taker, amount):
            less = numeral(world.number(giver).value - amount.value)
            given = _having(world, {giver.key: less})
            return _having(given, {taker.key: numeral(given.number(taker).value + amount.value)})
        case Put():
            return _moved(world, event)
        case Move(direction, steps):
            return _walked(world, direction, steps.value)
        case Turn(to):
            return replace(world, heading=_turned(world.heading, to), walked=True)
        case Face(heading):
            return replace(world, heading=heading, walked=True)
        case Begin() | End() | Busy():
            return replace(world, day=_known(world.day, event))


def _known(day: Day, event: Begin | End | Busy) -> Day:
    match event:
        case Begin(time):
            return replace(day, begin=_once("begins", day.begin, time))
        case End(time):
            return replace(day, end=_once("ends", day.end, time))
        case Busy(stretch):
            return replace(day, taken=(*day.taken, stretch))


def _once(what: str, known: Time | None, told: Time) -> Time:
    """Return when the day begins or ends, unless it was told otherwise before."""
    if known is not None and known.minutes != told.minutes:
        raise ToolError(f"the day {what} at {known.written} already")
    return known or told


def _having(world: World, values: _Values) -> World:
    return replace(world, values=MappingProxyType({**world.values, **values}))


def _moved(world: World, event: Put) -> World:
    place = (event.place.key, thing_key(event.thing))
    inside = world.contents.get(place, Fraction(0))
    count = event.count.value if event.count else Fraction(1)
    if event.back and inside < count:
        there = numeral(inside).written
        raise ToolError(f"only {there} {event.thing.written!r} in {event.place.written!r}")
    after = inside - count if event.back else inside + count
    return replace(world, contents=MappingProxyType({**world.contents, place: after}))


def _turned(heading: Heading, to: str) -> Heading:
    return HEADINGS[(HEADINGS.index(heading) + _QUARTERS[to]) % 4]


def _walked(world: World, direction: str, steps: Fraction) -> World:
    heading = direction if direction in _STEP else _turned(world.heading, direction)
    east, north = _STEP[heading]
    return replace(
        world, east=world.east + east * steps, north=world.north + north * steps, walked=True
    )


@cache
def _singular(words: str) -> str:
    *before, last = words.split("_")
    return "_".join([*map(folded, before), lemma(folded(last))])


def thing_key(thing: Name) -> str:
    """Return a thing without case and plural: `Apples` and `apple` are one."""
    return _singular(thing.written)


def numeral(value: Fraction) -> Number:
    """Return a number as people write it: whole, with a point, or as a fraction."""
    if value.denominator == 1:
        return Number(value, str(value.numerator))
    scale = 1
    while scale < 10**12 and (value * scale).denominator != 1:
        scale *= 10
    if (value * scale).denominator != 1:
        return Number(value, f"{value.numerator}/{value.denominator}")
    digits = str(abs((value * scale).numerator)).rjust(len(str(scale)), "0")
    places = len(str(scale)) - 1
    sign = "-" if value < 0 else ""
    return Number(value, f"{sign}{digits[:-places]}.{digits[-places:]}")

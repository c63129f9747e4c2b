"""Answers a query in a world."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.state.program import (
    Compare,
    Count,
    Equals,
    Name,
    Number,
    Query,
    Text,
    Total,
    Value,
)
from lottery_agent.toolbox.state.world import World, numeral, thing_key

WALKER = ("position", "facing", "distance", "home")
"""What can be asked of the walker, as long as no name is called so."""
FREE = "free"
"""What can be asked of the day, as long as no name is called so."""

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one query.

    Attributes:
        answer: As it was written, or as people write it.
        exact: Equal answers print alike.
        kind: What it is.
        value: The number alone, if it is one.
    """

    answer: str
    exact: str
    kind: Literal["number", "verdict", "text"]
    value: str | None = None


def answer(world: World, query: Query, written: Mapping[str, str]) -> Reply:
    """Answer a query.

    Args:
        world: The world at the end.
        query: What is asked.
        written: How each name was first written, by its key.

    Raises:
        ToolError: `value`, if a name has no value, or words where a number is needed, or if
            nothing says what is in a place, where somebody walks, or when a day begins or ends.
    """
    match query:
        case Total(((_, Name() as name),)):
            return _of_name(world, name, written)
        case Total():
            return _number(_sum(world, query))
        case Compare(left, sign, right):
            return _verdict(_compared(world, left, sign, right))
        case Equals(name, value) if name.key == "who" and name.key not in world.values:
            return _holders(world, value, written)
        case Equals(name, value):
            return _verdict(same(world.value(name), value))
        case Count(things, place):
            return _number(_inside(world, things, place))


def same(left: Value, right: Value) -> bool:
    """Say whether two values are equal; words are, whatever their case."""
    if isinstance(left, Number) and isinstance(right, Number):
        return left.value == right.value
    return left.written.casefold() == right.written.casefold()


def _of_name(world: World, name: Name, written: Mapping[str, str]) -> Reply:
    value = world.values.get(name.key)
    if isinstance(value, Number):
        return _number(value.value)
    if isinstance(value, Text):
        return Reply(value.written, value.written.casefold(), "text")
    inside = [(key, n) for key, n in world.contents.items() if key[0] == name.key]
    if not inside and name.key in WALKER:
        return _of_walker(world, name.key)
    if not inside and name.key == FREE:
        return _free(world)
    if not inside:
        world.value(name)
    things = [f"{numeral(n).written} {written[key[1]]}" for key, n in inside if n]
    exact = sorted(f"{numeral(n).written} {key[1]}" for key, n in inside if n)
    return Reply(", ".join(things) or "nothing", ", ".join(exact) or "nothing", "text")


def _of_walker(world: World, asked: str) -> Reply:
    if not world.walked:
        raise ToolError("nothing says where somebody walks", hint="write `forward 2` before")
    if asked == "facing":
        return Reply(world.heading, world.heading, "text")
    if asked == "home":
        return _verdict(world.east == world.north == 0)
    if asked == "position":
        place = f"({numeral(world.east).written}, {numeral(world.north).written})"
        return Reply(place, place, "text")
    squared = world.east**2 + world.north**2
    above, below = isqrt(squared.numerator), isqrt(squared.denominator)
    if above**2 == squared.numerator and below**2 == squared.denominator:
        return _number(Fraction(above, below))
    if squared > 10**300:
        raise ToolError("the walker is too far away", kind="limit", hint="write fewer steps")
    length = sqrt(squared)
    return Reply(f"{length:.6g}", f"sqrt({squared})", "number", repr(length))


def _free(world: World) -> Reply:
    free = list(world.day.free())
    written = ", ".join(stretch.written for stretch in free)
    exact = ", ".join(stretch.exact for stretch in free)
    return Reply(written or "nothing", exact or "nothing", "text")


def _number(value: Fraction) -> Reply:
    text = numeral(value).written
    return Reply(text, str(value), "number", text)


def _verdict(holds: bool) -> Reply:
    return Reply(str(holds), str(holds), "verdict")


def _sum(world: World, total: Total) -> Fraction:
    result = Fraction(0)
    for sign, term in total.terms:
        number = world.number(term) if isinstance(term, Name) else term
        result += number.value if sign == "+" else -number.value
    return result


def _inside(world: World, things: tuple[Name, ...], place: Name) -> Fraction:
    """Return how many things are in a place; of a thing that nothing tells of there are none."""
    if all(key != place.key for key, _ in world.contents):
        raise ToolError(
            f"nothing says what is in {place.written!r}",
            hint=f"write `put … in {place.written}` before",
        )
    keys = {(place.key, thing_key(thing)) for thing in things}
    return sum((world.contents.get(key, Fraction(0)) for key in keys), Fraction(0))


def _compared(world: World, left: Total, sign: str, right: Total) -> bool:
    if sign in ("=", "!="):
        equal = same(_side(world, left), _side(world, right))
        return equal == (sign == "=")
    return bool(_COMPARE[sign](_sum(world, left), _sum(world, right)))


def _side(world: World, total: Total) -> Value:
    """Return a side of an equation: the words of a name, or a number."""
    first = total.terms[0][1]
    if len(total.terms) == 1 and isinstance(first, Name):
        return world.value(first)
    return numeral(_sum(world, total))


def _holders(world: World, value: Value, written: Mapping[str, str]) -> Reply:
    keys = [key for key, held in world.values.items() if same(held, value)]
    if not keys:
        return Reply("nobody", "nobody", "text")
    return Reply(", ".join(written[key] for key in keys), ", ".join(sorted(keys)), "text")

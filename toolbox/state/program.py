"""The events and queries of the state language, as data, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from lottery_agent.toolbox.calls.times import Time
from lottery_agent.toolbox.state.day import Stretch

Direction = Literal["forward", "back", "left", "right", "north", "south", "east", "west"]
Heading = Literal["north", "east", "south", "west"]
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was written; names that differ in case alone are one."""

    written: str

    @property
    def key(self) -> str:
        """The name without case."""
        return self.written.casefold()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact, and how it was written."""

    value: Fraction
    written: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are a value."""

    written: str


Value: TypeAlias = Number | Text


@dataclass(frozen=True, slots=True)
class Assign:
    """`alice = red ball`."""

    name: Name
    value: Value


@dataclass(frozen=True, slots=True)
class Copy:
    """`alice <- bob`: alice gets what bob has, and bob keeps it."""

    name: Name
    source: Name


@dataclass(frozen=True, slots=True)
class Swap:
    """`alice <-> bob`."""

    left: Name
    right: Name


@dataclass(frozen=True, slots=True)
class Change:
    """`tom += 3` or `tom -= ann`."""

    name: Name
    sign: Literal["+", "-"]
    amount: Number | Name


@dataclass(frozen=True, slots=True)
class Give:
    """`tom -> ann 3`."""

    giver: Name
    taker: Name
    amount: Number


@dataclass(frozen=True, slots=True)
class Put:
    """`put 3 apples in box`, or `take 3 apples from box` if `back` is true."""

    count: Number | None
    thing: Name
    place: Name
    back: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """`forward 5`, `left 2`, `north 3`."""

    direction: Direction
    steps: Number


@dataclass(frozen=True, slots=True)
class Turn:
    """`turn left`, `turn right`, `turn around`."""

    to: Literal["left", "right", "around"]


@dataclass(frozen=True, slots=True)
class Face:
    """`face north`."""

    heading: Heading


@dataclass(frozen=True, slots=True)
class Begin:
    """`from 9am`: the day begins."""

    time: Time


@dataclass(frozen=True, slots=True)
class End:
    """`until 5pm`: the day ends."""

    time: Time


@dataclass(frozen=True, slots=True)
class Busy:
    """`busy 9am to 11am`."""

    stretch: Stretch


Event: TypeAlias = (
    Assign | Copy | Swap | Change | Give | Put | Move | Turn | Face | Begin | End | Busy
)


@dataclass(frozen=True, slots=True)
class Total:
    """Terms with their signs; one name alone asks for its value."""

    terms: tuple[tuple[Literal["+", "-"], Name | Number], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`tom > ann`."""

    left: Total
    sign: Comparison
    right: Total


@dataclass(frozen=True, slots=True)
class Equals:
    """`alice is red ball`; `who is red ball` asks whose value it is."""

    name: Name
    value: Value


@dataclass(frozen=True, slots=True)
class Count:
    """`apples in box`; of several things, `apples, pears in box`, all are counted."""

    things: tuple[Name, ...]
    place: Name


Query: TypeAlias = Total | Compare | Equals | Count


@dataclass(frozen=True, slots=True)
class Program:
    """Events in their order, and the queries about what they lead to."""

    events: tuple[Event, ...]
    queries: tuple[Query, ...]


def show(part: Program | Event | Query) -> str:
    """Return a program or a line of it as a sentence: the inverse of reading."""
    if isinstance(part, Program):
        return "\n".join([*map(_event, part.events), *(f"? {_query(q)}" for q in part.queries)])
    if isinstance(part, Total | Compare | Equals | Count):
        return _query(part)
    return _event(part)


def _event(event: Event) -> str:
    match event:
        case Assign(name, value):
            return f"{name.written} = {value.written}"
        case Copy(name, source):
            return f"{name.written} <- {source.written}"
        case Swap(left, right):
            return f"{left.written} <-> {right.written}"
        case Change(name, sign, amount):
            return f"{name.written} {sign}= {amount.written}"
        case Give(giver, taker, amount):
            return f"{giver.written} -> {taker.written} {amount.written}"
        case Put(count, thing, place, back):
            many = f"{count.written} " if count else ""
            verb, link = ("take", "from") if back else ("put", "in")
            return f"{verb} {many}{thing.written} {link} {place.written}"
        case Move(direction, steps):
            return f"{direction} {steps.written}"
        case Turn(to):
            return f"turn {to}"
        case Face(heading):
            return f"face {heading}"
        case Begin() | End() | Busy():
            return _of_day(event)


def _of_day(event: Begin | End | Busy) -> str:
    match event:
        case Begin(time):
            return f"from {time.written}"
        case End(time):
            return f"until {time.written}"
        case Busy(stretch):
            return f"busy {stretch.written}"


def _query(query: Query) -> str:
    match query:
        case Total(terms):
            first, *rest = terms
            return first[1].written + "".join([f" {sign} {term.written}" for sign, term in rest])
        case Compare(left, sign, right):
            return f"{_query(left)} {sign} {_query(right)}"
        case Equals(name, value):
            return f"{name.written} is {value.written}"
        case Count(things, place):
            return f"{', '.join(thing.written for thing in things)} in {place.written}"

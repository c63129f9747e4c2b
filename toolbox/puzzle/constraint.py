"""Statements after reading: every name is settled, every place is a number.

`holds` evaluates a constraint on one assignment in plain Python. It shares no code with the
encoding for Z3, so that every solution that Z3 finds can be verified by other means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """The place, or value, of a thing."""

    thing: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the things have the value."""

    things: tuple[int, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Absolute:
    """The amount of a sum, without its sign."""

    amount: Linear


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps between two seats at a round table, the shorter way."""

    left: int
    right: int
    seats: int


@dataclass(frozen=True, slots=True)
class Best:
    """The largest or the smallest of some sums."""

    which: Literal["max", "min"]
    choices: tuple[Linear, ...]


Quantity: TypeAlias = Place | Tally | Absolute | Steps | Best


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of quantities with whole factors, none of which is 0, and a constant."""

    terms: tuple[tuple[int, Quantity], ...]
    constant: int = 0

    def __add__(self, other: Linear) -> Linear:
        """Return the sum, with equal quantities joined."""
        factors: dict[Quantity, int] = {}
        for factor, quantity in (*self.terms, *other.terms):
            factors[quantity] = factors.get(quantity, 0) + factor
        terms = tuple((factor, quantity) for quantity, factor in factors.items() if factor)
        return Linear(terms, self.constant + other.constant)

    def times(self, factor: int) -> Linear:
        """Return the multiple."""
        if not factor:
            return Linear(())
        return Linear(tuple((factor * f, q) for f, q in self.terms), factor * self.constant)


@dataclass(frozen=True, slots=True)
class AtMostZero:
    """`amount <= 0`."""

    amount: Linear


@dataclass(frozen=True, slots=True)
class Zero:
    """`amount = 0`."""

    amount: Linear


@dataclass(frozen=True, slots=True)
class Turn:
    """Going round from `right` by one of the numbers of seats leads to `left`."""

    left: int
    right: int
    by: frozenset[int]
    seats: int


@dataclass(frozen=True, slots=True)
class Member:
    """The thing has one of the values."""

    thing: int
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class Spread:
    """Each of the values is taken by `low` to `high` of the things."""

    things: tuple[int, ...]
    values: tuple[int, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Between:
    """`low` to `high` of the parts hold."""

    low: int
    high: int
    parts: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The part does not hold."""

    part: Constraint


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Both hold or neither does."""

    left: Constraint
    right: Constraint


Constraint: TypeAlias = (
    AtMostZero | Zero | Turn | Member | Spread | Between | Opposite | Every | Either | Same
)


def value(linear: Linear, places: Sequence[int]) -> int:
    """Return what a sum comes to.

    Args:
        linear: The sum.
        places: The place of each thing.
    """
    return linear.constant + sum(f * _quantity(q, places) for f, q in linear.terms)


def _quantity(quantity: Quantity, places: Sequence[int]) -> int:
    match quantity:
        case Place(thing):
            return places[thing]
        case Tally(things, wanted):
            return sum(places[thing] == wanted for thing in things)
        case Absolute(amount):
            return abs(value(amount, places))
        case Steps(left, right, seats):
            forward = (places[left] - places[right]) % seats
            return min(forward, seats - forward)
        case Best(which, choices):
            found = [value(choice, places) for choice in choices]
            return max(found) if which == "max" else min(found)


def holds(constraint: Constraint, places: Sequence[int]) -> bool:
    """Say whether a constraint holds where each thing has the given place."""
    match constraint:
        case AtMostZero(amount):
            return value(amount, places) <= 0
        case Zero(amount):
            return value(amount, places) == 0
        case Turn(left, right, by, seats):
            return (places[left] - places[right]) % seats in by
        case Member(thing, values):
            return places[thing] in values
        case Spread(members, taken, low, high):
            there = Counter(places[member] for member in members)
            return all(low <= there[place] <= high for place in taken)
        case Between(low, high, parts):
            return low <= sum(holds(part, places) for part in parts) <= high
        case Opposite(part):
            return not holds(part, places)
        case Every(parts):
            return all(holds(part, places) for part in parts)
        case Either(parts):
            return any(holds(part, places) for part in parts)
        case Same(one, other):
            return holds(one, places) == holds(other, places)


def things(constraint: Constraint) -> frozenset[int]:
    """Return the things whose places decide whether a constraint holds."""
    match constraint:
        case AtMostZero(amount) | Zero(amount):
            return concerned(amount)
        case Turn(left, right):
            return frozenset((left, right))
        case Member(thing):
            return frozenset((thing,))
        case Spread(members):
            return frozenset(members)
        case Opposite(part):
            return things(part)
        case Every(parts) | Either(parts) | Between(_, _, parts):
            return frozenset().union(*map(things, parts))
        case Same(one, other):
            return things(one) | things(other)


def concerned(linear: Linear) -> frozenset[int]:
    """Return the things on whose places a sum depends."""
    found: set[int] = set()
    for _, quantity in linear.terms:
        match quantity:
            case Place(thing):
                found.add(thing)
            case Tally(members):
                found.update(members)
            case Absolute(amount):
                found |= concerned(amount)
            case Steps(left, right):
                found |= {left, right}
            case Best(_, choices):
                found = found.union(*map(concerned, choices))
    return frozenset(found)

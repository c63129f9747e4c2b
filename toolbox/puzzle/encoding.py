"""Writes constraints as a script for Z3, over truth values alone.

The place of a thing is kept in order encoding: for each place, whether the thing is there or
before (Crawford and Baker 1994; Tamura et al. 2009). Comparisons are then clauses that propagate
bounds, which decided orderings of thirty things some fifty times faster than bit-vectors and
integers did. Sums of three quantities and more, and counts, become pseudo-Boolean constraints.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.puzzle.constraint import (
    Absolute,
    AtMostZero,
    Best,
    Between,
    Constraint,
    Either,
    Every,
    Linear,
    Member,
    Opposite,
    Place,
    Quantity,
    Same,
    Spread,
    Steps,
    Tally,
    Turn,
    Zero,
)

MAX_SCRIPT = 12_000_000
"""Characters of a script; Z3 reads some four million a second."""
MAX_SPAN = 2_000
"""Values that one quantity can have."""

TRUE, FALSE = "true", "false"


class Encoding:
    """A growing script.

    Args:
        domains: The places that each thing can have, ascending.
    """

    def __init__(self, domains: Sequence[Sequence[int]]) -> None:
        self._domains = [tuple(domain) for domain in domains]
        self._script: list[str] = []
        self._size = 0
        self._named: dict[str, str] = {}
        self._there: list[dict[int, str]] = []
        for thing, domain in enumerate(self._domains):
            self._declare_thing(thing, domain)

    @property
    def script(self) -> str:
        """The script so far."""
        return "\n".join(self._script)

    def require(self, constraint: Constraint) -> None:
        """Let a constraint hold always."""
        self._add(f"(assert {self.expression(constraint)})")

    def require_if(self, literal: str, constraint: Constraint) -> None:
        """Let a constraint hold where a new literal of this name is true."""
        self._add(f"(declare-const {literal} Bool)")
        self._add(f"(assert (=> {literal} {self.expression(constraint)}))")

    def define(self, literal: str, constraint: Constraint) -> None:
        """Make a new literal of this name true exactly where a constraint holds."""
        self._add(f"(declare-const {literal} Bool)")
        self._add(f"(assert (= {literal} {self.expression(constraint)}))")

    def _add(self, command: str) -> None:
        self._size += len(command)
        if self._size > MAX_SCRIPT:
            raise ToolError("the puzzle is too large", kind="limit", hint="use fewer things")
        self._script.append(command)

    def _declare_thing(self, thing: int, domain: tuple[int, ...]) -> None:
        steps = [f"b{thing}_{place}" for place in domain[:-1]]
        self._there.append({place: f"e{thing}_{place}" for place in domain})
        for name in (*steps, *self._there[thing].values()):
            self._add(f"(declare-const {name} Bool)")
        for place, following in itertools.pairwise(steps):
            self._add(f"(assert (=> {place} {following}))")
        for position, name in enumerate(self._there[thing].values()):
            upper = steps[position] if position < len(steps) else TRUE
            lower = steps[position - 1] if position else FALSE
            self._add(f"(assert (= {name} {_and((upper, _not(lower)))}))")

    def _is(self, thing: int, place: int) -> str:
        return self._there[thing].get(place, FALSE)

    def _name(self, expression: str) -> str:
        """Return a literal that is true exactly where an expression is."""
        if "(" not in expression.removeprefix("(not "):
            return expression
        if expression not in self._named:
            name = self._named[expression] = f"x{len(self._named)}"
            self._add(f"(declare-const {name} Bool)")
            self._add(f"(assert (= {name} {expression}))")
        return self._named[expression]

    def expression(self, constraint: Constraint) -> str:
        """Return an expression that is true exactly where a constraint holds."""
        match constraint:
            case AtMostZero(amount):
                return self._at_most_zero(amount)
            case Zero(amount):
                return self._zero(amount)
            case Turn(left, right, by, seats):
                return self._turn(left, right, by, seats)
            case Member(thing, values):
                return _or(self._is(thing, place) for place in sorted(values))
            case Spread(things, values, low, high):
                return self._spread(things, values, low, high)
            case Between(low, high, parts):
                literals = [self._name(self.expression(part)) for part in parts]
                return _and((_at_least(literals, low), _at_most(literals, high)))
            case Opposite(part):
                return _not(self.expression(part))
            case Every(parts):
                return _and(map(self.expression, parts))
            case Either(parts):
                return _or(map(self.expression, parts))
            case Same(one, other):
                return f"(= {self.expression(one)} {self.expression(other)})"

    def _spread(self, things: Sequence[int], values: Sequence[int], low: int, high: int) -> str:
        # Too many pigeons for the holes: a count sees at once what search sees never.
        inside = set(values)
        bound = sum(inside.issuperset(self._domains[thing]) for thing in things)
        able = sum(not inside.isdisjoint(self._domains[thing]) for thing in things)
        if bound > high * len(inside) or able < low * len(inside):
            return FALSE
        rules = []
        for place in sorted(inside):
            literals = [name for thing in things if (name := self._is(thing, place)) != FALSE]
            rules += [_at_least(literals, low), _at_most(literals, high)]
        return _and(rules)

    def _turn(self, left: int, right: int, by: frozenset[int], seats: int) -> str:
        if left == right:
            return TRUE if 0 in by else FALSE
        return _and(
            _or((_not(name), _or(self._is(left, (seat - 1 + turn) % seats + 1) for turn in by)))
            for seat, name in self._there[right].items()
        )

    def bounds(self, amount: Linear) -> tuple[int, int]:
        """Return the smallest and the largest value that a sum could have."""
        low = high = amount.constant
        for factor, quantity in amount.terms:
            ends = [factor * end for end in self._ends(quantity)]
            low, high = low + min(ends), high + max(ends)
        return low, high

    def _ends(self, quantity: Quantity) -> tuple[int, int]:
        match quantity:
            case Place(thing):
                return self._domains[thing][0], self._domains[thing][-1]
            case Tally(things):
                return 0, len(things)
            case Absolute(amount):
                low, high = self.bounds(amount)
                return 0, max(abs(low), abs(high))
            case Steps(_, _, seats):
                return 0, seats // 2
            case Best(which, choices):
                lows, highs = zip(*map(self.bounds, choices), strict=True)
                best = max if which == "max" else min
                return best(lows), best(highs)

    def _values(self, quantity: Quantity) -> Sequence[int]:
        if isinstance(quantity, Place):
            return self._domains[quantity.thing]
        low, high = self._ends(quantity)
        if high - low > MAX_SPAN:
            raise ToolError("the numbers in the puzzle are too large", kind="limit")
        return range(low, high + 1)

    def _below(self, quantity: Quantity, number: int) -> str:
        """Return an expression for `quantity <= number`."""
        values = self._values(quantity)
        if number < values[0]:
            return FALSE
        if number >= values[-1]:
            return TRUE
        match quantity:
            case Place(thing):
                return f"b{thing}_{max(value for value in values if value <= number)}"
            case Tally(things, value):
                literals = [n for thing in things if (n := self._is(thing, value)) != FALSE]
                return _at_most(literals, number)
            case Absolute(amount):
                bound = Linear((), -number)
                sides = (amount + bound, amount.times(-1) + bound)
                return _and(map(self._at_most_zero, sides))
            case Steps(left, right, seats):
                near = frozenset(d for d in range(seats) if min(d, seats - d) <= number)
                return self._turn(left, right, near, seats)
            case Best(which, choices):
                below = [self._at_most_zero(each + Linear((), -number)) for each in choices]
                return _and(below) if which == "max" else _or(below)

    def _limit(self, factor: int, quantity: Quantity, number: int) -> str:
        """Return an expression for `factor * quantity <= number`."""
        if factor > 0:
            return self._below(quantity, number // factor)
        # -f * q <= n means q >= -n / f, so q is not below the next smaller number.
        return _not(self._below(quantity, -(number // -factor) - 1))

    def _at_most_zero(self, amount: Linear) -> str:
        low, high = self.bounds(amount)
        if high <= 0:
            return TRUE
        if low > 0:
            return FALSE
        match amount.terms:
            case ((factor, quantity),):
                return self._limit(factor, quantity, -amount.constant)
            case ((f, one), (g, other)):
                return self._pair(f, one, g, other, -amount.constant)
        return self._weighted(amount)

    def _pair(self, f: int, one: Quantity, g: int, other: Quantity, number: int) -> str:
        """Return an expression for `f * one + g * other <= number`."""
        clauses = []
        for value in self._values(one):
            # Where f * one is this large, the rest is bounded by what is left.
            reached = _not(self._limit(f, one, f * value - 1))
            bound = self._limit(g, other, number - f * value)
            clauses.append(_or((_not(self._name(reached)), self._name(bound))))
        return _and(clauses)

    def _weighted(self, amount: Linear) -> str:
        """Return a pseudo-Boolean constraint for a sum of three quantities or more."""
        literals: list[str] = []
        weights: list[int] = []
        total = -amount.constant
        for factor, quantity in amount.terms:
            values = self._values(quantity)
            # A value is the first one plus the gaps to each further one that is reached.
            total -= factor * values[0]
            for lower, upper in itertools.pairwise(values):
                reached = self._name(_not(self._name(self._below(quantity, lower))))
                gap = factor * (upper - lower)
                if reached in (TRUE, FALSE):
                    total -= gap if reached == TRUE else 0
                elif gap > 0:
                    literals.append(reached)
                    weights.append(gap)
                else:
                    literals.append(_not(reached))
                    weights.append(-gap)
                    total -= gap
        if total < 0:
            return FALSE
        if sum(weights) <= total:
            return TRUE
        return f"((_ pble {total} {' '.join(map(str, weights))}) {' '.join(literals)})"

    def _zero(self, amount: Linear) -> str:
        match amount.terms:
            case ((1 | -1 as factor, Place(thing)),):
                return self._is(thing, -amount.constant * factor)
            case ((1 | -1 as f, Place(one)), (1 | -1 as g, Place(other))):
                return _and(
                    _or((_not(name), self._is(other, -(amount.constant + f * place) * g)))
                    for place, name in self._there[one].items()
                )
        return _and((self._at_most_zero(amount), self._at_most_zero(amount.times(-1))))


def _not(expression: str) -> str:
    if expression in (TRUE, FALSE):
        return FALSE if expression == TRUE else TRUE
    if expression.startswith("(not "):
        return expression[5:-1]
    return f"(not {expression})"


def _and(expressions: Iterable[str]) -> str:
    return _join("and", expressions, neutral=TRUE, fixed=FALSE)


def _or(expressions: Iterable[str]) -> str:
    return _join("or", expressions, neutral=FALSE, fixed=TRUE)


def _join(word: str, expressions: Iterable[str], *, neutral: str, fixed: str) -> str:
    kept = [expression for expression in expressions if expression != neutral]
    if fixed in kept:
        return fixed
    if len(kept) < 2:
        return kept[0] if kept else neutral
    return f"({word} {' '.join(kept)})"


def _at_least(literals: Sequence[str], number: int) -> str:
    if number <= 0:
        return TRUE
    if number > len(literals):
        return FALSE
    if number == 1:
        return _or(literals)
    return f"((_ at-least {number}) {' '.join(literals)})"


def _at_most(literals: Sequence[str], number: int) -> str:
    if number < 0:
        return FALSE
    if number >= len(literals):
        return TRUE
    return f"((_ at-most {number}) {' '.join(literals)})"

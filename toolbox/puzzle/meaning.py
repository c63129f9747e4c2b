"""Settles what formulas say about the things of a puzzle."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

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
from lottery_agent.toolbox.puzzle.statement import (
    And,
    Comparison,
    Count,
    Counted,
    Distance,
    Extreme,
    Formula,
    Iff,
    Implies,
    Name,
    Not,
    Number,
    Or,
    Related,
    Scaled,
    Sign,
    Sum,
    Term,
)
from lottery_agent.toolbox.puzzle.vocabulary import NUMBERS, Kind, Vocabulary


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared with what.

    Attributes:
        kind: The kind of all places in the comparison, None if only numbers occur.
        things: The things in it.
    """

    kind: Kind | None
    things: tuple[int, ...]


def _single(quantity: Quantity) -> Linear:
    return Linear(((1, quantity),))


class Meaning:
    """Translates formulas and terms into constraints and sums.

    Args:
        vocabulary: The things and values of the puzzle, all declared.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def constraint(self, formula: Formula) -> Constraint:
        """Return what a formula says.

        Raises:
            ToolError: If a name is unknown, or places of two kinds are compared.
        """
        match formula:
            case Comparison(left, sign, right):
                return self._comparison(left, sign, right)
            case Related("beside", (left, right)):
                return self._at_distance(left, right, 1)
            case Related("opposite", (left, right)):
                return self._opposite(left, right)
            case Related("between", (inner, left, right)):
                return self._between(inner, left, right)
            case Related(_, names):
                return self._different(names)
            case Counted(bound, number, parts):
                low = 0 if bound == "atmost" else number
                high = len(parts) if bound == "atleast" else number
                return Between(low, high, tuple(map(self.constraint, parts)))
            case Not(body):
                return Opposite(self.constraint(body))
            case And(parts):
                return Every(tuple(map(self.constraint, parts)))
            case Or(parts):
                return Either(tuple(map(self.constraint, parts)))
            case Implies(left, right):
                return Either((Opposite(self.constraint(left)), self.constraint(right)))
            case Iff(left, right):
                return Same(self.constraint(left), self.constraint(right))

    def scope(self, *terms: Term) -> Scope:
        """Return what the terms of one comparison have in common.

        Raises:
            ToolError: If they have places of two kinds, or a name is unknown.
        """
        names = [name for term in terms for name in _direct(term)]
        members = [
            (name, index) for name in names if (index := self._words.thing(name)) is not None
        ]
        kind: Kind | None = None
        owner = ""
        for name, index in members:
            own = self._words.things[index].kind
            if kind not in (None, own):
                raise ToolError(
                    f"{owner!r} and {name.text!r} have places of different kinds",
                    hint="compare things of one declaration, or of declarations of one kind",
                )
            kind, owner = own, name.text
        for name in names:
            if self._words.thing(name) is None:
                kind = self._kind_of_value(name, kind, owner)
        return Scope(kind, tuple(index for _, index in members))

    def _kind_of_value(self, name: Name, kind: Kind | None, owner: str) -> Kind | None:
        """Return the kind of a comparison that a name takes part in which is no thing."""
        found = self._words.kinds_with(name)
        if kind in found or (kind is None and len(found) == 1):
            return kind or found[0]
        if self._words.edge(name):
            return kind
        if not found:
            raise ToolError(
                f"{name.text!r} is not declared",
                hint="declare it with order(…), circle(…), match(…) or `… in …`",
            )
        if kind is None:
            raise ToolError(f"{name.text!r} is a value of two kinds", hint="name a thing with it")
        index = next(i for i, t in enumerate(self._words.things) if t.kind == kind)
        thing = self._words.things[index]
        raise ToolError(
            f"{name.text!r} is no value of {owner!r}", hint=self._words.values_of(thing)
        )

    def linear(self, term: Term, scope: Scope) -> Linear:
        """Return a term as a sum.

        Raises:
            ToolError: If a name has no meaning here.
        """
        match term:
            case Number(value):
                return Linear((), value)
            case Name():
                return self._name(term, scope)
            case Scaled(factor, name):
                return self._name(name, scope).times(factor)
            case Count(value):
                return _single(self._tally(value))
            case Distance(left, right):
                return self._distance(left, right)
            case Extreme(which, terms):
                return _single(Best(which, tuple(self.linear(each, scope) for each in terms)))
            case Sum(signed):
                total = Linear(())
                for sign, each in signed:
                    total += self.linear(each, scope).times(sign)
                return total

    def place(self, name: Name, scope: Scope) -> int:
        """Return the number of a value, or of `first`, `last` or `middle`."""
        number = self._words.label(name, scope.kind) if scope.kind else None
        return self._edge(name, scope) if number is None else number

    def _name(self, name: Name, scope: Scope) -> Linear:
        index = self._words.thing(name)
        return Linear((), self.place(name, scope)) if index is None else _single(Place(index))

    def _edge(self, name: Name, scope: Scope) -> int:
        """Return the number of `first`, `last` or `middle` in a scope."""
        word = self._words.edge(name)
        things = [self._words.things[index] for index in scope.things]
        if not things:
            kind = scope.kind or self._only_kind(name)
            things = [thing for thing in self._words.things if thing.kind == kind]
        domains = {thing.domain for thing in things}
        places = {
            domain[0 if word == "first" else -1 if word == "last" else len(domain) // 2]
            for domain in domains
        }
        halved = word == "middle" and any(len(domain) % 2 == 0 for domain in domains)
        if len(places) != 1 or halved:
            raise ToolError(
                f"there is no one place {name.text!r} here", hint="write its number instead"
            )
        return places.pop()

    def _only_kind(self, name: Name) -> Kind:
        """Return the kind of a place that is compared with nothing."""
        kinds = {thing.kind for thing in self._words.things}
        if len(kinds) == 1:
            return kinds.pop()
        raise ToolError(f"{name.text!r} is a place of two kinds", hint="write its name or number")

    def _tally(self, value: Name | Number) -> Tally:
        things = self._words.things
        if isinstance(value, Number):
            members = [i for i, thing in enumerate(things) if thing.kind == NUMBERS]
            return Tally(tuple(members), value.value)
        if self._words.thing(value) is not None:
            raise ToolError(f"{value.text!r} is a thing and no value", hint="count a value")
        scope = self.scope(value)
        kind = scope.kind or self._only_kind(value)
        members = [i for i, thing in enumerate(things) if thing.kind == kind]
        return Tally(tuple(members), self.place(value, scope))

    def _distance(self, left: Name, right: Name) -> Linear:
        scope = self.scope(left, right)
        if scope.kind is not None and scope.kind.shape == "circle":
            one, other = self._pair(left, right)
            return _single(Steps(one, other, scope.kind.size))
        self._numbered(scope, left)
        return _single(Absolute(self.linear(left, scope) + self.linear(right, scope).times(-1)))

    def _pair(self, *names: Name) -> tuple[int, int]:
        """Return two things at a round table."""
        for name in names:
            if self._words.thing(name) is None:
                raise _no_numbers(name.text)
        one, other = (index for name in names if (index := self._words.thing(name)) is not None)
        return one, other

    def _numbered(self, scope: Scope, name: Name) -> None:
        if scope.kind is not None and scope.kind.shape == "circle":
            raise ToolError(
                f"a round table has no order, and {name.text!r} sits at one",
                hint="use beside(…), opposite(…), distance(…) or `a = b + 1`",
            )
        if scope.kind is not None and scope.kind.shape == "match":
            raise ToolError(
                f"{name.text!r} is in a match(…), whose places have no order",
                hint="use = and !=, or declare with order(…)",
            )

    def _comparison(self, left: Term, sign: Sign, right: Term) -> Constraint:
        scope = self.scope(left, right)
        difference = self.linear(left, scope) + self.linear(right, scope).times(-1)
        shape = scope.kind.shape if scope.kind is not None else "number"
        if shape in ("circle", "match"):
            equal: Constraint = self._equal_seats(difference, scope, sign)
        else:
            equal = Zero(difference)
        match sign:
            case "=":
                return equal
            case "!=":
                return Opposite(equal)
            case "<=":
                return AtMostZero(difference)
            case "<":
                return AtMostZero(difference + Linear((), 1))
            case ">=":
                return AtMostZero(difference.times(-1))
            case ">":
                return AtMostZero(difference.times(-1) + Linear((), 1))

    def _equal_seats(self, difference: Linear, scope: Scope, sign: Sign) -> Constraint:
        name = Name(self._words.things[scope.things[0]].name)
        if sign not in ("=", "!="):
            self._numbered(scope, name)
        kind = scope.kind
        assert kind is not None  # noqa: S101 (only such scopes come here)
        match difference:
            case Linear(((1, Place(one)), (-1, Place(other))), constant):
                if kind.shape == "match" and constant:
                    self._numbered(scope, name)
                return Turn(one, other, frozenset((-constant % kind.size,)), kind.size)
            case Linear((), constant):
                return Every(()) if constant % kind.size == 0 else Either(())
            case _ if kind.shape == "match":
                self._numbered(scope, name)
        raise _no_numbers(name.text)

    def _at_distance(self, left: Name, right: Name, steps: int) -> Constraint:
        return Zero(self._distance(left, right) + Linear((), -steps))

    def _opposite(self, left: Name, right: Name) -> Constraint:
        kind = self.scope(left, right).kind
        if kind is None or kind.shape != "circle":
            raise ToolError(f"{left.text!r} sits at no round table", hint="declare with circle(…)")
        if kind.size % 2:
            raise ToolError(f"nobody sits opposite at a table with {kind.size} seats")
        return self._at_distance(left, right, kind.size // 2)

    def _between(self, inner: Name, left: Name, right: Name) -> Constraint:
        self._numbered(self.scope(inner, left, right), inner)
        return Either(
            tuple(
                Every((self._comparison(low, "<", inner), self._comparison(inner, "<", high)))
                for low, high in ((left, right), (right, left))
            )
        )

    def _different(self, names: tuple[Name, ...]) -> Constraint:
        scope = self.scope(*names)
        members = scope.things
        if len(set(members)) == len(names):
            domains = (self._words.things[index].domain for index in members)
            return Spread(members, tuple(sorted(set().union(*domains))), 0, 1)
        pairs = itertools.combinations(names, 2)
        return Every(tuple(self._comparison(one, "!=", other) for one, other in pairs))


def _no_numbers(name: str) -> ToolError:
    return ToolError(
        f"{name!r} can't be compared with a number: the seats have none",
        hint="compare two things: a = b + 1, beside(a, b), opposite(a, b)",
    )


def _direct(term: Term) -> Iterable[Name]:
    """Yield the names whose places a term adds up; counts and distances are numbers already."""
    match term:
        case Name():
            yield term
        case Scaled(_, name):
            yield name
        case Extreme(_, terms):
            for each in terms:
                yield from _direct(each)
        case Sum(signed):
            for _, each in signed:
                yield from _direct(each)
        case _:
            return

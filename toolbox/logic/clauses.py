"""Clauses: what follows from which facts, which failures and which conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from lottery_agent.toolbox.logic.formula import Atom, Constant, Formula, Not, Term

OPPOSITE = "~"
"""Begins the predicate of the opposite of an atom. No name contains it."""
QUERY = -1
"""The source of clauses that are made of a query."""

Fact: TypeAlias = tuple[str, tuple[str, ...]]
"""A predicate and the things that it holds of."""
Key: TypeAlias = tuple[str, int]
"""A predicate and the number of its terms."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What variables range over.

    Attributes:
        things: Names of things.
        numbers: Names of numbers.
    """

    things: tuple[str, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on things alone, such as `x != y`.

    Attributes:
        literal: The comparison.
        terms: The terms on whose names it is decided.
        holds: The test, on these names.
    """

    literal: Formula
    terms: tuple[Term, ...]
    holds: Callable[[tuple[str, ...]], bool]


@dataclass(frozen=True, slots=True)
class Clause:
    """`head` follows for all things for which `body` holds, `absent` does not, and conditions do.

    Attributes:
        head: What follows.
        body: Atoms that must hold.
        absent: Atoms that must not hold.
        conditions: Tests on the things.
        source: Position of the premise that says so.
        numbers: Names of the variables that range over numbers, not things.
    """

    head: Atom
    body: tuple[Atom, ...]
    absent: tuple[Atom, ...]
    conditions: tuple[Condition, ...]
    source: int
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Instance:
    """A clause applied to things.

    Attributes:
        head: The fact that follows.
        body: The facts that it rests on.
        absent: What had to fail for it.
        source: Position of the premise.
    """

    head: Fact
    body: tuple[Fact, ...]
    absent: tuple[Fact, ...]
    source: int


def key(atom: Atom) -> Key:
    """Return the predicate of an atom."""
    return atom.predicate, len(atom.terms)


def signed(literal: Formula) -> Atom:
    """Return an atom, or the opposite of one, as an atom."""
    match literal:
        case Atom():
            return literal
        case Not(Atom(predicate, inner)):
            return Atom(OPPOSITE + predicate, inner)
        case _:
            raise AssertionError(f"no literal: {literal}")


def unsigned(atom: Atom) -> Formula:
    """Return the literal that `signed` made an atom of."""
    if atom.predicate.startswith(OPPOSITE):
        return Not(Atom(atom.predicate.removeprefix(OPPOSITE), atom.terms))
    return atom


def opposite(fact: Fact) -> Fact:
    """Return the opposite of a fact."""
    predicate, things = fact
    if predicate.startswith(OPPOSITE):
        return predicate.removeprefix(OPPOSITE), things
    return OPPOSITE + predicate, things


def literal_of(fact: Fact) -> Formula:
    """Return a fact as a formula."""
    predicate, things = fact
    return unsigned(Atom(predicate, tuple(map(Constant, things))))

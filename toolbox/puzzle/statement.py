"""Sentences of the puzzle language as data, with their printer.

`show` is the inverse of `read`: what it prints is a line of the grammar that is read back to the
same data. Names are kept as they were written; what they mean is settled for a whole puzzle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A thing, a value, or one of the places `first`, `last` and `middle`."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a place, or of anything that is counted."""

    value: int


Value: TypeAlias = Name | Number


@dataclass(frozen=True, slots=True)
class Scaled:
    """`2 * ann`."""

    factor: int
    name: Name


@dataclass(frozen=True, slots=True)
class Count:
    """`count(red)`: how many things have a value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Distance:
    """`distance(ann, bob)`: the steps between two places, the shorter way round a table."""

    left: Name
    right: Name


@dataclass(frozen=True, slots=True)
class Extreme:
    """`max(ann, bob)` or `min(ann, bob)`."""

    which: Literal["max", "min"]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Two terms or more, each added (1) or subtracted (-1); the first is added."""

    terms: tuple[tuple[int, Term], ...]


Term: TypeAlias = Name | Number | Scaled | Count | Distance | Extreme | Sum
Sign: TypeAlias = Literal["=", "!=", "<", ">", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left sign right`."""

    left: Term
    sign: Sign
    right: Term


@dataclass(frozen=True, slots=True)
class Related:
    """`beside(a, b)`, `opposite(a, b)`, `between(a, b, c)` or `different(a, b, …)`."""

    relation: Literal["beside", "opposite", "between", "different"]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """`exactly(2, a = 1, b = 2, …)`: so many of the parts hold."""

    bound: Literal["exactly", "atleast", "atmost"]
    number: int
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`~body`."""

    body: Formula


@dataclass(frozen=True, slots=True)
class And:
    """`a & b & c`, two parts or more."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """`a | b | c`, two parts or more."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """`left -> right`."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """`left <-> right`."""

    left: Formula
    right: Formula


Formula: TypeAlias = Comparison | Related | Counted | Not | And | Or | Implies | Iff


@dataclass(frozen=True, slots=True)
class Order:
    """`order(a, b, …)`, `circle(…)` or `match(…)`: each thing has a place of its own."""

    shape: Literal["order", "circle", "match"]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """How often each value is taken; `different` is at most once."""

    bound: Literal["different", "exactly", "at least", "at most"]
    number: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """`1 to 5`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`ann, bob in red, green`: each thing has one of the values.

    Of things that are declared already, it says that their values are among these.
    """

    names: tuple[Name, ...]
    values: tuple[Value, ...] | Range
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """`none`: the translation of a sentence that says nothing about the places."""


Statement: TypeAlias = Order | Choice | Formula | Nothing


@dataclass(frozen=True, slots=True)
class Whether:
    """`? formula`: True, False or Unknown."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Mode:
    """`? must(formula)`, `can` or `cannot`: True or False."""

    mode: Literal["must", "can", "cannot"]
    formula: Formula


@dataclass(frozen=True, slots=True)
class What:
    """`? robin`: the value of a term; for a place or a value, the things that have it."""

    term: Term


@dataclass(frozen=True, slots=True)
class Among:
    """`? water in ann, bob`: which of these is it?"""

    name: Name
    candidates: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Optimum:
    """`? most(term)` or `? least(term)`: the largest or smallest value that the term can have."""

    which: Literal["most", "least"]
    term: Term


@dataclass(frozen=True, slots=True)
class Solutions:
    """`? count()`: how many solutions there are."""


Query: TypeAlias = Whether | Mode | What | Among | Optimum | Solutions


def parts(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas directly inside a formula."""
    match formula:
        case Not(body):
            return (body,)
        case And(inner) | Or(inner) | Counted(_, _, inner):
            return inner
        case Implies(left, right) | Iff(left, right):
            return (left, right)
        case _:
            return ()


def names(sentence: Statement | Query) -> Iterator[Name]:
    """Yield every name in a sentence, in order of appearance."""
    match sentence:
        case Order(_, inner) | Related(_, inner):
            yield from inner
        case Choice(inner, values):
            listed = () if isinstance(values, Range) else values
            yield from (*inner, *(value for value in listed if isinstance(value, Name)))
        case Among(name, candidates):
            yield from (name, *candidates)
        case Whether(formula) | Mode(_, formula):
            yield from names(formula)
        case What(term) | Optimum(_, term):
            yield from names_in(term)
        case Comparison(left, _, right):
            yield from (*names_in(left), *names_in(right))
        case Solutions() | Nothing():
            return
        case _:
            for part in parts(sentence):
                yield from names(part)


def names_in(term: Term) -> Iterator[Name]:
    """Yield every name in a term, in order of appearance."""
    match term:
        case Name():
            yield term
        case Scaled(_, name) | Count(Name() as name):
            yield name
        case Distance(left, right):
            yield from (left, right)
        case Extreme(_, terms):
            for each in terms:
                yield from names_in(each)
        case Sum(signed):
            for _, each in signed:
                yield from names_in(each)
        case _:
            return

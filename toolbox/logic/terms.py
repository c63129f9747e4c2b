"""Terms of the logic language as data: what formulas speak about, things and numbers.

Whether a name stands for a thing or a number is not seen in a term; it is found from the use of
the name in the whole problem (`sorts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Variable:
    """`x`, `y` or `z`."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A named thing or number, as the sentence writes it: words joined by `_`."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """`age(Tom)`, a function of one or more terms."""

    function: str
    terms: tuple[Term, ...]

    @property
    def name(self) -> str:
        """The term as text."""
        return show_term(self)


@dataclass(frozen=True, slots=True)
class Negative:
    """`-5`."""

    body: Constant

    @property
    def name(self) -> str:
        """The term as text."""
        return show_term(self)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, `left - right` or `left * right`; chains nest to the left.

    Attributes:
        sign: `+`, `-` or `*`.
        left: A term; for `*` no sum.
        right: A term that is no sum, and for `*` no product.
    """

    sign: str
    left: Term
    right: Term

    @property
    def name(self) -> str:
        """The term as text."""
        return show_term(self)


Term: TypeAlias = Variable | Constant | Apply | Negative | Arithmetic


def subterms(term: Term) -> tuple[Term, ...]:
    """Return the terms directly inside a term."""
    match term:
        case Apply(_, inner):
            return inner
        case Negative(body):
            return (body,)
        case Arithmetic(_, left, right):
            return (left, right)
        case _:
            return ()


def walk_terms(term: Term) -> Iterator[Term]:
    """Yield the term and everything inside it."""
    yield term
    for inner in subterms(term):
        yield from walk_terms(inner)


def show_term(term: Term) -> str:
    """Return the term as the logic language writes it."""
    match term:
        case Variable(name) | Constant(name):
            return name
        case Apply(function, inner):
            return f"{function}({', '.join(map(show_term, inner))})"
        case Negative(body):
            return f"-{body.name}"
        case Arithmetic(sign, left, right):
            return f"{show_term(left)} {sign} {show_term(right)}"

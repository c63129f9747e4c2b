"""The tree of what was typed, in the terms of the mathematics language.

Sums and products are flat, so that a chain of a thousand terms is no deep tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A literal of the language: digits, with a point inside or none."""

    literal: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name or a constant."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language with its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; a list of lists is a matrix."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """`-body`, which binds tighter than a product and looser than a power."""

    body: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with their signs, `+` or `-`; the first sign is `+`."""

    terms: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors with their signs, `*` or `/`; the first sign is `*`."""

    factors: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A number directly before what it multiplies (`2x`), which binds tighter than `/`."""

    number: Number
    body: Node


@dataclass(frozen=True, slots=True)
class Power:
    """`base ^ exponent`."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Percent:
    """A number per hundred."""

    number: Number


@dataclass(frozen=True, slots=True)
class Factorial:
    """`body!`."""

    body: Node


Node: TypeAlias = (
    Number
    | Name
    | Call
    | Items
    | Negate
    | Sum
    | Product
    | Coefficient
    | Power
    | Percent
    | Factorial
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain of comparisons: one more side than signs."""

    sides: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solve:
    """Relations that hold together, and the names asked for (none: all of them)."""

    relations: tuple[Relation, ...]
    names: tuple[str, ...] = ()


Value: TypeAlias = Node | Relation | Solve


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: named values, the last one called `answer`."""

    steps: tuple[tuple[str, Value], ...]


def product(*factors: Node) -> Node:
    """Return the factors multiplied, in one flat product."""
    return factors[0] if len(factors) == 1 else Product(tuple(("*", each) for each in factors))


def quotient(above: Node, below: Node) -> Node:
    """Return a fraction."""
    return Product((("*", above), ("/", below)))


def difference(left: Node, right: Node) -> Node:
    """Return `left - right`."""
    return Sum((("+", left), ("-", right)))


def together(factors: list[Node]) -> list[Node]:
    """Join a number with what stands directly behind it, where the language can write that."""
    if len(factors) < 2 or not isinstance(factors[0], Number):
        return factors
    base = factors[1].base if isinstance(factors[1], Power) else factors[1]
    if isinstance(base, Number | Percent | Factorial):
        return factors
    return [Coefficient(factors[0], factors[1]), *factors[2:]]

"""What sentences mean, as small trees.

A tree speaks of sets of things and of how many of one set are in another, which is how a
construction of English is understood; only `writing` knows how the logic language says it. What a
tree means in a small world is told by the tests, apart from formulas and from the logic tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Sign = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Relation:
    """Things that stand in a relation: `likes(@, Tom)`; `@` is the thing that is spoken of.

    Attributes:
        predicate: The word of the relation.
        terms: Names of things; `@` for what is spoken of. Without any it is a proposition.
    """

    predicate: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """All things that are not in a set."""

    of: Set


@dataclass(frozen=True, slots=True)
class Overlap:
    """Things that are in all of some sets."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Things that are in at least one of some sets."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class InOne:
    """Things that are in just one of two sets."""

    left: Set
    right: Set


@dataclass(frozen=True, slots=True)
class Being:
    """The one thing with a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Toward:
    """Things that stand in a relation to every, some, no, or not every thing of a set.

    Attributes:
        quantity: How many.
        of: The set.
        predicate: The word of the relation.
        passive: Whether the things of the set come first in it: `is liked by every cat`.
    """

    quantity: Quantity
    of: Set | None
    predicate: str
    passive: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """Things of which a number compares with another: `age(@) > 17`, `age(@) = age(Tom) + 2`.

    Attributes:
        function: What is measured.
        sign: How it compares.
        amount: A number; with another thing what is added to its number.
        than: Name of another thing, or nothing.
        times: Whether the number of the other thing is multiplied by the amount instead.
    """

    function: str
    sign: Sign
    amount: int
    than: str = ""
    times: bool = False


Set: TypeAlias = Relation | Complement | Overlap | Union | InOne | Being | Toward | Measured
Quantity = Literal["every", "some", "no", "not every", "only", "just"]


@dataclass(frozen=True, slots=True)
class In:
    """A named thing is in a set. Without a name it is a proposition such as `it rains`."""

    name: str
    of: Set


@dataclass(frozen=True, slots=True)
class Opposite:
    """A sentence is false."""

    of: Meaning


@dataclass(frozen=True, slots=True)
class All:
    """All of some sentences are true."""

    parts: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """At least one of some sentences is true."""

    parts: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class JustOne:
    """One of two sentences is true, and the other one false."""

    left: Meaning
    right: Meaning


@dataclass(frozen=True, slots=True)
class Leads:
    """If the first sentence is true, so is the second."""

    when: Meaning
    then: Meaning


@dataclass(frozen=True, slots=True)
class Alike:
    """Both sentences are true, or both are false."""

    left: Meaning
    right: Meaning


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a set are in another one.

    `every`: the first is part of the second. `some`: they overlap. `no`: they don't. `not every`:
    not part of it. `only`: the second is part of the first. `just`: they are the same. Without a
    first set it is everything.
    """

    quantity: Quantity
    of: Set | None
    within: Set


Meaning: TypeAlias = In | Opposite | All | AtLeastOne | JustOne | Leads | Alike | Share


def relation(text: str) -> Set:
    """Return the set that a phrase's meaning writes: `~kind(@)`, `black(@) & cat(@)`."""
    parts = _parts(text)
    if len(parts) > 1:
        return Overlap(tuple(relation(part) for part in parts))
    if text.startswith("~"):
        inner = text[1:]
        return Complement(relation(inner[1:-1] if inner.startswith("(") else inner))
    predicate, _, terms = text.removesuffix(")").partition("(")
    return Relation(predicate, tuple(terms.split(", ")) if terms else ())


def _parts(text: str) -> list[str]:
    """Return what `&` joins outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and text.startswith(" & ", at):
            parts.append(text[start:at])
            start = at + 3
    return [*parts, text[start:]]

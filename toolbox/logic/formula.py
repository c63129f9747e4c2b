"""Formulas of the logic language as data, with their printer.

`show` is the inverse of `read`: what it prints is a sentence of the grammar that is read back to
the same formula. Conjunctions and disjunctions hold all their parts, because a chain of two hundred
of them is one step of reasoning and must not cost two hundred levels of recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lottery_agent.toolbox.logic.terms import (
    Apply,
    Arithmetic,
    Constant,
    Negative,
    Term,
    Variable,
    show_term,
    walk_terms,
)

__all__ = [
    "All",
    "And",
    "Apply",
    "Arithmetic",
    "Atom",
    "Compare",
    "Constant",
    "Equal",
    "Formula",
    "Iff",
    "Implies",
    "Negative",
    "Not",
    "Or",
    "Some",
    "Sort",
    "Term",
    "Variable",
    "all_terms",
    "negated",
    "parts",
    "rebuilt",
    "show",
    "terms",
    "walk",
]

Sort: TypeAlias = Literal["thing", "number"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A predicate with its terms; a proposition such as `rains` has none."""

    predicate: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Equal:
    """`left = right`, of things; as it was read, of things or numbers."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Compare:
    """`left < right` and its like, of numbers.

    Attributes:
        sign: `<`, `<=`, `>` or `>=`; and `=` once it is known that numbers are compared.
        left: A term.
        right: A term.
    """

    sign: str
    left: Term
    right: Term


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


@dataclass(frozen=True, slots=True)
class All:
    """`all x (body)`; `sort` is what `x` ranges over, once that is known."""

    variable: str
    body: Formula
    sort: Sort = "thing"


@dataclass(frozen=True, slots=True)
class Some:
    """`some x (body)`; `sort` is what `x` ranges over, once that is known."""

    variable: str
    body: Formula
    sort: Sort = "thing"


Formula: TypeAlias = Atom | Equal | Compare | Not | And | Or | Implies | Iff | All | Some


def parts(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas directly inside a formula."""
    match formula:
        case Not(body) | All(_, body) | Some(_, body):
            return (body,)
        case And(inner) | Or(inner):
            return inner
        case Implies(left, right) | Iff(left, right):
            return (left, right)
        case _:
            return ()


def walk(formula: Formula) -> Iterator[Formula]:
    """Yield the formula and everything inside it."""
    yield formula
    for part in parts(formula):
        yield from walk(part)


def terms(formula: Formula) -> tuple[Term, ...]:
    """Return the terms of an atom or a comparison; other formulas have none of their own."""
    match formula:
        case Atom(_, inner):
            return inner
        case Equal(left, right) | Compare(_, left, right):
            return (left, right)
        case _:
            return ()


def all_terms(formula: Formula) -> Iterator[Term]:
    """Yield every term in a formula, those inside of other terms too."""
    for part in walk(formula):
        for term in terms(part):
            yield from walk_terms(term)


def rebuilt(formula: Formula, change: Callable[[Formula], Formula]) -> Formula:
    """Return the formula with `change` applied to the formulas directly inside it."""
    inner = tuple(change(part) for part in parts(formula))
    match formula:
        case Not():
            return Not(*inner)
        case And():
            return And(inner)
        case Or():
            return Or(inner)
        case Implies():
            return Implies(*inner)
        case Iff():
            return Iff(*inner)
        case All(variable, _, sort):
            return All(variable, inner[0], sort)
        case Some(variable, _, sort):
            return Some(variable, inner[0], sort)
        case _:
            return formula


def negated(formula: Formula) -> Formula:
    """Return the opposite, without piling up negations."""
    return formula.body if isinstance(formula, Not) else Not(formula)


_LOOSE, _EITHER, _BOTH, _TIGHT = range(4)


def show(formula: Formula) -> str:
    """Return the formula as a sentence of the logic language."""
    return _show(formula, _LOOSE)


def _show(formula: Formula, level: int) -> str:
    match formula:
        case Atom(predicate, inner):
            listed = ", ".join(map(show_term, inner))
            return f"{predicate}({listed})" if inner else predicate
        case Equal(left, right) | Compare("=", left, right):
            return f"{show_term(left)} = {show_term(right)}"
        case Not(Equal(left, right)) | Not(Compare("=", left, right)):
            return f"{show_term(left)} != {show_term(right)}"
        case Compare(sign, left, right):
            return f"{show_term(left)} {sign} {show_term(right)}"
        case Not(body):
            return "~" + _show(body, _TIGHT)
        case All(variable, body):
            return f"all {variable} {_scope(body)}"
        case Some(variable, body):
            return f"some {variable} {_scope(body)}"
        case And(inner_parts):
            text, own = " & ".join(_show(part, _TIGHT) for part in inner_parts), _BOTH
        case Or(inner_parts):
            text, own = " | ".join(_show(part, _BOTH) for part in inner_parts), _EITHER
        case Implies(a, b):
            text, own = f"{_show(a, _EITHER)} -> {_show(b, _LOOSE)}", _LOOSE
        case Iff(a, b):
            text, own = f"{_show(a, _EITHER)} <-> {_show(b, _EITHER)}", _LOOSE
    return f"({text})" if own < level else text


def _scope(body: Formula) -> str:
    return _show(body, _LOOSE) if isinstance(body, All | Some) else f"({_show(body, _LOOSE)})"

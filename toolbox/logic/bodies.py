"""Bodies of rules as alternatives, each a conjunction of literals.

For negation as failure, what a conjunction of literals can't say (`all y (...)` and `~some y (...)`
inside a body) becomes a failure of a predicate of its own, after Lloyd and Topor (Making Prolog
more expressive, 1984): `all y (likes(x, y))` holds if `some y (~likes(x, y))` fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.clauses import Clause, Condition, signed
from lottery_agent.toolbox.logic.comparisons import condition
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Compare,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    negated,
    show,
)
from lottery_agent.toolbox.logic.variables import free

MAX_ALTERNATIVES = 500
"""Alternatives of one body; each `|` and `<->` inside an `&` multiplies them."""

Literal: TypeAlias = Formula
"""An atom, a comparison, a universal formula, or the opposite of an atom or an equation."""

HIDDEN = "?"
"""Begins the predicates that bodies add. No name contains it."""
_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def is_hidden(predicate: str) -> bool:
    """Whether a predicate stands for a part of a body, and not for a word of the problem."""
    return predicate.startswith(HIDDEN)


def pushed(formula: Formula, *, positive: bool = True) -> Formula:
    """Return the formula, or its opposite, with negations at atoms and equations only.

    `<->` becomes two cases, so the result may be longer.
    """
    match formula:
        case Not(body):
            return pushed(body, positive=not positive)
        case And(inner) | Or(inner):
            chain = And if isinstance(formula, And) == positive else Or
            return chain(tuple(pushed(part, positive=positive) for part in inner))
        case Implies(left, right):
            return pushed(Or((negated(left), right)), positive=positive)
        case Iff(left, right):
            return Or(
                tuple(
                    And((pushed(left, positive=sign), pushed(right, positive=sign == positive)))
                    for sign in (True, False)
                )
            )
        case All(variable, body) | Some(variable, body):
            kind = All if isinstance(formula, All) == positive else Some
            return kind(variable, pushed(body, positive=positive), formula.sort)
        case Compare(sign, left, right) if not positive and sign in _OPPOSITE:
            # Said the other way round, so that what is no number is on neither side.
            return Compare(_OPPOSITE[sign], left, right)
        case _:
            return formula if positive else Not(formula)


def alternatives(body: Sequence[Formula]) -> list[tuple[Literal, ...]]:
    """Return the alternatives of a body whose negations are pushed in.

    `some` needs no sign any more: its variable is one of the alternative's. `all` stays as it is.

    Raises:
        ToolError: `limit` if there are too many.
    """
    found: list[tuple[Literal, ...]] = [()]
    for part in body:
        options = list(_options(part))
        if len(found) * len(options) > MAX_ALTERNATIVES:
            raise _too_many()
        found = [(*before, *option) for before in found for option in options]
    return [tuple(dict.fromkeys(each)) for each in found]


def _options(part: Formula) -> Iterator[tuple[Literal, ...]]:
    match part:
        case And(inner):
            yield from alternatives(inner)
        case Or(inner):
            count = 0
            for each in inner:
                for option in _options(each):
                    count += 1
                    if count > MAX_ALTERNATIVES:
                        raise _too_many()
                    yield option
        case Some(_, body):
            yield from _options(body)
        case _:
            yield (part,)


def _too_many() -> ToolError:
    return ToolError(
        f"the body has more than {MAX_ALTERNATIVES} alternatives",
        kind="limit",
        hint="write several rules",
    )


def size(formula: Formula) -> int:
    """Return how many formulas `pushed` would make of a formula, at most."""
    match formula:
        case Not(body) | All(_, body) | Some(_, body):
            return 1 + size(body)
        case And(inner) | Or(inner):
            return 1 + sum(map(size, inner))
        case Implies(left, right):
            return 1 + size(left) + size(right)
        case Iff(left, right):
            return 3 + 2 * (size(left) + size(right))
        case _:
            return 1


MAX_PUSHED = 5_000
"""Formulas of one body after its negations are pushed in; each `<->` doubles what is inside it."""


def normal(body: Sequence[Formula]) -> list[tuple[Literal, ...]]:
    """Return the alternatives of a body.

    Raises:
        ToolError: `limit` if the body becomes too long.
    """
    if sum(map(size, body)) > MAX_PUSHED:
        raise ToolError(
            "the body has too many `<->` inside one another",
            kind="limit",
            hint="write several rules",
        )
    return alternatives([pushed(part) for part in body])


@dataclass(slots=True)
class FailureClauses:
    """Makes clauses with negation as failure of rules.

    Attributes:
        parts: What the predicates mean that bodies added: a formula whose free variables, in their
            order, are the terms, and of which the predicate is the opposite.
    """

    parts: dict[str, Formula] = field(default_factory=dict)

    def clauses(
        self,
        head: Atom,
        body: Sequence[Formula],
        source: int,
        numbers: frozenset[str] = frozenset(),
    ) -> list[Clause]:
        """Return the clauses of a rule.

        Args:
            head: What follows.
            body: Formulas that must hold; `~` is failure to prove.
            source: Position of the premise.
            numbers: The variables that range over numbers.

        Raises:
            ToolError: `limit` if the body becomes too long, `value` if a part has no meaning.
        """
        found: list[Clause] = []
        for literals in normal(body):
            present: list[Atom] = []
            absent: list[Atom] = []
            conditions: list[Condition] = []
            for literal in literals:
                match literal:
                    case Atom():
                        present.append(literal)
                    case Not(Atom() as atom):
                        absent.append(atom)
                    case All():
                        hidden = Atom(f"{HIDDEN}{len(self.parts)}", free(literal))
                        self.parts[hidden.predicate] = literal
                        inner = pushed(literal, positive=False)
                        found += self.clauses(hidden, [inner], source, numbers)
                        absent.append(hidden)
                    case _:
                        conditions.append(condition(literal))
            parts = tuple(present), tuple(absent), tuple(conditions)
            found.append(Clause(head, *parts, source, numbers))
        return found


def strict_literals(body: Sequence[Formula]) -> list[tuple[Literal, ...]]:
    """Return the alternatives of a body in which `~` is proof of the opposite, not failure.

    Raises:
        ToolError: `value` if the body speaks of all things, `limit` if it becomes too long.
    """
    found = normal(body)
    for literals in found:
        for literal in literals:
            if isinstance(literal, All):
                raise ToolError(
                    f"`{show(literal)}` in a body can't be proved: there may be more things",
                    hint="name the things, or use `some`",
                )
    return found


def proofs(literals: Sequence[Literal]) -> tuple[tuple[Atom, ...], tuple[Condition, ...]]:
    """Return the atoms and conditions of literals in which `~` is proof of the opposite."""
    body: list[Atom] = []
    conditions: list[Condition] = []
    for literal in literals:
        match literal:
            case Atom() | Not(Atom()):
                body.append(signed(literal))
            case _:
                conditions.append(condition(literal))
    return tuple(body), tuple(conditions)

"""Problems in clauses, and what a text or a solver claims about them, evaluated without a solver.

A literal is a number as DIMACS writes it: `3` is the third variable, `-3` its opposite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Clause = tuple[int, ...]
"""Literals of which one must hold; without any, the clause can't be met."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Clauses that must hold, and clauses that had better hold.

    Attributes:
        variables: How many variables there are: 1, 2, … up to this number.
        clauses: The clauses that must hold, in the order of the text.
        soft: The clauses that may be broken at a cost, in the order of the text.
        weights: The cost of breaking each soft clause.
        lines: The line of the text that each clause of `clauses` starts on, counted from 1.
        soft_lines: The same for `soft`.
        shown: The variables that matter when models are counted (`c p show`), None for all.
        notes: What was tolerated while reading.
    """

    variables: int
    clauses: tuple[Clause, ...]
    soft: tuple[Clause, ...] = ()
    weights: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    soft_lines: tuple[int, ...] = ()
    shown: tuple[int, ...] | None = None
    notes: tuple[str, ...] = ()


def holds(clause: Clause, model: Sequence[bool]) -> bool:
    """Say whether a model meets a clause.

    Args:
        clause: Literals within the model's variables.
        model: The value of each variable, the first one at position 0.
    """
    return any(model[abs(literal) - 1] == (literal > 0) for literal in clause)


def broken(clauses: Iterable[Clause], model: Sequence[bool]) -> list[int]:
    """Return the positions of the clauses that a model does not meet."""
    return [i for i, clause in enumerate(clauses) if not holds(clause, model)]


def cost(problem: Problem, model: Sequence[bool]) -> int:
    """Return what a model costs: the weights of the soft clauses that it breaks."""
    return sum(problem.weights[i] for i in broken(problem.soft, model))


def literals(model: Sequence[bool], variables: Iterable[int]) -> list[int]:
    """Return the values of some variables as literals, in the order given."""
    return [variable if model[variable - 1] else -variable for variable in variables]

"""Refutes clauses without a solver, by unit propagation and case distinction, in readable steps.

The procedure is that of Davis, Logemann and Loveland (1962). It is slow and simple on purpose: it
checks what Z3 says about small cores by other means, and its trace is a proof for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lottery_agent.toolbox.satisfiability.clauses import Clause

MAX_CASES = 500
"""Cases that may be distinguished."""
MAX_LITERALS = 4_000
"""Literals of all clauses together: each step looks at all of them."""


class _GaveUp(Exception):
    """The clauses hold together, or need too many cases."""


@dataclass(slots=True)
class _Search:
    clauses: Sequence[Clause]
    names: Sequence[str]
    lines: list[str] = field(default_factory=list)
    cases: int = 0


def refute(clauses: Sequence[Clause], names: Sequence[str]) -> list[str] | None:
    """Return a proof that clauses can't hold together, one step a line.

    Args:
        clauses: The clauses.
        names: What to call each of them.

    Returns:
        The steps, indented by case, or None if the clauses are not refuted within the bounds.
    """
    if sum(map(len, clauses)) > MAX_LITERALS:
        return None
    search = _Search(clauses, names)
    try:
        _close(search, {}, 0)
    except _GaveUp:
        return None
    return search.lines


def _close(search: _Search, known: dict[int, bool], depth: int) -> None:
    """Derive a contradiction from what is known, or raise."""
    search.cases += 1
    if search.cases > MAX_CASES:
        raise _GaveUp
    indent = "  " * depth
    while (step := _unit(search.clauses, known)) is not None:
        position, left = step
        if left is None:
            search.lines.append(f"{indent}{search.names[position]} fails")
            return
        known[abs(left)] = left > 0
        search.lines.append(f"{indent}{search.names[position]} forces {left}")
    variable = _branch(search.clauses, known)
    for literal in (variable, -variable):
        search.lines.append(f"{indent}suppose {literal}:")
        _close(search, {**known, variable: literal > 0}, depth + 1)


def _unit(clauses: Sequence[Clause], known: Mapping[int, bool]) -> tuple[int, int | None] | None:
    """Return a clause that fails, with None, else one that has a single literal left, with it."""
    unit: tuple[int, int | None] | None = None
    for position, clause in enumerate(clauses):
        left: set[int] = set()
        for literal in clause:
            value = known.get(abs(literal))
            if value is None:
                left.add(literal)
            elif value == (literal > 0):
                break
        else:
            if not left:
                return position, None
            if len(left) == 1 and unit is None:
                unit = position, left.pop()
    return unit


def _branch(clauses: Sequence[Clause], known: Mapping[int, bool]) -> int:
    """Return the open variable that occurs most in clauses that are not met yet."""
    counts: dict[int, int] = {}
    for clause in clauses:
        values = [known.get(abs(literal)) for literal in clause]
        if any(value == (x > 0) for value, x in zip(values, clause, strict=True)):
            continue
        for literal, value in zip(clause, values, strict=True):
            if value is None:
                counts[abs(literal)] = counts.get(abs(literal), 0) + 1
    if not counts:
        raise _GaveUp  # every clause is met
    return min(counts, key=lambda variable: (-counts[variable], variable))

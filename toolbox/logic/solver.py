"""Z3 over a script without quantifiers: truth values, and linear arithmetic on numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import z3

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.ground import Assignment
from lottery_agent.toolbox.logic.prover import Status


class GroundSolver:
    """One script, asked any number of times. Belongs to one thread.

    A literal is the name of a truth value, with a `-` in front for its opposite.

    Args:
        script: Declarations and assertions in the SMT-LIB format.
    """

    def __init__(self, script: str) -> None:
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        self._solver.from_string(script)

    def check(self, literals: Sequence[str], *, steps: int, budget: Budget) -> Status:
        """Find out whether the script and all literals can hold together.

        Args:
            literals: What is assumed, this time only.
            steps: Z3's resource units that may be spent.
            budget: The time left.
        """
        self._solver.set(random_seed=0, rlimit=steps, timeout=budget.milliseconds())
        found = self._solver.check(*map(self._literal, literals))
        if found == z3.unsat:
            return "unsatisfiable"
        return "satisfiable" if found == z3.sat else "unknown"

    def add(self, clause: Sequence[str]) -> None:
        """Demand from now on that one of some literals holds."""
        self._solver.add(z3.Or(*map(self._literal, clause), self._context))

    def core(self) -> list[str]:
        """Return literals of the last, unsatisfiable check that already can't hold."""
        return [str(literal) for literal in self._solver.unsat_core()]

    def found(self) -> Assignment:
        """Return the values that the last, satisfiable check found."""
        model = self._solver.model()
        true: set[str] = set()
        values: dict[str, Fraction] = {}
        for name in model.decls():
            value = model[name]
            if z3.is_true(value):
                true.add(name.name())
            elif z3.is_int_value(value):
                values[name.name()] = Fraction(value.as_long())
            elif z3.is_rational_value(value):
                values[name.name()] = Fraction(
                    value.numerator_as_long(), value.denominator_as_long()
                )
        return Assignment(frozenset(true), values)

    def _literal(self, literal: str) -> Any:
        if literal.startswith("-"):
            return z3.Not(z3.Bool(literal[1:], self._context))
        return z3.Bool(literal, self._context)

"""Decides with Z3 whether formulas can hold together, in worlds of any size.

`unsatisfiable` and `satisfiable` are always right (Z3 refutes by instances and accepts a model only
when it has checked it against the quantifiers); `unknown` is possible, because first-order logic
is undecidable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import z3

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    Term,
)
from lottery_agent.toolbox.logic.theory import Theory

Status = Literal["satisfiable", "unsatisfiable", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether formulas can hold together.

    Attributes:
        status: What was found.
        core: For `unsatisfiable`, positions of formulas that already can't; not always the fewest.
    """

    status: Status
    core: frozenset[int] = frozenset()


class Prover:
    """Z3 with the names of one theory. Belongs to one thread.

    Args:
        theory: The problem; formulas to check may use its predicates and constants.
        apart: Constants that name different things.
    """

    def __init__(self, theory: Theory, apart: Sequence[str]) -> None:
        self._context = z3.Context()
        self._sort = z3.DeclareSort("Thing", self._context)
        truth = z3.BoolSort(self._context)
        # Z3 gets numbered names: no word of a sentence can collide with one of its own.
        self._constants = {
            name: z3.Const(f"c{i}", self._sort) for i, name in enumerate(theory.constants)
        }
        self._predicates = {
            key: z3.Function(f"p{i}", *([self._sort] * key[1]), truth)
            for i, key in enumerate(theory.predicates)
        }
        self._read: dict[Formula, Any] = {}
        self._apart = [self._constants[name] for name in apart]

    def check(self, formulas: Sequence[Formula], *, steps: int, budget: Budget) -> Outcome:
        """Find out whether all formulas can hold together.

        Args:
            formulas: Formulas without free variables.
            steps: Z3's resource units that may be spent.
            budget: The time left.
        """
        solver = z3.Solver(ctx=self._context)
        solver.set(random_seed=0, rlimit=steps, timeout=budget.milliseconds())
        if len(self._apart) > 1:
            solver.add(z3.Distinct(*self._apart))
        labels = {f"f{i}": i for i in range(len(formulas))}
        for label, i in labels.items():
            solver.assert_and_track(self._closed(formulas[i]), z3.Bool(label, self._context))
        found = solver.check()
        if found == z3.unsat:
            core = frozenset(labels[str(label)] for label in solver.unsat_core())
            return Outcome("unsatisfiable", core)
        return Outcome("satisfiable" if found == z3.sat else "unknown")

    def _closed(self, formula: Formula) -> Any:
        if formula not in self._read:
            self._read[formula] = self._expression(formula, {})
        return self._read[formula]

    def _expression(self, formula: Formula, bound: Mapping[str, Any]) -> Any:
        match formula:
            case Atom(predicate, terms):
                declared = self._predicates[predicate, len(terms)]
                return declared(*(self._term(term, bound) for term in terms))
            case Equal(left, right):
                return self._term(left, bound) == self._term(right, bound)
            case Not(body):
                return z3.Not(self._expression(body, bound))
            case And(parts):
                return z3.And(*(self._expression(part, bound) for part in parts))
            case Or(parts):
                return z3.Or(*(self._expression(part, bound) for part in parts))
            case Implies(left, right):
                return z3.Implies(self._expression(left, bound), self._expression(right, bound))
            case Iff(left, right):
                return self._expression(left, bound) == self._expression(right, bound)
            case All(variable, body) | Some(variable, body):
                # A fresh name per level keeps an inner `x` apart from an outer one.
                thing = z3.Const(f"v{len(bound)}{variable}", self._sort)
                inner = self._expression(body, {**bound, variable: thing})
                quantify = z3.ForAll if isinstance(formula, All) else z3.Exists
                return quantify([thing], inner)

    def _term(self, term: Term, bound: Mapping[str, Any]) -> Any:
        return self._constants[term.name] if isinstance(term, Constant) else bound[term.name]

"""Decides clauses with Z3's SAT solver: a model, all models, a minimal core, the least cost.

Z3 only ever sees numbers that were printed from the problem as read. What comes back is evaluated
by `clauses`, which knows nothing of Z3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.satisfiability.clauses import Clause, Problem, holds
from lottery_agent.toolbox.satisfiability.dimacs import show_dimacs

STEPS_PER_SECOND = 3_000_000
"""Z3's resource units per second of the budget; few processors do as many."""

_MAX_COEFFICIENT = 2**31 - 1

Model = list[bool]


@dataclass(frozen=True, slots=True)
class Core:
    """Clauses that can't hold together.

    Attributes:
        positions: Positions of the clauses, ascending.
        witnesses: For a clause of the core, a model of all its others. Where each clause has one,
            the core is minimal.
    """

    positions: tuple[int, ...]
    witnesses: dict[int, Model]

    @property
    def minimal(self) -> bool:
        """Whether no clause can be left out."""
        return set(self.positions) == set(self.witnesses)


class Search:
    """Z3's solver with the clauses of one problem. Belongs to one thread.

    Args:
        problem: The problem; its soft clauses count for `least_cost` only.
        budget: The time left.
    """

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self._problem = problem
        self._budget = budget
        self._context = z3.Context()

    def model(self) -> Model | None:
        """Return a model of the clauses, or None if there is none.

        Raises:
            ToolError: `limit` if this could not be decided in time.
        """
        return next(self.models(None), None)

    def models(self, variables: Sequence[int] | None) -> Iterator[Model]:
        """Yield models, any two of which differ in one of the variables.

        Args:
            variables: The variables that matter; None stands for all.

        Raises:
            ToolError: `limit` if it could not be decided in time whether there is another one.
        """
        solver = self._solver(self._problem.clauses)
        matter = range(1, self._problem.variables + 1) if variables is None else variables
        while self._check(solver) == "sat":
            model = self._read(solver.model())
            yield model
            # At least one of the variables must be different next time.
            others = [
                z3.Not(self._variable(v)) if model[v - 1] else self._variable(v) for v in matter
            ]
            solver.add(
                z3.Or(*others, self._context) if others else z3.BoolVal(False, self._context)
            )

    def core(self) -> Core:
        """Return clauses that can't hold together, made as few as time allows, by deletion.

        Each clause is left out in turn: if the others still can't hold, it stays out, together with
        all that Z3 did not need; else their model shows that the clause is necessary.

        Raises:
            ToolError: `value` if all clauses can hold together, `limit` if that was not decided.
        """
        switches = range(
            self._problem.variables + 1, self._problem.variables + 1 + len(self._problem.clauses)
        )
        solver = self._solver(
            [
                (*clause, -switch)
                for clause, switch in zip(self._problem.clauses, switches, strict=True)
            ],
            variables=switches.stop - 1,
        )
        at = {f"k!{switch}": position for position, switch in enumerate(switches)}

        def needed(positions: Sequence[int]) -> list[int] | None:
            """Return those of the clauses that Z3 needed to refute them, None if they hold."""
            if self._check(solver, [self._variable(switches[i]) for i in positions]) == "sat":
                return None
            return sorted(at[str(switch)] for switch in solver.unsat_core())

        rest = needed(range(len(switches)))
        if rest is None:
            raise ToolError("the clauses can hold together, so there is no core")
        witnesses: dict[int, Model] = {}
        try:
            while untried := [position for position in rest if position not in witnesses]:
                tried = untried[0]
                others = [position for position in rest if position != tried]
                fewer = needed(others)
                if fewer is None:
                    witnesses[tried] = self._read(solver.model())
                    self._rotate(rest, tried, witnesses)
                else:
                    rest = fewer
        except ToolError:
            pass  # out of time: what is left is a core still, though perhaps not minimal
        kept = {position: model for position, model in witnesses.items() if position in rest}
        return Core(tuple(rest), kept)

    def _rotate(self, rest: Sequence[int], start: int, witnesses: dict[int, Model]) -> None:
        """Find more necessary clauses without the solver.

        A model that breaks one clause only may, with one value flipped, break another one only:
        model rotation (Belov and Marques-Silva, 2011).
        """
        clauses = self._problem.clauses
        pending = [start]
        while pending and self._budget.left() > 0:
            position = pending.pop()
            for literal in clauses[position]:
                flipped = list(witnesses[position])
                flipped[abs(literal) - 1] = literal > 0
                failing = [i for i in rest if not holds(clauses[i], flipped)]
                if len(failing) == 1 and failing[0] not in witnesses:
                    witnesses[failing[0]] = flipped
                    pending.append(failing[0])

    def least_cost(self) -> Model | None:
        """Return a model of the clauses that breaks soft clauses of the least total weight.

        Raises:
            ToolError: `limit` if none was found in time.
        """
        optimizer = z3.Optimize(ctx=self._context)
        optimizer.set(timeout=self._budget.milliseconds(), rlimit=self._steps())
        optimizer.add(self._assertions(self._switched()))
        for switch, weight in zip(self._switches(), self._problem.weights, strict=True):
            optimizer.add_soft(self._variable(switch), str(weight))
        found = optimizer.check()
        if found == z3.unknown:
            raise undecided(optimizer.reason_unknown())
        return self._read(optimizer.model()) if found == z3.sat else None

    def cheaper(self, cost: int) -> bool | None:
        """Say whether a model costs less, by a count of weights; None if that was not decided."""
        solver = self._solver(self._switched(), variables=self._switches().stop - 1)
        terms = [
            (z3.Not(self._variable(switch)), weight)
            for switch, weight in zip(self._switches(), self._problem.weights, strict=True)
        ]
        if sum(self._problem.weights) <= _MAX_COEFFICIENT:
            solver.add(z3.PbLe(terms, cost - 1))
        else:
            context = self._context
            total = z3.Sum(
                [z3.If(t, z3.IntVal(w, context), z3.IntVal(0, context)) for t, w in terms]
            )
            solver = z3.Solver(ctx=context)
            solver.add(self._assertions(self._switched()))
            solver.add(total < cost)
        try:
            return self._check(solver) == "sat"
        except ToolError:
            return None

    def _switches(self) -> range:
        """Return a fresh variable for each soft clause, which holds only if the clause does."""
        first = self._problem.variables + 1
        return range(first, first + len(self._problem.soft))

    def _switched(self) -> list[Clause]:
        return [
            *self._problem.clauses,
            *(
                (*clause, -switch)
                for clause, switch in zip(self._problem.soft, self._switches(), strict=True)
            ),
        ]

    def _solver(self, clauses: Sequence[Clause], *, variables: int | None = None) -> Any:
        # The solver for finite domains is Z3's SAT solver with assumptions.
        return self._with(z3.SolverFor("QF_FD", ctx=self._context), clauses, variables)

    def _assertions(self, clauses: Sequence[Clause]) -> Any:
        """Return clauses as Z3 writes them; the solver for finite domains does not give them."""
        solver = self._with(z3.Solver(ctx=self._context), clauses, self._switches().stop - 1)
        return solver.assertions()

    def _with(self, solver: Any, clauses: Sequence[Clause], variables: int | None) -> Any:
        count = self._problem.variables if variables is None else variables
        solver.from_string(show_dimacs(Problem(count, tuple(clauses))))
        return solver

    def _variable(self, number: int) -> Any:
        return z3.Bool(number, self._context)  # as the reader of DIMACS in Z3 names them

    def _steps(self) -> int:
        return max(1, min(int(self._budget.left() * STEPS_PER_SECOND), 2**32 - 2))

    def _check(self, solver: Any, assumptions: Sequence[Any] = ()) -> Literal["sat", "unsat"]:
        if self._budget.left() <= 0:
            raise undecided("timeout")
        solver.set(random_seed=0, timeout=self._budget.milliseconds(), rlimit=self._steps())
        found = solver.check(*assumptions)
        if found == z3.unknown:
            raise undecided(solver.reason_unknown())
        return "sat" if found == z3.sat else "unsat"

    def _read(self, found: Any) -> Model:
        """Return the values of the problem's variables; those that Z3 left open are false."""
        model = [False] * self._problem.variables
        for declaration in found.decls():
            number = int(declaration.name().removeprefix("k!"))
            if number <= len(model):
                model[number - 1] = z3.is_true(found[declaration])
        return model


def undecided(reason: str) -> ToolError:
    """Return the error for a problem that Z3 gave up on."""
    why = "memory" if "memory" in reason else "time"
    return ToolError(
        f"the problem could not be decided with the {why} given",
        kind="limit",
        hint="give it more time, or ask about a part of it",
    )

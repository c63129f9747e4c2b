"""Decides assertions of SMT-LIB with Z3: verdicts, models, minimal cores, optima.

Each question gets a solver of its own. So an answer depends on the assertions alone, not on what
was asked before, and Z3 may use the procedures that it has for problems given at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import z3

from lottery_agent.toolbox.logic.budget import Budget

STEPS_PER_SECOND = 3_000_000
"""Z3's resource units per second of the budget; few processors do as many."""

Verdict = Literal["satisfiable", "unsatisfiable", "unknown"]


@dataclass(frozen=True, slots=True)
class Objective:
    """A term that shall be small or large.

    Attributes:
        sense: What it shall be. `soft` is the total weight of the soft assertions that fail, small.
        term: The term, in Z3's form.
        text: The term as written, or the name of the group of soft assertions.
    """

    sense: Literal["minimize", "maximize", "soft"]
    term: Any
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found about assertions.

    Attributes:
        verdict: Whether they can hold together.
        reason: For `unknown`, why.
        model: For `satisfiable`, Z3's model.
        optima: For `satisfiable`, the value of each objective, in Z3's form.
    """

    verdict: Verdict
    reason: str = ""
    model: Any = None
    optima: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Core:
    """Assertions that can't hold together.

    Attributes:
        positions: Their positions, ascending.
        minimal: Whether it was shown for each of them that the others can hold together.
    """

    positions: tuple[int, ...]
    minimal: bool


class Decider:
    """Z3 for one script. Belongs to one thread.

    Args:
        context: Z3's context, which the assertions were made in.
        budget: The time left.
    """

    def __init__(self, context: Any, budget: Budget) -> None:
        self._context = context
        self._budget = budget
        self.logic: str | None = None

    def check(self, assertions: Sequence[Any], assumptions: Sequence[Any] = ()) -> Outcome:
        """Find out whether assertions can hold together."""
        outcome = self._outcome(self._solver(assertions), assumptions)
        if outcome.verdict == "unknown" and outcome.reason != "timeout":
            # A logic's own procedure gives up on what the logic should not hold.
            return self.again([*assertions, *assumptions])
        return outcome

    def again(self, assertions: Sequence[Any]) -> Outcome:
        """The same by other means: Z3's core solver without its preprocessing, another seed."""
        solver = z3.SimpleSolver(ctx=self._context)
        solver.add(*assertions)
        return self._outcome(solver, seed=7)

    def optimize(
        self,
        assertions: Sequence[Any],
        assumptions: Sequence[Any],
        objectives: Sequence[Objective],
        *,
        independent: bool,
    ) -> Outcome:
        """Find a model that is best for the objectives.

        Args:
            assertions: What must hold.
            assumptions: What must hold too.
            objectives: What shall be small or large; earlier ones go first.
            independent: Find the best value of each objective apart from the others.
        """
        optimizer = z3.Optimize(ctx=self._context)
        optimizer.set(
            timeout=self._budget.milliseconds(),
            rlimit=self._steps(),
            priority="box" if independent else "lex",
        )
        optimizer.add(*assertions)
        handles = [
            optimizer.maximize(objective.term)
            if objective.sense == "maximize"
            else optimizer.minimize(objective.term)
            for objective in objectives
        ]
        found = optimizer.check(*assumptions)
        if found != z3.sat:
            return _negative(found, optimizer)
        return Outcome(
            "satisfiable",
            model=optimizer.model(),
            optima=tuple(handle.value() for handle in handles),
        )

    def better(
        self, assertions: Sequence[Any], objectives: Sequence[Objective], optima: Sequence[Any]
    ) -> bool | None:
        """Say whether a model beats the optima, earlier objectives first, found without optimizing.

        Returns:
            None if that was not decided, or an optimum is no number (unbounded, not attained).
        """
        fixed = list(assertions)
        for objective, optimum in zip(objectives, optima, strict=True):
            target = _target(objective, optimum)
            if target is None:
                return None
            outcome = self.again([*fixed, _beats(objective, target)])
            if outcome.verdict != "unsatisfiable":
                return None if outcome.verdict == "unknown" else True
            fixed.append(objective.term == target)
        return False

    def models(self, assertions: Sequence[Any], constants: Sequence[Any]) -> Iterator[Outcome]:
        """Yield outcomes with models, any two of which differ in one of the constants.

        The last outcome has none: `unsatisfiable` if there are no more models, else `unknown`.
        """
        solver = self._solver(assertions)
        while (outcome := self._outcome(solver)).verdict == "satisfiable":
            yield outcome
            solver.add(
                z3.Or(
                    *(z3.Distinct(c, value_of(outcome.model, c)) for c in constants),
                    z3.BoolVal(False, self._context),
                )
            )
        yield outcome

    def core(self, fixed: Sequence[Any], assertions: Sequence[Any]) -> Core | None:
        """Return assertions that can't hold together with the fixed ones, none to spare.

        Found by deletion: each is left out in turn, and stays out if the others still can't hold.

        Returns:
            None if Z3 did not refute them this way.
        """
        solver = self._solver(fixed)
        # Symbols that are numbers can't collide with names of the script.
        switches = [z3.Bool(i, self._context) for i in range(len(assertions))]
        for switch, assertion in zip(switches, assertions, strict=True):
            solver.add(z3.Implies(switch, assertion))
        at = {switch.get_id(): i for i, switch in enumerate(switches)}

        def needed(positions: Sequence[int]) -> tuple[Verdict, list[int]]:
            outcome = self._outcome(solver, [switches[i] for i in positions])
            if outcome.verdict != "unsatisfiable":
                return outcome.verdict, []
            return outcome.verdict, sorted(at[s.get_id()] for s in solver.unsat_core())

        verdict, rest = needed(range(len(switches)))
        if verdict != "unsatisfiable":
            return None
        necessary: set[int] = set()
        minimal = True
        while untried := [position for position in rest if position not in necessary]:
            verdict, fewer = needed([position for position in rest if position != untried[0]])
            if verdict == "unsatisfiable":
                rest = fewer
            else:
                minimal = minimal and verdict == "satisfiable"
                necessary.add(untried[0])
        return Core(tuple(rest), minimal)

    def _solver(self, assertions: Sequence[Any]) -> Any:
        context = self._context
        solver = z3.Solver(ctx=context) if self.logic is None else z3.SolverFor(self.logic, context)
        solver.add(*assertions)
        return solver

    def _outcome(self, solver: Any, assumptions: Sequence[Any] = (), *, seed: int = 0) -> Outcome:
        if self._budget.left() <= 0:
            return Outcome("unknown", "timeout")
        solver.set(random_seed=seed, timeout=self._budget.milliseconds(), rlimit=self._steps())
        found = solver.check(*assumptions)
        return (
            Outcome("satisfiable", model=solver.model())
            if found == z3.sat
            else _negative(found, solver)
        )

    def _steps(self) -> int:
        return max(1, min(int(self._budget.left() * STEPS_PER_SECOND), 2**32 - 2))


def _negative(found: Any, solver: Any) -> Outcome:
    if found == z3.unsat:
        return Outcome("unsatisfiable")
    reason = str(solver.reason_unknown())
    if "memory" in reason:
        raise MemoryError(reason)
    limits = ("canceled", "timeout", "resource")
    return Outcome("unknown", "timeout" if any(word in reason for word in limits) else reason)


def value_of(model: Any, term: Any) -> Any:
    """Return the value of a term in a model; what the model leaves open gets some value."""
    return model.eval(term, model_completion=True)


def recheck(model: Any, assertions: Sequence[Any]) -> dict[str, Any]:
    """Return the check that a model makes every assertion true."""
    values = [value_of(model, assertion) for assertion in assertions]
    wrong = sum(z3.is_false(value) for value in values)
    opened = sum(not (z3.is_true(value) or z3.is_false(value)) for value in values)
    detail = f"{len(values) - wrong - opened} of {len(values)} assertions are true in the model"
    if opened:
        detail += f"; {opened} hold quantifiers over which the model was not evaluated"
    return {"name": "model", "passed": not wrong, "detail": detail}


def _target(objective: Objective, optimum: Any) -> Any:
    """Return an optimum as a value of the objective's sort, or None if it is no number."""
    if z3.is_bv(objective.term) and z3.is_int_value(optimum):
        return z3.BitVecVal(optimum.as_long(), objective.term.sort())
    return optimum if z3.is_int_value(optimum) or z3.is_rational_value(optimum) else None


def _beats(objective: Objective, target: Any) -> Any:
    if z3.is_bv(objective.term):  # Z3 optimizes them as numbers without a sign
        if objective.sense == "maximize":
            return z3.UGT(objective.term, target)
        return z3.ULT(objective.term, target)
    return objective.term > target if objective.sense == "maximize" else objective.term < target

"""Decides queries: does the query follow from the premises, or its opposite, or neither?

Both polarities are always examined, so a verdict never rests on one run of Z3:

* premises that can't hold together are a `Contradiction`, whatever is asked;
* `True`: the premises can't hold together with the opposite of the query; `False`: with the query;
* `Unknown`: they can hold with either, shown by a world for each wherever a finite one is found;
* otherwise nothing was decided within the budget, and that is an error, never `Unknown`.

In the open world, Z3 tries first and finite worlds help; over a finite domain they decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import LONG_STEPS, QUICK_STEPS, Budget
from lottery_agent.toolbox.logic.formula import Formula, negated
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.prover import Outcome, Prover, Status
from lottery_agent.toolbox.logic.smallest import SmallestWorlds
from lottery_agent.toolbox.logic.theory import Theory
from lottery_agent.toolbox.logic.worlds import Search, Space, search

Verdict = Literal["True", "False", "Unknown", "Contradiction"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one query.

    Attributes:
        verdict: What follows.
        used: Positions of the premises that suffice for it; leaving out any of them would not do,
            unless `minimal` is false.
        consistent: Whether the premises can hold together.
        with_query: Whether they can hold together with the query.
        with_opposite: Whether they can hold together with its opposite.
        models: For `Unknown`, a world with the query and one without, where found.
        assumed: Whether the verdict rests on the closed world: what need not hold doesn't.
        minimal: Whether it could be shown within the limits that no premise used can be left out.
    """

    verdict: Verdict
    used: tuple[int, ...]
    consistent: Status
    with_query: Status
    with_opposite: Status
    models: tuple[Model, ...] = ()
    assumed: bool = False
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Core:
    """Premises that suffice for something.

    Attributes:
        used: Their positions.
        minimal: Whether it is certain that none of them can be left out.
    """

    used: tuple[int, ...] = ()
    minimal: bool = True


def _decision(
    verdict: Verdict, core: Core, consistent: Status, with_query: Status, with_opposite: Status
) -> Decision:
    return Decision(verdict, core.used, consistent, with_query, with_opposite, minimal=core.minimal)


def gave_up() -> ToolError:
    """Return the error that nothing was decided."""
    return ToolError(
        "the prover gave up: neither a proof nor a counter-model within its limits",
        kind="limit",
        position=0,
        hint="use fewer or simpler premises, or name all things that exist in `domain`",
    )


class Decider:
    """Decides queries about one theory.

    Args:
        theory: The problem.
        distinct_names: Whether any two constants name different things.
        integers: Whether numbers are whole.
        budget: The time for all queries together.
    """

    def __init__(
        self, theory: Theory, *, distinct_names: bool, budget: Budget, integers: bool = False
    ) -> None:
        self._theory = theory
        self._budget = budget
        apart = theory.apart(distinct_names=distinct_names)
        # Without equations and functions nothing can tell one thing with two names from two things.
        names_apart = distinct_names or not (theory.has_equations or theory.functions)
        self._space = Space(theory, apart, names_apart, integers)
        self._prover = Prover(theory, apart, integers=integers)
        self._smallest: SmallestWorlds | None = None
        self._tired = False
        self._consistent: Outcome | None = None

    @property
    def space(self) -> Space:
        """The worlds that are looked at."""
        return self._space

    def consistent(self) -> tuple[Status, Core]:
        """Return whether the premises can hold together, and if not, which few can't.

        Raises:
            ToolError: `limit` if that could not be decided within the budget.
        """
        if self._consistent is None:
            self._consistent = self._outcome(self._theory.premises)
        if self._consistent.status == "unknown":
            raise gave_up()
        if self._consistent.status == "satisfiable":
            return "satisfiable", Core()
        return "unsatisfiable", self._minimal(self._theory.premises, self._consistent)

    def decide(self, query: Formula) -> Decision:
        """Decide one query, open world.

        Raises:
            ToolError: `limit` if nothing could be decided within the budget.
        """
        premises, opposite = self._theory.premises, negated(query)
        along = self._outcome((*premises, query))
        against = self._outcome((*premises, opposite))
        if "satisfiable" in (along.status, against.status):
            self._consistent = Outcome("satisfiable")
        elif "unsatisfiable" in (along.status, against.status):
            self._consistent = self._consistent or self._outcome(premises)
        else:
            raise gave_up()
        consistent = self._consistent.status
        if consistent == "unsatisfiable":
            used = self._minimal(premises, self._consistent)
            return _decision("Contradiction", used, consistent, consistent, consistent)
        if along.status == against.status == "unsatisfiable":
            both = (against.core | along.core) - {len(premises)}
            used = self._minimal(premises, Outcome("unsatisfiable", both))
            return _decision("Contradiction", used, "unsatisfiable", along.status, against.status)
        if against.status == "unsatisfiable":
            used = self._minimal((*premises, opposite), against)
            return _decision("True", used, consistent, along.status, against.status)
        if along.status == "unsatisfiable":
            used = self._minimal((*premises, query), along)
            return _decision("False", used, consistent, along.status, against.status)
        if "unknown" in (along.status, against.status):
            raise gave_up()
        models = [self._world((*premises, side)) for side in (query, opposite)]
        shown = tuple(model for model in models if model is not None)
        return Decision("Unknown", (), consistent, along.status, against.status, shown)

    def decide_closed(self, query: Formula) -> Decision:
        """Decide one query, closed world: nothing holds that need not.

        What follows without that assumption stays as it is. Otherwise the query is true if it holds
        in all smallest worlds of the premises (see `smallest`), false if it holds in none.

        Raises:
            ToolError: `limit` if nothing could be decided within the budget.
        """
        decision = self.decide(query)
        if decision.verdict != "Unknown":
            return decision
        if self._smallest is None:
            self._smallest = SmallestWorlds(self._space, self._budget)
        along, against = (self._smallest.world(side) for side in (query, negated(query)))
        if along is None and against is None:
            raise gave_up()
        verdict: Verdict = "Unknown" if along and against else "True" if along else "False"
        return Decision(
            verdict,
            (),
            decision.consistent,
            "satisfiable" if along else "unsatisfiable",
            "satisfiable" if against else "unsatisfiable",
            tuple(world for world in (along, against) if world is not None),
            assumed=True,
        )

    def _outcome(self, formulas: Sequence[Formula]) -> Outcome:
        """Try Z3 shortly, then finite worlds, then Z3 for long; a finite domain the other way.

        What was tried in vain at length is not tried at length again: then the problem is hard.
        """
        if not self._theory.domain:
            outcome = self._prover.check(formulas, steps=QUICK_STEPS, budget=self._budget)
            if outcome.status != "unknown" or self._tired:
                return outcome
        found = self._search(formulas)
        if found.model is not None:
            return Outcome("satisfiable")
        if found.exhausted:
            return Outcome("unsatisfiable", found.core)
        outcome = self._prover.check(formulas, steps=LONG_STEPS, budget=self._budget)
        self._tired = outcome.status == "unknown"
        return outcome

    def _search(self, formulas: Sequence[Formula]) -> Search:
        return search(formulas, self._space, self._budget)

    def _world(self, formulas: Sequence[Formula]) -> Model | None:
        return self._search(formulas).model

    def _minimal(self, formulas: Sequence[Formula], outcome: Outcome) -> Core:
        """Return the premises of a core from which nothing can be left out, by leaving out each."""
        kept, certain = sorted(outcome.core), True
        for candidate in tuple(kept):
            fewer = [i for i in kept if i != candidate]
            match self._refuted([formulas[i] for i in fewer]):
                case "unsatisfiable":
                    kept = fewer
                case "unknown":
                    certain = False
        return Core(tuple(i for i in kept if i < len(self._theory.premises)), minimal=certain)

    def _refuted(self, formulas: Sequence[Formula]) -> Status:
        if not self._theory.domain:
            outcome = self._prover.check(formulas, steps=QUICK_STEPS, budget=self._budget)
            if outcome.status != "unknown":
                return outcome.status
        found = self._search(formulas)
        if found.model is not None:
            return "satisfiable"
        return "unsatisfiable" if found.exhausted else "unknown"

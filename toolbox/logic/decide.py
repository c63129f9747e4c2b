"""Decides queries: does the query follow from the premises, or its opposite, or neither?

Both polarities are always examined, so a verdict never rests on one run of Z3:

* premises that can't hold together are a `Contradiction`, whatever is asked;
* `True`: the premises can't hold together with the opposite of the query; `False`: with the query;
* `Unknown`: they can hold with either, shown by a world for each wherever a finite one is found;
* otherwise nothing was decided within the budget, and that is an error, never `Unknown`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import LONG_STEPS, QUICK_STEPS, Budget
from lottery_agent.toolbox.logic.formula import Atom, Constant, Formula, negated, walk
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.prover import Outcome, Prover, Status
from lottery_agent.toolbox.logic.theory import Theory
from lottery_agent.toolbox.logic.worlds import Search, search

Verdict = Literal["True", "False", "Unknown", "Contradiction"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one query.

    Attributes:
        verdict: What follows.
        used: Positions of the premises that suffice for it; leaving out any of them would not do.
        consistent: Whether the premises can hold together.
        with_query: Whether they can hold together with the query.
        with_opposite: Whether they can hold together with its opposite.
        models: For `Unknown`, a world with the query and one without, where found.
        assumed: Whether the verdict rests on the closed world: what does not follow is false.
    """

    verdict: Verdict
    used: tuple[int, ...]
    consistent: Status
    with_query: Status
    with_opposite: Status
    models: tuple[Model, ...] = ()
    assumed: bool = False


def _gave_up() -> ToolError:
    return ToolError(
        "the prover gave up: neither a proof nor a counter-model within its limits",
        kind="limit",
        hint="use fewer or simpler premises",
    )


def _atoms(formula: Formula) -> list[Atom]:
    return [part for part in walk(formula) if isinstance(part, Atom)]


class Decider:
    """Decides queries about one theory.

    Args:
        theory: The problem.
        distinct_names: Whether any two constants name different things.
        budget: The time for all queries together.
    """

    def __init__(self, theory: Theory, *, distinct_names: bool, budget: Budget) -> None:
        self._theory = theory
        self._budget = budget
        self._apart = theory.apart(distinct_names=distinct_names)
        # Without equations nothing can tell one thing with two names from two things.
        self._names_apart = distinct_names or not theory.has_equations
        self._prover = Prover(theory, self._apart)
        self._consistent: Outcome | None = None

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
            raise _gave_up()
        consistent = self._consistent.status
        if consistent == "unsatisfiable":
            used = self._minimal(premises, self._consistent)
            return Decision("Contradiction", used, consistent, consistent, consistent)
        if along.status == against.status == "unsatisfiable":
            both = (against.core | along.core) - {len(premises)}
            used = self._minimal(premises, Outcome("unsatisfiable", both))
            return Decision("Contradiction", used, "unsatisfiable", along.status, against.status)
        if against.status == "unsatisfiable":
            used = self._minimal((*premises, opposite), against)
            return Decision("True", used, consistent, along.status, against.status)
        if along.status == "unsatisfiable":
            used = self._minimal((*premises, query), along)
            return Decision("False", used, consistent, along.status, against.status)
        if "unknown" in (along.status, against.status):
            raise _gave_up()
        models = [self._world((*premises, side)) for side in (query, opposite)]
        shown = tuple(model for model in models if model is not None)
        return Decision("Unknown", (), consistent, along.status, against.status, shown)

    def decide_closed(self, query: Formula) -> Decision:
        """Decide one query, closed world: a fact that does not follow is false.

        What follows without that assumption stays as it is. Otherwise the query is evaluated over
        the named things, with exactly the facts that follow.

        Raises:
            ToolError: `limit` if nothing could be decided within the budget.
        """
        decision = self.decide(query)
        if decision.verdict != "Unknown":
            return decision
        constants = self._theory.constants
        facts = {
            (predicate, things)
            for predicate, arity in sorted({(a.predicate, len(a.terms)) for a in _atoms(query)})
            for things in itertools.product(range(len(constants)), repeat=arity)
            if self._follows(Atom(predicate, tuple(Constant(constants[i]) for i in things)))
        }
        world = Model(
            max(1, len(constants)), {c: i for i, c in enumerate(constants)}, frozenset(facts)
        )
        verdict: Verdict = "True" if world.holds(query) else "False"
        return replace(decision, verdict=verdict, models=(world,), assumed=True)

    def _follows(self, fact: Formula) -> bool:
        outcome = self._outcome((*self._theory.premises, negated(fact)))
        if outcome.status == "unknown":
            raise _gave_up()
        return outcome.status == "unsatisfiable"

    def _outcome(self, formulas: Sequence[Formula]) -> Outcome:
        """Try Z3 shortly, then finite worlds, then Z3 for long."""
        outcome = self._prover.check(formulas, steps=QUICK_STEPS, budget=self._budget)
        if outcome.status != "unknown":
            return outcome
        found = self._search(formulas)
        if found.model is not None:
            return Outcome("satisfiable")
        if found.exhausted:
            return Outcome("unsatisfiable", frozenset(range(len(formulas))))
        return self._prover.check(formulas, steps=LONG_STEPS, budget=self._budget)

    def _search(self, formulas: Sequence[Formula]) -> Search:
        return search(
            formulas,
            self._theory.constants,
            apart=self._apart,
            names_apart=self._names_apart,
            budget=self._budget,
        )

    def _world(self, formulas: Sequence[Formula]) -> Model | None:
        return self._search(formulas).model

    def _minimal(self, formulas: Sequence[Formula], outcome: Outcome) -> tuple[int, ...]:
        """Return the premises of a core from which nothing can be left out, by leaving out each."""
        kept = sorted(outcome.core)
        for candidate in tuple(kept):
            fewer = [i for i in kept if i != candidate]
            if self._refuted([formulas[i] for i in fewer]):
                kept = fewer
        return tuple(i for i in kept if i < len(self._theory.premises))

    def _refuted(self, formulas: Sequence[Formula]) -> bool:
        outcome = self._prover.check(formulas, steps=QUICK_STEPS, budget=self._budget)
        if outcome.status == "unknown":
            return self._search(formulas).exhausted
        return outcome.status == "unsatisfiable"

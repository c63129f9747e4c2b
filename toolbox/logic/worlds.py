"""Searches finite worlds: the decision where Z3 gives up, and readable counter-models.

For a fixed number of things, quantifiers become conjunctions and disjunctions, and the rest is a
question for a propositional solver, which always ends.

* A world that is found is a model: sound.
* That no world of a size exists says nothing about larger ones, with one exception: if no formula
  needs a new thing for every thing (in negation normal form, no `some` inside an `all`), a problem
  that has a model at all has one with no more things than constants and outer `some`s
  (Bernays-Schönfinkel). Then an exhausted search is a refutation: sound and complete.
* Without equations, distinct constants may be taken to name distinct things: a thing with two names
  can be doubled. So worlds with all names apart are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import z3

from lottery_agent.toolbox.logic.budget import LONG_STEPS, Budget
from lottery_agent.toolbox.logic.formula import All, Formula, Iff, Implies, Not, Some, parts
from lottery_agent.toolbox.logic.ground import Ground
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.prover import Status

MAX_GROUND = 60_000
"""Formulas after grounding; above it a size is not searched."""
_FRESH = 3


@dataclass(frozen=True, slots=True)
class Search:
    """Result of a search.

    Attributes:
        model: A world in which the formulas hold, if one was found.
        exhausted: Whether no world of any size can exist.
    """

    model: Model | None
    exhausted: bool = False


def search(
    formulas: Sequence[Formula],
    constants: Sequence[str],
    *,
    apart: Sequence[str],
    names_apart: bool,
    budget: Budget,
) -> Search:
    """Look for a world in which all formulas hold, smallest first.

    Args:
        formulas: Formulas without free variables.
        constants: All constants of the problem.
        apart: Those that name different things.
        names_apart: Whether worlds in which no two constants name one thing are enough.
        budget: The time left.
    """
    needed = witnesses(formulas)
    largest = max(1, len(constants) + (_FRESH if needed is None else needed))
    sizes = [(size, True) for size in range(max(1, len(constants)), largest + 1)]
    if not names_apart:
        sizes += [(size, False) for size in range(1, largest + 1)]
    exhausted = needed is not None
    for size, fixed in sizes:
        ground = Ground(constants, size, apart=constants if fixed else apart)
        found = _world(formulas, ground, budget)
        if isinstance(found, Model):
            return Search(found)
        if found == "unknown" and fixed == names_apart:
            exhausted = False
    return Search(None, exhausted)


def witnesses(formulas: Sequence[Formula]) -> int | None:
    """Count the new things that the formulas ask for, None if they ask for one per thing."""
    total = 0
    for formula in formulas:
        count = _witnesses(formula, positive=True, inside=False)
        if count is None:
            return None
        total += count
    return total


def _witnesses(formula: Formula, *, positive: bool, inside: bool) -> int | None:
    """Count for one polarity; `inside` tells whether an `all` encloses the formula."""
    match formula:
        case Not(body):
            found = [_witnesses(body, positive=not positive, inside=inside)]
        case Implies(left, right):
            found = [
                _witnesses(left, positive=not positive, inside=inside),
                _witnesses(right, positive=positive, inside=inside),
            ]
        case Iff(left, right):
            found = [
                _witnesses(side, positive=sign, inside=inside)
                for side in (left, right)
                for sign in (True, False)
            ]
        case All(_, body) | Some(_, body):
            if isinstance(formula, All) == positive:
                return _witnesses(body, positive=positive, inside=True)
            if inside:
                return None
            found = [1, _witnesses(body, positive=positive, inside=False)]
        case _:
            found = [_witnesses(part, positive=positive, inside=inside) for part in parts(formula)]
    counts = [count for count in found if count is not None]
    return sum(counts) if len(counts) == len(found) else None


def _world(formulas: Sequence[Formula], ground: Ground, budget: Budget) -> Model | Status:
    if not budget.left() or sum(map(ground.cost, formulas)) > MAX_GROUND:
        return "unknown"
    solver = z3.Solver(ctx=z3.Context())
    solver.set(random_seed=0, rlimit=LONG_STEPS, timeout=budget.milliseconds())
    solver.from_string(ground.script(formulas))
    found = solver.check()
    if found != z3.sat:
        return "unsatisfiable" if found == z3.unsat else "unknown"
    assigned = solver.model()
    true = (name.name() for name in assigned.decls() if z3.is_true(assigned[name]))
    model = ground.model(frozenset(true))
    if not all(model.holds(formula) for formula in formulas):
        raise AssertionError(f"Z3 returned a world in which a formula is false: {model.show()}")
    return model

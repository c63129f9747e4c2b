"""All worlds in which premises hold, up to a limit.

Over a finite domain these are all there are. Without one there is no end of worlds, so the
smallest are listed: those with as few things as the premises allow, different names naming
different things wherever they can. Two worlds differ if some fact, name or value of a function that
is a thing does; worlds that differ in numbers alone, of which there is no end either, are one,
shown with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import GROUND_STEPS, Budget
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.solver import GroundSolver
from lottery_agent.toolbox.logic.worlds import MAX_GROUND, Space, check_model, witnesses

MAX_WORLDS = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """Worlds in which premises hold.

    Attributes:
        worlds: The worlds, each different from the others.
        complete: Whether these are all (of their size, if the domain is open).
    """

    worlds: tuple[Model, ...]
    complete: bool


def list_worlds(space: Space, limit: int, budget: Budget) -> Listing:
    """List worlds in which all premises of a problem hold.

    Args:
        space: The problem and its worlds.
        limit: How many at most.
        budget: The time left.

    Raises:
        ToolError: `limit` if there are too many things, or no world was found within the budget.
    """
    for size, fixed in space.sizes(witnesses(space.theory.premises)):
        listing = _of_size(space, size, limit, budget, fixed=fixed)
        if listing.worlds:
            return listing
    raise _none_found()


def _of_size(space: Space, size: int, limit: int, budget: Budget, *, fixed: bool) -> Listing:
    theory = space.theory
    facts = sum(size**arity for _, arity in theory.predicates)
    facts += sum(size ** (arity + 1) for _, arity in theory.functions)
    ground = space.ground(size, theory.premises, fixed=fixed) if facts <= MAX_GROUND else None
    if ground is None:
        raise ToolError(
            "the worlds can't be written down: too many things, or things that are numbers",
            kind="limit",
            position=0,
            hint="use fewer names and quantifiers",
        )
    ground.declare(theory)
    solver = GroundSolver(ground.script(theory.premises))
    labels = [f"q{i}" for i in range(len(theory.premises))]
    found: list[Model] = []
    while len(found) <= limit:
        status = solver.check(labels, steps=GROUND_STEPS, budget=budget)
        if status == "unknown":
            if not found:
                raise _none_found()
            return Listing(tuple(found[:limit]), complete=False)
        if status == "unsatisfiable":
            return Listing(tuple(found), complete=True)
        assigned = solver.found()
        found.append(ground.model(assigned))
        check_model(found[-1], theory.premises)
        solver.add(_another([*ground.namings, *ground.tables], ground.facts, assigned.true))
    return Listing(tuple(found[:limit]), complete=False)


def _another(choices: Sequence[str], facts: Sequence[str], true: frozenset[str]) -> list[str]:
    """Return the clause that some fact or choice is other than in a world."""
    changed = [f"-{name}" if name in true else name for name in facts]
    return [*changed, *(f"-{name}" for name in choices if name in true)]


def _none_found() -> ToolError:
    return ToolError(
        "no world was found within the limits",
        kind="limit",
        position=0,
        hint="use fewer or simpler premises, or name all things that exist in `domain`",
    )

"""The closed world: what holds in the smallest worlds, in which nothing holds that need not.

A query is true in the closed world if it holds in all *smallest worlds* of the premises, false if
in none, and open otherwise. A smallest world is one in which the premises hold and would no longer
hold if some of its facts were false and the others stayed: a minimal model (Minker's generalised
closed world, McCarthy's circumscription of all predicates). So

* a fact that does not follow is false, wherever premises are facts and rules without a choice (for
  those there is one smallest world, that of Reiter's closed world assumption);
* of `late | ill` one part is true, and which one stays open; evaluating each fact by itself would
  make both false and contradict the premise;
* `~p -> q` is read as `p | q`, as classical logic has it, not as a rule that tries `p` first. That
  reading is negation as failure, which is another tool's.

Only named things exist, and at most as many others as the premises ask for (`some x (cat(x))` asks
for one).
Different names name different things unless the premises can't hold otherwise. What functions give
and names of numbers stand for is not made small: it stays as open as the premises leave it.
"""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import GROUND_STEPS, Budget
from lottery_agent.toolbox.logic.formula import Formula
from lottery_agent.toolbox.logic.ground import Ground
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.solver import GroundSolver
from lottery_agent.toolbox.logic.worlds import FRESH, Space, check_model, witnesses

MAX_ROUNDS = 2_000
"""Worlds looked at for one query."""


class SmallestWorlds:
    """The smallest worlds of one problem's premises.

    Args:
        space: The problem and its worlds.
        budget: The time left.
    """

    def __init__(self, space: Space, budget: Budget) -> None:
        self._space = space
        self._budget = budget
        self._premises = space.theory.premises
        self._sizes: list[tuple[int, bool]] | None = None

    def world(self, side: Formula) -> Model | None:
        """Return a smallest world in which a formula holds, None if there is none.

        Raises:
            ToolError: `limit` if there are too many things or worlds to look at.
        """
        for size, fixed in self._worlds():
            found = self._smallest(size, side, fixed=fixed)
            if found is not None:
                return found
        return None

    def _worlds(self) -> list[tuple[int, bool]]:
        """Return the sizes to look at, each with whether each name has a thing of its own."""
        if self._space.theory.domain:
            return self._space.sizes(0)
        if self._sizes is None:
            self._sizes = self._open_sizes()
        return self._sizes

    def _open_sizes(self) -> list[tuple[int, bool]]:
        needed = witnesses(self._premises)
        least = max(1, len(self._space.theory.constants))
        if needed is None:
            # One more thing for every thing may be asked for: the first number that will do.
            sizes = range(least, least + FRESH + 1)
            possible = [size for size in sizes if self._satisfiable(size)][:1]
        else:
            sizes = range(least, least + needed + 1)
            possible = list(sizes) if any(map(self._satisfiable, sizes)) else []
        return [(size, True) for size in possible] or [(n, False) for n in range(1, sizes[-1] + 1)]

    def _satisfiable(self, size: int) -> bool:
        _, solver = self._solver(size, self._premises, fixed=True)
        return self._check(solver, [f"q{i}" for i in range(len(self._premises))])

    def _smallest(self, size: int, side: Formula, *, fixed: bool) -> Model | None:
        """Take a world with the side, make it small, and see whether the side still holds.

        If not, no world that contains the small one is a smallest: all of them are left out, and
        the next is taken. Every round leaves out at least one, so this ends.
        """
        formulas = (*self._premises, side)
        ground, solver = self._solver(size, formulas, fixed=fixed)
        premises = [f"q{i}" for i in range(len(self._premises))]
        with_side = [*premises, f"q{len(self._premises)}"]
        for _ in range(MAX_ROUNDS):
            if not self._check(solver, with_side):
                return None
            kept, named = self._shrunk(ground, solver, premises)
            exactly = [name if name in kept else f"-{name}" for name in ground.facts]
            if self._check(solver, [*with_side, *exactly, *named]):
                model = ground.model(solver.found())
                check_model(model, formulas)
                return model
            solver.add([f"-{name}" for name in (*kept, *named)])
        raise _too_many()

    def _shrunk(
        self, ground: Ground, solver: GroundSolver, premises: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """Return the facts of a smallest world inside the last one found, and its naming."""
        true = solver.found().true
        named = [name for name in ground.namings if name in true]
        kept = [name for name in ground.facts if name in true]
        outside = [f"-{name}" for name in ground.facts if name not in true]
        # A fact that is needed beside some others is needed beside fewer: one pass is enough.
        for fact in tuple(kept):
            if fact in kept and self._check(solver, [*premises, *named, *outside, f"-{fact}"]):
                true = solver.found().true
                outside += [f"-{name}" for name in kept if name not in true]
                kept = [name for name in kept if name in true]
        return kept, named

    def _solver(
        self, size: int, formulas: Sequence[Formula], *, fixed: bool
    ) -> tuple[Ground, GroundSolver]:
        ground = self._space.ground(size, formulas, fixed=fixed)
        if ground is None:
            raise ToolError(
                "the closed world can't be written down: too many things, or things that are "
                "numbers",
                kind="limit",
                position=0,
                hint="use fewer names and quantifiers, or the open world",
            )
        return ground, GroundSolver(ground.script(formulas))

    def _check(self, solver: GroundSolver, literals: Sequence[str]) -> bool:
        status = solver.check(literals, steps=GROUND_STEPS, budget=self._budget)
        if status == "unknown":
            raise _too_many()
        return status == "satisfiable"


def _too_many() -> ToolError:
    return ToolError(
        "the closed world was not decided within the limits",
        kind="limit",
        position=0,
        hint="use fewer or simpler premises",
    )

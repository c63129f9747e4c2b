"""Asks Z3 which lines of a puzzle can hold together.

One solver serves a whole request: each line and each query has a literal, and every check assumes
those that it is about. What Z3 learns from one option helps with the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle.constraint import Constraint, Opposite, holds
from lottery_agent.toolbox.puzzle.encoding import Encoding
from lottery_agent.toolbox.puzzle.puzzle import Puzzle

STEPS = 40_000_000
"""Z3's resource units for one check; a puzzle of seven things takes a few thousand."""
_MINIMISING = 0.25  # of the time that is left


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found.

    Attributes:
        places: A solution, the place of each thing, or None if there is none.
        clues: Without a solution, positions of clues that already rule it out, not always fewest.
    """

    places: tuple[int, ...] | None
    clues: frozenset[int] = frozenset()


class Solver:
    """Z3 with one puzzle. Belongs to one thread.

    Args:
        puzzle: The puzzle.
        questions: Constraints that checks may assume, or the opposite of.
        budget: The time for all checks together.

    Attributes:
        verified: How many solutions of Z3 were evaluated in plain Python, and found right.
    """

    def __init__(self, puzzle: Puzzle, questions: Mapping[str, Constraint], budget: Budget) -> None:
        self.verified = 0
        self._puzzle = puzzle
        self._questions = questions
        self._budget = budget
        encoding = Encoding([thing.domain for thing in puzzle.things])
        for constraint in puzzle.structure:
            encoding.require(constraint)
        for position, clue in enumerate(puzzle.clues):
            encoding.require_if(f"l{position}", clue.constraint)
        for label, constraint in questions.items():
            encoding.define(f"q{label}", constraint)
        self._context = z3.Context()
        self._solver = z3.SolverFor("QF_FD", ctx=self._context)
        self._solver.from_string(encoding.script)
        self._clues = [self._literal(f"l{position}") for position in range(len(puzzle.clues))]
        self._below = [
            [self._literal(f"b{index}_{place}") for place in thing.domain[:-1]]
            for index, thing in enumerate(puzzle.things)
        ]

    def check(
        self,
        clues: Iterable[int] | None = None,
        *,
        holding: Sequence[str] = (),
        failing: Sequence[str] = (),
        avoiding: tuple[int, int] | None = None,
    ) -> Found:
        """Look for a solution.

        Args:
            clues: Positions of the clues that must hold, None for all.
            holding: Labels of questions that must hold.
            failing: Labels of questions that must not hold.
            avoiding: A thing, and a place that it must not have.

        Raises:
            ToolError: `limit` if nothing was found out within the budget.
        """
        chosen = list(range(len(self._clues)) if clues is None else clues)
        core = self._core(chosen, holding, failing, avoiding)
        if core is not None:
            return Found(None, core)
        places = self._places()
        self._verify(places, chosen, holding, failing)
        return Found(places)

    def _core(
        self,
        chosen: Sequence[int],
        holding: Sequence[str] = (),
        failing: Sequence[str] = (),
        avoiding: tuple[int, int] | None = None,
    ) -> frozenset[int] | None:
        """Return clues that rule a solution out, or None if there is one."""
        if not self._budget.left():
            raise _gave_up()
        self._solver.set(rlimit=STEPS, timeout=self._budget.milliseconds())
        assumed = [self._clues[position] for position in chosen]
        assumed += [self._literal(f"q{label}") for label in holding]
        assumed += [z3.Not(self._literal(f"q{label}")) for label in failing]
        if avoiding is not None:
            thing, place = avoiding
            assumed.append(z3.Not(self._literal(f"e{thing}_{place}")))
        found = self._solver.check(*assumed)
        if found == z3.unsat:
            core = {str(literal) for literal in self._solver.unsat_core()}
            return frozenset(i for i in chosen if f"l{i}" in core)
        if found != z3.sat:
            raise _gave_up()
        return None

    def _literal(self, name: str) -> z3.BoolRef:
        return z3.Bool(name, self._context)

    def _places(self) -> tuple[int, ...]:
        model = self._solver.model()
        return tuple(
            thing.domain[bisect_left(below, True, key=lambda literal: z3.is_true(model[literal]))]
            for thing, below in zip(self._puzzle.things, self._below, strict=True)
        )

    def _verify(
        self,
        places: tuple[int, ...],
        clues: Sequence[int],
        holding: Sequence[str],
        failing: Sequence[str],
    ) -> None:
        rules: list[Constraint] = [*self._puzzle.structure]
        rules += [self._puzzle.clues[position].constraint for position in clues]
        rules += [self._questions[label] for label in holding]
        rules += [Opposite(self._questions[label]) for label in failing]
        wrong = [rule for rule in rules if not holds(rule, places)]
        if wrong:
            raise AssertionError(f"Z3 returned a solution that breaks a rule: {wrong[0]}")
        self.verified += 1

    def minimal(
        self, found: Found, *, holding: Sequence[str] = (), failing: Sequence[str] = ()
    ) -> tuple[tuple[int, ...], bool]:
        """Return clues that rule a solution out, and whether none of them can be left out.

        Leaving out each in turn takes a check each, so for hundreds of clues there may be no time.

        Args:
            found: A check that found no solution.
            holding: What that check assumed.
            failing: What that check assumed not to hold.
        """
        kept = sorted(found.clues)
        enough = self._budget.left() * (1 - _MINIMISING)
        for candidate in tuple(kept):
            if self._budget.left() < enough:
                return tuple(kept), False
            if candidate in kept:
                fewer = [position for position in kept if position != candidate]
                core = self._core(fewer, holding, failing)
                if core is not None:
                    kept = sorted(core)
        return tuple(kept), True


def _gave_up() -> ToolError:
    return ToolError(
        "the puzzle is too hard: neither a solution nor a proof that there is none was found",
        kind="limit",
        hint="use fewer things or simpler lines",
    )

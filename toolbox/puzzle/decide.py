"""Decides what must, can and cannot hold in a puzzle, and what a value must be.

Both polarities of a question are always examined: with the lines, and with the lines against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle.constraint import (
    AtMostZero,
    Constraint,
    Linear,
    Zero,
    value,
)
from lottery_agent.toolbox.puzzle.puzzle import Puzzle
from lottery_agent.toolbox.puzzle.solver import Solver

Verdict = Literal["True", "False", "Unknown", "Contradiction"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known about one formula.

    Attributes:
        verdict: True if it must hold, False if it cannot, Unknown if both can be.
        used: Positions of the clues that suffice for True, False or Contradiction.
        minimal: Whether none of these can be left out.
        along: A solution in which it holds, if there is one.
        against: A solution in which it does not hold, if there is one.
    """

    verdict: Verdict
    used: tuple[int, ...]
    minimal: bool
    along: tuple[int, ...] | None
    against: tuple[int, ...] | None


class Decider:
    """Answers questions about one puzzle.

    Args:
        puzzle: The puzzle.
        questions: What will be asked, by label.
        budget: The time for everything together.
    """

    def __init__(self, puzzle: Puzzle, questions: Mapping[str, Constraint], budget: Budget) -> None:
        self._solver = Solver(puzzle, questions, budget)
        self._contradiction: Decision | None = None

    @property
    def verified(self) -> int:
        """How many solutions of Z3 were verified in plain Python."""
        return self._solver.verified

    def decide(self, label: str) -> Decision:
        """Decide a question.

        Raises:
            ToolError: `limit` if it could not be decided within the budget.
        """
        along = self._solver.check(holding=[label])
        against = self._solver.check(failing=[label])
        if along.places is None and against.places is None:
            return self.contradiction()
        if against.places is None:
            used, minimal = self._solver.minimal(against, failing=[label])
            return Decision("True", used, minimal, along.places, None)
        if along.places is None:
            used, minimal = self._solver.minimal(along, holding=[label])
            return Decision("False", used, minimal, None, against.places)
        return Decision("Unknown", (), True, along.places, against.places)

    def solution(
        self, *, holding: Sequence[str] = (), failing: Sequence[str] = ()
    ) -> tuple[int, ...] | None:
        """Return a solution in which some questions hold and others do not."""
        return self._solver.check(holding=holding, failing=failing).places

    def elsewhere(self, thing: int, place: int) -> tuple[tuple[int, ...] | None, frozenset[int]]:
        """Return a solution with a thing at another place, or else the clues that forbid it."""
        found = self._solver.check(avoiding=(thing, place))
        return found.places, found.clues

    def contradiction(self) -> Decision:
        """Return why the lines can't all hold, to be called when they can't."""
        if self._contradiction is None:
            used, minimal = self._solver.minimal(self._solver.check())
            self._contradiction = Decision("Contradiction", used, minimal, None, None)
        return self._contradiction


def value_questions(linear: Linear, low: int, high: int, name: str) -> dict[str, Constraint]:
    """Return the questions `linear = n` and `linear <= n` for each number in a range."""
    found: dict[str, Constraint] = {}
    for number in range(low, high + 1):
        shifted = linear + Linear((), -number)
        found[f"{name}e{number - low}"] = Zero(shifted)
        found[f"{name}b{number - low}"] = AtMostZero(shifted)
    return found


def possible_values(
    decider: Decider, linear: Linear, low: int, name: str, *, most: int
) -> tuple[list[tuple[int, tuple[int, ...]]], bool]:
    """Return values that a sum can have, each with a solution, and whether these are all.

    Args:
        decider: Holds the questions of `value_questions`.
        linear: The sum.
        low: The first number of these questions.
        name: Their name.
        most: How many values to look for.
    """
    found: list[tuple[int, tuple[int, ...]]] = []
    seen: list[str] = []
    while len(found) < most:
        places = decider.solution(failing=seen)
        if places is None:
            return found, True
        number = value(linear, places)
        found.append((number, places))
        seen.append(f"{name}e{number - low}")
    return found, False


def best_value(
    decider: Decider, linear: Linear, low: int, name: str, *, which: Literal["most", "least"]
) -> tuple[int, tuple[int, ...]] | None:
    """Return the largest or smallest value of a sum with its solution, None without solutions.

    Args:
        decider: Holds the questions of `value_questions`.
        linear: The sum.
        low: The first number of these questions.
        name: Their name.
        which: Which end.
    """
    places = decider.solution()
    if places is None:
        return None
    best = value(linear, places)
    # Each better solution bounds the next: a search by halves would need more refutations, and
    # they are what costs.
    while True:
        if which == "most":
            better = decider.solution(failing=[f"{name}b{best - low}"])
        elif best > low:
            better = decider.solution(holding=[f"{name}b{best - 1 - low}"])
        else:
            better = None
        if better is None:
            return best, places
        places, best = better, value(linear, better)

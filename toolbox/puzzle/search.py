"""Goes through the solutions of a puzzle one by one, in plain Python.

It counts them, and checks verdicts by means that have nothing in common with Z3: a verdict about
all solutions must agree with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle.constraint import Constraint, Every, Spread, holds, things
from lottery_agent.toolbox.puzzle.puzzle import Puzzle

_BREATH = 1_000  # assignments between two looks at the clock


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Solutions that were found.

    Attributes:
        solutions: The place of each thing in each solution.
        complete: Whether there are no others.
    """

    solutions: tuple[tuple[int, ...], ...]
    complete: bool


def enumerate_solutions(puzzle: Puzzle, *, limit: int, work: int, budget: Budget) -> Enumeration:
    """Return solutions.

    Args:
        puzzle: The puzzle.
        limit: Solutions after which to stop.
        work: Assignments of one thing after which to stop.
        budget: The time left.
    """
    found: list[tuple[int, ...]] = []
    for places in _Search(puzzle, work, budget).run():
        if places is None:
            return Enumeration(tuple(found), complete=False)
        if len(found) == limit:
            return Enumeration(tuple(found), complete=False)
        found.append(places)
    return Enumeration(tuple(found), complete=True)


def count_solutions(puzzle: Puzzle, *, limit: int, budget: Budget) -> int | None:
    """Count the solutions, None if there are more than the limit.

    Raises:
        ToolError: `limit` if the time is over before they are counted.
    """
    count = 0
    for places in _Search(puzzle, None, budget).run():
        if places is None:
            raise ToolError(
                f"there was no time to count the solutions; {count:,} were found",
                kind="limit",
                hint="ask about one thing instead",
            )
        if count == limit:
            return None
        count += 1
    return count


class _Search:
    """Backtracking: things one after the other, each rule tried as soon as its things are placed.

    Args:
        puzzle: The puzzle.
        work: Assignments of one thing after which to give up, None for no bound.
        budget: The time left.
    """

    def __init__(self, puzzle: Puzzle, work: int | None, budget: Budget) -> None:
        rules = list(_conjuncts([*puzzle.structure, *(clue.constraint for clue in puzzle.clues)]))
        self._work = work
        self._budget = budget
        unique = [r for r in rules if isinstance(r, Spread) and r.high == 1]
        concerned = [(rule, things(rule)) for rule in rules]
        self._domains = [
            [
                place
                for place in thing.domain
                if all(_alone(rule, index, place) for rule, own in concerned if own == {index})
            ]
            for index, thing in enumerate(puzzle.things)
        ]
        several = [pair for pair in concerned if len(pair[1]) != 1]
        self._order = self._ordered([own for _, own in several])
        position = {thing: step for step, thing in enumerate(self._order)}
        self._rules: list[list[Constraint]] = [[] for _ in self._order]
        for rule, own in several:
            self._rules[max((position[thing] for thing in own), default=0)].append(rule)
        self._shared = [
            [(set(rule.values), n) for n, rule in enumerate(unique) if thing in rule.things]
            for thing in self._order
        ]
        self._taken: list[set[int]] = [set() for _ in unique]

    def _ordered(self, scopes: Sequence[frozenset[int]]) -> list[int]:
        """Return the things, those first that complete small rules with the ones before."""
        order: list[int] = []
        left = set(range(len(self._domains)))
        while left:
            placed = set(order)
            links = dict.fromkeys(left, 0.0)
            for own in scopes:
                missing = own - placed
                for thing in missing:
                    links[thing] += 1 / len(missing) ** 2
            best = min(left, key=lambda t: (len(self._domains[t]) > 1, -links[t], t))
            order.append(best)
            left.remove(best)
        return order

    def run(self) -> Iterator[tuple[int, ...] | None]:
        """Yield every solution; a last None says that the search was given up."""
        places = [0] * len(self._order)
        work = 0
        pending = [iter(self._domains[self._order[0]])]
        used: list[int | None] = [None] * len(self._order)
        while pending:
            step = len(pending) - 1
            thing = self._order[step]
            self._release(step, used)
            for place in pending[-1]:
                work += 1
                if work == self._work or (work % _BREATH == 0 and not self._budget.left()):
                    yield None
                    return
                if any(
                    place in values and place in self._taken[n] for values, n in self._shared[step]
                ):
                    continue
                places[thing] = place
                if all(holds(rule, places) for rule in self._rules[step]):
                    break
            else:
                pending.pop()
                continue
            if step + 1 == len(self._order):
                yield tuple(places)
                continue
            used[step] = place
            for values, n in self._shared[step]:
                if place in values:
                    self._taken[n].add(place)
            pending.append(iter(self._domains[self._order[step + 1]]))

    def _release(self, step: int, used: list[int | None]) -> None:
        place = used[step]
        if place is not None:
            for values, n in self._shared[step]:
                if place in values:
                    self._taken[n].discard(place)
            used[step] = None


def _conjuncts(constraints: Sequence[Constraint]) -> Iterator[Constraint]:
    for constraint in constraints:
        if isinstance(constraint, Every) and constraint.parts:
            yield from _conjuncts(constraint.parts)
        else:
            yield constraint


def _alone(rule: Constraint, index: int, place: int) -> bool:
    places = [0] * (index + 1)
    places[index] = place
    return holds(rule, places)

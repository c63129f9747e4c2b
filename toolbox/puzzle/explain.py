"""Tells why an answer holds, in the words of the puzzle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lottery_agent.toolbox.puzzle.decide import Decision
from lottery_agent.toolbox.puzzle.puzzle import Puzzle, row


def clues_of(puzzle: Puzzle, used: Sequence[int]) -> Iterator[str]:
    """Yield clues with the numbers of their lines."""
    for position in used:
        clue = puzzle.clues[position]
        yield f"{clue.text} [{clue.line + 1}]"


def contradiction(puzzle: Puzzle, used: Sequence[int]) -> str:
    """Return which lines can't all hold."""
    if not used:
        return "What is declared can't hold."
    return "\n".join(["These lines can't all hold:", *clues_of(puzzle, used)])


def forced(puzzle: Puzzle, used: Sequence[int], conclusion: str) -> str:
    """Return which lines lead to a conclusion."""
    if not used:
        return f"It holds whatever the lines say.\nSo {conclusion}."
    return "\n".join(["From these lines:", *clues_of(puzzle, used), f"So {conclusion}."])


def verdict(puzzle: Puzzle, formula: str, opposite: str, decision: Decision) -> str:
    """Return why a formula must hold, can't hold, or is open.

    Args:
        puzzle: The puzzle.
        formula: The formula in words.
        opposite: Its opposite in words.
        decision: What was decided about it.
    """
    if decision.verdict == "Contradiction":
        return contradiction(puzzle, decision.used)
    if decision.verdict == "True":
        return forced(puzzle, decision.used, formula)
    if decision.verdict == "False":
        return forced(puzzle, decision.used, opposite)
    shown = [(formula, decision.along), (opposite, decision.against)]
    return "\n".join(
        ["Both can be.", *(f"With {words}: {row(puzzle, s)}." for words, s in shown if s)]
    )


def examples(puzzle: Puzzle, solutions: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    """Return solutions, each after what it shows."""
    return "\n".join(f"{words}: {row(puzzle, places)}." for words, places in solutions)

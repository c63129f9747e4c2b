"""A probe: one question with its only right answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Probe:
    """One question.

    Attributes:
        kind: Which kind of its ability it is, with its size: accuracies are told apart by it.
        question: What is asked.
        answer: What is right: the letter of an option, or the text.
        context: Text that the question is about.
        options: Answer options with their letters, if there are any.
    """

    kind: str
    question: str
    answer: str
    context: str | None = None
    options: tuple[str, ...] = ()

    def line(self, name: str, task: str) -> dict[str, Any]:
        """Return the probe as a line of a file of items.

        A free answer is an accepted text, which has to be met exactly: a number as gold answer
        would be right within 0.1%.

        Args:
            name: Id of the item.
            task: Name of the benchmark.
        """
        gold = {"answer": self.answer} if self.options else {"answers": [self.answer]}
        return {
            "id": name,
            "task": task,
            "kind": self.kind,
            "question": self.question,
            "context": self.context,
            "options": list(self.options) or None,
            **gold,
        }


Maker = Callable[[Random, str], Probe]
"""Makes a probe of one kind."""


def lettered(random: Random, right: str, wrong: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the letter of the right option among all, shuffled, and the options.

    Args:
        random: Decides the order.
        right: The right one.
        wrong: The others, all different from it and from one another.
    """
    bodies = [right, *wrong]
    random.shuffle(bodies)
    options = tuple(f"({letter}) {body}" for letter, body in zip(_LETTERS, bodies, strict=False))
    return _LETTERS[bodies.index(right)], options

"""The tools of one caller: made up, or such as many callers bring."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.everyday import everyday
from lottery_agent.models.training.generators.calls.patterns import Own
from lottery_agent.models.training.generators.calls.strangers import Stranger, stranger
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_EVERYDAY = 0.35
"""How often a tool is of the kind that many callers bring."""
_ALIKE = 0.5
"""How often a made-up tool shares a word with the first one of its caller."""


def kit(rng: Random, words: Vocabulary) -> list[Own]:
    """Draw the tools of a caller, with names that differ."""
    found: dict[str, Own] = {}
    first: Stranger | None = None
    for _ in range(rng.choice((1, 2, 3, 3, 4, 4, 5, 6))):
        if rng.random() < _EVERYDAY:
            made: Own = everyday(rng)
        else:
            own = stranger(rng, words, first if rng.random() < _ALIKE else None)
            first = first or own
            made = own
        found.setdefault(made.tool.name, made)
    return list(found.values())

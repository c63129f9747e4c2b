"""A construction of English: what it means, and the phrasings that mean it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lottery_agent.models.training.generators.constructions.meaning import Meaning
from lottery_agent.models.training.generators.constructions.slots import Slots

Build = Callable[[Slots], Meaning]
Frames = Mapping[str, str]
"""Phrasings by their names; `[a|b]` are alternatives of one, places are those of `slots`."""


@dataclass(frozen=True, slots=True)
class Construction:
    """A construction of English.

    Attributes:
        name: Its name.
        means: What its words mean together.
        frames: Statements.
        ask: Questions, without their mark.
        negative: How often a verb phrase in it is negated of itself.
        weight: How often it is drawn.
    """

    name: str
    means: Build
    frames: Frames
    ask: Frames
    negative: float = 0.1
    weight: int = 2


def construction(
    name: str,
    means: Build,
    frames: Frames,
    ask: Frames | None = None,
    *,
    negative: float = 0.1,
    weight: int = 2,
) -> Construction:
    """Return a construction."""
    return Construction(name, means, frames, ask or {}, negative, weight)

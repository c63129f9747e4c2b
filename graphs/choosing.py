"""Lets the model choose one of some labels."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.writer import guide, score
from lottery_agent.models.prompts import Prompt

_NEIGHBOURS = 5
"""Worked examples that vote."""
_SHARPNESS = 12.0
"""How much more a nearer example counts: e times as much for a twelfth of similarity."""


def ranked(
    handles: Handles,
    prompt: Prompt,
    labels: Sequence[str],
    *,
    temperature: float = 1.0,
    escalated: bool = False,
) -> list[tuple[str, float]]:
    """Return the labels with their probabilities, most probable first.

    A model that was not trained on the prompt picks one label for nearly everything, so there the
    nearest worked examples vote instead.

    Args:
        handles: The run's handles.
        prompt: What the model reads.
        labels: What it may say.
        temperature: See `score`.
        escalated: Whether the larger engine answers.
    """
    examples = guide(handles, prompt.agent, escalated=escalated)
    if examples is None:
        scores = score(handles, prompt, labels, temperature=temperature, escalated=escalated)
        return sorted(zip(labels, scores, strict=True), key=lambda item: -item[1])
    votes: defaultdict[str, float] = defaultdict(float)
    for example, similarity in examples.nearest(prompt.agent, prompt.question, _NEIGHBOURS):
        votes[example.call] += math.exp(_SHARPNESS * similarity)
    total = sum(votes.values())
    if not total:
        return [(label, 1 / len(labels)) for label in labels]
    return sorted(((label, votes[label] / total) for label in labels), key=lambda item: -item[1])

"""Tells the model what was wrong with its last call."""

from __future__ import annotations

from dataclasses import replace

from lottery_agent.graphs.state import State
from lottery_agent.models.prompts import Prompt


def revised(prompt: Prompt, state: State) -> Prompt:
    """Return the prompt with the rejected call and the error put before the question.

    On a first attempt the prompt is returned as it is.
    """
    rejected, feedback = state.get("rejected"), state.get("feedback")
    if not feedback:
        return prompt
    lines = [f"Wrong: {rejected}"] if rejected else []
    lines += [f"Error: {feedback}", prompt.question]
    return replace(prompt, question="\n".join(lines))

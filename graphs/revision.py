"""Tells the model what was wrong with its last call."""

from __future__ import annotations

from dataclasses import replace

from lottery_agent.graphs.state import State
from lottery_agent.models.prompts import Prompt


def revised(prompt: Prompt, state: State) -> Prompt:
    """Return the prompt with the rejected call and the error put before the question.

    On a first attempt the prompt is returned as it is.
    """
    feedback = state.get("feedback")
    return corrected(prompt, state.get("rejected"), feedback) if feedback else prompt


def corrected(prompt: Prompt, rejected: str | None, error: str) -> Prompt:
    """Return a prompt with a rejected call, if there was one, and its error put first."""
    lines = [f"Wrong: {rejected}"] if rejected else []
    lines += [f"Error: {error}", prompt.question]
    return replace(prompt, question="\n".join(lines))

"""The planner: splits a compound question into simple ones that refer to each other's answers."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Example, Prompt

HEAD = "Split the question into simple questions, one a line."


def planner_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for a plan. `#1` in a line stands for the first line's answer."""
    return Prompt(agent="planner", head=HEAD, question=question, examples=tuple(examples))

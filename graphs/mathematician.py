"""The mathematician: writes a worksheet in the mathematics language; SymPy computes it."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Example, Prompt

HEAD = "Write a worksheet that computes the answer."


def mathematician_prompt(
    question: str, *, context: str | None = None, examples: Sequence[Example] = ()
) -> Prompt:
    """Return the prompt for a worksheet.

    Args:
        question: The question as the user wrote it.
        context: Text given with the question, put before it.
        examples: Worked examples, nearest last.
    """
    text = f"{context.strip()}\n{question}" if context and context.strip() else question
    return Prompt(agent="mathematician", head=HEAD, question=text, examples=tuple(examples))

"""The operator: writes a call of one of the registered tools."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Example, Prompt

HEAD = "Write the call that answers the question."


def operator_prompt(
    question: str, signatures: Sequence[str], *, examples: Sequence[Example] = ()
) -> Prompt:
    """Return the prompt for a call.

    Args:
        question: The question as the user wrote it.
        signatures: The signatures of the tools that may be called, most relevant first.
        examples: Worked examples, nearest last.
    """
    lines = [*signatures, f"Question: {question}"]
    return Prompt(
        agent="operator", head=HEAD, question="\n".join(lines), examples=tuple(examples)
    )

"""The router: picks the agent for a question by scoring one label each.

Labels are single tokens of the default model, so that one evaluation of the prompt scores them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lottery_agent.models.prompts import Example, Prompt

HEAD = "Choose what the question needs: math, reason, search, call, plan or chat."

LABELS = {
    "math": "mathematician",
    "reason": "logician",
    "search": "librarian",
    "call": "operator",
    "plan": "planner",
    "chat": "direct",
}
"""Label to agent, in the order in which they are scored."""

PREVIEW_WORDS = 40


def router_prompt(
    question: str,
    *,
    options: Sequence[str] | None = None,
    context: str | None = None,
    examples: Sequence[Example] = (),
) -> Prompt:
    """Return the prompt whose next token is a label.

    Args:
        question: The question as the user wrote it.
        options: Answer options, if there are any.
        context: Text given with the question; its length and first words are shown.
        examples: Worked examples, nearest last.
    """
    lines = []
    if context and context.strip():
        words = context.split()
        preview = " ".join(islice(words, PREVIEW_WORDS))
        lines.append(f"Context of {len(words)} words: {preview}")
    if options:
        lines.append("Options: " + " | ".join(options))
    lines.append(f"Question: {question}")
    return Prompt(
        agent="router", head=HEAD, question="\n".join(lines), examples=tuple(examples)
    )

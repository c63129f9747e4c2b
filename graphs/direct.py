"""The direct agent: replies to small talk in plain words, without a tool."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Prompt

HEAD = "You are Lottery, a small assistant on this computer. Reply briefly."


def direct_prompt(question: str, *, history: Sequence[tuple[str, str]] = ()) -> Prompt:
    """Return the prompt for a plain reply.

    Args:
        question: What the user said.
        history: Earlier turns, oldest first, as pairs of user text and reply.
    """
    return Prompt(agent="direct", head=HEAD, question=question, history=tuple(history))

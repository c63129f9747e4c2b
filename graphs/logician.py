"""The logician: translates facts, rules and the query sentence by sentence; Z3 decides."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.models.prompts import Example, Prompt

HEAD = "Write the sentence as logic."


def statement_prompt(sentence: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for one fact or rule. The model answers with a `statement`."""
    return Prompt(agent="logician", head=HEAD, question=sentence, examples=tuple(examples))


def query_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for the query. The model answers with a `query`: `? plant(Tom)`."""
    return Prompt(
        agent="logician", head=HEAD, question=f"Question: {question}", examples=tuple(examples)
    )

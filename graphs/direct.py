"""The direct agent: replies to small talk in plain words, without a tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.runtime import Runtime

from lottery_agent.events import TextDelta
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.writer import Draft, engine_of, start, wait
from lottery_agent.models.prompts import Prompt

HEAD = "You are Lottery, a small assistant on this computer. Reply briefly."


def direct_prompt(
    question: str,
    *,
    context: str | None = None,
    options: Sequence[str] | None = None,
    history: Sequence[tuple[str, str]] = (),
) -> Prompt:
    """Return the prompt for a plain reply.

    Args:
        question: What the user said.
        context: Text given with the question, put before it.
        options: Answer options, put after it.
        history: Earlier turns, oldest first, as pairs of user text and reply.
    """
    lines = [context.strip()] if context and context.strip() else []
    lines.append(question)
    if options:
        lines.append("Options: " + " | ".join(options))
    return Prompt(agent="direct", head=HEAD, question="\n".join(lines), history=tuple(history))


MAX_TOKENS = 120


def direct(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Reply in plain words, streamed. Nothing here is checked, so the reply is never exact."""
    handles = runtime.context
    prompt = direct_prompt(
        state["question"],
        context=state.get("context"),
        options=state.get("options"),
        history=state.get("history") or [],
    )
    engine = engine_of(handles, escalated=state.get("escalated", False))
    handle = start(handles, Draft(prompt, None, MAX_TOKENS), engine)
    try:
        for text in handle:
            handles.budget.check()
            handles.emit(TextDelta(text))
    finally:
        if not handle.done():
            handle.cancel()
    reply = wait(handles, handle).text.strip()
    if not reply:
        return {"candidate": Candidate(error="the reply was empty", reason="error")}
    # Whether this was small talk at all is the router's confidence, which the verifier applies.
    return {"candidate": Candidate(text=reply, kind="text", confidence=1.0)}

"""The operator: writes a call of one of the registered tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.runtime import Runtime

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.revision import revised
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import told, tool_seconds
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Sampling
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
    return Prompt(agent="operator", head=HEAD, question="\n".join(lines), examples=tuple(examples))


MAX_TOKENS = 96
_SIGNATURES = 6
"""Signatures shown in a prompt; with more tools than that, the nearest ones are chosen."""


def operator(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Choose the relevant tools, write a call of one of them, and run it."""
    handles = runtime.context
    escalated = state.get("escalated", False)
    question = "\n".join(filter(None, [state.get("context"), state["question"]]))
    names = list(handles.registry.names)
    if len(names) > _SIGNATURES:
        names = handles.signatures().nearest(state["question"], _SIGNATURES)
    if not names:
        return {"candidate": Candidate(reason="no_evidence")}
    prompt = operator_prompt(
        question,
        handles.registry.signatures(names),
        examples=examples_for(handles, "operator", question, 3, escalated=escalated),
    )
    prompt = revised(prompt, state)
    attempt = state.get("attempts", 0)
    sampling = Sampling(temperature=0.7, seed=handles.policy.seed + attempt) if attempt else None
    completion = write(
        handles,
        [
            Draft(
                prompt,
                handles.registry.grammar_for(question, names),
                MAX_TOKENS,
                sampling or Sampling(),
            )
        ],
        escalated=escalated,
    )[0]
    call = completion.text
    outcome = told(
        handles,
        call.partition("(")[0],
        call,
        lambda: handles.registry.run(call, sandbox=handles.tools, seconds=tool_seconds(handles)),
    )
    if outcome.result is None:
        return {
            "candidate": Candidate(error=outcome.error, reason="error"),
            "work": [outcome.work],
        }
    candidate = Candidate(
        text=str(outcome.result["answer"]),
        kind=outcome.result["kind"],
        exact=bool(outcome.result["is_exact"]),
        confidence=certainty(completion),
        checks=(Check("ran", True, call), *outcome.checks),
        binding=frozenset(check.name for check in outcome.checks),
    )
    return {"candidate": candidate, "work": [outcome.work]}

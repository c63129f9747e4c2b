"""The verifier: accepts a candidate, sends it back or on, escalates it, or abstains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, cast

from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.answer import Check, Reason
from lottery_agent.events import CheckFinished
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option
from lottery_agent.graphs.router import fall_back
from lottery_agent.graphs.state import Candidate, State

Decision = Literal[
    "answer", "abstain", "librarian", "mathematician", "logician", "operator", "direct"
]

_REPAIRABLE = frozenset({"mathematician", "operator"})
"""Agents whose next attempt differs from the last: they sample, or read the error."""


def verifier(state: State, runtime: Runtime[Handles]) -> Command[Decision]:
    """Decide what happens with the candidate.

    A candidate is accepted if it has a text, its binding checks pass and its confidence reaches
    the threshold, or if a person approved what gave it. An error goes back to the specialist with
    its message, a set number of times. What can't be accepted goes to the agent that the router
    holds for the next best, then to the larger model, each once, or is abstained from.
    """
    handles = runtime.context
    candidate = state.get("candidate") or Candidate(reason="no_evidence")
    options = state.get("options")
    escalated = state.get("escalated", False)
    if candidate.text is not None and options and candidate.kind != "option":
        candidate = choose_option(
            handles, state["question"], options, candidate, escalated=escalated
        )
    offered = candidate
    backed = candidate.exact or candidate.binding
    if candidate.text is not None and not (escalated and backed):
        # An answer is no surer than that the right agent gave it. The larger model was not asked
        # for the agent, but what checks bear out tells of the agent, too; a reply alone does not.
        limit = state.get("route_confidence", 1.0)
        candidate = replace(candidate, confidence=min(candidate.confidence, limit))
    for check in candidate.checks:
        handles.emit(CheckFinished(check.name, check.passed, check.detail))

    policy = handles.policy
    threshold = policy.threshold if backed else policy.unchecked
    verdict = _verdict(candidate, threshold)
    update: dict[str, Any] = {"candidate": candidate, "checks": list(candidate.checks)}
    if verdict == "accept":
        return Command(goto="answer", update=update)

    agent = state["agent"]
    attempts = state.get("attempts", 0) + 1
    specialist = cast(Decision, agent)
    repairable = agent in _REPAIRABLE and not candidate.final
    if verdict == "repair" and repairable and attempts < policy.attempts:
        rejected = state["work"][-1].call if state.get("work") else None
        update |= {"attempts": attempts, "rejected": rejected, "feedback": candidate.error}
        return Command(goto=specialist, update=update)
    fallback = state.get("fallback")
    # Where the router alone was unsure, the chosen agent has not failed: nobody is known to be.
    failed = _verdict(offered, threshold) != "accept" and not (escalated or offered.final)
    if failed and agent != "planner" and fallback and fallback.confidence >= policy.threshold:
        update |= fall_back(state, handles)
        return Command(goto=cast(Decision, fallback.agent), update=update)
    if handles.larger is not None and not (escalated or candidate.final or agent == "planner"):
        update |= {"escalated": True, "attempts": 0, "rejected": None, "feedback": None}
        return Command(goto=specialist, update=update)
    unsure = candidate.text is not None
    reason: Reason = "low_confidence" if unsure else candidate.reason or "low_confidence"
    return Command(goto="abstain", update=update | {"reason": reason})


def _verdict(candidate: Candidate, threshold: float) -> Literal["accept", "repair", "reject"]:
    if candidate.error is not None:
        return "repair"
    return "accept" if candidate.stands(threshold) else "reject"


def answer(state: State) -> dict[str, Any]:
    """End the run with the candidate as the answer."""
    return {"answered": True, "reason": state["candidate"].reason}


def abstain(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """End the run without an answer, with the reason as a check that people can read."""
    reason = state.get("reason") or "low_confidence"
    check = Check("answerable", False, _WHY[reason])
    runtime.context.emit(CheckFinished(check.name, check.passed, check.detail))
    return {"answered": False, "reason": reason, "checks": [*state.get("checks", []), check]}


_WHY: dict[Reason, str] = {
    "no_evidence": "nothing was found that answers the question",
    "low_confidence": "the answer could not be made sure of",
    "contradiction": "the premises contradict each other",
    "limit": "a limit was reached",
    "cancelled": "the call was not approved",
    "error": "no call could be written that runs",
}

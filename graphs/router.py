"""The router: picks the agent for a question by scoring one label each.

Labels are single tokens of the default model, so that one evaluation of the prompt scores them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Literal, cast

from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.events import AgentStarted
from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.mathematician import typed_worksheet
from lottery_agent.graphs.state import Fallback, State
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.logic.truths import truth_expression
from lottery_agent.toolbox.satisfiability.forms import form_of

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

TOOLS: Mapping[str, frozenset[str]] = {
    "mathematician": frozenset({"mathematics"}),
    "logician": frozenset({"logic", "puzzle", "satisfiability"}),
    "librarian": frozenset({"knowledge"}),
    "operator": frozenset({"calls", "state", "table"}),
}
"""The tools of each agent; one whose tools are all withheld is no choice."""

PREVIEW_WORDS = 40
PREVIEW_CHARACTERS = 400
"""Not every text has blanks between its words."""


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
        preview = " ".join(islice(words, PREVIEW_WORDS))[:PREVIEW_CHARACTERS]
        lines.append(f"Context of {len(words)} words: {preview}")
    if options:
        lines.append("Options: " + " | ".join(options))
    lines.append(f"Question: {question}")
    return Prompt(agent="router", head=HEAD, question="\n".join(lines), examples=tuple(examples))


Agent = Literal["planner", "librarian", "mathematician", "logician", "operator", "direct"]


def router(state: State, runtime: Runtime[Handles]) -> Command[Agent]:
    """Send the question to the most probable agent.

    The planner is no choice for a question that was already split as deep as allowed. What the
    chosen agent can't answer may go to the second most probable one, the `fallback`. A question
    that comes with a context or options is no small talk: its answer must rest on something that
    can be checked. What is nothing but notation tells its agent, and needs no choice.
    """
    handles = runtime.context
    withheld = handles.policy.withheld
    if handles.policy.tools and (agent := _told_by_notation(state, withheld)):
        return _chosen(state, handles, [(agent, 1.0)])
    ranking = _ranking(state, handles) if handles.policy.tools else [("direct", 1.0)]
    excluded = {agent for agent, tools in TOOLS.items() if tools <= withheld}
    if state["depth"] <= 0:
        excluded.add("planner")
    if handles.policy.tools and (state.get("context") or state.get("options")):
        excluded.add("direct")
    return _chosen(state, handles, _without(ranking, excluded) or [("librarian", 1.0)])


def _told_by_notation(state: State, withheld: frozenset[str]) -> Agent | None:
    """Return the agent of a file for a solver, or of an expression and nothing else."""
    question, context = state["question"], state.get("context") or ""
    if "satisfiability" not in withheld and form_of(context):
        return "logician"
    if context.strip():
        return None
    if "logic" not in withheld and truth_expression(question):
        return "logician"
    if "mathematics" not in withheld and typed_worksheet(question):
        return "mathematician"
    return None


def fall_back(state: State, handles: Handles) -> dict[str, Any]:
    """Return what the fallback begins with; there must be one."""
    fallback = state["fallback"]
    assert fallback is not None  # noqa: S101 - the caller has looked
    _announce(state, handles, fallback.agent)
    return {
        "agent": fallback.agent,
        "route_confidence": fallback.confidence,
        "fallback": None,
        "attempts": 0,
        "rejected": None,
        "feedback": None,
    }


def _chosen(state: State, handles: Handles, ranking: list[tuple[str, float]]) -> Command[Agent]:
    agent, confidence = ranking[0]
    update = {
        "agent": agent,
        "route_confidence": confidence,
        "fallback": _fallback(agent, ranking),
    }
    _announce(state, handles, agent)
    return Command(goto=cast(Agent, agent), update=update)


def _fallback(agent: str, ranking: list[tuple[str, float]]) -> Fallback | None:
    """Return the agent that takes over what the chosen one can't answer.

    The planner hands on what can't be split. After another agent only the librarian is one, if it
    is the next best: a quote stands in a text, while a tool computes something for any question.
    (Measured on everyday questions: of what others took over, 2 of 6 answers were right; of what
    the librarian did, 4 of 5.)
    """
    (name, share), *_ = _without(ranking, {agent, "planner"}) or [("librarian", 0.0)]
    return Fallback(name, share) if agent == "planner" or name == "librarian" else None


def _announce(state: State, handles: Handles, agent: str) -> None:
    handles.emit(AgentStarted(agent, state["question"], handles.policy.depth - state["depth"]))


def _without(ranking: list[tuple[str, float]], excluded: set[str]) -> list[tuple[str, float]]:
    """Return the agents that are left, their probabilities summing to 1 again, if any has one."""
    left = [item for item in ranking if item[0] not in excluded]
    total = sum(probability for _, probability in left)
    return [(agent, probability / total) for agent, probability in left] if total else []


def _ranking(state: State, handles: Handles) -> list[tuple[str, float]]:
    prompt = router_prompt(
        state["question"], options=state.get("options"), context=state.get("context")
    )
    labels = ranked(handles, prompt, list(LABELS), temperature=handles.policy.route_temperature)
    return [(LABELS[label], probability) for label, probability in labels]

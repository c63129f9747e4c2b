"""The router: picks the agent for a question by scoring one label each.

Labels are single tokens of the default model, so that one evaluation of the prompt scores them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Literal, cast

from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.events import AgentStarted
from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.state import State
from lottery_agent.models.prompts import Example, Prompt
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

    The planner is no choice for a question that was already split as deep as allowed. What it
    can't split goes to the second most probable agent, the `fallback`. A question that comes with
    a context or options is no small talk: its answer must rest on something that can be checked.
    A file for a solver is told by its notation, and needs no choice.
    """
    handles = runtime.context
    withheld = handles.policy.withheld
    solved = handles.policy.tools and "satisfiability" not in withheld
    if solved and form_of(state.get("context") or ""):
        return _chosen(state, handles, "logician", 1.0, fallback="librarian")
    ranking = _ranking(state, handles) if handles.policy.tools else [("direct", 1.0)]
    excluded = {agent for agent, tools in TOOLS.items() if tools <= withheld}
    if state["depth"] <= 0:
        excluded.add("planner")
    if handles.policy.tools and (state.get("context") or state.get("options")):
        excluded.add("direct")
    ranking = _without(ranking, excluded)
    agent, confidence = ranking[0]
    fallback = next((name for name, _ in ranking if name not in (agent, "planner")), "librarian")
    return _chosen(state, handles, agent, confidence, fallback=fallback)


def _chosen(
    state: State, handles: Handles, agent: str, confidence: float, *, fallback: str
) -> Command[Agent]:
    handles.emit(AgentStarted(agent, state["question"], handles.policy.depth - state["depth"]))
    return Command(
        goto=cast(Agent, agent),
        update={"agent": agent, "route_confidence": confidence, "fallback": fallback},
    )


def _without(ranking: list[tuple[str, float]], excluded: set[str]) -> list[tuple[str, float]]:
    """Return the ranking without some agents, its probabilities summing to 1 again."""
    left = [item for item in ranking if item[0] not in excluded]
    total = sum(probability for _, probability in left)
    if not total:
        return [("librarian", 1.0)]
    return [(agent, probability / total) for agent, probability in left]


def _ranking(state: State, handles: Handles) -> list[tuple[str, float]]:
    prompt = router_prompt(
        state["question"], options=state.get("options"), context=state.get("context")
    )
    labels = ranked(handles, prompt, list(LABELS), temperature=handles.policy.route_temperature)
    return [(LABELS[label], probability) for label, probability in labels]

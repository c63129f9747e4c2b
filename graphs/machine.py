"""The machine: the supervisor that joins the agents into one LangGraph state machine."""

from __future__ import annotations

from functools import cache
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from lottery_agent.graphs.direct import direct
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.librarian import librarian
from lottery_agent.graphs.logician import logician
from lottery_agent.graphs.mathematician import mathematician
from lottery_agent.graphs.operator import approval, operator
from lottery_agent.graphs.planner import SubTask, join, next_steps, planner
from lottery_agent.graphs.router import router
from lottery_agent.graphs.state import State, Step, Task
from lottery_agent.graphs.verifier import abstain, answer, verifier

RECURSION_LIMIT = 50
"""Most supersteps of one run: far above any plan, far below an endless loop."""

Machine = CompiledStateGraph[State, Handles, Task, State]


def solve(state: SubTask, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Answer one sub-question with the machine itself, one level deeper."""
    number = state["number"]
    task = Task(**{key: state[key] for key in Task.__annotations__})  # type: ignore[literal-required, typeddict-item]
    final = machine().invoke(
        task, context=runtime.context, config={"recursion_limit": RECURSION_LIMIT}
    )
    candidate = final["candidate"]
    answered = final["answered"]
    step = Step(
        number=number,
        question=state["question"],
        answer=candidate.text if answered else None,
        confidence=candidate.confidence,
        kind=candidate.kind,
        exact=candidate.exact,
        citations=candidate.citations,
        reason=final.get("reason"),
    )
    return {"steps": [step], "work": final.get("work", [])}


@cache
def machine() -> Machine:
    """Return the compiled machine. It holds no live object: those are in the handles."""
    return compiled()


def compiled(checkpointer: BaseCheckpointSaver[Any] | None = None) -> Machine:
    """Compile the machine.

    Args:
        checkpointer: Keeps runs that wait for a person's approval; without one, a run that
            proposes a call of an acting tool can't wait.
    """
    graph: StateGraph[State, Handles, Task, State] = StateGraph(
        State, context_schema=Handles, input_schema=Task, output_schema=State
    )
    graph.add_node("router", router)
    graph.add_node("planner", planner)
    graph.add_node("solve", solve, input_schema=SubTask)
    graph.add_node("join", join)
    graph.add_node("mathematician", mathematician)
    graph.add_node("logician", logician)
    graph.add_node("librarian", librarian)
    graph.add_node("operator", operator)
    graph.add_node("approval", approval)
    graph.add_node("direct", direct)
    graph.add_node("verifier", verifier)
    graph.add_node("answer", answer)
    graph.add_node("abstain", abstain)
    graph.add_edge(START, "router")
    for specialist in ("mathematician", "logician", "librarian", "approval", "direct"):
        graph.add_edge(specialist, "verifier")
    graph.add_conditional_edges("join", next_steps, ["solve", "verifier"])
    graph.add_edge("solve", "join")
    graph.add_edge("answer", END)
    graph.add_edge("abstain", END)
    return graph.compile(checkpointer, name="lottery")

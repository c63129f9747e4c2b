"""PAL: the model writes a program, and running it gives the answer.

After Gao et al. 2022, "PAL: Program-aided Language Models" (arXiv 2211.10435), and Chen et al.
2022, "Program of Thoughts Prompting" (arXiv 2211.12588).

Done otherwise: nothing that a model writes is executed here, so a worksheet of the mathematics
language stands for the program in Python, and the mathematics tool for its interpreter. The
decoder is held to that language, where the papers' models may write programs that don't run. As in
the papers there is one program, written greedily, and its answer is taken as it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.mathematician import worksheet_draft
from lottery_agent.graphs.tooling import offered, run_written
from lottery_agent.graphs.writer import certainty
from lottery_agent.graphs.writer import write as write_drafts
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude
from lottery_agent.models.engine import Completion


class _State(State, total=False):
    program: Completion


def write(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Write the program."""
    handles = runtime.context
    return {"program": write_drafts(handles, [worksheet_draft(handles, state)])[0]}


def run(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Run the program, and offer what it gives."""
    outcome = run_written(runtime.context, "mathematics", state["program"])
    return offered(outcome, certainty(state["program"]))


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    steps.add_sequence([write, run, conclude])
    steps.add_edge(START, "write")
    steps.add_edge("conclude", END)
    return steps.compile(name="pal")

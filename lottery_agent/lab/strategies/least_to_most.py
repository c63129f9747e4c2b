"""Least to most: a problem is split into questions, answered one after the other.

After Zhou et al. 2022, "Least-to-Most Prompting Enables Complex Reasoning in Large Language Models"
(arXiv 2205.10625). Each question is answered in words, below the problem and all questions before
it with their answers; the last one is what the problem itself asks. No tool is called.

Done otherwise: the problem is split by the agent's own planner, in the plan language, instead of by
examples of the task. A problem that does not split is answered in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.planner import is_plan, plan_draft, resolved
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.writer import Draft, certainty, write
from lottery_agent.lab.forms import CONCLUSION, form_of
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude, kind_of
from lottery_agent.models.prompts import Prompt

HEAD = f'Answer the last question. End with "{CONCLUSION}" and the answer.'
MAX_TOKENS = 96


class _State(State, total=False):
    questions: list[str]
    replies: list[str]


def step_prompt(
    problem: Sequence[str], before: Sequence[tuple[str, str]], question: str, wish: str = ""
) -> Prompt:
    """Return the prompt for one question.

    Args:
        problem: The problem as lines: context, question and options.
        before: The questions before it and their answers.
        question: The question.
        wish: The form of the answer that is asked for.
    """
    answered = [line for asked, reply in before for line in (f"Q: {asked}", f"A: {reply}")]
    lines = [*problem, *answered, f"Q: {question}", wish]
    return Prompt(agent="least_to_most", head=HEAD, question="\n".join(filter(None, lines)))


def decompose(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Split the problem; what it asks itself comes last."""
    handles = runtime.context
    completion = write(handles, [plan_draft(handles, state["question"])])[0]
    plan = completion.text.split("\n")
    usable = completion.finish == "stop" and is_plan(plan)
    asked = problem_in(state["question"]).query
    return {"questions": [*(line for line in plan if usable and line != asked), asked]}


def solve(state: _State, runtime: Runtime[Handles]) -> Command[Literal["solve", "conclude"]]:
    """Answer the next question; the answer to the last one is that to the problem."""
    handles, form = runtime.context, form_of(state["form"])
    questions, replies = state["questions"], state.get("replies", [])
    options = state.get("options") or []
    known = dict(enumerate(replies, 1))
    *before, question = [resolved(line, known) for line in questions[: len(replies) + 1]]
    problem = [(state.get("context") or "").strip(), state["question"], *options]
    last = len(replies) + 1 == len(questions)
    prompt = step_prompt(
        problem, list(zip(before, replies, strict=True)), question, form.wish if last else ""
    )
    completion = write(handles, [Draft(prompt, None, MAX_TOKENS)])[0]
    reply = " ".join(completion.text.split())
    if not last:
        return Command(goto="solve", update={"replies": [*replies, reply]})
    told = zip(before, replies, strict=True)
    checks = tuple(Check(f"step {n}", bool(r), f"{q} {r}") for n, (q, r) in enumerate(told, 1))
    answer = form.read(completion.text, options)
    if answer is None:
        error = f"no answer is stated: {reply[:200]!r}"
        candidate = Candidate(reason="error", error=error, checks=checks)
    else:
        sure = certainty(completion)
        candidate = Candidate(answer, kind_of(state), confidence=sure, checks=checks)
    return Command(goto="conclude", update={"candidate": candidate})


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    steps.add_sequence([decompose, solve])
    steps.add_node(conclude)
    steps.add_edge(START, "decompose")
    steps.add_edge("conclude", END)
    return steps.compile(name="least_to_most")

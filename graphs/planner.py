"""The planner: splits a compound question into simple ones that refer to each other's answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from langgraph.runtime import Runtime
from langgraph.types import Command, Send

from lottery_agent.answer import AnswerKind, Check
from lottery_agent.events import CallWritten
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.router import fall_back
from lottery_agent.graphs.state import Candidate, State, Task
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.language import Grammar, Language

HEAD = "Split the question into simple questions, one a line."


def planner_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for a plan. `#1` in a line stands for the first line's answer."""
    return Prompt(agent="planner", head=HEAD, question=question, examples=tuple(examples))


MAX_TOKENS = 128
_MAX_STEPS = 6
_REFERENCE = re.compile(r"(?<!\S)#([1-9])(?=[\s?.,!;:%)]|'s|$)")
"""A reference as the plan language has it: a part of its own, so that `C#1` is none."""


def plan_grammar(question: str) -> Grammar:
    """Return the language of plans, limited to the words of a question."""
    words = [*question.split(), *words_in(question), *(f"{w}?" for w in words_in(question))]
    return Language.load("plan").grammar(narrow={"WORD": [*words, "What", "is"]})


Specialist = Literal["librarian", "mathematician", "logician", "operator", "direct"]


class SubTask(Task):
    """One sub-question, ready to be solved, and its number in the plan."""

    number: int


def planner(
    state: State, runtime: Runtime[Handles]
) -> Command[Literal["librarian", "mathematician", "logician", "operator", "direct", "join"]]:
    """Write the plan. A question that does not split goes to the next best specialist."""
    handles = runtime.context
    question = state["question"]
    completion = write(handles, [plan_draft(handles, question)])[0]
    plan = completion.text.split("\n")
    if completion.finish != "stop" or not is_plan(plan):
        update = fall_back(state, handles)
        return Command(goto=cast(Specialist, update["agent"]), update=update)
    handles.emit(CallWritten("plan", completion.text))
    return Command(goto="join", update={"plan": plan, "plan_confidence": certainty(completion)})


def plan_draft(handles: Handles, question: str) -> Draft:
    """Return the plan that is to be written for a question."""
    prompt = planner_prompt(question, examples=examples_for(handles, "planner", question, 3))
    return Draft(prompt, plan_grammar(question), MAX_TOKENS)


def _references(line: str) -> set[int]:
    """Return the numbers of the steps whose answers a line needs."""
    return {int(number) for number in _REFERENCE.findall(line)}


def resolved(line: str, answers: Mapping[int, str]) -> str:
    """Return a line with the answers of earlier steps in place of the references to them."""
    return _REFERENCE.sub(lambda found: answers.get(int(found.group(1)), ""), line)


def is_plan(lines: Sequence[str]) -> bool:
    """Whether the lines are a plan: several different ones that refer only to earlier ones."""
    if not 2 <= len(lines) <= _MAX_STEPS or len(set(lines)) < len(lines):
        return False
    if not all(map(str.strip, lines)):
        return False
    return all(
        reference < number
        for number, line in enumerate(lines, 1)
        for reference in _references(line)
    )


def next_steps(state: State) -> list[Send] | Literal["verifier"]:
    """Send every step whose references are answered; when none is left, go on to the verifier."""
    solved = {step.number: step for step in state.get("steps", [])}
    if any(step.answer is None for step in solved.values()):
        return "verifier"
    sends = []
    for number, line in enumerate(state["plan"], 1):
        if number in solved or not _references(line) <= solved.keys():
            continue
        question = resolved(line, {n: step.answer or "" for n, step in solved.items()})
        task = SubTask(
            number=number,
            question=question,
            context=state.get("context"),
            options=None,
            history=[],
            depth=state["depth"] - 1,
        )
        sends.append(Send("solve", task))
    return sends or "verifier"


def join(state: State) -> dict[str, Any]:
    """Put the answers together: those that no other step needed are the answer."""
    steps = sorted(state.get("steps", []), key=lambda step: step.number)
    failed = next((step for step in steps if step.answer is None), None)
    if failed is not None:
        return {"candidate": Candidate(reason=failed.reason or "no_evidence")}
    if len(steps) < len(state["plan"]):
        return {}
    needed = set().union(*map(_references, state["plan"]))
    last = [step for step in steps if step.number not in needed]
    citations = tuple(citation for step in steps for citation in step.citations)
    kind: AnswerKind | None = last[0].kind if len(last) == 1 else "text"
    return {
        "candidate": Candidate(
            text="; ".join(step.answer or "" for step in last),
            kind=kind,
            exact=all(step.exact for step in steps),
            confidence=min(state.get("plan_confidence", 1.0), *(step.confidence for step in steps)),
            citations=citations,
            checks=(Check("all steps answered", True, f"{len(steps)} steps"),),
        )
    }

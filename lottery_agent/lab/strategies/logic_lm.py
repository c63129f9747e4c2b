"""Logic-LM: a problem is translated, a solver decides, and its errors are repaired.

After Pan et al. 2023, "Logic-LM: Empowering Large Language Models with Symbolic Solvers for
Faithful Logical Reasoning" (arXiv 2305.12295): formulate, solve, and as long as the solver has an
error, show it to the model and let it refine the formulation, up to three times. What still can't
be solved is guessed: of the paper's two ways, a random guess and the model's own answer, this is
the second, with labels scored at once in place of a chain of thought.

Done otherwise: the model picks the language, which the paper sets by hand for each benchmark. It
translates sentence by sentence, with the logician's prompts; the decoder is held to the language,
so that what is repaired is never its syntax. Premises that contradict each other, and options of
which not just one fits, count as errors. One that names its line has only this line refined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from lottery_agent.answer import Check, Work
from lottery_agent.comparison import option_parts
from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.logician import LANGUAGES, MAX_PREMISES, language_prompt
from lottery_agent.graphs.options import claims_of
from lottery_agent.graphs.puzzles import MODES, line_draft, mode_prompt
from lottery_agent.graphs.revision import corrected
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.graphs.solving import order_of_all
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.theories import sentence_draft
from lottery_agent.graphs.tooling import offered, run_tool
from lottery_agent.graphs.writer import Draft, certainty, score, write
from lottery_agent.lab.alone import AT_ONCE, option_label, prompt_of
from lottery_agent.lab.forms import form_of
from lottery_agent.lab.scores import MODEL
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude, kind_of

ROUNDS = 3
"""How often a formulation is refined."""


class _State(State, total=False):
    language: str
    mode: str
    lines: list[str]
    sureness: list[float]
    fault: int | None


def formulate(state: _State, runtime: Runtime[Handles]) -> Command[Literal["solve", "guess"]]:
    """Pick the language, and translate each sentence of the problem."""
    handles = runtime.context
    question, context = state["question"], state.get("context")
    problem = problem_in(question, context or "")
    if not 0 < len(problem.premises) <= MAX_PREMISES:
        feedback = f"{len(problem.premises)} sentences are no theory"
        return Command(goto="guess", update={"feedback": feedback})
    (language, _), *_ = ranked(handles, language_prompt(question, context=context), LANGUAGES)
    mode = "must"
    if claims_of(state.get("options") or []):
        (label, _), *_ = ranked(handles, mode_prompt(problem.query), tuple(MODES))
        mode = MODES[label]
    written = write(handles, _drafts(handles, state, language))
    update = {
        "language": language,
        "mode": mode,
        "lines": [completion.text for completion in written],
        "sureness": [certainty(completion) for completion in written],
    }
    return Command(goto="solve", update=update)


def solve(
    state: _State, runtime: Runtime[Handles]
) -> Command[Literal["refine", "guess", "conclude"]]:
    """Have the solver decide. An error goes back to the model, a set number of times."""
    handles, options = runtime.context, state.get("options") or []
    tool, request = _request(state)
    outcome = run_tool(handles, tool, request, call="\n".join(state["lines"]))
    result = outcome.result
    error = outcome.error if result is None else _defect(result, claims="options" in request)
    if error is None:
        update = offered(outcome, min(state["sureness"]))
        if result is not None and "options" in request:
            letter, text = option_parts(options[_fitting(result)[0]])
            update["candidate"] = replace(update["candidate"], text=letter or text, kind="option")
        return Command(goto="conclude", update=update)
    fault = None
    if outcome.position is not None and "options" not in request:
        fault = "\n".join(state["lines"])[: outcome.position].count(
            "\n"
        )  # lines are premises first
    update = {"work": [outcome.work], "feedback": error, "fault": fault}
    return Command(goto="refine" if state.get("attempts", 0) < ROUNDS else "guess", update=update)


def refine(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Write the lines anew that may be wrong, with the error shown."""
    handles, lines, fault = runtime.context, list(state["lines"]), state["fault"]
    drafts = _drafts(handles, state, state["language"])
    wrong = range(len(lines)) if fault is None else [fault]
    error = state["feedback"] or ""
    again = [replace(drafts[i], prompt=corrected(drafts[i].prompt, lines[i], error)) for i in wrong]
    sureness = list(state["sureness"])
    for i, completion in zip(wrong, write(handles, again), strict=True):
        lines[i], sureness[i] = completion.text, certainty(completion)
    return {"lines": lines, "sureness": sureness, "attempts": state.get("attempts", 0) + 1}


def guess(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Have the model pick an answer by itself, where there are some to pick from."""
    form, options = form_of(state["form"]), state.get("options") or []
    labels = [option_label(option) for option in options] or list(form.labels)
    unsolved = Check("solved", False, state["feedback"] or "")
    if not labels:
        return {"candidate": Candidate(reason="error", checks=(unsolved,))}
    prompt = prompt_of(AT_ONCE, form, state["question"], state.get("context"), options)
    scores = score(runtime.context, prompt, labels)
    best = max(range(len(labels)), key=scores.__getitem__)
    candidate = Candidate(
        text=labels[best], kind=kind_of(state), confidence=scores[best], checks=(unsolved,)
    )
    return {"candidate": candidate, "work": [Work(MODEL, "a guess", labels[best])]}


def _drafts(handles: Handles, state: _State, language: str) -> list[Draft]:
    """Return what is to be written: premises first, then what is asked, or else the options.

    Where the options ask, the question may hold a clue of a puzzle: "If Ann is third, …".
    """
    problem = problem_in(state["question"], state.get("context") or "")
    claims = claims_of(state.get("options") or [])
    if language == "places":
        clue = [problem.query] if claims else []
        drafts = [line_draft(handles, each) for each in (*problem.premises, *clue, *claims)]
        return drafts if claims else [*drafts, line_draft(handles, problem.query, asked=True)]
    given = (*problem.premises, *claims)
    drafts = [sentence_draft(handles, each, start="statement") for each in given]
    return drafts if claims else [*drafts, sentence_draft(handles, problem.query, start="query")]


def _request(state: _State) -> tuple[str, dict[str, Any]]:
    """Return the solver, and what it is sent."""
    lines, count = state["lines"], len(claims_of(state.get("options") or []))
    asked = {"options": lines[-count:], "mode": state["mode"]} if count else {}
    if state["language"] == "places":
        order = order_of_all(lines if count else lines[:-1])
        call = "\n".join(lines[:-count] if count else lines)
        return "puzzle", {"premises": order, "call": call, **asked}
    if count:
        return "logic", {"premises": lines[:-count], **asked}
    return "logic", {"premises": lines[:-1], "query": lines[-1].removeprefix("? ")}


def _fitting(result: Mapping[str, Any]) -> list[int]:
    """Return the positions of the options that fit."""
    if "fits" in result:
        return [int(index) for index in result["fits"]]
    return [int(result["index"])] if result.get("index") is not None else []


def _defect(result: Mapping[str, Any], *, claims: bool) -> str | None:
    """Return what is wrong with a formulation that the solver could solve, if anything is."""
    if result["answer"] == "Contradiction":
        return "the premises contradict each other"
    return "not just one option fits" if claims and len(_fitting(result)) != 1 else None


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    for node in (formulate, solve, refine, guess, conclude):
        steps.add_node(node)
    steps.add_edge(START, "formulate")
    steps.add_edge("refine", "solve")
    steps.add_edge("guess", "conclude")
    steps.add_edge("conclude", END)
    return steps.compile(name="logic_lm")

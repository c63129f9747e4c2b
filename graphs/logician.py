"""The logician: translates what is given and what is asked sentence by sentence; Z3 decides.

A theory of facts and rules becomes logic, and the question gets a verdict. Things that have places
become a puzzle. A file of clauses or of SMT-LIB is solved as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from langgraph.runtime import Runtime

from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import claims_of
from lottery_agent.graphs.puzzles import Puzzle
from lottery_agent.graphs.sentences import Problem, problem_in
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.theories import Theory
from lottery_agent.graphs.tooling import offered, run_tool
from lottery_agent.models.prompts import Prompt
from lottery_agent.toolbox.logic.truths import PREMISES, truth_expression
from lottery_agent.toolbox.satisfiability.forms import form_of

LANGUAGE_HEAD = "Choose the language: rules for facts and rules, places for an order or a choice."
LANGUAGES = ("rules", "places")
_READERS = ("logic", "puzzle")
"""The tool that reads each language."""
MAX_PREMISES = 120
"""More sentences than that are a document and no theory."""


def language_prompt(question: str, *, context: str | None = None) -> Prompt:
    """Return the prompt whose next token is the language that the question needs."""
    return Prompt(
        agent="language", head=LANGUAGE_HEAD, question="\n".join(filter(None, [context, question]))
    )


def logician(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Choose the language, translate each sentence, and offer what follows."""
    handles = runtime.context
    escalated = state.get("escalated", False)
    context = state.get("context") or ""
    withheld = handles.policy.withheld
    if (form := form_of(context)) and "satisfiability" not in withheld:
        return _solve_clauses(handles, context, form)
    expression = truth_expression(state["question"]) if not context.strip() else None
    if expression and "logic" not in withheld:
        return _compute_truth(handles, expression)
    problem = problem_in(state["question"], context)
    if not problem.premises:
        return {"candidate": Candidate(reason="no_evidence")}
    if len(problem.premises) > MAX_PREMISES:
        return {"candidate": Candidate(reason="limit")}
    readers = zip(LANGUAGES, _READERS, strict=True)
    languages = [language for language, tool in readers if tool not in withheld]
    if not languages:
        return {"candidate": Candidate(reason="no_evidence")}
    if problem.argues and "logic" not in withheld:
        languages = ["rules"]  # only of logic does validity mean anything
    shares = [(languages[0], 1.0)]
    if len(languages) > 1:
        prompt = language_prompt(state["question"], context=context)
        shares = ranked(handles, prompt, languages, escalated=escalated)
    return _first_that_stands(handles, state, problem, shares)


def _first_that_stands(
    handles: Handles, state: State, problem: Problem, shares: Sequence[tuple[str, float]]
) -> dict[str, Any]:
    """Solve a problem in one language after the other until an answer stands.

    A problem in the wrong language shows it: its sentences can't be written, or are unsure, or
    leave a thing without a place. If it fails in both, it may have been misread, and other readings
    of it are tried; how probable the language is then limits how sure the answer is. Without any
    answer that stands, the first one is offered.

    Args:
        handles: The run's handles.
        state: The state of the run.
        problem: The sentences of its question and context.
        shares: The languages and how probable each is, the most probable first.
    """
    languages = [language for language, _ in shares]
    if claims_of(state.get("options") or []) and "places" in languages:
        # A verdict on one query does not tell statements apart, so rules are no second choice.
        languages = languages[: languages.index("places") + 1]
    readers: Mapping[str, Theory | Puzzle] = {
        "rules": Theory(handles, state, problem),
        "places": Puzzle(handles, state, problem),
    }
    limits = dict(shares)
    solvers: list[tuple[str, bool, Callable[[], dict[str, Any]]]] = [
        *((each, False, readers[each].solve) for each in languages),
        *(
            (each, True, partial(readers[each].solve_again, limit=limits[each]))
            for each in languages
            if limits[each] >= handles.policy.threshold
        ),
    ]
    offers: list[dict[str, Any]] = []
    for language, again, solve in solvers:
        offers.append(solve())
        candidate: Candidate = offers[-1]["candidate"]
        impossible = language == "places" and candidate.reason == "contradiction"
        # Little follows from what was misread, so that nothing follows tells nothing, unless the
        # question offers that as an option.
        unknown = any(work.result == "Unknown" for work in offers[-1]["work"])
        idle = unknown and (again or (language != languages[0] and candidate.text == "Unknown"))
        if candidate.stands(handles.policy.threshold) and not impossible and not idle:
            break
    else:
        candidate = offers[0]["candidate"]
    return {"candidate": candidate, "work": [w for offer in offers for w in offer["work"]]}


def _compute_truth(handles: Handles, expression: str) -> dict[str, Any]:
    """Compute an expression of True and False as it is: the model has nothing to translate."""
    request = {"premises": PREMISES, "query": expression}
    outcome = run_tool(handles, "logic", request, call="\n".join([*PREMISES, f"? {expression}"]))
    return offered(outcome, 1.0)


def _solve_clauses(handles: Handles, text: str, form: str) -> dict[str, Any]:
    """Solve a file as it is: the model has nothing to translate."""
    request = {"text": text, "format": form}
    outcome = run_tool(handles, "satisfiability", request, call=f"the given {form} file")
    return offered(outcome, 1.0)

"""The logician: translates what is given and what is asked sentence by sentence; Z3 decides.

A theory of facts and rules becomes logic, and the question gets a verdict. Things that have places
become a puzzle. A file of clauses or of SMT-LIB is solved as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from langgraph.runtime import Runtime

from lottery_agent.answer import Check
from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option, claims_of
from lottery_agent.graphs.puzzles import Puzzle
from lottery_agent.graphs.readings import ways
from lottery_agent.graphs.sentences import Problem, problem_in
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import offered, run_tool
from lottery_agent.graphs.words import TRUTH, coverage
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.language import Grammar, Language
from lottery_agent.toolbox.logic.truths import PREMISES, truth_expression
from lottery_agent.toolbox.satisfiability.forms import form_of

HEAD = "Write the sentence as logic."
LANGUAGE_HEAD = "Choose the language: rules for facts and rules, places for an order or a choice."
LANGUAGES = ("rules", "places")
_READERS = ("logic", "puzzle")
"""The tool that reads each language."""


def statement_prompt(sentence: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for one fact or rule. The model answers with a `statement`."""
    return Prompt(agent="logician", head=HEAD, question=sentence, examples=tuple(examples))


def query_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for the query. The model answers with a `query`: `? plant(Tom)`."""
    return Prompt(
        agent="logician", head=HEAD, question=f"Question: {question}", examples=tuple(examples)
    )


def language_prompt(question: str, *, context: str | None = None) -> Prompt:
    """Return the prompt whose next token is the language that the question needs."""
    return Prompt(
        agent="language", head=LANGUAGE_HEAD, question="\n".join(filter(None, [context, question]))
    )


MAX_TOKENS = 96
MAX_PREMISES = 120
"""More sentences than that are a document and no theory."""
_AGAIN = 8
"""Times that a sentence is written again whose words were lost."""


def sentence_words(sentence: str) -> list[str]:
    """Return the words that the logic of a sentence may use.

    These are its own, whoever owns something in it (`Ben` in `Ben's`), `has`, so that `with a key`
    and `without a key` say the same of somebody as `has a key` does, and `truth`, so that `lies`
    says the opposite of `tells the truth`.
    """
    words = words_in(sentence)
    owners = [word[:-2] for word in words if word.endswith(("'s", "’s"))]
    return [*words, *owners, "has", TRUTH]


def sentence_grammar(sentence: str, *, start: str) -> Grammar:
    """Return the logic language, limited to the words of a sentence.

    Args:
        sentence: The sentence to translate.
        start: `statement` or `query`.
    """
    return Language.load("logic").grammar(start=start, narrow={"WORD": sentence_words(sentence)})


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
    leave a thing without a place. If it fails in both, it may be a puzzle that was misread, and
    other readings of it are tried; that it is one then limits how sure the answer is. Without any
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
    puzzle = Puzzle(handles, state, problem)
    solvers: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        (each, puzzle.solve if each == "places" else partial(_decide, handles, state, problem))
        for each in languages
    ]
    if "places" in languages:
        again = partial(puzzle.solve_again, limit=dict(shares)["places"])
        solvers.append(("places", again))
    offers: list[dict[str, Any]] = []
    for language, solve in solvers:
        offers.append(solve())
        candidate: Candidate = offers[-1]["candidate"]
        impossible = language == "places" and candidate.reason == "contradiction"
        # Little follows from what was misread, so that nothing follows tells nothing.
        idle = language != languages[0] and candidate.text == "Unknown"
        if candidate.stands(handles.policy.threshold) and not impossible and not idle:
            break
    else:
        candidate = offers[0]["candidate"]
    return {"candidate": candidate, "work": [w for offer in offers for w in offer["work"]]}


def _decide(handles: Handles, state: State, problem: Problem) -> dict[str, Any]:
    """Translate a theory and its query into logic, and offer the verdict."""
    escalated = state.get("escalated", False)
    premises, query = problem.premises, problem.query
    drafts = [
        sentence_draft(handles, sentence, start="statement", escalated=escalated)
        for sentence in premises
    ]
    drafts.append(sentence_draft(handles, query, start="query", escalated=escalated))
    sentences = [*premises, query]
    written = _translated(handles, sentences, drafts, escalated=escalated)
    texts = [each.text for each in written]
    confidences = [each.probability * each.kept for each in written]

    lines = _lines(problem, texts[:-1])
    request = {
        "premises": [text for text, _ in lines],
        "query": texts[-1].removeprefix("? "),
        "semantics": "defeasible" if problem.preferences else "classical",
    }
    outcome = run_tool(handles, "logic", request, call="\n".join([*request["premises"], texts[-1]]))
    if outcome.result is None:
        return {
            "candidate": Candidate(error=outcome.error, reason="error"),
            "work": [outcome.work],
        }

    verdict = str(outcome.result["answer"])
    # A proof rests on the premises that it uses; that nothing follows rests on all of them.
    proof = (lines[int(i)][1] for i in outcome.result.get("used", ()))
    used = [i for i in proof if i is not None]
    involved = [confidences[i] for i in used or range(len(premises))] + [confidences[-1]]
    lost = [text for text, each in zip(sentences, written, strict=True) if each.kept < 1]
    checks = (
        *outcome.checks,
        Check("words kept", not lost, f"not fully translated: {lost[0]!r}" if lost else ""),
    )
    text = verdict
    if problem.argues and verdict != "Contradiction":
        text = "valid" if verdict == "True" else "invalid"
    candidate = Candidate(
        text=text,
        kind="verdict",
        exact=True,
        confidence=min(involved),
        checks=checks,
        binding=frozenset({"refuted"}),
        reason="contradiction" if verdict == "Contradiction" else None,
    )
    options = state.get("options")
    if options and candidate.reason is None:
        candidate = choose_option(
            handles, state["question"], options, candidate, escalated=escalated
        )
    return {"candidate": candidate, "work": [outcome.work]}


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written for a sentence.

    Attributes:
        text: The logic.
        probability: How likely the model finds it, in [0, 1].
        kept: Share of the sentence's content words that it has, in [0, 1].
    """

    text: str
    probability: float
    kept: float


def _translated(
    handles: Handles, sentences: Sequence[str], drafts: Sequence[Draft], *, escalated: bool
) -> list[_Written]:
    """Write each sentence as logic; one that loses words is written again by chance.

    The last one asks. What loses words is no translation, so what keeps more of them is taken, with
    its share of what keeps as many (Bayes' rule).
    """
    asked = len(sentences) - 1

    def read(i: int, text: str, probability: float) -> _Written:
        return _Written(text, probability, coverage(sentences[i], text, asked=i == asked))

    completions = write(handles, drafts, escalated=escalated)
    written = [read(i, each.text, certainty(each)) for i, each in enumerate(completions)]
    lost = [i for i, each in enumerate(written) if each.kept < 1]
    again = ways(
        handles,
        [drafts[i] for i in lost],
        [completions[i] for i in lost],
        _AGAIN,
        escalated=escalated,
    )
    for i, found in zip(lost, again, strict=True):
        tries = [read(i, way.texts[0], way.probability) for way in found]
        most = max(each.kept for each in tries)
        if most > written[i].kept:
            best, *others = (each for each in tries if each.kept == most)
            total = math.fsum(each.probability for each in (best, *others))
            written[i] = replace(best, probability=best.probability / total if total else 0.0)
    return written


def _lines(problem: Problem, statements: Sequence[str]) -> list[tuple[str, int | None]]:
    """Return the premises for the logic tool, each with the position of its sentence.

    Where a text says which of its rules wins, rules have names, and preferences are lines too. That
    there is something of a kind is then no premise: rules conclude about what has a name.
    """
    if not problem.preferences:
        return [(text, i) for i, text in enumerate(statements)]
    lines: list[tuple[str, int | None]] = []
    for i, (name, text) in enumerate(zip(problem.names, statements, strict=True)):
        if name or not text.startswith("some ") or " -> " in text:
            lines.append((f"{name} : {text}" if name else text, i))
    return lines + [(f"{one} over {other}", None) for one, other in problem.preferences]


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


def sentence_draft(
    handles: Handles, sentence: str, *, start: str, escalated: bool = False
) -> Draft:
    """Return the logic that is to be written for a sentence.

    Args:
        handles: The run's handles.
        sentence: The sentence to translate.
        start: `statement` or `query`.
        escalated: Whether the larger engine answers.
    """
    examples = examples_for(handles, "logician", sentence, 4, escalated=escalated)
    if start == "query":
        prompt = query_prompt(sentence, examples=examples)
    else:
        prompt = statement_prompt(sentence, examples=examples)
    return Draft(prompt, sentence_grammar(sentence, start=start), MAX_TOKENS)

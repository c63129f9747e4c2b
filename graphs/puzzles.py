"""Constraint puzzles: each sentence becomes one line of the puzzle language, and Z3 decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option, option_parts
from lottery_agent.graphs.sentences import Problem
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import offered, run_tool
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Completion
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, words_in
from lottery_agent.toolbox.language import Grammar, Language

HEAD = "Write the sentence as a line of the puzzle."
MAX_TOKENS = 96
_NOTHING = "none"


def line_prompt(sentence: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for one sentence. The model answers with a `statement`."""
    return Prompt(agent="puzzler", head=HEAD, question=sentence, examples=tuple(examples))


def asking_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for what is asked. The model answers with a `query`: `? owl = last`."""
    return line_prompt(f"Question: {question}", examples=examples)


def line_grammar(sentence: str, *, start: str) -> Grammar:
    """Return the puzzle language, limited to the words and numbers of a sentence.

    Args:
        sentence: The sentence to translate.
        start: `statement` or `query`.
    """
    narrow = {
        "WORD": [*words_in(sentence), "first", "last", "middle"],
        "NUMBER": [*numbers_in(sentence), *SMALL],
    }
    return Language.load("puzzle").grammar(start=start, narrow=narrow)


def solve_puzzle(handles: Handles, state: State, problem: Problem) -> dict[str, Any]:
    """Translate a puzzle sentence by sentence, solve it, and offer the answer.

    Options that are whole statements are translated too, and the one that must hold is the answer.
    Options that only name something are compared with the answer to the question.

    Args:
        handles: The run's handles.
        state: The state of the run.
        problem: The sentences of its question and context.
    """
    escalated = state.get("escalated", False)
    options = state.get("options") or []
    stated = bool(options) and all(" " in option_parts(option)[1].strip() for option in options)
    claims = [option_parts(option)[1] for option in options] if stated else []
    drafts = [
        _draft(handles, sentence, escalated=escalated) for sentence in (*problem.premises, *claims)
    ]
    if not stated:
        drafts.append(_draft(handles, problem.query, asked=True, escalated=escalated))
    written = write(handles, drafts, escalated=escalated)
    count = len(problem.premises)
    premises, rest = written[:count], written[count:]
    request: dict[str, Any] = {"premises": [line.text for line in premises]}
    if stated:
        request["options"] = [line.text for line in rest]
    else:
        request["query"] = rest[0].text
    call = "\n".join(line.text for line in written if line.text != _NOTHING)
    outcome = run_tool(handles, "puzzle", request, call=call)
    result = outcome.result
    if result is None:
        return offered(outcome, 0.0)
    update = offered(outcome, _confidence(premises, rest, result))
    candidate: Candidate = update["candidate"]
    if result["answer"] == "Contradiction":
        candidate = replace(candidate, reason="contradiction")
    elif stated:
        candidate = _chosen(candidate, options, result)
    elif options:
        candidate = choose_option(
            handles, state["question"], options, candidate, escalated=escalated
        )
    return {**update, "candidate": candidate}


def _chosen(candidate: Candidate, options: Sequence[str], result: Any) -> Candidate:
    """Return the candidate with the option that must hold; without one alone it has no text."""
    if result["index"] is None:
        return replace(candidate, text=None, reason="low_confidence")
    letter, text = option_parts(options[int(result["index"])])
    return replace(candidate, text=letter or text)


def _confidence(premises: Sequence[Completion], asked: Sequence[Completion], result: Any) -> float:
    """Return how sure the model is of every line that the answer rests on, the least sure one.

    What could be either way rests on all lines; a proof on those that it uses and on the
    declarations, without which nothing has a place.
    """
    used = set(result["used"]) or set(range(len(premises)))
    return min(
        certainty(line)
        for line in (*(line for i, line in enumerate(premises) if i in used), *asked)
    )


def _draft(handles: Handles, sentence: str, *, asked: bool = False, escalated: bool) -> Draft:
    prompt = asking_prompt(sentence) if asked else line_prompt(sentence)
    examples = examples_for(handles, prompt.agent, prompt.question, 4, escalated=escalated)
    grammar = line_grammar(sentence, start="query" if asked else "statement")
    return Draft(replace(prompt, examples=tuple(examples)), grammar, MAX_TOKENS)

"""The mathematician: writes a worksheet in the mathematics language; SymPy computes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.runtime import Runtime

from lottery_agent.answer import Check
from lottery_agent.errors import ToolError
from lottery_agent.graphs.counts import impossible_count
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.judge import judged
from lottery_agent.graphs.revision import revised
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import Outcome, run_tool, run_written
from lottery_agent.graphs.voting import CERTAIN, ballots, disputed, elected
from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.language import Grammar, Language
from lottery_agent.toolbox.mathematics.notation import (
    CONSTANT_NAMES,
    CONSTANTS,
    numbers_in,
    read_notation,
    symbols_in,
)

HEAD = "Write a worksheet that computes the answer."


def mathematician_prompt(
    question: str, *, context: str | None = None, examples: Sequence[Example] = ()
) -> Prompt:
    """Return the prompt for a worksheet.

    Args:
        question: The question as the user wrote it.
        context: Text given with the question, put before it.
        examples: Worked examples, nearest last.
    """
    text = f"{context.strip()}\n{question}" if context and context.strip() else question
    return Prompt(agent="mathematician", head=HEAD, question=text, examples=tuple(examples))


MAX_TOKENS = 160
_SIGN = re.compile(r"[-+*/^!%()√×÷·−\\]")
_RELATION = re.compile(r"[=<>]")
_LEFT_OUT = 0.5
"""What a number left out makes of a vote: of answers to word problems that used all numbers 44%
were right, of those that did not 19% (docs/measurements.md)."""


_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.ASCII | re.IGNORECASE)
"""The number of a place or a power: `the 11th power`."""


def worksheet_words(text: str) -> Mapping[str, Sequence[str]]:
    """Return the numbers and names that a worksheet for a question is limited to."""
    nouns = {word.lower() for word in words_in(text)} - FUNCTION_WORDS
    names = {noun for noun in nouns if noun.isascii() and noun.isalpha()}
    return {
        "NUMBER": [*numbers_in(text), *_ORDINAL.findall(text), *CONSTANTS],
        "NAME": [*symbols_in(text), *names, *CONSTANT_NAMES],
    }


def worksheet_grammar(text: str) -> Grammar:
    """Return the mathematics language, limited to the numbers and names of a question."""
    return Language.load("mathematics").grammar(narrow=worksheet_words(text))


def mathematician(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Write worksheets, run them, and offer the answer that most of them reach.

    Where they reach different answers, a vote weighs less for each number of the question that its
    worksheet leaves out, and as much as the judge finds the worksheet likely to be right, if the
    model was trained to judge. An impossible count has no vote. A first worksheet that the model is
    certain of is not judged: there is none to compare it with, and the judge's probability alone is
    no confidence (see `judged`).
    """
    handles = runtime.context
    escalated = state.get("escalated", False)
    attempt = state.get("attempts", 0)
    if sheet := typed_worksheet(_text(state)):
        typed = run_tool(handles, "mathematics", {"call": sheet}, call=sheet)
        if typed.result is not None and not typed.result.get("unknowns"):
            return _offer(typed, 1.0, [])
    draft = worksheet_draft(handles, state)
    first = write(handles, [draft], escalated=escalated)[0]
    shown = run_written(handles, "mathematics", first)
    confidence = certainty(first)
    question, text = state["question"], _text(state)
    if confidence >= CERTAIN and shown.result is not None and _is_possible(text, shown):
        return _offer(shown, confidence, [values_known(shown, state)])

    drafts = ballots(handles, draft, attempt)
    votes = [
        run_written(handles, "mathematics", completion, quiet=True)
        for completion in write(handles, drafts, escalated=escalated)
    ]
    cast = (shown, *votes)
    possible = [_is_possible(text, vote) for vote in cast]
    weights = None if all(possible) else [float(each) for each in possible]
    if disputed(cast):
        weights = [
            each * _LEFT_OUT ** len(numbers_left_out(question, vote.work.call))
            for each, vote in zip(possible, cast, strict=True)
        ]
        judgements = judged(
            handles, question, cast, context=state.get("context"), escalated=escalated
        )
        if judgements is not None:
            weights = [w * judgement for w, judgement in zip(weights, judgements, strict=True)]
    winner, share, agreement = elected(shown, votes, weights)
    if winner.result is None:
        return {"candidate": Candidate(error=shown.error, reason="error"), "work": [shown.work]}
    return _offer(winner, share, [values_known(winner, state), agreement])


def typed_worksheet(text: str) -> str | None:
    """Return the worksheet of a text that is nothing but an expression of numbers, else None.

    `(3 + 4) * -2 =` needs no model to be written down. Names, relations and words are left to it:
    what is asked of them is not said by notation.
    """
    if not _SIGN.search(text) or not numbers_in(text):
        return None  # a name, or a number alone, asks nothing
    try:
        value = read_notation(text)
    except ToolError:
        return None
    return None if symbols_in(text) or _RELATION.search(value) else f"answer = {value}"


def worksheet_draft(handles: Handles, state: State) -> Draft:
    """Return the worksheet that is to be written for a question and its context."""
    text = _text(state)
    examples = examples_for(
        handles, "mathematician", text, 4, escalated=state.get("escalated", False)
    )
    prompt = mathematician_prompt(
        state["question"], context=state.get("context"), examples=examples
    )
    return Draft(revised(prompt, state), worksheet_grammar(text), MAX_TOKENS)


def _text(state: State) -> str:
    return "\n".join(filter(None, [state.get("context"), state["question"]]))


def _is_possible(text: str, outcome: Outcome) -> bool:
    """Tell whether a worksheet without a result, or its result, may answer a question."""
    return outcome.result is None or not impossible_count(text, str(outcome.result["exact"]))


def numbers_left_out(question: str, sheet: str) -> set[str]:
    """Return the numbers of a question that its worksheet does not use."""
    return {*numbers_in(question)} - {*numbers_in(sheet)}


def values_known(outcome: Outcome, state: State) -> Check:
    """Check that whatever the answer leaves open is a symbol that the question itself names."""
    unknowns = outcome.result.get("unknowns", ()) if outcome.result else ()
    strange = sorted(set(unknowns) - set(symbols_in(_text(state))))
    detail = f"{', '.join(strange)} has no value" if strange else ""
    return Check("values known", not strange, detail)


def _offer(outcome: Outcome, confidence: float, checks: Sequence[Check]) -> dict[str, Any]:
    result = outcome.result
    assert result is not None  # noqa: S101 - only calls that ran are offered
    candidate = Candidate(
        text=str(result["answer"]),
        kind=result["kind"],
        exact=bool(result["is_exact"]),
        confidence=confidence,
        checks=(Check("ran", True, outcome.work.call), *outcome.checks, *checks),
        binding=frozenset({"values known", *(check.name for check in outcome.checks)}),
    )
    return {"candidate": candidate, "work": [outcome.work]}

"""Constraint puzzles: each sentence becomes one line of the puzzle language, and Z3 decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lottery_agent.comparison import option_parts
from lottery_agent.graphs.choosing import ranked
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option, claims_of
from lottery_agent.graphs.readings import ways
from lottery_agent.graphs.sentences import Problem
from lottery_agent.graphs.solving import (
    NOTHING,
    PLACES,
    declares,
    is_open,
    most_sensible,
    solve_lines,
)
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import Outcome, offered
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Completion
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, words_in
from lottery_agent.toolbox.language import Grammar, Language

HEAD = "Write the sentence as a line of the puzzle."
MODE_HEAD = "Choose what the right option does: it must hold, it could hold, or it never holds."
MODES = {"must": "must", "could": "can", "never": "cannot"}
"""The labels of what options must do, with the tool's name for it. None begins another one."""
MAX_TOKENS = 96
_AGAIN = 8
"""Times that a sentence is written again that the model is not sure of."""


def line_prompt(sentence: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for one sentence. The model answers with a `statement`."""
    return Prompt(agent="puzzler", head=HEAD, question=sentence, examples=tuple(examples))


def asking_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for what is asked. The model answers with a `query`: `? owl = last`."""
    return line_prompt(f"Question: {question}", examples=examples)


def mode_prompt(question: str) -> Prompt:
    """Return the prompt whose next token says what the right option does: one of `MODES`."""
    return Prompt(agent="mode", head=MODE_HEAD, question=question)


def line_grammar(sentence: str, *, start: str) -> Grammar:
    """Return the puzzle language, limited to the words and numbers of a sentence.

    Args:
        sentence: The sentence to translate.
        start: `statement` or `query`.
    """
    narrow = {
        "WORD": [*words_in(sentence), *PLACES],
        "NUMBER": [*numbers_in(sentence), *SMALL],
    }
    return Language.load("puzzle").grammar(start=start, narrow=narrow)


@dataclass(frozen=True, slots=True)
class _Written:
    """A puzzle as the model writes it.

    Attributes:
        telling: The draft of each sentence.
        premises: What was written for them.
        asking: The draft of the query, or of each option.
        asked: What was written for these.
        mode: How one of the options fits; None for a query.
        mode_confidence: How sure the model is of the mode, in [0, 1]; 1 for a query.
    """

    telling: list[Draft]
    premises: list[Completion]
    asking: list[Draft]
    asked: list[Completion]
    mode: str | None
    mode_confidence: float


class Puzzle:
    """A question about things that have places, which is translated once, sentence by sentence.

    Options that are whole statements are translated too, and the one that must hold, could hold or
    never holds is the answer, as the question asks. Options that only name something are compared
    with the answer to the question.

    Args:
        handles: The run's handles.
        state: The state of the run.
        problem: The sentences of its question and context.
    """

    def __init__(self, handles: Handles, state: State, problem: Problem) -> None:
        self._handles, self._state, self._problem = handles, state, problem
        self._options = state.get("options") or []
        self._escalated = state.get("escalated", False)

    def solve(self) -> dict[str, Any]:
        """Solve the most probable reading, and offer the answer."""
        written = self._written
        premises = [line.text for line in written.premises]
        asked = [line.text for line in written.asked]
        outcome = solve_lines(self._handles, premises, asked, written.mode)
        if outcome.result is None:
            return offered(outcome, 0.0)
        # What asks for something is misread where nothing is the answer.
        confidence = 0.0 if is_open(outcome) else _confidence(written, outcome.result)
        return self._offer(outcome, confidence)

    def solve_again(self, *, limit: float = 1.0) -> dict[str, Any]:
        """Solve the readings that make sense, and offer the answer that they give.

        Sentences that the model is not sure of are written again by chance for it.

        Args:
            limit: How sure it is that the question is a puzzle.
        """
        written, handles, escalated = self._written, self._handles, self._escalated
        premises = ways(handles, written.telling, written.premises, _AGAIN, escalated=escalated)
        # Options are worded alike, so each tells how the others may be read.
        times = max(_AGAIN // len(written.asking), 2)
        asked = ways(handles, written.asking, written.asked, times, escalated=escalated)
        found = None
        if any(len(each) > 1 for each in (*premises, *asked)):
            found = most_sensible(handles, premises, asked, written.mode, bool(self._options))
        if found is None:
            return {"candidate": Candidate(reason="low_confidence"), "work": []}
        outcome, confidence = found
        return self._offer(outcome, min(confidence, written.mode_confidence, limit))

    @cached_property
    def _written(self) -> _Written:
        handles, escalated = self._handles, self._escalated
        claims, query = claims_of(self._options), self._problem.query
        # The options ask, so that the query may be a clue, or suppose something: "If Ann is third…"
        given = [*self._problem.premises, *([query] if claims else ())]
        telling = [line_draft(handles, sentence, escalated=escalated) for sentence in given]
        question = line_draft(handles, query, asked=True, escalated=escalated)
        asking = [line_draft(handles, claim, escalated=escalated) for claim in claims] or [question]
        written = write(handles, [*telling, *asking], escalated=escalated)
        premises, asked = written[: len(given)], written[len(given) :]
        if any(line.text == NOTHING for line in asked):  # "the red car" is a name, no statement
            claims, asking = [], [question]
            count = len(self._problem.premises)
            telling, premises = telling[:count], premises[:count]
            asked = write(handles, asking, escalated=escalated)
        mode, sure = None, 1.0
        if claims:
            prompt = mode_prompt(query)
            (label, sure), *_ = ranked(handles, prompt, tuple(MODES), escalated=escalated)
            mode = MODES[label]
        return _Written(telling, premises, asking, asked, mode, sure)

    def _offer(self, outcome: Outcome, confidence: float) -> dict[str, Any]:
        """Offer the answer of a reading, as one of the options if there are any."""
        update = offered(outcome, confidence)
        candidate: Candidate = update["candidate"]
        result = outcome.result or {}
        if result.get("answer") == "Contradiction":
            candidate = replace(candidate, reason="contradiction")
        elif "verdicts" in result:
            candidate = _chosen(candidate, self._options, result)
        elif self._options:
            candidate = choose_option(
                self._handles,
                self._state["question"],
                self._options,
                candidate,
                escalated=self._escalated,
            )
        return {**update, "candidate": candidate}


def _chosen(candidate: Candidate, options: Sequence[str], result: Any) -> Candidate:
    """Return the candidate with the option that fits; without one alone it has no text."""
    if result["index"] is None:
        return replace(candidate, text=None, reason="low_confidence")
    letter, text = option_parts(options[int(result["index"])])
    return replace(candidate, text=letter or text)


def _confidence(written: _Written, result: Mapping[str, Any]) -> float:
    """Return how sure the model is of every line that the answer rests on, the least sure one.

    What could be either way rests on all lines; a proof on those that it uses and on the
    declarations, without which nothing has a place.
    """
    used = set(result["used"])
    involved = (
        line
        for i, line in enumerate(written.premises)
        if not used or i in used or declares(line.text)
    )
    return min(written.mode_confidence, *map(certainty, (*involved, *written.asked)))


def line_draft(
    handles: Handles, sentence: str, *, asked: bool = False, escalated: bool = False
) -> Draft:
    """Return the line of the puzzle that is to be written for a sentence.

    Args:
        handles: The run's handles.
        sentence: The sentence to translate.
        asked: Whether it is what is asked.
        escalated: Whether the larger engine answers.
    """
    prompt = asking_prompt(sentence) if asked else line_prompt(sentence)
    examples = examples_for(handles, prompt.agent, prompt.question, 4, escalated=escalated)
    grammar = line_grammar(sentence, start="query" if asked else "statement")
    return Draft(replace(prompt, examples=tuple(examples)), grammar, MAX_TOKENS)

"""Theories: each fact, rule and question becomes a sentence of logic, and Z3 gives the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option
from lottery_agent.graphs.readings import Way, elected, only_way, ways
from lottery_agent.graphs.sentences import Problem
from lottery_agent.graphs.state import Candidate, State
from lottery_agent.graphs.tooling import Outcome, run_tool, told
from lottery_agent.graphs.words import TRUTH, coverage
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Completion
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.language import Grammar, Language

HEAD = "Write the sentence as logic."
MAX_TOKENS = 96
_AGAIN = 8
"""Times that a sentence is written again that lost words, or that the model is not sure of."""
_READINGS = 24
"""Readings of a theory that are run at most."""


def statement_prompt(sentence: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for one fact or rule. The model answers with a `statement`."""
    return Prompt(agent="logician", head=HEAD, question=sentence, examples=tuple(examples))


def query_prompt(question: str, *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for the query. The model answers with a `query`: `? plant(Tom)`."""
    return Prompt(
        agent="logician", head=HEAD, question=f"Question: {question}", examples=tuple(examples)
    )


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


class Theory:
    """Facts and rules with a question, which are translated once, sentence by sentence.

    Args:
        handles: The run's handles.
        state: The state of the run.
        problem: The sentences of its question and context.
    """

    def __init__(self, handles: Handles, state: State, problem: Problem) -> None:
        self._handles, self._state, self._problem = handles, state, problem
        self._escalated = state.get("escalated", False)
        self._sentences = [*problem.premises, problem.query]
        self._shown: Outcome | None = None
        self._ways: dict[int, list[Way]] = {}

    def solve(self) -> dict[str, Any]:
        """Decide the query on the most probable translations, and offer the verdict."""
        written = self._with_words()
        self._shown = outcome = self._run(written)
        return self._offer(outcome, written, self._confidence(outcome, written))

    def solve_again(self, *, limit: float = 1.0) -> dict[str, Any]:
        """Decide the query on all readings, and offer the most probable verdict.

        Sentences that the model is not sure of are written again by chance for it: however a rule
        is written, mostly the same follows. Readings that contradict themselves are ruled out. The
        verdict is as sure as its share of the others, less what its sentences lost, and less the
        doubt of sentences that have no other way.

        Args:
            limit: How sure it is that the question is one of facts and rules.
        """
        self._write_again(range(len(self._sentences)))
        choices = [self._ways[i] for i in range(len(self._sentences))]
        found = elected(choices, self._decided, _READINGS)
        if found is None:
            return {"candidate": Candidate(reason="low_confidence"), "work": []}
        (outcome, written), share = found
        kept = min(each.kept for each in written)
        if self._shown is None or outcome.work.call != self._shown.work.call:
            told(self._handles, "logic", outcome.work.call, lambda: outcome.result or {})
        return self._offer(outcome, written, min(share * kept * only_way(choices), limit))

    def _decided(
        self, reading: tuple[Way, ...]
    ) -> tuple[str, tuple[Outcome, list[_Written]]] | None:
        """Return the verdict of a reading, None for one that contradicts itself."""
        written = [self._read(i, w.texts[0], w.probability) for i, w in enumerate(reading)]
        outcome = self._run(written, quiet=True)
        if outcome.result is None or outcome.result["answer"] == "Contradiction":
            return None
        return str(outcome.result["answer"]), (outcome, written)

    @cached_property
    def _drafts(self) -> list[Draft]:
        handles, escalated = self._handles, self._escalated
        asked = len(self._sentences) - 1
        return [
            sentence_draft(
                handles, each, start="query" if i == asked else "statement", escalated=escalated
            )
            for i, each in enumerate(self._sentences)
        ]

    @cached_property
    def _completions(self) -> list[Completion]:
        return write(self._handles, self._drafts, escalated=self._escalated)

    def _offer(
        self, outcome: Outcome, written: Sequence[_Written], confidence: float
    ) -> dict[str, Any]:
        """Offer a verdict, as one of the options if there are any."""
        if outcome.result is None:
            candidate = Candidate(error=outcome.error, reason="error")
            return {"candidate": candidate, "work": [outcome.work]}
        text = verdict = str(outcome.result["answer"])
        if self._problem.argues and verdict != "Contradiction":
            text = "valid" if verdict == "True" else "invalid"
        pairs = zip(self._sentences, written, strict=True)
        lost = [sentence for sentence, each in pairs if each.kept < 1]
        detail = f"not fully translated: {lost[0]!r}" if lost else ""
        candidate = Candidate(
            text=text,
            kind="verdict",
            exact=True,
            confidence=confidence,
            checks=(*outcome.checks, Check("words kept", not lost, detail)),
            binding=frozenset({"refuted"}),
            reason="contradiction" if verdict == "Contradiction" else None,
        )
        options = self._state.get("options")
        if options and candidate.reason is None:
            question, escalated = self._state["question"], self._escalated
            candidate = choose_option(
                self._handles, question, options, candidate, escalated=escalated
            )
        return {"candidate": candidate, "work": [outcome.work]}

    def _read(self, i: int, text: str, probability: float) -> _Written:
        asked = i == len(self._sentences) - 1
        return _Written(text, probability, coverage(self._sentences[i], text, asked=asked))

    def _with_words(self) -> list[_Written]:
        """Return what is written for each sentence; one that lost words is written again by chance.

        What loses words is no translation, so what keeps more of them is taken, with its share of
        what keeps as many (Bayes' rule).
        """
        completions = self._completions
        written = [self._read(i, each.text, certainty(each)) for i, each in enumerate(completions)]
        lost = [i for i, each in enumerate(written) if each.kept < 1]
        self._write_again(lost)
        for i in lost:
            ends = [way for way in self._ways[i] if way.probability]
            tries = [self._read(i, way.texts[0], way.probability) for way in ends]
            most = max((each.kept for each in tries), default=0.0)
            if most > written[i].kept:
                best, *others = (each for each in tries if each.kept == most)
                total = math.fsum(each.probability for each in (best, *others))
                written[i] = replace(best, probability=best.probability / total)
        return written

    def _write_again(self, places: Iterable[int]) -> None:
        """Write the sentences at some places by chance, if the model is not sure of them, once."""
        new = [i for i in places if i not in self._ways]
        found = ways(
            self._handles,
            [self._drafts[i] for i in new],
            [self._completions[i] for i in new],
            _AGAIN,
            escalated=self._escalated,
        )
        self._ways.update(zip(new, found, strict=True))

    def _run(self, written: Sequence[_Written], *, quiet: bool = False) -> Outcome:
        lines = _lines(self._problem, [each.text for each in written[:-1]])
        query = written[-1].text
        request = {
            "premises": [text for text, _ in lines],
            "query": query.removeprefix("? "),
            "semantics": "defeasible" if self._problem.preferences else "classical",
        }
        call = "\n".join([*request["premises"], query])
        return run_tool(self._handles, "logic", request, call=call, quiet=quiet)

    def _confidence(self, outcome: Outcome, written: Sequence[_Written]) -> float:
        """Return how sure every line is that the verdict rests on, the least sure one.

        A proof rests on the premises that it uses; that nothing follows rests on all of them.
        """
        if outcome.result is None:
            return 0.0
        lines = _lines(self._problem, [each.text for each in written[:-1]])
        proof = (lines[int(i)][1] for i in outcome.result.get("used", ()))
        used = [i for i in proof if i is not None]
        involved = [*(written[i] for i in used or range(len(written) - 1)), written[-1]]
        return min(each.probability * each.kept for each in involved)


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

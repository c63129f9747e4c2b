"""Stories of a world that changes: each sentence becomes lines of the state language.

A program of many lines is written one sentence at a time, since a small model drops events from a
long one. What is asked comes last and is shown the names that the lines gave.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lottery_agent.errors import ToolError
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.readings import joint, most_probable, ways
from lottery_agent.graphs.sentences import story_in
from lottery_agent.graphs.state import State
from lottery_agent.graphs.tooling import Outcome, run_tool
from lottery_agent.graphs.voting import CERTAIN, sampled
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Completion, Sampling
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.builtin import STATE_WORDS
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, times_in, words_in
from lottery_agent.toolbox.language import Grammar, Language

HEAD = "Write what happens in the sentence, or what it asks."
MAX_TOKENS = 240
"""A list of twenty things fits."""
NOTHING = "none"
"""What is written for a sentence in which nothing happens."""
QUERY_MARK = "? "
BEFORE = 2
"""Sentences shown before the one to translate: they tell who `she` is."""
_AGAIN = 6
"""Times that a sentence is written again that the model is not sure of."""
_READINGS = 24
"""Readings of a story that are run at most."""


def event_prompt(sentence: str, before: str = "", *, examples: Sequence[Example] = ()) -> Prompt:
    """Return the prompt for what happens in a sentence. The model answers with `lines`.

    Args:
        sentence: The sentence.
        before: The sentences before it.
        examples: Worked examples, nearest last.
    """
    shown = f"Before: {before}\nSentence: {sentence}" if before else f"Sentence: {sentence}"
    return Prompt(agent="story", head=HEAD, question=shown, examples=tuple(examples))


def asking_prompt(
    question: str, names: Sequence[str] = (), *, examples: Sequence[Example] = ()
) -> Prompt:
    """Return the prompt for what is asked. The model answers with a `start`: events and queries.

    Args:
        question: The sentence that asks; it may tell something too.
        names: What the lines before it speak of, as they spell it.
        examples: Worked examples, nearest last.
    """
    shown = f"Question: {question}"
    if names:
        shown = f"Names: {', '.join(names)}\n{shown}"
    return Prompt(agent="story", head=HEAD, question=shown, examples=tuple(examples))


def event_grammar(sentence: str, before: str = "") -> Grammar:
    """Return the state language for what happens, limited to the words of a sentence.

    Names may stand in the sentences before it; numbers and times can't.
    """
    return Language.load("state").grammar(start="lines", narrow=limits(sentence, before=before))


def asking_grammar(question: str, names: Sequence[str] = ()) -> Grammar:
    """Return the state language for what is asked, limited to its words and to the names given."""
    return Language.load("state").grammar(narrow=limits(question, names=names))


def limits(
    text: str, *, before: str = "", names: Iterable[str] | None = None
) -> dict[str, list[str]]:
    """Return what the terminals of the state language are limited to.

    Args:
        text: The sentence to translate.
        before: The sentences before it.
        names: The names that it may ask about, besides its own; None if it only tells.
    """
    words = [*words_in(text), *words_in(before)]
    if names is not None:
        words += [*(word for name in names for word in name.split("_")), *STATE_WORDS]
    return {"WORD": words, "NUMBER": [*numbers_in(text), *SMALL], "TIME": times_in(text)}


def names_in(lines: Iterable[str]) -> list[str]:
    """Return the names in lines of the state language, each once, in order.

    Raises:
        ToolError: `syntax` if a line is none of the language.
    """
    language = Language.load("state")
    found: dict[str, str] = {}
    for line in lines:
        tree = language.parse(line, start="event")
        for node in tree.iter_subtrees_topdown():  # type: ignore[no-untyped-call]
            if node.data == "name":
                name = "_".join(map(str, node.children))
                found.setdefault(name.casefold(), name)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Written:
    """A story as the model writes it: the sentences that tell, then the one that asks.

    Attributes:
        drafts: What was to be written for each.
        completions: What was written.
        place: How many sentences tell something before the one that asks.
    """

    drafts: list[Draft]
    completions: list[Completion]
    place: int

    def program(self, texts: Sequence[str]) -> str:
        """Return the program of a reading.

        Args:
            texts: What is written for each sentence, for the one that asks last.
        """
        *told, asked = texts
        lines = asked.split("\n")
        queries = [line for line in lines if line.startswith(QUERY_MARK)]
        events = [line for line in lines if not line.startswith(QUERY_MARK)]
        written = [*told[: self.place], *events, *told[self.place :]]
        return "\n".join([*(text for text in written if text != NOTHING), *queries])


def follow(handles: Handles, state: State, *, quiet: bool = False) -> tuple[Outcome, float]:
    """Write the story of a question as a program, sentence by sentence, and run it.

    If the model is not sure of every sentence, or the program fails, the readings of those that it
    is not sure of are run too, and the answer with most probability wins.

    Args:
        handles: The run's handles.
        state: The state of the run.
        quiet: Tell nobody.

    Returns:
        What came of the program, and how sure it is that the program is right, in [0, 1].
    """
    written = _written(handles, state)
    texts = [completion.text for completion in written.completions]
    shown = _run(handles, written.program(texts), quiet=quiet)
    confidence = min(map(certainty, written.completions))
    if shown.result is not None and confidence >= CERTAIN:
        return shown, confidence
    readings = ways(
        handles,
        written.drafts,
        written.completions,
        _AGAIN,
        escalated=state.get("escalated", False),
    )
    found: dict[str, Outcome] = {}
    weights: defaultdict[str, float] = defaultdict(float)
    for reading in islice(most_probable(readings), _READINGS):
        program = written.program([way.texts[0] for way in reading])
        outcome = shown if program == shown.work.call else _run(handles, program, quiet=True)
        if outcome.result is not None:
            answer = str(outcome.result["exact"])
            found.setdefault(answer, outcome)
            weights[answer] += joint(reading)
    if not found:
        return shown, 0.0
    best = max(found, key=weights.__getitem__)
    return found[best], weights[best] / math.fsum(weights.values())


def _run(handles: Handles, program: str, *, quiet: bool) -> Outcome:
    return run_tool(handles, "state", {"call": program}, call=program, quiet=quiet)


def _written(handles: Handles, state: State) -> _Written:
    escalated = state.get("escalated", False)
    attempt = state.get("attempts", 0)
    sampling = sampled(handles, attempt) if attempt else Sampling()
    story = story_in(state["question"], state.get("context") or "")

    def draft(prompt: Prompt, grammar: Grammar) -> Draft:
        examples = examples_for(handles, "story", prompt.question, 4, escalated=escalated)
        return Draft(replace(prompt, examples=tuple(examples)), grammar, MAX_TOKENS, sampling)

    drafts = []
    for i, sentence in enumerate(story.told):
        before = " ".join(story.told[max(i - BEFORE, 0) : i])
        drafts.append(draft(event_prompt(sentence, before), event_grammar(sentence, before)))
    completions = write(handles, drafts, escalated=escalated)
    names = _names(completions)
    asked = draft(asking_prompt(story.asked, names), asking_grammar(story.asked, names))
    completions += write(handles, [asked], escalated=escalated)
    return _Written([*drafts, asked], completions, story.place)


def _names(completions: Iterable[Completion]) -> list[str]:
    """Return the names in what was written; a text that was cut off is no line."""
    try:
        return names_in(
            line
            for completion in completions
            if completion.finish == "stop"
            for line in completion.text.split("\n")
            if line != NOTHING
        )
    except ToolError:  # without a constraint the model may write anything
        return []

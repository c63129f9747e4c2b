"""Stories of a world that changes: each sentence becomes lines of the state language.

A program of many lines is written one sentence at a time, since a small model drops events from a
long one. What is asked comes last and is shown the names that the lines gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lottery_agent.answer import Work
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.readings import Way, elected, only_way, ways
from lottery_agent.graphs.sentences import Story, story_in
from lottery_agent.graphs.state import State
from lottery_agent.graphs.tooling import Outcome, run_tool, told
from lottery_agent.graphs.voting import CERTAIN, sampled
from lottery_agent.graphs.writer import Draft, certainty, examples_for, write
from lottery_agent.models.engine import Completion, Sampling
from lottery_agent.models.prompts import Example, Prompt
from lottery_agent.toolbox.calls.builtin import STATE_WORDS
from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in, times_in, words_in
from lottery_agent.toolbox.language import Grammar, Language
from lottery_agent.toolbox.state import names_of

HEAD = "Write what happens in the sentence, or what it asks."
MAX_TOKENS = 240
"""A list of twenty things fits."""
NOTHING = "none"
"""What is written for a sentence in which nothing happens."""
QUERY_MARK = "? "
MAX_SENTENCES = 80
"""A story of more sentences is not followed."""
BEFORE = 2
"""Sentences shown before the one to translate: they tell who `she` is."""
_TIMELESS = {"lines": "timeless_lines", "start": "timeless"}
"""The rules without what a day is made of."""
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
    return _grammar("lines", limits(sentence, before=before))


def asking_grammar(question: str, names: Sequence[str] = ()) -> Grammar:
    """Return the state language for what is asked, limited to its words and to the names given."""
    return _grammar("start", limits(question, names=names))


def _grammar(start: str, narrow: Mapping[str, Sequence[str]]) -> Grammar:
    # A terminal without anything to be limited to stays as it is, and times would be made up.
    start = start if narrow["TIME"] else _TIMELESS[start]
    return Language.load("state").grammar(start=start, narrow=narrow)


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


def _lines(text: str) -> list[str]:
    """Return the lines of what was written for a sentence; without a constraint, they may vary."""
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line not in ("", NOTHING)]


def names_in(texts: Iterable[str]) -> list[str]:
    """Return the names in lines of the state language, each once, in order.

    Args:
        texts: Lines, or several that are joined; what is no line has no names.
    """
    found: dict[str, str] = {}
    for text in texts:
        for line in _lines(text):
            for name in names_of(line):
                found.setdefault(name.casefold(), name)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Written:
    """A story as the model writes it: the sentences that tell, then the one that asks.

    Attributes:
        drafts: What was to be written for each.
        completions: What was written.
        place: How many sentences tell something before the one that asks.
        names: The names that the one that asks was shown.
    """

    drafts: list[Draft]
    completions: list[Completion]
    place: int
    names: list[str]

    def program(self, texts: Sequence[str]) -> str:
        """Return the program of a reading.

        Args:
            texts: What is written for each sentence, for the one that asks last.
        """
        *told, asked = (_lines(text) for text in texts)
        queries = [line for line in asked if line.startswith(QUERY_MARK)]
        events = [line for line in asked if not line.startswith(QUERY_MARK)]
        parts = [*told[: self.place], events, *told[self.place :], queries]
        return "\n".join(line for part in parts for line in part)


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
    story = story_in(state["question"], state.get("context") or "")
    if len(story.told) > MAX_SENTENCES:
        error = f"a story of {len(story.told)} sentences (at most {MAX_SENTENCES})"
        return Outcome(Work("state", "", error), None, error), 0.0
    written = _written(handles, state, story)
    confidence = min(map(certainty, written.completions))
    program = written.program([completion.text for completion in written.completions])
    if confidence:
        shown = _run(handles, program, quiet=quiet)
    else:  # a text that was cut at its limit is not run, even if it parses
        shown = Outcome(Work("state", program, "cut off"), None, "the program does not end")
    if shown.result is not None and confidence >= CERTAIN:
        return shown, confidence
    choices = ways(
        handles,
        written.drafts,
        written.completions,
        _AGAIN,
        escalated=state.get("escalated", False),
    )

    def whole(reading: tuple[Way, ...]) -> bool:
        """Tell whether the names are those that the sentence that asks was shown."""
        names = names_in(way.texts[0] for way in reading[:-1])
        return {*map(str.casefold, names)} == {*map(str.casefold, written.names)}

    def solve(reading: tuple[Way, ...]) -> tuple[str, Outcome] | None:
        again = written.program([way.texts[0] for way in reading])
        outcome = shown if again == program else _run(handles, again, quiet=True)
        return (str(outcome.result["exact"]), outcome) if outcome.result is not None else None

    found = elected(choices, solve, _READINGS, whole=whole)
    if found is None:
        return shown, 0.0
    winner, share = found
    if winner is not shown and not quiet:
        told(handles, "state", winner.work.call, lambda: winner.result or {})
    return winner, share * only_way(choices)


def _run(handles: Handles, program: str, *, quiet: bool) -> Outcome:
    if program.startswith(QUERY_MARK):  # what is asked alone is no story
        return Outcome(Work("state", program, "nothing happens"), None, "nothing happens")
    return run_tool(handles, "state", {"call": program}, call=program, quiet=quiet)


def _written(handles: Handles, state: State, story: Story) -> _Written:
    escalated = state.get("escalated", False)
    attempt = state.get("attempts", 0)
    sampling = sampled(handles, attempt) if attempt else Sampling()

    def draft(prompt: Prompt, grammar: Grammar) -> Draft:
        examples = examples_for(handles, "story", prompt.question, 4, escalated=escalated)
        return Draft(replace(prompt, examples=tuple(examples)), grammar, MAX_TOKENS, sampling)

    drafts = []
    for i, sentence in enumerate(story.told):
        before = " ".join(story.told[max(i - BEFORE, 0) : i])
        drafts.append(draft(event_prompt(sentence, before), event_grammar(sentence, before)))
    completions = write(handles, drafts, escalated=escalated)
    names = names_in(completion.text for completion in completions)
    asked = draft(asking_prompt(story.asked, names), asking_grammar(story.asked, names))
    completions += write(handles, [asked], escalated=escalated)
    return _Written([*drafts, asked], completions, story.place, names)

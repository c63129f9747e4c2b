"""Stories of a world that changes, and the programs of the state tool that answer them.

A story is told in one of several manners, each with phrases of its own; what happens is kept while
it is drawn, so that the answer is known without the tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.calls.shelf import Shelf, lexical_shelf
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import voiced
from lottery_agent.models.training.generators.worlds import (
    containers,
    counts,
    swaps,
    variables,
    walks,
)
from lottery_agent.models.training.generators.worlds.telling import Told, story
from lottery_agent.toolbox.calls.narrowing import words_in

STORIES: tuple[Callable[[Random, Vocabulary], Told], ...] = (
    *(swaps.told, swaps.told, counts.told, counts.told, containers.told, containers.told),
    *(walks.told, walks.told, variables.numbers, variables.states),
)
"""Draw a story with a question and its program."""

MANNERS = (
    *(f"state.swap.{name}" for name in swaps.MANNERS),
    *(f"state.count.{name}" for name in counts.MANNERS),
    *(f"state.contents.{name}" for name in containers.MANNERS),
    *(f"state.walk.{name}" for name in walks.MANNERS),
    *(f"state.number.{name}" for name in variables.NUMBERS),
    *(f"state.place.{name}" for name in variables.STATES),
)
"""The names of all manners in which stories are told."""

_LONGEST = 215
"""Characters of a program: longer ones may need more tokens than the agent writes."""
_APART = 0.25
"""How often the story comes before the question on a line of its own."""
_BLOCK = 32
"""Stories that are drawn together, so that their vectors are made at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a story.

    Attributes:
        text: The question, with the story.
        question: What tools are found by: without the story if that is given apart.
        program: The program that answers.
        told: The story as it was drawn.
    """

    text: str
    question: str
    program: str
    told: Told


def asked(rng: Random, words: Vocabulary) -> Asked:
    """Draw a question about a story."""
    while True:
        told = rng.choice(STORIES)(rng, words)
        program = told.program
        if len(program) > _LONGEST:
            continue
        lower = rng.random() < 0.15
        kept = {word.lower() for word in words_in(program.replace("_", " "))}
        before = story(rng, told)
        question = voiced(rng, told.question, kept=kept, lower=lower)
        if lower:
            before, program = before.lower(), program.lower()
        if rng.random() < _APART:
            return Asked(f"{before.strip(' ,')}\n{question}", question, program, told)
        text = before + (question[:1].lower() + question[1:] if before.endswith(", ") else question)
        return Asked(text, text, program, told)


def drafts(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Iterator[Draft]:
    """Draw stories without end, with the signatures that a run would show.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        shelf: Finds the signatures; by default by their words.
    """
    shelf = shelf or lexical_shelf()
    while True:
        block = [asked(rng, words) for _ in range(_BLOCK)]
        shelf.prepare(each.question for each in block)
        for each in block:
            yield _draft(each, shelf)


def draft(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Draft:
    """Draw one story, with the signatures that a run would show."""
    return _draft(asked(rng, words), shelf or lexical_shelf())


def _draft(made: Asked, shelf: Shelf) -> Draft:
    inputs = {"question": made.text, "signatures": shelf.shown(made.question, "state")}
    told = made.told
    return Draft("call", inputs, f"state({made.program})", told.template, answer=told.answer)

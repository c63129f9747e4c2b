"""Training examples from puzzles: sentences to translate, questions, and what options must do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.puzzles.asking import Asked, asked
from lottery_agent.models.training.generators.puzzles.clues import (
    Clue,
    Slots,
    clue,
    draw,
    joined,
    wording,
)
from lottery_agent.models.training.generators.puzzles.make import Puzzle, puzzle
from lottery_agent.models.training.generators.puzzles.proof import refusal
from lottery_agent.models.training.generators.puzzles.scenes import scene
from lottery_agent.models.training.generators.puzzles.wording import fill, ordinal, written
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.puzzle import execute

_SENTENCES = 4
"""Most sentences that one puzzle gives beside its introduction, so that examples differ."""
_SUPPOSED = 0.3
"""Share of puzzles with a question that supposes something."""
_ASKED = 0.15
"""Share of puzzles with a question, which says nothing where a statement is wanted."""
_QUESTIONS = 3
_MODES = 2
_AFTERWARDS = (
    "Answer with one word.", "Please explain.", "Thanks!", "Give only the name.", "Explain why.",
    "Give a short answer.", "Think it through.",
)  # fmt: skip


def lines(rng: Random, words: Vocabulary) -> Iterator[Draft]:
    """Yield sentences of proven puzzles, options among them, with their lines."""
    while True:
        drawn = puzzle(rng, words)
        claims = [*_claims(rng, drawn), *_supposed(rng, drawn)]
        if refusal(drawn, claims) is not None:
            continue
        others = [*drawn.fillers, *drawn.clues, *claims]
        chosen = rng.sample(others, min(_SENTENCES, len(others)))
        for said in (*drawn.declarations, *chosen):
            text, line = written(rng, said.text, said.line, said.names, drawn.cast.style)
            yield Draft("line", {"sentence": text}, line, said.template)
        question = asked(rng, drawn) if rng.random() < _ASKED else None
        if question is not None and question.supposes_nothing:
            text, _ = written(rng, question.text, "", (), drawn.cast.style, end="?")
            yield Draft("line", {"sentence": text}, "none", question.template)


def _claims(rng: Random, puzzle: Puzzle) -> list[Clue]:
    """Draw statements as options make them, which need not be true."""
    templates = puzzle.scene.used_as("clue")
    found = [clue(rng, puzzle.cast, rng.choice(templates), None) for _ in range(rng.randint(0, 2))]
    if rng.random() < 0.05:
        found.append(joined(rng, puzzle.cast, templates, None))
    return [claim for claim in found if claim is not None]


def _supposed(rng: Random, puzzle: Puzzle) -> list[Clue]:
    """Draw now and then what a question about options supposes: `If Ann is third, which …`."""
    said = clue(rng, puzzle.cast, rng.choice(puzzle.scene.used_as("clue")), None)
    if said is None or rng.random() > _SUPPOSED:
        return []
    template = rng.choice(scene("supposed").templates)
    text = fill(rng, template.pattern, {"p": said.text})
    return [replace(said, text=text, template=f"{template.name}+{said.template}")]


def askings(rng: Random, words: Vocabulary) -> Iterator[Draft]:
    """Yield questions about proven puzzles, and questions about options."""
    while True:
        drawn = puzzle(rng, words)
        for _ in range(_MODES):
            yield mode(rng, drawn)
        found = [question for _ in range(_QUESTIONS) if (question := asked(rng, drawn))]
        if refusal(drawn) is not None:
            continue
        for question in answered(drawn, found):
            text, line = written(
                rng, question.text, question.line, question.names, drawn.cast.style, end="?"
            )
            if rng.random() < 0.06 and text.endswith("?"):
                text = f"{text} {rng.choice(_AFTERWARDS)}"
            yield Draft("asking", {"question": text}, line, question.template)


def answered(puzzle: Puzzle, questions: Sequence[Asked]) -> list[Asked]:
    """Return the questions that the tool answers as the worlds do."""
    given = [*puzzle.declarations, *puzzle.fillers, *puzzle.clues]
    request = {
        "premises": [clue.line for clue in given],
        "queries": [question.line for question in questions],
    }
    try:
        results = execute(request)["results"]
    except ToolError:
        return []
    return [
        question
        for question, result in zip(questions, results, strict=True)
        if result.get("answer") == question.answer
    ]


def mode(rng: Random, puzzle: Puzzle) -> Draft:
    """Return a question about options with what they must do."""
    cast = puzzle.cast
    if rng.random() < 0.12 and puzzle.clues:
        # Without a question mark, what is asked is taken to be the last sentence, a clue.
        said = rng.choice(puzzle.clues)
        text, _ = written(rng, said.text, said.line, said.names, cast.style)
        return Draft("mode", {"question": text}, "must", said.template)
    template = rng.choice(scene("mode").templates)
    texts, _, plural = wording(rng, cast, draw(rng, cast, "ab") or Slots())
    texts["nth"] = ordinal(rng, rng.randint(1, 5), cast.style.digits)
    text = fill(rng, template.pattern, {**cast.words, **texts}, plural)
    text, _ = written(rng, text, "", (), cast.style, end=rng.choice("???.:"))
    return Draft("mode", {"question": text}, template.sense, template.name)


def told(rng: Random, puzzle: Puzzle, clues: Sequence[Clue]) -> list[str]:
    """Return sentences as the puzzle's writer puts them."""
    return [written(rng, c.text, c.line, c.names, puzzle.cast.style)[0] for c in clues]

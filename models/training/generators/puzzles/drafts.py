"""Training examples from puzzles: sentences to translate, questions, and what options must do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.puzzles.asking import Asked, asked
from lottery_agent.models.training.generators.puzzles.clues import Clue
from lottery_agent.models.training.generators.puzzles.make import Puzzle, puzzle
from lottery_agent.models.training.generators.puzzles.options import claims, mode, supposed, wanted
from lottery_agent.models.training.generators.puzzles.proof import refusal
from lottery_agent.models.training.generators.puzzles.wording import written
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.puzzle import execute

_SENTENCES = 4
"""Most sentences that one puzzle gives beside its introduction, so that examples differ."""
_ASKED = 0.15
"""Share of puzzles with a question, which says nothing where a statement is wanted."""
_QUESTIONS = 3
_MODES = 2
_WANTED = 0.12
"""Share of puzzles with a question about options, which says nothing about the places."""
_AFTERWARDS = (
    "Answer with one word.", "Please explain.", "Thanks!", "Give only the name.", "Explain why.",
    "Give a short answer.", "Think it through.",
)  # fmt: skip


def lines(rng: Random, words: Vocabulary) -> Iterator[Draft]:
    """Yield sentences of proven puzzles, options among them, with their lines."""
    while True:
        drawn = puzzle(rng, words)
        options = [*claims(rng, drawn), *supposed(rng, drawn)]
        if refusal(drawn, options) is not None:
            continue
        others = [*drawn.fillers, *drawn.clues, *options]
        chosen = rng.sample(others, min(_SENTENCES, len(others)))
        for said in (*drawn.declarations, *chosen):
            text, line = written(rng, said.text, said.line, said.names, drawn.cast.style)
            yield Draft("line", {"sentence": text}, line, said.template)
        question = asked(rng, drawn) if rng.random() < _ASKED else None
        if question is not None and question.supposes_nothing:
            text, _ = written(rng, question.text, "", (), drawn.cast.style, end="?")
            yield Draft("line", {"sentence": text}, "none", question.template)
        if rng.random() < _WANTED:
            asking = wanted(rng)
            text, _ = written(rng, asking.text, "", (), drawn.cast.style, end="?")
            yield Draft("line", {"sentence": text}, "none", asking.template)


def askings(rng: Random, words: Vocabulary) -> Iterator[Draft]:
    """Yield questions about proven puzzles, and questions about options."""
    while True:
        drawn = puzzle(rng, words)
        yield from (mode(rng, drawn) for _ in range(_MODES))
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


def told(rng: Random, puzzle: Puzzle, clues: Sequence[Clue]) -> list[str]:
    """Return sentences as the puzzle's writer puts them."""
    return [written(rng, c.text, c.line, c.names, puzzle.cast.style)[0] for c in clues]

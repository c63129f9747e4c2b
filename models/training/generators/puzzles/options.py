"""Options: what they say, what a question about them supposes, and what the right one must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from lottery_agent.graphs.puzzles import MODES
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.puzzles.clues import (
    Clue,
    Slots,
    clue,
    draw,
    joined,
    wording,
)
from lottery_agent.models.training.generators.puzzles.make import Puzzle
from lottery_agent.models.training.generators.puzzles.scenes import Template, scene
from lottery_agent.models.training.generators.puzzles.wording import fill, ordinal, written

_PLACES = frozenset(
    "first last middle place numbered from_end second second_last third_last end no_end top bottom "
    "ahead behind not_first not_last not_place not_from_end both_ends one_of_places".split()
)
"""Senses that say where something is in the whole, as most options do."""
_PLACED = 0.6
"""Share of options that do, where the scene has places."""
_SUPPOSED = 0.3
"""Share of puzzles with a question that supposes something."""
_CLUE, _ABOUT, _FRAMED, _BEHIND, _AFTER = 0.04, 0.1, 0.55, 0.15, 0.1
"""Shares of questions that are a clue, that ask about a thing, that stand in a context, that have
the options behind them, and that say how to answer."""
_AFTERWARDS = (
    "Answer with the letter.", "Explain.", "Give only the letter.", "One letter is enough.",
    "There is exactly one.", "Think before you answer.", "Thanks!",
)  # fmt: skip
_LISTS = ((" ", "", ") "), (" ", "(", ") "), ("\n", "", ". "), ("\n", "(", ") "), ("\n", "", ": "))
"""What stands before each option, and round its letter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants of the right option.

    Attributes:
        text: The question, without its end mark and its capital.
        label: One of `MODES`.
        template: The names of its patterns, joined by `+`.
    """

    text: str
    label: str
    template: str


def claims(rng: Random, puzzle: Puzzle, count: int | None = None) -> list[Clue]:
    """Draw statements as options make them, which need not be true.

    Args:
        rng: The source of choices.
        puzzle: The puzzle.
        count: How many to try; up to three without it.
    """
    templates = puzzle.scene.used_as("clue")
    placed = [template for template in templates if template.sense in _PLACES] or templates
    found: list[Clue | None] = []
    for _ in range(rng.randint(0, 3) if count is None else count):
        template = rng.choice(placed if rng.random() < _PLACED else templates)
        found.append(clue(rng, puzzle.cast, template, None))
    if rng.random() < 0.05:
        found.append(joined(rng, puzzle.cast, templates, None))
    return [claim for claim in found if claim is not None]


def supposed(rng: Random, puzzle: Puzzle) -> list[Clue]:
    """Draw now and then what a question about options supposes: `If Ann is third, which …`."""
    said = clue(rng, puzzle.cast, rng.choice(puzzle.scene.used_as("clue")), None)
    if said is None or rng.random() > _SUPPOSED:
        return []
    if rng.random() < 0.5:
        asking = wanted(rng, said)
        return [replace(said, text=asking.text, template=asking.template)]
    template = rng.choice(scene("supposed").templates)
    text = fill(rng, template.pattern, {"p": said.text})
    return [replace(said, text=text, template=f"{template.name}+{said.template}")]


def wanted(rng: Random, said: Clue | None = None) -> Wanted:
    """Draw a question about options that names nothing itself.

    Args:
        rng: The source of choices.
        said: What it supposes; nothing without it.
    """
    core = _core(rng, about=False)
    asking = fill(rng, core.pattern, {})
    if said is None and rng.random() > _FRAMED:
        return Wanted(asking, core.sense, core.name)
    use = "plain" if said is None else "supposed"
    framed = [frame for frame in scene("framed").templates if frame.sense == use]
    if not asking.startswith(("which", "what")) or asking.endswith(("one", "it", "one is not")):
        framed = [frame for frame in framed if not frame.pattern.startswith("{q}")]
    frame = rng.choice(framed)
    slots = {"q": asking} if said is None else {"q": asking, "p": said.text}
    template = "+".join([core.name, frame.name, *([said.template] if said else ())])
    return Wanted(fill(rng, frame.pattern, slots), core.sense, template)


def _core(rng: Random, *, about: bool) -> Template:
    """Draw a pattern of what options must do; each label is as likely as the others."""
    label = rng.choice(tuple(MODES))
    return rng.choice(
        [
            template
            for template in scene("mode").templates
            if template.sense == label and ("{" in template.pattern) == about
        ]
    )


def mode(rng: Random, puzzle: Puzzle) -> Draft:
    """Return a question about options with what the right one must do."""
    cast = puzzle.cast
    style = replace(cast.style, lead=0.0)
    if rng.random() < _CLUE and puzzle.clues:
        # Without a question mark, what is asked is taken to be the last sentence, a clue.
        said = rng.choice(puzzle.clues)
        text, _ = written(rng, said.text, said.line, said.names, style)
        return Draft("mode", {"question": text}, "must", said.template)
    asking = _about(rng, puzzle) if rng.random() < _ABOUT else _general(rng, puzzle)
    text, _ = written(rng, asking.text, "", (), style, end=rng.choice("????.:"))
    if rng.random() < _BEHIND:
        text += _options(rng, puzzle, claims(rng, puzzle, rng.randint(3, 5)))
    elif text[-1] in ".:?" and rng.random() < _AFTER:
        text = f"{text} {rng.choice(_AFTERWARDS)}"
    return Draft("mode", {"question": text}, asking.label, asking.template)


def _general(rng: Random, puzzle: Puzzle) -> Wanted:
    templates = puzzle.scene.used_as("clue")
    said = None
    if rng.random() < _FRAMED:
        said = clue(rng, puzzle.cast, rng.choice(templates), None)
    return wanted(rng, said)


def _about(rng: Random, puzzle: Puzzle) -> Wanted:
    """Draw a question about options that speaks of a thing or a place."""
    cast = puzzle.cast
    template = _core(rng, about=True)
    texts, _, plural = wording(rng, cast, draw(rng, cast, "ab") or Slots())
    texts["nth"] = ordinal(rng, rng.randint(1, 5), cast.style.digits)
    text = fill(rng, template.pattern, {**cast.words, **texts}, plural)
    return Wanted(text, template.sense, template.name)


def _options(rng: Random, puzzle: Puzzle, found: Sequence[Clue]) -> str:
    """Return options as they stand behind a question."""
    between, opening, closing = rng.choice(_LISTS)
    style = replace(puzzle.cast.style, lead=0.0)
    said = [written(rng, each.text, each.line, each.names, style)[0] for each in found]
    letters = [f"{opening}{chr(65 + i)}{closing}" for i in range(len(said))]
    return "".join(f"{between}{letter}{text}" for letter, text in zip(letters, said, strict=True))

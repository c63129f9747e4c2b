"""Constructions of English logic, each in several phrasings, with the formulas that they mean.

A sentence is a phrasing with words in its places; what its words mean together is a tree, and the
formula is written from the tree. Each phrasing has a name of its own, so that one can be held out
while its construction is learnt from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from random import Random
from types import MappingProxyType

from lottery_agent.models.training.draft import Draft, capital, with_articles
from lottery_agent.models.training.generators.constructions import (
    claims,
    clauses,
    joining,
    numbers,
    owning,
    pairs,
    relations,
    shares,
)
from lottery_agent.models.training.generators.constructions.catalogue import Construction, Frames
from lottery_agent.models.training.generators.constructions.everyday import Speech
from lottery_agent.models.training.generators.constructions.meaning import Meaning
from lottery_agent.models.training.generators.constructions.slots import Slots
from lottery_agent.models.training.generators.constructions.writing import written
from lottery_agent.models.training.generators.formulas import Sentence
from lottery_agent.models.training.generators.logic import JUDGING, asked, judged, stated
from lottery_agent.models.training.generators.vocabulary import Vocabulary

CONSTRUCTIONS: dict[str, Construction] = {
    f"{family}.{each.name}": each
    for family, group in (
        ("join", joining.CONSTRUCTIONS),
        ("share", (*shares.CONSTRUCTIONS, *clauses.CONSTRUCTIONS)),
        ("pair", (*relations.CONSTRUCTIONS, *pairs.CONSTRUCTIONS, *owning.CONSTRUCTIONS)),
        ("number", numbers.CONSTRUCTIONS),
        ("claim", claims.CONSTRUCTIONS),
    )
    for each in group
}
"""All constructions by their names."""

PHRASINGS = tuple(
    f"logic.{name.replace('.', f'.{asked}', 1)}.{frame}"
    for name, each in CONSTRUCTIONS.items()
    for asked, frames in (("", each.frames), ("ask_", each.ask))
    for frame in frames
)
"""The names of all phrasings."""

_ASKED = [name for name, construction in CONSTRUCTIONS.items() if construction.ask]
_WEIGHTS = [construction.weight for construction in CONSTRUCTIONS.values()]
_JUDGING = (
    *JUDGING,
    "Would it be right to say that {l}?",
    "So, necessarily, {l}.",
    "We may conclude: {s}.",
    "We may conclude that {l}.",
    "In consequence, {l}.",
    "From all this follows: {s}.",
    "Consequently, {l}.",
    "It follows that {l}.",
    "Conclusion: {s}.",
    "That is why {l}.",
    "Do we know that {l}?",
    "Is it certain that {l}?",
    "Does this mean that {l}?",
    "May one conclude that {l}?",
    "Yes or no: {l}?",
    "Check this: {s}.",
    "Given all this, {l}, right?",
    "Does it hold that {l}?",
    "What do you think: {l}?",
    "Is it correct that {l}?",
    "is it really so that {l}",
    "Prove or refute: {s}.",
    "Which is it, true or false: {s}?",
    "{s}. True or false?",
    "{s}. Is that right?",
    "{s}. true, false or unknown?",
    "{s}. Is this correct or not?",
)  # fmt: skip
_LOWER = 0.06
"""How often all of a sentence is in lower case."""


def drafts(rng: Random, words: Vocabulary) -> Iterator[Draft]:
    """Draw statements and queries without end."""
    speech = Speech(words)
    while True:
        yield _draft(rng, speech)


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a statement or a query."""
    return _draft(rng, Speech(words))


def _draft(rng: Random, speech: Speech) -> Draft:
    name, draw = _name(rng), rng.random()
    if CONSTRUCTIONS[name].ask and draw < 0.2:
        return asked(rng, _typed(rng, question(rng, speech, name)))
    sentence = _typed(rng, statement(rng, speech, name))
    return stated(rng, sentence) if draw < 0.72 else judged(rng, sentence, _JUDGING)


def _name(rng: Random) -> str:
    return rng.choices(list(CONSTRUCTIONS), _WEIGHTS)[0]


def statement(rng: Random, speech: Speech, name: str = "") -> Sentence:
    """Draw a statement, of a construction if one is named."""
    name = name or _name(rng)
    construction = CONSTRUCTIONS[name]
    return said(rng, speech, construction, construction.frames, name)[0]


def question(rng: Random, speech: Speech, name: str = "") -> Sentence:
    """Draw a question, of a construction if one is named; its text has no mark."""
    name = name or rng.choice(_ASKED)
    construction = CONSTRUCTIONS[name]
    return said(rng, speech, construction, construction.ask, name.replace(".", ".ask_", 1))[0]


def tale(rng: Random, speech: Speech) -> tuple[list[Sentence], Sentence]:
    """Draw people who say of one another whether they tell the truth, and a question about one."""
    names = _people(rng, speech)
    lines = [_claim(rng, speech, claims.OWN, {"N": names[0]})]
    lines += [
        _claim(rng, speech, claims.OTHERS, {"N": name, "M": before})
        for before, name in pairwise(names)
    ]
    if rng.random() < 0.3:
        rng.shuffle(lines)
    own = rng.choice(claims.OWN)
    question = said(rng, speech, own, own.ask, own.name, {"N": rng.choice(names[-2:])})
    return lines, question[0]


def told_tale(rng: Random, speech: Speech) -> tuple[list[str], str]:
    """Draw a tale as text: its sentences and the question, with their capitals and marks."""
    told, (text, *_) = tale(rng, speech)
    return [f"{capital(line)}." for line, *_ in told], f"{capital(text)}?"


def _people(rng: Random, speech: Speech) -> list[str]:
    names: dict[str, None] = {}
    wanted = rng.randint(2, 7)
    while len(names) < wanted:
        names[speech.draw(rng).name(rng)] = None
    return list(names)


def _claim(
    rng: Random, speech: Speech, group: tuple[Construction, ...], names: Mapping[str, str]
) -> Sentence:
    made = rng.choice(group)
    return said(rng, speech, made, made.frames, made.name, names)[0]


def said(
    rng: Random,
    speech: Speech,
    construction: Construction,
    frames: Frames,
    name: str,
    names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Sentence, Meaning]:
    """Draw a sentence, and return what it means.

    Args:
        rng: Where to draw from.
        speech: The words there are.
        construction: What it means.
        frames: The phrasings.
        name: The first part of a phrasing's name.
        names: Whom the sentence is about, by their places; the others are drawn.
    """
    slots = Slots(rng, speech, construction.negative)
    for place, known in names.items():
        slots.call(place, known)
    frame = rng.choice(list(frames))
    text = with_articles(slots.fill(frames[frame]))
    meaning = construction.means(slots)
    return (" ".join(text.split()), written(meaning), f"{name}.{frame}"), meaning


def _typed(rng: Random, sentence: Sentence) -> Sentence:
    text, formula, name = sentence
    lower = rng.random() < _LOWER
    return (text.lower(), formula.lower(), name) if lower else sentence

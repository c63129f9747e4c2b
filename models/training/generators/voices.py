"""The voices in which questions are typed: polite, hurried, in lower case, with a slip."""

from __future__ import annotations

import re
from collections.abc import Collection
from random import Random

_LEADS = (
    "Please tell me: ",
    "Hi! ",
    "Hello, ",
    "hey, ",
    "Quick question: ",
    "I need to know: ",
    "Just checking: ",
    "Can you help? ",
    "please: ",
    "ok so ",
    "One more thing: ",
    "Tell me, ",
)
_ENDS = (" Thanks.", " Thank you!", " thx", " please", " Please be exact.", " Cheers.", " pls")
_WORD = re.compile(r"[A-Za-z]{5,}")


def voiced(
    rng: Random,
    question: str,
    *,
    kept: Collection[str] = (),
    lower: bool = False,
    plain: float = 0.6,
) -> str:
    """Return a question as somebody may type it.

    Args:
        rng: Where to draw from.
        question: The question in plain spelling.
        kept: Words in lower case in which no slip may be, because the answer copies them.
        lower: Whether to write all of it in lower case.
        plain: How often it stays as it is.
    """
    if rng.random() >= plain:
        draw = rng.random()
        if draw < 0.2:
            lead = rng.choice(_LEADS)
            begins = lead.rstrip().endswith((":", "!", "?"))
            question = lead + (question if begins else question[:1].lower() + question[1:])
        elif draw < 0.35:
            question += rng.choice(_ENDS)
        elif draw < 0.6:
            question = question.rstrip("?.!")
        elif draw < 0.7:
            question = question.rstrip("?.!") + rng.choice(("??", "...", " ?", "?!"))
        elif draw < 0.8:
            question = question[:1].lower() + question[1:]
        else:
            question = misspelt(rng, question, kept)
    return question.lower() if lower else question


def misspelt(rng: Random, text: str, kept: Collection[str] = ()) -> str:
    """Return a text with one slip: two letters swapped, one lost, or one written twice.

    Args:
        rng: Where to draw from.
        text: The text.
        kept: Words in lower case that stay as they are.
    """
    words = [found for found in _WORD.finditer(text) if found[0].lower() not in kept]
    if not words:
        return text
    word = rng.choice(words)
    at = word.start() + rng.randrange(1, len(word[0]) - 1)
    one, two = text[at], text[at + 1]
    slip = rng.choice((two + one, one, one + one + two))
    return text[:at] + slip + text[at + 2 :]

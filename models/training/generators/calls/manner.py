"""The manner of a question: what is said around it, and how it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.calls.values import MONTHS
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import voiced

_BEFORE = (
    "{N} [likes|has|wants|draws|made] [{ts}|a {adj} {t}|{n} {ts}]. ",
    "[I am|We are] [in a hurry|at home|busy|new here] [today|now|]. ",
    "[We|They|I] talked about [the|a] {adj} {t}. ",
    "My {t} cost {n} dollars. ",
    "It is about the {t} of {N}. ",
    "[This is for|I need this for] [{N}|my {t}|the {adj} {t}]. ",
    "{N} and {M} have a bet. ",
)
_AFTER = (
    " {N} [wants to know|asked me|needs it|can't tell].",
    " It is for [the {t}|{N}|a {adj} {t}].",
    " [I forgot|I can't work it out|I am not sure].",
    " There are {n} {ts} as well.",
)
_SHARE = 0.2
"""How often something is said that the call does not need."""


def surrounded(rng: Random, question: str, words: Vocabulary) -> str:
    """Return a question, now and then with a sentence beside it that does not matter."""
    if rng.random() > _SHARE or not question.endswith((".", "?")):
        return question
    thing = words.noun(rng)
    said = {"N": words.name(rng), "M": words.name(rng), "t": thing.one, "ts": thing.many}
    said |= {"adj": words.adjective(rng), "n": str(rng.randint(2, 60))}
    if rng.random() < 0.65:
        return spin(rng, rng.choice(_BEFORE)).format_map(said) + question
    return question + spin(rng, rng.choice(_AFTER)).format_map(said)


def typed(rng: Random, question: str, texts: Sequence[str], *, lower: bool) -> str:
    """Return a question as somebody may type it.

    Args:
        rng: Where to draw from.
        question: The question in plain spelling.
        texts: What the call copies, in which no slip may be.
        lower: Whether all of it is in lower case.
    """
    kept = {word for text in (*texts, *MONTHS) for word in text.lower().split()}
    return voiced(rng, question, kept=kept, lower=lower, plain=0.55)

"""A training example before it is rendered: what the agent is asked, and what it shall write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio])")


@dataclass(frozen=True, slots=True)
class Draft:
    """One example.

    `kind` names the prompt function (`statement`, `worksheet`, ...), `inputs` are its arguments,
    `template` says which pattern of language it shows and `source` where its words come from.
    `answer` is the known value of a worksheet, as text, where there is one.
    """

    kind: str
    inputs: Mapping[str, Any]
    target: str
    template: str
    source: str = "generated"
    answer: str | None = field(default=None, compare=False)


Generator = Callable[[Random], Draft]


def spin(rng: Random, pattern: str) -> str:
    """Replace each `[a|b|c]` of a pattern, innermost first, by one of its alternatives."""
    while match := _CHOICE.search(pattern):
        chosen = rng.choice(match.group(1).split("|"))
        pattern = pattern[: match.start()] + chosen + pattern[match.end() :]
    return pattern


def with_articles(text: str) -> str:
    """Return the text with `an` for `a` before a vowel."""
    return _ARTICLE.sub(r"\1n ", text)


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def rough(rng: Random, question: str, *, share: float = 0.25) -> str:
    """Return the question as a hurried person may type it: lower case, no mark at the end."""
    if rng.random() > share:
        return question
    if rng.random() < 0.6:
        question = question[:1].lower() + question[1:]
    if rng.random() < 0.5:
        question = question.rstrip("?.!")
    return question

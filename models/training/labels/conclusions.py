"""Translates the simplest conclusions of FOLIO, with the names that their story taught.

Two frames are read: something is said of one or two named things (`Tom is no cat`, `Tom does not
like Ben`), or of a kind (`All cats are pets`, `Some cats are not pets`). A sentence that says
anything more is left out.
"""

from __future__ import annotations

import re
from typing import Protocol

from lottery_agent.graphs.words import content_words
from lottery_agent.models.training.labels.alignment import Run, Sentence

_NOT = re.compile(r"\b(?:not|never|no|cannot)\b|n't\b")
_MORE = re.compile(r"\b(?:if|either|or|and|neither|nor|only|unless|than|both)\b", re.IGNORECASE)
_KIND = re.compile(r"(All|Every|Each|No|Some)\b")


class Words(Protocol):
    """The words of a story's names."""

    @property
    def predicates(self) -> dict[tuple[str, int], str]:
        """Words of each predicate, by its name and number of terms."""

    @property
    def constants(self) -> dict[str, str]:
        """Words of each constant."""


def conclusion(sentence: Sentence, names: Words) -> str | None:
    """Return the formula of a conclusion in its own words, or None if it is no simple one.

    Args:
        sentence: The conclusion.
        names: The words of the story's names.
    """
    if _MORE.search(sentence.text):
        return None
    things = _runs(sentence, list(names.constants.values()))
    one = _runs(sentence, [words for (_, n), words in names.predicates.items() if n == 1])
    two = _runs(sentence, [words for (_, n), words in names.predicates.items() if n == 2])
    used = {word for run in (*things, *one, *two) for word in run.words}
    if content_words(sentence.text) - used:
        return None
    sign = "~" if _NOT.search(sentence.text) else ""
    kind = _KIND.match(sentence.text)
    match things, one, two:
        case [thing], [quality], [] if kind is None:
            return f"{sign}{quality.name}({thing.name})"
        case [thing, other], [], [relation] if kind is None and thing.start < relation.start:
            return f"{sign}{relation.name}({thing.name}, {other.name})"
        case [], [first, second], [] if kind is not None:
            return _of_kind(kind[1], first.name, second.name, sentence.text[kind.end() :])
    return None


def _of_kind(quantity: str, first: str, second: str, rest: str) -> str:
    sign = "~" if quantity == "No" or _NOT.search(rest) else ""
    if quantity == "Some":
        return f"some x ({first}(x) & {sign}{second}(x))"
    return f"all x ({first}(x) -> {sign}{second}(x))"


def _runs(sentence: Sentence, names: list[str]) -> list[Run]:
    """Return the names that a sentence has, in order, the longest where several begin."""
    found = [run for name in names if (run := sentence.run(name)) is not None]
    found = [run for run in found if not any(run.words < other.words for other in found)]
    return sorted({run.start: run for run in found}.values(), key=lambda run: run.start)

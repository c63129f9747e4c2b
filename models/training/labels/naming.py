"""Names for the steps of a worksheet: nouns that the problem itself uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.models.training.generators.vocabulary import is_noun
from lottery_agent.models.training.labels.expressions import is_number
from lottery_agent.models.training.labels.items import Item
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.logic.words import lemma
from lottery_agent.toolbox.mathematics.notation import CONSTANT_NAMES, numbers_in

_MARK = re.compile(r"<<.*?>>\S*")
_NEAR = 4
"""Words after a mark that may say what was counted."""
_UNITS = ("week", "weeks")
"""Nouns that the mathematics language also reads as numbers."""


def step_names(item: Item, steps: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    """Return a different name for each step, or None if the problem has too few nouns.

    The best name is what the solution counts there (`= 9 eggs`); then the nouns beside the numbers
    that the step uses, in the question; then what stands before the mark; then any other noun.

    Args:
        item: A problem with its solution.
        steps: Expressions by their signs, `#2` for the third mark of the solution.
    """
    question = str(item["question"])
    nouns: dict[str, str] = {}
    for word in words_in(question):
        if _usable(word.lower()):
            nouns.setdefault(lemma(word.lower()), word.lower())
    lines = _lines(str(item["solution"]))
    names: dict[str, str] = {}
    for key, signs in steps.items():
        before, after = lines.get(int(key[1:]), ("", ""))
        found = (
            *_first(after),
            *(word for sign in signs if is_number(sign) for word in _beside(question, sign)),
            *reversed(words_in(before)),
            *words_in(question),
        )
        known = (nouns.get(lemma(word.lower())) for word in found)
        name = next((word for word in known if word and word not in names.values()), None)
        if name is None:
            return None
        names[key] = name
    return names


def _usable(word: str) -> bool:
    return (
        len(word) > 2
        and word.isascii()
        and word.isalpha()
        and word not in FUNCTION_WORDS
        and word not in CONSTANT_NAMES
        and word != "answer"
        and (not numbers_in(word) or word in _UNITS)
        and is_noun(word)
    )


def _lines(solution: str) -> dict[int, tuple[str, str]]:
    """Return what stands before and after each mark in its line, by the number of the mark."""
    found: dict[int, tuple[str, str]] = {}
    number = 0
    for line in solution.splitlines():
        for mark in _MARK.finditer(line):
            found[number] = (line[: mark.start()], _MARK.split(line[mark.end() :])[0])
            number += 1
    return found


def _first(after: str) -> list[str]:
    return words_in(re.split(r"[.;:]", after)[0])[:_NEAR]


def _beside(question: str, number: str) -> Iterator[str]:
    """Yield the words after a number in its sentence of the question."""
    for sentence in split_sentences(question):
        for found in re.finditer(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", sentence):
            yield from words_in(sentence[found.end() :])[:_NEAR]

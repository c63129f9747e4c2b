"""Cuts a text into sentences, so that each can be translated alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lottery_agent.graphs.words import asks_for_verdict

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e no vol fig approx a.m p.m u.s u.k".split()
)
_END = re.compile(r"""[.!?]+["')\]]*\s+|\n+""")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, without surrounding white space, in order.

    A line break always ends a sentence; a full stop does unless it closes an abbreviation or an
    initial. No character but white space is lost.
    """
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if end.group().startswith(".") and "\n" not in end.group():
            word = text[start : end.start()].rsplit(maxsplit=1)[-1:]
            last = word[0].lstrip("(\"'").lower() if word else ""
            if last in _ABBREVIATIONS or (len(last) == 1 and word[0][-1].isupper()):
                continue
        sentences.append(text[start : end.end()])
        start = end.end()
    sentences.append(text[start:])
    return [sentence.strip() for sentence in sentences if sentence.strip()]


@dataclass(frozen=True, slots=True)
class Problem:
    """The sentences of a question with its context: what is given, and what is asked."""

    premises: list[str]
    query: str


def problem_in(question: str, context: str = "") -> Problem:
    """Split a question, and the context before it, into what is given and what is asked.

    What is asked begins with the first sentence of the question that ends in a question mark and
    holds what follows ("True or false? Tom is kind."); without a question mark it is the last
    sentence. One that only asks for a verdict takes in what it is about ("Tom is kind. True?").
    """
    sentences = split_sentences(question)
    asked = (i for i, sentence in enumerate(sentences) if sentence.rstrip("\"')").endswith("?"))
    start = next(asked, len(sentences) - 1)
    if start > 0 and asks_for_verdict(" ".join(sentences[start:])):
        start -= 1
    return Problem([*split_sentences(context), *sentences[:start]], " ".join(sentences[start:]))


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence or sentences of a text that hold the span from `start` to `end`."""
    begin: int | None = None
    position = 0
    for sentence in split_sentences(text):
        at = text.index(sentence, position)
        position = at + len(sentence)
        if begin is None and position > start:
            begin = at
        if begin is not None and position >= end:
            return text[begin:position]
    return text[start:end]

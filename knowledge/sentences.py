"""Finds sentences by the signs that end them."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]+["'”’»)\]]*\s+|[。！？]["'”’»」』)\]]*\s*""")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e cf al vol fig eq sec approx a.m p.m".split()
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of the sentences in a part of a text, without surrounding white space."""
    end = len(text) if end is None else end
    begin = start
    for stop in _SENTENCE_END.finditer(text, start, end):
        if stop.group().startswith(".") and not _ends_sentence(text, begin, stop):
            continue
        yield from trimmed(text, begin, stop.end())
        begin = stop.end()
    yield from trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Tell the end of a sentence from an abbreviation or an initial."""
    if text[stop.end() : stop.end() + 1].islower():
        return False
    word = text[max(begin, stop.start() - 12) : stop.start()].split()[-1:]
    last = word[0].lstrip("(\"'").lower() if word else ""
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha())


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a span without white space around it, or nothing if nothing is left."""
    part = text[start:end]
    if kept := part.strip():
        start += len(part) - len(part.lstrip())
        yield start, start + len(kept)

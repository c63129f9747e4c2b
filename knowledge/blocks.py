"""Parts of source code that belong together, told by blank lines and indentation.

No language is parsed: in all that people indent, a paragraph that starts further right, or with a
closing sign, belongs to what starts above it. That holds functions and classes together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_TAB = 4
_CLOSING = re.compile(r"[)\]}]|(?:end|else|elif|except|finally|catch)\b")
# Comments, decorators, closing signs.
_NO_NAME = re.compile(r"[^\w<]|(?:end|else|elif|except|finally|catch)\b|<!--")
_SIGNATURE = 80


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that belong together: the first one opens the block."""

    paragraphs: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """Where it is in the text."""
        return self.paragraphs[0][0], self.paragraphs[-1][1]


def blocks(text: str, paragraphs: Sequence[Span]) -> Iterator[Block]:
    """Yield paragraphs as the blocks that start at the leftmost column of all."""
    columns = [_column(text, start) for start, _ in paragraphs]
    leftmost = min(columns, default=0)
    begin = 0
    for index in range(1, len(paragraphs)):
        start = paragraphs[index][0]
        if columns[index] == leftmost and not _CLOSING.match(text, start):
            yield Block(tuple(paragraphs[begin:index]))
            begin = index
    if paragraphs:
        yield Block(tuple(paragraphs[begin:]))


def signature(text: str, opening: Span) -> str:
    """Return the line that names a block: the last one that has lines further right below it."""
    lines = text[text.rfind("\n", 0, opening[0]) + 1 : opening[1]].splitlines()
    leftmost = min((_indent(line) for line in lines if line.strip()), default=0)
    named = candidate = ""
    for line in lines:
        words = line.strip()
        if words and _indent(line) > leftmost:
            named = candidate
        elif words and not _NO_NAME.match(words):
            candidate = words
    return (named or candidate).rstrip("{ :")[:_SIGNATURE]


def _column(text: str, offset: int) -> int:
    """Return how far right a place is in its line."""
    return len(text[text.rfind("\n", 0, offset) + 1 : offset].expandtabs(_TAB))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

"""Cuts documents into chunks: parts that are retrieved, read and cited on their own.

A chunk never crosses a heading, ends at the best place that its size allows (a paragraph, a line
of a table or of code, a sentence, a blank), and is a slice of the text: what is cited can always be
found at its offsets. The headings above it travel with it as context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lottery_agent.knowledge.documents import Document, Layout
from lottery_agent.knowledge.embedder import estimate_tokens

SIZE = 200
"""Tokens of a chunk at most. MiniLM reads 256, and the headings need some of them."""
_HEADING_LENGTH = 100
_TOKEN_LENGTH = 20

Span = tuple[int, int]
Count = Callable[[str], int]

_PARAGRAPH_END = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]+["'”’»)\]]*\s+|[。！？]["'”’»」』)\]]*\s*""")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e cf al vol fig eq sec approx a.m p.m".split()
)
# Tables, lists, quotes and code: their lines mean something.
_STRUCTURED = re.compile(r"[ \t]*(?:[|>*+`~-]|\d+[.)][ \t])|    |\t")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of a text, `text[start:end]`, and the path of headings above it."""

    start: int
    end: int
    heading: str = ""


def chunk(document: Document, *, size: int = SIZE, count: Count = estimate_tokens) -> list[Chunk]:
    """Cut a document into chunks, in order, without overlap.

    Everything but white space and headings is in exactly one chunk; a heading with nothing below
    it is a chunk itself.

    Args:
        document: What to cut.
        size: Tokens of a chunk at most.
        count: Counts the tokens of a text; adding up the parts of a text shall give about the
            whole.
    """
    chunks: list[Chunk] = []
    for section in _sections(document):
        chunks += _pack(document.text, section, document.layout, size, count)
    return chunks


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of the sentences in a part of a text, without surrounding white space."""
    end = len(text) if end is None else end
    begin = start
    for stop in _SENTENCE_END.finditer(text, start, end):
        if stop.group().startswith(".") and not _ends_sentence(text, begin, stop):
            continue
        yield from _trim(text, begin, stop.end())
        begin = stop.end()
    yield from _trim(text, begin, end)


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Tell the end of a sentence from an abbreviation or an initial."""
    if text[stop.end() : stop.end() + 1].islower():
        return False
    word = text[max(begin, stop.start() - 12) : stop.start()].split()[-1:]
    last = word[0].lstrip("(\"'").lower() if word else ""
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha())


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space around it, or nothing if nothing is left."""
    part = text[start:end]
    if kept := part.strip():
        start += len(part) - len(part.lstrip())
        yield start, start + len(kept)


def _split(text: str, span: Span, separator: re.Pattern[str]) -> Iterator[Span]:
    """Yield the non-empty parts of a span between separators."""
    begin = span[0]
    for match in separator.finditer(text, *span):
        yield from _trim(text, begin, match.start())
        begin = match.end()
    yield from _trim(text, begin, span[1])


def _sections(document: Document) -> Iterator[Chunk]:
    """Yield the text between headings, each with the path of the headings that it is under."""
    text, headings = document.text, document.headings
    first = headings[0].start if headings else len(text)
    yield from (Chunk(*span) for span in _trim(text, 0, first))
    path: list[tuple[int, str]] = []
    for index, heading in enumerate(headings):
        while path and path[-1][0] >= heading.level:
            path.pop()
        above = " > ".join(title for _, title in path)
        path.append((heading.level, heading.title[:_HEADING_LENGTH]))
        following = headings[index + 1] if index + 1 < len(headings) else None
        body = list(_trim(text, heading.end, following.start if following else len(text)))
        if not body and not (following and following.level > heading.level):
            yield from (Chunk(*span, above) for span in _trim(text, heading.start, heading.end))
        yield from (Chunk(*span, " > ".join(title for _, title in path)) for span in body)


def _pack(text: str, section: Chunk, layout: Layout, size: int, count: Count) -> Iterator[Chunk]:
    """Yield a section as chunks of about equal length, none above the size."""
    units = list(_units(text, (section.start, section.end), layout, size, count))
    if layout == "records":
        yield from (Chunk(start, end, section.heading) for (start, end), _ in units)
        return
    total = sum(tokens for _, tokens in units)
    target = total / max(1, -(-total // size))
    (start, end), filled = units[0]
    for span, tokens in units[1:]:
        if filled + tokens <= size and filled + tokens / 2 <= target:
            end, filled = span[1], filled + tokens
        else:
            yield Chunk(start, end, section.heading)
            (start, end), filled = span, tokens
    yield Chunk(start, end, section.heading)


def _units(
    text: str, span: Span, layout: Layout, size: int, count: Count
) -> Iterator[tuple[Span, int]]:
    """Yield the largest parts that fit, with their tokens: paragraphs, lines, sentences, words."""
    separator = _LINE_END if layout == "records" else _PARAGRAPH_END
    for paragraph in _split(text, span, separator):
        if tokens := _fits(text, paragraph, size, count):
            yield paragraph, tokens
            continue
        by_line = layout == "lines" or _STRUCTURED.match(text, _line_start(text, paragraph[0]))
        for line in _split(text, paragraph, _LINE_END) if by_line else (paragraph,):
            if tokens := _fits(text, line, size, count):
                yield line, tokens
                continue
            for sentence in sentences(text, *line):
                yield from _halves(text, sentence, size, count)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _fits(text: str, span: Span, size: int, count: Count) -> int:
    """Return the tokens of a part, 0 if they are too many. Obvious cases are not counted."""
    if span[1] - span[0] > size * _TOKEN_LENGTH:
        return 0
    tokens = max(1, count(text[slice(*span)]))
    return tokens if tokens <= size else 0


def _halves(text: str, span: Span, size: int, count: Count) -> Iterator[tuple[Span, int]]:
    """Yield a part that has no better place to be cut, halved near blanks until it fits."""
    pending = [span]
    while pending:
        start, end = pending.pop()
        tokens = _fits(text, (start, end), size, count)
        if tokens or end - start == 1:
            yield (start, end), tokens or 1
            continue
        middle = (start + end) // 2
        before = text.rfind(" ", start + (end - start) // 4, middle)
        cut = before if before > start else middle
        pending += [*_trim(text, cut, end), *_trim(text, start, cut)]

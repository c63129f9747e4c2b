"""Cuts documents into chunks: parts that are retrieved, read and cited on their own.

A chunk never crosses a heading, ends at the best place that its size allows (a definition in code,
a paragraph, a line of a table, a sentence, a blank), and is a slice of the text: what is cited can
always be found at its offsets. The headings above it travel with it as context.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lottery_agent.knowledge.blocks import blocks, signature
from lottery_agent.knowledge.documents import Document, Layout
from lottery_agent.knowledge.embedder import estimate_tokens
from lottery_agent.knowledge.sentences import sentences, trimmed

SIZE = 200
"""Tokens of a chunk at most. MiniLM reads 256, and the headings need some of them."""
HEADING_SIZE = 50
"""Tokens of headings that are free; a chunk under longer ones is shorter by what they take."""

_TITLE_LENGTH = 100
_TOKEN_LENGTH = 20
_DEPTH = 8
"""Definitions within definitions that are told apart."""

Span = tuple[int, int]
Count = Callable[[str], int]

_PARAGRAPH_END = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
# Tables, lists, quotes and code: their lines mean something.
_STRUCTURED = re.compile(r"[ \t]*(?:[|>*+`~-]|\d+[.)][ \t])|    |\t")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of a text, `text[start:end]`, and the path of headings above it."""

    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part of a text that is not cut, and its tokens."""

    start: int
    end: int
    tokens: int


def chunk(document: Document, *, size: int = SIZE, count: Count = estimate_tokens) -> list[Chunk]:
    """Cut a document into chunks, in order, without overlap.

    Everything but white space and headings is in exactly one chunk; a heading with nothing below
    it is a chunk itself. The last heading of a chunk that begins inside of a table is the names of
    the columns; inside of a definition in code, it is the line that opens the definition.

    Args:
        document: What to cut.
        size: Tokens of a chunk at most.
        count: Counts the tokens of a text; adding up the parts of a text shall give about the
            whole.
    """
    chunks: list[Chunk] = []
    tables = deque(document.tables)
    for section in _sections(document):
        context = section.heading
        if tables and tables[0].start < section.end:
            context = _path(context, tables[0].columns)
        excess = max(0, count(context) - HEADING_SIZE) if len(context) > HEADING_SIZE else 0
        cutter = _Cutter(document.text, size - min(excess, size // 2), count)
        for part in cutter.cut(section, document.layout):
            while tables and tables[0].end <= part.start:
                tables.popleft()
            if tables and tables[0].start < part.start:
                part = replace(part, heading=_path(part.heading, tables[0].columns))
            chunks.append(part)
    return chunks


def _path(above: str, title: str) -> str:
    return " > ".join(filter(None, (above, title[:_TITLE_LENGTH])))


def _sections(document: Document) -> Iterator[Chunk]:
    """Yield the text between headings, each with the path of the headings that it is under."""
    text, headings = document.text, document.headings
    first = headings[0].start if headings else len(text)
    yield from (Chunk(*span) for span in trimmed(text, 0, first))
    path: list[tuple[int, str]] = []
    for index, heading in enumerate(headings):
        while path and path[-1][0] >= heading.level:
            path.pop()
        above = " > ".join(title for _, title in path)
        path.append((heading.level, heading.title[:_TITLE_LENGTH]))
        following = headings[index + 1] if index + 1 < len(headings) else None
        # A title that does not fit into the path is text too.
        begin = heading.end if len(heading.title) <= _TITLE_LENGTH else heading.start
        body = list(trimmed(text, begin, following.start if following else len(text)))
        if not body and not (following and following.level > heading.level):
            yield from (Chunk(*span, above) for span in trimmed(text, heading.start, heading.end))
        yield from (Chunk(*span, " > ".join(title for _, title in path)) for span in body)


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts sections of a text into chunks of `size` tokens at most."""

    text: str
    size: int
    count: Count

    def cut(self, section: Chunk, layout: Layout) -> Iterator[Chunk]:
        """Yield the chunks of a section."""
        span, heading = (section.start, section.end), section.heading
        if layout == "code":
            yield from self._code(list(self._split(span, _PARAGRAPH_END)), heading)
        elif layout == "records":
            records = self._split(span, _LINE_END)
            units = (unit for record in records for unit in self._units(record, "lines"))
            yield from (Chunk(unit.start, unit.end, heading) for unit in units)
        else:
            paragraphs = self._split(span, _PARAGRAPH_END)
            units = (unit for each in paragraphs for unit in self._units(each, layout))
            yield from self._pack(list(units), heading)

    def _split(self, span: Span, separator: re.Pattern[str]) -> Iterator[Span]:
        """Yield the non-empty parts of a span between separators."""
        begin = span[0]
        for match in separator.finditer(self.text, *span):
            yield from trimmed(self.text, begin, match.start())
            begin = match.end()
        yield from trimmed(self.text, begin, span[1])

    def _pack(self, units: Sequence[_Unit], heading: str) -> Iterator[Chunk]:
        """Yield units as chunks of about equal length, none above the size."""
        total = sum(unit.tokens for unit in units)
        target = total / max(1, -(-total // self.size))
        aim = target  # where the current chunk should end, in tokens from the first unit on
        packed = filled = 0
        start: int | None = None
        end = 0
        for unit in units:
            fits = filled + unit.tokens <= self.size
            if start is not None and not (fits and packed + filled + unit.tokens / 2 <= aim):
                yield Chunk(start, end, heading)
                packed, filled, start = packed + filled, 0, None
                aim += target
            start = unit.start if start is None else start
            end, filled = unit.end, filled + unit.tokens
        if start is not None:
            yield Chunk(start, end, heading)

    def _code(
        self,
        paragraphs: Sequence[Span],
        heading: str,
        opening: Sequence[_Unit] = (),
        depth: int = 0,
    ) -> Iterator[Chunk]:
        """Yield code, its definitions whole where they fit.

        Args:
            paragraphs: The code.
            heading: The headings above it.
            opening: How the definition begins whose body this is.
            depth: Definitions around this one.
        """
        run = list(opening)
        for block in blocks(self.text, paragraphs):
            if unit := self._fitting(block.span):
                run.append(unit)
                continue
            yield from self._pack(run, heading)
            run = []
            first, *body = block.paragraphs
            inside = _path(heading, signature(self.text, first))
            beginning = list(self._units(first, "lines"))
            if len(beginning) > 1:
                head, *rest = self._pack(beginning, heading)
                yield head
                yield from (replace(part, heading=inside) for part in rest)
                beginning = []
            if depth < _DEPTH:
                yield from self._code(body, inside, beginning, depth + 1)
            else:
                parts = [unit for each in body for unit in self._units(each, "lines")]
                yield from self._pack([*beginning, *parts], inside)
        yield from self._pack(run, heading)

    def _units(self, paragraph: Span, layout: Layout) -> Iterator[_Unit]:
        """Yield the largest parts that fit: the whole, its lines, sentences, or words."""
        if unit := self._fitting(paragraph):
            yield unit
            return
        line_start = self.text.rfind("\n", 0, paragraph[0]) + 1
        by_line = layout != "prose" or _STRUCTURED.match(self.text, line_start)
        for line in self._split(paragraph, _LINE_END) if by_line else (paragraph,):
            if unit := self._fitting(line):
                yield unit
                continue
            for sentence in sentences(self.text, *line):
                yield from self._halves(sentence)

    def _fitting(self, span: Span) -> _Unit | None:
        """Return a part as a unit, None if it is too large. Obvious cases are not counted."""
        start, end = span
        if end - start > self.size * _TOKEN_LENGTH:
            return None
        tokens = max(1, self.count(self.text[start:end]))
        return _Unit(start, end, tokens) if tokens <= self.size else None

    def _halves(self, span: Span) -> Iterator[_Unit]:
        """Yield a part that has no better place to be cut, halved near blanks until it fits."""
        pending = [span]
        while pending:
            start, end = pending.pop()
            if unit := self._fitting((start, end)):
                yield unit
            elif end - start == 1:
                yield _Unit(start, end, 1)
            else:
                middle = (start + end) // 2
                before = self.text.rfind(" ", start + (end - start) // 4, middle)
                cut = before if before > start else middle
                pending += [*trimmed(self.text, cut, end), *trimmed(self.text, start, cut)]

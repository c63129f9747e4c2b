"""Reads HTML as text: blocks become paragraphs, headings are kept, scripts are dropped.

A table of data becomes a pipe table; one that only lays out a page is read cell after cell.
"""

from __future__ import annotations

import re
import time
from html import unescape
from html.parser import HTMLParser

from lottery_agent.knowledge.documents import Document, Heading, Table, Unreadable
from lottery_agent.knowledge.readers.grid import Grid
from lottery_agent.knowledge.readers.tables import pipe_table

_DROPPED = frozenset("script style template noscript svg math object iframe".split())
_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer "
    "form header hr main nav ol p pre section summary table ul".split()
)
_LINES = frozenset("br li tr caption option".split())
_CELLS = frozenset(("td", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_GAPS = ("", " ", " | ", "\n", "\n\n")
_PIECE = 2**16
_TAG = 2**18
"""Characters of a tag or a comment."""
_INLINE = re.compile(r"""(?<=["'])data:[^"']*""")
"""Pictures and fonts within a page, which may be long."""
_SECONDS = 20.0
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0]+")


class _Text(HTMLParser):
    """Collects the readable text of a page and the offsets of its headings and tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._dropped = 0
        self._preformatted = 0
        self._in_title = False
        self._heading: tuple[int, int, int] | None = None
        # The innermost table, as long as it may be one of data, and where its text begins.
        self._grid: Grid | None = None
        self._grid_start = (0, 0)
        self.title = ""
        self.headings: list[Heading] = []
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def _separate(self, gap: str) -> None:
        """Ask for white space before the next text; the widest wish wins."""
        self._gap = max(self._gap, gap, key=_GAPS.index)

    def _write(self, text: str) -> None:
        if self._gap and self._length:
            self._parts.append(self._gap)
            self._length += len(self._gap)
        self._gap = ""
        self._parts.append(text)
        self._length += len(text)
        if self._grid:
            self._grid.write(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "title":
            self._in_title = True
        elif tag in _HEADINGS:
            self.end_heading()
            self._separate("\n\n")
            self._heading = (len(self._parts), self._length, _HEADINGS[tag])
            self._grid = None
        elif tag in _BLOCKS:
            self._separate("\n\n")
            self._preformatted += tag == "pre"
        elif tag in _LINES:
            self._separate("\n")
        elif tag in _CELLS:
            self._separate(" | ")
        if tag == "table":
            self._start_grid()
        elif self._grid and tag == "tr":
            self._grid.start_row()
        elif self._grid and tag in _CELLS:
            spans = dict(attrs)
            self._grid.start_cell(_span(spans.get("colspan")), _span(spans.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in _HEADINGS:
            self.end_heading()
            self._separate("\n\n")
        elif tag in _BLOCKS:
            if tag == "table":
                self.end_table()
            self._separate("\n\n")
            self._preformatted = max(0, self._preformatted - (tag == "pre"))
        elif tag in _LINES:
            self._separate("\n")
            if tag == "caption" and self._grid:
                self._start_grid()

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._in_title:
            self.title += data
            return
        if self._preformatted:
            if data.strip():
                self._write(data)
            return
        if data[:1].isspace():
            self._separate(" ")
        if words := _BLANKS.sub(" ", data).strip():
            self._write(words)
            if data[-1].isspace():
                self._separate(" ")

    def end_heading(self) -> None:
        """Note the heading that is open, if any."""
        if self._heading:
            part, start, level = self._heading
            written = "".join(self._parts[part:])
            if title := _BLANKS.sub(" ", written).strip():
                start += len(written) - len(written.lstrip())
                end = start + len(written.strip())
                self.headings.append(Heading(start, end, level, title))
            self._heading = None

    def _start_grid(self) -> None:
        self._grid, self._grid_start = Grid(), (len(self._parts), self._length)

    def end_table(self) -> None:
        """Write the table that is open, if any, as a pipe table, if it is one of data."""
        grid, self._grid = self._grid, None
        if grid and (rows := grid.rows()):
            part, self._length = self._grid_start
            del self._parts[part:]
            self._separate("\n\n")
            markdown = pipe_table(rows)
            self._write(markdown)
            self.tables.append(Table(self._length - len(markdown), self._length, markdown))


def _span(value: str | None) -> int:
    """Return how many columns or rows a cell takes, as an attribute says."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else 1


def read_html(source: str, page: str, *, seconds: float = _SECONDS) -> Document:
    """Return the readable text of a page with its title, headings and tables.

    Raises:
        Unreadable: If the page is so tangled that reading takes more than `seconds`, or that a tag
            does not end.
    """
    page = _INLINE.sub("", page)
    parser = _Text()
    deadline = time.monotonic() + seconds
    for start in range(0, len(page), _PIECE):
        parser.feed(page[start : start + _PIECE])
        # The parser reads an unfinished tag again with each piece; a script it only keeps.
        endless = len(parser.rawdata) > _TAG and parser.cdata_elem is None
        if endless or time.monotonic() > deadline:
            raise Unreadable("markup too tangled to read")
    # What is left is markup that never ends. `close` would try each of its signs as a new start,
    # in quadratic time.
    if not parser.rawdata.startswith("<!"):
        parser.handle_data(unescape(parser.rawdata))
    parser.end_heading()
    parser.end_table()
    title = _BLANKS.sub(" ", parser.title).strip()
    headings = tuple(parser.headings)
    if title and not any(heading.title == title for heading in headings[:1]):
        headings = (Heading(0, 0, 0, title), *headings)
    return Document(source, parser.text, headings=headings, tables=tuple(parser.tables))

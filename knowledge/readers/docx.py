"""Reads DOCX as text: paragraphs, headings by their styles, tables as pipe tables.

This runs in the reading process only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from lottery_agent.knowledge.documents import Document, Heading, Table, Unreadable
from lottery_agent.knowledge.readers.grid import Grid
from lottery_agent.knowledge.readers.parts import Attributes, parse, related
from lottery_agent.knowledge.readers.tables import pipe_table

MAX_CHARACTERS = 10_000_000
"""Text of a document."""

_HEADING = re.compile(r"heading ?(\d)", re.IGNORECASE)
_ANCESTORS = 10
"""Styles that a style is based on, one on the other."""
# Text that was deleted or moved away, earlier formats, and what only old programs show.
_SKIPPED = frozenset(
    "del moveFrom Fallback pPrChange rPrChange tblPrChange tcPrChange trPrChange".split()
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(source: str, content: bytes) -> Document:
    """Return the text of a DOCX file.

    Raises:
        Unreadable: If it is no DOCX file, or one of its parts is too large.
        Exception: If it is broken, anything.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Unreadable("no DOCX file, or an encrypted one") from None
    with archive:
        main = related(archive, "", "officeDocument")
        if main is None:
            raise Unreadable("no DOCX file: the archive holds no document")
        styles = _Styles()
        if (part := related(archive, main, "styles")) is not None:
            parse(archive, part, styles.start)
        body = _Body(styles.level)
        parse(archive, main, body.start, body.end, body.data)
    return Document(source, body.text, headings=tuple(body.headings), tables=tuple(body.tables))


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    level: int | None = None


class _Styles:
    """Collects the styles of a document, and tells which make headings."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._style = _Style()

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._style = self._styles[attributes.get("styleId", "")] = _Style()
        elif name == "name":
            self._style.name = value
        elif name == "basedOn":
            self._style.based_on = value
        elif name == "outlineLvl":
            self._style.level = _outline(value)

    def level(self, style: str) -> int | None:
        """Return the level of the headings of a style, None if it makes none."""
        for _ in range(_ANCESTORS):
            found = self._styles.get(style, _Style(style))
            if found.name.lower() == "title":
                return 0
            if named := _HEADING.fullmatch(found.name):
                return int(named[1])
            if found.level is not None:
                return found.level
            style = found.based_on
        return None


def _outline(value: str) -> int | None:
    """Return the level of headings for a level of the outline, which counts from 0; 9 is text."""
    return int(value) + 1 if value in tuple("012345678") else None


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    level: int | None = None
    in_list: bool = False


class _Body:
    """Collects the text of a document and the offsets of its headings and tables."""

    def __init__(self, level: Callable[[str], int | None]) -> None:
        self._level = level
        self._parts: list[str] = []
        self._length = 0
        self._after_item = False
        self._skipped = 0
        self._in_run = False
        self._in_text = False
        self._paragraphs: list[_Paragraph] = []  # a text box stands inside of a paragraph
        self._tables = 0  # that we are in, one inside of the other
        self._grid = Grid()
        self._cells: list[str] = []  # paragraphs of the table that we are in
        self.headings: list[Heading] = []
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element."""
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "t":
            self._in_text = True
        elif name == "r":
            self._in_run = True
        elif name in _SIGNS and self._in_run:
            self._add(_SIGNS[name])
        elif self._paragraphs and name in ("pStyle", "outlineLvl", "numPr"):
            self._format(name, attributes.get("val", ""))
        elif self._tables or name == "tbl":
            self._start_in_table(name, attributes)

    def _format(self, name: str, value: str) -> None:
        paragraph = self._paragraphs[-1]
        if name == "numPr":
            paragraph.in_list = True
        elif (level := self._level(value) if name == "pStyle" else _outline(value)) is not None:
            paragraph.level = level

    def _start_in_table(self, name: str, attributes: Attributes) -> None:
        if name == "tbl":
            self._tables += 1
        if self._tables > 1:  # its words belong to the cell around it
            return
        value = attributes.get("val", "")
        if name == "tbl":
            self._grid, self._cells = Grid(), []
        elif name == "tr":
            self._grid.start_row()
        elif name == "tc":
            self._grid.start_cell()
        elif name == "gridSpan" and value.isascii() and value.isdigit() and len(value) < 4:
            self._grid.widen(int(value))
        elif name == "vMerge" and value != "restart":
            self._grid.join_above()

    def data(self, text: str) -> None:
        """Take text."""
        if self._in_text and not self._skipped:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].parts.append(text)

    def end(self, name: str) -> None:
        """End an element."""
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
        elif name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "tbl" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_table()

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.parts).strip()
        if not text:
            return
        if self._tables:
            self._grid.write(text)
            self._cells.append(text)
        elif paragraph.level is not None:
            title = " ".join(text.split())
            start = self._write(title)
            self.headings.append(Heading(start, self._length, paragraph.level, title))
        else:
            self._write(f"- {text}" if paragraph.in_list else text, item=paragraph.in_list)

    def _end_table(self) -> None:
        if rows := self._grid.rows():
            markdown = pipe_table(rows)
            start = self._write(markdown)
            self.tables.append(Table(start, self._length, markdown))
        else:
            for text in self._cells:
                self._write(text)

    def _write(self, text: str, *, item: bool = False) -> int:
        """Write a paragraph and return its offset; items of a list follow one another closely."""
        if self._parts:
            gap = "\n" if item and self._after_item else "\n\n"
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._after_item = item
        if self._length > MAX_CHARACTERS:
            raise Unreadable(f"more than {MAX_CHARACTERS:,} characters of text")
        return start

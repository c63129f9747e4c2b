"""A document: text as it is cited, and what is known about its structure.

Every reader produces this, the chunker needs nothing else, and all offsets in the package count
characters of `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Layout = Literal["prose", "lines", "records", "code"]
"""How text may be cut: at sentences, at line ends, at line ends with one record per line, or
between definitions."""


class Unreadable(Exception):
    """A file can't become a document. The text is the reason."""


class Unreachable(Unreadable):
    """A file's content can't be looked at, so that nobody knows whether it has changed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, valid until the next one of its level or above.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last one; equal to `start` for a title that is not in the text, as a
            page number.
        level: 0 for a title of the whole document, 1 and more for headings.
        title: Its words, without markup.
    """

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last one.
        markdown: The table as a Markdown pipe table, its header first. What stands in the text may
            be another notation of it.
    """

    start: int
    end: int
    markdown: str

    @property
    def columns(self) -> str:
        """The names of the columns, parted by ` | `."""
        return self.markdown.partition("\n")[0].strip("| ")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its structure.

    Attributes:
        source: Where it comes from: an absolute path, or any name for text from elsewhere.
        text: The text. For a format with markup, the readable text without it.
        layout: How it may be cut.
        headings: Its headings in the order of the text, not overlapping.
        tables: Its tables in the order of the text, not overlapping.
        omitted: What of the source is not in the text, and why; empty if all is.
    """

    source: str
    text: str
    layout: Layout = "prose"
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    omitted: str = ""

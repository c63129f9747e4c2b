"""A document: text as it is cited, and what is known about its structure.

Every reader produces this, the chunker needs nothing else, and all offsets in the package count
characters of `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Layout = Literal["prose", "lines", "records"]
"""How text may be cut: at sentences, at line ends, or at line ends with one record per line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, valid until the next one of its level or above.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last one; equal to `start` for a title that is not in the text.
        level: 0 for a title of the whole document, 1 and more for headings.
        title: Its words, without markup.
    """

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its structure.

    Attributes:
        source: Where it comes from: an absolute path, or any name for text from elsewhere.
        text: The text. For HTML, the readable text without markup.
        layout: How it may be cut.
        headings: Its headings in the order of the text, not overlapping.
    """

    source: str
    text: str
    layout: Layout = "prose"
    headings: tuple[Heading, ...] = ()

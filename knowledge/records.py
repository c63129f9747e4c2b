"""What a knowledge base holds and gives back: documents, their passages, and their digests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any

Key = tuple[int, int]
"""A passage: number of its document (never used twice) and position in it."""

Part = tuple[int, int, str, str]
"""A passage as it is stored: start, end, text and heading."""

_ID = re.compile(r"([0-9]{1,19}):([0-9]{1,19})")
_LARGEST = 2**63 - 1
"""What SQLite can number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that was found.

    Attributes:
        id: Name of the passage in its base.
        source: The document.
        text: Its words: `text[start:end]` of the document.
        start: Offset of the first character in the document's text.
        end: Offset after the last one.
        score: Cosine similarity to the query, in [0, 1]; 0 if similarity was not asked for.
        heading: The headings above it, outermost first, joined by ` > `.
        lexical: BM25 score for the query's words, 0 if few or none occur. Only comparable within
            one search.
        fused: What passages are ordered by: similarity and words together, in [0, 1].
    """

    id: str
    source: str
    text: str
    start: int
    end: int
    score: float
    heading: str
    lexical: float = 0.0
    fused: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the passage as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Source:
    """A document of a base.

    Attributes:
        source: Its name: for a file, the absolute path.
        sha256: Hash of the content that was added.
        bytes: Size of that content.
        passages: Number of its passages.
        added: When it was added, in UTC, ISO 8601.
    """

    source: str
    sha256: str
    bytes: int
    passages: int
    added: str

    def to_json(self) -> dict[str, Any]:
        """Return the source as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is stored.

    Attributes:
        source: Its name.
        sha256: Hash of its content.
        bytes: Size of its content.
        passages: Its passages, in order.
        tables: Start, end and Markdown of each table in its text, in order.
        added: When it was added, in UTC, ISO 8601; None for now.
    """

    source: str
    sha256: str
    bytes: int
    passages: Sequence[Part]
    tables: Sequence[tuple[int, int, str]] = ()
    added: str | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """Size and origin of a base.

    Attributes:
        name: Its name.
        folder: Where its files are; of a base on a server, those of this machine.
        url: The Chroma server that keeps it, None for none.
        documents: Number of documents.
        passages: Number of passages.
        bytes: Size of its files in the folder.
        embedder: Name of the model that made its vectors, None before the first.
        sha256: Hash of that model.
    """

    name: str
    folder: str
    url: str | None
    documents: int
    passages: int
    bytes: int
    embedder: str | None
    sha256: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as plain data."""
        return asdict(self)


def digest(passages: Iterable[Part]) -> str:
    """Return the SHA-256 of a document's passages: places, texts and headings."""
    found = sha256()
    for start, end, *texts in passages:
        found.update(f"{start} {end}".encode())
        for text in texts:
            encoded = text.encode(errors="surrogatepass")
            found.update(b" %d " % len(encoded) + encoded)
    return found.hexdigest()


def suffix_of(source: str) -> str:
    """Return the suffix of a document's name in small letters, `.md` say; empty if it has none."""
    return PurePath(source).suffix.lower()


def format_key(key: Key) -> str:
    """Return a passage's id."""
    return f"{key[0]}:{key[1]}"


def parse_key(id: str) -> Key:
    """Return what `format_key` was given.

    Raises:
        ValueError: If it can't have returned this.
    """
    if not is_id(id):
        raise ValueError(f"{id!r} is no passage's id")
    document, _, position = id.partition(":")
    return int(document), int(position)


def is_id(text: str) -> bool:
    """Tell whether `format_key` can have returned a text."""
    match = _ID.fullmatch(text)
    return match is not None and max(map(int, match.groups())) <= _LARGEST

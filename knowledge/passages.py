"""The words of a knowledge base: its documents, their passages and a full-text index, in SQLite.

This store is the truth about a base. It is transactional, so that a killed process never leaves
half a document; vectors in the vector store that it does not know are listed as doomed and deleted
at the next opening.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

Key = tuple[int, int]
"""A passage: number of its document (never used twice) and position in it."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS doomed (document INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS documents (
    document INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    added TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS passages (
    passage INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    UNIQUE (document, position)
);
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(text, heading, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_WORD = re.compile(r"\w+")
_QUERY_WORDS = 64


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that was found.

    Attributes:
        id: Name of the passage in its base.
        source: The document.
        text: Its words: `text[start:end]` of the document.
        start: Offset of the first character in the document's text.
        end: Offset after the last one.
        score: Cosine similarity to the query, in [0, 1].
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
    """A document as it is stored: its identity, and the text of each passage."""

    source: str
    sha256: str
    bytes: int
    passages: Sequence[tuple[int, int, str, str]]
    """Start, end, text and heading of each."""


class PassageStore:
    """Documents and passages in one SQLite file, or in memory. May be used from any thread.

    Args:
        path: The file; None keeps everything in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = RLock()
        self._database = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        try:
            # Freed pages are overwritten: what is removed can't be read from the file any more.
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.executescript(_SCHEMA)
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def about(self) -> dict[str, str]:
        """Return the base's own description."""
        return dict(self._all("SELECT key, value FROM about"))

    def describe(self, values: Mapping[str, str]) -> None:
        """Set parts of the base's description."""
        with self._transaction() as database:
            database.executemany("REPLACE INTO about VALUES (?, ?)", values.items())

    def reserve(self, count: int) -> list[int]:
        """Return numbers for new documents. They are doomed until `put` makes them real."""
        with self._transaction() as database:
            insert = "INSERT INTO doomed DEFAULT VALUES RETURNING document"
            return [database.execute(insert).fetchone()[0] for _ in range(count)]

    def doomed(self) -> list[int]:
        """Return the documents whose vectors must go, if they have any."""
        return [row[0] for row in self._all("SELECT document FROM doomed ORDER BY document")]

    def forget(self, documents: Iterable[int]) -> None:
        """Take documents off the doomed list, because their vectors are gone."""
        with self._transaction() as database:
            rows = [(document,) for document in documents]
            database.executemany("DELETE FROM doomed WHERE document = ?", rows)

    def put(self, entries: Mapping[int, Entry]) -> None:
        """Store documents under their reserved numbers; earlier ones of the same source go."""
        with self._transaction() as database:
            for document, entry in entries.items():
                self._delete(database, entry.source)
                database.execute(
                    "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        document,
                        entry.source,
                        entry.sha256,
                        entry.bytes,
                        len(entry.passages),
                        datetime.now(UTC).isoformat(timespec="seconds"),
                    ),
                )
                for position, (start, end, text, heading) in enumerate(entry.passages):
                    passage = database.execute(
                        "INSERT INTO words (text, heading) VALUES (?, ?)", (text, heading)
                    ).lastrowid
                    database.execute(
                        "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
                        (passage, document, position, start, end),
                    )
                database.execute("DELETE FROM doomed WHERE document = ?", (document,))

    def delete(self, sources: Iterable[str]) -> None:
        """Remove documents; their numbers become doomed."""
        with self._transaction() as database:
            for source in sources:
                self._delete(database, source)

    def _delete(self, database: sqlite3.Connection, source: str) -> None:
        row = database.execute(
            "SELECT document FROM documents WHERE source = ?", (source,)
        ).fetchone()
        if row is None:
            return
        mine = "(SELECT passage FROM passages WHERE document = ?)"
        database.execute(f"DELETE FROM words WHERE rowid IN {mine}", row)  # noqa: S608
        database.execute("DELETE FROM passages WHERE document = ?", row)
        database.execute("DELETE FROM documents WHERE document = ?", row)
        database.execute("INSERT INTO doomed VALUES (?)", row)

    def compact(self) -> None:
        """Rewrite the full-text index, so that words of removed documents leave the file."""
        with self._transaction() as database:
            database.execute("INSERT INTO words (words) VALUES ('optimize')")

    def sources(self) -> list[Source]:
        """Return the documents, by name."""
        query = "SELECT source, sha256, bytes, passages, added FROM documents ORDER BY source"
        return [Source(*row) for row in self._all(query)]

    def sha256(self, source: str) -> str | None:
        """Return the hash of a document's content, None if there is no such document."""
        rows = self._all("SELECT sha256 FROM documents WHERE source = ?", source)
        return rows[0][0] if rows else None

    def count(self) -> int:
        """Return the number of passages."""
        total: int = self._all("SELECT count(*) FROM passages")[0][0]
        return total

    def match(self, query: str, limit: int) -> list[tuple[Key, float]]:
        """Return the passages that share words with a query and their BM25 scores, best first."""
        words = list(dict.fromkeys(_WORD.findall(query.lower())))[:_QUERY_WORDS]
        if not words:
            return []
        rows = self._all(
            "SELECT document, position, score FROM ("
            "SELECT rowid AS id, bm25(words, 1.0, 0.5) AS score FROM words"
            " WHERE words MATCH ? ORDER BY score, rowid LIMIT ?"
            ") JOIN passages ON passage = id ORDER BY score, id",
            " OR ".join(f'"{word}"' for word in words),
            limit,
        )
        # SQLite's score is negative, so that the best comes first.
        return [((document, position), -score) for document, position, score in rows]

    def get(self, key: Key) -> tuple[Any, ...] | None:
        """Return source, text, start, end and heading of a passage, None if there is none."""
        rows = self._all(
            "SELECT source, text, start, stop, heading FROM passages"
            " JOIN documents USING (document) JOIN words ON words.rowid = passage"
            " WHERE document = ? AND position = ?",
            *key,
        )
        return rows[0] if rows else None

"""The words of a knowledge base: its documents, their passages and a full-text index, in SQLite.

This store is the truth about a base. It is transactional, so that a killed process never leaves
half a document; vectors in the vector store that it does not know are listed as doomed and deleted
at the next opening.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.filters import Condition
from lottery_agent.knowledge.lexical import matches
from lottery_agent.knowledge.records import (
    Entry,
    Key,
    Part,
    Passage,
    Source,
    digest,
    format_key,
    suffix_of,
)
from lottery_agent.knowledge.schema import SECURE_DELETE, prepare

Stored = tuple[str, str, int, int, str]
"""Source, text, start, end and heading of a passage."""

_SOURCE = "source, sha256, bytes, passages, added"
_STORED = """
SELECT document, position, source, text, start, stop, heading
FROM {} JOIN documents USING (document) JOIN words ON words.rowid = passage"""
# The order of a cross join is kept: a few keys, each looked up in an index.
_WANTED = """(
    SELECT json_extract(value, '$[0]') AS document, json_extract(value, '$[1]') AS position
    FROM json_each(?)
) CROSS JOIN passages USING (document, position)"""
_STALE = "stale"
_COST = 80
"""How much longer it takes to take a passage out of the full-text index (1.5 ms) than to rewrite
it with the index (20 µs)."""
_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""


class PassageStore:
    """Documents and passages in one SQLite file, or in memory. May be used from any thread.

    Args:
        path: The file; None keeps everything in memory.
        name: The base's name, for messages.

    Raises:
        KnowledgeError: If the file has a format that this version does not know.
        sqlite3.Error: If the file can't be read or written.
    """

    def __init__(self, path: Path | None = None, *, name: str = "") -> None:
        self._lock = RLock()
        self._name = name
        self._count: int | None = None
        self._database = sqlite3.connect(
            path or ":memory:", timeout=_PATIENCE, check_same_thread=False, isolation_level=None
        )
        try:
            # Freed pages are overwritten: what is removed can't be read from the file any more.
            self._database.execute("PRAGMA secure_delete = ON")
            prepare(self._database, name)
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        """Give the database.

        Raises:
            KnowledgeError: If SQLite fails: the file is damaged, locked, or the disk is full.
        """
        try:
            with self._lock:
                yield self._database
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"the words of knowledge base {self._name!r} can't be read or written: {error}",
                hint="`lottery knowledge verify` checks the base",
            ) from None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the database to write to; what was written stays if the block ends well.

        Raises:
            KnowledgeError: If SQLite fails.
        """
        with self._asking():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                if self._database.in_transaction:  # SQLite ends it itself where it fails badly
                    self._database.execute("ROLLBACK")
                raise
            finally:
                self._count = None
            self._database.execute("COMMIT")

    def select(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._asking() as database:
            return database.execute(query, values).fetchall()

    def about(self) -> dict[str, str]:
        """Return the base's own description."""
        return dict(self.select("SELECT key, value FROM about"))

    def describe(self, values: Mapping[str, str]) -> None:
        """Set parts of the base's description."""
        with self.transaction() as database:
            database.executemany("REPLACE INTO about VALUES (?, ?)", values.items())

    def reserve(self, count: int) -> list[int]:
        """Return numbers for new documents. They are doomed until `put` makes them real."""
        with self.transaction() as database:
            insert = "INSERT INTO doomed DEFAULT VALUES RETURNING document"
            return [database.execute(insert).fetchone()[0] for _ in range(count)]

    def doomed(self) -> list[int]:
        """Return the documents whose vectors must go, if they have any."""
        return [row[0] for row in self.select("SELECT document FROM doomed ORDER BY document")]

    def forget(self, documents: Iterable[int]) -> None:
        """Take documents off the doomed list, because their vectors are gone."""
        with self.transaction() as database:
            rows = [(document,) for document in documents]
            database.executemany("DELETE FROM doomed WHERE document = ?", rows)

    def put(self, entries: Mapping[int, Entry]) -> None:
        """Store documents under their numbers; earlier ones of the same source go."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.transaction() as database:
            for document, entry in entries.items():
                self._delete(database, _numbers(database, [entry.source]))
                self._insert(database, document, entry, entry.added or now)

    def _insert(
        self, database: sqlite3.Connection, document: int, entry: Entry, added: str
    ) -> None:
        database.execute(
            "INSERT INTO documents"
            " (document, source, suffix, sha256, bytes, passages, digest, added)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document,
                entry.source,
                suffix_of(entry.source),
                entry.sha256,
                entry.bytes,
                len(entry.passages),
                digest(entry.passages),
                added,
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
        database.executemany(
            "INSERT INTO tables VALUES (?, ?, ?, ?)",
            [(document, *table) for table in entry.tables],
        )
        database.execute("DELETE FROM doomed WHERE document = ?", (document,))

    def delete(self, sources: Iterable[str]) -> None:
        """Remove documents; their numbers become doomed."""
        with self.transaction() as database:
            self._delete(database, _numbers(database, sources))

    def drop(self, documents: Iterable[int]) -> None:
        """Remove documents by their numbers, which become doomed."""
        with self.transaction() as database:
            self._delete(database, documents)

    def _delete(self, database: sqlite3.Connection, documents: Iterable[int]) -> None:
        rows = [(document,) for document in documents]
        if not rows:
            return
        self._forget_words(database, rows)
        for table in ("passages", "tables", "documents"):
            database.executemany(f"DELETE FROM {table} WHERE document = ?", rows)  # noqa: S608
        database.executemany("INSERT OR IGNORE INTO doomed VALUES (?)", rows)

    def _forget_words(self, database: sqlite3.Connection, rows: Sequence[tuple[int]]) -> None:
        """Delete the words of documents, at once from the file if that is the faster way.

        FTS5 only marks deleted words in its index. Where SQLite can't take them out one by one, or
        they are many, the index is rewritten later, and until then it is noted as stale.
        """
        size = "SELECT coalesce(sum(passages), 0) FROM documents"
        total = database.execute(size).fetchone()[0]
        gone = sum(
            database.execute(f"{size} WHERE document = ?", row).fetchone()[0] for row in rows
        )
        at_once = SECURE_DELETE and gone * _COST <= total
        if SECURE_DELETE:
            option = "INSERT INTO words (words, rank) VALUES ('secure-delete', ?)"
            database.execute(option, (int(at_once),))
        if not at_once:
            database.execute("REPLACE INTO about VALUES (?, '1')", (_STALE,))
        mine = "(SELECT passage FROM passages WHERE document = ?)"
        database.executemany(f"DELETE FROM words WHERE rowid IN {mine}", rows)  # noqa: S608

    def compact(self) -> None:
        """Make sure that words of removed documents have left the file."""
        with self.transaction() as database:
            query = "DELETE FROM about WHERE key = ? RETURNING 1"
            if database.execute(query, (_STALE,)).fetchall():
                database.execute("INSERT INTO words (words) VALUES ('optimize')")

    def sources(self) -> list[Source]:
        """Return the documents, by name."""
        query = f"SELECT {_SOURCE} FROM documents ORDER BY source"  # noqa: S608
        return [Source(*row) for row in self.select(query)]

    def source(self, name: str) -> Source | None:
        """Return the document of this name, None if there is none."""
        query = f"SELECT {_SOURCE} FROM documents WHERE source = ?"  # noqa: S608
        return next((Source(*row) for row in self.select(query, name)), None)

    def sha256(self, source: str) -> str | None:
        """Return the hash of a document's content, None if there is no such document."""
        known = self.source(source)
        return known.sha256 if known else None

    def names(self, condition: Condition) -> list[str]:
        """Return the names of the documents that meet a condition, in order."""
        where, values = condition
        query = f"SELECT source FROM documents WHERE {where} ORDER BY source"  # noqa: S608
        return [row[0] for row in self.select(query, *values)]

    def sizes(self, condition: Condition | None = None) -> dict[int, int]:
        """Return the number of passages of each document, or of those that meet a condition."""
        where, values = condition or ("1", ())
        query = f"SELECT document, passages FROM documents WHERE {where}"  # noqa: S608
        return dict(self.select(query, *values))

    def ids(self) -> set[str]:
        """Return the ids of all passages."""
        return {format_key((n, at)) for n, size in self.sizes().items() for at in range(size)}

    def totals(self) -> tuple[int, int]:
        """Return the numbers of documents and of passages."""
        query = "SELECT count(*), coalesce(sum(passages), 0) FROM documents"
        documents, passages = self.select(query)[0]
        return documents, passages

    def count(self) -> int:
        """Return the number of passages."""
        with self._lock:
            if self._count is None:
                self._count = self.totals()[1]
            return self._count

    def match(
        self, query: str, limit: int, condition: Condition | None = None
    ) -> list[tuple[Key, float]]:
        """Return the passages that share words with a query and their BM25 scores, best first.

        Args:
            query: Any text.
            limit: How many at most.
            condition: What their documents must meet.
        """
        with self._asking() as database:
            return matches(database, query, limit, condition, total=self.count())

    def get(self, keys: Sequence[Key]) -> dict[Key, Stored]:
        """Return what is stored of passages; unknown ones are missing."""
        rows = self.select(_STORED.format(_WANTED), json.dumps(keys))
        return {(document, position): tuple(stored) for document, position, *stored in rows}

    def around(self, key: Key, before: int, after: int) -> list[Passage]:
        """Return the passages of a document from some before one to some after it, in order."""
        document, position = key
        rows = self.select(
            f"{_STORED.format('passages')} WHERE document = ? AND position BETWEEN ? AND ?"
            " ORDER BY position",
            document,
            max(0, position - before),
            min(sys.maxsize, position + after),
        )
        return [
            Passage(format_key((document, position)), source, text, start, end, 0.0, heading)
            for document, position, source, text, start, end, heading in rows
        ]

    def number(self, source: str) -> int | None:
        """Return the number of a document, None if there is none of this name."""
        if not _is_text(source):
            return None
        rows = self.select("SELECT document FROM documents WHERE source = ?", source)
        return rows[0][0] if rows else None

    def numbers(self) -> list[int]:
        """Return the numbers of all documents, in order."""
        return [row[0] for row in self.select("SELECT document FROM documents ORDER BY document")]

    def parts(self, document: int) -> list[Part]:
        """Return start, end, text and heading of a document's passages, in order."""
        rows = self.select(
            "SELECT start, stop, text, heading FROM passages"
            " JOIN words ON words.rowid = passage WHERE document = ? ORDER BY position",
            document,
        )
        return [(start, stop, text, heading) for start, stop, text, heading in rows]

    def tables(self, document: int) -> list[tuple[int, int, str]]:
        """Return start, end and Markdown of a document's tables, in order."""
        rows = self.select(
            "SELECT start, stop, markdown FROM tables WHERE document = ? ORDER BY start", document
        )
        return [(start, stop, markdown) for start, stop, markdown in rows]

    def entry(self, document: int) -> Entry | None:
        """Return a document as it was put, None if there is none of this number."""
        query = "SELECT source, sha256, bytes, added FROM documents WHERE document = ?"
        with self._lock:
            for source, sha256, size, added in self.select(query, document):
                parts, tables = self.parts(document), self.tables(document)
                return Entry(source, sha256, size, parts, tables, added)
        return None


def _numbers(database: sqlite3.Connection, sources: Iterable[str]) -> list[int]:
    """Return the numbers of those documents that there are."""
    query = "SELECT document FROM documents WHERE source = ?"
    rows = [database.execute(query, (source,)).fetchone() for source in sources]
    return [row[0] for row in rows if row is not None]


def _is_text(name: str) -> bool:
    """Tell whether a name has no half of a surrogate pair, which SQLite can't take."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True

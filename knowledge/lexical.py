"""BM25 over a full-text index, with a bound on what one query may cost.

FTS5 scores every passage that has any word of the query, and a word like "the" is in nearly all of
them: at 100,000 passages such a query takes 400 ms, while the word decides nothing. So words are
taken from the rarest on, as long as they have few passages in sum.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from lottery_agent.knowledge.filters import Condition
from lottery_agent.knowledge.records import Key

_WORD = re.compile(r"\w+")
_QUERY_WORDS = 64
_SCORED = 20_000
"""Passages that are scored at most, about 60 ms."""

# bm25 is negative, so that the best comes first.
_MATCHES = """
SELECT document, position, score FROM (
    SELECT rowid AS id, bm25(words, 1.0, 0.5) AS score FROM words WHERE words MATCH ? {} LIMIT ?
) JOIN passages ON passage = id ORDER BY score, id LIMIT ?"""
_ADMITTED = """AND EXISTS (
    SELECT 1 FROM passages JOIN documents USING (document) WHERE passage = words.rowid AND {}
)"""


def matches(
    database: sqlite3.Connection, query: str, limit: int, condition: Condition | None
) -> list[tuple[Key, float]]:
    """Return the passages that share words with a query and their BM25 scores, best first.

    Args:
        database: A base's tables.
        query: Any text.
        limit: How many at most.
        condition: What their documents must meet.
    """
    words = list(dict.fromkeys(_WORD.findall(query.lower())))[:_QUERY_WORDS]
    words = _telling(database, words)
    if not words:
        return []
    where, values = condition or ("", ())
    admitted = _ADMITTED.format(where) if condition else ""
    matched = " OR ".join(f'"{word}"' for word in words)
    rows = database.execute(_MATCHES.format(admitted), (matched, *values, _SCORED, limit))
    return [((document, position), -score) for document, position, score in rows]


def _telling(database: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """Return the rarest words, one at least, that have few passages in sum."""
    counts = {word: _passages(database, word) for word in words}
    chosen: list[str] = []
    total = 0
    for word in sorted((word for word in words if counts[word]), key=lambda word: counts[word]):
        total += counts[word]
        if chosen and total > _SCORED:
            break
        chosen.append(word)
    return chosen


def _passages(database: sqlite3.Connection, word: str) -> int:
    """Return how many passages have a word; of very many, only that they are."""
    count = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    found: int = database.execute(count, (f'"{word}"', _SCORED + 1)).fetchone()[0]
    return found

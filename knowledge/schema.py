"""The SQLite tables of a knowledge base, and how a base of an earlier format becomes one of today.

A base is migrated when it is opened, in one transaction: it is of the old format or of the new
one, never in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.records import digest, suffix_of

FORMAT = 2

SECURE_DELETE = sqlite3.sqlite_version_info >= (3, 42)
"""Whether FTS5 can take the words of a removed row out of its index at once."""

_FTS = 4
"""FTS5's own format."""
_FTS_WITH_SECURE_DELETE = 5
"""The same once a row was deleted so. An SQLite before 3.42 can't read it."""

_TABLES = """
CREATE TABLE tables (
    document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    markdown TEXT NOT NULL,
    PRIMARY KEY (document, start)
) WITHOUT ROWID"""
_SCHEMA = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE doomed (document INTEGER PRIMARY KEY AUTOINCREMENT)",
    """
CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    added TEXT NOT NULL,
    suffix TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT ''
)""",
    """
CREATE TABLE passages (
    passage INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    UNIQUE (document, position)
)""",
    _TABLES,
    """
CREATE VIRTUAL TABLE words
    USING fts5(text, heading, tokenize = 'porter unicode61 remove_diacritics 2')""",
)


def prepare(database: sqlite3.Connection, name: str) -> None:
    """Make the tables of a new base, or bring those of an older one to today's format.

    Args:
        database: A connection in autocommit mode (`isolation_level=None`).
        name: The base's name, for messages.

    Raises:
        KnowledgeError: If the base has a format that this version does not know.
        sqlite3.Error: If the file can't be read or written.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        found = _format(database)
        if found is None:
            for statement in _SCHEMA:
                database.execute(statement)
        elif found == str(FORMAT) or found in _MIGRATIONS:
            _ready_words(database)
            for number in range(int(found), FORMAT):
                _MIGRATIONS[str(number)](database)
        else:
            raise KnowledgeError(
                f"knowledge base {name!r} has format {found}, this version reads up to {FORMAT}",
                hint="use the version of lottery-agent that made it",
            )
        if found != str(FORMAT):
            database.execute("REPLACE INTO about VALUES ('format', ?)", (str(FORMAT),))
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _format(database: sqlite3.Connection) -> str | None:
    """Return the format of a base, None if there is none yet."""
    tables = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
    if tables is None:
        return None
    row = database.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
    # Format 1 made its tables a moment before it wrote its number.
    return str(row[0]) if row else "1"


def _ready_words(database: sqlite3.Connection) -> None:
    """Make the full-text index one that this SQLite can read."""
    version = database.execute("SELECT v FROM words_config WHERE k = 'version'").fetchone()[0]
    if version == _FTS_WITH_SECURE_DELETE and not SECURE_DELETE:
        # FTS5 says `run 'rebuild'`, but refuses that too unless the version is the one it knows.
        database.execute("UPDATE words_config SET v = ? WHERE k = 'version'", (_FTS,))
        database.execute("DELETE FROM words_config WHERE k = 'secure-delete'")
        database.execute("INSERT INTO words (words) VALUES ('rebuild')")


def _from_1(database: sqlite3.Connection) -> None:
    """Add the suffix and the digest of each document, and the tables of documents."""
    database.execute("ALTER TABLE documents ADD COLUMN suffix TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE documents ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
    database.execute(_TABLES)
    for document, source in database.execute("SELECT document, source FROM documents").fetchall():
        passages = database.execute(
            "SELECT start, stop, text, heading FROM passages JOIN words ON words.rowid = passage"
            " WHERE document = ? ORDER BY position",
            (document,),
        )
        database.execute(
            "UPDATE documents SET suffix = ?, digest = ? WHERE document = ?",
            (suffix_of(source), digest(passages), document),
        )


_MIGRATIONS: dict[str, Callable[[sqlite3.Connection], None]] = {"1": _from_1}
"""What brings a base of each earlier format to the next one."""

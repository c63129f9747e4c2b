from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge import Embedder, Filter, KnowledgeBase, schema
from lottery_agent.knowledge.documents import Document

FORMAT_1 = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE doomed (document INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    added TEXT NOT NULL
);
CREATE TABLE passages (
    passage INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    UNIQUE (document, position)
);
CREATE VIRTUAL TABLE words
    USING fts5(text, heading, tokenize = 'porter unicode61 remove_diacritics 2');
"""
"""The tables as version 0.1.0 made them."""


def _downgrade(path: Path) -> None:
    """Make a base of today one of format 1, with the same contents."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("ATTACH ? AS old", (f"{path}.old",))
        for statement in FORMAT_1.split(";")[:-1]:
            made = statement.strip().replace("TABLE ", "TABLE old.", 1)
            database.execute(made)
        for table, columns in (
            ("about", "key, value"),
            ("doomed", "document"),
            ("documents", "document, source, sha256, bytes, passages, added"),
            ("passages", "passage, document, position, start, stop"),
            ("words", "rowid, text, heading"),
        ):
            database.execute(
                f"INSERT INTO old.{table} ({columns}) SELECT {columns} FROM main.{table}"
            )
        database.execute("UPDATE old.about SET value = '1' WHERE key = 'format'")
    Path(f"{path}.old").replace(path)


@pytest.fixture
def old(tmp_path: Path, embedder: Embedder) -> Path:
    """The folder of a base of format 1."""
    with KnowledgeBase.open("mine", embedder, folder=tmp_path) as base:
        base.add_documents(
            [Document("a.MD", "Old tea.\n\nTwo cups."), Document("b.txt", "Old milk.")]
        )
    _downgrade(tmp_path / "mine" / "passages.sqlite3")
    return tmp_path


def _columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [row[1] for row in database.execute("PRAGMA table_info(documents)")]


def test_a_base_of_format_1_is_migrated(old: Path, embedder: Embedder) -> None:
    path = old / "mine" / "passages.sqlite3"
    assert "digest" not in _columns(path)
    with KnowledgeBase.open("mine", embedder, folder=old) as base:
        assert base._opened.passages.about()["format"] == str(schema.FORMAT)
        assert base.search("tea", 1)[0].text == "Old tea.\n\nTwo cups."
        found = base.search("old", 5, where=Filter(suffixes=("md",)))
        assert [p.source for p in found] == ["a.MD"]
        assert base.verify().problems == ()
        base.add_documents([Document("a.MD", "New tea.")])
        assert base.remove("b.txt") == ["b.txt"]
        assert base.verify().problems == ()
    with KnowledgeBase.open("mine", embedder, folder=old) as base:
        assert [p.text for p in base.search("tea")] == ["New tea."]


def test_a_new_base_and_a_migrated_one_have_the_same_tables(old: Path) -> None:
    KnowledgeBase.open("mine", folder=old).close()
    KnowledgeBase.open("new", folder=old).close()
    columns = [sorted(_columns(old / name / "passages.sqlite3")) for name in ("mine", "new")]
    assert columns[0] == columns[1]


def test_an_interrupted_migration_changes_nothing(
    old: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old / "mine" / "passages.sqlite3"

    def die(_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "digest", die)
        with pytest.raises(KeyboardInterrupt):
            KnowledgeBase.open("mine", embedder, folder=old)
    assert "digest" not in _columns(path)
    with KnowledgeBase.open("mine", embedder, folder=old) as base:
        assert len(base.sources()) == 2


def test_a_base_that_died_before_it_noted_its_format_is_of_format_1(old: Path) -> None:
    path = old / "mine" / "passages.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DELETE FROM about WHERE key = 'format'")
    with KnowledgeBase.open("mine", folder=old) as base:
        assert len(base.sources()) == 2


@pytest.mark.parametrize("format", ["99", "3", "0", "x", ""])
def test_formats_that_nobody_knows_are_refused(old: Path, format: str) -> None:
    path = old / "mine" / "passages.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE about SET value = ? WHERE key = 'format'", (format,))
    before = path.read_bytes()
    with pytest.raises(KnowledgeError, match=f"'mine' has format {format}, this version reads up"):
        KnowledgeBase.open("mine", folder=old)
    assert path.read_bytes() == before


def test_an_index_of_a_later_sqlite_is_rewritten_for_an_earlier_one(old: Path) -> None:
    path = old / "mine" / "passages.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE words_config SET v = 5 WHERE k = 'version'")
        database.execute("INSERT INTO words_config VALUES ('secure-delete', 1)")
    with KnowledgeBase.open("mine", folder=old) as base:
        assert [p.source for p in base.search("milk", mode="lexical")] == ["b.txt"]
        base.remove("b.txt")
        assert base.verify().problems == ()

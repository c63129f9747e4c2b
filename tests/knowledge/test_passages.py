from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PassageStore]:
    store = PassageStore(tmp_path / "passages.sqlite3")
    yield store
    store.close()


def _entry(source: str, *texts: str) -> Entry:
    return Entry(source, "hash", 1, [(i, i + len(t), t, "Top") for i, t in enumerate(texts)])


def test_numbers_of_documents_are_never_used_twice(store: PassageStore) -> None:
    first = store.reserve(2)
    store.put({first[0]: _entry("a", "one"), first[1]: _entry("b", "two")})
    assert store.doomed() == []
    store.delete(["b"])
    assert store.doomed() == [first[1]]
    store.forget(store.doomed())
    assert not set(store.reserve(2)) & set(first)


def test_a_failed_write_changes_nothing(store: PassageStore) -> None:
    (one,) = store.reserve(1)
    store.put({one: _entry("a", "old words")})
    (two,) = store.reserve(1)
    bad = Entry("a", "hash", 1, [(0, 1, "new words", ""), None])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        store.put({two: bad})
    assert [key for key, _ in store.match("words", 5)] == [(one, 0)]
    assert store.match("new", 5) == []
    assert store.doomed() == [two]


def test_matching_ignores_case_inflection_and_accents(store: PassageStore) -> None:
    (one,) = store.reserve(1)
    store.put({one: _entry("a", "The cafés were closing", "nothing here")})
    assert [key for key, _ in store.match("CAFE closes?", 5)] == [(one, 0)]


def test_more_shared_and_rarer_words_rank_higher(store: PassageStore) -> None:
    (one,) = store.reserve(1)
    texts = ["the red fox", "the fox ran", "the hen ran", "the red hen", "the cow"]
    store.put({one: _entry("a", *texts)})
    found = store.match("the red fox", 5)
    assert found[0][0] == (one, 0)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(score > 0 for _, score in found)


@pytest.mark.parametrize("query", ['"', "a AND", "NEAR(", "x*", "-", "'; DROP TABLE words", "()"])
def test_no_query_is_an_error(store: PassageStore, query: str) -> None:
    (one,) = store.reserve(1)
    store.put({one: _entry("a", "some words")})
    store.match(query, 5)
    assert store.count() == 1


def test_put_replaces_the_document_of_the_same_source(store: PassageStore) -> None:
    one, two = store.reserve(2)
    store.put({one: _entry("a", "old", "older")})
    store.put({two: _entry("a", "new")})
    assert store.doomed() == [one]
    assert store.count() == 1
    assert store.get([(one, 0)]) == {}
    assert store.get([(two, 0)]) == {(two, 0): ("a", "new", 0, 3, "Top")}


WORDS = " ".join(f"word{n}" for n in range(500))


def _on_disk(path: Path, word: str) -> bool:
    return word.encode() in path.read_bytes()


@pytest.mark.parametrize("documents", [2, 200], ids=["rewritten", "taken out if SQLite can"])
def test_words_of_deleted_documents_leave_the_file(tmp_path: Path, documents: int) -> None:
    path = tmp_path / "passages.sqlite3"
    store = PassageStore(path)
    numbers = store.reserve(documents)
    entries = {n: _entry(f"d{n}", f"secret{n}x {WORDS}") for n in numbers}
    store.put(entries)
    first, *_, last = numbers
    store.delete([f"d{first}"])
    assert store.match(f"secret{first}x", 5) == []
    store.compact()
    assert not _on_disk(path, f"secret{first}x")
    store.put({store.reserve(1)[0]: _entry(f"d{last}", "short")})
    store.compact()
    assert not _on_disk(path, f"secret{last}x")
    assert _on_disk(path, "word499") == (documents > 2)
    store.select("INSERT INTO words (words) VALUES ('integrity-check')")
    store.close()


def test_the_index_is_rewritten_only_if_something_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "passages.sqlite3"
    store = PassageStore(path)
    for number in store.reserve(3):
        store.put({number: _entry(f"d{number}", WORDS)})
    before = path.read_bytes()
    store.compact()
    assert path.read_bytes() == before
    store.close()

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lottery_agent.knowledge.passages import Entry, PassageStore


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

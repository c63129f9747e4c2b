from __future__ import annotations

from collections.abc import Iterator

import pytest

from lottery_agent.knowledge import lexical
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry

TEXTS = [f"the {'red ' if n % 5 == 0 else ''}hen number{n}" for n in range(40)]


@pytest.fixture
def store() -> Iterator[PassageStore]:
    store = PassageStore()
    (number,) = store.reserve(1)
    store.put({number: Entry("a", "", 1, [(0, len(text), text, "") for text in TEXTS])})
    yield store
    store.close()


def _found(store: PassageStore, query: str) -> list[int]:
    return [position for (_, position), _ in store.match(query, 100)]


def test_candidates_have_a_rare_word_and_common_words_count(
    store: PassageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(_found(store, "the red number7")) == 40
    monkeypatch.setattr(lexical, "_SCORED", 12)
    assert _found(store, "the red number7") == [7, *range(0, 40, 5)]
    assert _found(store, "the number7") == [7]
    monkeypatch.setattr(lexical, "_SCORED", 3)
    assert _found(store, "number7 number10 number8 red") == [10, 7, 8]
    assert _found(store, "number7 red number10")[0] == 10


def test_a_word_that_is_everywhere_costs_no_more_than_the_bound(
    store: PassageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "_SCORED", 12)
    assert len(_found(store, "the")) == 12
    assert len(_found(store, "hen the")) == 12


def test_words_that_are_nowhere_find_nothing(store: PassageStore) -> None:
    assert _found(store, "zebra") == []
    assert _found(store, "zebra number7") == [7]
    assert _found(store, "_ __") == []

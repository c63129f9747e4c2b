from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.knowledge import Embedder, ExampleIndex
from lottery_agent.knowledge.examples import NameIndex

ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("What is two plus three?", {"agent": "mathematician", "call": "answer = 2 + 3"}),
    ("Who wrote the book?", {"agent": "librarian", "call": "book author", "steps": ["a"]}),
    ("What is two minus one?", {"agent": "mathematician", "call": "answer = 2 - 1"}),
]


def test_nearest_first_with_payload(embedder: Embedder, tmp_path: Path) -> None:
    with ExampleIndex(ENTRIES, embedder, cache=tmp_path) as index:
        found = index.nearest("What is two plus four?", 2)
        assert [match.text for match in found] == [ENTRIES[0][0], ENTRIES[2][0]]
        assert found[0].payload == ENTRIES[0][1]
        assert 1 > found[0].score > found[1].score > 0
        (book,) = index.nearest("What is two plus four?", 5, where={"agent": "librarian"})
        assert book.payload["steps"] == ["a"]
        assert index.nearest("anything", 5, where={"agent": "nobody"}) == []
        with pytest.raises(UsageError):
            index.nearest("anything", 0)


def test_vectors_are_made_once_per_machine(
    embedder: Embedder, embedded: Callable[[], int], tmp_path: Path
) -> None:
    for _ in range(3):
        ExampleIndex(ENTRIES, embedder, cache=tmp_path).close()
    assert embedded() == 3
    ExampleIndex(ENTRIES[:2], embedder, cache=tmp_path).close()
    assert embedded() == 5
    assert len(list(tmp_path.iterdir())) == 2


def test_another_embedder_makes_its_own_vectors(
    embedder: Embedder, other_embedder: Embedder, tmp_path: Path
) -> None:
    for each in (embedder, other_embedder):
        ExampleIndex(ENTRIES, each, cache=tmp_path).close()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_a_broken_cache_is_made_anew(
    embedder: Embedder, tmp_path: Path, content: bytes | None
) -> None:
    ExampleIndex(ENTRIES, embedder, cache=tmp_path).close()
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-10] if content is None else content)
    with ExampleIndex(ENTRIES, embedder, cache=tmp_path) as index:
        assert index.nearest(ENTRIES[1][0], 1)[0].score == pytest.approx(1)
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with ExampleIndex(ENTRIES, embedder, cache=tmp_path / "file" / "below") as index:
        assert len(index.nearest("two", 3)) == 3


def test_no_entries(embedder: Embedder, tmp_path: Path) -> None:
    with ExampleIndex([], embedder, cache=tmp_path) as index:
        assert index.nearest("anything", 3) == []


def test_names_by_what_speaks_of_them(embedder: Embedder, tmp_path: Path) -> None:
    texts = {
        "weekday": ["day of the week of a date"],
        "convert": ["a quantity in another unit", "How many feet are in a mile?"],
        "sort": ["words in order"],
    }
    index = NameIndex(texts, embedder, cache=tmp_path)
    assert index.nearest("Which day of the week is it?", 1) == ["weekday"]
    assert index.nearest("How many feet are in two miles?", 1) == ["convert"]
    assert set(index.nearest("How many feet are in a mile?", 3)) == set(texts)
    index.close()


def test_names_that_are_much_less_similar_are_left_out(embedder: Embedder, tmp_path: Path) -> None:
    texts = {"weekday": ["day of the week"], "sort": ["words in alphabetical order"]}
    index = NameIndex(texts, embedder, margin=0.1, cache=tmp_path)
    assert index.nearest("day of the week", 2) == ["weekday"]
    index.close()

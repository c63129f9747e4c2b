from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.collection import Scalar, similarity
from lottery_agent.knowledge.vectors import VectorStore


def _unit(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    row = np.array(values, dtype=np.float32)
    return row / np.linalg.norm(row)


ROWS = np.stack([_unit(1, 0), _unit(1, 1), _unit(0, 1), _unit(-1, 0)])
FIELDS: list[dict[str, Scalar]] = [
    {"kind": "x", "n": 1},
    {"kind": "x", "n": 2},
    {"kind": "y", "n": 1},
    {"kind": "y", "n": 2},
]


@pytest.mark.parametrize("persistent", [False, True])
def test_nearest_first_with_cosine_similarity(tmp_path: Path, persistent: bool) -> None:
    store = VectorStore(tmp_path / "v" if persistent else None)
    try:
        assert store.nearest(ROWS[0], 3) == []
        store.add(list("abcd"), ROWS, FIELDS)
        found = store.nearest(ROWS[0], 10)
        assert [id for id, _ in found[:3]] == ["a", "b", "c"]
        assert [score for _, score in found] == pytest.approx([1, 0.5**0.5, 0, 0], abs=1e-6)
        assert [id for id, _ in store.nearest(ROWS[0], 3, {"kind": "y"})] == ["c", "d"]
        assert [id for id, _ in store.nearest(ROWS[0], 3, {"kind": "y", "n": 2})] == ["d"]
        similar = store.similarities(ROWS[1], ["a", "c", "gone"])
        assert similar == pytest.approx({"a": 0.5**0.5, "c": 0.5**0.5})
        assert store.similarities(ROWS[1], ["gone"]) == store.similarities(ROWS[1], []) == {}
        store.delete({"kind": "x"})
        assert store.count() == 2
    finally:
        store.close()


def test_collections_in_memory_are_apart() -> None:
    one, two = VectorStore(), VectorStore()
    one.add(["a"], ROWS[:1], FIELDS[:1])
    assert two.count() == 0
    two.close()
    assert one.count() == 1
    one.close()


def test_an_unusable_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "v").write_text("not a folder")
    with pytest.raises(KnowledgeError, match="Chroma can't open"):
        VectorStore(tmp_path / "v")


def test_a_score_is_between_0_and_1() -> None:
    assert [similarity(x) for x in (-0.5, 0.25, 1.0000001)] == [0.0, 0.25, 1.0]


def test_files_hold_no_memory_of_the_process(tmp_path: Path) -> None:
    def files() -> list[Path]:
        return [*tmp_path.rglob("data_level0.bin"), *tmp_path.rglob("length.bin")]

    def store(count: int) -> VectorStore:
        store = VectorStore(tmp_path)
        ids = [f"{count}:{n}" for n in range(count)]
        rows = np.random.default_rng(count).normal(size=(count, 8)).astype(np.float32)
        store.add(ids, rows, [{"n": n} for n in range(count)])
        assert store.nearest(rows[0], 1) == [(ids[0], pytest.approx(1, abs=1e-6))]
        return store

    store(3).close()
    assert len(files()) == 2
    assert not any(b"".join(file.read_bytes() for file in files()))
    for file in files():  # as after a kill between writing and closing
        file.write_bytes(b"swordfish" * (file.stat().st_size // 9))
    opened = store(5)
    assert not any(b"swordfish" in file.read_bytes() for file in files())
    opened.close()
    store(1200).close()  # enough for Chroma to write its index
    before = [file.read_bytes() for file in files()]
    assert all(map(any, before))
    opened = VectorStore(tmp_path)
    assert opened.count() == 1208
    assert len(opened.nearest(np.ones(8, dtype=np.float32), 50)) == 50
    opened.close()
    assert [file.read_bytes() for file in files()] == before

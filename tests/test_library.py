"""Texts that are given with a question: short ones whole, long ones in part, indexed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import KnowledgeError
from lottery_agent.library import Bookshelf


class CountingEmbedder:
    """One direction per word; counts the texts that it embedded."""

    name = "words"
    sha256 = "0" * 64
    dimension = 64

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[sum(map(ord, word)) % self.dimension] += 1
            row /= np.linalg.norm(row)
        return rows


LONG = "\n\n".join(
    f"Room {n} belongs to team {chr(64 + n)}. " + "It is wide. " * 30 for n in range(1, 9)
)


def test_a_short_text_is_read_whole_without_an_embedder() -> None:
    def none() -> CountingEmbedder:
        pytest.fail("a short text needs no embedder")

    with Bookshelf("none", none) as shelf:
        (passage,) = shelf.rank("It opens at nine.", "When?", 3)
    assert passage.text == "It opens at nine."


def test_a_long_text_is_indexed_once() -> None:
    embedder = CountingEmbedder()
    with Bookshelf("none", lambda: embedder) as shelf:
        best = shelf.rank(LONG, "Which room belongs to team C?", 2)
        first = embedder.embedded
        shelf.rank(LONG, "Which room belongs to team D?", 2)
    assert len(best) == 2
    assert all(LONG[passage.start : passage.end] == passage.text for passage in best)
    assert embedder.embedded == first + 1


def test_a_base_that_does_not_exist_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path))
    embedder = CountingEmbedder()
    with Bookshelf("unheard-of", lambda: embedder) as shelf:
        assert shelf.search("anything", 3) == []
    assert embedder.embedded == 0
    assert list(tmp_path.iterdir()) == []


def test_a_base_may_be_on_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path))
    with (
        Bookshelf("mine", CountingEmbedder, url="http://127.0.0.1:1") as shelf,
        pytest.raises(KnowledgeError, match="does not answer"),
    ):
        shelf.search("anything", 3)
    with Bookshelf("none", CountingEmbedder, url="http://127.0.0.1:1") as shelf:
        assert shelf.search("anything", 3) == []

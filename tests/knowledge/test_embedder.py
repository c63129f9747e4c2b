from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import (
    Embedder,
    embed_rows,
    estimate_tokens,
    token_counter,
)


class Wrong:
    name, sha256, dimension = "wrong", "0", 2

    def __init__(self, rows: list[list[float]]) -> None:
        self._rows = rows

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array(self._rows, dtype=np.float32)


@pytest.mark.parametrize("rows", [[[1, 0]], [[1, 0, 0], [1, 0, 0]], [[1, 0], [float("nan"), 0]]])
def test_wrong_rows_are_refused(rows: list[list[float]]) -> None:
    with pytest.raises(KnowledgeError, match="'wrong' returned"):
        embed_rows(Wrong(rows), ["a", "b"])


def test_nothing_is_embedded_as_nothing(embedder: Embedder) -> None:
    assert embed_rows(embedder, []).shape == (0, embedder.dimension)


def test_an_embedder_that_counts_is_asked(embedder: Embedder) -> None:
    assert token_counter(embedder) is estimate_tokens

    class Counting(Wrong):
        def count(self, text: str) -> int:
            return 7

    assert token_counter(Counting([]))("any") == 7


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("The cat sat.", 4), ("internationalisation", 3), ("漢字", 2)]
)
def test_estimate(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens

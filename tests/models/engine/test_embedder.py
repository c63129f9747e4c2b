"""Embeddings of the default embedder."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from lottery_agent.errors import EngineError
from lottery_agent.models.engine import LlamaEmbedder

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def embedder() -> Iterator[LlamaEmbedder]:
    from lottery_agent.models.zoo import fetch

    embedder = LlamaEmbedder(fetch("minilm"))
    yield embedder
    embedder.close()


def test_shape_and_length(embedder: LlamaEmbedder) -> None:
    vectors = embedder.embed(["A cat.", "", "東京 \ud800", "word " * 5000])
    assert vectors.shape == (4, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert len(embedder.sha256) == 64


def test_no_texts(embedder: LlamaEmbedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_meaning(embedder: LlamaEmbedder) -> None:
    cat, kitten, market = embedder.embed(
        ["The cat sits on the mat.", "A kitten rests on a rug.", "Stock markets fell today."]
    )
    assert cat @ kitten > 0.5 > 0.2 > cat @ market


def test_what_is_beyond_the_window_is_ignored(embedder: LlamaEmbedder) -> None:
    start = "the library opens at nine " * 120
    one, other = embedder.embed([start + "cats", start + "markets fell"])
    assert one @ other == pytest.approx(1, abs=1e-6)


def test_company_does_not_change_a_vector(embedder: LlamaEmbedder) -> None:
    texts = [
        f"Sentence {number} about topic {number % 7}. " * (number % 4 + 1) for number in range(30)
    ]
    together = embedder.embed(texts)
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert np.sum(together * alone, axis=1) == pytest.approx(1, abs=1e-5)


def test_threads(embedder: LlamaEmbedder) -> None:
    expected = embedder.embed(["A cat.", "A dog."])
    seen: list[bool] = []

    def work() -> None:
        seen.append(np.allclose(embedder.embed(["A cat.", "A dog."]), expected, atol=1e-6))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 4


def test_count(embedder: LlamaEmbedder) -> None:
    assert embedder.count("") == 2
    assert embedder.count("a cat") == 4


def test_close() -> None:
    from lottery_agent.models.zoo import fetch

    embedder = LlamaEmbedder(fetch("minilm"))
    embedder.close()
    embedder.close()
    with pytest.raises(EngineError, match="closed"):
        embedder.embed(["x"])

"""A base that grows: synthetic passages, interrupted runs, figures of a small one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.speed import scale
from lottery_agent.knowledge.speed.scale import Latency, Material, Rate, Size
from lottery_agent.knowledge.speed.synthetic import SyntheticEmbedder, documents

PARAGRAPHS = [
    "Bees live in hives near the wood. A colony makes thirty kilograms of honey.",
    "The night train leaves Vienna at ten. It has a diner and two sleeping cars.",
]


class Corners:
    """Gives each text a corner of its own."""

    name = "corners"
    dimension = 8
    sha256 = "0" * 64

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(self.dimension, dtype=np.float32)[: len(texts)]


@pytest.fixture
def material(tmp_path: Path) -> Material:
    questions = ["Where do bees live?", "When does it leave?", "Who has a diner?"]
    return scale.prepare(PARAGRAPHS, questions, Corners(), tmp_path / "grown", seed=3)


def test_synthetic_passages_follow_from_number_and_seed() -> None:
    made = list(documents(PARAGRAPHS, 0, 20, seed=1))
    assert made[5:9] == list(documents(PARAGRAPHS, 5, 9, seed=1))
    assert made != list(documents(PARAGRAPHS, 0, 20, seed=2))
    assert len({document.text for document in made}) == 20


def test_synthetic_vectors_are_near_real_ones_and_repeatable() -> None:
    rows = np.eye(64, dtype=np.float32)[:2]
    embedder = SyntheticEmbedder(dict(zip(PARAGRAPHS, rows, strict=True)), seed=1)
    made = embedder.embed([f"text {number}" for number in range(50)])
    assert np.linalg.norm(made, axis=1) == pytest.approx(1, abs=1e-5)
    likeness = (made @ rows.T).max(axis=1)
    assert 0.6 < likeness.min() < likeness.max() < 0.99
    embedder.prepare(["text 7"])
    assert embedder.embed(["text 7"])[0] == pytest.approx(made[7])
    assert embedder.embed([PARAGRAPHS[1]])[0] == pytest.approx(rows[1])


def test_a_base_grows_and_is_searched(material: Material) -> None:
    rate = scale._grow(material, 30)
    assert rate is not None
    assert rate.wall > 0 < rate.processor
    assert scale._grow(material, 30) is None
    size = scale._search(material, 30)
    assert size.passages == 30
    assert size.found == 1.0
    assert set(size.latency) == {"dense", "lexical", "fused"}
    assert all(0 < ms.median <= ms.p95 for ms in size.latency.values())
    assert size.bytes_per_passage > 100
    assert size.resident >= size.empty > 1


def test_an_interrupted_run_goes_on(material: Material) -> None:
    scale._grow(material, 10)
    scale._grow(material, 25)
    assert scale._search(material, 25).found == 1.0


def test_a_base_that_is_larger_is_refused(material: Material) -> None:
    scale._grow(material, 10)
    with pytest.raises(KnowledgeError, match="has 10 passages, more than 5"):
        scale._grow(material, 5)


def test_sizes_that_were_measured_are_read(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, int]] = []

    def in_process(function: object, material: Material, size: int, **options: object) -> object:
        if function is scale._grow:
            ran.append(("grow", size))
            return Rate(5.0, 6.0)
        ran.append(("search", size))
        return Size(size, None, 1.0, 2.0, 3.0, {"dense": Latency(1.0, 2.0, 3.0)}, 4.0, 5.0, 1.0)

    monkeypatch.setattr(scale, "_in_process", in_process)
    first = scale.measure(material, [20, 10])
    assert ran == [("grow", 10), ("search", 10), ("grow", 20), ("search", 20)]
    assert [(size.passages, size.built) for size in first] == [
        (10, Rate(5.0, 6.0)),
        (20, Rate(5.0, 6.0)),
    ]
    assert scale.measure(material, [10, 20, 30])[:2] == first
    assert ran[4:] == [("grow", 30), ("search", 30)]

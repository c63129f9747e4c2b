"""Recall over a base, and the grid of fusions: counted by hand on small data."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.errors import UsageError
from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.ranking import fuse
from lottery_agent.knowledge.speed import corpus, fusion, retrieval
from lottery_agent.knowledge.speed.corpus import OpenBase, Question
from lottery_agent.knowledge.speed.fusion import Candidates, Setting

TEXTS = {
    "bees": "Bees live in hives and make honey.",
    "trains": "The night train leaves Vienna at ten.",
    "looms": "A loom holds the warp under tension.",
}


class WordEmbedder:
    """Hashed bags of words; counts the texts that it is given."""

    name = "words"
    dimension = 128
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = np.full((len(texts), self.dimension), 0.001, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[int(sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def question(text: str, paragraph: str) -> Question:
    return Question(text, paragraph, TEXTS[paragraph], ("x",))


ASKED = (
    question("Where do bees live?", "bees"),
    question("When does the train leave Vienna?", "trains"),
    question("What holds the warp?", "looms"),
    question("Which train is it at night?", "looms"),  # the wrong paragraph: never first
)
BASE = OpenBase("small", tuple(Document(n, t) for n, t in TEXTS.items()), ASKED, ASKED)


def test_ranks_are_those_of_the_search(tmp_path: Path) -> None:
    with KnowledgeBase.open("b", WordEmbedder(), folder=tmp_path) as base:
        base.add_documents(BASE.documents)
        for mode in retrieval.MODES:
            ranks = retrieval.ranks_of(base, ASKED, mode)
            assert ranks[:3].tolist() == [1, 1, 1]
            assert ranks[3] != 1


def test_each_mode_is_measured_and_texts_are_embedded_once() -> None:
    embedder = WordEmbedder()
    found = retrieval.measure([BASE], embedder)
    assert [(r.mode, r.questions) for r in found] == [(m, 4) for m in retrieval.MODES]
    assert all(r.recall[1].value == 0.75 for r in found)
    assert embedder.embedded == len(TEXTS) + len(ASKED)


def test_figures_of_ranks() -> None:
    found = retrieval.recall("b", "fused", np.array([1, 2, 0, 6]), seed=0)
    assert [found.recall[cut].value for cut in retrieval.CUTS] == [0.25, 0.5, 0.75]
    assert found.mrr.value == pytest.approx((1 + 1 / 2 + 0 + 1 / 6) / 4)
    assert found.mrr.low < found.mrr.value < found.mrr.high
    assert found.recall[5].low < 0.5 < found.recall[5].high
    assert found == retrieval.recall("b", "fused", np.array([1, 2, 0, 6]), seed=0)


def pool(similar: list[float], words: list[float], right: int) -> Candidates:
    count = len(similar)
    marks = np.arange(count) == right
    return Candidates(np.array(similar), np.array(words), np.ones(count, dtype=bool), marks)


def order(scores: NDArray[np.float64]) -> list[int]:
    return np.argsort(-scores, kind="stable").tolist()


def test_the_scaled_sum_is_the_one_of_the_package() -> None:
    chance = np.random.default_rng(1)
    for _ in range(20):
        similar, words = chance.random(8), chance.random(8) * 9
        joint = fusion.scaled(similar, words, words > 0, dense=0.7)
        expected = fuse(dict(enumerate(similar)), dict(enumerate(words)))
        assert order(joint) == list(expected)
        assert joint.max() == pytest.approx(max(expected.values()))


def test_the_spread_sum_ignores_both_scales() -> None:
    similar, words = np.array([0.9, 0.5, 0.1]), np.array([0.0, 5.0, 1.0])
    near = words >= 0
    usual = fusion.spread(similar, words, near, dense=0.6)
    other = fusion.spread(similar / 7, words * 3, near, dense=0.6)
    assert usual == pytest.approx(other)


def test_reciprocal_ranks() -> None:
    near = np.array([True, True, False])
    joint = fusion.reciprocal(
        np.array([0.9, 0.8, 0.1]), np.array([0.0, 2.0, 3.0]), near, dense=0.5, constant=1
    )
    assert joint == pytest.approx([0.5 / 2, 0.5 / 3 + 0.5 / 3, 0.5 / 2])


def test_ranks_of_candidates() -> None:
    setting = Setting("scaled", 0.7, 0, stop_words=False)
    nobody = pool([0.5], [0.0], right=9)
    found = fusion.ranks(
        setting, [pool([0.9, 0.8], [0.0, 9.0], 1), pool([0.9, 0.8], [1.0, 0.0], 1), nobody]
    )
    assert found.tolist() == [1, 2, 0]


def test_every_family_is_compared() -> None:
    choices = fusion.compare([BASE], WordEmbedder())
    assert [choice.setting.family for choice in choices] == ["scaled", "spread", "reciprocal"]
    assert sum(choice.tried for choice in choices) == len(fusion.settings())
    for choice in choices:
        assert choice.tuning == 1.0  # three passages: all are among five
        assert choice.reporting[0].recall[1].value == 0.75


def test_stop_words_are_left_out_unless_there_are_no_others() -> None:
    assert fusion._telling("Where do the bees live?") == "bees live"
    assert fusion._telling("Who was it?") == "Who was it?"


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_data_sets_are_read(tmp_path: Path) -> None:
    write(tmp_path, "squad_passages", [{"id": "p", "text": "Bees fly."}])
    row = {"question": "Who?", "passage_id": "p", "context": "Bees fly.", "answers": ["Bees"]}
    for name in ("squad_train", "squad_dev"):
        write(tmp_path, name, [row])
    for name in ("nq_oracle_train", "nq_oracle_dev"):
        write(tmp_path, name, [row])
    base = corpus.squad(tmp_path)
    assert base.documents == (Document("p", "Bees fly."),)
    assert base.tuning == (Question("Who?", "p", "Bees fly.", ("Bees",)),)
    searched = corpus.natural_questions(tmp_path)
    assert searched.reporting[0].paragraph == searched.documents[0].source
    assert len(searched.documents) == 1


def test_a_sample_is_seeded() -> None:
    assert corpus.sample(range(9), 4, 1) == corpus.sample(range(9), 4, 1)
    assert corpus.sample(range(9), 4, 1) != corpus.sample(range(9), 4, 2)
    assert sorted(corpus.sample(range(3), None, 1)) == [0, 1, 2]


def test_no_data_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    with pytest.raises(UsageError, match="LOTTERY_DATA"):
        corpus.data_folder()

"""How often a search finds the paragraph that answers, over an open base.

A question counts as found at rank r if the r-th passage that a search returns is a part of the
paragraph that it was asked about. Settings are chosen on the tuning questions; figures are given
for the reporting questions, which are about other articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.knowledge.embedder import Embedder, Vectors
from lottery_agent.knowledge.ranking import Mode
from lottery_agent.knowledge.speed.corpus import OpenBase, Question, sample
from lottery_agent.progress import Progress, silent, track
from lottery_agent.resampling import bootstrap
from lottery_agent.scoring import wilson

MODES: tuple[Mode, ...] = ("dense", "lexical", "fused")
CUTS = (1, 5, 20)
_BATCH = 128

Ranks = NDArray[np.int64]
"""The rank of the right paragraph for each question; 0 where it was not found."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Recall:
    """What one way to search finds.

    Attributes:
        base: The base.
        mode: The way to search.
        questions: How many were asked.
        recall: Share of them whose paragraph is among the first k, by k, with Wilson intervals.
        mrr: Mean reciprocal rank among the first 20, with a bootstrap interval.
    """

    base: str
    mode: str
    questions: int
    recall: dict[int, Interval]
    mrr: Interval


class Remembering:
    """An embedder that embeds each text once: modes ask for the same questions."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, Vectors] = {}
        self.name, self.sha256 = embedder.name, embedder.sha256
        self.dimension = embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        for start in range(0, len(new), _BATCH):
            part = new[start : start + _BATCH]
            self._rows.update(zip(part, self._embedder.embed(part), strict=True))
        return np.stack([self._rows[text] for text in texts])

    def count(self, text: str) -> int:
        """Return the number of tokens, as the embedder counts them."""
        counted: int = getattr(self._embedder, "count", len)(text)
        return counted


def measure(
    bases: Sequence[OpenBase],
    embedder: Embedder,
    *,
    questions: int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> list[Recall]:
    """Measure each mode on the reporting questions of each base.

    Args:
        bases: What to search.
        embedder: Makes the vectors.
        questions: How many of each base are drawn; None for all.
        seed: Of drawing and of the bootstrap.
        progress: Shows how many questions are done.
    """
    remembering = Remembering(embedder)
    found = []
    for open_base in bases:
        asked = sample(open_base.reporting, questions, seed)
        with (
            TemporaryDirectory() as folder,
            KnowledgeBase.open("recall", remembering, folder=Path(folder)) as base,
        ):
            base.add_documents(open_base.documents, progress=progress)
            remembering.embed([question.text for question in asked])
            for mode in MODES:
                text = f"{open_base.name}, {mode}"
                ranks = ranks_of(base, track(asked, text, progress=progress), mode)
                found.append(recall(open_base.name, mode, ranks, seed=seed))
    return found


def ranks_of(base: KnowledgeBase, questions: Iterable[Question], mode: Mode) -> Ranks:
    """Return the rank of each question's paragraph."""
    ranks = []
    for question in questions:
        passages = base.search(question.text, max(CUTS), mode=mode)
        sources = [passage.source for passage in passages]
        right = question.paragraph
        ranks.append(sources.index(right) + 1 if right in sources else 0)
    return np.array(ranks, dtype=np.int64)


def recall(base: str, mode: str, ranks: Ranks, *, seed: int) -> Recall:
    """Return the figures of some ranks."""
    shares = {}
    for cut in CUTS:
        hits = int(np.sum((ranks > 0) & (ranks <= cut)))
        shares[cut] = Interval(hits / len(ranks), *wilson(hits, len(ranks)))
    reciprocal = np.divide(1.0, ranks, out=np.zeros(len(ranks)), where=ranks > 0)
    mrr = Interval(float(reciprocal.mean()), *bootstrap(reciprocal, seed=seed))
    return Recall(base, mode, len(ranks), shares, mrr)

"""Joins meaning and words into one ranking, and ranks the parts of a text for a question.

Dense vectors find paraphrases, BM25 finds names and numbers. Which of the two is better depends on
how questions are asked: recall@1 of dense vectors and BM25 is 0.66 and 0.81 on questions written
with the passage in view (SQuAD), 0.82 and 0.71 on questions of a search engine (Natural Questions).
A weighted sum of similarity and BM25, which is scaled to 1 for the best match, gives 0.84 and 0.82.
Of 72 settings of three ways to join, chosen on other questions, none is clearly better
(`python -m lottery_agent.knowledge.speed fusion`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Literal, TypeVar, get_args

import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.chunking import chunk
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Embedder, embed_rows, token_counter
from lottery_agent.knowledge.ingestion import embedded_text, passages_of
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.readers.headings import markdown_headings
from lottery_agent.knowledge.records import Entry, Passage, format_key

Item = TypeVar("Item")
Mode = Literal["fused", "dense", "lexical"]
"""What counts: meaning and words, meaning alone, or words alone."""
Fusion = Literal["weighted", "reciprocal"]
"""How two rankings are joined: by weighted scores, or by reciprocal ranks."""

_DENSE = 0.7
_CONSTANT = 60
"""Of reciprocal rank fusion, as in its paper (Cormack et al., 2009)."""
_DOCUMENT = 1


def fuse(dense: Mapping[Item, float], lexical: Mapping[Item, float]) -> dict[Item, float]:
    """Return all items with their joint score in [0, 1], best first.

    Args:
        dense: Cosine similarity in [0, 1] of every item.
        lexical: BM25 score of the items that share words with the query.
    """
    words = scaled(lexical)
    joint = {
        item: _DENSE * score + (1 - _DENSE) * words.get(item, 0.0) for item, score in dense.items()
    }
    return _best_first(joint)


def fuse_ranks(dense: Mapping[Item, float], lexical: Mapping[Item, float]) -> dict[Item, float]:
    """Return all items with the sum of their reciprocal ranks, 1 for first in both, best first."""
    joint: dict[Item, float] = {}
    for scores in (dense, lexical):
        for rank, item in enumerate(_best_first(scores), start=1):
            share = (_CONSTANT + 1) / (_CONSTANT + rank) / 2
            joint[item] = joint.get(item, 0.0) + share
    return _best_first(joint)


def scaled(scores: Mapping[Item, float]) -> dict[Item, float]:
    """Return scores divided by the best one, best first."""
    highest = max(scores.values(), default=0.0) or 1.0
    return _best_first({item: score / highest for item, score in scores.items()})


def _best_first(scores: Mapping[Item, float]) -> dict[Item, float]:
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def check_query(query: str, k: int) -> str:
    """Return the query without surrounding white space.

    Raises:
        UsageError: If nothing is left of it, or `k` is below 1.
    """
    if not query.strip():
        raise UsageError("the query is empty", hint="give some words to search for")
    if k < 1:
        raise UsageError(f"the number of passages must be at least 1, got {k!r}")
    return query.strip()


def check_options(
    mode: str, fusion: str = "weighted", *, threshold: float = 0.0, diversity: float = 0.0
) -> None:
    """Refuse options that no search can have.

    Raises:
        UsageError: If a value is out of range, or a threshold has no similarity to compare with.
    """
    for name, value, known in (("mode", mode, Mode), ("fusion", fusion, Fusion)):
        if value not in get_args(known):
            raise UsageError(
                f"there is no {name} {value!r}", hint=f"choose of {', '.join(get_args(known))}"
            )
    for name, share in (("threshold", threshold), ("diversity", diversity)):
        if not 0 <= share <= 1:
            raise UsageError(f"the {name} must be between 0 and 1, got {share!r}")
    if threshold and mode == "lexical":
        raise UsageError(
            "a threshold compares meanings, which the mode 'lexical' leaves out",
            hint="search in the mode fused or dense",
        )


class TextIndex:
    """The parts of one text, ranked for any number of questions. Nothing is written to disk.

    Vectors are made when a question needs them and kept. In a long text only parts that share
    words with the question, and the text's beginning, are embedded: embedding is what takes time.
    May be used from any thread.

    Args:
        text: The text; lines that begin like Markdown headings (`# …`) are taken as such.
        embedder: Makes the vectors.
        source: Name of the text in the passages.
        embed: How many parts are embedded for one question at most.
    """

    def __init__(
        self, text: str, embedder: Embedder, *, source: str = "context", embed: int = 64
    ) -> None:
        # A text may be no Markdown, where an underlined line is part of what is said.
        headings = tuple(h for h in markdown_headings(text) if "\n" not in text[h.start : h.end])
        document = Document(source, text, headings=headings)
        chunks = chunk(document, count=token_counter(embedder))
        self._passages = passages_of(document, chunks)
        self._source = source
        self._embedder = embedder
        self._embed = embed
        self._rows = np.zeros((len(chunks), embedder.dimension), dtype=np.float32)
        self._embedded = np.zeros(len(chunks), dtype=bool)
        self._lock = Lock()
        self._words = PassageStore()
        self._words.put({_DOCUMENT: Entry(source, "", len(text), self._passages)})

    def __enter__(self) -> TextIndex:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self._passages)

    def close(self) -> None:
        """Free the index."""
        self._words.close()

    def rank(self, question: str, k: int = 5) -> list[Passage]:
        """Return the parts that fit a question best, best first.

        Raises:
            UsageError: If the question is empty.
        """
        question = check_query(question, k)
        if not self._passages:
            return []
        matched = self._words.match(question, self._embed)
        lexical = {position: score for (_, position), score in matched}
        candidates = list(dict.fromkeys([*lexical, *range(len(self))]))[: self._embed]
        query = embed_rows(self._embedder, [question])[0]
        self._fill(candidates)
        dense = {
            position: min(1.0, max(0.0, float(self._rows[position] @ query)))
            for position in candidates
        }
        joint = list(fuse(dense, lexical).items())[:k]
        return [
            self._passage(position, dense[position], lexical.get(position, 0.0), fused)
            for position, fused in joint
        ]

    def _fill(self, positions: Sequence[int]) -> None:
        with self._lock:
            missing = [position for position in positions if not self._embedded[position]]
            texts = [
                embedded_text(heading, text)
                for _, _, text, heading in (self._passages[position] for position in missing)
            ]
            self._rows[missing] = embed_rows(self._embedder, texts)
            self._embedded[missing] = True

    def _passage(self, position: int, score: float, lexical: float, fused: float) -> Passage:
        start, end, text, heading = self._passages[position]
        id = format_key((_DOCUMENT, position))
        return Passage(id, self._source, text, start, end, score, heading, lexical, fused)


def rank(
    text: str, question: str, k: int = 5, *, embedder: Embedder, source: str = "context"
) -> list[Passage]:
    """Return the parts of a text that fit a question best, best first.

    Keep a `TextIndex` instead if there is more than one question about the text.

    Raises:
        UsageError: If the question is empty.
    """
    with TextIndex(text, embedder, source=source) as index:
        return index.rank(question, k)

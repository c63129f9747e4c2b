"""Searches a base: candidates by meaning and by words, one ranking, and a varied choice of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.filters import Filter
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.ranking import (
    Fusion,
    Mode,
    check_options,
    fuse,
    fuse_ranks,
    scaled,
)
from lottery_agent.knowledge.records import Passage, format_key, is_id, parse_key
from lottery_agent.knowledge.shelf import Shelf

_DEPTH = 50
"""Candidates of each kind at least: what one kind ranks low the other may lift."""
_EXACT = 1_000
"""Passages that are compared one by one, which is then faster than the index."""
_WIDEST = 8_000
"""Neighbours that are asked of the index at most, about 100 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to search.

    Attributes:
        mode: What counts.
        fusion: How the two rankings are joined in the mode `fused`.
        where: Which documents may answer; None for all.
        threshold: Similarity in [0, 1] that a passage must have.
        diversity: How much to prefer passages that say something else than those before them, in
            [0, 1]: maximal marginal relevance with lambda = 1 − diversity. 0 is the plain ranking.

    Raises:
        UsageError: If a value is out of range, or a threshold has no similarity to compare with.
    """

    mode: Mode = "fused"
    fusion: Fusion = "weighted"
    where: Filter | None = None
    threshold: float = 0.0
    diversity: float = 0.0

    def __post_init__(self) -> None:
        check_options(self.mode, self.fusion, threshold=self.threshold, diversity=self.diversity)


def search(
    shelf: Shelf, query: str, row: Vectors | None, k: int, options: Options
) -> list[Passage]:
    """Return the passages that fit a query best, best first.

    Args:
        shelf: The base.
        query: What to look for.
        row: Its vector; None in the mode `lexical`.
        k: How many passages at most.
        options: How to search.
    """
    depth = max(_DEPTH, 4 * k)
    condition = options.where.condition() if options.where else None
    dense: dict[str, float] = {}
    lexical: dict[str, float] = {}
    if options.mode != "dense":
        matched = shelf.passages.match(query, depth, condition)
        lexical = {format_key(key): score for key, score in matched}
    if row is not None:
        admitted = None if condition is None else shelf.passages.sizes(condition)
        nearest = _nearest(shelf, row, depth, admitted)
        dense = {
            id: score for id, score in nearest if is_id(id)
        }  # a server holds what it was given
        missing = [id for id in lexical if id not in dense]
        dense |= shelf.vectors.similarities(row, missing)
    fused = _joined(dense, lexical, options)
    found = _read(shelf.passages, dense, lexical, fused)
    if options.diversity and len(found) > 1:
        rows = shelf.vectors.rows([passage.id for passage in found])
        found = diversify(found, rows, k, options.diversity)
    return found[:k]


def _joined(
    dense: Mapping[str, float], lexical: Mapping[str, float], options: Options
) -> dict[str, float]:
    """Return the candidates with what they are ordered by, best first."""
    if options.mode == "lexical":
        return scaled(lexical)
    if options.mode == "dense":
        joint = dict(dense)
    elif options.fusion == "weighted":
        joint = fuse(dense, {id: score for id, score in lexical.items() if id in dense})
    else:
        joint = fuse_ranks(dense, lexical)
    return {id: score for id, score in joint.items() if dense.get(id, 0.0) >= options.threshold}


def _nearest(
    shelf: Shelf, row: Vectors, depth: int, admitted: Mapping[int, int] | None
) -> Sequence[tuple[str, float]]:
    """Return the nearest passages of the documents that are admitted; None admits all.

    Chroma searches slowly under a condition: at 100,000 passages 300 ms instead of 10. So few
    passages are compared one by one, and of many the neighbours are taken that happen to be
    admitted, if these are enough.
    """
    vectors = shelf.vectors
    if admitted is None:
        return vectors.nearest(row, depth)
    count = sum(admitted.values())
    if count <= _EXACT:
        ids = [
            format_key((n, position)) for n, size in admitted.items() for position in range(size)
        ]
        nearest = sorted(vectors.similarities(row, ids).items(), key=lambda pair: -pair[1])
        return nearest[:depth]
    wide = 2 * depth * max(1, shelf.passages.count()) // count
    if wide <= _WIDEST:
        found = [
            (id, score)
            for id, score in vectors.nearest(row, wide)
            if is_id(id) and parse_key(id)[0] in admitted
        ]
        if len(found) >= depth:
            return found[:depth]
    return vectors.nearest(row, depth, {"document": list(admitted)})


def _read(
    passages: PassageStore,
    dense: Mapping[str, float],
    lexical: Mapping[str, float],
    fused: Mapping[str, float],
) -> list[Passage]:
    """Return the candidates with their words. What was removed meanwhile is left out."""
    stored = passages.get([parse_key(id) for id in fused])
    found = []
    for id, score in fused.items():
        if (content := stored.get(parse_key(id))) is not None:
            source, text, start, end, heading = content
            similar, words = dense.get(id, 0.0), lexical.get(id, 0.0)
            found.append(Passage(id, source, text, start, end, similar, heading, words, score))
    return found


def diversify(
    passages: Sequence[Passage], rows: Mapping[str, Vectors], k: int, diversity: float
) -> list[Passage]:
    """Return passages in the order of maximal marginal relevance (Carbonell and Goldstein, 1998).

    Each next one has the best balance of its own rank and its likeness to those chosen before.

    Args:
        passages: Candidates with their scores, best first.
        rows: Their vectors; a passage without one is like no other.
        k: How many at most.
        diversity: Weight of being different, in [0, 1].
    """
    zero = np.zeros_like(next(iter(rows.values()))) if rows else np.zeros(1, np.float32)
    matrix = np.stack([rows.get(passage.id, zero) for passage in passages])
    relevance = np.array([passage.fused for passage in passages])
    likeness = np.zeros(len(passages))
    left = np.ones(len(passages), dtype=bool)
    chosen: list[Passage] = []
    while len(chosen) < min(k, len(passages)):
        marginal = (1 - diversity) * relevance - diversity * likeness
        best = int(np.argmax(np.where(left, marginal, -np.inf)))
        chosen.append(passages[best])
        left[best] = False
        likeness = np.maximum(likeness, matrix @ matrix[best])
    return chosen

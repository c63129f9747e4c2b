"""How well probabilities of being right part what is right from what is wrong."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

Judgement = tuple[float, bool]
"""A score, higher for what is likelier right, and whether it is right."""


def auc(judgements: Sequence[Judgement]) -> float | None:
    """Return the area under the ROC curve; None without both right and wrong ones.

    That is the share of pairs of a right and a wrong one in which the right one has the higher
    score; equal scores count half (Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747).
    """
    pairs, won = _compared(judgements)
    return won / pairs if pairs else None


def auc_within(groups: Iterable[tuple[Hashable, Judgement]]) -> float | None:
    """Return the same share over the pairs of one group alone; None if there is no pair."""
    found: defaultdict[Hashable, list[Judgement]] = defaultdict(list)
    for key, judgement in groups:
        found[key].append(judgement)
    pairs, won = 0, 0.0
    for judgements in found.values():
        more, better = _compared(judgements)
        pairs, won = pairs + more, won + better
    return won / pairs if pairs else None


def _compared(judgements: Iterable[Judgement]) -> tuple[int, float]:
    """Return how many pairs there are, and in how many the right one wins."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for score, right in judgements:
        scores[right].append(score)
    wrong = sorted(scores[False])
    won = sum(bisect_left(wrong, score) + bisect_right(wrong, score) for score in scores[True])
    return len(scores[True]) * len(wrong), won / 2

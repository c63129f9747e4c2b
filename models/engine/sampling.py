"""Choosing the next token from logits and a mask.

Works on the tokens that the grammar allows, usually a handful: the cost falls with their number.
A row is treated alone, so the choice never depends on which rows are computed together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import EngineError
from lottery_agent.models.engine.interface import Sampling

_FEW = 512  # candidates looked at before a full sort of the vocabulary is paid for
_SPARSE = 16  # below this share of the vocabulary, allowed tokens are picked out one by one


@dataclass(frozen=True, slots=True)
class Choice:
    """A token and its natural log-probability among the allowed ones, at temperature 1."""

    token: int
    logprob: float


def unpack(mask: NDArray[np.int32], size: int) -> NDArray[np.bool_]:
    """Return for each id whether its bit is set in a token mask.

    Args:
        mask: Bits of all tokens, 32 in a word, lowest first.
        size: How many tokens the vocabulary has.
    """
    return np.unpackbits(mask.view(np.uint8), count=size, bitorder="little").view(np.bool_)


class Sampler:
    """Chooses the tokens of one answer.

    Args:
        sampling: How.
    """

    def __init__(self, sampling: Sampling) -> None:
        self._sampling = sampling
        self._random = np.random.Generator(np.random.PCG64(sampling.seed))

    def choose(
        self, logits: NDArray[np.float32], allowed: NDArray[np.bool_] | None = None
    ) -> Choice:
        """Choose a token.

        Args:
            logits: Of the whole vocabulary.
            allowed: Which ids to choose from, at least one; None for all.

        Raises:
            EngineError: If the logits are no numbers.
        """
        ids = None
        if allowed is not None:
            if np.count_nonzero(allowed) * _SPARSE < len(allowed):
                ids = np.flatnonzero(allowed)
                logits = logits[ids]
            else:
                logits = np.where(allowed, logits, -np.inf)
        best = int(logits.argmax())
        top = logits[best]
        _check(top)
        picked = self._draw(logits, best) if self._sampling.temperature > 0 else best
        total = np.exp(logits - top).sum(dtype=np.float64)
        logprob = float(logits[picked]) - float(top) - float(np.log(total))
        return Choice(picked if ids is None else int(ids[picked]), min(logprob, 0.0))

    def _draw(self, logits: NDArray[np.float32], best: int) -> int:
        """Return the index of a token drawn from the adjusted distribution.

        One random number is used for each token, whatever the distribution.
        """
        point = self._random.random()
        sampling = self._sampling
        scaled = (logits.astype(np.float64) - float(logits[best])) / sampling.temperature
        weights = np.exp(scaled)
        if sampling.min_p > 0:
            weights[weights < sampling.min_p] = 0.0
        if sampling.top_p < 1:
            weights = _nucleus(weights, sampling.top_p)
        edges = np.cumsum(weights)
        index = int(np.searchsorted(edges, point * edges[-1], side="right"))
        # Rounding can take the point to the very end: then the last token with any weight.
        return index if index < len(edges) else int(np.searchsorted(edges, edges[-1]))


def logsumexp(logits: NDArray[np.float32]) -> float:
    """Return the logarithm of the sum of exponentials, in double precision.

    Raises:
        EngineError: If the logits are no numbers.
    """
    top = float(logits.max())
    _check(top)
    return top + float(np.log(np.exp(logits - np.float32(top)).sum(dtype=np.float64)))


def _check(top: float) -> None:
    """Refuse logits of which the largest is no number: weights of a damaged file make them."""
    if not math.isfinite(top):
        raise EngineError(
            "the model computes no numbers", hint="its file may be damaged: fetch it again"
        )


def _nucleus(weights: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Zero all but the fewest most likely tokens that reach a share of the whole weight."""
    needed = share * weights.sum()
    few = min(_FEW, len(weights))
    order = np.argpartition(weights, -few)[-few:]
    if weights[order].sum() < needed:
        order = np.arange(len(weights))
    # Ties go to the lower id, so that the order of equal weights is defined.
    order = order[np.lexsort((order, -weights[order]))]
    reached = int(np.searchsorted(np.cumsum(weights[order]), needed))
    kept = np.zeros_like(weights)
    chosen = order[: reached + 1]
    kept[chosen] = weights[chosen]
    return kept

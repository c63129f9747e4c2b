"""The bootstrap: how far a mean could be from where it is, by drawing the same items again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 10_000

_CELLS = 1_000_000  # values drawn at once, which bounds memory


def bootstrap(
    values: Sequence[float] | NDArray[np.float64],
    *,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the percentile interval of a mean (Efron and Tibshirani 1993, chapter 13).

    The result depends on the values and the seed, not on the order of the values. For shares of
    few items the interval is too narrow: see `lottery_agent.lab.statistics` for what to use there.

    Args:
        values: One for each item, such as the difference of two scores.
        seed: Seed of the draws.
        draws: How many samples of the same size are drawn.
        level: How often the interval shall hold the true mean, in (0, 1).

    Raises:
        ValueError: If there is no value.
    """
    import numpy as np

    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not ordered.size:
        raise ValueError("a mean of nothing")
    chance = np.random.default_rng(seed)
    at_once = max(1, _CELLS // ordered.size)
    means = [
        ordered[chance.integers(ordered.size, size=(count, ordered.size))].mean(axis=1)
        for start in range(0, draws, at_once)
        for count in (min(at_once, draws - start),)
    ]
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(means), (tail, 1 - tail))
    return float(low), float(high)

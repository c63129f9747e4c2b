"""How often an interval is wrong, summed over all outcomes instead of simulated.

    python -m tests.lab.statistics.rates

prints the table in `lottery_agent.lab.statistics.paired`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from lottery_agent.lab.statistics import paired
from lottery_agent.lab.statistics.paired import Paired
from lottery_agent.resampling import bootstrap

Wrong = Callable[[Paired], bool]
"""Tells whether a method claims, from these counts, what is not so."""
_LEVEL = 0.95


@cache
def _outcomes(items: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.meshgrid(np.arange(items + 1), np.arange(items + 1), indexing="ij")
    possible = first + second <= items
    return first[possible], second[possible]


def rate(items: int, difference: float, wrong: Wrong, *, shares: int = 200) -> float:
    """Return the largest probability of a wrong claim over all pairs of systems.

    Args:
        items: Number of items.
        difference: The true difference.
        wrong: The method.
        shares: How many values of the share that only the second system gets right are tried.
    """
    first, second = _outcomes(items)
    counts = zip(first.tolist(), second.tolist(), strict=True)
    claims = np.array([wrong(Paired(0, b, c, items - b - c)) for b, c in counts])
    if not claims.any():
        return 0.0
    first, second = first[claims], second[claims]
    same = items - first - second
    ways = gammaln(items + 1) - gammaln(first + 1) - gammaln(second + 1) - gammaln(same + 1)
    least, most = max(0.0, -difference), (1 - difference) / 2
    worst = 0.0
    for step in np.linspace(0, 1, shares + 1) ** 2:  # denser where systems rarely differ
        share = least + (most - least) * float(step)
        rest = max(0.0, 1 - 2 * share - difference)
        terms = xlogy(first, share + difference) + xlogy(second, share) + xlogy(same, rest)
        worst = max(worst, float(np.exp(ways + terms).sum()))
    return worst


def corrected(difference: float) -> Wrong:
    """Return whether the package's interval lies above the true difference."""
    return lambda pairs: paired.p_above(pairs, difference) < (1 - _LEVEL) / 2


def corrected_below(difference: float) -> Wrong:
    """Return whether the package's interval lies below the true difference."""
    return lambda pairs: paired.p_below(pairs, difference) < (1 - _LEVEL) / 2


def plain(difference: float) -> Wrong:
    """Return whether Tango's interval without correction lies above the true difference."""

    def wrong(pairs: Paired) -> bool:
        excess = pairs.first - pairs.second - pairs.items * difference
        variance = paired._variance(pairs, difference)
        return excess > 0 and excess**2 > 1.959964**2 * variance

    return wrong


def resampled(difference: float) -> Wrong:
    """Return whether the bootstrap's interval lies above the true difference."""

    def wrong(pairs: Paired) -> bool:
        values = [1.0] * pairs.first + [-1.0] * pairs.second + [0.0] * pairs.neither
        low, _ = bootstrap(values, seed=0, draws=1000)
        return low > difference + 1e-12

    return wrong


def main() -> None:
    """Print the table."""
    for difference in (0.0, -0.05, -0.1):
        for items in (25, 50, 100, 200):
            rates = [
                rate(items, difference, method(difference))
                for method in (resampled, plain, corrected)
            ]
            cells = " | ".join(f"{100 * each:.1f}" for each in rates)
            print(f"| {100 * difference:+.0f} points, {items} | {cells} |", flush=True)


if __name__ == "__main__":
    main()

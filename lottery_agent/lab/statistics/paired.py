"""Two systems on the same items: how far apart they are, and how sure that is.

Only the items on which exactly one of the two is right tell them apart. The interval of the
difference is Tango's score interval (Tango 1998, Statistics in Medicine 17:891, for paired shares)
with a continuity correction of one item. At a difference of zero it is McNemar's test with Edwards'
correction, and never calls significant what McNemar's exact test does not (checked up to 3,000
such items).

Why not the bootstrap: with few items its interval is too narrow, and shrinks to a point where the
two systems agree on all items. An interval of 95% may lie above the true difference in 2.5% of the
runs. How often each kind does at worst, among all pairs of systems with that difference, in percent
of the runs and summed over all outcomes (`python -m tests.lab.statistics.rates`):

| true difference, items | bootstrap | Tango | with correction (here) |
| --- | --- | --- | --- |
| +0 points, 25 | 2.8 | 2.7 | 2.2 |
| +0 points, 50 | 2.7 | 3.2 | 1.8 |
| +0 points, 100 | 2.8 | 2.8 | 1.9 |
| +0 points, 200 | 3.5 | 2.8 | 2.1 |
| -5 points, 25 | 27.7 | 3.1 | 1.4 |
| -5 points, 50 | 7.7 | 2.8 | 1.7 |
| -5 points, 100 | 3.7 | 2.6 | 2.3 |
| -5 points, 200 | 3.8 | 2.8 | 2.2 |
| -10 points, 25 | 7.2 | 2.7 | 1.7 |
| -10 points, 50 | 3.4 | 2.7 | 2.4 |
| -10 points, 100 | 3.0 | 2.8 | 2.0 |
| -10 points, 200 | 3.3 | 2.8 | 2.2 |

With the correction the worst rate is at most 2.5% for every number of items from 1 to 60 and for
those tried up to 250, at differences of 0 to −8 points; the tests marked heavy sum them up again.
At −10 and −20 points, for systems that differ on every item, it reaches 2.6%.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
"""How often an interval shall hold the true difference."""
POWER = 0.8
"""How often a run shall be decided that is planned with `items_to_decide`."""

_NORMAL = NormalDist()
_CORRECTION = 1.0
"""In items. Given how many items tell the systems apart, the difference of the counts moves in
steps of two; half a step is one."""
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Paired:
    """How two systems did on the same items.

    Attributes:
        both: Items that both got right.
        first: Items that only the first got right.
        second: Items that only the second got right.
        neither: Items that neither got right.
    """

    both: int
    first: int
    second: int
    neither: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Paired:
        """Count items, each given as whether the first and whether the second got it right."""
        counts = Counter((bool(first), bool(second)) for first, second in pairs)
        return cls(
            both=counts[True, True],
            first=counts[True, False],
            second=counts[False, True],
            neither=counts[False, False],
        )

    @property
    def items(self) -> int:
        """How many items there are."""
        return self.both + self.first + self.second + self.neither

    @property
    def difference(self) -> float:
        """Accuracy of the first less that of the second, in [-1, 1]; 0 without items."""
        return (self.first - self.second) / self.items if self.items else 0.0

    @property
    def swapped(self) -> Paired:
        """The same items with the systems exchanged."""
        return Paired(self.both, self.second, self.first, self.neither)


def p_above(pairs: Paired, bound: float) -> float:
    """Return the one-sided p-value of "the difference is at most `bound`".

    Args:
        pairs: The counts.
        bound: A difference in (-1, 1): 0 to show that the first system is better, minus the margin
            to show that it is not worse by the margin or more.
    """
    return 1 - _NORMAL.cdf(_z(pairs, bound))


def p_below(pairs: Paired, bound: float) -> float:
    """Return the one-sided p-value of "the difference is at least `bound`"."""
    return p_above(pairs.swapped, -bound)


def interval(pairs: Paired, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of the difference; its ends are where the one-sided tests turn.

    Args:
        pairs: The counts; without items the interval is (-1, 1).
        level: How often it shall hold the true difference, in (0, 1).
    """
    critical = _NORMAL.inv_cdf((1 + level) / 2)
    return _lower(pairs, critical), -_lower(pairs.swapped, critical)


def mcnemar(pairs: Paired) -> float:
    """Return the two-sided p-value of McNemar's exact test that both are equally good."""
    apart = pairs.first + pairs.second
    ways, tail = 1, 0  # of choosing 0, 1, 2 ... of the items that tell the systems apart
    for chosen in range(min(pairs.first, pairs.second) + 1):
        tail += ways
        ways = ways * (apart - chosen) // (chosen + 1)
    return min(1.0, 2 * tail / (1 << apart))


def items_to_decide(
    pairs: Paired, bound: float, *, level: float = LEVEL, power: float = POWER
) -> int | None:
    """Return how many items would show on which side of a bound the difference lies.

    If the shares stay as they are, so many items, those at hand included, give an interval
    without the bound with the probability `power`.

    Args:
        pairs: The counts so far.
        bound: A difference in (-1, 1).
        level: Level of the interval.
        power: The probability, in (0.5, 1).

    Returns:
        The number, or None if no number would do: there are no items yet, or the difference is
        exactly at the bound.
    """
    if not pairs.items or pairs.difference == bound:
        return None
    if pairs.difference < bound:
        return items_to_decide(pairs.swapped, -bound, level=level, power=power)
    apart = (pairs.first + pairs.second) / pairs.items
    spread = _NORMAL.inv_cdf((1 + level) / 2) * math.sqrt(_variance(pairs, bound) / pairs.items)
    spread += _NORMAL.inv_cdf(power) * math.sqrt(max(0.0, apart - pairs.difference**2))
    # n items are enough if n * gap - correction >= sqrt(n) * spread.
    gap = pairs.difference - bound
    root = (spread + math.sqrt(spread**2 + 4 * _CORRECTION * gap)) / (2 * gap)
    return max(pairs.items, math.ceil(root**2))


def _lower(pairs: Paired, critical: float) -> float:
    """Return the largest difference that is still too small for the counts."""
    low, high = -1.0, pairs.difference
    if _z(pairs, low) <= critical:
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _z(pairs, middle) > critical:
            low = middle
        else:
            high = middle
    return low


def _z(pairs: Paired, bound: float) -> float:
    """Return by how many standard deviations the counts exceed what a difference lets expect."""
    excess = pairs.first - pairs.second - pairs.items * bound - _CORRECTION
    variance = _variance(pairs, bound)
    if variance <= 0.0:
        return math.inf if excess > 0 else -math.inf
    return excess / math.sqrt(variance)


def _variance(pairs: Paired, bound: float) -> float:
    """Return the variance of the counts' difference if the true difference is `bound`.

    The share of the items that only the second system gets right is the likeliest one under that
    difference, the larger root of a quadratic equation (Tango 1998, equation 7).
    """
    n, first, second = pairs.items, pairs.first, pairs.second
    linear = (2 * n - first + second) * bound - first - second
    constant = -second * bound * (1 - bound)
    root = math.sqrt(max(0.0, linear**2 - 8 * n * constant))
    share = (root - linear) / (4 * n) if n else 0.0
    return n * (2 * share + bound * (1 - bound))

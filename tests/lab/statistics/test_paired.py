"""Paired differences: against SciPy, an independent derivation, and exact error rates."""

from __future__ import annotations

import math
import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from lottery_agent.lab.statistics import (
    Paired,
    interval,
    items_to_decide,
    mcnemar,
    p_above,
    p_below,
)
from tests.lab.statistics.rates import corrected, corrected_below, rate, resampled

COUNTS = st.builds(Paired, *([st.integers(0, 60)] * 4))
BOUNDS = st.sampled_from([-0.2, -0.05, -0.01, 0.0, 0.03, 0.1])
ERROR = 0.025


def test_items_are_counted() -> None:
    pairs = [(True, True), (True, False), (False, False), (False, True), (True, False)]
    counts = Paired.of(pairs)
    assert counts == Paired(both=1, first=2, second=1, neither=1)
    assert (counts.items, counts.difference) == (5, pytest.approx(0.2))
    assert counts.swapped == Paired.of((b, a) for a, b in pairs)


@given(st.lists(st.tuples(st.booleans(), st.booleans())), st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order(
    pairs: list[tuple[bool, bool]], rng: random.Random
) -> None:
    counts = Paired.of(pairs)
    rng.shuffle(pairs)
    assert Paired.of(pairs) == counts


@given(COUNTS)
def test_mcnemar_agrees_with_scipy(pairs: Paired) -> None:
    apart = pairs.first + pairs.second
    expected = stats.binomtest(pairs.first, apart).pvalue if apart else 1.0
    assert mcnemar(pairs) == pytest.approx(expected, abs=1e-12)


def test_mcnemar_of_known_values() -> None:
    # By mcnemar(…, exact=True) of statsmodels 0.15.0.
    assert mcnemar(Paired(101, 121, 59, 33)) == pytest.approx(4.4344492637551645e-06)
    assert mcnemar(Paired(10, 3, 9, 5)) == pytest.approx(0.14599609375)


def test_mcnemar_of_many_items() -> None:
    expected = stats.binomtest(2400, 5000).pvalue
    assert mcnemar(Paired(0, 2400, 2600, 0)) == pytest.approx(expected, rel=1e-9)


def likeliest_variance(pairs: Paired, bound: float) -> float:
    """Return the variance under a difference, the nuisance share found by numerical search."""

    def unlikely(share: float) -> float:
        cells = (share + bound, share, 1 - 2 * share - bound)
        counts = (pairs.first, pairs.second, pairs.both + pairs.neither)
        return -sum(n * math.log(p) for n, p in zip(counts, cells, strict=True) if n)

    least, most = max(0.0, -bound) + 1e-12, (1 - bound) / 2 - 1e-12
    share = optimize.minimize_scalar(
        unlikely, bounds=(least, most), method="bounded", options={"xatol": 1e-12}
    ).x
    return pairs.items * (2 * float(share) + bound - bound**2)


@pytest.mark.parametrize(
    ("counts", "bound"),
    list(
        product([(20, 9, 5, 66), (0, 1, 3, 40), (3, 30, 1, 9), (7, 2, 2, 1)], [-0.3, -0.05, 0.02])
    ),
)
def test_p_values_follow_from_the_likelihood(
    counts: tuple[int, int, int, int], bound: float
) -> None:
    pairs = Paired(*counts)
    excess = pairs.first - pairs.second - pairs.items * bound - 1
    expected = stats.norm.sf(excess / math.sqrt(likeliest_variance(pairs, bound)))
    assert p_above(pairs, bound) == pytest.approx(expected, abs=1e-5)


def test_at_zero_it_is_mcnemars_test_with_edwards_correction() -> None:
    # By mcnemar(…, exact=False, correction=True) of statsmodels 0.15.0.
    assert 2 * p_above(Paired(50, 25, 12, 13), 0.0) == pytest.approx(0.04851973828025081)


@given(COUNTS)
def test_what_beats_is_significant_by_the_exact_test(pairs: Paired) -> None:
    if p_above(pairs, 0.0) < ERROR:
        assert mcnemar(pairs) < 2 * ERROR


@given(COUNTS, BOUNDS, st.sampled_from([0.8, 0.95, 0.99]))
def test_an_interval_ends_where_the_tests_turn(pairs: Paired, bound: float, level: float) -> None:
    low, high = interval(pairs, level=level)
    assert -1 <= low <= pairs.difference <= high <= 1
    if abs(bound - low) > 1e-9:
        assert (low > bound) == (p_above(pairs, bound) < (1 - level) / 2)
    if abs(bound - high) > 1e-9:
        assert (high < bound) == (p_below(pairs, bound) < (1 - level) / 2)


@given(COUNTS)
def test_exchanging_the_systems_turns_the_interval(pairs: Paired) -> None:
    low, high = interval(pairs)
    assert interval(pairs.swapped) == (-high, -low)


@given(COUNTS, st.integers(2, 5))
def test_more_of_the_same_items_tell_more(pairs: Paired, times: int) -> None:
    if not pairs.items:
        return
    more = Paired(*(times * n for n in (pairs.both, pairs.first, pairs.second, pairs.neither)))
    (low, high), (lower, higher) = interval(more), interval(pairs)
    assert lower - 1e-9 <= low <= high <= higher + 1e-9


def test_the_borders() -> None:
    assert interval(Paired(0, 0, 0, 0)) == (-1.0, 1.0)
    assert interval(Paired(0, 0, 4, 0))[0] == -1.0
    # Agreement on a few items is no proof of agreement.
    low, high = interval(Paired(3, 0, 0, 2))
    assert low == -high < -0.5


def test_it_agrees_with_the_bootstrap_where_there_are_many_items() -> None:
    pairs = Paired(900, 400, 300, 400)
    values = np.repeat([1.0, -1.0, 0.0], [400, 300, 1300])
    drawn = stats.bootstrap(
        (values,), np.mean, n_resamples=4000, rng=np.random.default_rng(1), method="percentile"
    ).confidence_interval
    assert interval(pairs) == pytest.approx(tuple(drawn), abs=0.002)


@pytest.mark.parametrize("difference", [0.0, -0.05])
@pytest.mark.parametrize("items", [5, 20, 50])
def test_claims_are_wrong_in_at_most_one_of_forty_runs(items: int, difference: float) -> None:
    assert rate(items, difference, corrected(difference)) <= ERROR
    assert rate(items, difference, corrected_below(difference)) <= ERROR


def test_the_bootstrap_claims_too_much() -> None:
    assert rate(20, -0.05, resampled(-0.05)) > 3 * ERROR


@pytest.mark.heavy
@pytest.mark.parametrize("difference", [0.0, -0.01, -0.02, -0.05, -0.08])
@pytest.mark.parametrize("items", [*range(1, 61), 75, 90, 100, 133, 150, 200, 250])
def test_all_numbers_of_items(items: int, difference: float) -> None:
    assert rate(items, difference, corrected(difference)) <= ERROR
    assert rate(items, difference, corrected_below(difference)) <= ERROR


@pytest.mark.heavy
@pytest.mark.parametrize("apart", range(1, 3001, 7))
def test_beats_is_never_bolder_than_mcnemar(apart: int) -> None:
    for first in range(apart // 2, apart + 1):
        pairs = Paired(0, first, apart - first, 0)
        if p_above(pairs, 0.0) < ERROR:
            assert mcnemar(pairs) < 2 * ERROR
            return


@pytest.mark.parametrize(
    ("counts", "bound"),
    [
        ((50, 4, 3, 43), -0.05),
        ((40, 10, 12, 38), -0.05),
        ((40, 3, 12, 45), -0.05),
        ((9, 0, 0, 9), -0.1),
    ],
)
def test_so_many_items_decide_in_four_of_five_runs(
    counts: tuple[int, int, int, int], bound: float
) -> None:
    pairs = Paired(*counts)
    needed = items_to_decide(pairs, bound)
    assert needed is not None
    shares = np.array(counts) / sum(counts)
    drawn = np.random.default_rng(3).multinomial(needed, shares, size=1000)
    runs = [Paired(*(int(n) for n in each)) for each in drawn]
    side = p_above if pairs.difference > bound else p_below
    decided = sum(side(each, bound) < ERROR for each in runs) / len(runs)
    # Where the systems never differ nothing is left to chance.
    assert decided == pytest.approx(0.8 if pairs.first + pairs.second else 1.0, abs=0.04)
    if not pairs.first + pairs.second:
        fewer = Paired(0, 0, 0, needed - 1)
        assert p_above(fewer, bound) >= ERROR


@given(COUNTS, BOUNDS)
def test_more_items_decide_what_is_undecided(pairs: Paired, bound: float) -> None:
    needed = items_to_decide(pairs, bound)
    if not pairs.items or pairs.difference == bound:
        assert needed is None
        return
    assert needed is not None
    assert needed >= pairs.items
    if p_above(pairs, bound) >= ERROR and p_below(pairs, bound) >= ERROR:
        assert needed > pairs.items
    assert items_to_decide(pairs.swapped, -bound) == needed

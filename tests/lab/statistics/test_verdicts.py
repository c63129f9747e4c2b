"""Verdicts: what they rest on, how often they are wrong, and Holm's method by its definition."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lottery_agent.lab.statistics import (
    Comparison,
    Paired,
    compare,
    hochberg,
    holm,
    p_above,
    p_below,
)

P_VALUES = st.lists(st.floats(0, 1), max_size=7)
COUNTS = st.builds(Paired, *([st.integers(0, 80)] * 4))


@pytest.mark.parametrize(
    ("counts", "verdict", "worse"),
    [
        ((300, 60, 20, 20), "beats", False),
        ((350, 8, 8, 34), "matches", False),
        ((900, 10, 40, 50), "matches", True),
        ((20, 5, 60, 15), "falls short", True),
        ((40, 5, 6, 49), "undecided", False),
        ((70, 1, 9, 20), "undecided", True),
        ((0, 0, 0, 0), "undecided", False),
    ],
)
def test_verdicts(counts: tuple[int, int, int, int], verdict: str, worse: bool) -> None:
    (found,) = compare([Paired(*counts)])
    assert (found.verdict, found.worse) == (verdict, worse)
    assert (found.verdict_of_all, found.worse_of_all) == (verdict, worse)


@given(COUNTS, st.sampled_from([0.01, 0.05, 0.2]))
def test_a_verdict_says_where_the_interval_lies(pairs: Paired, margin: float) -> None:
    (found,) = compare([pairs], margin=margin)
    assert found.verdict == _by_interval(found, margin)
    assert found.worse == (found.high < 0)
    undecided = found.verdict == "undecided" and pairs.items and found.difference != -margin
    assert (found.items_to_decide is not None) == bool(undecided)


def _by_interval(found: Comparison, margin: float) -> str:
    if found.low > 0:
        return "beats"
    if found.low > -margin:
        return "matches"
    return "falls short" if found.high < -margin else "undecided"


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_together_less_can_be_said(tasks: list[Paired]) -> None:
    strength = {"undecided": 0, "falls short": 1, "matches": 1, "beats": 2}
    for found in compare(tasks):
        assert strength[found.verdict_of_all] <= strength[found.verdict]
        assert found.worse_of_all <= found.worse
        if found.verdict_of_all == "falls short":
            assert found.verdict == "falls short"


@given(P_VALUES)
def test_holm_is_the_closed_test_of_bonferroni(p_values: list[float]) -> None:
    """A hypothesis is as credible as the most credible set of hypotheses that holds it."""
    indices = range(len(p_values))
    sets = [s for size in range(1, len(p_values) + 1) for s in combinations(indices, size)]
    expected = [
        max(min(1.0, len(s) * min(p_values[j] for j in s)) for s in sets if index in s)
        for index in indices
    ]
    assert holm(p_values) == pytest.approx(expected)


def test_holm_of_known_values() -> None:
    # By multipletests(…, method="holm") of statsmodels 0.15.0.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.001, 0.2, 0.012, 0.013, 0.9, 0.012]) == pytest.approx(
        [0.006, 0.4, 0.06, 0.06, 0.9, 0.06]
    )
    assert holm([]) == []


@given(P_VALUES, st.randoms(use_true_random=False))
def test_holm_does_not_depend_on_the_order(p_values: list[float], rng: random.Random) -> None:
    order = list(range(len(p_values)))
    rng.shuffle(order)
    corrected = holm(p_values)
    assert holm([p_values[index] for index in order]) == [corrected[index] for index in order]


@given(P_VALUES, st.sampled_from([0.01, 0.025, 0.05, 0.3]))
def test_hochberg_is_the_step_up_test(p_values: list[float], level: float) -> None:
    """The k smallest are rejected for the largest k whose k-th is small enough for the rest."""
    ordered, count = sorted(p_values), len(p_values)
    steps = [k for k in range(count) if (count - k) * ordered[k] < level]
    bound = ordered[steps[-1]] if steps else -1.0
    assert [p < level for p in hochberg(p_values)] == [p <= bound for p in p_values]


@given(P_VALUES)
def test_hochberg_rejects_all_that_holm_rejects(p_values: list[float]) -> None:
    for p, of_hochberg, of_holm in zip(p_values, hochberg(p_values), holm(p_values), strict=True):
        assert p <= of_hochberg <= of_holm


def test_hochberg_of_known_values() -> None:
    # By hand: 1 · 0.04, then 2 · 0.03 cut down to it, 3 · 0.01 and 4 · 0.005.
    assert hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.04, 0.04, 0.02])
    assert hochberg([]) == []


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_more_items_are_needed_to_decide_all_together(tasks: list[Paired]) -> None:
    for pairs, found in zip(tasks, compare(tasks, margin=0.15, correct=hochberg), strict=True):
        if found.verdict_of_all != "undecided" or found.items_to_decide_of_all is None:
            continue
        assert found.items_to_decide_of_all > pairs.items
        assert found.items_to_decide_of_all >= (found.items_to_decide or 0)


def test_items_to_decide_of_all_decide_whatever_the_others_show() -> None:
    lost = Paired(5, 0, 40, 5)
    undecided = compare([Paired(30, 0, 0, 3), *[lost] * 4], margin=0.15, correct=hochberg)[0]
    needed = undecided.items_to_decide_of_all
    assert (undecided.verdict_of_all, needed) == ("undecided", 51)
    for items, verdict in ((50, "undecided"), (51, "matches")):
        tasks = [Paired(items, 0, 0, 0), *[lost] * 4]
        assert compare(tasks, margin=0.15, correct=hochberg)[0].verdict_of_all == verdict


def drawn(
    chance: np.random.Generator, runs: int, items: int, second_only: float, difference: float
) -> list[Paired]:
    """Return runs of two systems with a given difference."""
    shares = [0.0, second_only + difference, second_only, 1 - 2 * second_only - difference]
    counts: NDArray[np.int64] = chance.multinomial(items, shares, size=runs)
    return [Paired(*row) for row in counts.tolist()]


def verdicts(runs: list[Paired]) -> Counter[str]:
    """Count the verdicts of runs of one task."""
    found: Counter[str] = Counter()
    for pairs, times in Counter(runs).items():
        (comparison,) = compare([pairs])
        found[comparison.verdict] += times
    return found


def check_error_rates(runs: int, sizes: list[int]) -> None:
    chance = np.random.default_rng(2026)
    # 2.5%, and what 4 standard deviations of so many runs add to it.
    most = 0.025 + 4 * (0.025 * 0.975 / runs) ** 0.5
    for items in sizes:
        for second_only in (0.06, 0.15, 0.3):
            equal = verdicts(drawn(chance, runs, items, second_only, 0.0))
            worse = verdicts(drawn(chance, runs, items, second_only, -0.05))
            assert equal["beats"] / runs <= most, (items, second_only)
            assert (worse["matches"] + worse["beats"]) / runs <= most, (items, second_only)
            assert worse["falls short"] / runs <= most, (items, second_only)


def test_error_rates_by_simulation() -> None:
    check_error_rates(1000, [30, 80])


@pytest.mark.heavy
def test_error_rates_by_a_larger_simulation() -> None:
    check_error_rates(20_000, [10, 25, 50, 100, 200, 500])


def check_all_tasks(runs: int) -> None:
    """Of 18 tasks on which nothing is to be found, hardly ever is anything found on any."""
    chance = np.random.default_rng(18)
    per_task = [drawn(chance, runs, 50, 0.05 + 0.02 * task, -0.05) for task in range(18)]
    wrong = sum(
        any(found.verdict_of_all != "undecided" for found in compare(tasks))
        for tasks in zip(*per_task, strict=True)
    )
    # Two families of claims, those above the margin and those below it.
    assert wrong / runs <= 0.05 + 4 * (0.05 * 0.95 / runs) ** 0.5
    single = sum(
        any(found.verdict != "undecided" for found in compare(tasks))
        for tasks in zip(*per_task, strict=True)
    )
    assert single > 3 * wrong


def test_verdicts_of_all_tasks_hold_together() -> None:
    check_all_tasks(60)


@pytest.mark.heavy
def test_verdicts_of_all_tasks_hold_together_in_many_runs() -> None:
    check_all_tasks(2000)


def check_abilities(runs: int, items: int) -> None:
    """Of five abilities corrected by Hochberg's method, hardly ever is one called wrongly."""
    chance = np.random.default_rng(15)
    margin, error = 0.15, 0.025
    above = cache(lambda pairs: p_above(pairs, -margin))
    below = cache(lambda pairs: p_below(pairs, -margin))
    most = error + 4 * (error * (1 - error) / runs) ** 0.5
    for second_only in (0.15, 0.17, 0.25, 0.4):
        # The others are as good as before, so they survive and lower the bar for the rest.
        for at_margin in (5, 3, 1):
            abilities = [
                *(drawn(chance, runs, items, second_only, -margin) for _ in range(at_margin)),
                *(drawn(chance, runs, items, 0.02, 0.0) for _ in range(5 - at_margin)),
            ]
            survives = lost = 0
            for each in zip(*abilities, strict=True):
                survives += min(hochberg(list(map(above, each)))[:at_margin]) < error
                lost += min(hochberg(list(map(below, each)))[:at_margin]) < error
            assert survives / runs <= most, (second_only, at_margin)
            assert lost / runs <= most, (second_only, at_margin)


def test_what_is_said_of_five_abilities_holds_together() -> None:
    for items in (20, 50):
        check_abilities(4000, items)


@pytest.mark.heavy
def test_what_is_said_of_five_abilities_holds_together_in_many_runs() -> None:
    for items in (20, 40, 50, 100, 200):
        check_abilities(50_000, items)

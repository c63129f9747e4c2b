"""The bootstrap agrees with SciPy's and depends on the values and the seed alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lottery_agent.resampling import bootstrap


@pytest.mark.parametrize("size", [20, 300])
def test_it_agrees_with_scipy(size: int) -> None:
    values = np.random.default_rng(size).beta(0.5, 1.5, size)
    drawn = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(5),
    ).confidence_interval
    spread = float(values.std()) / size**0.5
    assert bootstrap(values, seed=1) == pytest.approx(tuple(drawn), abs=0.1 * spread)
    narrow, wide = bootstrap(values, seed=1, level=0.5), bootstrap(values, seed=1, level=0.99)
    assert wide[0] < narrow[0] < values.mean() < narrow[1] < wide[1]


@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=40),
    st.integers(0, 9),
    st.randoms(use_true_random=False),
)
def test_it_does_not_depend_on_the_order(
    values: list[float], seed: int, rng: random.Random
) -> None:
    found = bootstrap(values, seed=seed, draws=50)
    assert min(values) - 1e-9 <= found[0] <= found[1] <= max(values) + 1e-9
    rng.shuffle(values)
    assert bootstrap(values, seed=seed, draws=50) == found


def test_what_is_drawn_at_once_bounds_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [0.0, 1.0, 2.0]
    whole = bootstrap(values, seed=4, draws=100)
    monkeypatch.setattr("lottery_agent.resampling._CELLS", 7)
    assert bootstrap(values, seed=4, draws=100) == whole


def test_nothing_has_no_mean() -> None:
    with pytest.raises(ValueError, match="nothing"):
        bootstrap([], seed=0)

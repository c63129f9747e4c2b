"""Sampling: the right distribution, from the allowed tokens only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.engine.interface import Sampling
from lottery_agent.models.engine.sampling import Sampler, logsumexp, unpack

SIZE = 200
seeds = st.integers(0, 2**32 - 1)


def logits_of(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(seed).normal(0, 3, SIZE).astype(np.float32)


@given(seed=seeds, allowed=st.sets(st.integers(0, SIZE - 1), min_size=1))
def test_only_allowed_tokens(seed: int, allowed: set[int]) -> None:
    mask = np.isin(np.arange(SIZE), list(allowed))
    for sampling in (Sampling(), Sampling(temperature=2.0, top_p=0.9, min_p=0.05, seed=seed)):
        choice = Sampler(sampling).choose(logits_of(seed), mask)
        assert choice.token in allowed
        assert choice.logprob <= 0


@given(seed=seeds, every=st.sampled_from([2, 3, 50]))
def test_logprob_is_that_of_the_allowed_tokens(seed: int, every: int) -> None:
    logits = logits_of(seed)
    ids = np.arange(0, SIZE, every)
    mask = np.isin(np.arange(SIZE), ids)
    choice = Sampler(Sampling(temperature=0.7, seed=seed)).choose(logits, mask)
    assert mask[choice.token]
    exact = logits[ids].astype(np.float64)
    expected = float(logits[choice.token]) - np.log(np.exp(exact).sum())
    assert choice.logprob == pytest.approx(expected, abs=1e-5)
    assert logsumexp(logits) == pytest.approx(np.log(np.exp(logits.astype(np.float64)).sum()))


@given(seed=seeds)
def test_greedy_takes_the_most_likely(seed: int) -> None:
    logits = logits_of(seed)
    assert Sampler(Sampling()).choose(logits).token == int(logits.argmax())


@given(seed=seeds, share=st.floats(0.05, 0.99))
def test_top_p_keeps_the_smallest_set(seed: int, share: float) -> None:
    logits = logits_of(seed)
    order = np.argsort(-logits, kind="stable")
    weights = np.exp(logits[order].astype(np.float64))
    reach = np.cumsum(weights) / weights.sum()
    kept = set(order[: int(np.searchsorted(reach, share - 1e-9)) + 2].tolist())
    sampler = Sampler(Sampling(temperature=1.0, top_p=share, seed=seed))
    assert {sampler.choose(logits).token for _ in range(30)} <= kept


@given(seed=seeds, floor=st.floats(0.01, 1))
def test_min_p_drops_the_unlikely(seed: int, floor: float) -> None:
    logits = logits_of(seed)
    sampler = Sampler(Sampling(temperature=1.0, min_p=floor, seed=seed))
    for _ in range(30):
        token = sampler.choose(logits).token
        assert np.exp(float(logits[token]) - float(logits.max())) >= floor - 1e-5


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_frequencies_follow_the_temperature(temperature: float) -> None:
    logits = np.array([2.0, 1.0, 0.0, -1.0], np.float32)
    sampler = Sampler(Sampling(temperature=temperature, seed=1))
    counts = np.bincount([sampler.choose(logits).token for _ in range(20_000)], minlength=4)
    expected = np.exp(logits / temperature) / np.exp(logits / temperature).sum()
    assert counts / 20_000 == pytest.approx(expected, abs=0.015)


def test_seeds_repeat_and_differ() -> None:
    def draw(seed: int) -> list[int]:
        sampler = Sampler(Sampling(temperature=1.0, seed=seed))
        return [sampler.choose(np.zeros(1000, np.float32)).token for _ in range(20)]

    assert draw(0) == draw(0)
    assert draw(0) != draw(1)


@given(st.sets(st.integers(0, 99)))
def test_unpack_reads_the_bits(tokens: set[int]) -> None:
    mask = np.zeros(4, np.uint32)
    for token in tokens:
        mask[token // 32] |= np.uint32(1 << (token % 32))
    assert np.flatnonzero(unpack(mask.view(np.int32), 100)).tolist() == sorted(tokens)

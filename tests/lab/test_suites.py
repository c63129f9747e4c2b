"""Suites: the same items everywhere, smaller suites within larger ones."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.batch import Item
from lottery_agent.errors import UsageError
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.suites import SUITES, subset, suite_of

IDS = st.lists(st.text(), unique=True, max_size=30)
COMMITTED = json.loads(Path(__file__).with_name("dev_ids.json").read_text(encoding="utf-8"))


@given(IDS, st.integers(0, 30), st.integers(0, 30), st.randoms(use_true_random=False))
def test_a_subset_follows_from_the_ids_alone(
    ids: list[str], few: int, many: int, rng: random.Random
) -> None:
    few, many = sorted((few, many))
    large = subset(ids, many)
    assert len(large) == min(many, len(ids))
    assert set(large) <= set(ids)
    assert large[:few] == subset(ids, few)
    rng.shuffle(ids)
    assert subset(ids, many) == large
    assert sorted(subset(ids, None)) == sorted(ids)
    # An item that is taken stays when others go.
    assert subset(large, few) == subset(ids, few)


def test_another_seed_gives_another_subset() -> None:
    ids = [f"item-{n}" for n in range(200)]
    assert subset(ids, 20) != subset(ids, 20, seed=1)
    assert subset(ids, 20) != sorted(ids)[:20]


def test_every_item_has_the_same_chance() -> None:
    ids = [f"item-{n}" for n in range(20)]
    counts = Counter(name for seed in range(2000) for name in subset(ids, 5, seed=seed))
    # 500 each, with a standard deviation of 19.
    assert all(abs(counts[name] - 500) < 5 * 19.4 for name in ids)


def test_suites_grow() -> None:
    smoke, dev, full = SUITES.values()
    assert (smoke.name, dev.name, full.name) == ("smoke", "dev", "full")
    assert (dev.cap, full.cap) == (100, None)
    assert set(smoke.benchmarks) < set(dev.benchmarks) == set(full.benchmarks) == set(BENCHMARKS)
    assert (smoke.items, dev.items, full.items) == (27, 2500, 8723)
    assert smoke.minutes < 4  # measured for five arms, of which the agent takes the most
    assert dev.minutes / dev.items == pytest.approx(full.minutes / full.items, rel=0.05)
    items = [Item(n, f"item-{n}") for n in range(300)]
    picked = [[item.id for item in suite.pick(items)] for suite in SUITES.values()]
    assert [len(ids) for ids in picked] == [smoke.cap, 100, 300]
    assert picked[2][:100] == picked[1]
    assert picked[1][: smoke.cap] == picked[0]
    assert suite_of("dev") == dev
    with pytest.raises(UsageError, match="smoke, dev, full"):
        suite_of("huge")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_the_committed_subset_is_picked(name: str, data: Path) -> None:
    items = BENCHMARKS[name].items(data)
    picked = [str(item.id) for item in SUITES["dev"].pick(items)]
    if len(items) <= 100:
        assert sorted(picked) == sorted(str(item.id) for item in items)
    else:
        closed = name.removesuffix("_open") if BENCHMARKS[name].open else name
        assert picked == COMMITTED[closed]


def test_committed_subsets_are_of_benchmarks() -> None:
    assert set(COMMITTED) <= set(BENCHMARKS)
    assert {len(set(ids)) for ids in COMMITTED.values()} == {100}

"""Threads: as many as get a processor each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.engine import library
from lottery_agent.models.engine.context import Context, Feed
from lottery_agent.models.engine.threads import Threads


def test_all_threads_while_they_get_their_time() -> None:
    threads = Threads(4)
    for number in range(50):
        threads.observe(wall=0.01, processor=0.039, now=number * 0.01)
    assert threads.count == 4


def test_fewer_when_others_take_processors_and_all_again_later() -> None:
    threads = Threads(4)
    threads.observe(wall=0.1, processor=0.29, now=0.0)
    assert threads.count == 2
    threads.observe(wall=0.1, processor=0.2, now=0.1)
    assert threads.count == 2, "what is left is fair, but it is too early to try again"
    threads.observe(wall=0.1, processor=0.2, now=0.6)
    assert threads.count == 4
    threads.observe(wall=0.1, processor=0.2, now=0.7)
    threads.observe(wall=0.1, processor=0.2, now=1.5)
    assert threads.count == 2, "the second try comes later than the first"
    threads.observe(wall=0.1, processor=0.2, now=1.8)
    assert threads.count == 4


def test_short_steps_are_judged_together() -> None:
    threads = Threads(2)
    threads.observe(wall=0.005, processor=0.001, now=0.0)
    assert threads.count == 2
    threads.observe(wall=0.02, processor=0.04, now=0.03)
    assert threads.count == 2


@given(
    most=st.integers(1, 64),
    steps=st.lists(st.tuples(st.floats(0, 10), st.floats(0, 100)), max_size=50),
)
def test_never_none_and_never_too_many(most: int, steps: list[tuple[float, float]]) -> None:
    threads = Threads(most)
    for number, (wall, processor) in enumerate(steps):
        threads.observe(wall=wall, processor=processor, now=float(number))
        assert 1 <= threads.count <= most


def test_the_number_of_threads_changes_no_bit(tiny_q8: Path) -> None:
    model = library.load(tiny_q8)
    results = []
    for count in (1, 2, 3):
        context = Context(model, sequences=3, window=512, batch=512, threads=count)
        context.decode([Feed(n, 0, range(3, 40 + n), 0) for n in (0,)])
        context.decode([Feed(n, 0, range(3, 40), 1) for n in (1, 2)])
        rows = context.decode([Feed(n, 37, [7], 1) for n in (0, 1, 2)])
        results.append(rows.copy())
        context.close()
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])

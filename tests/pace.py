"""How long something takes, told by a fixed computation beside it: machines differ, or are busy."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager


def yardstick() -> float:
    """Return the seconds of its thread that a fixed computation takes now."""
    start = time.thread_time()
    total = sum(len(str(number)) for number in range(200_000))
    assert total == 1_088_890
    return time.thread_time() - start


@contextmanager
def at_most(yardsticks: float) -> Iterator[None]:
    """Fail if what this thread does within takes more processor time than so many yardsticks.

    Garbage is not collected meanwhile: how long that takes depends on what other tests have left.
    """
    before = yardstick()
    gc.collect()
    gc.disable()
    try:
        start = time.thread_time()
        yield
        taken = time.thread_time() - start
    finally:
        gc.enable()
    # The slower of the two: a machine that slows down between them is no failure.
    assert taken <= yardsticks * max(before, yardstick())

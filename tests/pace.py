"""How long something takes, told by a fixed computation beside it: machines differ, or are busy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


def yardstick() -> float:
    """Return the seconds of processor time that a fixed computation takes now."""
    start = time.process_time()
    total = sum(len(str(number)) for number in range(200_000))
    assert total == 1_088_890
    return time.process_time() - start


@contextmanager
def at_most(yardsticks: float) -> Iterator[None]:
    """Fail if what is done within takes more processor time than so many yardsticks."""
    before = yardstick()
    start = time.process_time()
    yield
    taken = time.process_time() - start
    # The slower of the two: a machine that slows down between them is no failure.
    assert taken <= yardsticks * max(before, yardstick())

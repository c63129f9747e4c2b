"""What is measured of an arm: its own time and memory, not those of the arms before it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from lottery_agent.lab.costs import Meter

BLOCK = 200_000_000


def test_memory_of_an_earlier_arm_does_not_count() -> None:
    clear = Path("/proc/self/clear_refs")
    if not clear.exists() or not os.access(clear, os.W_OK):
        pytest.skip("this system can't start counting anew")
    first = Meter("first", "sums")
    block = bytearray(BLOCK)
    block[:] = b"1" * BLOCK
    spent = first.read(1).peak_bytes
    del block
    assert spent > BLOCK
    assert Meter("second", "sums").read(1).peak_bytes < spent - BLOCK / 2


def test_processor_time_is_counted_from_the_start() -> None:
    meter = Meter("agent", "sums")
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    cost = meter.read(4)
    assert (cost.arm, cost.benchmark, cost.items, meter.text) == (
        "agent",
        "sums",
        4,
        "agent on sums",
    )
    assert cost.processor_seconds >= 0.03  # the system counts in ticks of ten milliseconds
    assert cost.seconds > 0

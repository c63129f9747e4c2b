"""What the answers of an arm take: time by the clock and of the processors, and memory."""

from __future__ import annotations

import math
import os
import resource
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import psutil

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_lines

COSTS = "costs.jsonl"

_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024
"""Unit of the largest resident set, as the system counts it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the answers of an arm to a benchmark took, in one part of a run."""

    arm: str
    benchmark: str
    items: int
    seconds: float
    """By the clock."""
    processor_seconds: float
    """Of this process and its tool workers, over all threads."""
    peak_bytes: int
    """Largest resident set of this process meanwhile, and that of its tool workers at the end.
    Where the system can't start counting anew, that of this process so far."""


def costs_of(folder: Path) -> dict[tuple[str, str], list[Cost]]:
    """Return what each part of a run took, by arm and benchmark.

    Raises:
        UsageError: If a line is no cost. The remains of a kill at the end are left out.
    """
    found: dict[tuple[str, str], list[Cost]] = {}
    path = folder / COSTS
    for line in read_lines(path) if path.exists() else ():
        if line.data is None and not line.ended:
            break
        cost = _cost(line.data or {})
        if cost is None:
            problem = line.problem or "is no cost"
            raise UsageError(f"line {line.number} of {str(path)!r} {problem}", hint="remove it")
        found.setdefault((cost.arm, cost.benchmark), []).append(cost)
    return found


def _cost(row: Mapping[str, Any]) -> Cost | None:
    """Return the cost that a line holds, if it holds one."""
    arm, benchmark, items, *times, peak = (row.get(field.name) for field in fields(Cost))
    seconds = [n for n in times if isinstance(n, int | float) and 0 <= n < math.inf]
    if len(seconds) < len(times) or not isinstance(items, int) or not isinstance(peak, int):
        return None
    return Cost(str(arm), str(benchmark), items, seconds[0], seconds[1], peak)


class Meter:
    """Measures what a part of a run takes, from when it is made.

    Args:
        arm: Name of the arm.
        benchmark: Name of the benchmark.
    """

    def __init__(self, arm: str, benchmark: str) -> None:
        self.arm, self.benchmark = arm, benchmark
        self._start = time.monotonic()
        self._processor = _used()
        _forget_peak()

    @property
    def text(self) -> str:
        """What is measured, in words."""
        return f"{self.arm} on {self.benchmark}"

    def read(self, items: int) -> Cost:
        """Return what so many items took."""
        workers = psutil.Process().children(recursive=True)
        return Cost(
            arm=self.arm,
            benchmark=self.benchmark,
            items=items,
            seconds=round(time.monotonic() - self._start, 3),
            processor_seconds=round(_used() - self._processor, 3),
            peak_bytes=_peak() + sum(_resident(worker) for worker in workers),
        )


def _used() -> float:
    """Return the processor time of this process and its children, ended or running."""
    times = os.times()
    running = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            spent = child.cpu_times()
        except psutil.Error:
            continue
        running += spent.user + spent.system
    return sum(times[:4]) + running


def _forget_peak() -> None:
    """Let Linux count the largest resident set from now on (`man 5 proc_pid_clear_refs`)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """Return the largest resident set of this process, in bytes."""
    with suppress(OSError, StopIteration):  # `ru_maxrss` can't be set back
        status = Path("/proc/self/status").read_text("utf-8").splitlines()
        return int(next(line for line in status if line.startswith("VmHWM:")).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_BYTES


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has ended
        return 0

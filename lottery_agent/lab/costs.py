"""What the answers of an arm take: time by the clock and of the processors, memory and energy."""

from __future__ import annotations

import math
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_lines
from lottery_agent.lab.energy import POWERCAP, EnergyCounter
from lottery_agent.progress import Progress, Unit, Update

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
    energy_joules: float | None = None
    """Of all processor packages of the machine meanwhile, whatever ran on them; None where the
    machine doesn't say."""


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
    """Return the cost that a line holds, if it holds one. Those of older runs say no energy."""
    arm, benchmark, items, peak = map(row.get, ("arm", "benchmark", "items", "peak_bytes"))
    seconds, processor_seconds = (_amount(row.get(k)) for k in ("seconds", "processor_seconds"))
    energy = row.get("energy_joules")
    joules = _amount(energy)
    if seconds is None or processor_seconds is None or (joules is None) != (energy is None):
        return None
    if not isinstance(items, int) or not isinstance(peak, int):
        return None
    return Cost(str(arm), str(benchmark), items, seconds, processor_seconds, peak, joules)


def covered(costs: Sequence[Cost], results: int) -> bool:
    """Tell whether so many results have their costs: what was killed has written none."""
    return sum(cost.items for cost in costs) >= results > 0


def joules_of(costs: Sequence[Cost], results: int) -> float | None:
    """Return the joules for an item, on average; None if they were not measured all along.

    Args:
        costs: What was measured.
        results: How many results there are.
    """
    joules = [cost.energy_joules for cost in costs if cost.energy_joules is not None]
    if len(joules) < len(costs) or not covered(costs, results):
        return None
    return sum(joules) / sum(cost.items for cost in costs)


def _amount(value: object) -> float | None:
    """Return what was measured, if it is a number that can be."""
    return value if isinstance(value, int | float) and 0 <= value < math.inf else None


class Meter:
    """Measures what a part of a run takes, from when it is made.

    Args:
        arm: Name of the arm.
        benchmark: Name of the benchmark.
        powercap: Where Linux shows the energy that the machine uses.
    """

    def __init__(self, arm: str, benchmark: str, *, powercap: Path = POWERCAP) -> None:
        self.arm, self.benchmark = arm, benchmark
        self.done = 0
        """Items that are done, as far as a progress that `watching` returned was told."""
        self._energy = EnergyCounter(powercap)
        self._start = time.monotonic()
        self._processor = _used()
        _forget_peak()

    @property
    def text(self) -> str:
        """What is measured, in words."""
        return f"{self.arm} on {self.benchmark}"

    def watching(self, progress: Progress) -> Progress:
        """Return a progress that counts items and reads the energy after each.

        The counters of energy begin anew now and then.

        Args:
            progress: What shows how far the items are.
        """

        @contextmanager
        def watched(
            text: str, *, total: int | None = None, unit: Unit = "steps"
        ) -> Iterator[Update]:
            with progress(text, total=total, unit=unit) as update:

                def both(done: int) -> None:
                    self.done = done
                    self._energy.read()
                    update(done)

                yield both

        return watched

    def read(self, items: int) -> Cost:
        """Return what so many items took."""
        workers = psutil.Process().children(recursive=True)
        joules = self._energy.read()
        return Cost(
            arm=self.arm,
            benchmark=self.benchmark,
            items=items,
            seconds=round(time.monotonic() - self._start, 3),
            processor_seconds=round(_used() - self._processor, 3),
            peak_bytes=_peak() + sum(_resident(worker) for worker in workers),
            energy_joules=None if joules is None else round(joules, 3),
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

"""What is measured of an arm: its own time, memory and energy, not those of the arms before it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.lab.costs import COSTS, Cost, Meter, costs_of
from lottery_agent.progress import Unit, track

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


@pytest.fixture
def powercap(tmp_path: Path) -> Path:
    """A powercap tree of one processor package, whose counter begins anew after 10 joules."""
    zone = tmp_path / "powercap" / "intel-rapl:0"
    zone.mkdir(parents=True)
    for name, text in (("name", "package-0"), ("max_energy_range_uj", "10000000")):
        (zone / name).write_text(f"{text}\n", "ascii")
    (zone / "energy_uj").write_text("6000000\n", "ascii")
    return zone.parent


def test_energy_is_read_after_each_item_so_that_no_beginning_anew_is_missed(powercap: Path) -> None:
    told: list[int] = []

    @contextmanager
    def progress(
        text: str, *, total: int | None = None, unit: Unit = "steps"
    ) -> Iterator[Callable[[int], None]]:
        assert (text, total, unit) == ("answering", 6, "steps")
        yield told.append

    meter = Meter("agent", "sums", powercap=powercap)
    used = 6
    for _ in track(range(6), "answering", progress=meter.watching(progress)):
        used += 7
        (powercap / "intel-rapl:0" / "energy_uj").write_text(f"{used % 10}000000\n", "ascii")
    assert meter.read(6).energy_joules == 42
    assert told == [1, 2, 3, 4, 5, 6]


def test_energy_that_is_not_exposed_is_none(tmp_path: Path) -> None:
    assert Meter("agent", "sums", powercap=tmp_path).read(1).energy_joules is None


def test_costs_are_read_as_they_were_written(powercap: Path, tmp_path: Path) -> None:
    costs = [Meter("agent", "sums", powercap=place).read(2) for place in (powercap, tmp_path)]
    lines = [json.dumps(asdict(cost)) for cost in costs]
    (tmp_path / COSTS).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert costs_of(tmp_path) == {("agent", "sums"): costs}
    assert [cost.energy_joules for cost in costs] == [0, None]


def test_costs_of_runs_made_before_energy_was_measured_are_read(tmp_path: Path) -> None:
    line = (
        '{"arm": "agent", "benchmark": "sums", "items": 3, "seconds": 1.5, '
        '"processor_seconds": 2, "peak_bytes": 700}\n'
    )
    (tmp_path / COSTS).write_text(line, "utf-8")
    assert costs_of(tmp_path) == {("agent", "sums"): [Cost("agent", "sums", 3, 1.5, 2, 700, None)]}


@pytest.mark.parametrize("joules", ["-1", "NaN", "Infinity", '"3"', "[]"])
def test_energy_that_is_no_amount_is_told(tmp_path: Path, joules: str) -> None:
    line = (
        '{"arm": "agent", "benchmark": "sums", "items": 3, "seconds": 1.5, '
        f'"processor_seconds": 2, "peak_bytes": 700, "energy_joules": {joules}}}\n'
    )
    (tmp_path / COSTS).write_text(line, "utf-8")
    with pytest.raises(UsageError, match=r"line 1 of .*costs"):
        costs_of(tmp_path)

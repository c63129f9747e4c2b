"""Suites: how many items of which benchmarks are asked, always the same ones.

The items of a benchmark are put into an order that follows from their ids and a seed alone, and a
suite takes the first of them. So a subset is the same on every machine, whatever the order in the
file, and a smaller suite is a part of each larger one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lottery_agent.batch import Item
from lottery_agent.errors import UsageError
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.catalogue import BENCHMARKS

SEED = 0
"""Of the order. Another one gives other subsets, and results that can't be compared."""
_ITEM_SECONDS = 4.5
"""Of the agent for an item, whatever the benchmark: a few seconds for most, a minute for some."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A choice of items.

    Attributes:
        name: What it is called.
        cap: Most items of each benchmark; None for all.
        benchmarks: Names of the benchmarks.
    """

    name: str
    cap: int | None
    benchmarks: tuple[str, ...]

    @property
    def items(self) -> int:
        """How many items it has, of all benchmarks as published."""
        sizes = [_size(BENCHMARKS[name]) for name in self.benchmarks]
        return sum(sizes if self.cap is None else [min(self.cap, size) for size in sizes])

    @property
    def minutes(self) -> int:
        """What the agent takes for all of it on two idle cores: a rough estimate.

        Arms without tools take less.
        """
        return rough_minutes(self.items * _ITEM_SECONDS)

    def pick(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the suite's items of one benchmark, in the suite's order."""
        by_id = {str(item.id): item for item in items}
        return tuple(by_id[name] for name in subset(by_id, self.cap))

    def to_json(self) -> dict[str, Any]:
        """Return the suite as plain data."""
        return {**asdict(self), "items": self.items, "minutes": self.minutes}


_SMOKE = (
    "gsm8k_paired",
    "svamp",
    "proofwriter_paired",
    "logicaldeduction_paired",
    "folio_paired",
    "bbh_date_understanding",
    "bbh_object_counting",
    "nq",
    "squad_unanswerable",
)
"""One benchmark for each kind of question, without those that need a knowledge base."""

SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("smoke", 3, _SMOKE),
        Suite("dev", 100, tuple(BENCHMARKS)),
        Suite("full", None, tuple(BENCHMARKS)),
    )
}
"""All suites by name, the smallest first."""


def suite_of(name: str) -> Suite:
    """Return a suite by its name.

    Raises:
        UsageError: If there is none.
    """
    if name not in SUITES:
        raise UsageError(f"there is no suite {name!r}", hint=f"there is {', '.join(SUITES)}")
    return SUITES[name]


def rough_minutes(seconds: float) -> int:
    """Return an estimate in minutes, without digits that it does not have."""
    return round(float(f"{seconds / 60:.2g}"))


def _size(benchmark: Benchmark) -> int:
    """Return how many items a benchmark has as published; tasks of one file have equally many."""
    tasks = [b for b in BENCHMARKS.values() if b.file is benchmark.file and b.task is not None]
    return (benchmark.file.count or 0) // (len(tasks) or 1)


def subset(ids: Iterable[str], cap: int | None, *, seed: int = SEED) -> Sequence[str]:
    """Return the first ids in an order that only the ids and the seed decide.

    Args:
        ids: The ids of all items of a benchmark.
        cap: How many to take; None for all.
        seed: Seed of the order.
    """
    return sorted(set(ids), key=lambda name: _place(name, seed))[:cap]


def _place(name: str, seed: int) -> tuple[bytes, str]:
    text = f"{seed}:{name}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).digest(), name

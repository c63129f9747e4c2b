"""Two arms on the same items of some benchmarks, paired item by item; scoring needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.lab.answers import Arm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.pairing import Pairing, Row, Terms, joined, pair, rows_of
from lottery_agent.lab.suites import subset
from lottery_agent.scoring import Equivalent, Gold


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison of two arms.

    Attributes:
        first: Name of the first arm.
        second: Name of the second arm.
        terms: What it depends on.
        strays: Results of the first and of the second arm that belong to no item of these
            benchmarks; they are left out.
        rows: One for each benchmark.
        total: All paired items as one row, if there are several benchmarks.
    """

    first: str
    second: str
    terms: Terms
    strays: tuple[int, int]
    rows: tuple[Row, ...]
    total: Row | None

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        data = asdict(self)
        for row, plain in zip(self.rows, data["rows"], strict=True):
            plain["second_at_chance"] = row.second_at_chance
        return {"version": 1, **data}


def compare_arms(
    first: Arm,
    second: Arm,
    benchmarks: Sequence[Benchmark],
    folder: Path | None,
    terms: Terms,
    *,
    equivalent: Equivalent = same_notation,
) -> Report:
    """Compare two arms on some benchmarks.

    Args:
        first: The arm in question.
        second: What it is compared with.
        benchmarks: The benchmarks; each becomes a row.
        folder: The folder of benchmark files.
        terms: Items, margin and seed.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If a file is missing or broken, an arm was asked nothing of a benchmark, or two
            benchmarks have an item in common.
    """
    golds = {each.name: _golds(each, folder) for each in benchmarks}
    _check_apart(golds)
    judged = [
        _judge(first, second, each, golds[each.name], terms, equivalent) for each in benchmarks
    ]
    ids = {name for found in golds.values() for name in found}
    return Report(
        first=first.name,
        second=second.name,
        terms=terms,
        strays=(first.strays(ids), second.strays(ids)),
        rows=tuple(rows_of(judged, terms)),
        total=rows_of([joined(judged)], terms)[0] if len(judged) > 1 else None,
    )


def _golds(benchmark: Benchmark, folder: Path | None) -> dict[str, Gold]:
    """Return the gold answers by id, once the items are known to be sound."""
    benchmark.items(folder)
    return benchmark.golds(folder)


def _check_apart(golds: Mapping[str, Mapping[str, Gold]]) -> None:
    """Check that no result is judged twice: results know an item by its id alone."""
    for (one, ours), (other, theirs) in combinations(golds.items(), 2):
        if shared := len(ours.keys() & theirs.keys()):
            raise UsageError(
                f"{one} and {other} have {shared:,} ids in common, and each result would count for "
                "both",
                hint="compare them apart",
            )


def _judge(
    first: Arm,
    second: Arm,
    benchmark: Benchmark,
    golds: Mapping[str, Gold],
    terms: Terms,
    equivalent: Equivalent,
) -> Pairing:
    chosen = [golds[name] for name in subset(golds, terms.cap)]
    judged = [arm.judge(benchmark, chosen, equivalent) for arm in (first, second)]
    pairing = pair(benchmark, chosen, (first, second), (judged[0], judged[1]))
    if not pairing.first:
        raise UsageError(
            f"no item of {benchmark.name} has answers of both",
            hint="compare arms with common items",
        )
    return pairing

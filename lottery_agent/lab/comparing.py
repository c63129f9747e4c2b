"""Two arms on the same items of some benchmarks, paired item by item; scoring needs no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lottery_agent.comparison import same_notation
from lottery_agent.errors import UsageError
from lottery_agent.lab.answers import Arm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.statistics import LEVEL, MARGIN, Comparison, Paired, compare, holm, mcnemar
from lottery_agent.lab.suites import subset
from lottery_agent.resampling import DRAWS, bootstrap
from lottery_agent.scoring import Equivalent, Gold, Judgement, Tally, tally


@dataclass(frozen=True, slots=True)
class Overlap:
    """Token overlap with the accepted texts (F1), where answers are texts.

    Attributes:
        first: Mean of the first arm.
        second: Mean of the second arm.
        difference: Mean of the differences.
        low: Lower end of the difference's bootstrap interval.
        high: Upper end.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """Two arms on one benchmark.

    Attributes:
        benchmark: Its name.
        first: Counts and rates of the first arm, over the paired items.
        second: Those of the second arm.
        pairs: How often both, one or neither was right.
        comparison: What that shows.
        bootstrap: Bootstrap interval of the difference, for comparison with other work. No verdict
            rests on it: with few items it is too narrow.
        mcnemar: Two-sided p-value of McNemar's exact test.
        mcnemar_of_all: The same, corrected for the number of rows by Holm's method.
        overlap: Token overlap; None where answers are no texts.
        chance: Share of the items that guessing gets right.
        left_out: Items that are not paired, since an arm was never asked.
        missing: Paired items without a result in the first and in the second arm; they count as
            failed.
        items: For each paired item its id, and what became of it in both arms.
    """

    benchmark: str
    first: Tally
    second: Tally
    pairs: Paired
    comparison: Comparison
    bootstrap: tuple[float, float]
    mcnemar: float
    mcnemar_of_all: float
    overlap: Overlap | None
    chance: float
    left_out: int
    missing: tuple[int, int]
    items: tuple[tuple[str, str, str], ...]

    @property
    def second_at_chance(self) -> bool:
        """Whether the second arm may just be guessing: a match with it shows nothing."""
        return self.second.low <= self.chance


@dataclass(frozen=True, slots=True)
class Terms:
    """What a comparison depends on besides the answers.

    Attributes:
        cap: Most items of each benchmark, the first in the order of the suites; None for all.
        margin: Difference in accuracy that still counts as equally good.
        level: Level of the intervals.
        seed: Seed of the bootstrap.
        draws: How many samples the bootstrap draws.
    """

    cap: int | None = None
    margin: float = MARGIN
    level: float = LEVEL
    seed: int = 0
    draws: int = DRAWS


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


@dataclass(frozen=True, slots=True)
class _Judged:
    """The judgements of the paired items of one benchmark."""

    name: str
    first: tuple[Judgement, ...]
    second: tuple[Judgement, ...]
    chances: tuple[float, ...]
    left_out: int
    missing: tuple[int, int]


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
        UsageError: If a file is missing or broken, or an arm was asked nothing of a benchmark.
    """
    golds = {each.name: _golds(each, folder) for each in benchmarks}
    judged = [
        _judge(first, second, each, golds[each.name], terms, equivalent) for each in benchmarks
    ]
    ids = {name for found in golds.values() for name in found}
    return Report(
        first=first.name,
        second=second.name,
        terms=terms,
        strays=(first.strays(ids), second.strays(ids)),
        rows=tuple(_rows(judged, terms)),
        total=_rows([_joined(judged)], terms)[0] if len(judged) > 1 else None,
    )


def _golds(benchmark: Benchmark, folder: Path | None) -> dict[str, Gold]:
    """Return the gold answers by id, once the items are known to be sound."""
    benchmark.items(folder)
    return benchmark.golds(folder)


def _judge(
    first: Arm,
    second: Arm,
    benchmark: Benchmark,
    golds: Mapping[str, Gold],
    terms: Terms,
    equivalent: Equivalent,
) -> _Judged:
    chosen = [golds[name] for name in subset(golds, terms.cap)]
    ours = first.judge(benchmark, chosen, equivalent)
    theirs = second.judge(benchmark, chosen, equivalent)
    paired = [gold for gold in chosen if gold.id in ours and gold.id in theirs]
    if not paired:
        raise UsageError(
            f"no item of {benchmark.name} has answers of both",
            hint="compare arms with common items",
        )
    return _Judged(
        name=benchmark.name,
        first=tuple(ours[gold.id] for gold in paired),
        second=tuple(theirs[gold.id] for gold in paired),
        chances=tuple(benchmark.scorer.guessed(gold) for gold in paired),
        left_out=len(chosen) - len(paired),
        missing=_both(arm.missing(gold.id for gold in paired) for arm in (first, second)),
    )


def _joined(judged: Sequence[_Judged]) -> _Judged:
    return _Judged(
        name="total",
        first=tuple(each for part in judged for each in part.first),
        second=tuple(each for part in judged for each in part.second),
        chances=tuple(each for part in judged for each in part.chances),
        left_out=sum(part.left_out for part in judged),
        missing=_both(sum(part.missing[which] for part in judged) for which in (0, 1)),
    )


def _both(counts: Iterable[int]) -> tuple[int, int]:
    first, second = counts
    return first, second


def _rows(judged: Sequence[_Judged], terms: Terms) -> list[Row]:
    pairs = [
        Paired.of(
            (one.outcome == "correct", other.outcome == "correct")
            for one, other in zip(each.first, each.second, strict=True)
        )
        for each in judged
    ]
    p_values = [mcnemar(each) for each in pairs]
    rows = zip(
        judged,
        pairs,
        compare(pairs, margin=terms.margin, level=terms.level),
        p_values,
        holm(p_values),
        strict=True,
    )
    return [
        Row(
            benchmark=each.name,
            first=tally(each.first),
            second=tally(each.second),
            pairs=counts,
            comparison=comparison,
            bootstrap=_resampled(_differences(counts), terms),
            mcnemar=p_value,
            mcnemar_of_all=corrected,
            overlap=_overlap(each, terms),
            chance=sum(each.chances) / len(each.chances),
            left_out=each.left_out,
            missing=each.missing,
            items=tuple(
                (one.id, one.outcome, other.outcome)
                for one, other in zip(each.first, each.second, strict=True)
            ),
        )
        for each, counts, comparison, p_value, corrected in rows
    ]


def _differences(pairs: Paired) -> list[float]:
    same = pairs.both + pairs.neither
    return [1.0] * pairs.first + [-1.0] * pairs.second + [0.0] * same


def _overlap(judged: _Judged, terms: Terms) -> Overlap | None:
    both = [
        (one.f1, other.f1)
        for one, other in zip(judged.first, judged.second, strict=True)
        if one.f1 is not None and other.f1 is not None
    ]
    if not both:
        return None
    first = sum(one for one, _ in both) / len(both)
    second = sum(other for _, other in both) / len(both)
    low, high = _resampled([one - other for one, other in both], terms)
    return Overlap(first, second, first - second, low, high)


def _resampled(values: Sequence[float], terms: Terms) -> tuple[float, float]:
    return bootstrap(values, seed=terms.seed, draws=terms.draws, level=terms.level)

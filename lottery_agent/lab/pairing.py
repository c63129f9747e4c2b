"""Judgements of two arms, paired item by item, and what the pairs of each benchmark show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lottery_agent.lab.answers import Arm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.statistics import (
    LEVEL,
    MARGIN,
    Comparison,
    Correction,
    Paired,
    compare,
    holm,
    mcnemar,
)
from lottery_agent.resampling import DRAWS, bootstrap
from lottery_agent.scoring import Gold, Judgement, Tally, tally


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
class Pairing:
    """The judgements of two arms on the same items.

    Attributes:
        name: The benchmark, or `total` for several.
        first: Judgements of the first arm.
        second: Those of the second arm, in the same order.
        chances: For each item the probability that a guess is right.
        left_out: See `Row`.
        missing: See `Row`.
    """

    name: str
    first: tuple[Judgement, ...]
    second: tuple[Judgement, ...]
    chances: tuple[float, ...]
    left_out: int
    missing: tuple[int, int]


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
        mcnemar_of_all: The same, corrected for the number of rows.
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


def pair(
    benchmark: Benchmark,
    golds: Sequence[Gold],
    arms: tuple[Arm, Arm],
    judged: tuple[Mapping[str, Judgement], Mapping[str, Judgement]],
) -> Pairing:
    """Pair the judgements of two arms on a benchmark.

    Args:
        benchmark: The benchmark.
        golds: Gold answers of the items, in the order of the suite.
        arms: The arms.
        judged: Their judgements by id.
    """
    ours, theirs = judged
    paired = [gold for gold in golds if gold.id in ours and gold.id in theirs]
    return Pairing(
        name=benchmark.name,
        first=tuple(ours[gold.id] for gold in paired),
        second=tuple(theirs[gold.id] for gold in paired),
        chances=tuple(benchmark.scorer.guessed(gold) for gold in paired),
        left_out=len(golds) - len(paired),
        missing=_both(arm.missing(gold.id for gold in paired) for arm in arms),
    )


def joined(pairings: Sequence[Pairing]) -> Pairing:
    """Return the pairs of several benchmarks as those of one, called `total`."""
    return Pairing(
        name="total",
        first=tuple(each for part in pairings for each in part.first),
        second=tuple(each for part in pairings for each in part.second),
        chances=tuple(each for part in pairings for each in part.chances),
        left_out=sum(part.left_out for part in pairings),
        missing=_both(sum(part.missing[which] for part in pairings) for which in (0, 1)),
    )


def rows_of(pairings: Sequence[Pairing], terms: Terms, *, correct: Correction = holm) -> list[Row]:
    """Return what pairings show; one correction covers all of them.

    Args:
        pairings: The pairs of each row; none is empty.
        terms: Margin, level and seed.
        correct: The correction; another than Holm's only where the rows have no item in common.
    """
    pairs = [
        Paired.of(
            (one.outcome == "correct", other.outcome == "correct")
            for one, other in zip(each.first, each.second, strict=True)
        )
        for each in pairings
    ]
    p_values = [mcnemar(each) for each in pairs]
    rows = zip(
        pairings,
        pairs,
        compare(pairs, margin=terms.margin, level=terms.level, correct=correct),
        p_values,
        correct(p_values),
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


def _overlap(pairing: Pairing, terms: Terms) -> Overlap | None:
    both = [
        (one.f1, other.f1)
        for one, other in zip(pairing.first, pairing.second, strict=True)
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


def _both(counts: Iterable[int]) -> tuple[int, int]:
    first, second = counts
    return first, second

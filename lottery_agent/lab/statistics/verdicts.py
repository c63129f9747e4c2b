"""What a comparison shows: beats, matches, falls short, or nothing yet.

With the margin *m*, a system

* **beats** another if the interval of the difference lies above 0;
* **matches** it if the interval lies above −m: worse by less than the margin, if worse at all;
* **falls short** of it if the interval lies below −m: worse by more than the margin;
* is **undecided** otherwise: the interval holds −m, and more items would decide it.

*Falls short* is the opposite of *matches* and has to be shown like it. An interval from −8 to −1 at
a margin of 5 does not: the system is worse, but by more than the margin or by less, and more items
may still show a match. Such an interval below 0 is told apart as `worse`, whatever the verdict, so
that a match by a hair does not look like a tie (the cases of the CONSORT extension for
non-inferiority, Piaggio et al. 2012, JAMA 308:2594). Each verdict is wrong in at most 2.5% of the
runs (`paired` says how that was found).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from lottery_agent.lab.statistics.paired import (
    LEVEL,
    Paired,
    interval,
    items_to_decide,
    p_above,
    p_below,
)

MARGIN = 0.05
"""Difference in accuracy that still counts as equally good."""

Verdict = Literal["beats", "matches", "falls short", "undecided"]

Correction = Callable[[Sequence[float]], list[float]]
"""Corrects p-values so that all that are small may be believed together: `holm` or `hochberg`."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the counts of one task show about the first system.

    Attributes:
        difference: Accuracy of the first system less that of the second.
        low: Lower end of the difference's interval.
        high: Upper end.
        verdict: What that shows.
        verdict_of_all: What is shown if all tasks shall be right together: the verdict by
            corrected p-values.
        worse: Whether the interval lies below 0.
        worse_of_all: Whether that is shown if all tasks shall be right together.
        p_beats: One-sided p-value against being at most as good.
        p_matches: One-sided p-value against being worse by the margin or more.
        p_falls_short: One-sided p-value against being worse by the margin or less.
        items_to_decide: How many items would decide an undecided verdict; None if it is decided,
            or no number would do.
        items_to_decide_of_all: The same for `verdict_of_all`. So many decide it whatever the other
            tasks show; if these are decided, fewer may do.
    """

    difference: float
    low: float
    high: float
    verdict: Verdict
    verdict_of_all: Verdict
    worse: bool
    worse_of_all: bool
    p_beats: float
    p_matches: float
    p_falls_short: float
    items_to_decide: int | None
    items_to_decide_of_all: int | None


def compare(
    tasks: Sequence[Paired],
    *,
    margin: float = MARGIN,
    level: float = LEVEL,
    correct: Correction | None = None,
) -> list[Comparison]:
    """Compare two systems on some tasks.

    Args:
        tasks: The counts of each task.
        margin: Difference that still counts as equally good, in (0, 1).
        level: Level of the intervals; each verdict is wrong with at most half of the rest.
        correct: How the p-values of all tasks are corrected; by default by Holm's method.
    """
    correct = correct or holm
    error, error_of_each = (1 - level) / 2, (1 - level) / 2 / max(1, len(tasks))
    beats = [p_above(pairs, 0.0) for pairs in tasks]
    matches = [p_above(pairs, -margin) for pairs in tasks]
    falls_short = [p_below(pairs, -margin) for pairs in tasks]
    worse = [p_below(pairs, 0.0) for pairs in tasks]
    worse_of_all = correct(worse)
    corrected = zip(correct(beats), correct(matches), correct(falls_short), strict=True)
    compared = []
    for number, (pairs, of_all) in enumerate(zip(tasks, corrected, strict=True)):
        single = (beats[number], matches[number], falls_short[number])
        low, high = interval(pairs, level=level)
        verdict, together = _verdict(*single, error=error), _verdict(*of_all, error=error)
        compared.append(
            Comparison(
                difference=pairs.difference,
                low=low,
                high=high,
                verdict=verdict,
                verdict_of_all=together,
                worse=worse[number] < error,
                worse_of_all=worse_of_all[number] < error,
                p_beats=single[0],
                p_matches=single[1],
                p_falls_short=single[2],
                items_to_decide=_needed(verdict, pairs, margin, error),
                items_to_decide_of_all=_needed(together, pairs, margin, error_of_each),
            )
        )
    return compared


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected so that all that are small may be believed together.

    The chance that any of the true hypotheses is rejected is then at most the level (Holm 1979,
    Scandinavian Journal of Statistics 6:65).
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    corrected = [0.0] * len(p_values)
    least = 0.0
    for rank, index in enumerate(order):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = least
    return corrected


def hochberg(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected as `holm` does, but for tests on independent samples.

    It rejects all that Holm's method rejects, and more: if all p-values are below the level, all
    hypotheses are rejected. That holds the level if the tests are independent (Hochberg 1988,
    Biometrika 75:800), as are those on different items; not for any tests.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    corrected = [0.0] * len(p_values)
    most = 1.0
    for larger, index in enumerate(order):
        most = min(most, (larger + 1) * p_values[index])
        corrected[index] = most
    return corrected


def _needed(verdict: Verdict, pairs: Paired, margin: float, error: float) -> int | None:
    """Return how many items would decide a verdict that is wrong with some probability at most."""
    if verdict != "undecided":
        return None
    return items_to_decide(pairs, -margin, level=1 - 2 * error)


def _verdict(beats: float, matches: float, falls_short: float, *, error: float) -> Verdict:
    if beats < error:
        return "beats"
    if matches < error:
        return "matches"
    return "falls short" if falls_short < error else "undecided"

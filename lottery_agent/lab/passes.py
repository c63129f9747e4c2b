"""Whether any of k samples is right: pass@k, from samples that are kept in answers.

The more samples are drawn, the more often one of them is right (Brown et al. 2024, arXiv
2407.21787, who call that share coverage). From n samples of which c are right it is estimated for
every k up to n, without bias, as the share of the choices of k samples that hold a right one (Chen
et al. 2021, arXiv 2107.03374).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.answer import Answer, Check
from lottery_agent.scoring import wilson

_NAME = "sample "


@dataclass(frozen=True, slots=True)
class Pass:
    """How often one of k samples is right.

    Attributes:
        k: How many samples are drawn.
        rate: The estimate, a mean over items, in [0, 1].
        low: Lower end of its 95% interval; that of a share with the same mean, so none is too
            narrow (`lottery_agent.scoring.wilson`).
        high: Upper end.
    """

    k: int
    rate: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return k with the rate and its interval, in percent: `8: 51.0% (37–65)`."""
        return f"{self.k}: {self.rate:.1%} ({100 * self.low:.0f}–{100 * self.high:.0f})"


def sample(number: int, answer: str | None, *, sound: bool) -> Check:
    """Return a sample as it is kept in an answer.

    Args:
        number: Which one it is, from 1.
        answer: What it gives; None if nothing.
        sound: Whether it passed all checks.
    """
    return Check(f"{_NAME}{number}", sound, answer or "")


def samples_of(answer: Answer) -> list[str | None]:
    """Return what the samples in an answer give, in order; empty if none were drawn."""
    return [check.detail or None for check in answer.checks if check.name.startswith(_NAME)]


def pass_at(k: int, drawn: int, right: int) -> float:
    """Return the probability that k of the samples of an item hold a right one.

    Args:
        k: How many are chosen, from 1 to `drawn`.
        drawn: How many there are.
        right: How many of these are right.
    """
    return 1 - math.comb(drawn - right, k) / math.comb(drawn, k)


def passes(items: Sequence[Sequence[bool]]) -> tuple[Pass, ...]:
    """Return pass@k for every k for which there are samples.

    Args:
        items: For each item, which of its samples are right. Samples that an item has less than
            others, because its run failed, count as wrong ones.
    """
    drawn = max(map(len, items), default=0)
    curve = []
    for k in range(1, drawn + 1):
        total = math.fsum(pass_at(k, drawn, sum(samples)) for samples in items)
        curve.append(Pass(k, total / len(items), *wilson(total, len(items))))
    return tuple(curve)


def doubled(curve: Sequence[Pass]) -> list[Pass]:
    """Return the estimates for 1, 2, 4 … samples, and that for all: enough for a line of text."""
    powers = {2**n for n in range(len(curve))}
    return [each for each in curve if each.k in powers or each is curve[-1]]

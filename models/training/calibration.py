"""How well probabilities over labels agree with how often the likeliest label is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.reliability import calibration_error

Scores = Sequence[float]
"""Log-probabilities of the labels, not normalised."""

_COLDEST, _HOTTEST = 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error (ECE) before and after dividing scores by a temperature."""

    ece: float
    temperature: float
    ece_at_temperature: float
    nll: float
    nll_at_temperature: float


def probabilities(scores: Scores, temperature: float = 1.0) -> list[float]:
    """Return the softmax of the scores divided by a temperature."""
    top = max(scores)
    weights = [math.exp((score - top) / temperature) for score in scores]
    return [weight / sum(weights) for weight in weights]


def ece(rows: Sequence[Scores], labels: Sequence[int], temperature: float = 1.0) -> float:
    """Return the expected calibration error over ten bins of equal width.

    Args:
        rows: The scores of each item.
        labels: The index of each item's right label.
        temperature: What scores are divided by.
    """
    choices = []
    for scores, label in zip(rows, labels, strict=True):
        found = probabilities(scores, temperature)
        best = max(range(len(found)), key=found.__getitem__)
        choices.append((found[best], best == label))
    return calibration_error(choices)


def nll(rows: Sequence[Scores], labels: Sequence[int], temperature: float = 1.0) -> float:
    """Return the mean negative log-likelihood of the right labels, in nats."""
    if not rows:
        return 0.0
    total = 0.0
    for scores, label in zip(rows, labels, strict=True):
        top = max(scores)
        mass = sum(math.exp((score - top) / temperature) for score in scores)
        total += math.log(mass) - (scores[label] - top) / temperature
    return total / len(rows)


def calibrate(rows: Sequence[Scores], labels: Sequence[int]) -> Calibration:
    """Fit the temperature between 1 and 10 with the least negative log-likelihood.

    Held-out questions are easier than people's. Where all of them are right, a temperature below 1
    would make the router surer than its own probabilities, with nothing to show for it.

    The likelihood has one maximum in the inverse temperature, so a golden-section search over the
    logarithm finds it.
    """
    low, high = math.log(_COLDEST), math.log(_HOTTEST)
    ratio = (math.sqrt(5) - 1) / 2
    while high - low > 1e-4:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if nll(rows, labels, math.exp(left)) <= nll(rows, labels, math.exp(right)):
            high = right
        else:
            low = left
    temperature = math.exp((low + high) / 2) if rows else 1.0
    return Calibration(
        ece=round(ece(rows, labels), 4),
        temperature=round(temperature, 3),
        ece_at_temperature=round(ece(rows, labels, temperature), 4),
        nll=round(nll(rows, labels), 4),
        nll_at_temperature=round(nll(rows, labels, temperature), 4),
    )

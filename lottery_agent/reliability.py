"""How far a confidence can be trusted: calibration error, reliability, risk and coverage.

A *choice* is the confidence in an answer and whether the answer is right. A perfectly calibrated
system is right in 80% of its choices with a confidence of 0.8 (Guo et al. 2017, arXiv 1706.04599).
A system that may abstain trades coverage for risk (Geifman and El-Yaniv 2017, arXiv 1705.08500).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Choice = tuple[float, bool]
"""A confidence in [0, 1], and whether what was chosen is right."""

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The choices whose confidence lies between two bounds: one bar of a reliability diagram.

    Attributes:
        low: Lower bound, which belongs to the bin.
        high: Upper bound, which belongs to the next one; 1 belongs to the last bin.
        items: How many choices there are.
        confidence: Their mean confidence; None if there are none.
        accuracy: Share of them that is right; None if there are none.
    """

    low: float
    high: float
    items: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """What happens with answers at or above a threshold.

    Attributes:
        threshold: Least confidence of an answer.
        coverage: Share of all questions that are answered.
        risk: Share of the answers that are wrong; an answer where there is none is wrong.
    """

    threshold: float
    coverage: float
    risk: float


def reliability(choices: Sequence[Choice], *, bins: int = _BINS) -> list[Bin]:
    """Return the reliability diagram over bins of equal width."""
    groups: list[list[Choice]] = [[] for _ in range(bins)]
    for confidence, right in choices:
        groups[min(bins - 1, int(confidence * bins))].append((confidence, right))
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            items=len(group),
            confidence=math.fsum(c for c, _ in group) / len(group) if group else None,
            accuracy=sum(right for _, right in group) / len(group) if group else None,
        )
        for number, group in enumerate(groups)
    ]


def calibration_error(choices: Sequence[Choice], *, bins: int = _BINS) -> float:
    """Return the expected calibration error (ECE): the mean gap of the bins, weighted by items."""
    if not choices:
        return 0.0
    gaps = (
        each.items * abs(each.confidence - each.accuracy)
        for each in reliability(choices, bins=bins)
        if each.confidence is not None and each.accuracy is not None
    )
    return math.fsum(gaps) / len(choices)


def risk_by_coverage(choices: Sequence[Choice], questions: int) -> list[Point]:
    """Return risk by coverage, from the surest answer on; equal confidences enter together.

    Args:
        choices: The answers that were offered.
        questions: How many questions there are, those without an offer included.
    """
    offers = sorted(choices, reverse=True)
    points, wrong = [], 0
    for count, (confidence, right) in enumerate(offers, start=1):
        wrong += not right
        if count == len(offers) or offers[count][0] < confidence:
            points.append(Point(confidence, count / questions, wrong / count))
    return points


def area_under(points: Sequence[Point]) -> float:
    """Return the mean risk over all coverages that are reached (AURC); 0 without a point."""
    total, before = 0.0, 0.0
    for point in points:
        total += point.risk * (point.coverage - before)
        before = point.coverage
    return total / before if points else 0.0


def draw_risk_by_coverage(
    points: Sequence[Point], *, mark: Point | None = None, width: int = 480, height: int = 320
) -> str:
    """Return the curve as a drawing in SVG: coverage to the right, risk upwards.

    Args:
        points: The curve.
        mark: A point to mark, such as that of the threshold in use.
        width: In pixels.
        height: In pixels.
    """
    left, bottom, top, right = 48, 40, 16, 16
    across, up = width - left - right, height - top - bottom

    def place(point: Point) -> tuple[str, str]:
        x, y = left + point.coverage * across, top + (1 - point.risk) * up
        return f"{x:.1f}", f"{y:.1f}"

    line = " ".join(",".join(place(point)) for point in points)
    ticks = "".join(
        f'<text x="{left - 8}" y="{top + (1 - t) * up + 4:.0f}" text-anchor="end">{t:g}</text>'
        f'<text x="{left + t * across:.0f}" y="{height - bottom + 18}" text-anchor="middle">'
        f"{t:g}</text>"
        for t in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    dot = ""
    if mark is not None:
        x, y = place(mark)
        dot = f'<circle cx="{x}" cy="{y}" r="5" fill="#c0392b"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12">'
        f'<rect x="{left}" y="{top}" width="{across}" height="{up}" fill="none" stroke="#999"/>'
        f"{ticks}"
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>'
        f"{dot}"
        f'<text x="{left + across / 2}" y="{height - 6}" text-anchor="middle">coverage</text>'
        f'<text x="{left + 8}" y="{top + 16}">risk</text>'
        "</svg>\n"
    )

"""Calibration error, reliability, risk and coverage, counted by hand and by other means."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binned_statistic

from lottery_agent.reliability import (
    Choice,
    Point,
    area_under,
    calibration_error,
    draw_risk_by_coverage,
    reliability,
    risk_by_coverage,
)

CHOICES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_bins_of_a_reliability_diagram() -> None:
    bins = reliability([(0.05, False), (0.3, True), (0.3, False), (1.0, True)], bins=4)
    assert [(b.low, b.high, b.items) for b in bins] == [
        (0.0, 0.25, 1),
        (0.25, 0.5, 2),
        (0.5, 0.75, 0),
        (0.75, 1.0, 1),
    ]
    assert [b.accuracy for b in bins] == [0.0, 0.5, None, 1.0]
    assert bins[1].confidence == pytest.approx(0.3)
    assert bins[2].confidence is None


def test_calibration_error_by_hand() -> None:
    assert calibration_error([]) == 0.0
    assert calibration_error([(0.8, True)] * 4 + [(0.8, False)]) == pytest.approx(0.0, abs=1e-12)
    assert calibration_error([(1.0, False)] * 3) == 1.0
    # A gap of 0.1 in three of four choices, of 0.6 in one.
    assert calibration_error([(0.9, True)] * 3 + [(0.4, True)]) == pytest.approx(0.225)


def test_a_sum_of_probabilities_may_exceed_one_by_rounding() -> None:
    assert calibration_error([(1.0000000000000002, True)]) < 1e-9


@given(CHOICES, st.integers(1, 20), st.randoms(use_true_random=False))
def test_calibration_error_agrees_with_scipy(
    choices: list[Choice], bins: int, rng: random.Random
) -> None:
    edges = [number / bins for number in range(bins + 1)]
    # Where a product rounds across a bin's edge, both places are right.
    choices = [(c, r) for c, r in choices if int(c * bins) in (bins, _bin(c, edges))]
    if not choices:
        return
    gaps = [confidence - right for confidence, right in choices]
    sums = binned_statistic([c for c, _ in choices], gaps, "sum", bins=edges).statistic
    expected = sum(abs(each) for each in sums) / len(choices)
    assert calibration_error(choices, bins=bins) == pytest.approx(expected, abs=1e-9)
    shuffled = list(choices)
    rng.shuffle(shuffled)
    assert calibration_error(shuffled, bins=bins) == calibration_error(choices, bins=bins)


def _bin(confidence: float, edges: list[float]) -> int:
    return max(number for number, edge in enumerate(edges) if edge <= confidence)


def test_equal_confidences_enter_together() -> None:
    choices = [(0.3, False), (0.8, True), (0.9, True), (0.8, False)]
    points = risk_by_coverage(choices, 5)
    assert points == [
        Point(0.9, coverage=0.2, risk=0.0),
        Point(0.8, coverage=0.6, risk=pytest.approx(1 / 3)),
        Point(0.3, coverage=0.8, risk=0.5),
    ]
    assert area_under(points) == pytest.approx((0 + 2 / 3 + 1 / 2) / 4)
    assert risk_by_coverage([], 3) == []
    assert area_under([]) == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, unique_by=lambda c: c[0]))
def test_the_area_is_the_mean_risk_over_the_answers(choices: list[Choice]) -> None:
    ordered = [right for _, right in sorted(choices, reverse=True)]
    risks = [ordered[:k].count(False) / k for k in range(1, len(ordered) + 1)]
    points = risk_by_coverage(choices, 2 * len(choices))
    assert [point.risk for point in points] == pytest.approx(risks)
    assert points[-1].coverage == 0.5
    assert area_under(points) == pytest.approx(sum(risks) / len(risks))


def test_the_drawing_is_whole() -> None:
    points = risk_by_coverage([(0.9, True), (0.2, False)], 2)
    drawn = ET.fromstring(draw_risk_by_coverage(points, mark=points[0]))
    tags = [element.tag.rpartition("}")[2] for element in drawn]
    assert tags.count("circle") == 1
    line = next(element for element in drawn if element.tag.endswith("polyline"))
    assert len(line.attrib["points"].split()) == 2
    assert "circle" not in draw_risk_by_coverage(points)

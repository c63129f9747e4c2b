"""Risk and coverage, counted by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.knowledge.speed import abstention
from lottery_agent.knowledge.speed.abstention import Reading
from lottery_agent.knowledge.speed.corpus import Question
from lottery_agent.reliability import Point

READINGS = [
    Reading(0.9, right=True, answerable=True),
    Reading(0.8, right=False, answerable=False),
    Reading(0.8, right=True, answerable=True),
    Reading(0.3, right=False, answerable=True),
    Reading(None, right=False, answerable=False),
]


def test_a_reader_is_judged_by_the_accepted_answers() -> None:
    questions = [
        Question("Who?", "p", "The bees fly.", ("bees", "The bees")),
        Question("When?", "p", "The bees fly.", ()),
        Question("Where?", "p", "The bees fly.", ("hive",)),
    ]
    answers = {"Who?": ("the Bees!", 0.9), "When?": ("fly", 0.2), "Where?": (None, 0.0)}
    readings = abstention.read(questions, lambda question: answers[question.text])
    assert readings == [
        Reading(0.9, right=True, answerable=True),
        Reading(0.2, right=False, answerable=False),
        Reading(None, right=False, answerable=True),
    ]


def test_the_curve_takes_equal_confidences_together() -> None:
    assert abstention.curve(READINGS) == [
        Point(0.9, coverage=0.2, risk=0.0),
        Point(0.8, coverage=0.6, risk=pytest.approx(1 / 3)),
        Point(0.3, coverage=0.8, risk=0.5),
    ]


def test_figures_of_a_threshold() -> None:
    found = abstention.decide(READINGS, 0.5)
    assert found.questions == 5
    assert found.coverage == pytest.approx(3 / 5)
    assert found.risk == pytest.approx(1 / 3)
    assert found.risk_low < found.risk < found.risk_high
    assert found.right == pytest.approx(2 / 3)
    assert found.abstained == pytest.approx(1 / 2)
    assert found.decided == pytest.approx(3 / 5)


def test_the_threshold_decides_most_on_the_first_readings() -> None:
    assert abstention.choose(READINGS) == 0.9
    assert abstention.choose(READINGS[2:]) == 0.8
    found = abstention.analyse(READINGS[2:], READINGS, default=0.5)
    assert found.threshold == 0.8
    assert found.reporting == abstention.decide(READINGS, 0.8)
    assert found.default == abstention.decide(READINGS, 0.5)
    assert found.area == pytest.approx((0 + 2 * 1 / 3 + 1 / 2) / 4)


def test_a_reader_that_offers_nothing() -> None:
    silence = [Reading(None, right=False, answerable=False)]
    found = abstention.analyse(silence, silence, default=0.5)
    assert (found.threshold, found.curve, found.area) == (1.0, (), 0.0)
    assert found.reporting.decided == 1.0


_READING = st.builds(
    lambda confidence, right, answerable: Reading(
        confidence, confidence is not None and right and answerable, answerable
    ),
    st.none() | st.floats(0, 1),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(_READING, min_size=1))
def test_no_threshold_decides_more_than_the_chosen_one(readings: list[Reading]) -> None:
    best = abstention.decide(readings, abstention.choose(readings)).decided
    for threshold in {r.confidence for r in readings if r.confidence is not None} | {0.0, 1.0}:
        assert abstention.decide(readings, threshold).decided <= best
    points = abstention.curve(readings)
    coverages = [point.coverage for point in points]
    assert coverages == sorted(set(coverages))
    for point in points:
        decision = abstention.decide(readings, point.threshold)
        assert (decision.coverage, decision.risk) == pytest.approx((point.coverage, point.risk))


def test_the_drawing_is_whole() -> None:
    drawn = ET.fromstring(abstention.svg(abstention.analyse(READINGS, READINGS, default=0.5)))
    line = next(element for element in drawn if element.tag.endswith("polyline"))
    assert len(line.attrib["points"].split()) == 3

"""Counts: what can't be one is told from what can."""

import pytest

from lottery_agent.graphs.counts import impossible_count

PENS = "Ada has 28 boxes of 4 pens. How many pens has she?"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (PENS, "-24"),
        (PENS, "7/2"),
        (PENS, "41.5"),
        ("Ada has 1,200 pens. How many more pens does she need?", "1200.5"),
        ("How many hours are 12 minutes less 3 hours?", "-2.8"),
    ],
)
def test_less_than_nothing_and_parts_of_things_are_no_counts(question: str, value: str) -> None:
    assert impossible_count(question, value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (PENS, "112"),
        (PENS, "112.0"),
        (PENS, "sqrt(2)"),
        ("Ada has 28 pens. What is a quarter of that less 10?", "-3"),
        ("How many hours are 90 minutes?", "3/2"),
        ("12 dollars are shared by 5 people. How many dollars does each get?", "12/5"),
        ("3 families have 8 children. How many children have they on average?", "8/3"),
        ("Ada eats 2.5 of 4 pies. How many pies are left?", "1.5"),
        ("How many pies are left?", "1.5"),
        ("Ada is 3 and Ben is 4. How old are they together?", "-7"),
    ],
)
def test_whatever_may_be_counted_or_measured_is_possible(question: str, value: str) -> None:
    assert not impossible_count(question, value)

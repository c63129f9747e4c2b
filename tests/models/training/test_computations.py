"""Worksheets are compared by their steps, and by what they compute for any quantities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.training.computations import (
    normal_form,
    quantities_in,
    same_computation,
)

QUESTION = "Tom has 12 crates with five pears each, and gives 20% away. How many are left?"
KNOWN = "pears = 12 * 5\nanswer = pears - pears * 20%"


@pytest.mark.parametrize(
    "sheet",
    [
        KNOWN,
        "crates = 5 * 12\nanswer = crates - crates * 20%",
        "answer = 12 * 5 * (1 - 20%)",
        "away = 20%\nleft = 1 - away\nanswer = 5 * left * 12",
        "answer = 12 * 5 - 12 * 5 / 100 * 20",
    ],
)
def test_other_ways_compute_the_same(sheet: str) -> None:
    assert same_computation(KNOWN, sheet, QUESTION)
    assert same_computation(sheet, KNOWN, QUESTION)


@pytest.mark.parametrize(
    "sheet",
    [
        "answer = 48",
        "answer = 12 * 4",
        "answer = 12 * 5 - 12",
        "answer = 12 * 5 * 80%",
        "answer = 12 * 5 - 5 - 5 - 2",
        "answer = 12 / 0",
        "answer = 12 *",
    ],
)
def test_an_equal_value_may_be_an_accident(sheet: str) -> None:
    """The first five give 48, as the known worksheet does, but not from these quantities."""
    assert not same_computation(KNOWN, sheet, QUESTION)


def test_what_the_language_counts_is_no_quantity() -> None:
    """Words such as `half` stand for more than one number, and 1 is in `1 - 20%` of any text."""
    text = "One half of the 14 cats, twice a week, or 2,500 for twenty-five B2s: 1.50"
    assert quantities_in(text) == ["14", "2500", "25", "1.50"]
    assert same_computation("answer = 14 / 2", "answer = 14 * 0.5", "Half of 14 cats?")


def test_sheets_without_quantities_are_compared_as_they_stand() -> None:
    assert same_computation("answer = 2 * 2", "answer = 2 + 2", "Twice two?") is False
    assert same_computation("answer = 3", "answer = 2 + 1", "How many?")


numbers = st.integers(2, 60).map(str)


@given(numbers, numbers, st.sampled_from(["+", "*"]))
def test_order_does_not_matter(one: str, other: str, sign: str) -> None:
    question = f"There are {one} and {other}."
    left, right = f"answer = {one} {sign} {other}", f"answer = {other} {sign} {one}"
    assert same_computation(left, right, question)
    if one != other:
        assert not same_computation(left, f"answer = {one} - {other}", question)


def test_names_of_steps_do_not_count() -> None:
    assert normal_form(KNOWN) == normal_form(KNOWN.replace("pears", "twenty"))
    assert normal_form(KNOWN) == "12 * 5\n#0 - #0 * 20%"
    assert normal_form("a = 3\na2 = a + 3\nsum = max(a, a2)\nanswer = 2a2 * sum(sum, a) + x") == (
        "3\n#0 + 3\nmax(#0, #1)\n2#1 * sum(#2, #0) + x"
    )
    assert normal_form("a = 1\na = a + 1\nanswer = a") == "1\n#0 + 1\n#1"
    assert normal_form(KNOWN) != normal_form(KNOWN.replace("12 * 5", "5 * 12"))

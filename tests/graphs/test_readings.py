"""Readings are tried in order of probability; sentences that are worded alike change together."""

from __future__ import annotations

import math
from itertools import islice, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.graphs.readings import Way, alike, elected, most_probable

PROBABILITIES = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=4).map(
    lambda each: sorted(each, reverse=True)
)
CHOICES = st.lists(PROBABILITIES, max_size=4).map(
    lambda lists: [
        [Way((f"{i} {j}",), probability) for j, probability in enumerate(each)]
        for i, each in enumerate(lists)
    ]
)


def joint(reading: tuple[Way, ...]) -> float:
    return math.prod(way.probability for way in reading)


@given(CHOICES)
def test_all_readings_come_once_the_most_probable_first(choices: list[list[Way]]) -> None:
    readings = list(most_probable(choices))
    assert len(readings) == len(set(readings))
    assert set(readings) == set(product(*choices))
    weights = [joint(reading) for reading in readings]
    for before, after in pairwise(weights):
        assert after <= before * (1 + 1e-9)


def test_the_first_of_very_many_readings_are_found_at_once() -> None:
    ways = [Way((str(n),), 0.9**n) for n in range(9)]
    first = next(islice(most_probable([ways] * 60), 5, 6))
    assert joint(first) == pytest.approx(0.9)


def test_a_sentence_without_any_way_has_no_reading() -> None:
    assert list(most_probable([[Way(("a",), 1.0)], []])) == []


def test_sentences_that_are_worded_alike_take_one_form() -> None:
    sentences = [
        [Way(("owl = 2",), 0.6), Way(("owl = last - 1",), 0.3)],
        [Way(("crow = 2",), 0.8), Way(("crow = last - 1",), 0.1)],
        [Way(("robin = 2",), 0.9)],
    ]
    found = alike(sentences, ("last",))
    assert [way.texts for way in found] == [
        ("owl = 2", "crow = 2", "robin = 2"),
        ("owl = last - 1", "crow = last - 1", "robin = 2"),
    ]
    assert found[0].probability == pytest.approx((0.6 * 0.8 * 0.9) ** (1 / 3))
    assert found[1].probability == pytest.approx((0.3 * 0.1 * 0.9) ** (1 / 3))


def test_a_word_of_the_language_belongs_to_the_form() -> None:
    sentences = [
        [Way(("owl = first",), 0.5), Way(("owl = last",), 0.4)],
        [Way(("crow = last",), 0.7), Way(("crow = first",), 0.2)],
    ]
    assert [way.texts for way in alike(sentences, ("first", "last"))] == [
        ("owl = last", "crow = last"),
        ("owl = first", "crow = first"),
    ]


def test_sentences_of_their_own_form_change_one_by_one() -> None:
    sentences = [
        [Way(("owl < crow",), 0.6), Way(("owl > crow",), 0.4)],
        [Way(("robin = last",), 0.9)],
    ]
    assert [way.texts for way in alike(sentences, ("last",))] == [
        ("owl < crow", "robin = last"),
        ("owl > crow", "robin = last"),
    ]


def test_a_reading_whose_ways_do_not_fit_takes_its_share() -> None:
    choices = [[Way(("odd",), 0.5), Way(("even",), 0.3), Way(("one",), 0.2)]]

    def solve(reading: tuple[Way, ...]) -> tuple[str, str]:
        return ("1", reading[0].texts[0])

    found = elected(choices, solve, 10, whole=lambda reading: reading[0].texts[0] != "odd")
    assert found == ("even", pytest.approx(0.5))
    assert elected(choices, solve, 10, whole=lambda reading: False) is None

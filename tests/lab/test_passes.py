from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.answer import Answer, Check
from lottery_agent.lab.passes import doubled, pass_at, passes, sample, samples_of

SAMPLES = st.lists(st.booleans(), min_size=1, max_size=8)


@given(SAMPLES, st.data())
def test_pass_at_k_is_the_share_of_choices_that_hold_a_right_sample(
    samples: list[bool], data: st.DataObject
) -> None:
    k = data.draw(st.integers(1, len(samples)))
    choices = list(combinations(samples, k))
    share = sum(map(any, choices)) / len(choices)
    assert pass_at(k, len(samples), sum(samples)) == pytest.approx(share)


@given(st.lists(SAMPLES, min_size=1, max_size=12), st.randoms())
def test_a_curve_rises_within_its_intervals_whatever_the_order(
    items: list[list[bool]], chance: st.Random
) -> None:
    curve = passes(items)
    assert [point.k for point in curve] == list(range(1, max(map(len, items)) + 1))
    rates = [point.rate for point in curve]
    assert rates == sorted(rates)
    assert rates[-1] == pytest.approx(sum(map(any, items)) / len(items))
    assert all(0 <= p.low <= p.rate <= p.high <= 1 for p in curve)
    shuffled = [chance.sample(samples, len(samples)) for samples in items]
    chance.shuffle(shuffled)
    assert passes(shuffled) == curve


def test_samples_that_were_not_drawn_count_as_wrong() -> None:
    curve = passes([[True, True, True, True], []])
    assert {point.rate for point in curve} == {0.5}
    assert passes([[], []]) == passes([]) == ()


def test_no_interval_is_a_point() -> None:
    assert all(point.high > 0.1 for point in passes([[False] * 4] * 10))


def test_samples_are_read_as_they_were_kept() -> None:
    checks = (
        Check("ran", True, "answer = 4"),
        sample(1, "4", sound=True),
        sample(2, None, sound=False),
        sample(3, "5", sound=False),
    )
    answer = Answer("?", "answered", answer="4", checks=checks)
    assert samples_of(answer) == ["4", None, "5"]
    assert samples_of(Answer.from_json(answer.to_json())) == ["4", None, "5"]
    assert samples_of(Answer("?", "abstained")) == []


def test_a_line_tells_the_powers_of_two_and_the_last() -> None:
    curve = passes([[True] + [False] * 10])
    assert [point.k for point in doubled(curve)] == [1, 2, 4, 8, 11]
    assert str(curve[-1]) == "11: 100.0% (21–100)"

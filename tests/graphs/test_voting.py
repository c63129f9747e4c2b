"""The vote over derivations: properties of weights, and the plain vote as their special case."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.answer import Work
from lottery_agent.graphs.tooling import Outcome
from lottery_agent.graphs.voting import disputed, elected

Vote = str | None
"""The answer of a derivation; None if it has none."""


def outcome(answer: Vote, number: int = 0) -> Outcome:
    work = Work("mathematics", f"derivation {number}", answer or "error")
    if answer is None:
        return Outcome(work, None, "error")
    return Outcome(work, {"answer": answer, "exact": answer}, None)


def vote(answers: list[Vote], weights: list[float] | None = None) -> tuple[Outcome, float, bool]:
    first, *others = [outcome(answer, number) for number, answer in enumerate(answers)]
    winner, share, check = elected(first, others, weights)
    assert check.name == "agreement"
    return winner, share, check.passed


answers = st.lists(st.sampled_from(["1", "2", "3", None]), min_size=1, max_size=9)
weights = st.floats(0.001, 1)
weighed = st.lists(
    st.tuples(st.sampled_from(["1", "2", "3", None]), weights), min_size=1, max_size=9
)


@given(answers)
def test_most_votes_win_and_the_first_wins_a_tie(cast: list[Vote]) -> None:
    counts = Counter(answer for answer in cast if answer is not None)
    winner, share, passed = vote(cast)
    if not counts:
        assert (winner.work.call, share, passed) == ("derivation 0", 0.0, False)
        return
    most = max(counts.values())
    wanted = next(answer for answer in cast if answer is not None and counts[answer] == most)
    assert winner.work == outcome(wanted, cast.index(wanted)).work
    assert share == most / len(cast)
    assert passed == (2 * most > len(cast))


@given(answers, weights)
def test_equal_weights_give_the_plain_vote(cast: list[Vote], weight: float) -> None:
    plain, even = vote(cast), vote(cast, [weight] * len(cast))
    assert even[0] == plain[0]
    assert even[1] == pytest.approx(plain[1])
    assert even[2] == plain[2]


@given(weighed, st.sampled_from(["1", "2", "4"]), st.data())
def test_a_weight_of_zero_takes_a_vote_away(
    cast: list[tuple[Vote, float]], extra: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(cast)))
    longer = [*cast[:place], (extra, 0.0), *cast[place:]]
    before = vote([a for a, _ in cast], [w for _, w in cast])
    after = vote([a for a, _ in longer], [w for _, w in longer])
    assert after[1:] == before[1:]
    if before[1]:
        assert after[0].result == before[0].result


@given(weighed, st.floats(0.01, 100))
def test_only_the_relations_of_weights_matter(
    cast: list[tuple[Vote, float]], factor: float
) -> None:
    before = vote([a for a, _ in cast], [w for _, w in cast])
    after = vote([a for a, _ in cast], [w * factor for _, w in cast])
    assert after[1] == pytest.approx(before[1])


@given(weighed)
def test_the_share_is_that_of_the_heaviest_answer(cast: list[tuple[Vote, float]]) -> None:
    winner, share, passed = vote([a for a, _ in cast], [w for _, w in cast])
    sums: Counter[str] = Counter()
    for answer, weight in cast:
        if answer is not None:
            sums[answer] += Fraction(weight)  # type: ignore[assignment]
    assert 0 <= share <= 1
    assert passed == (share > 1 / 2)
    if sums:
        assert winner.result is not None
        assert sums[winner.result["exact"]] == pytest.approx(max(sums.values()))
        best = max(w for a, w in cast if a == winner.result["exact"])
        assert cast[int(winner.work.call.split()[1])][1] == best


def test_weights_may_overrule_a_majority() -> None:
    winner, share, passed = vote(["1", "1", "1", "2", "2"], [0.1, 0.2, 0.1, 0.9, 0.7])
    assert winner.work.call == "derivation 3"
    assert share == pytest.approx(1.6 / 2.0)
    assert passed


def test_a_tie_of_weights_goes_to_the_first() -> None:
    winner, share, passed = vote(["3", "1", "2", "1", "2"], [0.0, 0.4, 0.6, 0.6, 0.4])
    assert winner.result == {"answer": "1", "exact": "1"}
    assert share == 0.5
    assert not passed


def test_a_derivation_without_a_result_weighs_as_the_heaviest_vote() -> None:
    _, share, _ = vote(["1", None, "2"], [0.6, 0.0, 0.2])
    assert share == pytest.approx(0.6 / (0.6 + 0.6 + 0.2))


def test_votes_without_any_weight_agree_on_nothing() -> None:
    winner, share, passed = vote(["1", "1", "2"], [0.0, 0.0, 0.0])
    assert (winner.work.call, share, passed) == ("derivation 0", 0.0, False)


def test_a_dispute_needs_two_answers() -> None:
    assert disputed([outcome("1"), None, outcome("2")])
    assert not disputed([outcome("1"), None, outcome(None), outcome("1", 5)])
    assert not disputed([outcome(None)])

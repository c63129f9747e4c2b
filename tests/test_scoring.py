"""Scoring: what is right, and what follows from the counts."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lottery_agent.errors import UsageError
from lottery_agent.scoring import Gold, Judgement, Outcome, judge, score, tally, wilson

OUTCOMES: tuple[Outcome, ...] = ("correct", "wrong", "abstained", "failed")


def gold(**fields: Any) -> Gold:
    return Gold.from_json({"id": "a", "task": "t", **fields})


def answered(answer: str | None, **fields: Any) -> dict[str, Any]:
    return {"id": "a", "status": "answered", "answer": answer, "work": [], **fields}


ABSTAINED = {"id": "a", "status": "abstained", "reason": "no_evidence", "answer": None}


@pytest.mark.parametrize(
    ("fields", "answer", "outcome"),
    [
        ({"answer": "343"}, "343", "correct"),
        ({"answer": "343"}, "344", "wrong"),
        ({"answer": 343}, "343.1", "correct"),
        ({"answer": "True"}, "true", "correct"),
        ({"answer": "Unknown"}, "False", "wrong"),
        ({"answer": "x + 1"}, "x+1", "correct"),
        ({"answer": "Friday"}, "friday.", "correct"),
        ({"answer": "-3", "options": ["-3", "3"]}, "3", "wrong"),
        ({"answer": "B", "options": ["A) red", "B) blue"]}, "blue", "correct"),
        ({"answer": "E", "options": ["A) red", "B) blue"]}, "mauve", "wrong"),
        ({"answer": "1934", "answers": ["1934"]}, "1935", "wrong"),
        ({"answer": "1934", "answers": ["1934", "in 1934"]}, "In 1934", "correct"),
        ({"answer": "", "answers": []}, "something", "wrong"),
        ({"answer": None, "status": "abstained"}, "something", "wrong"),
        ({"answer": "5"}, None, "wrong"),
    ],
)
def test_answered(fields: dict[str, Any], answer: str | None, outcome: Outcome) -> None:
    judgement = judge(answered(answer), gold(**fields))
    assert judgement.outcome == outcome
    assert judgement.answered


def test_abstention_is_right_only_where_nothing_can_be_known() -> None:
    assert judge(ABSTAINED, gold(answer="", answers=[])).outcome == "correct"
    assert judge(ABSTAINED, gold(answer=None, status="abstained")).outcome == "correct"
    assert judge(ABSTAINED, gold(answer="5")).outcome == "abstained"
    assert judge(ABSTAINED, gold(answer="Contradiction")).outcome == "abstained"
    reported = {**ABSTAINED, "reason": "contradiction"}
    assert judge(reported, gold(answer="Contradiction")).outcome == "correct"
    assert judge(reported, gold(answer="True")).outcome == "abstained"


@pytest.mark.parametrize("result", [None, {"status": "failed"}, {"status": "waiting"}, {}])
def test_no_result_is_a_failure(result: dict[str, Any] | None) -> None:
    assert judge(result, gold(answer="", answers=[])).outcome == "failed"


def test_small_talk_is_right_without_tools() -> None:
    talk = gold(task="direct", answer="Hello.")
    assert judge(answered("Good day!"), talk).outcome == "correct"
    assert judge(answered(" "), talk).outcome == "wrong"
    work = [{"tool": "mathematics", "call": "answer = 1", "result": "1"}]
    assert judge(answered("Good day!", work=work), talk).outcome == "wrong"


def test_quotes_have_an_overlap_and_may_be_contained() -> None:
    item = gold(answer="green can", answers=["green can", "can"])
    longer = judge(answered("the green can outside"), item)
    assert longer.outcome == "wrong"
    assert longer.f1 == pytest.approx(0.8)
    assert judge(answered("the green can outside"), item, contains=True).outcome == "correct"
    assert judge(answered("candle"), item, contains=True).outcome == "wrong"
    assert judge(ABSTAINED, item).f1 == 0.0
    assert judge(answered("5"), gold(answer="5")).f1 is None


def test_expressions_are_compared_by_the_function_given() -> None:
    seen = []

    def equivalent(left: str, right: str) -> bool:
        seen.append((left, right))
        return True

    item = gold(answer="2*x + 2")
    assert judge(answered("2*(x + 1)"), item).outcome == "wrong"
    assert judge(answered("2*(x + 1)"), item, equivalent=equivalent).outcome == "correct"
    assert seen == [("2*(x + 1)", "2*x + 2")]


def test_score_counts_missing_and_extra_results() -> None:
    golds = [gold(answer="1"), Gold.from_json({"id": 7, "task": "u", "answer": "2"})]
    report = score([answered("1"), {**answered("9"), "id": "stranger"}], golds)
    assert (report.missing, report.extra) == (1, 1)
    assert {item.id: item.outcome for item in report.items} == {"a": "correct", "7": "failed"}
    assert report.tasks["t"].accuracy == 1.0
    assert report.tasks["u"].failed == 1
    assert report.total.items == 2
    assert report.to_json()["items"][0]["outcome"] == "failed"


def test_ids_must_be_unique_and_known() -> None:
    with pytest.raises(UsageError, match="twice in the results"):
        score([answered("1"), answered("1")], [gold(answer="1")])
    with pytest.raises(UsageError, match="twice in the answers"):
        score([answered("1")], [gold(answer="1"), gold(answer="1")])
    with pytest.raises(UsageError, match="no result belongs"):
        score([{**answered("1"), "id": "b"}], [gold(answer="1")])


def test_an_answer_without_a_gold_value_is_refused() -> None:
    with pytest.raises(UsageError, match="has no answer"):
        gold()
    with pytest.raises(UsageError, match="no id"):
        Gold.from_json({"answer": "1"})


@given(
    st.lists(
        st.tuples(st.sampled_from(OUTCOMES), st.booleans(), st.none() | st.floats(0, 1)),
        max_size=40,
    ),
    st.randoms(use_true_random=False),
)
def test_a_tally_does_not_depend_on_the_order(
    outcomes: list[tuple[Outcome, bool, float | None]], rng: random.Random
) -> None:
    items = [Judgement(str(n), "t", o, answered=a, f1=f) for n, (o, a, f) in enumerate(outcomes)]
    shuffled = list(items)
    rng.shuffle(shuffled)
    counts = tally(items)
    assert tally(shuffled) == counts
    assert counts.correct + counts.wrong + counts.abstained + counts.failed == counts.items
    assert counts.low <= counts.accuracy <= counts.high or not items


@given(st.randoms(use_true_random=False))
def test_a_score_does_not_depend_on_the_order(rng: random.Random) -> None:
    golds = [Gold.from_json({"id": n, "task": f"t{n % 3}", "answer": str(n)}) for n in range(12)]
    results = [{**answered(str(n - n % 2)), "id": n} for n in range(10)]
    report = score(results, golds)
    rng.shuffle(golds)
    rng.shuffle(results)
    assert score(results, golds) == report


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(counts: tuple[int, int]) -> None:
    successes, trials = counts
    expected = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert wilson(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_without_trials_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)

"""Two arms on the same items: counted by hand, whatever the order, honest about what is missing."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.lab.answers import RecordedAnswers, ResultFile
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.catalogue import BENCHMARKS, of_file
from lottery_agent.lab.comparing import Report, compare_arms
from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.recorded import Record, RecordedArm
from lottery_agent.lab.statistics import Paired
from lottery_agent.lab.suites import subset
from lottery_agent.scoring import Equivalent
from tests.lab.conftest import Write, record, result, sums

FEW = Terms(draws=200)


def results(name: str, answers: Mapping[str, str | None]) -> ResultFile:
    return ResultFile(name, {key: result(key, answer) for key, answer in answers.items()})


def right_below(count: int, items: int = 10) -> dict[str, str | None]:
    """Answer the first items rightly and the others wrongly."""
    return {f"sum-{n}": str(2 * n if n < count else 999) for n in range(items)}


def recorded(*records: Record) -> RecordedAnswers:
    return RecordedAnswers(RecordedArm("large", "few-shot", {each.id: each for each in records}))


@pytest.fixture
def mine(write: Write) -> Benchmark:
    return of_file(write("mine", sums(10)))[0]


def compared(first: Any, second: Any, benchmark: Benchmark, terms: Terms = FEW) -> Report:
    return compare_arms(first, second, [benchmark], None, terms)


def test_counts_by_hand(mine: Benchmark) -> None:
    second = {**right_below(4), "sum-9": "18", "sum-0": None}
    report = compared(results("one", right_below(7)), results("other", second), mine)
    (row,) = report.rows
    assert (report.first, report.second, report.total) == ("one", "other", None)
    assert row.pairs == Paired(both=3, first=4, second=1, neither=2)
    assert (row.first.correct, row.second.correct, row.second.abstained) == (7, 4, 1)
    assert row.comparison.difference == pytest.approx(0.3)
    assert row.bootstrap[0] < 0.3 < row.bootstrap[1]
    assert row.mcnemar == row.mcnemar_of_all == pytest.approx(0.375)
    assert row.comparison.verdict == "undecided"
    assert {name: (one, other) for name, one, other in row.items}["sum-0"] == (
        "correct",
        "abstained",
    )
    assert (row.left_out, row.missing, report.strays) == (0, (0, 0), (0, 0))
    assert (row.overlap, row.chance, row.second_at_chance) == (None, 0.0, False)


def test_what_has_no_result_has_failed(mine: Benchmark) -> None:
    some = {name: answer for name, answer in right_below(10).items() if name != "sum-3"}
    first = results("one", {**some, "stranger": "1"})
    report = compared(first, results("other", right_below(10)), mine)
    (row,) = report.rows
    assert (row.first.correct, row.first.failed, row.second.correct) == (9, 1, 10)
    assert row.missing == (1, 0)
    assert report.strays == (1, 0)


def test_what_was_never_recorded_is_left_out(mine: Benchmark) -> None:
    records = [Record(f"sum-{n}", str(2 * n), correct=True) for n in range(4)]
    second = recorded(*records, Record("sum-5", None, correct=True), Record("other", "1", True))
    report = compared(results("one", right_below(2)), second, mine)
    (row,) = report.rows
    assert row.pairs == Paired(both=2, first=0, second=3, neither=0)
    assert (row.left_out, row.missing, report.strays) == (5, (0, 0), (0, 0))
    assert {name for name, _, _ in row.items} == {f"sum-{n}" for n in (0, 1, 2, 3, 5)}


def test_recorded_expressions_are_judged_like_ours(write: Write) -> None:
    (benchmark,) = of_file(write("mine", [{"id": "a", "question": "?", "answer": "2*x"}]))

    def judged(equivalent: Equivalent) -> list[str]:
        arms = results("one", {"a": "x + x"}), recorded(Record("a", "x + x", correct=True))
        row = compare_arms(*arms, [benchmark], None, FEW, equivalent=equivalent).rows[0]
        return list(row.items[0][1:])

    assert judged(lambda one, other: True) == ["correct", "correct"]
    assert judged(lambda one, other: False) == ["wrong", "wrong"]


def test_a_suite_takes_the_first_in_its_order(mine: Benchmark) -> None:
    arm = results("one", right_below(5))
    (row,) = compared(arm, arm, mine, Terms(cap=4, draws=10)).rows
    assert [name for name, _, _ in row.items] == subset(right_below(0), 4)


def test_the_order_of_the_lines_does_not_matter(write: Write) -> None:
    rng = random.Random(3)
    reports = []
    for _ in range(3):
        items = sums(10)
        rng.shuffle(items)
        (benchmark,) = of_file(write("mine", items))
        one, other = list(right_below(7).items()), list(right_below(3).items())
        rng.shuffle(one)
        rng.shuffle(other)
        reports.append(compared(results("a", dict(one)), results("b", dict(other)), benchmark))
    assert reports[0] == reports[1] == reports[2]


def test_several_benchmarks_are_corrected_and_joined(write: Write) -> None:
    items = [{**item, "task": "even" if n % 2 == 0 else "odd"} for n, item in enumerate(sums(80))]
    benchmarks = of_file(write("mine", items))
    first, second = results("a", right_below(80, 80)), results("b", right_below(64, 80))
    report = compare_arms(first, second, benchmarks, None, FEW)
    assert [row.benchmark for row in report.rows] == ["even", "odd"]
    assert [row.mcnemar for row in report.rows] == pytest.approx([2 / 2**8] * 2)
    assert [row.mcnemar_of_all for row in report.rows] == pytest.approx([4 / 2**8] * 2)
    assert report.total is not None
    assert report.total.pairs == Paired(both=64, first=16, second=0, neither=0)
    assert report.total.comparison.verdict == "beats"
    plain = json.loads(json.dumps(report.to_json()))
    assert plain["version"] == 1
    assert plain["rows"][0]["comparison"]["verdict"] == "beats"
    assert plain["rows"][0]["second_at_chance"] is False


def test_texts_also_have_an_overlap(write: Write) -> None:
    items = [{**item, "answers": ["green can", "a can"]} for item in sums(6)]
    (benchmark,) = of_file(write("texts", items))
    first = results("a", {f"sum-{n}": "the green can" for n in range(6)})
    second = results("b", {f"sum-{n}": "green tea" for n in range(6)})
    (row,) = compared(first, second, benchmark).rows
    assert row.overlap is not None
    assert (row.overlap.first, row.overlap.second) == pytest.approx((1.0, 0.5))
    assert (row.overlap.difference, row.overlap.low, row.overlap.high) == pytest.approx([0.5] * 3)


def test_guessing_is_noticed(write: Write) -> None:
    options = ["A) one", "B) two"]
    items = [{**item, "options": options, "answer": "AB"[n % 2]} for n, item in enumerate(sums(20))]
    (benchmark,) = of_file(write("choice", items))
    letters = {item["id"]: item["answer"] for item in items}
    knows, guesses = results("a", letters), results("b", dict.fromkeys(letters, "A"))
    (row,) = compared(knows, guesses, benchmark).rows
    assert (row.chance, row.second_at_chance) == (0.5, True)
    (row,) = compared(guesses, knows, benchmark).rows
    assert not row.second_at_chance


def test_an_arm_that_was_asked_nothing_is_refused(mine: Benchmark) -> None:
    arm, nobody = results("one", right_below(3)), results("other", {"stranger": "1"})
    with pytest.raises(UsageError, match=r"'other' has no result of svamp"):
        compared(arm, nobody, mine)
    with pytest.raises(UsageError, match=r"large/few-shot.* no recorded answer to svamp"):
        compared(arm, recorded(Record("stranger", "1", True)), mine)


def test_no_result_counts_twice(write: Write) -> None:
    items = [{**item, "answers": [item["answer"]], "context": "Sums."} for item in sums(10)]
    folder = write("squad_dev", items).parent
    twins = [BENCHMARKS["squad"], BENCHMARKS["squad_open"]]
    arm = results("one", right_below(3))
    with pytest.raises(UsageError, match="squad and squad_open have 10 ids in common"):
        compare_arms(arm, arm, twins, folder, FEW)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (['{"id": "a", "question": "?", "answer": "1"}'], "line 1 .* is no result"),
        (['{"status": "answered"}'], "line 1 .* is no result"),
        (['{"id": "a", "status": "answered"}'] * 2, "line 2 .* repeats the id 'a'"),
        (['{"id": "a", "status": "answered"}', '{"id": '], "line 2 .* is not JSON"),
    ],
)
def test_what_is_no_file_of_results_is_refused(
    lines: list[str], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("\n".join(lines))
    with pytest.raises(UsageError, match=words):
        ResultFile.read(path)


def test_recorded_answers_are_found_for_benchmarks(write: Write, tmp_path: Path) -> None:
    write("recorded/svamp", [record("a", "1", True)])
    folder = tmp_path / "data"
    svamp = [BENCHMARKS["svamp"]]
    assert RecordedAnswers.find("large", svamp, folder).name == "large/few-shot"
    with pytest.raises(UsageError, match="no recorded answers to gsm_hard"):
        RecordedAnswers.find("large", [*svamp, BENCHMARKS["gsm_hard"]], folder)
    with pytest.raises(UsageError, match="LOTTERY_DATA"):
        RecordedAnswers.find("large", svamp, None)
    with pytest.raises(UsageError, match="cannot read"):
        RecordedAnswers.find("large", svamp, tmp_path)


@pytest.mark.parametrize(
    ("name", "better", "worse", "difference"),
    [
        ("gsm8k_paired", "ToRA-70B", "code-davinci-002/few-shot", 9.5),
        ("bbh_navigate", "code-davinci-002/chain", "code-davinci-002/answer", 40.0),
    ],
)
def test_recorded_models_against_each_other(
    name: str, better: str, worse: str, difference: float, data: Path
) -> None:
    benchmarks = [BENCHMARKS[name]]
    first = RecordedAnswers.find(better, benchmarks, data)
    second = RecordedAnswers.find(worse, benchmarks, data)
    report = compare_arms(first, second, benchmarks, data, FEW)
    assert 100 * report.rows[0].comparison.difference == pytest.approx(difference)
    assert report.rows[0].comparison.verdict == "beats"
    turned = compare_arms(second, first, benchmarks, data, FEW)
    assert turned.rows[0].comparison.low == -report.rows[0].comparison.high

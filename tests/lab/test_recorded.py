"""Recorded answers: read, joined with items, found by name, judged as ours are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.errors import UsageError
from lottery_agent.lab.catalogue import ABSTAIN, BENCHMARKS, NUMBER, OPTION, QUOTE
from lottery_agent.lab.files import FILES
from lottery_agent.lab.recorded import (
    RECORDINGS,
    Record,
    RecordedArm,
    find_arm,
    join,
    judge_record,
    read_recordings,
)
from lottery_agent.scoring import Gold
from tests.lab.conftest import Write, record

PUBLISHED = {
    ("gsm8k", "GPT-3 6B/fine-tuned"): 23.0,
    ("gsm8k", "GPT-3 175B/fine-tuned + verifier (100 samples)"): 54.0,
    ("gsm8k", "ToRA-70B (Llama-2-70B fine-tuned)/tool-integrated (python), greedy"): 80.5,
    ("svamp", "text-davinci-002/zero-shot"): 57.0,
    ("mawps_multiarith", "text-davinci-002/zero-shot chain-of-thought"): 76.0,
    ("bbh", "code-davinci-002/answer-only, 3-shot"): 48.1,
    ("bbh", "code-davinci-002/chain-of-thought, 3-shot"): 76.2,
    ("bbh", "text-davinci-002/zero-shot"): 36.0,
    ("folio", "gpt-4/chain-of-thought, 8-shot, majority of 10"): 84.2,
    ("prontoqa", "Mistral-7B-v0.1/answer-only, few-shot (unmerged third-party pull request)"): 55.0,
}
"""Accuracies that the records' own README gives, in percent."""


def gold(**fields: Any) -> Gold:
    return Gold.from_json({"id": "a", "task": "t", **fields})


def arm(model: str, method: str) -> RecordedArm:
    return RecordedArm(model, method, {})


ARMS = [
    arm("gpt-4", "answer-only, 8-shot"),
    arm("gpt-4", "chain-of-thought, 8-shot"),
    arm("gpt-4-turbo", "chain-of-thought, 8-shot"),
    arm("davinci", "zero-shot"),
    arm("davinci", "zero-shot chain-of-thought"),
]


def test_arms_are_models_with_methods(write: Write, tmp_path: Path) -> None:
    lines = [
        record("a", "1", True),
        record("a", "2", False, method="zero-shot"),
        record("b", None, False),
    ]
    write("recorded/svamp", lines)
    write("recorded/gsm8k", [record("c", "3", True)])
    first, second = read_recordings(["svamp"], tmp_path / "data")
    assert (first.name, second.name) == ("large/few-shot", "large/zero-shot")
    assert first.records == {"a": Record("a", "1", True), "b": Record("b", None, False)}
    merged, _ = read_recordings(["svamp", "gsm8k"], tmp_path / "data")
    assert list(merged.records) == ["a", "b", "c"]


def test_duplicates_are_told_and_contradictions_left_out(write: Write, tmp_path: Path) -> None:
    lines = [
        record("a", "1", True),
        record("b", "1", True),
        record("a", "1", True),
        record("b", "2", False),
        record("c", "1", True),
        record("c", "1", True),
        record("c", "1", False),
    ]
    write("recorded/svamp", lines)
    (found,) = read_recordings(["svamp"], tmp_path / "data")
    assert found.duplicates == ("a",)
    assert found.contradictions == ("b", "c")
    assert list(found.records) == ["a"]


@pytest.mark.parametrize(
    "line",
    [
        {**record("a", "1", True), "correct": "yes"},
        record("a", "1", True, model=None),
        {**record("a", "1", True), "prediction": 5},
        {key: value for key, value in record("a", "1", True).items() if key != "prediction"},
    ],
)
def test_a_line_that_is_no_record_is_refused(
    line: dict[str, Any], write: Write, tmp_path: Path
) -> None:
    write("recorded/svamp", [record("b", "1", True), line])
    with pytest.raises(UsageError, match=r"line 2 .*recorded answer"):
        read_recordings(["svamp"], tmp_path / "data")


@given(st.sets(st.sampled_from("abcdefgh")), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_a_join_accounts_for_everything(recorded: set[str], ids: list[str]) -> None:
    records = {name: Record(name, "1", True) for name in recorded}
    found = join(RecordedArm("m", "n", records), ids)
    assert set(found.known) == recorded & set(ids)
    assert set(found.without) == set(ids) - recorded
    assert set(found.unknown) == recorded - set(ids)
    assert [name for name in ids if name in found.known] == list(found.known)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("gpt-4/chain-of-thought, 8-shot", "gpt-4/chain-of-thought, 8-shot"),
        ("GPT-4/chain", "gpt-4/chain-of-thought, 8-shot"),
        ("turbo", "gpt-4-turbo/chain-of-thought, 8-shot"),
        ("davinci/zero-shot", "davinci/zero-shot"),
        ("davinci/thought", "davinci/zero-shot chain-of-thought"),
    ],
)
def test_an_arm_is_found_by_parts_of_its_name(wanted: str, name: str) -> None:
    assert find_arm(wanted, ARMS).name == name


@pytest.mark.parametrize("arm", ARMS, ids=lambda arm: arm.name)
def test_an_arm_is_found_by_its_whole_name(arm: RecordedArm) -> None:
    assert find_arm(arm.name, ARMS) is arm


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("gpt-4", "several recorded answers .*answer-only.*chain-of-thought"),
        ("/chain", "several"),
        ("gpt-5/chain", "no recorded answers .*davinci/zero-shot"),
        ("davinci/few", "no recorded answers"),
    ],
)
def test_an_unclear_name_is_refused(wanted: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        find_arm(wanted, ARMS)


def test_answers_are_judged_again() -> None:
    assert judge_record(Record("a", "12.0", False), gold(answer="12"), NUMBER).outcome == "correct"
    assert judge_record(Record("a", "13", True), gold(answer="12"), NUMBER).outcome == "wrong"
    lettered = gold(answer="B", options=["A) red", "B) blue"])
    assert judge_record(Record("a", "B", True), lettered, OPTION).outcome == "correct"


def test_without_an_answer_the_published_verdict_counts() -> None:
    right = judge_record(Record("a", None, True), gold(answer="12"), NUMBER)
    assert (right.outcome, right.answered, right.f1) == ("correct", True, None)
    wrong = judge_record(Record("a", None, False), gold(answer="12"), NUMBER)
    assert (wrong.outcome, wrong.answered) == ("failed", False)
    quoted = gold(answer="green can", answers=["green can"])
    assert judge_record(Record("a", None, True), quoted, QUOTE).f1 == 1.0


def test_an_empty_answer_is_an_abstention() -> None:
    silent = Record("a", "", True)
    assert judge_record(silent, gold(answer="", answers=[]), ABSTAIN).outcome == "correct"
    assert judge_record(silent, gold(answer="can", answers=["can"]), QUOTE).outcome == "abstained"


def test_every_recording_belongs_to_a_benchmark() -> None:
    used = {each.recording: each.file.name for each in BENCHMARKS.values() if each.recording}
    assert used == {name: recording.files[0] for name, recording in RECORDINGS.items()}
    assert {recording.files[0] for recording in RECORDINGS.values()} <= set(FILES)
    assert not [each for each in BENCHMARKS.values() if each.open and each.recording]


@pytest.mark.parametrize(("recording", "name"), PUBLISHED)
def test_accuracies_are_as_published(recording: str, name: str, data: Path) -> None:
    arm = find_arm(name, read_recordings([recording], data))
    judged = [
        judge_record(arm.records[item], gold, benchmark.scorer)
        for benchmark in BENCHMARKS.values()
        if benchmark.recording == recording
        for item, gold in benchmark.golds(data).items()
        if item in arm.records
    ]
    right = sum(judgement.outcome == "correct" for judgement in judged)
    assert 100 * right / len(judged) == pytest.approx(PUBLISHED[recording, name], abs=0.05)

"""The committed form: enough to check and to repeat, without a text of an item."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report.committed import REPEATED, committed, repeats, written
from lottery_agent.lab.scores import score_run
from lottery_agent.lab.statistics import Paired
from tests.lab.report.conftest import PASSAGE, QUESTION, Made

FEW = Terms(draws=100)
ECHO = "The keeper rows over to Kilbride every winter"


def test_answers_and_verdicts_are_there_and_no_text_of_an_item(made: Made) -> None:
    data = committed(made.report(terms=FEW, items=True))
    text = json.dumps(data)
    for secret in (QUESTION, PASSAGE, ECHO, "together", str(made.folder.parent)):
        assert secret not in text
    answers = data["answers"]
    assert answers["svamp"]["agent"]["sum-3"]["outcome"] in ("correct", "wrong", "abstained")
    assert len(answers["svamp"]["agent"]) == 12
    model = answers["places"]["model"]
    echoed = next(each for each in model.values() if "answer_sha256" in each)
    assert echoed["answer_sha256"] == hashlib.sha256(ECHO.encode()).hexdigest()
    assert {"outcome": "correct", "answer": "Kilbride", "confidence": 1.0} in model.values()
    entry = data["manifest"]["benchmarks"]["svamp"]
    assert len(entry["ids"]) == 12
    assert len(entry["sha256"]) == 64


def test_verdicts_follow_from_the_answers(made: Made) -> None:
    data = committed(made.report(terms=FEW, items=True))
    live = [each for each in data["verdicts"] if not each["recorded"]]
    assert len(live) == 4
    for each in live:
        ours, theirs = (data["answers"][each["benchmark"]][arm] for arm in ("agent", each["other"]))
        pairs = Paired.of(
            (ours[name]["outcome"] == "correct", theirs[name]["outcome"] == "correct")
            for name in ours
        )
        assert each["pairs"] == {
            "both": pairs.both,
            "first": pairs.first,
            "second": pairs.second,
            "neither": pairs.neither,
        }
    cells = score_run(made.folder, made.data).cells
    for benchmark, arms in data["answers"].items():
        for arm, entries in arms.items():
            right = sum(each["outcome"] == "correct" for each in entries.values())
            assert right == cells[benchmark][arm].tally.correct


def test_a_report_without_items_cannot_tell_what_to_hide(made: Made) -> None:
    with pytest.raises(KeyError):
        committed(made.report(terms=FEW))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=30), inner),
)


@given(PLAIN)
def test_data_is_written_as_json_in_short_lines(data: Any) -> None:
    text = written(data)
    assert json.loads(text) == data
    assert not isinstance(data, list) or len(text) <= 100 or "\n" in text


WORDS = st.lists(st.sampled_from(["tar", "oar", "sea", "fog", "net"]), max_size=12)


@given(WORDS, WORDS)
def test_runs_of_words_are_found_wherever_they_are(answer: list[str], text: list[str]) -> None:
    windows = [text[i : i + REPEATED] for i in range(len(text) - REPEATED + 1)]
    expected = any(answer[i : i + REPEATED] in windows for i in range(len(answer) - REPEATED + 1))
    assert repeats(" ".join(answer).title() + ".", [", ".join(text)]) == expected

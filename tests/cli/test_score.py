"""`lottery score`: a table for people, an object for programs."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    golds: list[dict[str, Any]] = [
        {"id": 1, "task": "sums", "answer": "4"},
        {"id": 2, "task": "sums", "answer": "5"},
        {"id": 3, "task": "quotes", "answer": "green can", "answers": ["green can"]},
        {"id": 4, "task": "quotes", "answer": None, "status": "abstained"},
    ]
    results: list[dict[str, Any]] = [
        {"id": 1, "status": "answered", "answer": "4", "work": []},
        {"id": 2, "status": "answered", "answer": "6", "work": []},
        {"id": 3, "status": "answered", "answer": "the green can here", "work": []},
        {"id": 4, "status": "abstained", "answer": None, "work": []},
    ]
    output, answers = tmp_path / "out.jsonl", tmp_path / "gold.jsonl.gz"
    output.write_text("".join(json.dumps(line) + "\n" for line in results))
    answers.write_bytes(gzip.compress("".join(json.dumps(x) + "\n" for x in golds).encode()))
    return str(output), str(answers)


def test_json_report(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", files[0], "--answers", files[1], "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["total"]["items"] == 4
    assert report["total"]["correct"] == 2
    assert report["total"]["coverage"] == 0.75
    assert report["total"]["wrong_share"] == 0.5
    assert report["tasks"]["quotes"]["f1"] == pytest.approx(0.8)
    assert [item["outcome"] for item in report["items"]] == ["correct", "wrong", "wrong", "correct"]


def test_contained_answers_may_count(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", files[0], "--answers", files[1], "--json", "--contains"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["correct"] == 3


def test_expressions_count_by_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, answers = tmp_path / "out.jsonl", tmp_path / "gold.jsonl"
    output.write_text(json.dumps({"id": 1, "status": "answered", "answer": "2(x + 1)"}) + "\n")
    answers.write_text(json.dumps({"id": 1, "answer": "2*x + 2"}) + "\n")
    assert main(["score", str(output), "--answers", str(answers), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["correct"] == 1


def test_table(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", files[0], "--answers", files[1]]) == 0
    shown = capsys.readouterr().out
    assert "quotes" in shown
    total = next(line for line in shown.splitlines() if "total" in line and "%" in line)
    assert "50.0% (15–85)" in total


def test_bad_input_is_one_line(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": 1}\n{"id": \n')
    assert main(["score", files[0], "--answers", str(tmp_path / "none")]) == 2
    assert main(["score", str(broken), "--answers", files[1]]) == 2
    assert main(["score", files[0], "--answers", files[0] + "x"]) == 2
    assert main(["score", files[0]]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 4
    assert "line 2" in shown.err

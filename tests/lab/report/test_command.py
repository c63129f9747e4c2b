"""`lottery lab report`: what it writes, and how it refuses."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from lottery_agent.cli import main
from tests.lab.report.conftest import QUESTION, Made

FIGURES = {"accuracy", "differences", "offload", "risk-coverage", "reliability", "cost", "size"}


def report(run: Made, *words: str) -> int:
    return main(["lab", "report", str(run.folder), "--data", str(run.data), *words])


def test_the_page_is_in_the_folder_of_the_run(
    made: Made,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report(made) == 0
    shown = capsys.readouterr().out
    page = made.folder / "report.html"
    assert f"wrote {page}" in shown
    assert "agent is right on 64.3% (39–84) of 14 items" in shown
    first = page.read_bytes()
    assert QUESTION.encode() not in first
    assert report(made) == 0
    assert page.read_bytes() == first


def test_everything_at_once(
    made: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "new" / "out"
    words = ["--html", str(out / "r.html"), "--items", "--markdown", str(out / "text" / "r.md")]
    words += ["--svg", str(out / "figures"), "--verdicts", str(out / "v.json"), "--json"]
    assert report(made, *words, "--arm", "untrained", "--margin", "10") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["arm"], data["terms"]["margin"]) == ("untrained", 0.1)
    assert QUESTION not in json.dumps(data)
    assert QUESTION in (out / "r.html").read_text("utf-8")
    assert "(<../figures/accuracy.svg>)" in (out / "text" / "r.md").read_text("utf-8")
    assert {path.stem for path in (out / "figures").iterdir()} == FIGURES
    for path in (out / "figures").iterdir():
        ET.parse(path)
    verdicts = json.loads((out / "v.json").read_text("utf-8"))
    assert verdicts["commands"][1] == "lottery lab report RUN --arm untrained --margin 10"
    assert not (made.folder / "report.html").exists()


def test_data_alone_writes_no_file(
    made: Made,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(made.folder.rglob("*"))
    assert report(made, "--json") == 0
    assert json.loads(capsys.readouterr().out)["version"] == 1
    assert sorted(made.folder.rglob("*")) == before


def test_wrong_input_is_one_line(
    made: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = made.folder / "agent" / "svamp.jsonl"
    kept = results.read_bytes()
    cases = [
        (["--arm", "modal"], "did you mean model"),
        (["--margin", "0"], "--margin 0"),
        (["--margin", "120"], "--margin 120"),
        (["--html", str(tmp_path)], "cannot write"),
        (["--verdicts", str(made.folder / "manifest.json")], "part of a run"),
        (["--markdown", str(results)], "part of a run"),
        (["--svg", str(results)], "cannot write"),
        (["--items", "--json"], "--items is for the page"),
    ]
    for words, told in cases:
        assert report(made, *words) == 2, words
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert told in captured.err
    assert results.read_bytes() == kept
    assert main(["lab", "report", str(tmp_path / "none"), "--data", str(made.data)]) == 2
    assert "no run in" in capsys.readouterr().err
    assert main(["lab", "report", str(made.folder), "--data", str(tmp_path / "none")]) == 2
    assert "no folder" in capsys.readouterr().err

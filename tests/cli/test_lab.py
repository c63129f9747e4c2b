"""`lottery lab`: what is there, and who matches whom; for people, programs, and bad input."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.lab.files import FILES
from tests.lab.conftest import record, result, sums


def write(path: Path, lines: list[dict[str, Any]]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return str(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with items, recorded answers and two files of results; it is LOTTERY_DATA."""
    data = tmp_path / "data"
    write(data / "svamp_dev.jsonl.gz", sums(120))
    records = [record(f"sum-{n}", str(2 * n + (n > 60)), n <= 60) for n in range(110)]
    other = [record(f"sum-{n}", "1", False, method="zero-shot") for n in range(110)]
    write(data / "recorded" / "svamp.jsonl.gz", [*records, *other])
    write(tmp_path / "good.jsonl", [result(f"sum-{n}", str(2 * n)) for n in range(119)])
    write(tmp_path / "poor.jsonl", [result(f"sum-{n}", "0") for n in range(120)])
    monkeypatch.setenv("LOTTERY_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    assert main(["lab", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    assert main(["lab", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith("lottery: ")
    return line


def test_data_for_a_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, ["data"]).splitlines()
    assert any(line.startswith("svamp_dev ") and "120 items" in line for line in lines)
    assert "  MIT, https://github.com/arkilpatel/SVAMP" in lines
    assert "    110 large/zero-shot (10 items without)" in lines
    assert any(line.startswith("suite dev: 100 items of each") for line in lines)
    missing = [line for line in lines if line.startswith("bbh_dev.jsonl.gz is missing")]
    assert len(missing) == 1
    assert str(folder / "data") in missing[0]


def test_data_for_a_program(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(shown(capsys, ["data", "--json"]))
    states = {file["file"]: file["state"] for file in found["files"]}
    assert len(states) == len(FILES)
    assert states["svamp_dev.jsonl.gz"] == "changed"
    assert states["bbh_dev.jsonl.gz"] == "missing"
    assert [suite["name"] for suite in found["suites"]] == ["smoke", "dev", "full"]
    assert all(suite["minutes"] > 0 for suite in found["suites"])


def test_data_without_a_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    assert "put it into the folder of LOTTERY_DATA" in shown(capsys, ["data"])
    assert "no folder 'nowhere'" in refused(capsys, ["data", "--data", "nowhere"])


def test_two_results(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, poor = str(folder / "good.jsonl"), str(folder / "poor.jsonl")
    text = shown(capsys, ["compare", good, poor, "-b", "svamp"])
    (row,) = [line for line in text.splitlines() if line.startswith("svamp ")]
    assert row.split()[-1] == "beats"
    assert "99.2% (95–100)" in row
    assert "Items without a result in A: 1. They count as failed." in text
    turned = shown(capsys, ["compare", poor, good, "-b", "svamp"])
    assert "falls short" in turned
    assert "−98.3 (−99.9 to −90.7)" in turned
    assert "undecided" in shown(capsys, ["compare", good, good, "-b", "svamp", "--margin", "1"])
    assert "matches" in shown(capsys, ["compare", good, good, "-b", "svamp"])


def test_recorded_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(folder / "good.jsonl")
    arguments = ["compare", good, "-b", "svamp", "--against", "large/few"]
    text = shown(capsys, arguments)
    assert "B: large/few-shot" in text
    assert "Items without a recorded answer: 10. They are left out." in text
    report = json.loads(shown(capsys, [*arguments, "--json"]))
    (row,) = report["rows"]
    assert (row["pairs"]["both"], row["pairs"]["first"]) == (61, 49)
    assert row["comparison"]["verdict"] == "beats"
    assert len(row["items"]) == 110
    assert json.loads(shown(capsys, [*arguments, "--json"])) == report
    smoke = json.loads(shown(capsys, [*arguments, "--json", "--suite", "smoke"]))
    assert len(smoke["rows"][0]["items"]) + smoke["rows"][0]["left_out"] < 10


def test_a_file_of_several_tasks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = [{**item, "task": "[red]a" if n % 2 else "b"} for n, item in enumerate(sums(40))]
    mine = write(folder / "mine.jsonl", items)
    good, poor = str(folder / "good.jsonl"), str(folder / "poor.jsonl")
    text = shown(capsys, ["compare", good, poor, "--benchmark", mine])
    rows = [line.split()[0] for line in text.splitlines() if "%" in line and "(" in line]
    assert rows[:3] == ["[red]a", "b", "total"]
    assert "Of all: corrected by Holm's method" in text
    assert "Results in A of other items: 79. They are left out." in text
    assert "B may just be guessing on [red]a: to match it there" in text


def test_bad_input_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, items = str(folder / "good.jsonl"), str(folder / "data" / "svamp_dev.jsonl.gz")
    compare = ["compare", good, good, "-b", "svamp"]
    for arguments, words in (
        (["compare"], "A.jsonl"),
        (["compare", good, good], "no benchmark"),
        (["compare", good, "-b", "svamp"], "--against"),
        ([*compare, "--against", "large"], "--against"),
        (["compare", good, "-b", "svamp", "--against", "small"], "'small' has no recorded"),
        (["compare", good, "-b", "svamp", "--against", "large"], "several"),
        (["compare", good, "-b", "gsm_hard", "--against", "large"], "gsm_hard"),
        (["compare", good, good, "-b", "swamp"], "did you mean svamp"),
        (["compare", good, good, "-b", "bbh"], "bbh_dev.jsonl.gz"),
        (["compare", items, good, "-b", "svamp"], "no result of `lottery batch`"),
        (["compare", str(folder / "none"), good, "-b", "svamp"], "No such file"),
        ([*compare, "--margin", "0"], "--margin 0"),
        ([*compare, "--margin", "nan"], "--margin nan"),
        ([*compare, "--suite", "large"], "no suite 'large'"),
        ([*compare, "--seed", "-1"], "--seed"),
        ([*compare, "--data", str(folder)], "svamp_dev.jsonl.gz"),
    ):
        assert words in refused(capsys, arguments), arguments

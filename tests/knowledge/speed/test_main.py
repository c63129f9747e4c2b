"""The program: its arguments, and its tables."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from lottery_agent.knowledge.speed import abstention, retrieval, tables
from lottery_agent.knowledge.speed.abstention import Reading
from lottery_agent.knowledge.speed.embedding import Gain
from lottery_agent.knowledge.speed.fusion import Choice, Setting
from lottery_agent.knowledge.speed.scale import Latency, Rate, Size


def run(*arguments: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LOTTERY_DATA": str(data or "")}
    command = [sys.executable, "-m", "lottery_agent.knowledge.speed", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "unknown part 'nonsense'"),
        (["--rounds", "0"], "--rounds must be 1 or more"),
        (["scale", "--sizes", "10,x"], "argument --sizes"),
        (["retrieval"], "LOTTERY_DATA"),
    ],
    ids=["part", "rounds", "sizes", "data"],
)
def test_wrong_arguments(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_all_results_have_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    recall = retrieval.recall("small", "fused", np.array([1, 3]), seed=0)
    choice = Choice(Setting("reciprocal", 0.5, 60, stop_words=True), 40, 0.9, (recall,))
    gain = Gain("questions", 9, 100.0, "onnx", 1.4, 1.2, 1.5, 1.3, 0.9999)
    latency = {"dense": Latency(2.0, 3.0, 1.0)}
    size = Size(1000, Rate(900.0, 950.0), 5.0, 5242.9, 0.5, latency, 113.0, 44.0, 0.995)
    readings = [Reading(0.9, right=True, answerable=True)]
    tables.show(
        {
            "retrieval": [asdict(recall)],
            "fusion": [asdict(choice)],
            "embedding": {"gains": [asdict(gain)], "skipped": "pip install onnx"},
            "scale": [asdict(size)],
            "abstention": asdict(abstention.analyse(readings, readings, default=0.5)),
        }
    )
    shown = capsys.readouterr().out
    for text in (
        "small, fused", "50.0%", "constant 60", "×1.40", "pip install onnx", "2.0 / 3.0 / 1.0",
        "99.5%", "chosen", "100.0%",
    ):  # fmt: skip
        assert text in shown

"""Files as the lab reads them, with items of our own."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines into a file of the folder of benchmark files, and return its path."""

    def written(name: str, lines: Iterable[Mapping[str, Any]]) -> Path:
        path = tmp_path / "data" / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress("".join(json.dumps(x) + "\n" for x in lines).encode()))
        return path

    return written


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the real benchmark files."""
    folder = os.environ.get("LOTTERY_DATA")
    if not folder:
        pytest.skip("LOTTERY_DATA names no folder of benchmark files")
    return Path(folder)


def sums(count: int) -> list[dict[str, Any]]:
    """Return items of a word problem file: item n asks for n + n."""
    return [
        {
            "id": f"sum-{n}",
            "task": "svamp",
            "split": "dev",
            "question": f"What is {n} and {n} together?",
            "context": None,
            "options": None,
            "answer": str(2 * n),
            "source": "made up",
        }
        for n in range(count)
    ]


def result(name: str, answer: str | None) -> dict[str, Any]:
    """Return a line as `lottery batch` writes it; without an answer the agent abstained."""
    status = "abstained" if answer is None else "answered"
    return {"version": 1, "id": name, "status": status, "answer": answer, "work": []}


def record(name: str, prediction: str | None, correct: bool, **fields: Any) -> dict[str, Any]:
    """Return a line of a file of recorded answers."""
    return {
        "benchmark": "svamp",
        "model": "large",
        "method": "few-shot",
        "id": name,
        "prediction": prediction,
        "correct": correct,
        **fields,
    }

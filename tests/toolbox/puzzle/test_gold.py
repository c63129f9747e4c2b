"""The tool on published puzzles, given a right translation of their sentences.

The sentences follow templates, so a translation by template says what a perfect translator would
write.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.orderings import statement
from lottery_agent.toolbox.puzzle import execute

DATA = os.environ.get("LOTTERY_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="LOTTERY_DATA names no folder of data")

EXCEPTIONS: dict[str, str] = {}
"""Items on which the tool differs from the label, each with the reason."""


def items(file: str) -> list[dict[str, Any]]:
    with gzip.open(Path(DATA) / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [item for line in lines if "logical_deduction" in (item := json.loads(line))["task"]]


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("logicaldeduction_paired_dev", 60),
        pytest.param("bbh_dev", 150, marks=pytest.mark.heavy),
        pytest.param("logicaldeduction_train", 342, marks=pytest.mark.heavy),
    ],
)
def test_every_item_gets_its_label(file: str, number: int) -> None:
    found = items(file)
    assert len(found) == number
    wrong = []
    for item in found:
        premises = [*map(statement, split_sentences(item["context"] or item["question"]))]
        options = [statement(option.split(") ", 1)[1]) for option in item["options"]]
        result = execute({"premises": premises, "options": options})
        letter = "?" if result["index"] is None else item["options"][result["index"]][0]
        if letter != item["answer"] or not all(check["passed"] for check in result["checks"]):
            wrong.append(item["id"])
    assert set(wrong) <= set(EXCEPTIONS), wrong

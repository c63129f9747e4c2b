"""Scoring agrees with the verdicts that other people published beside their models' answers.

Runs where `LOTTERY_DATA` names a folder of benchmark files with a sub-folder `recorded`.
"""

import os
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.jsonl import read_objects
from lottery_agent.scoring import Gold, judge

DATA = Path(os.environ.get("LOTTERY_DATA", "."))
RECORDED = sorted((DATA / "recorded").glob("*.jsonl.gz"))
EVERY = 7

pytestmark = pytest.mark.skipif(not RECORDED, reason="LOTTERY_DATA names no recorded answers")


@cache
def golds() -> dict[str, Gold]:
    lines = (data for path in DATA.glob("*.jsonl.gz") for data in read_objects(path))
    return {data["id"]: Gold.from_json(data) for data in lines if "answer" in data}


def agrees(line: dict[str, Any]) -> bool:
    prediction = line["prediction"]
    status = "answered" if prediction else "abstained"
    judgement = judge({"status": status, "answer": prediction}, golds()[line["id"]])
    return (judgement.outcome == "correct") == bool(line["correct"])


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_recorded_verdicts(path: Path) -> None:
    lines = islice(read_objects(path), 0, None, EVERY)
    # Some verdicts were published without the answer that earned them.
    usable = [line for line in lines if line["prediction"] is not None or not line["correct"]]
    assert usable
    assert [line["id"] for line in usable if not agrees(line)] == []

"""Gold translations of the development items: the tool gives the gold answer.

Runs where `LOTTERY_DATA` names a folder of benchmark files. Items are named by id alone.
"""

from __future__ import annotations

import gzip
import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.toolbox.mathematics import execute
from lottery_agent.toolbox.mathematics.notation import read_notation

DATA = Path(os.environ.get("LOTTERY_DATA", "none"))
EXCEPTIONS: dict[str, dict[str, str]] = {"gsm8k_dev": {}, "svamp_dev": {}}
"""Items whose gold equation does not give the gold answer, with the reason."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="LOTTERY_DATA names no benchmark files")


def items(name: str) -> list[dict[str, Any]]:
    """Return the items of a file that have a gold equation."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [item for item in map(json.loads, lines) if item.get("equation_ok", True)]


def wrong(item: dict[str, Any]) -> bool:
    """Say whether the tool's answer differs from the gold one."""
    result = execute({"call": f"answer = {read_notation(item['equation'])}"})
    assert all(check["passed"] for check in result["checks"]), item["id"]
    gold = Fraction(item["answer"].replace(",", ""))
    # The data's own rule: within 0.1% of the gold value, or 0.001 where that is small.
    return abs(Fraction(result["exact"]) - gold) > max(abs(gold) / 1000, Fraction(1, 1000))


@pytest.mark.parametrize(("name", "count"), [("gsm8k_dev", 450), ("svamp_dev", 200)])
def test_gold_equations_give_the_gold_answers(name: str, count: int) -> None:
    found = items(name)
    assert len(found) >= count
    assert {item["id"] for item in found if wrong(item)} == set(EXCEPTIONS[name])

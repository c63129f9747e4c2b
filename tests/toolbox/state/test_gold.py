"""The development items that the language can state, translated by rules for their phrasing.

These parsers of phrasing show that tool and language suffice; nothing that answers has them.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest

from lottery_agent.lab.controls import swaps, walks
from lottery_agent.toolbox import state


def items(task: str) -> list[dict[str, str | list[str]]]:
    folder = os.environ.get("LOTTERY_DATA")
    if not folder:
        pytest.skip("LOTTERY_DATA is not set")
    with gzip.open(Path(folder) / "bbh_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [item for item in found if item["task"].startswith(task)]


@pytest.mark.parametrize("size", ["three", "five", "seven"])
def test_shuffled_objects_are_tracked(size: str) -> None:
    for item in items(f"bbh_tracking_shuffled_objects_{size}"):
        question, options, gold = str(item["question"]), item["options"], str(item["answer"])
        result = state.execute({"call": swaps.program(question)})
        (right,) = [option for option in options if option.startswith(f"{gold})")]
        wanted = re.sub(r"^.\) ", "", right).removesuffix(".")
        assert result["exact"] == wanted.casefold(), item["id"]
        assert all(check["passed"] for check in result["checks"])


def test_walks_are_followed() -> None:
    for item in items("bbh_navigate"):
        result = state.execute({"call": walks.program(str(item["question"]))})
        assert (result["answer"] == "True") == (item["answer"] == "Yes"), item["id"]
        assert all(check["passed"] for check in result["checks"])

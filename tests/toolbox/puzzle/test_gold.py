"""The tool on published puzzles, given a right translation of their sentences.

The sentences follow templates, so a translation by template says what a perfect translator would
write. It lives here and nowhere else: in the package the model translates.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.toolbox.puzzle import execute

DATA = os.environ.get("LOTTERY_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="LOTTERY_DATA names no folder of data")

EXCEPTIONS: dict[str, str] = {}
"""Items on which the tool differs from the label, each with the reason."""

ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
# What counts from the first position on, and what counts from the last one back.
FROM_FIRST = r"leftmost|from the left|oldest|cheapest|first"
FROM_LAST = r"rightmost|from the right|newest|most expensive|last|to-last"
SMALLER = r"to the left of|older than|less expensive than|cheaper than|finished above"
LARGER = r"to the right of|newer than|more expensive than|finished below"


def name(phrase: str) -> str:
    """Return a phrase such as `the green book` as a name."""
    return "_".join(re.sub(r"^(the|an?) ", "", phrase.strip(), flags=re.IGNORECASE).split())


def place(ordinal: int, *, back: bool) -> str:
    if not back:
        return str(ordinal)
    return "last" if ordinal == 1 else f"last - {ordinal - 1}"


def statement(sentence: str) -> str:
    """Translate a sentence that says where something is."""
    text = sentence.strip().rstrip(".")
    for pattern, sign in ((SMALLER, "<"), (LARGER, ">")):
        if found := re.fullmatch(rf"(.+?) (?:(?:is|are) )?(?:{pattern}) (.+)", text):
            return f"{name(found[1])} {sign} {name(found[2])}"
    found = re.fullmatch(r"(.+?) (?:is|are|finished) (?:the )?(.+)", text)
    assert found, sentence
    subject, where = name(found[1]), found[2].replace("-", " ")
    first = where.split()[0]
    ordinal = ORDINALS.index(first) + 1 if first in ORDINALS else 1
    rest = where.removeprefix(first).strip() if first in ORDINALS else where
    back = re.search(FROM_LAST.replace("-", " "), rest) is not None
    assert back or re.search(FROM_FIRST, rest) or (first in ORDINALS and not rest), sentence
    return f"{subject} = {place(ordinal, back=back)}"


def puzzle(text: str) -> list[str]:
    """Translate a paragraph."""
    text = text.split("consistent within each paragraph.", 1)[1].strip()
    listed, told = re.split(r"(?<=[a-zA-Z])\. ", text.split(": ", 1)[1], maxsplit=1)
    things = [name(each) for each in re.split(r", and |, | and ", listed)]
    sentences = [each for each in re.split(r"\.(?:\s+|$)", told) if each]
    return [f"order({', '.join(things)})", *map(statement, sentences)]


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
        premises = puzzle(item["context"] or item["question"])
        options = [statement(option.split(") ", 1)[1]) for option in item["options"]]
        result = execute({"premises": premises, "options": options})
        letter = "?" if result["index"] is None else item["options"][result["index"]][0]
        if letter != item["answer"] or not all(check["passed"] for check in result["checks"]):
            wrong.append(item["id"])
    assert set(wrong) <= set(EXCEPTIONS), wrong

"""Gold programs of public benchmarks: the tool's verdict is the label, with named exceptions.

Runs where `LOTTERY_DATA` names a folder of benchmark files. FOLIO has gold formulas; the sentences
of ProofWriter, PrOntoQA and BoardgameQA are generated and translated by patterns.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.lab.controls.boardgames import translate
from lottery_agent.lab.controls.question import Unreadable
from lottery_agent.lab.controls.theories import fact_or_rule, kind_or_fact
from lottery_agent.models.training.labels.boardgameqa import known_in
from lottery_agent.toolbox.logic import execute

DATA = os.environ.get("LOTTERY_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="LOTTERY_DATA names no folder of data")

VERDICTS = {"A": "True", "B": "False", "C": "Unknown"}
FOLIO = {
    # The formula says that one of three is an algorithm; the sentence, that all are.
    "folio-val-138",
    "folio-val-139",
}
# ProofWriter's labels apply rules forwards only.
BACKWARDS = {
    # Classically, a rule read backwards (no conclusion, so no condition) or a distinction of cases
    # decides what is labelled unknown.
    "proofwriter-train-AttNeg-OWA-D5-923_Q15",
    "proofwriter-train-AttNeg-OWA-D5-923_Q17",
    "proofwriter-train-AttNeg-OWA-D5-563_Q20",
    "proofwriter-train-AttNeg-OWA-D5-1194_Q13",
    "proofwriter-train-AttNeg-OWA-D5-1194_Q23",
    "proofwriter-train-AttNeg-OWA-D5-1112_Q15",
    "proofwriter-train-AttNeg-OWA-D5-1112_Q21",
    "proofwriter-train-RelNeg-OWA-D5-984_Q19",
    "proofwriter-train-AttNeg-OWA-D5-366_Q15",
    "proofwriter-train-AttNeg-OWA-D5-1162_Q16",
    "proofwriter-dev-AttNeg-OWA-D5-1203_Q17",
}
CONTRADICTORY = {
    # Classically, the premises can't all hold.
    "proofwriter-train-RelNeg-OWA-D5-151_Q4",
    "proofwriter-train-RelNeg-OWA-D5-151_Q15",
    "proofwriter-train-AttNeg-OWA-D5-557_Q12",
    "proofwriter-train-AttNeg-OWA-D5-557_Q15",
}
BOARDGAMEQA = {
    # A rule asks that the mouse does not pay; it pays, and the proof uses the rule nevertheless.
    "boardgame-d2-test-94",
}
PROOFWRITER = BACKWARDS | CONTRADICTORY


def items(name: str) -> list[dict[str, Any]]:
    with gzip.open(Path(DATA) / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def wrong(found: list[dict[str, Any]], translate: Callable[[str], str]) -> set[str]:
    """Return the ids of the items whose verdict is not the label."""
    return {
        item["id"]
        for item in found
        if execute(
            {
                "premises": [translate(sentence) for sentence in item["context"].split(". ")],
                "query": translate(item["question"].split("? ")[1]),
            }
        )["answer"]
        != VERDICTS[item["answer"]]
    }


def test_folio() -> None:
    disagreeing = {
        item["id"]
        for item in items("folio_paired_dev")
        if execute({"premises": item["premises_fol"], "query": item["conclusion_fol"]})["answer"]
        != VERDICTS[item["answer"]]
    }
    assert disagreeing == FOLIO


@pytest.mark.parametrize("name", ["proofwriter_dev", "proofwriter_paired_dev"])
def test_a_sample_of_proofwriter(name: str) -> None:
    assert wrong(items(name)[::10], fact_or_rule) <= PROOFWRITER


def test_a_sample_of_prontoqa() -> None:
    assert wrong(items("prontoqa_dev")[::5], kind_or_fact) == set()


@pytest.mark.heavy
def test_proofwriter() -> None:
    found = items("proofwriter_dev") + items("proofwriter_paired_dev")
    assert wrong(found, fact_or_rule) == PROOFWRITER


@pytest.mark.heavy
def test_prontoqa() -> None:
    assert wrong(items("prontoqa_dev"), kind_or_fact) == set()


def defeated(found: list[dict[str, Any]]) -> tuple[set[str], int]:
    """Return the ids of the items whose verdict is not the label, and the number decided.

    Whether a property holds takes knowledge of the world. Where the gold proof does not tell, an
    item is decided only if the verdict is the same either way.
    """
    different, decided = set(), 0
    for item in found:
        try:
            translated = translate(item["question"], known_in(item["proof"]))
        except Unreadable:
            continue
        verdicts = {
            execute({"premises": world, "query": translated.query, "semantics": "defeasible"})[
                "answer"
            ]
            for world in translated.worlds()
        }
        if len(verdicts) == 1:
            decided += 1
            if verdicts != {VERDICTS[item["answer"]]}:
                different.add(item["id"])
    return different, decided


def test_a_sample_of_boardgameqa() -> None:
    different, decided = defeated(items("boardgameqa_dev")[::10])
    assert different <= BOARDGAMEQA
    assert decided >= 15


@pytest.mark.heavy
def test_boardgameqa() -> None:
    different, decided = defeated(items("boardgameqa_dev"))
    assert different == BOARDGAMEQA
    assert decided == 231

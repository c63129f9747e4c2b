from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.models.training.checks import Contamination, report
from lottery_agent.models.training.draft import Draft

THEORY = "Milo is calm. Calm gulls are dim. Petra is a gull."
PARAGRAPH = "A shed has two wagons: a cart and a sled. The cart is older than the sled."


def store(folder: Path, name: str, *items: dict[str, Any]) -> None:
    lines = (json.dumps({"context": None, "options": None, **item}) for item in items)
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Contamination:
    folder = tmp_path_factory.mktemp("data")
    store(
        folder,
        "proofwriter_dev",
        {"id": "d1", "task": "proofwriter", "question": "Is Milo dim?", "context": THEORY},
    )
    store(
        folder,
        "bbh_dev",
        {"id": "d2", "task": "bbh_logical_deduction", "question": PARAGRAPH},
        {"id": "d3", "task": "bbh_date", "question": "Today is 3/4/2011. What is the date?"},
    )
    shuffled = "Petra is a gull. Milo is calm. Calm gulls are dim."
    store(
        folder,
        "proofwriter_train",
        {"id": "t1", "task": "proofwriter", "question": "Is Petra dim?", "context": shuffled},
        {"id": "t2", "task": "proofwriter", "question": "Is Petra dim?", "context": "Petra hums."},
    )
    store(
        folder,
        "dates_train",
        {"id": "t3", "task": "date", "question": "Today is 3/4/2011. What is the date tomorrow?"},
    )
    return Contamination(folder)


def statement(source: str, sentence: str = "Milo is calm.") -> Draft:
    return Draft("statement", {"sentence": sentence}, "calm(Milo)", "t", source=source)


def test_a_sentence_of_a_reserved_theory_is_found_by_its_source(known: Contamination) -> None:
    assert known.hit(statement("t1")) == "unit"


def test_a_sentence_that_recurs_in_another_theory_is_no_hit(known: Contamination) -> None:
    assert known.hit(statement("t2")) is None
    assert known.hit(statement("generated")) is None


def test_a_reserved_theory_given_as_context_is_found(known: Contamination) -> None:
    inputs = {
        "question": "Who hums?",
        "context": "Calm gulls are dim. Petra is a gull.\nMilo is calm.",
    }
    assert known.hit(Draft("route", inputs, "reason", "t")) == "unit"


def test_a_story_counts_without_what_is_asked(known: Contamination) -> None:
    asked = {"question": "Today is 3/4/2011. Which day was yesterday?", "signatures": []}
    assert known.hit(Draft("call", asked, "x()", "t")) == "unit"
    assert (
        known.hit(Draft("call", {**asked, "question": "Which?"}, "x()", "t", source="t3")) == "unit"
    )


@pytest.mark.parametrize("kind", ["statement", "line"])
def test_sentences_of_big_bench_hard_are_never_shown(known: Contamination, kind: str) -> None:
    inputs = {"sentence": "the cart is OLDER than the sled"}
    assert known.hit(Draft(kind, inputs, "cart < sled", "t")) == "sentence"
    other = {"sentence": "The sled is older than the cart."}
    assert known.hit(Draft(kind, other, "sled < cart", "t")) is None


def test_the_report_counts_units_and_sentences(known: Contamination) -> None:
    drafts = [statement("t1"), statement("t2"), statement("x", "The cart is older than the sled.")]
    found = report(drafts, known)
    assert (found["unit"], found["sentence"], found["exact"]) == (1, 1, 0)

"""The label makers on the training files themselves: what they yield is right and usable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from lottery_agent.models.engine import Request, ScriptedEngine
from lottery_agent.models.training.checks import Contamination, fault
from lottery_agent.models.training.decoding import DECODINGS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.vocabulary import read_lines
from lottery_agent.models.training.render import prompt_of
from lottery_agent.models.training.streams import LABELLED
from lottery_agent.models.training.units import units

DATA = Path(os.environ.get("LOTTERY_DATA", ""))
pytestmark = pytest.mark.skipif(not DATA.name, reason="LOTTERY_DATA names no folder of data")


def first(name: str, count: int) -> list[Draft]:
    if name in ("annotated", "changed"):
        pytest.importorskip("lemminflect")
    drafts: Iterator[Draft] = LABELLED[name][1](DATA)
    return list(islice(drafts, count))


@pytest.mark.parametrize("name", LABELLED)
def test_drafts_are_good_and_the_decoder_can_write_them(name: str) -> None:
    drafts = first(name, 12)
    assert len(drafts) == 12
    assert len({str(draft.inputs) for draft in drafts}) == 12
    assert [fault(draft) for draft in drafts] == [None] * 12
    targets = iter([draft.target for draft in drafts])
    with ScriptedEngine(lambda _: next(targets), sequences=1) as engine:
        for draft in drafts:
            decoding = DECODINGS[draft.kind](draft.inputs)
            prompt = engine.renderer.render(prompt_of(draft))
            request = Request(prompt, 1000, constraint=decoding.grammar)
            assert engine.submit(request).result().text == draft.target


def test_paragraphs_that_are_marked_as_shared_are_those_that_are_found() -> None:
    reserved = {
        unit for item in read_lines(DATA / "bbh_dev.jsonl.gz")
        for unit in units(str(item["question"]), None)
    }  # fmt: skip
    marked = {
        str(item["id"]): (
            item["paragraph_in_bbh_dev"],
            not reserved.isdisjoint(units(str(item["question"]), str(item["context"]))),
        )
        for item in read_lines(DATA / "logicaldeduction_train.jsonl.gz")
    }
    assert [name for name, (said, found) in marked.items() if said != found] == []


def test_items_whose_paragraph_is_reserved_give_no_lines() -> None:
    sources = {draft.source for draft in first("logicaldeduction", 10_000)}
    items = read_lines(DATA / "logicaldeduction_train.jsonl.gz")
    assert sources <= {item["id"] for item in items if not item["paragraph_in_bbh_dev"]}


def test_a_story_of_the_development_file_is_found_under_each_of_its_questions() -> None:
    """Two items of one story differ in what is asked: both are hits, or neither is."""
    known = Contamination(DATA)
    hits: dict[str, set[str | None]] = {}
    for draft in first("tracking", 2000):
        if draft.kind != "call":
            continue
        story = draft.inputs["question"].rpartition(". ")[0]
        hits.setdefault(story, set()).add(known.hit(draft))
    assert all(len(found) == 1 for found in hits.values())
    assert {"unit"} in hits.values()
    assert {None} in hits.values()

"""The everyday questions are well formed, balanced, and their word list is complete."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
KEYS = {"id", "task", "question", "context", "options", "answer", "answers", "status"}
AGENTS = {"mathematician", "logician", "librarian", "operator", "planner", "direct"}


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["open.jsonl", "hidden.jsonl"])
def test_items_are_well_formed(name: str) -> None:
    items = read(name)
    assert len(items) == 20
    assert len({item["id"] for item in items}) == 20
    for item in items:
        assert set(item) == KEYS, item["id"]
        assert item["task"] in AGENTS, item["id"]
        assert (item["answer"] is None) == (item["status"] == "abstained"), item["id"]
        assert item["answers"] is None or item["answer"] in item["answers"], item["id"]


@pytest.mark.parametrize("name", ["open.jsonl", "hidden.jsonl"])
def test_quotes_are_in_their_context(name: str) -> None:
    for item in read(name):
        if item["task"] == "librarian" and item["status"] == "answered":
            assert item["answer"] in item["context"], item["id"]


def test_both_halves_are_balanced_alike() -> None:
    halves = [
        Counter((i["task"], i["status"]) for i in read(n)) for n in ("open.jsonl", "hidden.jsonl")
    ]
    assert halves[0] == halves[1]
    assert {task for task, _ in halves[0]} == AGENTS


def test_word_list_is_complete() -> None:
    texts = [
        t
        for n in ("open.jsonl", "hidden.jsonl")
        for i in read(n)
        for t in (i["question"], i["context"])
    ]
    words = {w for t in texts if t for w in re.findall("[a-z]+", t.lower().replace("'s", ""))}
    plain = set((HERE / "plain_words.txt").read_text("utf-8").split())
    assert (HERE / "words.txt").read_text("utf-8").split() == sorted(words - plain)

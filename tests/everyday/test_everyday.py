"""The everyday questions are well formed, balanced, and their word list is complete."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.scoring import Gold, judge

HERE = Path(__file__).parent
KEYS = {"id", "task", "question", "context", "options", "answer", "answers", "status"}
AGENTS = {"mathematician", "logician", "librarian", "operator", "planner", "direct"}
WIDE = ("wide_open.jsonl", "wide_hidden.jsonl")


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


@pytest.fixture(scope="module", params=WIDE)
def wide(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return read(request.param)


def ids(items: Iterable[dict[str, Any]]) -> list[str]:
    """Name items in an assertion: their texts must not be printed, least of all the hidden ones."""
    return [item["id"] for item in items]


def test_wide_items_are_well_formed(wide: list[dict[str, Any]]) -> None:
    assert len(wide) >= 110
    assert not ids(item for item in wide if set(item) != KEYS | {"kind"})
    assert not ids(item for item in wide if item["task"] not in AGENTS)
    assert not ids(i for i in wide if (i["answer"] is None) != (i["status"] == "abstained"))
    assert not ids(i for i in wide if i["answers"] is not None and i["answer"] not in i["answers"])


def test_wide_quotes_are_in_their_context(wide: list[dict[str, Any]]) -> None:
    quoted = [i for i in wide if i["task"] == "librarian" and i["status"] == "answered"]
    assert quoted
    assert not ids(item for item in quoted if item["answer"] not in item["context"])


def test_wide_answers_are_right_by_the_scorer(wide: list[dict[str, Any]]) -> None:
    wrong = []
    for item in wide:
        gold = Gold.from_json(item)
        for text in item["answers"] or [item["answer"]]:
            result = {"status": item["status"], "answer": text}
            if judge(result, gold).outcome != "correct":
                wrong.append(item["id"])
    assert not wrong


def test_wide_questions_are_of_many_voices(wide: list[dict[str, Any]]) -> None:
    questions = [item["question"] for item in wide]
    assert sum("?" not in question for question in questions) >= len(questions) / 5
    assert sum(question == question.lower() for question in questions) >= len(questions) / 5


def test_wide_halves_are_balanced_alike() -> None:
    halves = [Counter((i["task"], i["kind"], i["status"]) for i in read(name)) for name in WIDE]
    assert halves[0] == halves[1]
    assert {task for task, *_ in halves[0]} == AGENTS


def test_no_question_is_asked_twice() -> None:
    items = [item for name in ("open.jsonl", "hidden.jsonl", *WIDE) for item in read(name)]
    assert len({item["id"] for item in items}) == len(items)
    # A question such as "Who is third?" is asked of its context.
    seen = Counter((i["question"].lower(), i["context"]) for i in items)
    assert not ids(i for i in items if seen[i["question"].lower(), i["context"]] > 1)


def test_no_context_is_in_both_wide_halves() -> None:
    contexts = [{item["context"] for item in read(name)} - {None} for name in WIDE]
    assert len(contexts[0] & contexts[1]) == 0

from __future__ import annotations

import gzip
import json
from pathlib import Path

from lottery_agent.models.training.checks import (
    Contamination,
    free_of_held_out,
    report,
    word_set,
)
from lottery_agent.models.training.draft import Draft

PLANTED = "Milo has 12 plums and buys 30 more plums at the market. How many plums does he have?"
READ = "Who painted the wooden lantern?"
PASSAGE = "Agnes painted the wooden lantern."


def benchmark(folder: Path) -> Contamination:
    items = [
        {"task": "gsm8k", "question": PLANTED, "context": None},
        {"task": "squad", "question": READ, "context": PASSAGE},
    ]
    lines = "\n".join(json.dumps(item) for item in items)
    (folder / "some_dev.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return Contamination(folder)


def problem(question: str) -> Draft:
    return Draft("worksheet", {"question": question}, "answer = 1", "test")


def test_a_planted_item_is_found(tmp_path: Path) -> None:
    known = benchmark(tmp_path)
    assert known.items == 2
    assert known.hit(problem(PLANTED)) == "exact"
    assert known.hit(problem(PLANTED.upper() + "!!")) == "exact"


def test_an_item_with_other_numbers_or_one_other_word_is_near(tmp_path: Path) -> None:
    known = benchmark(tmp_path)
    assert known.hit(problem(PLANTED.replace("12", "98").replace("30", "7"))) == "near"
    assert known.hit(problem(PLANTED.replace("market", "harbour"))) == "near"


def test_another_question_is_no_hit(tmp_path: Path) -> None:
    known = benchmark(tmp_path)
    assert known.hit(problem("What is 12 plus 30?")) is None
    assert known.hit(problem("Petra sells 9 of her 20 gulls. How many gulls are left?")) is None


def test_a_passage_is_part_of_the_item(tmp_path: Path) -> None:
    known = benchmark(tmp_path)
    shown = Draft("quote", {"question": READ, "passage": PASSAGE}, '"Agnes"', "test")
    assert known.hit(shown) == "exact"


def test_the_report_counts_hits(tmp_path: Path) -> None:
    known = benchmark(tmp_path)
    drafts = [problem(PLANTED), problem(PLANTED.replace("12", "13")), problem("What is 2 + 2?")]
    assert report(drafts, known) == {"exact": 1, "near": 1, "unit": 0, "sentence": 0, "items": 2}


def test_numbers_are_masked_in_word_sets() -> None:
    assert word_set("Milo has 12 plums") == word_set("milo has 999 plums.")


def test_a_reserved_word_anywhere_turns_a_draft_down() -> None:
    assert free_of_held_out(problem("How many plums are left?"))
    assert not free_of_held_out(problem("How many Zeppelin plums are left?"))
    inside = Draft(
        "route", {"question": "Which?", "options": ["A) plum", "B) walrus"]}, "math", "t"
    )
    assert not free_of_held_out(inside)
    assert not free_of_held_out(Draft("talk", {"question": "Hi"}, "A walrus!", "t"))

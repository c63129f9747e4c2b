"""The knowledge base with the real embedder, joined as the application joins them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lottery_agent.assembly import load_embedder
from lottery_agent.knowledge import Embedder, ExampleIndex, KnowledgeBase, rank
from lottery_agent.settings import load_settings

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def minilm() -> Iterator[Embedder]:
    embedder = load_embedder(load_settings())
    yield embedder
    embedder.close()


HANDBOOK = """# Ferry

The ferry to the island leaves from pier nine every weekday at half past six.

# Canteen

Lunch is free for apprentices. Everybody else pays with the staff card.

# Workshop

Goggles must be worn near the lathe. Broken tools go into the red crate.
"""

QUESTIONS = [
    ("When does the boat depart?", "leaves from pier nine"),
    ("Who eats without paying?", "free for apprentices"),
    ("Where do I put a damaged hammer?", "red crate"),
    ("protective eyewear rules", "Goggles must be worn"),
]


@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_a_paraphrase_finds_its_part_of_a_text(minilm: Embedder, question: str, words: str) -> None:
    assert words in rank(HANDBOOK, question, 1, embedder=minilm)[0].text


def test_a_base_finds_paraphrases_and_scores_strangers_low(
    minilm: Embedder, tmp_path: Path
) -> None:
    (tmp_path / "handbook.md").write_text(HANDBOOK)
    with KnowledgeBase.open("mine", minilm, folder=tmp_path / "bases") as base:
        base.add([tmp_path / "handbook.md"])
        scores = []
        for question, words in QUESTIONS:
            best = base.search(question, 1)[0]
            assert words in best.text
            scores.append(best.score)
        strangers = ["What is the boiling point of mercury?", "Who wrote the third symphony?"]
        assert max(base.search(q, 1)[0].score for q in strangers) < min(scores)


def test_examples_are_found_by_meaning(minilm: Embedder, tmp_path: Path) -> None:
    entries = [
        ("What is 12 percent of 80?", {"agent": "mathematician"}),
        ("Every wolf is a mammal. Is a wolf a mammal?", {"agent": "logician"}),
        ("Hi there, how are you?", {"agent": "direct"}),
    ]
    with ExampleIndex(entries, minilm, cache=tmp_path) as index:
        for text, agent in [
            ("Work out a third of 99.", "mathematician"),
            ("All birds lay eggs. Do birds lay eggs?", "logician"),
            ("Good morning!", "direct"),
        ]:
            assert index.nearest(text, 1)[0].payload["agent"] == agent


def test_meaning_and_words_find_different_things(minilm: Embedder, tmp_path: Path) -> None:
    (tmp_path / "handbook.md").write_text(HANDBOOK)
    with KnowledgeBase.open("mine", minilm, folder=tmp_path / "bases") as base:
        base.add([tmp_path / "handbook.md"])
        question = "protective eyewear rules"
        assert "Goggles" in base.search(question, 1, mode="dense")[0].text
        assert base.search(question, 1, mode="lexical") == []
        assert "lathe" in base.search("lathe", 1, mode="lexical")[0].text
        (neighbour,) = base.neighbours(base.search("ferry", 1)[0])
        assert neighbour.text.startswith("Lunch is free")


def test_vectors_of_an_exported_base_are_recognised(minilm: Embedder, tmp_path: Path) -> None:
    (tmp_path / "handbook.md").write_text(HANDBOOK)
    with KnowledgeBase.open("mine", minilm, folder=tmp_path / "bases") as base:
        base.add([tmp_path / "handbook.md"])
        base.export(tmp_path / "base.jsonl.gz")
    with KnowledgeBase.open("copy", minilm, folder=tmp_path / "bases") as copy:
        assert copy.import_(tmp_path / "base.jsonl.gz").embedded == 0
        assert "free for apprentices" in copy.search("Who eats without paying?", 1)[0].text
        assert copy.verify().sound

"""Routing: each agent's questions are there, puzzles and documents among them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from random import Random

import pytest

from lottery_agent.graphs.router import LABELS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import languages
from lottery_agent.models.training.generators.routing import Router
from lottery_agent.models.training.generators.vocabulary import Vocabulary

READ = {"id": "r1", "question": "Who sells oil?", "context": "The chandler sells oil."}
PROBLEM = {"id": "p1", "question": "Ben has 3 nets. He mends 2 of them. How many are torn?"}


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory, words: Vocabulary) -> list[Draft]:
    """Routed questions; the training files hold one item each."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("squad_train", "squad2_unanswerable_train", "nq_oracle_train", "gsm8k_train"):
        item = PROBLEM if name == "gsm8k_train" else READ
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(json.dumps(item).encode()))
    router, rng = Router(folder, words), Random("routing")
    return [router.draft(rng) for _ in range(600)]


def test_every_agent_is_needed_now_and_then(drafts: list[Draft]) -> None:
    counts = Counter(draft.target for draft in drafts)
    assert set(counts) == set(LABELS)
    assert min(counts.values()) > 30


def test_a_puzzle_is_told_whole_and_needs_reasoning(words: Vocabulary) -> None:
    rng = Random("puzzles")
    made = [languages.places(rng, words) for _ in range(200)]
    assert {problem.label for problem in made} == {"places"}
    assert all(problem.given and problem.question for problem in made)
    assert 10 < sum(bool(problem.options) for problem in made) < 100


def test_contexts_belong_to_several_agents(drafts: list[Draft]) -> None:
    counts = Counter(draft.target for draft in drafts if draft.inputs.get("context"))
    assert {"math", "reason", "search", "call"} <= set(counts)

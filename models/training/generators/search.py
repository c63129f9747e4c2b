# ruff: noqa: E501 - a pattern of language is one line
"""Search queries: the words of a question that are worth looking for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.models.training.draft import Draft, rough
from lottery_agent.models.training.generators.reading import note
from lottery_agent.models.training.generators.vocabulary import Vocabulary, read_lines
from lottery_agent.toolbox.calls.narrowing import words_in

_IDLE = frozenset(
    "many much often long time kind type name called tell please know find something look day year".split()
)
_MOST = 7


def query_of(question: str) -> str | None:
    """Return the content words of a question as they stand, or None if there are too few."""
    kept = [w for w in words_in(question) if w.lower() not in FUNCTION_WORDS | _IDLE]
    return " ".join(kept[:_MOST]) if len(kept) >= 2 else None


def asked(data: Path) -> Iterator[Draft]:
    """Yield the questions of SQuAD and NQ with their queries."""
    for name in ("squad_train", "nq_oracle_train"):
        for item in read_lines(data / f"{name}.jsonl.gz"):
            question = str(item["question"]).strip()
            query = query_of(question)
            if query is not None and len(question.split()) < 25:
                source = str(item["id"])
                yield Draft("search", {"question": question}, query, "search.asked", source=source)


_LEADS = (
    "", "", "", "", "Can you tell me ", "Do you know ", "Please look up ", "I want to know ",
    "In my notes, ", "According to my documents, ", "Find out ",
)  # fmt: skip


def looked_up(rng: Random, words: Vocabulary) -> Draft:
    """Draw a question for the user's own documents."""
    while True:
        question = str(note(rng, words).inputs["question"])
        lead = rng.choice(_LEADS)
        text = lead + (question[:1].lower() + question[1:] if lead else question)
        query = query_of(question)
        if query is not None:
            return Draft("search", {"question": rough(rng, text)}, query, "search.note")

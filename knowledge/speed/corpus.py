"""The paragraphs and questions that retrieval is measured on, from the folder LOTTERY_DATA."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.knowledge.documents import Document

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the paragraph that it was asked about.

    Attributes:
        text: The question.
        paragraph: Name of the paragraph's document.
        context: The paragraph.
        answers: Accepted answers; none if the paragraph does not answer it.
    """

    text: str
    paragraph: str
    context: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenBase:
    """Documents, and questions that are asked without saying which one answers.

    Attributes:
        name: What it is called in the results.
        documents: One for each paragraph.
        tuning: Questions that settings are chosen on.
        reporting: Questions that figures are given for, of other articles.
    """

    name: str
    documents: tuple[Document, ...]
    tuning: tuple[Question, ...]
    reporting: tuple[Question, ...]


def data_folder() -> Path:
    """Return the folder of data sets.

    Raises:
        UsageError: If LOTTERY_DATA names none.
    """
    folder = os.environ.get("LOTTERY_DATA")
    if not folder or not Path(folder).is_dir():
        raise UsageError(
            f"there is no folder of data sets: LOTTERY_DATA is {folder!r}",
            hint="set it to the folder with squad_passages.jsonl.gz and the other files",
        )
    return Path(folder)


def squad(folder: Path) -> OpenBase:
    """Return all paragraphs of SQuAD's development articles as one base."""
    documents = [Document(row["id"], row["text"]) for row in _rows(folder, "squad_passages")]
    return OpenBase(
        "SQuAD",
        tuple(documents),
        tuning=squad_questions(folder, "squad_train"),
        reporting=squad_questions(folder, "squad_dev"),
    )


def squad_questions(folder: Path, name: str) -> tuple[Question, ...]:
    """Return the questions of one of the SQuAD files; unanswerable ones have no answers."""
    return tuple(
        Question(row["question"], row["passage_id"], row["context"], tuple(row["answers"]))
        for row in _rows(folder, name)
    )


def natural_questions(folder: Path) -> OpenBase:
    """Return the passages that answer questions of a search engine as one base."""
    parts = {name: _rows(folder, f"nq_oracle_{name}") for name in ("train", "dev")}
    texts = dict.fromkeys(row["context"] for rows in parts.values() for row in rows)
    names = {text: f"nq-{number}" for number, text in enumerate(texts)}
    questions = {
        name: tuple(
            Question(row["question"], names[row["context"]], row["context"], tuple(row["answers"]))
            for row in rows
        )
        for name, rows in parts.items()
    }
    return OpenBase(
        "Natural Questions",
        tuple(Document(name, text) for text, name in names.items()),
        tuning=questions["train"],
        reporting=questions["dev"],
    )


def sample(items: Sequence[Item], count: int | None, seed: int) -> list[Item]:
    """Return a seeded sample; everything, in another order, if there is not more."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    wanted = len(items) if count is None else min(count, len(items))
    return chance.sample(list(items), wanted)


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(read_objects(folder / f"{name}.jsonl.gz"))

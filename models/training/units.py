"""Theories, stories and paragraphs: what templated data sets must not share with training.

In a templated set all items have one vocabulary, so that single sentences recur by chance. There an
item is seen again when the sentences of its theory, story or paragraph are, in whatever order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.vocabulary import read_lines

Unit = tuple[str, ...]
"""The sentences of a theory, normalised and sorted."""

NATURAL = frozenset("gsm8k gsm svamp multiarith squad nq".split())
"""First words of the tasks in natural language; all other tasks are templated."""

_TOKEN = re.compile(r"[a-z]+|\d+")
_SENTENCES = {
    "statement": "sentence",
    "line": "sentence",
    "query": "question",
    "asking": "question",
    "event": "sentence",
    "asked": "question",
}
"""Kinds whose input is a sentence of its own, and its name."""


def normal(text: str) -> str:
    """Return the words and numbers of a text, in lower case."""
    return " ".join(_TOKEN.findall(text.lower()))


def is_natural(item: Mapping[str, Any]) -> bool:
    """Tell whether an item is of a task in natural language."""
    return str(item.get("task", "")).split("_")[0] in NATURAL


def unit_of(text: str) -> Unit:
    """Return the unit of a text."""
    return tuple(sorted(filter(None, map(normal, split_sentences(text)))))


def units(question: str, context: str | None) -> Iterator[Unit]:
    """Yield the units of an item: its context; without one, its question, with what is asked and
    without.
    """
    sentences = split_sentences(question)
    texts = [context] if context else [question, "\n".join(sentences[:-1])]
    yield from filter(None, map(unit_of, texts))


class Units:
    """The units and sentences of the development files that training must not show.

    A sentence has no theory beside it, so an example's theory is looked up by its source among the
    training files.

    Args:
        data: Folder with the `…_dev` and `…_train` files.
    """

    def __init__(self, data: Path) -> None:
        self._reserved: set[Unit] = set()
        self._sentences: set[str] = set()
        self._sources: dict[str, list[Unit]] = {}
        for path in sorted(data.glob("*_dev.jsonl.gz")):
            for item in _templated(path):
                question = str(item["question"])
                self._reserved.update(units(question, item["context"]))
                if str(item["task"]).startswith("bbh_"):
                    self._sentences.update(map(normal, split_sentences(question)))
        for path in sorted(data.glob("*_train.jsonl.gz")):
            for item in _templated(path):
                found = list(units(str(item["question"]), item["context"]))
                self._sources[str(item["id"])] = found

    def shares_unit(self, draft: Draft) -> bool:
        """Tell whether the theory, story or paragraph of a draft is one of a development file."""
        question, context = draft.inputs.get("question"), draft.inputs.get("context")
        shown = units(str(question or ""), str(context) if context else None)
        return not self._reserved.isdisjoint((*shown, *self._sources.get(draft.source, ())))

    def shares_sentence(self, draft: Draft) -> bool:
        """Tell whether a draft of one sentence shows a sentence of BIG-Bench-Hard."""
        key = _SENTENCES.get(draft.kind)
        return key is not None and any(
            normal(sentence) in self._sentences for sentence in split_sentences(draft.inputs[key])
        )


def _templated(path: Path) -> Iterator[dict[str, Any]]:
    return (item for item in read_lines(path) if not is_natural(item))

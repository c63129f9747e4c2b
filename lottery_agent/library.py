"""What the machine reads from: the knowledge base, given texts, and the worked examples."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING

from lottery_agent.knowledge import ExampleIndex, KnowledgeBase, Passage, TextIndex
from lottery_agent.models.prompts import Example

if TYPE_CHECKING:
    from lottery_agent.knowledge import Embedder

NO_BASE = "none"

_SHORT = 800
"""Characters of a text that is read as a whole, without choosing parts of it."""

_TEXTS = 4
"""Indexed texts that are kept: a plan and its revisions ask about one text again and again."""


class Bookshelf:
    """Passages of a knowledge base and of texts that are given with a question. Thread-safe.

    The embedder is loaded when something is ranked, the base opened when it is searched.

    Args:
        name: The knowledge base; `none` for none. A base that does not exist is empty.
        embedder: Returns the embedder.
        url: The Chroma server that keeps the base; None for the data folder.
    """

    def __init__(
        self, name: str, embedder: Callable[[], Embedder], *, url: str | None = None
    ) -> None:
        self._name = name
        self._url = url
        self._embedder = embedder
        self._base: KnowledgeBase | None = None
        self._texts: OrderedDict[str, TextIndex] = OrderedDict()
        self._lock = threading.Lock()

    def __enter__(self) -> Bookshelf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            if self._base is not None:
                self._base.close()
            for index in self._texts.values():
                index.close()

    def search(self, query: str, k: int) -> list[Passage]:
        """Return up to `k` passages of the base, best first.

        Raises:
            KnowledgeError: If the base can't be opened.
        """
        if self._name == NO_BASE or not query.strip():
            return []
        if self._base is None and not KnowledgeBase.exists(self._name, url=self._url):
            return []
        embedder = self._embedder()  # before our lock: it takes the lock of who lends it
        with self._lock:
            if self._base is None:
                self._base = KnowledgeBase.open(self._name, embedder, url=self._url)
            base = self._base
        return base.search(query, k)

    def table_of(self, passage: Passage) -> str | None:
        """Return the whole table that a passage of the base is part of, if it is."""
        base = self._base
        return None if base is None else base.table_of(passage)

    def rank(self, text: str, query: str, k: int) -> list[Passage]:
        """Return up to `k` passages of a text, best first; a short text is one passage."""
        if len(text) <= _SHORT:
            return [Passage("context", "context", text, 0, len(text), 1.0, "")]
        embedder = self._embedder()
        with self._lock:
            index = self._texts.pop(text, None)
            if index is None:
                index = TextIndex(text, embedder)
            self._texts[text] = index
            if len(self._texts) > _TEXTS:
                self._texts.popitem(last=False)[1].close()
            return index.rank(query, k)


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A question and the call that answers it, written by `agent`."""

    agent: str
    question: str
    call: str


def worked_examples(agent: str | None = None) -> list[WorkedExample]:
    """Return the pairs of question and call that come with the package, of one agent or all."""
    path = files("lottery_agent.graphs") / "examples.jsonl"
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [WorkedExample(**line) for line in lines if agent in (None, line["agent"])]


class WorkedExamples:
    """Pairs of question and call, shown to models that were not trained to delegate."""

    def __init__(self, embedder: Embedder) -> None:
        known = [(example.question, asdict(example)) for example in worked_examples()]
        self._index = ExampleIndex(known, embedder)

    def __enter__(self) -> WorkedExamples:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._index.close()

    def nearest(self, agent: str, text: str, k: int) -> list[tuple[Example, float]]:
        """Return up to `k` examples of an agent and their similarity in [0, 1], nearest last."""
        matches = self._index.nearest(text, k, where={"agent": agent})
        return [
            (Example(match.text, str(match.payload["call"])), match.score)
            for match in reversed(matches)
        ]

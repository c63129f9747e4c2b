"""The signatures beside a question: those that a run would find, in the order of a run.

Each question is compared with what is known of each tool, by the very index of a run. So the lists
have the lengths, the neighbours and the order that the model will meet. Neighbours among signatures
alone would be cheaper to find, but say nothing of how near a question is to any of them; and this
is cheap enough, for a MiniLM on two cores embeds some 200 questions a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lottery_agent.graphs.operator import SIGNATURES
from lottery_agent.knowledge.embedder import Embedder, embed_rows
from lottery_agent.knowledge.examples import NameIndex
from lottery_agent.models.training.generators.calls.lexical import Lexical
from lottery_agent.signatures import MARGIN, Signatures, texts_of_tools
from lottery_agent.toolbox.calls import builtin_registry
from lottery_agent.toolbox.calls.tools import Tool

_KEPT = 20_000
"""Vectors that are kept at most: the tools of a caller are asked for again."""


class Shelf:
    """Finds the built-in tools and those of a caller that a question may need.

    Args:
        embedder: Makes the vectors: that of a run, or one that needs no model.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._vectors = _Remembered(embedder)
        registry = builtin_registry()
        self._signatures = {name: registry.get(name).signature for name in registry.names}
        self._builtin = NameIndex(
            texts_of_tools(registry), self._vectors, margin=MARGIN, keep=False
        )

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed texts that will be needed, at once: many are cheaper together."""
        self._vectors.embed(list(texts))

    def shown(self, question: str, needed: str, own: Sequence[Tool] = ()) -> list[str]:
        """Return the signatures that stand beside a question.

        A run that does not find the tool that is needed can't be right, and nothing is learnt from
        it: then that tool takes the last place, as if it had been found last.

        Args:
            question: The question, without a text that is given with it.
            needed: Name of the tool that answers it.
            own: The tools of the caller.
        """
        names = self.found(question, own)
        if needed not in names:
            names = [*names[: SIGNATURES - 1], needed]
        signatures = self._signatures | {tool.name: tool.signature for tool in own}
        return [signatures[name] for name in names]

    def found(self, question: str, own: Sequence[Tool] = ()) -> list[str]:
        """Return the names of the tools that a run would show, in its order."""
        texts = {tool.name: [description(tool)] for tool in own}
        near = NameIndex(texts, self._vectors, margin=MARGIN, keep=False)
        try:
            return Signatures(near, self._builtin).nearest(question, SIGNATURES)
        finally:
            near.close()


class _Remembered:
    """An embedder that makes the vector of a text once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, NDArray[np.float32]] = {}
        self.name, self.sha256 = embedder.name, embedder.sha256
        self.dimension = embedder.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text."""
        wanted = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if len(self._rows) + len(wanted) > _KEPT:
            self._rows.clear()
            wanted = list(dict.fromkeys(texts))
        self._rows.update(zip(wanted, embed_rows(self._embedder, wanted), strict=True))
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._rows[text]
        return rows


def description(tool: Tool) -> str:
    """Return what is known of a caller's tool, as a registry describes it."""
    return f"{tool.signature}: {tool.summary}"


@cache
def lexical_shelf() -> Shelf:
    """Return a shelf that compares words, for use without a model."""
    return Shelf(Lexical())

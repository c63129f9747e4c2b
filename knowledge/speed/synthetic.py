"""Passages beyond the real ones: sentences of real paragraphs mixed anew, vectors near real ones.

Embedding a million passages would take a day on two cores, and the index does not know where its
vectors come from. A passage's text and vector follow from its number and the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import numpy as np

from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.sentences import sentences

_SENTENCES = 4
_NOISE = 0.6
"""Length of the noise that is added to a real vector of length 1."""


class SyntheticEmbedder:
    """Gives known texts their vectors, and each other one a vector near that of a known text.

    Args:
        known: Vectors of length 1 by text.
        seed: What the noise comes from.
    """

    name = "synthetic"

    def __init__(self, known: Mapping[str, Vectors], *, seed: int) -> None:
        self._known = dict(known)
        self._next: dict[str, Vectors] = {}
        self._rows = np.stack(list(known.values()))
        self._seed = seed
        self.dimension = int(self._rows.shape[1])
        self.sha256 = sha256(self._rows.tobytes() + str(seed).encode()).hexdigest()

    def know(self, questions: Mapping[str, Vectors]) -> None:
        """Add texts that no other text's vector is near of."""
        self._known |= questions

    def prepare(self, texts: Sequence[str]) -> None:
        """Make the vectors of texts that are asked for next, so that these cost no time then."""
        self._next = {}
        self._next = {text: self._row(text) for text in texts}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        return np.stack([self._row(text) for text in texts])

    def _row(self, text: str) -> Vectors:
        row = self._known.get(text, self._next.get(text))
        if row is not None:
            return row
        digest = sha256(f"{self._seed} {text}".encode()).digest()
        chance = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        base = self._rows[chance.integers(len(self._rows))]
        noise = chance.standard_normal(self.dimension).astype(np.float32)
        near = base + noise * np.float32(_NOISE / np.sqrt(self.dimension))
        return np.asarray(near / np.linalg.norm(near), dtype=np.float32)


def documents(texts: Sequence[str], start: int, stop: int, *, seed: int) -> Iterator[Document]:
    """Yield the documents with the numbers from `start` to `stop`, each of one short passage."""
    parts = [text[begin:end] for text in texts for begin, end in sentences(text)]
    parts = [part for part in parts if 20 <= len(part) <= 200]
    for number in range(start, stop):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - no secret
        text = " ".join(chance.choice(parts) for _ in range(_SENTENCES))
        yield Document(f"synthetic/{number}", f"{text} Note {number}.")

"""Vectors of texts by their words and by pieces of words: an embedder that needs no model."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[a-z]+|\d+")
_PIECE = 4
"""Letters of a piece: `between` and `betweenness` share most of theirs."""
_COMMON = frozenset(
    "a an the of is are was in to on and or for it its by from do does int str list number".split()
)
"""Words that say nothing of a tool's use."""


class Lexical:
    """Texts are alike if they share words or pieces of words (see `knowledge.Embedder`)."""

    name = "words"
    sha256 = "words"
    dimension = 1024

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 (Euclidean) for each text, zeros for one without words."""
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature, weight in _features(text):
                row[zlib.crc32(feature.encode()) % self.dimension] += weight
        np.sqrt(rows, out=rows)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return rows


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in _WORD.findall(text.lower()):
        if word.isdigit():
            yield "#", 0.5
        elif word not in _COMMON:
            yield word, 1.0
            padded = f" {word} "
            pieces = [padded[i : i + _PIECE] for i in range(len(padded) - _PIECE + 1)]
            yield from ((piece, 0.3) for piece in pieces)

"""What the knowledge package needs from an embedding model, and how it measures text for it.

The package does not know which model turns text into vectors: it states the need here, and the
application joins the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import KnowledgeError

Vectors = NDArray[np.float32]

# A word piece is about eight letters of a long word, one sign, or one character of a script that
# is written without blanks (where BERT's vocabulary has a piece per character).
_UNSPACED = "\u2e80-\u9fff\uac00-\ud7a3"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{1,8}}|[^\w\s]")


class Embedder(Protocol):
    """Turns texts into vectors of length one. May be called from any thread."""

    @property
    def name(self) -> str:
        """The model's name, for messages."""
        ...

    @property
    def sha256(self) -> str:
        """Identity of the model: vectors of models with different hashes are never mixed."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised row per text; text beyond the model's window is ignored."""
        ...


@runtime_checkable
class CountingEmbedder(Protocol):
    """An embedder that can also tell how many tokens it makes of a text."""

    def count(self, text: str) -> int:
        """Return the number of tokens."""
        ...


def estimate_tokens(text: str) -> int:
    """Return about how many word pieces a BERT vocabulary makes of a text."""
    return len(_PIECE.findall(text))


def token_counter(embedder: Embedder) -> Callable[[str], int]:
    """Return the embedder's own way to count tokens, or an estimate if it has none."""
    return embedder.count if isinstance(embedder, CountingEmbedder) else estimate_tokens


def embed_rows(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Embed texts and check what comes back, so that no wrong vector is ever stored.

    Raises:
        KnowledgeError: If the embedder returned another shape, or values that are no numbers.
    """
    if not texts:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    rows = np.asarray(embedder.embed(texts), dtype=np.float32)
    if rows.shape != (len(texts), embedder.dimension) or not np.isfinite(rows).all():
        raise KnowledgeError(
            f"the embedder {embedder.name!r} returned {rows.shape} for {len(texts)} texts",
            hint=f"it promises rows of {embedder.dimension} finite numbers",
        )
    return rows


def identity(embedder: Embedder) -> dict[str, str]:
    """Return what a base notes about the embedder of its vectors."""
    return {
        "embedder": embedder.name,
        "sha256": embedder.sha256,
        "dimension": str(embedder.dimension),
    }

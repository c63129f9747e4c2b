"""Finds the nearest of some known texts: worked examples, tool signatures.

The set is small, fixed and known when the program starts, so its collection lives in memory, where
any number of processes can have their own. Only the vectors are kept on disk, under the hash of
embedder and texts: they are made once per machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.embedder import Embedder, Vectors, embed_rows
from lottery_agent.settings import cache_folder

if TYPE_CHECKING:
    from lottery_agent.knowledge.collection import Scalar


@dataclass(frozen=True, slots=True)
class Match:
    """A known text that is near to the one asked for.

    Attributes:
        text: The known text.
        payload: What belongs to it.
        score: Cosine similarity in [0, 1].
    """

    text: str
    payload: Mapping[str, Any]
    score: float


class ExampleIndex:
    """Texts with payloads, found by similarity. A context manager; may be used from any thread.

    Args:
        entries: The texts and what belongs to each. Payload fields that are strings, numbers or
            truth values can be asked for with `where`.
        embedder: Makes the vectors.
        cache: Folder for the vectors; None for `examples` in the cache folder. If it can't be
            written, vectors are made anew each time.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Mapping[str, Any]]],
        embedder: Embedder,
        *,
        cache: Path | None = None,
    ) -> None:
        # Chroma is loaded here, and not with the module, because that takes most of a second.
        from lottery_agent.knowledge.vectors import VectorStore

        self._entries = list(entries)
        self._embedder = embedder
        texts = [text for text, _ in self._entries]
        rows = _vectors(embedder, texts, cache or cache_folder() / "examples")
        self._store = VectorStore()
        ids = [str(number) for number in range(len(texts))]
        self._store.add(ids, rows, [_fields(payload) for _, payload in self._entries])

    def __enter__(self) -> ExampleIndex:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._entries)

    def close(self) -> None:
        """Free the collection."""
        self._store.close()

    def nearest(
        self, text: str, k: int, *, where: Mapping[str, Scalar] | None = None
    ) -> list[Match]:
        """Return the entries that are most similar to a text, nearest first.

        Args:
            text: What to compare with.
            k: How many at most.
            where: Payload fields that must have these values.

        Raises:
            UsageError: If `k` is below 1.
        """
        if k < 1:
            raise UsageError(f"the number of examples must be at least 1, got {k!r}")
        if not self._entries:
            return []
        row = embed_rows(self._embedder, [text])[0]
        found = self._store.nearest(row, min(k, len(self)), where)
        return [Match(*self._entries[int(id)], score) for id, score in found]


class NameIndex:
    """Names of things that are described by texts, such as tools, found by similarity.

    Args:
        texts: For each name, texts that speak of it: a description, questions that need it.
        embedder: Makes the vectors.
        margin: How much less similar than the best name one may be and still be found.
        cache: As for `ExampleIndex`.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]],
        embedder: Embedder,
        *,
        margin: float = 1.0,
        cache: Path | None = None,
    ) -> None:
        entries = [(text, {"name": name}) for name, own in texts.items() for text in own]
        self._most = max(map(len, texts.values()), default=0)
        self._margin = margin
        self._index = ExampleIndex(entries, embedder, cache=cache)

    def close(self) -> None:
        """Free the collection."""
        self._index.close()

    def nearest(self, question: str, k: int) -> list[str]:
        """Return up to `k` names with the texts most similar to a question, nearest first."""
        matches = self._index.nearest(question, k * max(self._most, 1))
        scores = ((str(match.payload["name"]), match.score) for match in matches)
        return nearest_names(scores, k, margin=self._margin)


def nearest_names(scores: Iterable[tuple[str, float]], k: int, *, margin: float) -> list[str]:
    """Return up to `k` names by their best scores.

    Args:
        scores: Names, each any number of times, with scores that fall.
        k: How many at most.
        margin: How much less than the best score a name may have.
    """
    best: dict[str, float] = {}
    for name, score in scores:
        best.setdefault(name, score)
    least = max(best.values(), default=0.0) - margin
    return [name for name, score in best.items() if score >= least][:k]


def _fields(payload: Mapping[str, Any]) -> dict[str, Scalar]:
    return {name: value for name, value in payload.items() if isinstance(value, str | int | float)}


def _vectors(embedder: Embedder, texts: Sequence[str], cache: Path) -> Vectors:
    """Return the vectors of the texts, from the cache if they are there."""
    identity = sha256(embedder.sha256.encode())
    for text in texts:
        encoded = text.encode(errors="surrogatepass")
        identity.update(len(encoded).to_bytes(8) + encoded)
    path = cache / f"{identity.hexdigest()}.npy"
    # A file that is missing or was cut short is made again.
    with suppress(OSError, ValueError, EOFError):
        rows: Vectors = np.load(path, allow_pickle=False)
        if rows.shape == (len(texts), embedder.dimension) and rows.dtype == np.float32:
            return rows
    rows = embed_rows(embedder, texts)
    # Without a place to write, the next start is slower and nothing else.
    with suppress(OSError):
        _save(path, rows)
    return rows


def _save(path: Path, rows: Vectors) -> None:
    """Write the vectors so that a reader sees all of the file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            np.save(file, rows)
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise

"""Finds the nearest of some known texts: worked examples, tool signatures.

The set is small, fixed and known when the program starts, so it lives in memory, where any number
of processes can have their own. Only the vectors are kept on disk, under the hash of embedder and
texts: they are made once per machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.embedder import Embedder, Vectors, embed_rows
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.ranking import fuse
from lottery_agent.knowledge.records import Entry
from lottery_agent.replacing import replacing
from lottery_agent.settings import cache_folder

if TYPE_CHECKING:
    from lottery_agent.knowledge.collection import Scalar

_DOCUMENT = 1
_NUMBER = re.compile(r"\w*\d\w*")
"""Words with a digit. Which numbers a question has says nothing of what it needs."""


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
    """Names of things that are described by texts, such as tools, found by meaning and words.

    The meaning is that of a name's most similar text, the words are those of all its texts. Texts
    are few, so all are compared. May be used from any thread.

    Args:
        texts: For each name, texts that speak of it: a description, questions that need it.
        embedder: Makes the vectors.
        margin: How much less than the best name's a joint score may be and still be found.
        cache: As for `ExampleIndex`.
        keep: Whether the vectors are kept on disk.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]],
        embedder: Embedder,
        *,
        margin: float = 1.0,
        cache: Path | None = None,
        keep: bool = True,
    ) -> None:
        self._embedder = embedder
        self._margin = margin
        self._names = list(texts)
        self._owners = [number for number, own in enumerate(texts.values()) for _ in own]
        every = [text for own in texts.values() for text in own]
        folder = cache or cache_folder() / "examples"
        self._rows = _vectors(embedder, every, folder) if keep else embed_rows(embedder, every)
        self._words = PassageStore()
        said = ["\n".join(own) for own in texts.values()]
        parts = [(0, len(text), text, "") for text in said]
        self._words.put({_DOCUMENT: Entry("names", "", sum(map(len, said)), parts)})

    def close(self) -> None:
        """Free the index."""
        self._words.close()

    def nearest(self, question: str, k: int) -> list[str]:
        """Return up to `k` names with the texts that fit a question best, best first."""
        if not self._names or k < 1:
            return []
        scores = self._rows @ embed_rows(self._embedder, [question])[0]
        dense = dict.fromkeys(range(len(self._names)), 0.0)
        for number, score in zip(self._owners, scores, strict=True):
            dense[number] = max(dense[number], float(score))
        matched = self._words.match(_NUMBER.sub(" ", question), len(self._names))
        joint = fuse(dense, {number: score for (_, number), score in matched})
        least = max(joint.values()) - self._margin
        return [self._names[number] for number, score in joint.items() if score >= least][:k]


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
    with replacing(path) as part, part.open("wb") as file:
        np.save(file, rows)

"""A Chroma collection of unit vectors, wherever it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from chromadb import Collection as ChromaCollection
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.errors import ChromaError, NotFoundError
from httpx import HTTPError

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import Vectors

Scalar = str | int | float | bool
Where = Mapping[str, Scalar | Sequence[Scalar]]
"""Fields that must have a value, or one of several."""

# Wider than Chroma's defaults (100 each): a search asks for up to 100 neighbours.
INDEX: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 200}

PAGE = 1000
"""Records that are read at once."""

_LOG = 1_000
"""Changes after which Chroma writes its index and shortens its log."""
_SPARE = 100
"""Records that are made to be changed, less those that are there."""
_VALUES = 10_000
"""Values in one condition at most: Chroma's SQLite takes 32,766 variables."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a collection holds beside a vector."""

    id: str
    fields: Mapping[str, Any]
    text: str | None


class Collection:
    """Unit vectors under string ids, each with a few scalar fields. May be used from any thread.

    Args:
        collection: Chroma's.
        batch: How many records may be written at once.
        place: Where it is, for messages.
    """

    def __init__(self, collection: ChromaCollection, *, batch: int, place: str) -> None:
        self._collection = collection
        self._batch = batch
        self._place = place

    def close(self) -> None:
        """Release what is held."""

    def add(
        self,
        ids: Sequence[str],
        rows: Vectors,
        fields: Sequence[Mapping[str, Scalar]],
        texts: Sequence[str] | None = None,
    ) -> None:
        """Add vectors with their fields, and texts if there are any."""
        for start in range(0, len(ids), self._batch):
            part = slice(start, start + self._batch)
            with reported(self._place):
                self._collection.add(
                    ids=list(ids[part]),
                    embeddings=rows[part],
                    metadatas=[dict(f) for f in fields[part]],
                    documents=list(texts[part]) if texts is not None else None,
                )

    def upsert(
        self, ids: Sequence[str], rows: Vectors, fields: Sequence[Mapping[str, Scalar]]
    ) -> None:
        """Add vectors, or put them in the place of others; texts and further fields stay."""
        for start in range(0, len(ids), self._batch):
            part = slice(start, start + self._batch)
            with reported(self._place):
                self._collection.upsert(
                    ids=list(ids[part]),
                    embeddings=rows[part],
                    metadatas=[dict(f) for f in fields[part]],
                )

    def churn(self, dimension: int) -> None:
        """Let Chroma forget its log, and with it what was deleted.

        Chroma keeps each change, with its text, until a thousand are there and the index is
        written. So as many changes are made that change nothing.

        Args:
            dimension: Length of a vector.
        """
        row = np.eye(1, dimension, dtype=np.float32)
        with reported(self._place):
            ids = list(self._collection.get(include=[], limit=_LOG)["ids"])
            spare = [f"0:{n}" for n in range(_SPARE - len(ids))]  # no document has the number 0
            if spare:
                rows = row.repeat(len(spare), axis=0)
                self._collection.upsert(ids=spare, embeddings=rows)
                ids += spare
            for _ in range(-(-_LOG // len(ids))):
                self._collection.update(ids=ids, metadatas=[{"none": None}] * len(ids))
            if spare:
                self._collection.delete(ids=spare)
            self._collection.query(query_embeddings=row, n_results=1, include=[])

    def delete(self, where: Where) -> None:
        """Delete the vectors whose fields meet a condition."""
        for part in _parts(where):
            with reported(self._place):
                self._collection.delete(where=_condition(part))

    def discard(self, ids: Sequence[str]) -> None:
        """Delete vectors; unknown ids are ignored."""
        for start in range(0, len(ids), PAGE):
            with reported(self._place):
                self._collection.delete(ids=list(ids[start : start + PAGE]))

    def count(self) -> int:
        """Return the number of vectors."""
        with reported(self._place):
            return self._collection.count()

    def ids(self) -> list[str]:
        """Return all ids."""
        with reported(self._place):
            return list(self._collection.get(include=[])["ids"])

    def known(self, ids: Sequence[str]) -> set[str]:
        """Return those of some ids that have a vector."""
        found: set[str] = set()
        for start in range(0, len(ids), PAGE):
            with reported(self._place):
                part = self._collection.get(ids=list(ids[start : start + PAGE]), include=[])
            found.update(part["ids"])
        return found

    def rows(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of ids; unknown ones are missing."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), PAGE):
            with reported(self._place):
                part = self._collection.get(
                    ids=list(ids[start : start + PAGE]), include=["embeddings"]
                )
            if part["ids"]:
                rows = np.asarray(part["embeddings"], dtype=np.float32)
                found.update(zip(part["ids"], rows, strict=True))
        return found

    def records(self, where: Where, *, page: int = PAGE) -> Iterator[Record]:
        """Yield fields and texts of the records that meet a condition, reading a page at once."""
        for part in _parts(where):
            offset = 0
            while True:
                with reported(self._place):
                    found = self._collection.get(
                        where=_condition(part),
                        include=["metadatas", "documents"],
                        limit=page,
                        offset=offset,
                    )
                yield from _records(found)
                offset += page
                if len(found["ids"]) < page:
                    break

    def lookup(self, ids: Sequence[str]) -> list[Record]:
        """Return fields and texts of records; unknown ids are missing."""
        if not ids:
            return []
        with reported(self._place):
            return _records(self._collection.get(ids=list(ids), include=["metadatas", "documents"]))

    def nearest(self, row: Vectors, k: int, where: Where | None = None) -> list[tuple[str, float]]:
        """Return the ids of the nearest vectors and their cosine similarity, nearest first.

        Args:
            row: The vector asked for.
            k: How many at most.
            where: The condition on their fields.
        """
        found: list[tuple[str, float]] = []
        for part in _parts(where or {}):
            with reported(self._place):
                result = self._collection.query(
                    query_embeddings=row[np.newaxis],
                    n_results=k,
                    where=_condition(part),
                    include=["distances"],
                )
            distances = (result["distances"] or [[]])[0]
            found += zip(result["ids"][0], (1.0 - d for d in distances), strict=True)
        found.sort(key=lambda pair: -pair[1])
        return [(id, similarity(cosine)) for id, cosine in found[:k]]

    def similarities(self, row: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine similarity of given vectors; unknown ids are missing."""
        return {id: similarity(float(other @ row)) for id, other in self.rows(ids).items()}


class CollectionGone(KnowledgeError):
    """A collection was deleted by somebody else."""


@contextmanager
def reported(place: str) -> Iterator[None]:
    """Turn Chroma's errors into ours.

    Raises:
        CollectionGone: If there is no such collection.
        KnowledgeError: If Chroma raised something else.
    """
    try:
        yield
    except NotFoundError:
        raise CollectionGone(
            f"the vectors at {place} were deleted or replaced by somebody else",
            hint="open the knowledge base again",
        ) from None
    except ChromaError as error:
        raise KnowledgeError(
            f"Chroma failed at {place}: {error}", hint="`lottery knowledge verify` checks the base"
        ) from None
    except HTTPError as error:
        raise KnowledgeError(
            f"the Chroma server {place} does not answer: {error}",
            hint="start it with `chroma run --path FOLDER`, or correct LOTTERY_KNOWLEDGE_URL",
        ) from None
    except Exception as error:
        if type(error) is not Exception:  # what Chroma raises for an answer that is not its own
            raise
        raise KnowledgeError(f"the Chroma server {place} answered: {str(error)[:200]!r}") from None


def similarity(cosine: float) -> float:
    """Return a cosine as a score in [0, 1]; opposite directions count as unrelated."""
    return min(1.0, max(0.0, cosine))


def _records(found: Any) -> list[Record]:
    texts = found["documents"] or [None] * len(found["ids"])
    return [
        Record(id, fields or {}, text)
        for id, fields, text in zip(found["ids"], found["metadatas"], texts, strict=True)
    ]


def _parts(where: Where) -> Iterator[Where]:
    """Yield the condition in parts that are small enough; together they say the same."""
    for name, value in where.items():
        if not isinstance(value, Scalar) and len(value) > _VALUES:
            for start in range(0, len(value), _VALUES):
                yield {**where, name: value[start : start + _VALUES]}
            return
    yield where


def _condition(where: Where) -> Any:
    """Return Chroma's filter for a condition."""
    terms = [
        {name: value if isinstance(value, Scalar) else {"$in": list(value)}}
        for name, value in where.items()
    ]
    return {"$and": terms} if len(terms) > 1 else terms[0] if terms else None

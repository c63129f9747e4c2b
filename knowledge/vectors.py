"""The vectors of a knowledge base, in a Chroma collection.

Chroma keeps vectors and numbers only: the words are in the passage store, which can forget them.
Chroma's own embedding function, which would download a model, and its telemetry are off.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import Vectors

Scalar = str | int | float | bool
_NAME = "passages"
# Wider than Chroma's defaults (100 each): a search asks for up to 100 neighbours.
_INDEX: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 200}

# How hnswlib's header begins: version, offset, places, elements, bytes of an element.
_HEADER = struct.Struct("<iQQQQ")
_HEADER_VERSION = 1
_LENGTH_SIZE = 4


class VectorStore:
    """Unit vectors under string ids, each with a few scalar fields. May be used from any thread.

    Args:
        folder: Where Chroma keeps its files. One process only. None keeps everything in memory.
            They hold no memory of the process once the store is closed (see `_blank_unused`).

    Raises:
        KnowledgeError: If Chroma can't open the folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        settings = Settings(anonymized_telemetry=False)
        # All in-memory clients of a process share one database: the name keeps collections apart.
        self._name = _NAME if folder else uuid4().hex
        self._folder = folder
        self._client: ClientAPI
        if folder:
            _blank_unused(folder)  # the process before may have been killed
        try:
            if folder:
                self._client = chromadb.PersistentClient(str(folder), settings)
            else:
                self._client = chromadb.EphemeralClient(settings)
            self._collection = self._client.get_or_create_collection(
                self._name, embedding_function=None, configuration={"hnsw": _INDEX}
            )
            self._batch = self._client.get_max_batch_size()
        except (ChromaError, ValueError, OSError) as error:
            raise KnowledgeError(
                f"Chroma can't open {folder or 'a collection in memory'}: {error}",
                hint="the folder may be damaged or not writable",
            ) from None

    def close(self) -> None:
        """Release the files; a collection in memory is dropped."""
        if self._folder is None:
            self._client.delete_collection(self._name)
        self._client.close()  # type: ignore[attr-defined]
        if self._folder is not None:
            _blank_unused(self._folder)

    def add(
        self, ids: Sequence[str], rows: Vectors, fields: Sequence[Mapping[str, Scalar]]
    ) -> None:
        """Add vectors with their fields."""
        for start in range(0, len(ids), self._batch):
            part = slice(start, start + self._batch)
            self._collection.add(
                ids=list(ids[part]),
                embeddings=rows[part],
                metadatas=[dict(f) for f in fields[part]],
            )

    def delete(self, field: str, values: Iterable[Scalar]) -> None:
        """Delete the vectors whose field has one of the values."""
        for value in values:
            self._collection.delete(where={field: value})

    def count(self) -> int:
        """Return the number of vectors."""
        return self._collection.count()

    def nearest(
        self, row: Vectors, k: int, where: Mapping[str, Scalar] | None = None
    ) -> list[tuple[str, float]]:
        """Return the ids of the nearest vectors and their cosine similarity, nearest first.

        Args:
            row: The vector asked for.
            k: How many at most.
            where: Fields that must be equal.
        """
        found = self._collection.query(
            query_embeddings=row[np.newaxis],
            n_results=k,
            where=_condition(where or {}),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [
            (id, similarity(1.0 - distance))
            for id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def similarities(self, row: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine similarity of given vectors; unknown ids are missing."""
        found = self._collection.get(ids=list(ids), include=["embeddings"]) if ids else None
        if not found or not found["ids"]:
            return {}
        cosines = np.asarray(found["embeddings"], dtype=np.float32) @ row
        return {
            id: similarity(float(cosine)) for id, cosine in zip(found["ids"], cosines, strict=True)
        }


def similarity(cosine: float) -> float:
    """Return a cosine as a score in [0, 1]; opposite directions count as unrelated."""
    return min(1.0, max(0.0, cosine))


def _blank_unused(folder: Path) -> None:
    """Overwrite with zeros what Chroma's index files hold beyond their elements.

    A new index is written as it was allocated: a hundred places of whatever the process had freed
    before, which may be words of a document that was removed.
    """
    for header in folder.rglob("header.bin"):
        fields = header.read_bytes()[: _HEADER.size]
        if len(fields) < _HEADER.size:
            continue
        version, _, _, elements, size = _HEADER.unpack(fields)
        if version == _HEADER_VERSION:
            _blank_from(header.with_name("data_level0.bin"), elements * size)
            _blank_from(header.with_name("length.bin"), elements * _LENGTH_SIZE)


def _blank_from(path: Path, start: int) -> None:
    """Overwrite a file with zeros from an offset on."""
    if path.is_file() and (unused := path.stat().st_size - start) > 0:
        with path.open("r+b") as file:
            file.seek(start)
            file.write(bytes(unused))


def _condition(where: Mapping[str, Scalar]) -> Any:
    """Return Chroma's filter for fields that must be equal."""
    terms = [{name: value} for name, value in where.items()]
    return {"$and": terms} if len(terms) > 1 else terms[0] if terms else None

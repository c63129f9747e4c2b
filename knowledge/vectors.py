"""The vectors of a knowledge base, in Chroma's own files.

Chroma keeps vectors and numbers only: the words are in the passage store, which can forget them.
Chroma's own embedding function, which would download a model, and its telemetry are off.
"""

from __future__ import annotations

import struct
from pathlib import Path
from uuid import uuid4

import chromadb
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.collection import INDEX, Collection

_NAME = "passages"

# How hnswlib's header begins: version, offset, places, elements, bytes of an element.
_HEADER = struct.Struct("<iQQQQ")
_HEADER_VERSION = 1
_LENGTH_SIZE = 4


class VectorStore(Collection):
    """A collection of this process.

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
            collection = self._client.get_or_create_collection(
                self._name, embedding_function=None, configuration={"hnsw": INDEX}
            )
            batch = self._client.get_max_batch_size()
        except (ChromaError, ValueError, OSError) as error:
            raise KnowledgeError(
                f"Chroma can't open {folder or 'a collection in memory'}: {error}",
                hint="the folder may be damaged or not writable",
            ) from None
        super().__init__(collection, batch=batch, place=str(folder or "a collection in memory"))

    def close(self) -> None:
        """Release the files; a collection in memory is dropped."""
        if self._folder is None:
            self._client.delete_collection(self._name)
        self._client.close()  # type: ignore[attr-defined]
        if self._folder is not None:
            _blank_unused(self._folder)


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

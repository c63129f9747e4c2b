"""The two stores of a knowledge base, kept in step, and shared by all its users in a process.

`LocalShelf` is a base in a folder, which one process owns. A document is written in three steps:
its number is reserved on the list of doomed documents, its vectors go to Chroma, and one
transaction makes it real. A removal goes the other way. Whatever is on the list when a base is
opened was interrupted, and its vectors are deleted.
"""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import Embedder, Vectors, identity
from lottery_agent.knowledge.ownership import Ownership
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry, format_key, parse_key

if TYPE_CHECKING:
    from lottery_agent.knowledge.collection import Collection

PASSAGES = "passages.sqlite3"
_VECTORS = "vectors"
_REPLACEMENT = "replacement"
_DOCUMENT = "document"


class Shelf(ABC):
    """Passages and vectors of one base. May be used from any thread; made by `take`."""

    folder: Path
    """Where its files are."""
    passages: PassageStore
    """Its documents, or a copy of them that `refresh` brings up to date."""
    url: str | None = None
    """The server that keeps it."""
    users: int = 0

    @property
    @abstractmethod
    def vectors(self) -> Collection:
        """The vectors; Chroma is loaded when they are first needed."""

    def refresh(self) -> None:
        """See what others have changed."""
        return

    @abstractmethod
    def about(self) -> Mapping[str, str]:
        """Return the `identity` of the embedder that made the vectors; empty before the first."""

    @abstractmethod
    def adopt(self, embedder: Embedder) -> None:
        """Note the embedder of a new base."""

    @abstractmethod
    def put(self, entries: Sequence[tuple[Entry, Vectors]]) -> None:
        """Store documents with the vectors of their passages, replacing earlier ones.

        Call `compact` when all is done.
        """

    @abstractmethod
    def remove(self, sources: Sequence[str]) -> None:
        """Remove documents from both stores, without a trace of their words."""

    def compact(self) -> None:
        """Let the words of removed and replaced documents leave the disk; needed after `put`."""
        self.passages.compact()

    @abstractmethod
    def fill(self, vectors: Collection, ids: Sequence[str], rows: Vectors) -> None:
        """Store vectors of passages that the base has: in its collection, or in a replacement."""

    def mend(self, ids: Sequence[str], rows: Vectors) -> None:
        """Store vectors of passages in the place of missing or broken ones."""
        self.vectors.upsert(ids, rows, [{_DOCUMENT: parse_key(id)[0]} for id in ids])

    def sweep(self, ids: Set[str]) -> bool:
        """Delete vectors that belong to no passage; tell whether all are gone."""
        self.vectors.discard(sorted(ids))
        return True

    def restore(self, documents: Set[int]) -> bool:
        """Get the words of documents again, if they are kept elsewhere too; tell whether."""
        return False

    @abstractmethod
    def replacement(self, embedder: Embedder) -> Collection:
        """Return a second collection, for the vectors of another embedder.

        If one was begun for this embedder before, it is that one, with what it holds.
        """

    @abstractmethod
    def replace(self, embedder: Embedder, vectors: Collection) -> None:
        """Make a complete replacement the base's vectors, and delete the earlier ones."""

    @abstractmethod
    def abandon(self) -> None:
        """Delete a replacement that was begun and not completed, if there is one."""

    @abstractmethod
    def erase(self) -> None:
        """Delete all of the base. Only `close` may follow."""

    @abstractmethod
    def close(self) -> None:
        """Close both stores; once more does nothing."""


_open: dict[Any, Shelf] = {}
_opening = RLock()


def take(place: Any, make: Callable[[], Shelf]) -> Shelf:
    """Return the shelf of a place, made if nobody in this process has it open.

    Raises:
        KnowledgeError: If it can't be made.
    """
    with _opening:
        shelf = _open.get(place)
        if shelf is None:
            shelf = _open[place] = make()
        shelf.users += 1
        return shelf


def give_back(shelf: Shelf) -> None:
    """Close a shelf when its last user gives it back."""
    with _opening:
        shelf.users -= 1
        if not shelf.users:
            place = next(place for place, other in _open.items() if other is shelf)
            del _open[place]
            shelf.close()


class LocalShelf(Shelf):
    """A base in a folder.

    Args:
        folder: The folder, which is made if it does not exist.
        name: The base's name, for messages.

    Raises:
        KnowledgeError: If another process owns it, or it can't be opened.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self._writing = RLock()
        self._vectors: Collection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnowledgeError(f"can't make {folder}: {error.strerror}") from None
        self._ownership = Ownership(folder, name)
        try:
            self.passages = _open_passages(folder, name)
            self._clear()
            self._bury()
            self.compact()
        except BaseException:
            self.close()
            raise

    @property
    def vectors(self) -> Collection:
        """The vectors; Chroma is loaded when they are first needed."""
        with self._writing:
            if self._vectors is None:
                self._vectors = _open_vectors(self.folder / self._vectors_folder())
            return self._vectors

    def _vectors_folder(self) -> str:
        return self.passages.about().get(_VECTORS, _VECTORS)

    def _clear(self) -> None:
        """Delete collections that were replaced."""
        kept = {self._vectors_folder(), self.passages.about().get(_REPLACEMENT)}
        for folder in self.folder.glob(f"{_VECTORS}*"):
            if folder.name not in kept and folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def about(self) -> Mapping[str, str]:
        """Return the `identity` of the embedder that made the vectors; empty before the first."""
        about = self.passages.about()
        return {key: about[key] for key in ("embedder", "sha256", "dimension") if key in about}

    def adopt(self, embedder: Embedder) -> None:
        """Note the embedder of a new base."""
        self.passages.describe(identity(embedder))

    def put(self, entries: Sequence[tuple[Entry, Vectors]]) -> None:
        """Store documents with the vectors of their passages, replacing earlier ones."""
        with self._writing:
            numbers = self.passages.reserve(len(entries))
            numbered = dict(zip(numbers, (entry for entry, _ in entries), strict=True))
            ids = [
                format_key((number, position))
                for number, entry in numbered.items()
                for position in range(len(entry.passages))
            ]
            self.fill(self.vectors, ids, np.concatenate([rows for _, rows in entries]))
            self.passages.put(numbered)
            self._bury()

    def remove(self, sources: Sequence[str]) -> None:
        """Remove documents from both stores, without a trace of their words."""
        with self._writing:
            self.passages.delete(sources)
            self._bury()
            self.compact()

    def _bury(self) -> None:
        """Delete the vectors of doomed documents."""
        if doomed := self.passages.doomed():
            self.vectors.delete({_DOCUMENT: doomed})
            self.passages.forget(doomed)

    def fill(self, vectors: Collection, ids: Sequence[str], rows: Vectors) -> None:
        """Store vectors of passages that the base has."""
        vectors.add(ids, rows, [{_DOCUMENT: parse_key(id)[0]} for id in ids])

    def replacement(self, embedder: Embedder) -> Collection:
        """Return a second collection, for the vectors of another embedder."""
        name = f"{_VECTORS}-{embedder.sha256[:12]}"
        if name == self._vectors_folder():
            name += "-again"
        self.passages.describe({_REPLACEMENT: name})
        self._clear()
        return _open_vectors(self.folder / name)

    def replace(self, embedder: Embedder, vectors: Collection) -> None:
        """Make a complete replacement the base's vectors, and delete the earlier ones."""
        with self._writing:
            name = self.passages.about()[_REPLACEMENT]
            self.passages.describe({**identity(embedder), _VECTORS: name})
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = vectors
            self._clear()

    def abandon(self) -> None:
        """Delete a replacement that was begun and not completed, if there is one."""
        with self._writing:
            self.passages.describe({_REPLACEMENT: self._vectors_folder()})
            self._clear()

    def erase(self) -> None:
        """Delete all of the base. Only `close` may follow."""
        with self._writing:
            self._release()
            shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Close both stores and let the next process in."""
        self._release()
        self._ownership.release()

    def _release(self) -> None:
        """Close the files of both stores."""
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None
        if hasattr(self, "passages"):
            self.passages.close()


def _open_passages(folder: Path, name: str) -> PassageStore:
    try:
        return PassageStore(folder / PASSAGES, name=name)
    except sqlite3.Error as error:
        raise KnowledgeError(
            f"knowledge base {name!r} can't be opened: {error}",
            hint=f"if {folder} is damaged, delete it and add the documents again",
        ) from None


def _open_vectors(folder: Path) -> Collection:
    from lottery_agent.knowledge.vectors import VectorStore

    return VectorStore(folder)

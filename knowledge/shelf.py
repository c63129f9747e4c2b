"""The two stores of a knowledge base, kept in step, and shared by all its users in a process.

A document is written in three steps: its number is reserved on the list of doomed documents, its
vectors go to Chroma, and one transaction makes it real. A removal goes the other way. Whatever is
on the list when a base is opened was interrupted, and its vectors are deleted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.ownership import Ownership
from lottery_agent.knowledge.passages import Entry, Key, PassageStore

if TYPE_CHECKING:
    from lottery_agent.knowledge.vectors import VectorStore

FORMAT = "1"
PASSAGES = "passages.sqlite3"
_VECTORS = "vectors"
_DOCUMENT = "document"

_open: dict[Path, Shelf] = {}
_opening = RLock()


def take(folder: Path, name: str) -> Shelf:
    """Return the shelf of a folder, opened if nobody in this process has it open.

    Raises:
        KnowledgeError: If another process owns it, or it can't be opened.
    """
    with _opening:
        shelf = _open.get(folder)
        if shelf is None:
            shelf = _open[folder] = Shelf(folder, name)
        shelf.users += 1
        return shelf


def give_back(shelf: Shelf) -> None:
    """Close a shelf when its last user gives it back."""
    with _opening:
        shelf.users -= 1
        if not shelf.users:
            del _open[shelf.folder]
            shelf.close()


class Shelf:
    """Passages and vectors of one base. May be used from any thread; made by `take`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.users = 0
        self._writing = RLock()
        self._vectors: VectorStore | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnowledgeError(f"can't make {folder}: {error.strerror}") from None
        self._ownership = Ownership(folder, name)
        try:
            self.passages = self._open_passages(name)
            if self._bury():
                self.passages.compact()
        except BaseException:
            self.close()
            raise

    def _open_passages(self, name: str) -> PassageStore:
        try:
            passages = PassageStore(self.folder / PASSAGES)
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"knowledge base {name!r} can't be opened: {error}",
                hint=f"if {self.folder} is damaged, delete it and add the documents again",
            ) from None
        found = passages.about().get("format")
        if found is None:
            passages.describe({"format": FORMAT})
        elif found != FORMAT:
            passages.close()
            raise KnowledgeError(
                f"knowledge base {name!r} has format {found}, this version reads {FORMAT}",
                hint="use the version of lottery-agent that made it",
            )
        return passages

    @property
    def vectors(self) -> VectorStore:
        """The vectors; Chroma is loaded when they are first needed."""
        with self._writing:
            if self._vectors is None:
                from lottery_agent.knowledge.vectors import VectorStore

                self._vectors = VectorStore(self.folder / _VECTORS)
            return self._vectors

    def put(self, entries: Sequence[tuple[Entry, Vectors]]) -> None:
        """Store documents with the vectors of their passages, replacing earlier ones.

        Call `compact` of the passages when all is done, if any was replaced.
        """
        with self._writing:
            numbers = self.passages.reserve(len(entries))
            numbered = dict(zip(numbers, (entry for entry, _ in entries), strict=True))
            keys = [
                (number, position)
                for number, entry in numbered.items()
                for position in range(len(entry.passages))
            ]
            self.vectors.add(
                [format_key(key) for key in keys],
                np.concatenate([rows for _, rows in entries]),
                [{_DOCUMENT: number} for number, _ in keys],
            )
            self.passages.put(numbered)
            self._bury()

    def remove(self, sources: Sequence[str]) -> None:
        """Remove documents from both stores, without a trace of their words."""
        with self._writing:
            self.passages.delete(sources)
            self._bury()
            self.passages.compact()

    def _bury(self) -> bool:
        """Delete the vectors of doomed documents; tell whether there were any."""
        if not (doomed := self.passages.doomed()):
            return False
        self.vectors.delete(_DOCUMENT, doomed)
        self.passages.forget(doomed)
        return True

    def close(self) -> None:
        """Close both stores and let the next process in."""
        if self._vectors is not None:
            self._vectors.close()
        if hasattr(self, "passages"):
            self.passages.close()
        self._ownership.release()


def format_key(key: Key) -> str:
    """Return a passage's id."""
    return f"{key[0]}:{key[1]}"


def parse_key(id: str) -> Key:
    """Return what `format_key` was given."""
    document, _, position = id.partition(":")
    return int(document), int(position)

"""A base on a Chroma server.

The collection is the truth. The copy of its words is brought up to date when the collection's
generation or size has changed.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock
from uuid import uuid4

import numpy as np

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.collection import PAGE, Collection, CollectionGone, Record
from lottery_agent.knowledge.embedder import Embedder, Vectors
from lottery_agent.knowledge.records import Entry
from lottery_agent.knowledge.server import FORMAT, Server
from lottery_agent.knowledge.server_copy import Copy
from lottery_agent.knowledge.server_records import read_heads, write
from lottery_agent.knowledge.shelf import Shelf

_GENERATION = "generation"
_DELETED = "deleted"
"""Notes that the server's log may hold words of deleted documents."""
_WRITING = "writing-"
"""Begins the generation while somebody writes, who may die before the next generation is noted."""
_REPLACED_BY = "replaced_by"

_BITS = 62
"""Of a document's number, which is drawn by chance: nobody on a server counts."""
_UNFINISHED = 3_600 * 10**9
"""Nanoseconds after which a writer that has not ended has died."""


class ServerShelf(Shelf):
    """A base on a server.

    Args:
        server: The server; closed with the shelf.
        name: The base's name.

    Raises:
        KnowledgeError: If the base has a format that this version does not know, or the copy can't
            be written.
    """

    def __init__(self, server: Server, name: str) -> None:
        self.url = server.url
        self._server = server
        self._name = name
        self._lock = RLock()
        self._vectors: Collection | None = None
        self._collection: str | None = None
        self._copy = Copy(server.url, name)
        self.folder = self._copy.folder
        self.passages = self._copy.passages
        try:
            self._find()
            self.refresh()
        except BaseException:
            self.passages.close()
            raise

    @property
    def vectors(self) -> Collection:
        """The vectors.

        Raises:
            KnowledgeError: If the base has none yet.
        """
        with self._lock:
            if self._vectors is None:
                self._vectors = self._server.open(self._current)
            return self._vectors

    @property
    def _current(self) -> str:
        if self._collection is None:
            raise KnowledgeError(f"knowledge base {self._name!r} is empty")
        return self._collection

    def _find(self) -> None:
        """Find the collection, which may not be there yet, and delete those that it replaced.

        Raises:
            KnowledgeError: If it has a format that this version does not know.
        """
        collections = self._server.bases().get(self._name, [])
        if not collections:
            self._collection = None
            return
        self._collection, *replaced = collections
        about, _ = self._server.state(self._collection)
        if about.get("format") != FORMAT:
            raise KnowledgeError(
                f"knowledge base {self._name!r} on {self._server.url} has format "
                f"{about.get('format')}, this version reads {FORMAT}",
                hint="use the version of lottery-agent that made it",
            )
        for collection in replaced:
            self._server.drop(collection)

    def about(self) -> Mapping[str, str]:
        """Return the `identity` of the embedder that made the vectors; empty before the first."""
        if self._collection is None:
            return {}
        about, _ = self._server.state(self._collection)
        return {key: str(about.get(key)) for key in ("embedder", "sha256", "dimension")}

    def adopt(self, embedder: Embedder) -> None:
        """Note the embedder of a new base."""
        collection = self._server.make(self._name, embedder)
        self._server.describe(collection, complete=True)
        self._find()

    def refresh(self) -> None:
        """See what others have changed: bring the copy of the words up to date."""
        with self._lock:
            if self._collection is None:
                self._find()
            if self._collection is None:
                self._forget()
                return
            try:
                if self._is_current():
                    return
            except CollectionGone:
                self._forget()
                raise
            with self._copy.alone():
                if not self._is_current():
                    state = self._state()
                    self._copy.follow(self.vectors)
                    self._copy.state = state
                    self._settle(state)

    def _forget(self) -> None:
        """Let the copy hold no word: the base is not there, or not any more."""
        with self._copy.alone():
            self._copy.drop()

    def _is_current(self) -> bool:
        """Tell whether nothing has changed since the collection was copied."""
        state = self._state()
        return _WRITING not in state and state == self._copy.state

    def _state(self) -> str:
        about, count = self._server.state(self._current)
        return f"{self._current} {about.get(_GENERATION)} {count}"

    def _settle(self, state: str) -> None:
        """End what a writer has begun that must have died, so that others need not copy again."""
        _, generation, _ = state.split(" ")
        begun = generation.removeprefix(_WRITING)
        if begun.isdecimal() and int(begun) < time.time_ns() - _UNFINISHED:
            self._server.describe(self._current, **{_GENERATION: uuid4().hex})

    def put(self, entries: Sequence[tuple[Entry, Vectors]]) -> None:
        """Store documents with the vectors of their passages, replacing earlier ones."""
        with self._writing():
            now = datetime.now(UTC).isoformat(timespec="seconds")
            mine = {
                secrets.randbits(_BITS): replace(entry, added=entry.added or now)
                for entry, _ in entries
            }
            written = write(mine)
            rows = np.concatenate([rows for _, rows in entries])
            self.vectors.add(written.ids, rows[written.order], written.fields, written.texts)
            sources = [entry.source for entry in mine.values()]
            records = list(self.vectors.records({"source": sources, "position": 0}))
            latest = {head.document for head in read_heads(records).values()}
            if replaced := {int(r.fields["document"]) for r in records} - latest:
                self.passages.describe({_DELETED: "1"})
                self.vectors.delete({"document": list(replaced)})
            self.passages.put({document: mine[document] for document in mine if document in latest})
            self.passages.forget(self.passages.doomed())

    def remove(self, sources: Sequence[str]) -> None:
        """Remove documents from the collection and from the copy."""
        with self._writing():
            self.passages.describe({_DELETED: "1"})
            self.vectors.delete({"source": list(sources)})
            self.passages.delete(sources)
            self.passages.forget(self.passages.doomed())
        self.compact()

    def compact(self) -> None:
        """Let the words of removed and replaced documents leave the copy and the server's log."""
        super().compact()
        if self.passages.about().get(_DELETED):
            with self._lock, self._copy.alone():
                self.vectors.churn(int(self.about()["dimension"]))
                self.passages.describe({_DELETED: ""})

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let nobody else of this machine write, and let the others see that something changed.

        Raises:
            KnowledgeError: If the vectors are being made anew.
        """
        with self._lock, self._copy.alone():
            self.refresh()
            about, records = self._server.state(self._current)
            if other := about.get(_REPLACED_BY):
                raise KnowledgeError(
                    f"the vectors of knowledge base {self._name!r} are being made anew "
                    f"by the embedder {other!r}",
                    hint="wait until that ends; if it was interrupted, `lottery knowledge reembed` "
                    "finishes it, or gives it up when run with the earlier embedder",
                )
            generation = f"{_WRITING}{time.time_ns()}"
            self._server.describe(self._current, **{_GENERATION: generation})
            _, before = self.passages.totals()
            yield
            about, now = self._server.state(self._current)
            self._server.describe(self._current, **{_GENERATION: uuid4().hex})
            _, after = self.passages.totals()
            if about.get(_GENERATION) == generation and now - records == after - before:
                # Nobody else has written meanwhile: the copy is what the collection is.
                self._copy.state = self._state()

    def fill(self, vectors: Collection, ids: Sequence[str], rows: Vectors) -> None:
        """Store vectors of passages that the base has. Those removed meanwhile are left out."""
        records = {record.id: record for record in self.vectors.lookup(ids)}
        there = [index for index, id in enumerate(ids) if id in records]
        found = [records[ids[index]] for index in there]
        vectors.add(
            [record.id for record in found],
            rows[there],
            [record.fields for record in found],
            [record.text or "" for record in found],
        )

    def mend(self, ids: Sequence[str], rows: Vectors) -> None:
        """Store vectors of passages in the place of broken ones."""
        known = self.vectors.known(ids)
        there = [index for index, id in enumerate(ids) if id in known]
        super().mend([ids[index] for index in there], rows[there])

    def sweep(self, ids: Set[str]) -> bool:
        """Delete records that belong to no document, but none that may still be being written."""
        old = time.time_ns() - _UNFINISHED
        ordered, swept = sorted(ids), 0
        for start in range(0, len(ordered), PAGE):
            records = self.vectors.lookup(ordered[start : start + PAGE])
            lost = [r.id for r in records if not _began_after(old, r)]
            self.vectors.discard(lost)
            swept += len(lost)
        return swept == len(ordered)

    def restore(self, documents: Set[int]) -> bool:
        """Copy the words of documents again."""
        with self._lock, self._copy.alone():
            self._copy.drop(set(documents))
            self.refresh()
        return True

    def replacement(self, embedder: Embedder) -> Collection:
        """Return a second collection, for the vectors of another embedder.

        Until it is complete, nobody can write to the base.
        """
        about, _ = self._server.state(self._current)
        collection = self._server.make(self._name, embedder, after=int(about["made"]))
        self._drop_unfinished(except_=collection)
        self._server.describe(self._current, **{_REPLACED_BY: embedder.name})
        self.refresh()
        return self._server.open(collection)

    def replace(self, embedder: Embedder, vectors: Collection) -> None:
        """Make a complete replacement the base's vectors, and delete the earlier ones."""
        with self._lock:
            collection = self._server.make(self._name, embedder)
            self._server.describe(collection, complete=True)
            self._vectors = vectors
            self._find()

    def abandon(self) -> None:
        """Delete a replacement that was begun and not completed, if there is one."""
        self._drop_unfinished()
        self._server.describe(self._current, **{_REPLACED_BY: ""})

    def _drop_unfinished(self, *, except_: str | None = None) -> None:
        for collection in self._server.unfinished(self._name):
            if collection != except_:
                self._server.drop(collection)

    def erase(self) -> None:
        """Delete all of the base, and the copy of this machine. Only `close` may follow."""
        with self._lock, self._copy.alone():
            self._drop_unfinished()
            for collection in self._server.bases().get(self._name, []):
                self._server.drop(collection)
            self.passages.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Close the copy and the connection."""
        self.passages.close()
        self._server.close()


def _began_after(time: int, record: Record) -> bool:
    written = record.fields.get("written")
    return isinstance(written, int) and written > time

"""This machine's copy of the words of a base on a server, for the full-text index.

It lies in the data folder, is shared by the processes of the machine, and can be made again at any
time. What it was copied from is noted as a state, so that others' changes are noticed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.collection import Collection, Record
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry
from lottery_agent.knowledge.server_records import Head, read_entry, read_heads
from lottery_agent.knowledge.shelf import PASSAGES
from lottery_agent.settings import data_folder

_STATE = "state"
_HEADS = 10_000
"""Heads that are read at once."""
_DOCUMENTS = 100
"""Documents that are copied at once."""
_PATIENCE = 120.0
"""Seconds to wait for another process of this machine that copies or writes."""


def copy_folder(url: str, name: str) -> Path:
    """Return the folder of this machine's copy of a base.

    Args:
        url: The server, without a password.
        name: The base's name.
    """
    place = sha256(f"{url} {name}".encode()).hexdigest()[:16]
    return data_folder() / "copies" / place


class Copy:
    """A copy.

    Args:
        url: The server, without a password.
        name: The base's name.

    Raises:
        KnowledgeError: If the copy can't be written.
    """

    def __init__(self, url: str, name: str) -> None:
        self.folder = copy_folder(url, name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / "lock", timeout=_PATIENCE, thread_local=False)
            self.passages = PassageStore(self.folder / PASSAGES, name=name)
        except (OSError, sqlite3.Error) as error:
            raise KnowledgeError(
                f"the copy of knowledge base {name!r} can't be written: {error}",
                hint=f"delete {self.folder}: it is made again",
            ) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes of this machine from writing to the copy.

        Raises:
            KnowledgeError: If one of them does not end.
        """
        try:
            with self._lock:
                yield
        except Timeout:
            raise KnowledgeError(
                f"another process has been writing to {self.folder} for {_PATIENCE:.0f} s",
                hint="wait until it ends",
            ) from None

    @property
    def state(self) -> str:
        """The state of the collection that was copied; empty if the copy must be looked over."""
        return self.passages.about().get(_STATE, "")

    @state.setter
    def state(self, state: str) -> None:
        self.passages.describe({_STATE: state})

    def follow(self, vectors: Collection) -> None:
        """Copy the documents that are new in a collection, and drop those that are gone."""
        heads = read_heads(vectors.records({"position": 0}, page=_HEADS))
        there = {head.document: head for head in heads.values()}
        have = set(self.passages.numbers())
        self.drop(have - there.keys())
        new = sorted(there.keys() - have)
        for start in range(0, len(new), _DOCUMENTS):
            part = [there[number] for number in new[start : start + _DOCUMENTS]]
            self.passages.put(_read(vectors, part))
        self.passages.forget(self.passages.doomed())
        self.passages.compact()

    def drop(self, documents: set[int] | None = None) -> None:
        """Let documents leave the copy, None for all."""
        if documents is None:
            documents = set(self.passages.numbers())
        if documents:
            self.passages.drop(documents)
            self.passages.forget(self.passages.doomed())
            self.passages.compact()
            self.state = ""


def _read(vectors: Collection, heads: Sequence[Head]) -> dict[int, Entry]:
    """Return the documents of heads, those that are whole."""
    records: dict[int, list[Record]] = {head.document: [] for head in heads}
    for record in vectors.records({"document": list(records)}):
        records[record.fields["document"]].append(record)
    entries = {head.document: read_entry(head, records[head.document]) for head in heads}
    return {document: entry for document, entry in entries.items() if entry is not None}

"""States of static heads: kept in memory, and on disk for the next process.

Saving or restoring a head of 240 tokens takes a millisecond with the default model, computing it
half a second. Only heads that were declared go to disk: the prompts of a program, never what a
user wrote.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

State = NDArray[np.uint8]
Head = tuple[int, ...]

_MEMORY_BYTES = 256 * 2**20
_FOLDER_BYTES = 256 * 2**20
_DIGEST_BYTES = 32
_SUFFIX = ".head"


class HeadFolder:
    """States of heads as files, which any number of processes share.

    A file is named by all that decides its bits and begins with a hash of them: llama.cpp must
    never see a damaged state. The files that were used least recently go when they become too
    many. A folder that can't be written to only means that heads are computed again.

    Args:
        folder: Where the files are.
        owner: What the states belong to: model, context parameters, llama.cpp, processor.
        most: Bytes that the folder may take.
    """

    def __init__(self, folder: Path, *, owner: str, most: int = _FOLDER_BYTES) -> None:
        self._folder = folder
        self._owner = owner
        self._most = most

    def has(self, head: Head) -> bool:
        """Tell whether there is a file for a head."""
        return self._path(head).is_file()

    def load(self, head: Head) -> State | None:
        """Return the state of a head, or None if it is not there or damaged."""
        path = self._path(head)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, state = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        sound = _digest(state) == digest
        with contextlib.suppress(OSError):  # the folder may be another user's
            if sound:
                os.utime(path)
            else:
                path.unlink()
        if not sound:
            return None
        return np.frombuffer(state, np.uint8).copy()

    def store(self, head: Head, state: State) -> None:
        """Write the state of a head, all of it or nothing."""
        data = state.tobytes()
        if _DIGEST_BYTES + len(data) > self._most:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                try:
                    file.write(_digest(data))
                    file.write(data)
                    file.close()
                    Path(file.name).replace(self._path(head))
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            self._prune()

    def _path(self, head: Head) -> Path:
        name = hashlib.sha256(f"{self._owner}|{head}".encode()).hexdigest()[:_DIGEST_BYTES]
        return self._folder / f"{name}{_SUFFIX}"

    def _prune(self) -> None:
        files = [(path, path.stat()) for path in self._folder.glob(f"*{_SUFFIX}")]
        size = sum(info.st_size for _, info in files)
        for path, info in sorted(files, key=lambda pair: pair[1].st_mtime):
            if size <= self._most:
                return
            path.unlink(missing_ok=True)
            size -= info.st_size


class Heads:
    """The states of heads that were computed or loaded, the latest ones first to stay.

    Args:
        folder: Where declared heads last; None to keep all in memory only.
        most: Bytes of memory for states.
    """

    def __init__(self, folder: HeadFolder | None = None, *, most: int = _MEMORY_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._states: OrderedDict[Head, State] = OrderedDict()
        self._declared: set[Head] = set()
        self._missing: set[Head] = set()

    def declare(self, heads: Iterable[Head]) -> None:
        """Say that heads belong to the program: their states may go to disk."""
        self._declared.update(heads)

    def has(self, head: Head) -> bool:
        """Tell whether a head's state is where it lasts. May be asked from any thread."""
        return head in self._states if self._folder is None else self._folder.has(head)

    def get(self, head: Head) -> State | None:
        """Return the state of a head, from memory or disk."""
        state = self._states.get(head)
        if state is not None:
            self._states.move_to_end(head)
        elif self._folder is not None and head in self._declared and head not in self._missing:
            state = self._folder.load(head)
            if state is None:
                self._missing.add(head)
            else:
                self._keep(head, state)
        return state

    def put(self, head: Head, state: State) -> None:
        """Keep the state of a head that was computed."""
        self._keep(head, state)
        if self._folder is not None and head in self._declared:
            self._folder.store(head, state)
            self._missing.discard(head)

    def _keep(self, head: Head, state: State) -> None:
        self._states[head] = state
        while len(self._states) > 1 and sum(s.size for s in self._states.values()) > self._most:
            self._states.popitem(last=False)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()

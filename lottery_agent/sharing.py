"""Objects that are expensive to load, shared within the process and closed by the last user."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What can be shared."""

    def close(self) -> None:
        """Release the object."""
        ...


T = TypeVar("T", bound=Closable)


class Shared(Generic[T]):
    """Lends one object per key to any number of users. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._objects: dict[Hashable, T] = {}
        self._users: dict[Hashable, int] = {}

    @contextmanager
    def borrow(self, key: Hashable, load: Callable[[], T]) -> Iterator[T]:
        """Lend the object of a key, loading it for the first user.

        Loading holds the lock: two users of one key must not both load it.
        """
        with self._lock:
            if key not in self._objects:
                self._objects[key] = load()
                self._users[key] = 0
            self._users[key] += 1
            shared = self._objects[key]
        try:
            yield shared
        finally:
            with self._lock:
                self._users[key] -= 1
                if self._users[key] == 0:
                    del self._users[key]
                    self._objects.pop(key).close()

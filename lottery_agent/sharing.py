"""Objects that are expensive to load, shared within the process and closed by the last user.

One that has failed for good is replaced: by the next user who borrows it, and by each user who asks
again for what they borrowed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What can be shared."""

    def close(self) -> None:
        """Release the object. A second call does nothing."""
        ...


T = TypeVar("T", bound=Closable)


@dataclass(slots=True, eq=False)
class _Entry(Generic[T]):
    object: T
    users: int = 0


class Shared(Generic[T]):
    """Lends one object per key to any number of users. Thread-safe.

    Args:
        usable: Whether an object still works; by default each does until it is closed.
    """

    def __init__(self, usable: Callable[[T], bool] = lambda _: True) -> None:
        self._usable = usable
        self._lock = threading.Lock()
        self._entries: dict[Hashable, _Entry[T]] = {}

    def borrow(self, key: Hashable, load: Callable[[], T]) -> Loan[T]:
        """Lend the object of a key, which is loaded for the first user who needs it."""
        return Loan(self, key, load)

    def usable(self, entry: _Entry[T]) -> bool:
        """Tell whether an object still works."""
        return self._usable(entry.object)

    def take(self, key: Hashable, load: Callable[[], T]) -> _Entry[T]:
        """Count one user more.

        Loading holds the lock: two users of one key must not both load it.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and not self.usable(entry):
                entry.object.close()  # nobody can use it, and the next one needs its memory
                entry = None
            if entry is None:
                entry = self._entries[key] = _Entry(load())
            entry.users += 1
            return entry

    def give_back(self, key: Hashable, entry: _Entry[T]) -> None:
        """Count one user less, and close what nobody uses."""
        with self._lock:
            entry.users -= 1
            if entry.users == 0:
                if self._entries.get(key) is entry:
                    del self._entries[key]
                entry.object.close()


class Loan(Generic[T]):
    """What one user holds. Thread-safe; as a context manager it gives the object.

    Args:
        shared: Who lends.
        key: Of the object.
        load: Makes the object.
    """

    def __init__(self, shared: Shared[T], key: Hashable, load: Callable[[], T]) -> None:
        self._shared = shared
        self._key = key
        self._load = load
        self._lock = threading.Lock()
        self._entry: _Entry[T] | None = None

    def get(self) -> T:
        """Return the object, another one if it has failed for good."""
        with self._lock:
            if self._entry is not None and not self._shared.usable(self._entry):
                self._give_back()
            if self._entry is None:
                self._entry = self._shared.take(self._key, self._load)
            return self._entry.object

    def close(self) -> None:
        """Give the object back. A second call does nothing."""
        with self._lock:
            self._give_back()

    def __enter__(self) -> T:
        return self.get()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _give_back(self) -> None:
        entry, self._entry = self._entry, None
        if entry is not None:
            self._shared.give_back(self._key, entry)

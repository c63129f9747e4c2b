"""Folders that one process works in at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lottery_agent.errors import UsageError

_LOCK = ".lock"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder; the system ends the claim of one that was killed.

    Args:
        folder: The folder, which must be there.

    Raises:
        UsageError: If another process has it, or it can't be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"{str(folder)!r} is in use by another process", hint="wait until it has ended"
        ) from None
    except OSError as error:
        raise UsageError(f"cannot write {str(folder)!r}: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()

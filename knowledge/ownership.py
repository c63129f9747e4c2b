"""One process owns a knowledge base: Chroma's files break if two write them.

The lock is the operating system's, so it ends with the process, however that ends. A file beside
it says who holds it, for the message that the second one gets.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from lottery_agent.errors import KnowledgeError

_LOCK = "lock"
_OWNER = "owner.json"


class Ownership:
    """Holds the lock of a folder until `release`.

    Args:
        folder: The base's folder, which exists.
        name: The base's name, for messages.

    Raises:
        KnowledgeError: If another process holds it, or the folder can't be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._owner = folder / _OWNER
        # Not bound to a thread: the base may be closed by another one than opened it.
        self._lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise KnowledgeError(
                f"knowledge base {name!r} is in use by {_describe(self._owner)}",
                hint="wait until that ends, or name another base with --knowledge; a Chroma server "
                "lets several processes share one (LOTTERY_KNOWLEDGE_URL)",
            ) from None
        except OSError as error:
            raise KnowledgeError(
                f"can't lock {folder}: {error.strerror}", hint="check the folder's permissions"
            ) from None
        try:
            self._owner.write_text(json.dumps({"pid": os.getpid(), "command": _command()}))
        except OSError as error:
            self._lock.release()
            raise KnowledgeError(f"can't write {self._owner}: {error.strerror}") from None

    def release(self) -> None:
        """Let the next one in."""
        self._owner.unlink(missing_ok=True)
        self._lock.release()


def _command() -> str:
    """Return the program and its first word, without what the user typed after it."""
    program = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else "python"
    return " ".join([program, *sys.argv[1:2]])[:60]


def _describe(owner: Path) -> str:
    """Return who holds a lock, as far as the file beside it tells."""
    try:
        data = json.loads(owner.read_text())
        return f"process {int(data['pid'])} ({data['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"

"""SHA-256 of large files, computed once per file and remembered.

A start would otherwise read each model twice. The memory is a small file per path in the cache; it
holds as long as the file's size, modification time and inode stay what they were. That guards
against accidents, not against somebody who forges times.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from lottery_agent.progress import Progress, silent
from lottery_agent.replacing import replacing
from lottery_agent.settings import cache_folder

_CHUNK = 1 << 20
_WORTH_A_BAR = 1 << 28


def sha256_of(path: Path, *, progress: Progress = silent) -> str:
    """Return the SHA-256 of a file as hexadecimal digits.

    Args:
        path: The file.
        progress: Shown for files above 256 MiB.

    Raises:
        OSError: If the file can't be read.
    """
    path = path.resolve()
    stat = path.stat()
    state = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
    memory = _memory(path)
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
        if known["state"] == state:
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    digest = compute(path, progress=progress)
    _remember(memory, {"path": str(path), "state": state, "sha256": digest})
    return digest


def compute(path: Path, *, progress: Progress = silent) -> str:
    """Return the SHA-256 of a file, neither asking the memory nor adding to it.

    Raises:
        OSError: If the file can't be read.
    """
    size = path.stat().st_size
    show = progress if size >= _WORTH_A_BAR else silent
    digest = hashlib.sha256()
    done = 0
    with path.open("rb") as file, show(f"Checking {path.name}", total=size, unit="bytes") as update:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            update(done)
    return digest.hexdigest()


def forget(path: Path) -> None:
    """Drop what is remembered of a file, so that its hash is computed again."""
    _memory(path.resolve()).unlink(missing_ok=True)


def _memory(path: Path) -> Path:
    return cache_folder() / "hashes" / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}.json"


def _remember(memory: Path, entry: dict[str, object]) -> None:
    """Write the entry; a cache that can't be written to only costs time."""
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        with replacing(memory) as part:
            part.write_text(json.dumps(entry), encoding="utf-8")

"""A file of JSON lines that grows by whole lines and survives kills, interrupts, full disks."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from lottery_agent.errors import RunError, UsageError

SYNC_SECONDS = 5.0
"""How much work a power cut may cost. A killed process alone loses nothing."""


class Journal:
    """Appends objects to a file; a context manager.

    Args:
        path: The file; it is created if missing.
        start: What an unfinished last line must begin with, so that only the remains of an
            earlier journal are ever cut off, never a user's text.

    Raises:
        UsageError: On entering, if the file can't be written or holds something else.
        RunError: From `write`, on a full disk for example. The file then ends with a whole line.
    """

    def __init__(self, path: Path, *, start: str = "{") -> None:
        self.path = path
        self._start = start.encode()
        self._file = -1
        self._synced = 0.0

    def __enter__(self) -> Journal:
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            end = self._end_of_last_line()
            os.ftruncate(self._file, end)
            os.lseek(self._file, end, os.SEEK_SET)
        except OSError as error:
            raise UsageError(
                f"cannot write {str(self.path)!r}: {error.strerror}", hint="name another file"
            ) from None
        self._synced = time.monotonic()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.fsync(self._file)
        os.close(self._file)

    def write(self, data: Mapping[str, Any]) -> None:
        """Append one object as a line."""
        line = json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        begin = os.lseek(self._file, 0, os.SEEK_CUR)
        try:
            # One call, so that an interrupt comes before or after the line, never within.
            written = os.write(self._file, line)
            while written < len(line):
                written += os.write(self._file, line[written:])
            if time.monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._file)
                self._synced = time.monotonic()
        except OSError as error:
            os.ftruncate(self._file, begin)
            raise RunError(
                f"cannot write {str(self.path)!r}: {error.strerror}", hint="make room, then resume"
            ) from None

    def _end_of_last_line(self) -> int:
        end = 0
        for line in _lines(self.path):
            if line.endswith(b"\n"):
                end += len(line)
            elif line[: len(self._start)] != self._start[: len(line)]:
                os.close(self._file)
                raise UsageError(
                    f"{str(self.path)!r} holds something else", hint="name another file"
                )
        return end


def remove_lines(path: Path, unwanted: Callable[[Any], bool]) -> None:
    """Take whole lines out of a journal, all of them or none.

    Args:
        path: The file.
        unwanted: Tells of a line's object whether it shall go.

    Raises:
        UsageError: If the file can't be written.
    """
    path = path.resolve()
    fresh = path.with_name(f"{path.name}.part")
    try:
        with fresh.open("wb") as file:
            for line in _lines(path):
                if not (line.strip() and line.endswith(b"\n") and unwanted(json.loads(line))):
                    file.write(line)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, fresh)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(
            f"cannot write {str(fresh)!r}: {error.strerror}", hint="make room, then resume"
        ) from None


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file

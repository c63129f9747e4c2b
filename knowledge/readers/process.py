"""Reads documents in a process of its own, which is killed if it takes too long.

PDF and DOCX files come from anywhere, and their parsers can be led to take any time and memory.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any, BinaryIO, cast

from lottery_agent import frames
from lottery_agent.knowledge.documents import Document, Heading, Table, Unreadable

ISOLATED = frozenset({".pdf", ".docx"})
"""Suffixes of what is read so."""
SECONDS = 120.0
"""Time for one document; the longest books take about a minute."""
MEGABYTES = 1024
"""Address space of the process."""

_WORKER = "lottery_agent.knowledge.readers.worker"
_DOCUMENTS = 200
"""A process is replaced after so many documents, so that what parsers leak stays small."""


class ReadingProcess:
    """Starts when it is first needed, and anew after a document that it failed at.

    A context manager, for one thread at a time.

    Args:
        seconds: Time for one document.
        megabytes: Memory limit, where the system can set one.
    """

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def read(self, suffix: str, source: str, content: bytes) -> Document:
        """Return the document in a file.

        Args:
            suffix: One of `ISOLATED`.
            source: What to call the document.
            content: The content of the file.

        Raises:
            Unreadable: If it can't be read, or not within the limits.
        """
        reply = self._ask(suffix, content)
        if "reason" in reply:
            self.close()
            raise Unreadable(reply["reason"])
        return Document(
            source,
            reply["text"],
            headings=tuple(Heading(**heading) for heading in reply["headings"]),
            tables=tuple(Table(**table) for table in reply["tables"]),
            omitted=reply["omitted"],
        )

    def _ask(self, suffix: str, content: bytes) -> dict[str, Any]:
        """Return the reply to one request; where there is none, a reason."""
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            reply = _exchange(process, {"suffix": suffix, "bytes": len(content)}, content)
        except (OSError, frames.FrameError):
            reply = None
        except BaseException:
            self.close()  # its reply would be taken for the next document
            raise
        finally:
            timer.cancel()
        self._read += 1
        if reply is not None:
            return reply
        return {
            "reason": f"it takes longer than {self._seconds:g} s"
            if late.is_set()
            else "its reader broke down"
        }

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the process, started if there is none.

        Raises:
            Unreadable: If it can't be started.
        """
        if self._read == _DOCUMENTS:
            self.close()
        if self._process is None:
            command = [sys.executable, "-I", "-m", _WORKER, str(self._megabytes)]
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
                )
            except OSError as error:
                raise Unreadable(f"no process can be started for it: {error.strerror}") from None
            self._read = 0
        return self._process


def _exchange(
    process: subprocess.Popen[bytes], request: dict[str, Any], content: bytes
) -> dict[str, Any] | None:
    """Send a request with its content, and return the reply; None if the process ended."""
    requests, replies = process.stdin, process.stdout
    if requests is None or replies is None:
        raise AssertionError("both are pipes")
    requests.write(frames.encode(request))
    requests.write(content)
    requests.flush()
    return frames.read(cast(BinaryIO, replies))

"""The three pipes between a sandbox and one worker, read and written with deadlines.

On POSIX the calling thread waits for all three at once: no thread hands messages over, and neither
a worker that reads nothing nor one that fills its standard error can hold the caller. Windows can't
wait for pipes, so threads read them there; writing is left to the worker's own loop.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import select
import sys
import threading
import time
from collections.abc import Callable
from subprocess import Popen
from typing import Any, BinaryIO, Protocol, cast

from lottery_agent import frames

_CHUNK = 65_536
_LAST_WORDS = 2_000  # bytes of standard error that are kept
_PATIENCE = 1.0  # seconds; what a worker started may hold its pipes open after its end


class Late(Exception):
    """The worker did not read or answer in time."""


class Closed(Exception):
    """The worker ended, or what it sent is no answer; the message says which."""


class Pipes(Protocol):
    """Talks to one process. Not thread-safe."""

    def send(self, data: bytes, deadline: float) -> None:
        """Write bytes until a time of `time.monotonic`; raises `Late` or `Closed`."""
        ...

    def receive(self, deadline: float) -> dict[str, Any]:
        """Return the next message; raises `Late` or `Closed`."""
        ...

    def close(self) -> bytes:
        """Close the pipes of a process that has ended; return its last words."""
        ...


class PolledPipes:
    """Pipes that the calling thread waits for.

    Args:
        process: A process with three pipes and no buffers.
    """

    def __init__(self, process: Popen[bytes]) -> None:
        self._streams = _streams(process)
        self._input, self._output, self._errors = (stream.fileno() for stream in self._streams)
        self._inbox = bytearray()
        self._said = bytearray()
        self._poll = select.poll()
        for number in (self._input, self._output, self._errors):
            os.set_blocking(number, False)
        for number in (self._output, self._errors):
            self._poll.register(number, select.POLLIN)

    def send(self, data: bytes, deadline: float) -> None:
        """Write bytes; whatever the worker says meanwhile is read."""
        rest = memoryview(data)
        while True:
            try:
                rest = rest[os.write(self._input, rest) :]
            except BlockingIOError:
                pass
            except OSError:
                raise Closed("ended") from None
            if not rest:
                return
            self._poll.register(self._input, select.POLLOUT)
            try:
                self._wait(deadline)
            finally:
                self._poll.unregister(self._input)

    def receive(self, deadline: float) -> dict[str, Any]:
        """Return the next message."""
        try:
            while (message := self._taken()) is None:
                self._wait(deadline)
        except frames.FrameError as error:
            raise Closed(f"sent something else than an answer: {error}") from None
        return message

    def close(self) -> bytes:
        """Close the pipes and return the end of standard error."""
        with contextlib.suppress(OSError):
            while self._listen():
                pass
        for stream in self._streams:
            stream.close()
        return bytes(self._said)

    def _taken(self) -> dict[str, Any] | None:
        if len(self._inbox) < frames.PREFIX:
            return None
        end = frames.PREFIX + frames.size(self._inbox[: frames.PREFIX])
        if len(self._inbox) < end:
            return None
        body = self._inbox[frames.PREFIX : end]
        del self._inbox[:end]
        return frames.decode(body)

    def _wait(self, deadline: float) -> None:
        """Wait until a pipe is ready, and read what it holds."""
        left = deadline - time.monotonic()
        ready = self._poll.poll(left * 1000) if left > 0 else []
        if not ready:
            raise Late
        for number, _ in ready:
            if number == self._output:
                data = os.read(number, _CHUNK)
                if not data:
                    raise Closed("ended")
                self._inbox += data
            elif number == self._errors and not self._listen():
                self._poll.unregister(number)

    def _listen(self) -> int:
        """Read a part of standard error and return its length."""
        data = os.read(self._errors, _CHUNK)
        self._said = (self._said + data)[-_LAST_WORDS:]
        return len(data)


class PumpedPipes:
    """Pipes that threads read: for platforms where pipes can't be waited for.

    Args:
        process: A process with three pipes.
    """

    def __init__(self, process: Popen[bytes]) -> None:
        self._input, output, self._errors = _streams(process)
        self._output = io.BufferedReader(cast(io.RawIOBase, output))
        self._replies: queue.SimpleQueue[dict[str, Any] | str] = queue.SimpleQueue()
        self._said = bytearray()
        self._threads = [_started(self._pump), _started(self._listen)]

    def send(self, data: bytes, deadline: float) -> None:
        """Write bytes; the deadline is not kept while the worker does not read."""
        try:
            frames.write(self._input, data)
        except OSError:
            raise Closed("ended") from None

    def receive(self, deadline: float) -> dict[str, Any]:
        """Return the next message."""
        try:
            reply = self._replies.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise Late from None
        if isinstance(reply, str):
            raise Closed(reply)
        return reply

    def close(self) -> bytes:
        """Close the pipes and return the end of standard error."""
        with contextlib.suppress(OSError):
            self._input.close()
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._output.close()
        self._errors.close()
        return bytes(self._said)

    def _pump(self) -> None:
        reason = "ended"
        try:
            while (message := frames.read(self._output)) is not None:
                self._replies.put(message)
        except frames.FrameError as error:
            reason = f"sent something else than an answer: {error}"
        except OSError:
            pass
        self._replies.put(reason)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._errors.read(_CHUNK):
                self._said = (self._said + data)[-_LAST_WORDS:]


def _started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name="sandbox-reader", daemon=True)
    thread.start()
    return thread


def _streams(process: Popen[bytes]) -> tuple[BinaryIO, BinaryIO, BinaryIO]:
    streams = (process.stdin, process.stdout, process.stderr)
    assert all(streams)  # noqa: S101 - the caller asked for pipes
    return streams  # type: ignore[return-value]


pipes: Callable[[Popen[bytes]], Pipes] = PumpedPipes if sys.platform == "win32" else PolledPipes
"""Connects to a process in the way of the platform."""

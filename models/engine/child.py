"""A child process seen from its parent: messages go in and come out until it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lottery_agent import frames
from lottery_agent.models.engine.messages import Message

GRACE = 2.0
"""How long a process may take to end by itself, in seconds."""

_OUTPUT = 4096
"""How many bytes of standard error are kept."""

# llama.cpp would start a debugger to print where it aborted, which takes seconds.
_ENVIRONMENT = {"GGML_NO_BACKTRACE": "1"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended."""

    status: int
    """Exit status; a signal is negative."""
    output: str
    """The last that it wrote to standard error."""

    @property
    def signal(self) -> str | None:
        """Name of the signal that ended it, if one did."""
        with contextlib.suppress(ValueError):
            return signal.Signals(-self.status).name
        return None

    def __str__(self) -> str:
        signal = self.signal
        verb = f"was ended by {signal}" if signal else f"ended with status {self.status}"
        lines = self.output.strip().splitlines()
        return f"{verb}: {lines[-1].strip()[:300]}" if lines else verb


class Child:
    """A process that speaks frames.

    Its life may be tied to the thread that starts it, so that thread should read its messages
    until the end. One thread sends, one reads; `kill` is for any.

    Args:
        command: The program and its arguments.

    Raises:
        OSError: If it can't be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **_ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
        )
        self._output = b""
        self._listener = threading.Thread(target=self._listen, name="child-stderr", daemon=True)
        self._listener.start()

    @property
    def process_id(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def send(self, data: bytes) -> None:
        """Send frames. What a process that has ended does not read is lost."""
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(data)  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]

    def hang_up(self) -> None:
        """Tell the process that nothing more is sent: it should end."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]

    def messages(self) -> Iterator[Message]:
        """Yield what the process sends, until it ends. One that sends anything else is killed."""
        try:
            while (message := frames.read(self._process.stdout)) is not None:  # type: ignore[arg-type]
                yield message
        except (OSError, ValueError):
            self.kill()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def reap(self) -> Ending:
        """Wait for the end, which must have begun, and free what belonged to the process."""
        try:
            status = self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self.hang_up()
        self._listener.join(GRACE)
        self._process.stdout.close()  # type: ignore[union-attr]
        return Ending(status, self._output.decode("utf-8", "replace"))

    def _listen(self) -> None:
        """Keep the tail of standard error; it must be read, or the process would block on it."""
        with self._process.stderr as stderr:  # type: ignore[union-attr]
            while data := os.read(stderr.fileno(), _OUTPUT):
                self._output = (self._output + data)[-_OUTPUT:]

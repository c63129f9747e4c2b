"""One worker process: started, asked, watched and ended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from lottery_agent import frames
from lottery_agent.toolbox.pipes import pipes

LOAD_SECONDS = 60.0
"""How long a worker may take to start and import a tool; this is not counted as a call's time."""

# OpenBLAS and its like reserve address space per core, which would be charged to the limit.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

_NO_MEMORY = ("bad_alloc", "MemoryError", "out of memory", "Cannot allocate memory")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a worker ended.

    Attributes:
        status: Its exit status; a signal's number with a minus sign.
        said: The end of its standard error.
    """

    status: int
    said: str

    @property
    def cause(self) -> str:
        """The limit that ended it, `seconds`, `processor` or `memory`; else an empty text."""
        if self._ended_by("SIGALRM"):
            return "seconds"
        if self._ended_by("SIGPROF"):
            return "processor"
        # Native code that gets no memory ends the process, and says why in its own words.
        return "memory" if any(words in self.said for words in _NO_MEMORY) else ""

    def __str__(self) -> str:
        """Return the status in words."""
        if self.status >= 0:
            return f"status {self.status}"
        try:
            return signal.Signals(-self.status).name
        except ValueError:
            return f"signal {-self.status}"

    def _ended_by(self, name: str) -> bool:
        return hasattr(signal, name) and self.status == -getattr(signal, name)


class Worker:
    """A process that serves requests, one at a time.

    Only `kill` may be called while another thread waits for an answer.

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
            bufsize=0,
            env={**os.environ, **_ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
        )
        self._pipes = pipes(self._process)
        self._busy = threading.Lock()
        self._owed: list[str] = []  # tools being loaded, whose replies were not read yet
        self._loaded: set[str] = set()
        self._ending: Ending | None = None
        self._watched = psutil.Process(self._process.pid)
        self.calls = 0

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools that it has loaded, or was asked to load."""
        return (*self._loaded, *self._owed)

    def ended(self) -> bool:
        """Say whether the process has ended on its own, or at the hands of the system."""
        return self._process.poll() is not None

    def resident(self) -> int:
        """Return the memory that it holds, in bytes; 0 if it has ended."""
        try:
            return int(self._watched.memory_info().rss)
        except psutil.Error:
            return 0

    def load(self, tool: str) -> None:
        """Ask for a tool to be imported, without waiting for it.

        Raises:
            Late, Closed: If the worker does not take the request.
        """
        with self._busy:
            self._load(tool)

    def call(self, tool: str, data: bytes, seconds: float) -> dict[str, Any]:
        """Run a call and return the worker's reply; the clock starts once the tool is loaded.

        Args:
            tool: Name of the tool.
            data: The request, as a frame.
            seconds: Limit on the time of the call.

        Raises:
            Late, Closed: If there is no reply.
        """
        with self._busy:
            self._load(tool)
            while self._owed:
                reply = self._pipes.receive(time.monotonic() + LOAD_SECONDS)
                loaded = self._owed.pop(0)
                if "error" not in reply:
                    self._loaded.add(loaded)
                elif loaded == tool:
                    return reply
            self.calls += 1
            deadline = time.monotonic() + seconds
            self._pipes.send(data, deadline)
            return self._pipes.receive(deadline)

    def kill(self) -> Ending:
        """End the process at once, reap it, and return how it ended."""
        self._process.kill()
        with self._busy:  # who waits for an answer has seen the end of the pipes by then
            if self._ending is None:
                status = self._process.wait()
                said = self._pipes.close().decode(errors="replace")
                self._ending = Ending(status, said)
            return self._ending

    def _load(self, tool: str) -> None:
        if tool not in self._loaded and tool not in self._owed:
            self._pipes.send(frames.encode({"tool": tool}), time.monotonic() + LOAD_SECONDS)
            self._owed.append(tool)

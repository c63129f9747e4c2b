"""Tools run in worker processes that can be killed.

Exact tools are exact for as long as they like: an integral or a proof may take for ever or all of
the memory, and neither SymPy nor Z3 can be interrupted from within. So each call runs in a warm
process with a memory limit, and at its deadline the process is killed and replaced.
"""

from __future__ import annotations

import contextlib
import math
import os
import queue
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, BinaryIO, Self

from lottery_agent import frames
from lottery_agent.errors import ToolError, UsageError

LOAD_SECONDS = 60.0
"""How long a worker may take to start and import a tool; this is not counted as a call's time."""

_LONGEST = 1e6  # seconds; much longer waits overflow the clock of some platforms' locks

_COMMAND = (sys.executable, "-I", "-m", "lottery_agent.toolbox.worker")

# OpenBLAS and its like reserve address space per core, which would be charged to the limit.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class _Died(Exception):
    """The worker ended before it answered."""


class _Late(Exception):
    """The worker did not answer in time."""


class _Worker:
    """One process. Not thread-safe: it serves whoever took it from the pool."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
        )
        self._replies: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._owed: list[str] = []  # tools being loaded, whose replies were not read yet
        self._loaded: set[str] = set()
        stdout = self._process.stdout
        self._reader = threading.Thread(
            target=_pump, args=(stdout, self._replies), name="sandbox-reader", daemon=True
        )
        self._reader.start()

    def ended(self) -> bool:
        """Say whether the process has ended on its own, or at the hands of the system."""
        return self._process.poll() is not None

    def load(self, tool: str) -> None:
        """Ask for a tool to be imported, without waiting for it."""
        if tool not in self._loaded and tool not in self._owed:
            self._send({"tool": tool})
            self._owed.append(tool)

    def call(self, tool: str, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Run a call and return the worker's reply; the clock starts once the tool is loaded."""
        self.load(tool)
        while self._owed:
            reply = self._receive(LOAD_SECONDS)
            loaded = self._owed.pop(0)
            if "error" not in reply:
                self._loaded.add(loaded)
            elif loaded == tool:
                return reply
        self._send({"tool": tool, "request": dict(request), "seconds": seconds})
        return self._receive(seconds)

    def _send(self, message: Mapping[str, Any]) -> None:
        data = frames.encode(message)
        stdin = self._process.stdin
        try:
            stdin.write(data)  # type: ignore[union-attr]
            stdin.flush()  # type: ignore[union-attr]
        except OSError:
            raise _Died from None

    def _receive(self, seconds: float) -> dict[str, Any]:
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            raise _Late from None
        if reply is None:
            raise _Died
        return reply

    def kill(self) -> int:
        """End the process at once, reap it, and return its exit status."""
        self._process.kill()
        status = self._process.wait()
        with contextlib.suppress(OSError):  # what was not sent yet meets a closed pipe
            self._process.stdin.close()  # type: ignore[union-attr]
        self._reader.join()
        self._process.stdout.close()  # type: ignore[union-attr]
        return status


def _pump(stream: BinaryIO, replies: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    """Move a worker's replies into a queue, which can be waited on with a deadline everywhere."""
    with contextlib.suppress(ValueError, OSError):
        while (message := frames.read(stream)) is not None:
            replies.put(message)
    replies.put(None)


class _Slot:
    """A place in the pool: a worker, or none until one is needed."""

    def __init__(self, command: Sequence[str], starter: ThreadPoolExecutor) -> None:
        self._command = command
        self._starter = starter
        self._lock = threading.Lock()
        self._closed = False
        self._worker: _Worker | None = None

    def worker(self) -> _Worker:
        """Return the worker, started if there is none.

        Raises:
            UsageError: If the sandbox is closed, or a worker can't be started.
        """
        with self._lock:
            if self._closed:
                raise _closed()
            if self._worker is not None and self._worker.ended():
                self._worker.kill()
                self._worker = None
            if self._worker is None:
                try:
                    self._worker = self._starter.submit(_Worker, self._command).result()
                except OSError as error:
                    raise UsageError(f"no worker could be started: {error}") from None
            return self._worker

    def drop(self) -> int | None:
        """Kill the worker, if there is one, and return its exit status."""
        with self._lock:
            worker, self._worker = self._worker, None
        return worker.kill() if worker else None

    def close(self) -> None:
        with self._lock:
            self._closed = True
        self.drop()


def _closed() -> UsageError:
    return UsageError("the sandbox is closed", hint="use it inside its `with` block")


def _shut(slots: Sequence[_Slot], starter: ThreadPoolExecutor) -> None:
    for slot in slots:
        slot.close()
    starter.shutdown(wait=False)


class Sandbox:
    """A pool of warm worker processes. Thread-safe; a context manager.

    Args:
        workers: How many calls may run at once.
        seconds: Limit on the time of a call, unless the call sets its own.
        megabytes: Limit on the address space of a worker, in MiB.
        command: The program that serves requests, without its memory argument.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: float = 10.0,
        megabytes: int = 1024,
        command: Sequence[str] | None = None,
    ) -> None:
        if workers < 1 or megabytes < 1:
            raise UsageError(f"a sandbox can't have {workers} workers of {megabytes} MiB")
        self._seconds = _positive(seconds)
        # Linux ties a worker's life to the *thread* that started it, so one thread starts them all.
        starter = ThreadPoolExecutor(1, thread_name_prefix="sandbox-starter")
        line = (*(command or _COMMAND), str(megabytes))
        self._slots = tuple(_Slot(line, starter) for _ in range(workers))
        self._idle: queue.LifoQueue[_Slot] = queue.LifoQueue()  # the warmest worker first
        for slot in self._slots:
            self._idle.put(slot)
        self._owner = os.getpid()
        self._close = weakref.finalize(self, _shut, self._slots, starter)

    def warm(self, *tools: str) -> None:
        """Start the idle workers and let them import `tools` in the background."""
        taken: list[_Slot] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._idle.get_nowait())
        for slot in taken:
            try:
                for tool in tools:
                    slot.worker().load(tool)
            except _Died:
                slot.drop()
            finally:
                self._idle.put(slot)

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        """Run one call of a tool.

        Args:
            tool: Name of the tool, as in `worker.TOOLS`.
            request: The call, as plain JSON data.
            seconds: Limit on the call's time. Waiting for a free worker, and importing the tool
                the first time, are not counted.

        Returns:
            The tool's result, as plain JSON data.

        Raises:
            ToolError: If the tool refused the call, took too long or too much memory (`limit`), or
                its worker died (`crash`).
            UsageError: If there is no such tool, the request is no JSON data, or the sandbox is
                closed or belongs to another process.
        """
        if os.getpid() != self._owner:
            raise UsageError("a sandbox can't be used in a forked process", hint="make a new one")
        limit = self._seconds if seconds is None else _positive(seconds)
        try:
            slot = self._idle.get(timeout=limit)
        except queue.Empty:
            raise ToolError(
                f"no worker became free for {tool} within {limit:g} seconds", kind="limit"
            ) from None
        try:
            reply = slot.worker().call(tool, request, limit)
            if reply.get("retire"):
                slot.drop()
        except _Late:
            slot.drop()
            raise ToolError(
                f"{tool} took longer than {limit:g} seconds", kind="limit", hint="ask for less"
            ) from None
        except _Died:
            status = slot.drop()
            if not self._close.alive:
                raise _closed() from None
            raise ToolError(f"the worker of {tool} died (status {status})", kind="crash") from None
        except frames.FrameError as error:
            raise ToolError(str(error), kind="limit") from None
        except (TypeError, ValueError) as error:
            raise UsageError(f"the request is no plain JSON data: {error}") from None
        except BaseException:
            slot.drop()  # its reply would be taken for the next call's
            raise
        finally:
            self._idle.put(slot)
        return _result(reply)

    def close(self) -> None:
        """Kill all workers. Calls that are running fail; closing twice does nothing."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _positive(seconds: float) -> float:
    if not (seconds > 0 and math.isfinite(seconds)):
        raise UsageError(f"a time limit of {seconds!r} seconds is not positive")
    return min(seconds, _LONGEST)


def _result(reply: Mapping[str, Any]) -> dict[str, Any]:
    error = reply.get("error")
    if error is None:
        result: dict[str, Any] = reply["result"]
        return result
    if error["kind"] == "usage":
        raise UsageError(error["message"], hint=error.get("hint"))
    raise ToolError(
        error["message"],
        kind=error["kind"],
        position=error.get("position"),
        hint=error.get("hint"),
    )

"""Tools run in worker processes that can be killed.

Exact tools are exact for as long as they like: an integral or a proof may take for ever or all of
the memory, and neither SymPy nor Z3 can be interrupted from within. So each call runs in a warm
process with limits, and at its deadline the process is killed and replaced.
"""

from __future__ import annotations

import contextlib
import math
import os
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from lottery_agent import frames
from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.pipes import Closed, Late
from lottery_agent.toolbox.processes import Ending, Worker

_LONGEST = 1e6  # seconds; much longer waits overflow the clock of some platforms' locks

_COMMAND = (sys.executable, "-I", "-m", "lottery_agent.toolbox.worker")

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Lifetime:
    """When a worker is replaced by a fresh one: after so many calls, or holding so many bytes."""

    calls: int
    resident: int

    def over(self, worker: Worker) -> bool:
        return worker.calls >= self.calls or worker.resident() > self.resident


class _Slot:
    """A place in the pool: a worker, or none until one is needed."""

    def __init__(
        self, start: Callable[[], Worker], lifetime: _Lifetime, closed: threading.Event
    ) -> None:
        self._start = start
        self._lifetime = lifetime
        self._closed = closed
        self._lock = threading.Lock()
        self._worker: Worker | None = None

    def load(self, tools: Sequence[str]) -> None:
        """Let the worker import tools, without waiting for it; start one if there is none."""
        try:
            for tool in tools:
                self._ready().load(tool)
        except (Late, Closed):
            self.drop()

    def call(self, tool: str, data: bytes, limits: _Limits) -> dict[str, Any]:
        """Run a call; see `Sandbox.run`."""
        worker = self._ready()
        try:
            reply = worker.call(tool, data, limits.seconds)
        except Late:
            self._replace(worker)
            raise limits.exceeded(tool, "seconds") from None
        except Closed as error:
            ending = self._replace(worker)
            if self._closed.is_set():
                raise _closed() from None
            raise _died(tool, str(error), ending, limits) from None
        except BaseException:
            self.drop()  # its reply would be taken for the next call's
            raise
        if reply.get("retire") or self._lifetime.over(worker):
            self._replace(worker)
        return reply

    def drop(self) -> None:
        """Kill the worker, if there is one."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _ready(self) -> Worker:
        """Return the worker, started if there is none.

        Raises:
            UsageError: If the sandbox is closed, or a worker can't be started.
        """
        with self._lock:
            if self._closed.is_set():
                raise _closed()
            if self._worker is not None and self._worker.ended():
                self._worker.kill()
                self._worker = None
            if self._worker is None:
                try:
                    self._worker = self._start()
                except OSError as error:
                    raise UsageError(f"no worker could be started: {error}") from None
            return self._worker

    def _replace(self, worker: Worker) -> Ending:
        """Kill a worker and let a fresh one import the same tools until the next call comes."""
        ending = worker.kill()
        with contextlib.suppress(UsageError):  # the next call will tell it
            self.load(worker.tools)
        return ending


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits of one call: seconds, seconds of the processor, MiB, and bytes of the reply."""

    seconds: float
    processor_seconds: float
    megabytes: int
    reply_bytes: int

    def exceeded(self, tool: str, what: str) -> ToolError:
        """Return the error of a call that was ended at a limit."""
        reached = {
            "seconds": f"took longer than {self.seconds:g} seconds",
            "processor": f"took more than {self.processor_seconds:g} seconds of the processor",
            "memory": f"needs more memory than {self.megabytes:,} MiB",
        }
        return ToolError(f"{tool} {reached[what]}", kind="limit", hint="ask for less")


def _died(tool: str, reason: str, ending: Ending, limits: _Limits) -> ToolError:
    if ending.cause:
        return limits.exceeded(tool, ending.cause)
    words = " | ".join(line.strip() for line in ending.said.splitlines() if line.strip())[-300:]
    what = f"died ({ending})" if reason == "ended" else reason
    return ToolError(
        f"the worker of {tool} {what}",
        kind="crash",
        hint=f"its last words: {words}" if words else None,
    )


def _closed() -> UsageError:
    return UsageError("the sandbox is closed", hint="use it inside its `with` block")


def _shut(slots: Sequence[_Slot], starter: ThreadPoolExecutor, closed: threading.Event) -> None:
    closed.set()
    for slot in slots:
        slot.drop()
    starter.shutdown(wait=False)


class Sandbox:
    """A pool of warm worker processes. Thread-safe; a context manager.

    A call is ended by whichever limit it reaches first; so is its worker, except at the limit on
    the reply.

    Args:
        workers: How many calls may run at once. Each worker is started when it is first needed.
        seconds: Limit on the time of a call, unless the call sets its own.
        processor_seconds: Limit on the processor time of a call, in all of its threads together;
            by default its limit on time. Not kept on Windows.
        megabytes: Limit on the address space of a worker, in MiB. Kept on Linux.
        reply_bytes: Limit on the size of a result.
        calls: After so many calls a worker is replaced, which bounds what libraries pile up.
        command: The program that serves requests, without its memory argument: by default this
            interpreter with `lottery_agent.toolbox.worker`; for a frozen application, itself with
            arguments that make it call that module's `main`.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: float = 10.0,
        processor_seconds: float | None = None,
        megabytes: int = 1024,
        reply_bytes: int = _MIB,
        calls: int = 1000,
        command: Sequence[str] | None = None,
    ) -> None:
        if min(workers, megabytes, calls, reply_bytes) < 1:
            raise UsageError(
                f"a sandbox can't have {workers} workers of {megabytes} MiB for {calls} calls with "
                f"results of {reply_bytes} bytes"
            )
        self._seconds = _positive(seconds)
        self._processor_seconds = processor_seconds and _positive(processor_seconds)
        self._megabytes, self._reply_bytes = megabytes, reply_bytes
        # Linux ties a worker's life to the *thread* that started it, so one thread starts them all.
        starter = ThreadPoolExecutor(1, thread_name_prefix="sandbox-starter")
        line = (*(command or _COMMAND), str(megabytes))
        closed = threading.Event()
        self._slots = tuple(
            _Slot(
                lambda: starter.submit(Worker, line).result(),
                _Lifetime(calls, megabytes * _MIB // 2),
                closed,
            )
            for _ in range(workers)
        )
        self._idle: queue.LifoQueue[_Slot] = queue.LifoQueue()  # the warmest worker first
        for slot in self._slots:
            self._idle.put(slot)
        self._owner = os.getpid()
        self._close = weakref.finalize(self, _shut, self._slots, starter, closed)

    def warm(self, *tools: str, workers: int | None = None) -> None:
        """Start idle workers and let them import `tools` in the background, side by side.

        Args:
            tools: Names of the tools.
            workers: How many workers; by default all that are idle.
        """
        taken: list[_Slot] = []
        with contextlib.suppress(queue.Empty):
            while workers is None or len(taken) < workers:
                taken.append(self._idle.get_nowait())
        for slot in taken:
            try:
                slot.load(tools)
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
            ToolError: If the tool refused the call, reached a limit (`limit`), or its worker died
                (`crash`).
            UsageError: If there is no such tool, the request is no JSON data, or the sandbox is
                closed or belongs to another process.
        """
        if os.getpid() != self._owner:
            raise UsageError("a sandbox can't be used in a forked process", hint="make a new one")
        limits = self._limits(seconds)
        data = _encoded(tool, request, limits)
        try:
            slot = self._idle.get(timeout=limits.seconds)
        except queue.Empty:
            raise ToolError(
                f"no worker became free for {tool} within {limits.seconds:g} seconds", kind="limit"
            ) from None
        try:
            reply = slot.call(tool, data, limits)
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

    def _limits(self, seconds: float | None) -> _Limits:
        limit = self._seconds if seconds is None else _positive(seconds)
        processor = self._processor_seconds or limit
        return _Limits(limit, processor, self._megabytes, self._reply_bytes)


def _encoded(tool: str, request: Mapping[str, Any], limits: _Limits) -> bytes:
    message = {
        "tool": tool,
        "request": dict(request),
        "seconds": limits.seconds,
        "processor_seconds": limits.processor_seconds,
        "reply_bytes": limits.reply_bytes,
    }
    try:
        return frames.encode(message)
    except frames.FrameError as error:
        raise ToolError(str(error), kind="limit") from None
    except (TypeError, ValueError) as error:
        raise UsageError(f"the request is no plain JSON data: {error}") from None


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

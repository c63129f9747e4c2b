"""Handles: how a request's owner follows it from another thread."""

from __future__ import annotations

import contextlib
import copy
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from lottery_agent.errors import BudgetExceeded, Cancelled, LotteryError

if TYPE_CHECKING:
    import asyncio

Result = TypeVar("Result")


class TrackedRequest(Generic[Result]):
    """A handle whose other end is held by an engine.

    The engine's end is `write`, `finish` and `fail`, all called by one thread; `stop_reason` tells
    it at each step whether to go on.

    Args:
        deadline: Time on the monotonic clock after which the request fails, if any.
        wake: Called after `cancel`, so that an idle engine notices.
    """

    def __init__(
        self, deadline: float | None = None, *, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._begun = time.monotonic()
        self._deadline = deadline
        self._wake = wake
        self._cancelled = False
        # Two conditions of one lock: who waits for the result is not woken by every piece of text.
        lock = threading.Lock()
        self._written = threading.Condition(lock)
        self._settled = threading.Condition(lock)
        self._listeners: list[Callable[[], None]] = []
        self._pieces: list[str] = []
        self._results: list[Result] = []
        self._error: BaseException | None = None

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result (see `Handle.result`)."""
        with self._settled:
            if not self._settled.wait_for(self.done, timeout):
                raise TimeoutError(f"no result within {timeout:g} s")
        if self._error is not None:
            raise own(self._error)
        return self._results[0]

    def __await__(self) -> Generator[Any, None, Result]:
        """Wait within asyncio. A task that is cancelled cancels the request."""
        return self._finished().__await__()

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield the text as it comes, within asyncio. Left early, it cancels the request."""
        seen = 0
        with _Bell(self) as bell:
            while True:
                fresh = self._pieces[seen:]
                if fresh:
                    seen += len(fresh)
                    yield "".join(fresh)
                elif self.done():
                    self.result()
                    return
                else:
                    await bell.ring()

    def cancel(self) -> None:
        """Ask for an end at the next step boundary."""
        self._cancelled = True
        self._wake()

    def done(self) -> bool:
        """Tell whether the outcome is there."""
        return bool(self._results) or self._error is not None

    def __iter__(self) -> Iterator[str]:
        """Yield the text as it comes, from its beginning."""
        seen = 0
        while fresh := self._pieces_after(seen):
            yield "".join(fresh)
            seen += len(fresh)
        self.result()

    @property
    def deadline(self) -> float | None:
        """Time on the monotonic clock after which the request fails, if any."""
        return self._deadline

    @property
    def seconds(self) -> float:
        """Time since submission, in seconds."""
        return time.monotonic() - self._begun

    def stop_reason(self) -> BaseException | None:
        """Return why the request must end now, or None."""
        if self._cancelled:
            return Cancelled("the request was cancelled")
        if self._deadline is not None and time.monotonic() >= self._deadline:
            return BudgetExceeded("seconds", self.seconds, max(0.0, self._deadline - self._begun))
        return None

    def write(self, text: str) -> None:
        """Add text that a reader may see."""
        if text:
            with self._written:
                self._pieces.append(text)
                self._written.notify_all()
                listeners = list(self._listeners)
            _call(listeners)

    def finish(self, result: Result) -> None:
        """Set the result, unless there is an outcome already."""
        self._settle(result, None)

    def fail(self, error: BaseException) -> None:
        """Set the error that `result` raises copies of, unless there is an outcome already."""
        self._settle(None, error)

    def listen(self, listener: Callable[[], None]) -> None:
        """Have a function called after each change; it must be quick and not raise."""
        with self._written:
            self._listeners.append(listener)

    def ignore(self, listener: Callable[[], None]) -> None:
        """Call a function no more."""
        with self._written:
            self._listeners.remove(listener)

    def _settle(self, result: Result | None, error: BaseException | None) -> None:
        with self._settled:
            if not self.done():
                if error is not None:
                    self._error = error
                else:
                    self._results.append(result)  # type: ignore[arg-type]
            self._settled.notify_all()
            self._written.notify_all()
            listeners = list(self._listeners)
        _call(listeners)

    async def _finished(self) -> Result:
        with _Bell(self) as bell:
            while not self.done():
                await bell.ring()
        return self.result()

    def _pieces_after(self, seen: int) -> list[str]:
        """Wait for pieces that were not seen yet; return none once the request is done."""
        with self._written:
            self._written.wait_for(lambda: len(self._pieces) > seen or self.done())
            return self._pieces[seen:]


class _Bell:
    """Wakes a coroutine after each change of a request, which ends when the coroutine does.

    Args:
        tracked: The request.
    """

    def __init__(self, tracked: TrackedRequest[Any]) -> None:
        import asyncio

        self._tracked = tracked
        self._loop = asyncio.get_running_loop()
        self._event: asyncio.Event = asyncio.Event()

    async def ring(self) -> None:
        """Wait for a change since the last call."""
        await self._event.wait()
        self._event.clear()

    def __enter__(self) -> _Bell:
        self._tracked.listen(self._strike)
        return self

    def __exit__(self, *_: object) -> None:
        self._tracked.ignore(self._strike)
        if not self._tracked.done():
            self._tracked.cancel()

    def _strike(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._loop.call_soon_threadsafe(self._event.set)


def own(error: BaseException) -> BaseException:
    """Return a copy of an error, for one who raises it.

    An error that several callers share would collect the tracebacks and notes of all of them.
    """
    if isinstance(error, LotteryError):
        twin: BaseException = type(error).__new__(type(error), *error.args)
    else:
        try:
            twin = copy.copy(error)
        except Exception:  # made by somebody else, of a kind that can't be copied
            return error
    vars(twin).update(vars(error))
    if hasattr(error, "__notes__"):
        twin.__notes__ = list(error.__notes__)
    twin.__cause__, twin.__context__ = error.__cause__, error.__context__
    twin.__suppress_context__ = error.__suppress_context__
    return twin.with_traceback(error.__traceback__)


def _call(listeners: list[Callable[[], None]]) -> None:
    for listener in listeners:
        listener()

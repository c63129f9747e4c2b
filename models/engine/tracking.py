"""Handles: how a request's owner follows it from another thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from lottery_agent.errors import BudgetExceeded, Cancelled

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
        self._changed = threading.Condition()
        self._pieces: list[str] = []
        self._results: list[Result] = []
        self._error: BaseException | None = None

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result (see `Handle.result`)."""
        with self._changed:
            if not self._changed.wait_for(self.done, timeout):
                raise TimeoutError(f"no result within {timeout:g} s")
        if self._error is not None:
            raise self._error
        return self._results[0]

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
            with self._changed:
                self._pieces.append(text)
                self._changed.notify_all()

    def finish(self, result: Result) -> None:
        """Set the result, unless there is an outcome already."""
        with self._changed:
            if not self.done():
                self._results.append(result)
            self._changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """Set the error that `result` raises, unless there is an outcome already."""
        with self._changed:
            if not self.done():
                self._error = error
            self._changed.notify_all()

    def _pieces_after(self, seen: int) -> list[str]:
        """Wait for pieces that were not seen yet; return none once the request is done."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._pieces) > seen or self.done())
            return self._pieces[seen:]

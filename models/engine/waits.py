"""Waits that a thread and an asyncio task share.

What an engine waits for before it takes a request is written once, as a generator of waits. A
thread runs it with `finish`, which blocks; a task runs it with `afinish`, which does not. Either
closes the generator when it is interrupted, so a `finally` there gives back what was held.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Generator
from concurrent import futures
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    import asyncio

Result = TypeVar("Result")

_LONGEST = 1e6  # seconds; much longer waits overflow the clock of some platforms' locks


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on when a future is done or a time has come, whichever is first."""

    future: Future[Any]
    until: float | None = None
    """Time on the monotonic clock; None for ever."""

    @property
    def over(self) -> bool:
        """Whether to go on."""
        return self.future.done() or self.seconds <= 0

    @property
    def seconds(self) -> float:
        """How long to wait at most, from now on."""
        return (math.inf if self.until is None else self.until) - time.monotonic()


Waiting: TypeAlias = Generator[Wait, None, Result]
"""Something that waits, and what it returns in the end."""


def finish(waiting: Waiting[Result]) -> Result:
    """Run to the end, blocking this thread."""
    with contextlib.closing(waiting):
        while True:
            try:
                wait = next(waiting)
            except StopIteration as end:
                result: Result = end.value
                return result
            while not wait.over:
                futures.wait([wait.future], max(0.0, min(wait.seconds, _LONGEST)))


async def afinish(waiting: Waiting[Result]) -> Result:
    """Run to the end within asyncio. Cancelling the task closes the generator."""
    import asyncio

    loop = asyncio.get_running_loop()
    with contextlib.closing(waiting):
        while True:
            try:
                wait = next(waiting)
            except StopIteration as end:
                result: Result = end.value
                return result
            if wait.over:
                continue
            # Not `asyncio.wrap_future`: it would cancel a future that others wait for too.
            done = asyncio.Event()
            wait.future.add_done_callback(partial(_ring, loop, done))
            while not wait.over:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, min(wait.seconds, _LONGEST))):
                        await done.wait()


def _ring(loop: asyncio.AbstractEventLoop, done: asyncio.Event, _future: Future[Any]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop may be closed by now
        loop.call_soon_threadsafe(done.set)

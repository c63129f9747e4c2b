"""Runs asyncio code to its end from a thread that has other things to do."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_now(start: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Return the result of a coroutine function, whether or not this thread runs an event loop.

    Ctrl-C cancels what is running.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(start())
    return _run_beside(start)


def _run_beside(start: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run in another thread: the loop of this one stands still while it waits."""
    future: Future[Result] = Future()
    cancel: list[Callable[[], object]] = []

    async def main() -> Result:
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        if task is not None:
            cancel.append(lambda: loop.call_soon_threadsafe(task.cancel))
        return await start()

    def run() -> None:
        try:
            future.set_result(asyncio.run(main()))
        except BaseException as error:
            future.set_exception(error)

    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(run,), name="batch")
    thread.start()
    try:
        return future.result()
    except KeyboardInterrupt:
        for stop in cancel:
            stop()
        raise
    finally:
        thread.join()

"""Runs a custom tool in a thread, with the caller's context and a deadline."""

from __future__ import annotations

import contextvars
import queue
import threading
from collections.abc import Callable
from typing import Any

from lottery_agent.errors import LotteryError, ToolError


def run_in_thread(function: Callable[[], Any], *, name: str, seconds: float) -> Any:
    """Run a function of the user's and return what it returns.

    A thread can't be ended from outside: past the deadline it is left behind, as a daemon.

    Args:
        function: What to run; it sees the context variables of the caller.
        name: Name of the tool, for messages.
        seconds: How long to wait.

    Raises:
        ToolError: `limit` past the deadline, `value` if the function raises.
        LotteryError: Whatever error of this package the function raises.
    """
    results: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            results.put((context.run(function), None))
        except BaseException as error:
            results.put((None, error))

    threading.Thread(target=work, name=f"tool-{name}", daemon=True).start()
    try:
        value, error = results.get(timeout=seconds)
    except queue.Empty:
        raise ToolError(
            f"the tool {name!r} took longer than {seconds:g} seconds", kind="limit"
        ) from None
    if error is None:
        return value
    if isinstance(error, LotteryError) or not isinstance(error, Exception):
        raise error
    message = str(error).partition("\n")[0]
    raise ToolError(f"the tool {name!r} failed: {type(error).__name__}: {message}") from error

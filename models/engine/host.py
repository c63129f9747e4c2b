"""The process that an isolated engine runs in: a `LlamaEngine` behind frames.

Started as `python -I -m lottery_agent.models.engine.host`. It ends at once when its input does,
whatever is running: nothing here is worth saving.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from lottery_agent import frames
from lottery_agent.children import become_child
from lottery_agent.errors import LotteryError
from lottery_agent.models.engine.interface import Handle
from lottery_agent.models.engine.llama import LlamaEngine
from lottery_agent.models.engine.messages import (
    Message,
    from_completion,
    from_error,
    to_prompt,
    to_request,
)
from lottery_agent.models.prompts import Rendered

_FAILED = 70
"""Exit status of a host whose engine failed for good (EX_SOFTWARE of sysexits.h)."""


class Replies:
    """Sends messages to the parent, one at a time. Thread-safe.

    Args:
        stream: Where they go; unbuffered.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Send a message.

        Raises:
            FrameError: If it is too large. Nothing was sent then.
        """
        data = frames.encode(message)
        with self._lock:
            frames.write(self._stream, data)


@dataclass(slots=True, eq=False)
class _Running:
    """A request that the parent sent, from its arrival to its end."""

    stream: bool
    """Whether the parent reads the text piece by piece."""
    cancelled: bool = False
    handle: Handle | None = None
    """The engine's handle, once its grammar is compiled and there is room."""


class Host:
    """Answers the messages of one parent.

    One thread takes them, one after the other, and waits for nothing: neither for the model nor
    for a grammar to compile, which can take seconds. What takes time is waited for in a pool.

    Args:
        engine: What to serve.
        replies: Where answers go.
        places: Most requests that the parent lets run at once.
    """

    def __init__(self, engine: LlamaEngine, replies: Replies, *, places: int) -> None:
        self._engine = engine
        self._replies = replies
        self._running: dict[int, _Running] = {}
        self._lock = threading.Lock()
        # A request that is streamed takes two: one waits for its pieces, one for its end.
        self._pool = ThreadPoolExecutor(2 * places, thread_name_prefix="host")

    def take(self, message: Message) -> None:
        """Take one message."""
        number = message["id"]
        running = self._running.get(number)
        match message["do"]:
            case "tokenize":
                ids = self._engine.renderer.tokenize
                self._answer(number, lambda: ids(message["text"], message["special"]))
            case "warm":
                heads = [Rendered(tuple(head), ()) for head in message["heads"]]
                self._answer(number, lambda: self._engine.warm(heads))
            case "write":
                self._running[number] = new = _Running(message["stream"])
                # Counted from now: the pool may be late.
                self._pool.submit(self._write, number, new, message, _deadline(message))
            case "score":
                deadline = _deadline(message)
                prompt, labels = to_prompt(message["prompt"]), message["labels"]
                self._pool.submit(
                    self._answer,
                    number,
                    lambda: self._engine.score(prompt, labels, deadline=deadline),
                )
            case "stream" if running is not None:
                with self._lock:
                    running.stream, handle = True, running.handle
                if handle is not None:
                    self._pool.submit(self._stream, number, handle)
            case "cancel" if running is not None:
                with self._lock:
                    running.cancelled, handle = True, running.handle
                if handle is not None:
                    handle.cancel()

    def _write(
        self, number: int, running: _Running, message: Message, deadline: float | None
    ) -> None:
        try:
            self._answer(number, lambda: self._complete(number, running, message, deadline))
        finally:
            del self._running[number]

    def _complete(
        self, number: int, running: _Running, message: Message, deadline: float | None
    ) -> Message:
        """Submit a request, catch up with what the parent said meanwhile, and wait for its end."""
        handle = self._engine.submit(to_request(message, deadline=deadline))
        with self._lock:
            running.handle, stream, cancelled = handle, running.stream, running.cancelled
        if cancelled:
            handle.cancel()
        if stream:
            self._pool.submit(self._stream, number, handle)
        return from_completion(handle.result())

    def _stream(self, number: int, handle: Handle) -> None:
        """Send the text in pieces; the parent learns from the result how it ended."""
        with contextlib.suppress(LotteryError):
            for piece in handle:
                self._replies.send({"id": number, "piece": piece})

    def _answer(self, number: int, work: Callable[[], Any]) -> None:
        try:
            self._replies.send({"id": number, "result": work()})
        except Exception as error:
            self._fail(number, error)

    def _fail(self, number: int, error: Exception) -> None:
        if not self._engine.usable:
            _end(error)
        self._replies.send({"id": number, "error": from_error(error)})


def _deadline(message: Message) -> float | None:
    """Return a message's deadline, which is sent as the seconds that are left."""
    seconds: float | None = message["seconds"]
    return None if seconds is None else time.monotonic() + seconds


def _end(error: Exception) -> NoReturn:
    """End a process whose engine can't go on; the parent starts another."""
    print(error, file=sys.stderr, flush=True)
    os._exit(_FAILED)


def _start(message: Message, replies: Replies) -> Host:
    """Load the engine that the first message asks for, and tell the parent about it."""
    options = message["options"]
    folder = options.pop("heads_folder")
    try:
        engine = LlamaEngine(
            message["path"], **options, heads_folder=Path(folder) if folder else None
        )
    except Exception as error:
        replies.send({"refused": from_error(error)})
        raise
    replies.send({"info": asdict(engine.info), "renderer": dict(engine.renderer.recipe)})
    return Host(engine, replies, places=message["places"])


def main() -> None:
    """Serve one parent until it ends or closes the engine."""
    requests, stream = become_child()
    replies = Replies(stream)
    if (first := frames.read(requests)) is not None:
        # Loading may take minutes, and the parent may end meanwhile: a thread of its own.
        host = ThreadPoolExecutor(1, thread_name_prefix="start").submit(_start, first, replies)
        with contextlib.suppress(BrokenPipeError):
            while (message := frames.read(requests)) is not None:
                host.result().take(message)
    os._exit(0)


if __name__ == "__main__":
    main()

"""An engine in a process of its own, so that a fault in native code is an error and not the end.

No native code of the model runs in this process: prompts are rendered here, but with the child's
template and the child's tokenizer. The child is started afresh, never forked: it runs neither the
host application's `__main__` nor anything from the working directory.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import math
import os
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from lottery_agent import frames
from lottery_agent.errors import EngineCrashed, EngineError, LotteryError, UsageError
from lottery_agent.models.engine.calls import Call, Calls
from lottery_agent.models.engine.child import GRACE, Child, Ending
from lottery_agent.models.engine.interface import Completion, EngineInfo, Request
from lottery_agent.models.engine.messages import (
    Message,
    from_error,
    from_prompt,
    from_request,
    to_completion,
    to_error,
)
from lottery_agent.models.engine.tracking import Result, TrackedRequest
from lottery_agent.models.engine.waits import Waiting, afinish, finish
from lottery_agent.models.prompts import Rendered, Renderer

_COMMAND = (sys.executable, "-I", "-m", "lottery_agent.models.engine.host")

_MINUTE = 60.0

# A running request and the next one for each sequence keep the child busy.
_PLACES_PER_SEQUENCE = 2

_log = logging.getLogger(__name__)


class RemoteAnswer(TrackedRequest[Completion]):
    """A handle whose text is sent in pieces only if somebody reads them.

    Args:
        deadline: As for any handle.
        wake: As for any handle.

    Attributes:
        follow: Called when a reader begins.
    """

    def __init__(self, deadline: float | None, *, wake: Callable[[], None]) -> None:
        super().__init__(deadline, wake=wake)
        self.follow: Callable[[], None]
        self._received = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the text as it comes, from its beginning."""
        self.follow()
        return super().__iter__()

    def __aiter__(self) -> AsyncIterator[str]:
        """Yield the text as it comes, within asyncio."""
        self.follow()
        return super().__aiter__()

    def write(self, text: str) -> None:
        """Add text that a reader may see."""
        self._received += len(text)
        super().write(text)

    def finish(self, result: Completion) -> None:
        """Set the result, and add the text that did not come in pieces."""
        self.write(result.text[self._received :])
        super().finish(result)


class IsolatedEngine:
    """Runs a GGUF file in a child process (see `Engine` for what it promises).

    If the process dies, what it was computing fails with `EngineCrashed`, it is started again, and
    what was waiting goes on. Takes the options of `LlamaEngine`, and two more.

    Args:
        path: The file.
        name: Its name in results.
        type: GGUF type of its weights, in results.
        sha256: Its hash, if known; else it is computed.
        threads: Threads to compute with; 0 for the number of physical cores.
        sequences: Requests that are computed together. Each takes the memory of a whole window.
        window: Tokens of a prompt and its answer.
        gpu_layers: How many layers to put on a GPU, if the build has one; -1 for all.
        queue: Most requests that are waiting or running; who submits another one waits.
        kv_type: Type of the keys and values that are kept.
        flash_attention: Whether to use it; None to leave it to `LlamaEngine`.
        heads_folder: Where the states of static heads are kept for the next process (see `warm`).
        fast_forward: Append tokens that a grammar forces without sampling each.
        command: The program to start instead of this interpreter with the module
            `lottery_agent.models.engine.host`: a frozen application that calls its `main`.
        restarts: Most restarts within a minute. A process that dies more often is given up.

    Raises:
        ModelFileError: If the file can't be loaded or is no chat model.
        UsageError: If an option is out of range.
        EngineCrashed: If the process died while it loaded the file.
        EngineError: If there is not enough memory, or no process can be started.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        name: str,
        type: str,
        sha256: str | None = None,
        threads: int = 0,
        sequences: int = 8,
        window: int = 2048,
        gpu_layers: int = 0,
        queue: int = 1024,
        kv_type: str = "F16",
        flash_attention: bool | None = None,
        heads_folder: Path | None = None,
        fast_forward: bool = True,
        command: Sequence[str] | None = None,
        restarts: int = 3,
    ) -> None:
        if restarts < 0:
            raise UsageError(f"restarts must be 0 or more, not {restarts}")
        places = max(1, min(queue, _PLACES_PER_SEQUENCE * sequences))
        # The working directory may change before a restart.
        self._path = Path(path).absolute()
        self._options = {
            "name": name,
            "type": type,
            "sha256": sha256,
            "threads": threads,
            "sequences": sequences,
            "window": window,
            "gpu_layers": gpu_layers,
            "queue": queue,
            "kv_type": kv_type,
            "flash_attention": flash_attention,
            "heads_folder": str(heads_folder.absolute()) if heads_folder else None,
            "fast_forward": fast_forward,
        }
        self._places = places
        self._command = tuple(command or _COMMAND)
        self._restarts = restarts
        self._crashes: deque[float] = deque()
        self._heads: dict[tuple[int, ...], None] = {}
        self._owner = os.getpid()
        self._calls = Calls(places=places, queue=queue)
        self._child: Child | None = None
        self._opened: Future[Message] = Future()
        self._threads = [
            threading.Thread(target=run, name=f"engine {name} {what}", daemon=True)
            for run, what in ((self._supervise, "process"), (self._dispatch, "requests"))
        ]
        for thread in self._threads:
            thread.start()
        try:
            opened = self._opened.result()
            self.info = EngineInfo(**opened["info"])
            self.renderer = Renderer(tokenize=self._tokenize, **opened["renderer"])
        except BaseException:
            self.close()
            raise
        atexit.register(self.close)

    def submit(self, request: Request) -> RemoteAnswer:
        """Queue a request (see `Engine.submit`)."""
        return finish(self._submission(request))

    async def asubmit(self, request: Request) -> RemoteAnswer:
        """Queue a request within asyncio (see `Engine.asubmit`)."""
        return await afinish(self._submission(request))

    def score(
        self, prompt: Rendered, labels: Sequence[str], *, deadline: float | None = None
    ) -> tuple[float, ...]:
        """Score labels as starts of the answer (see `Engine.score`)."""
        message = {"do": "score", "prompt": from_prompt(prompt), "labels": list(labels)}
        tracked = TrackedRequest[tuple[float, ...]](deadline, wake=self._calls.review)
        finish(self._enter(Call(message, tracked, tuple, deadline=_time(deadline))))
        return _result(tracked)

    def warm(self, heads: Sequence[Rendered]) -> None:
        """Have static heads ready (see `Engine.warm`), after a restart too."""
        self._heads.update(dict.fromkeys(rendered.head for rendered in heads))
        self._check_process()
        self._calls.add(self._warming())

    def count(self, text: str) -> int:
        """Return how many tokens a text of a user has."""
        return len(self._tokenize(text))

    @property
    def usable(self) -> bool:
        """Whether it takes requests (see `Engine.usable`)."""
        return self._calls.closed is None

    @property
    def process_id(self) -> int | None:
        """Id of the process that runs the model now, if one does."""
        return self._child.process_id if self._child else None

    def close(self) -> None:
        """End what is running, and the process. A second call does nothing."""
        if os.getpid() != self._owner:
            return  # a forked copy of this object owns neither threads nor process
        atexit.unregister(self.close)
        self._calls.close(EngineError("the engine is closed"))
        supervisor, dispatcher = self._threads
        supervisor.join(GRACE)
        while supervisor.is_alive():
            if self._child is not None:
                self._child.kill()
            supervisor.join(GRACE)
        dispatcher.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _submission(self, request: Request) -> Waiting[RemoteAnswer]:
        tracked = RemoteAnswer(request.deadline, wake=self._calls.review)
        call = Call(
            {"do": "write", **from_request(request)},
            tracked,
            lambda data: to_completion(data, seconds=tracked.seconds),
            deadline=_time(request.deadline),
        )
        tracked.follow = partial(self._calls.follow, call)
        yield from self._enter(call)
        return tracked

    def _enter(self, call: Call) -> Waiting[None]:
        self._check_process()
        yield from self._calls.enter(call)

    def _tokenize(self, text: str, special: bool = False) -> list[int]:
        message = {"do": "tokenize", "text": text, "special": special}
        tracked = TrackedRequest[list[int]](wake=self._calls.review)
        self._check_process()
        self._calls.add(Call(message, tracked, list, quick=True))
        return _result(tracked)

    def _warming(self) -> Call:
        message = {"do": "warm", "heads": list(self._heads)}
        return Call(message, TrackedRequest[None](), lambda _: None, quick=True)

    def _check_process(self) -> None:
        if os.getpid() != self._owner:
            raise EngineError(
                "an engine can't be used in a forked process", hint="load another one there"
            )

    def _dispatch(self) -> None:
        """Send what is to be sent. The only thread that writes to a child that is ready."""
        while batch := self._calls.next():
            send, messages = batch
            send(messages)
        if self._child is not None:
            self._child.hang_up()

    def _send(self, child: Child, messages: Iterable[Message]) -> None:
        data = []
        for message in messages:
            try:
                data.append(frames.encode(message))
            except (TypeError, ValueError) as error:  # too large, or no plain data
                self._calls.settle({"id": message["id"], "error": from_error(error)})
        child.send(b"".join(data))

    def _supervise(self) -> None:
        """Keep a child running until closed, or until there is no hope."""
        try:
            while (error := self._run_child()) is None:
                pass
        except BaseException as failure:
            self._end(EngineError(f"the engine failed: {failure!r}", hint="load it again"))
            raise
        self._end(error)

    def _end(self, error: LotteryError) -> None:
        self._calls.close(error)
        if not self._opened.done():
            self._opened.set_exception(error)

    def _run_child(self) -> LotteryError | None:
        """Run one child until it ends; return why no other shall follow it, if so."""
        try:
            child = self._child = Child(self._command)
        except OSError as error:
            return EngineError(
                f"the engine's process {self._command[0]!r} can't be started: {error}",
                hint="check its command and the system's limits",
            )
        if self._calls.closed is not None:
            child.hang_up()
        options = {"path": str(self._path), "options": self._options, "places": self._places}
        child.send(frames.encode(options))
        refusal: LotteryError | None = None
        for message in child.messages():
            if "id" in message:
                self._calls.settle(message)
                continue
            refusal = self._open(child, message)
            if refusal is not None:
                break
        if refusal is not None:
            child.kill()
        ending = child.reap()
        return self._calls.closed or refusal or self._crash(ending)

    def _open(self, child: Child, message: Message) -> LotteryError | None:
        """Take a child's first message; return why it can't be used, if so."""
        restarted = self._opened.done()
        if "refused" in message:
            error = to_error(message["refused"])
            if not restarted:
                return error
            return EngineError(
                f"the engine can't be started again: {error.message}", hint=error.hint
            )
        if restarted and message != self._opened.result():
            return EngineError(
                f"the model file {str(self._path)!r} changed while it was running",
                hint="load it again",
            )
        self._calls.connect(partial(self._send, child))
        if not restarted:
            self._options["sha256"] = None  # a restarted child computes it: files change
            self._opened.set_result(message)
        elif self._heads:
            with contextlib.suppress(LotteryError):  # it may be closed by now
                self._calls.add(self._warming())
        return None

    def _crash(self, ending: Ending) -> LotteryError | None:
        """Fail what a child was computing; return an error if no other shall follow it."""
        now = time.monotonic()
        self._crashes.append(now)
        while self._crashes[0] < now - _MINUTE:
            self._crashes.popleft()
        if not self._opened.done():
            return EngineCrashed(
                f"the engine's process {ending} while it loaded {str(self._path)!r}",
                hint="the file may be broken, or memory short",
                output=ending.output,
            )
        crash = EngineCrashed(
            f"the engine's process {ending}",
            hint="it is started again; the same request may end it again",
            output=ending.output,
        )
        self._calls.disconnect(crash)
        count = len(self._crashes)
        if count > self._restarts:
            return EngineCrashed(
                f"the engine's process ended {count} times within a minute; the last one {ending}",
                hint="look for too little memory or a broken model file, then load it again",
                output=ending.output,
            )
        _log.info("%s; it is started again", crash.message)
        return None


def _result(tracked: TrackedRequest[Result]) -> Result:
    try:
        return tracked.result()
    finally:
        if not tracked.done():  # Ctrl-C ended the wait: nobody wants the result any more
            tracked.cancel()


def _time(deadline: float | None) -> float:
    return math.inf if deadline is None else deadline

"""The engine over llama.cpp: any number of threads ask, the processor's thread computes."""

from __future__ import annotations

import atexit
import hashlib
import logging
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp

from lottery_agent.errors import EngineError, GrammarError, PromptTooLong, UsageError
from lottery_agent.models.engine import library, memory
from lottery_agent.models.engine.context import Context, align
from lottery_agent.models.engine.counters import Counters
from lottery_agent.models.engine.grammars import Follower, Grammars
from lottery_agent.models.engine.heads import HeadFolder, Heads
from lottery_agent.models.engine.interface import Completion, EngineInfo, Request
from lottery_agent.models.engine.invariance import is_invariant
from lottery_agent.models.engine.processor import PROCESSOR
from lottery_agent.models.engine.room import Room
from lottery_agent.models.engine.scheduler import Scheduler
from lottery_agent.models.engine.sequences import Sequences
from lottery_agent.models.engine.tracking import TrackedRequest, own
from lottery_agent.models.engine.vocabulary import Vocabulary
from lottery_agent.models.engine.waits import Wait, Waiting, afinish, finish
from lottery_agent.models.engine.work import Reading, Scoring, Work, Writing
from lottery_agent.models.prompts import Rendered, Renderer
from lottery_agent.models.reasoning import Splitter

_BATCH = 512
_QUEUE = 1024

_log = logging.getLogger(__name__)


class InvalidTokens(EngineError):
    """A prompt holds what no renderer of this model makes."""


class LlamaEngine:
    """Runs a GGUF file (see `Engine` for what it promises).

    The same request gives the same bits alone and among neighbours, on a CPU with weights in `Q8_0`
    or `Q4_0` (see `invariance`); `info.reproducible` tells whether it does.

    Args:
        path: The file.
        name: Its name in results.
        type: GGUF type of its weights, in results.
        sha256: Its hash, if known; else it is computed.
        threads: Threads to compute with; 0 for the number of physical cores, and fewer while other
            programs take them.
        sequences: Requests that are computed together. Each takes the memory of a whole window.
        window: Tokens of a prompt and its answer, rounded up to a multiple of 256; at most what
            the model was trained for.
        gpu_layers: How many layers to put on a GPU, if the build has one; -1 for all.
        queue: Most requests that are waiting or running; who submits another one waits.
        kv_type: Type of the keys and values that are kept.
        flash_attention: Whether to use it; None to leave it to llama.cpp. By default only on a GPU,
            because its results depend on how a prompt was cut.
        heads_folder: Where the states of static heads are kept for the next process (see `warm`).
        fast_forward: Append tokens that a grammar forces without sampling each. Off only to measure
            what it brings.

    Raises:
        ModelFileError: If the file can't be loaded or is no chat model.
        UsageError: If an option is out of range, or model and sequences do not fit into memory.
        EngineError: If llama.cpp can't make a context.
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
        queue: int = _QUEUE,
        kv_type: str = "F16",
        flash_attention: bool | None = None,
        heads_folder: Path | None = None,
        fast_forward: bool = True,
    ) -> None:
        path = Path(path)
        if window < 1:
            raise UsageError(f"window must be 1 or more, not {window}")
        if queue < 1:
            raise UsageError(f"queue must be 1 or more, not {queue}")
        yielding = threads == 0 and gpu_layers == 0
        threads = library.threads(threads)
        header = library.examine(path)
        memory.check(
            path,
            header,
            window=align(window),
            sequences=sequences,
            kv_type=kv_type,
            flash_attention=flash_attention,
            gpu_layers=gpu_layers,
        )
        model = library.load(path, header=header, gpu_layers=gpu_layers)
        self._vocabulary = Vocabulary(model)
        self.renderer: Renderer = self._vocabulary.renderer
        on_gpu = gpu_layers != 0 and bool(llama_cpp.llama_supports_gpu_offload())
        flash = flash_attention if flash_attention is not None or on_gpu else kv_type != "F16"
        trained = max(256, llama_cpp.llama_model_n_ctx_train(model.pointer) // 256 * 256)
        self._context = Context(
            model,
            sequences=sequences,
            window=min(align(window), trained),
            batch=_BATCH,
            threads=threads,
            yielding=yielding,
            flash_attention=flash,
            kv_type=kv_type,
        )
        self.info = EngineInfo(
            name=name,
            type=type,
            sha256=sha256 or _hash(path),
            bytes=path.stat().st_size,
            window=self._context.window,
            sequences=sequences,
            reproducible=(
                is_invariant(header) and kv_type == "F16" and flash is False and not on_gpu
            ),
        )
        # Built beside the rest of the start, as it takes as long.
        builder = ThreadPoolExecutor(1, thread_name_prefix="grammars")
        self._grammars = builder.submit(Grammars.of, self._vocabulary)
        builder.shutdown(wait=False)
        self._room = Room(queue)
        self._fast_forward = fast_forward
        self._lock = threading.Lock()
        self._closing = threading.Lock()  # nobody may use the context while another frees it
        self._inbox: deque[Work] = deque()
        self._spare: deque[Work] = deque()
        self._closed: EngineError | None = None
        # llama.cpp takes a state only into a context with as many sequences.
        shape = f"{self.info.window} {sequences} {kv_type} {flash}"
        owner = f"{self.info.sha256} {shape} {library.identity()}"
        folder = HeadFolder(heads_folder, owner=owner) if heads_folder else None
        self._heads = Heads(folder)
        self._scheduler = Scheduler(self._context, Sequences(self._context, self._heads))
        self._seat = PROCESSOR.join(self._turn)
        atexit.register(self.close)

    def submit(self, request: Request) -> TrackedRequest[Completion]:
        """Queue a request (see `Engine.submit`)."""
        return finish(self._submission(request))

    async def asubmit(self, request: Request) -> TrackedRequest[Completion]:
        """Queue a request within asyncio (see `Engine.asubmit`)."""
        return await afinish(self._submission(request))

    def score(
        self, prompt: Rendered, labels: Sequence[str], *, deadline: float | None = None
    ) -> tuple[float, ...]:
        """Score labels as starts of the answer (see `Engine.score`)."""
        self._check_open()
        ids = [self.renderer.answer(label) for label in labels]
        if not all(ids):
            raise UsageError("a label to score is empty")
        if not ids:
            return ()
        self._check_prompt(prompt, max(map(len, ids)))
        tracked = TrackedRequest[tuple[float, ...]](deadline, wake=self._seat.wake)
        finish(self._send(Scoring(prompt, ids, tracked)))
        try:
            return tracked.result()
        finally:
            tracked.cancel()  # if Ctrl-C ended the wait, nobody wants the scores any more

    def warm(self, heads: Sequence[Rendered]) -> None:
        """Have static heads ready (see `Engine.warm`)."""
        statics = dict.fromkeys(rendered.head for rendered in heads if rendered.head)
        for head in statics:
            self._check_prompt(Rendered(head, ()), 0)
        fresh = [head for head in statics if not self._heads.has(head)]
        self._heads.declare(statics)
        with self._lock:
            self._check_open()
            for head in fresh:
                self._spare.append(Reading(head, TrackedRequest[None]()))
        self._seat.wake()

    def count(self, text: str) -> int:
        """Return how many tokens a text of a user has."""
        return len(self._vocabulary.tokenize(text))

    @property
    def usable(self) -> bool:
        """Whether it takes requests (see `Engine.usable`)."""
        return self._closed is None

    @property
    def counters(self) -> Counters:
        """What was computed so far, as a copy."""
        return replace(self._scheduler.counters)

    def close(self) -> None:
        """End what is running and free what it took. A second call does nothing."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = self._closed or EngineError("the engine is closed")
        self._room.close()
        with self._closing:
            self._seat.leave()
            self._fail(EngineError("the engine was closed"))
            self._context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _turn(self) -> bool:
        """Take new works and compute one step; tell whether there is more to do.

        The only code that touches the context while the engine is open.
        """
        try:
            self._collect()
            self._scheduler.step()
        except Exception as failure:
            _log.debug("the engine %s failed", self.info.name, exc_info=True)
            self._fail(EngineError(f"the engine failed: {failure!r}", hint="start a new engine"))
            return False
        return not self._scheduler.idle

    def _collect(self) -> None:
        """Hand new works to the scheduler."""
        with self._lock:
            while self._inbox:
                self._scheduler.add(self._inbox.popleft())
            while self._spare:
                self._scheduler.add(self._spare.popleft(), later=True)

    def _fail(self, error: EngineError) -> None:
        """Take no more works, and fail those that are there."""
        with self._lock:
            self._closed = self._closed or error
            works = [*self._inbox, *self._spare]
            self._inbox.clear()
            self._spare.clear()
        self._room.close()
        for work in works:
            work.tracked.fail(error)
        self._scheduler.fail(error)

    def _submission(self, request: Request) -> Waiting[TrackedRequest[Completion]]:
        """Compile a request's grammar, wait for room, and queue it."""
        self._check_open()
        tracked = TrackedRequest[Completion](request.deadline, wake=self._seat.wake)
        try:
            self._check_prompt(request.prompt, request.max_tokens)
            constrained = request.constraint is not None
            work = Writing(
                request,
                tracked,
                follower=(yield from self._follow(request)),
                ends=self._vocabulary.ends,
                piece=self._vocabulary.piece,
                splitter=None if constrained else Splitter(self.renderer.markers),
                fast_forward=self._fast_forward,
            )
            if reason := tracked.stop_reason():
                tracked.fail(reason)
            elif not work.finish_early():
                yield from self._send(work)
        except GrammarError as error:
            tracked.fail(tracked.stop_reason() or error)
        except (PromptTooLong, InvalidTokens) as error:
            tracked.fail(error)
        return tracked

    def _follow(self, request: Request) -> Waiting[Follower | None]:
        """Return a follower of a request's grammar, if it has one."""
        if request.constraint is None:
            return None
        yield Wait(self._grammars, request.deadline)
        if not self._grammars.done():
            raise GrammarError("the tokenizer for grammars is not ready yet")
        if error := self._grammars.exception():
            raise own(error)
        grammars = self._grammars.result()
        return (yield from grammars.compile(request.constraint.text, deadline=request.deadline))

    def _send(self, work: Work) -> Waiting[None]:
        """Queue a work, as soon as there is room."""
        if (yield from self._room.enter(work.tracked)):
            with self._lock:
                self._check_open()
                self._inbox.append(work)
            self._seat.wake()

    def _check_open(self) -> None:
        if self._closed is not None:
            raise own(self._closed).with_traceback(None)

    def _check_prompt(self, prompt: Rendered, answer: int) -> None:
        """Refuse what llama.cpp must not see.

        Raises:
            PromptTooLong: If prompt and answer don't fit into the window.
            InvalidTokens: If the prompt is empty or of another vocabulary.
        """
        if len(prompt) + answer > self.info.window:
            raise PromptTooLong(len(prompt) + answer, self.info.window)
        tokens = prompt.head + prompt.tail
        if not tokens:
            raise InvalidTokens("the prompt is empty")
        if min(tokens) < 0 or max(tokens) >= self._vocabulary.size:
            raise InvalidTokens("the prompt has token ids that the model does not know")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

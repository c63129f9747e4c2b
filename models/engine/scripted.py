"""An engine that follows a script: the test double for everything that is built on an engine.

It keeps all promises of `Engine` (the same conformance tests run against it), so graph code can't
tell the difference: prompts are rendered to token ids, grammars are enforced, deadlines and
cancellation work. Only the words come from the test:

    engine = ScriptedEngine({
        "router": {"math": 0.9, "chat": 0.1},         # probabilities, for `score`
        "mathematician": "answer = 6 * 7",            # always the same
        "logician": ["cat(Tom)", "? animal(Tom)"],    # one after the other
        "direct": lambda prompt: prompt.question,     # whatever the prompt says
        "librarian": EngineError("out of memory"),    # raised
    })
    ...
    assert [prompt.agent for prompt in engine.prompts] == ["router", "mathematician"]
"""

from __future__ import annotations

import codecs
import hashlib
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

from lottery_agent.errors import EngineError, LotteryError, PromptTooLong, UsageError
from lottery_agent.models.engine.grammars import Follower, Grammars
from lottery_agent.models.engine.interface import Completion, EngineInfo, Finish, Request
from lottery_agent.models.engine.remembering import BYTES, RememberingRenderer, tokenize
from lottery_agent.models.engine.room import Room
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.models.engine.waits import Waiting, afinish, finish
from lottery_agent.models.prompts import Prompt, Rendered
from lottery_agent.models.reasoning import Split, Splitter


@dataclass(frozen=True, slots=True)
class Said:
    """A text and how likely the model found it as a whole, in (0, 1]."""

    text: str
    probability: float = 1.0


Line: TypeAlias = str | Said | Mapping[str, float] | BaseException
"""What the model says once: a text, probabilities of labels, or an error."""
Part: TypeAlias = Line | Sequence[Line] | Callable[[Prompt], Line]
"""What the model says to one agent: always the same, one line after the other, or as computed."""
Script: TypeAlias = Part | Mapping[str, Part]
"""One part for all agents, or a part for each by its name."""


class ScriptedEngine:
    """An engine whose words come from a script.

    A text that the request's grammar does not allow is an `EngineError`: a script must not say
    what the real model could not.

    Args:
        script: What the model says (see `Script`).
        name: The model's name in results.
        sequences: Requests that run together.
        window: Tokens of a prompt and its answer; a token is a byte.
        pace: Seconds that each token of an answer takes.
        queue: Most requests that are waiting or running; who submits another one waits.
    """

    def __init__(
        self,
        script: Script,
        *,
        name: str = "scripted",
        sequences: int = 8,
        window: int = 16384,
        pace: float = 0.0,
        queue: int = 1024,
    ) -> None:
        self.renderer = RememberingRenderer()
        self.info = EngineInfo(
            name=name,
            type="script",
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            bytes=0,
            window=window,
            sequences=sequences,
        )
        self.prompts: list[Prompt] = []
        """All prompts so far, in the order of submission."""
        self._script = script
        self._pace = pace
        self._room = Room(queue)
        self._lock = threading.Lock()
        self._said: dict[int, int] = {}
        self._heads: set[tuple[int, ...]] = set()
        self._pending: set[TrackedRequest[Completion] | TrackedRequest[tuple[float, ...]]] = set()
        self._closed = False
        self._grammars = Grammars(BYTES)
        self._workers = ThreadPoolExecutor(sequences, thread_name_prefix=f"engine {name}")

    def submit(self, request: Request) -> TrackedRequest[Completion]:
        """Queue a request (see `Engine.submit`)."""
        return finish(self._submission(request))

    async def asubmit(self, request: Request) -> TrackedRequest[Completion]:
        """Queue a request within asyncio (see `Engine.asubmit`)."""
        return await afinish(self._submission(request))

    def score(
        self, prompt: Rendered, labels: Sequence[str], *, deadline: float | None = None
    ) -> tuple[float, ...]:
        """Score labels as the script says (see `Engine.score`).

        A text in the script is a label that gets nearly all of the probability.
        """
        if not all(labels):
            raise UsageError("a label to score is empty")
        if not labels:
            return ()
        tracked = TrackedRequest[tuple[float, ...]](deadline)

        def score(line: Line, reused: int) -> None:
            tracked.finish(_scores(line, labels))

        finish(self._start(tracked, prompt, max(map(len, labels)), score))
        return tracked.result()

    def warm(self, heads: Sequence[Rendered]) -> None:
        """Check that the engine is open: there is nothing to compute (see `Engine.warm`)."""
        self._check_open()

    def count(self, text: str) -> int:
        """Return the length of a text in bytes."""
        return len(tokenize(text))

    @property
    def usable(self) -> bool:
        """Whether it is not closed."""
        return not self._closed

    def close(self) -> None:
        """End what is running. A second call does nothing."""
        with self._lock:
            self._closed = True
            pending = list(self._pending)
        self._room.close()
        for tracked in pending:
            tracked.fail(EngineError("the engine was closed"))
            tracked.cancel()  # the worker stops writing
        self._workers.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _submission(self, request: Request) -> Waiting[TrackedRequest[Completion]]:
        tracked = TrackedRequest[Completion](request.deadline)
        constraint = request.constraint

        def write(line: Line, reused: int) -> None:
            follower = self._grammars.follow(constraint.text) if constraint else None
            self._write(tracked, request, line, follower, reused)

        yield from self._start(tracked, request.prompt, request.max_tokens, write)
        return tracked

    def _start(
        self,
        tracked: TrackedRequest[Completion] | TrackedRequest[tuple[float, ...]],
        rendered: Rendered,
        answer: int,
        speak: Callable[..., None],
    ) -> Waiting[None]:
        """Wait for room, take a prompt's line from the script, and speak it on a worker thread."""
        if not (yield from self._room.enter(tracked)):
            return
        with self._lock:
            self._check_open()
            if reason := tracked.stop_reason():
                tracked.fail(reason)
                return
            try:
                prompt, part = self._take(rendered, answer)
            except LotteryError as error:
                tracked.fail(error)
                return
            reused = len(rendered.head) if rendered.head in self._heads else 0
            self._heads.add(rendered.head)
            self._pending.add(tracked)
            self._workers.submit(self._run, tracked, prompt, part, partial(speak, reused=reused))

    def _run(
        self,
        tracked: TrackedRequest[Completion] | TrackedRequest[tuple[float, ...]],
        prompt: Prompt,
        part: Line | Callable[[Prompt], Line],
        speak: Callable[[Line], None],
    ) -> None:
        try:
            if reason := tracked.stop_reason():
                raise reason
            line = part(prompt) if callable(part) else part
            if isinstance(line, BaseException):
                raise line
            speak(line)
        except BaseException as error:
            tracked.fail(error)
        finally:
            with self._lock:
                self._pending.discard(tracked)

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("the engine is closed")

    def _take(
        self, rendered: Rendered, answer: int
    ) -> tuple[Prompt, Line | Callable[[Prompt], Line]]:
        """Return the prompt behind ids and what the script says to it."""
        if len(rendered) + answer > self.info.window:
            raise PromptTooLong(len(rendered) + answer, self.info.window)
        prompt = self.renderer.prompt_of(rendered)
        self.prompts.append(prompt)
        part: Part
        if isinstance(self._script, Mapping):
            if prompt.agent not in self._script:
                raise EngineError(f"the script has no part for the agent {prompt.agent!r}")
            part = self._script[prompt.agent]  # type: ignore[assignment]
        else:
            part = self._script
        if isinstance(part, Sequence) and not isinstance(part, str):
            number = self._said.get(id(part), 0)
            self._said[id(part)] = number + 1
            if number >= len(part):
                raise EngineError(f"the script has no line left for the agent {prompt.agent!r}")
            return prompt, part[number]
        return prompt, part

    def _write(
        self,
        tracked: TrackedRequest[Completion],
        request: Request,
        line: Line,
        follower: Follower | None,
        reused: int,
    ) -> None:
        """Write a text token by token, as far as the request and its grammar allow."""
        said = Said(line) if isinstance(line, str) else line
        if not isinstance(said, Said):
            raise EngineError(f"the script has no text to write, but {said!r}")
        tokens = tokenize(said.text)
        finish: Finish = "stop" if len(tokens) <= request.max_tokens else "length"
        tokens = tokens[: request.max_tokens]
        if follower:
            _check(follower, tokens, said.text, whole=finish == "stop")
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        splitter = None if follower else Splitter(self.renderer.markers)
        parts: list[Split] = []

        def show(part: Split) -> None:
            parts.append(part)
            tracked.write(part.text)

        for token in tokens:
            if reason := tracked.stop_reason():
                raise reason
            if self._pace:
                time.sleep(self._pace)
            text = decoder.decode(bytes([token]))
            show(splitter.feed(text) if splitter else Split(text, ""))
        rest = decoder.decode(b"", final=True)
        show(splitter.feed(rest) if splitter else Split(rest, ""))
        if splitter:
            show(splitter.finish())
        share = math.log(said.probability) / max(1, len(tokens))
        tracked.finish(
            Completion(
                text="".join(part.text for part in parts),
                tokens=tuple(tokens),
                logprobs=(share,) * len(tokens),
                finish=finish,
                prompt_tokens=len(request.prompt),
                reused_tokens=reused,
                seconds=tracked.seconds,
                reasoning="".join(part.reasoning for part in parts),
            )
        )


def _check(follower: Follower, tokens: list[int], text: str, *, whole: bool) -> None:
    """Refuse a text that the real model could not have written."""
    if not follower.allows(tokens):
        raise EngineError(f"the script says what the grammar does not allow: {text!r}")
    follower.accept(tokens)
    if whole and not follower.accepting:
        raise EngineError(f"the script stops where the grammar goes on: {text!r}")


def _scores(line: Line, labels: Sequence[str]) -> tuple[float, ...]:
    """Return log-probabilities of labels; what the script leaves over is shared evenly."""
    text = line.text if isinstance(line, Said) else line
    if isinstance(text, str):
        if text not in labels:
            raise EngineError(f"the script picks {text!r}, which is none of {list(labels)}")
        text = {text: 0.99}
    assert isinstance(text, Mapping)  # noqa: S101 - errors were raised before
    rest = max(1e-9, 1.0 - sum(text.values()))
    unnamed = sum(label not in text for label in labels)
    return tuple(math.log(max(1e-9, text.get(label, rest / max(1, unnamed)))) for label in labels)

"""What an engine promises, whatever runs the model.

A request goes in as token ids and comes out as a handle at once; the answer arrives later. Every
engine passes the same conformance tests. This module loads nothing heavy.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from lottery_agent.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lottery_agent.models.prompts import Rendered, Renderer

Finish = Literal["stop", "length"]


class Constraint(Protocol):
    """A grammar that an answer must follow."""

    @property
    def text(self) -> str:
        """The grammar in llguidance's dialect of Lark, with the start rule `start`."""
        ...


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. The default is the most likely one.

    Raises:
        UsageError: If a value is out of range.
    """

    temperature: float = 0.0
    """0 for the most likely token; 1 for the model's own distribution."""
    top_p: float = 1.0
    """Keep the most likely tokens that together have this probability."""
    min_p: float = 0.0
    """Drop tokens less likely than this share of the most likely one."""
    seed: int = 0
    """Equal requests with equal seeds give equal answers."""

    def __post_init__(self) -> None:
        if not 0 <= self.temperature < float("inf"):
            raise UsageError(f"temperature must be 0 or more, not {self.temperature}")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top_p must be above 0 and at most 1, not {self.top_p}")
        if not 0 <= self.min_p <= 1:
            raise UsageError(f"min_p must be 0 to 1, not {self.min_p}")
        if self.seed < 0:
            raise UsageError(f"seed must be 0 or more, not {self.seed}")


@dataclass(frozen=True, slots=True)
class Request:
    """One text to be written.

    Raises:
        UsageError: If no token is asked for.
    """

    prompt: Rendered
    max_tokens: int
    """Most tokens of the answer; it ends with finish `length` there."""
    constraint: Constraint | None = None
    sampling: Sampling = field(default_factory=Sampling)
    deadline: float | None = None
    """Time on `time.monotonic()`'s clock after which the answer is of no use."""

    def __post_init__(self) -> None:
        if self.max_tokens < 1:
            raise UsageError(f"max_tokens must be 1 or more, not {self.max_tokens}")


@dataclass(frozen=True, slots=True)
class Completion:
    """A finished answer."""

    text: str
    tokens: tuple[int, ...]
    """Ids of what was written, reasoning included, without the end of the turn."""
    logprobs: tuple[float, ...]
    """Natural log-probability of each token at temperature 1, among the tokens that the grammar
    allowed there; 0 where the grammar forced the token. Where the model chose to end, one more
    follows for the end: their sum is the log-probability of the whole answer."""
    finish: Finish
    prompt_tokens: int
    """Length of the prompt, reused tokens included."""
    reused_tokens: int
    """Tokens of the prompt whose state was there already."""
    seconds: float
    """From submission to the last token."""
    reasoning: str = ""
    """What the model wrote to itself before the text; always empty under a constraint."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What runs, for manifests and results."""

    name: str
    type: str
    """GGUF type of the weights, `Q8_0` say."""
    sha256: str
    bytes: int
    window: int
    """Tokens of a prompt and its answer together."""
    sequences: int
    """Requests that are computed together."""
    reproducible: bool = False
    """Whether the same request gives the same answer, bit for bit, whatever else is computed."""


class Handle(Protocol):
    """A request on its way. Thread-safe."""

    def result(self, timeout: float | None = None) -> Completion:
        """Wait for the completion.

        Args:
            timeout: Most seconds to wait; None for ever.

        Raises:
            TimeoutError: If it is not there in time; the request goes on.
            Cancelled: If it was cancelled.
            BudgetExceeded: If its deadline passed.
            PromptTooLong: If prompt and answer don't fit into the window.
            GrammarError: If the grammar does not compile or leaves no legal token.
            EngineError: If the engine failed or was closed.
        """
        ...

    def cancel(self) -> None:
        """Ask for an end. Does nothing to a request that is done."""
        ...

    def done(self) -> bool:
        """Tell whether `result` returns or raises at once."""
        ...

    def __await__(self) -> Generator[Any, None, Completion]:
        """Wait within asyncio; raises as `result` does. Cancelling the task cancels the request."""
        ...

    def __aiter__(self) -> AsyncIterator[str]:
        """Yield the text as `__iter__` does, within asyncio."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Yield the text piece by piece as it comes, without reasoning; raises as `result` does."""
        ...


class Engine(Protocol):
    """Writes text. Thread-safe; a context manager that closes itself."""

    @property
    def info(self) -> EngineInfo:
        """What runs."""
        ...

    @property
    def renderer(self) -> Renderer:
        """Turns prompts into this model's token ids."""
        ...

    def submit(self, request: Request) -> Handle:
        """Queue a request. If the queue is full, wait for room, or for the request's deadline.

        Who waits for room is served first come, first served. A grammar is compiled before, which
        usually takes milliseconds, at most 20 seconds.

        Raises:
            EngineError: If the engine is closed. Everything that is wrong with the request itself
                is raised by the handle.
        """
        ...

    async def asubmit(self, request: Request) -> Handle:
        """Queue a request as `submit` does, without blocking asyncio's loop.

        Cancelling the task takes the request back. From then on the handle is awaited or iterated
        over, and cancelling the task that does so cancels the request:

            completion = await (await engine.asubmit(request))

        Raises:
            EngineError: As `submit`.
        """
        ...

    def score(
        self, prompt: Rendered, labels: Sequence[str], *, deadline: float | None = None
    ) -> tuple[float, ...]:
        """Return the log-probability of each label as the start of the answer.

        The caller normalises over the labels. Labels of several tokens have the sum of theirs. It
        blocks: within asyncio, call it on another thread.

        Raises:
            UsageError: If a label is empty.
            BudgetExceeded, PromptTooLong, EngineError: As for a request.
        """
        ...

    def warm(self, heads: Sequence[Rendered]) -> None:
        """Have the static heads of these prompts ready before they are needed.

        They are computed when there is nothing else to do, or read from disk if an earlier process
        has computed them. Returns at once.
        """
        ...

    def count(self, text: str) -> int:
        """Return how many tokens a text of a user has."""
        ...

    @property
    def usable(self) -> bool:
        """Whether it takes requests: not once it is closed or has failed for good."""
        ...

    def close(self) -> None:
        """End what is running with `EngineError` and free the model. A second call does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Embedder(Protocol):
    """Turns texts into vectors. Thread-safe."""

    @property
    def name(self) -> str:
        """Name of the model."""
        ...

    @property
    def sha256(self) -> str:
        """Hash of the model file, hexadecimal."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 (Euclidean) for each text."""
        ...

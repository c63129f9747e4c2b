"""One question to the engine, followed to its end, from a thread or from asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from lottery_agent.models.engine import Completion, Engine, Handle
from lottery_agent.models.langchain.failures import AnswerCut, translated
from lottery_agent.models.langchain.forms import Form
from lottery_agent.models.langchain.reading import Called, Delta, Words


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended, and what it cost."""

    finish_reason: str
    """`stop`, `length` or `tool_calls`, as LangChain's models say it."""
    output_tokens: int
    stop_sequence: str | None = None
    """What ended the answer before the model did."""
    completion: Completion | None = None
    """What the engine says; None where a stop sequence ended the answer, and with it the count."""


class Question:
    """A request on its way, and the reading of its answer.

    Args:
        engine: The engine that answers.
        handle: The request.
        form: What the answer may be.
        stop: Texts that end words.
        input_tokens: Length of the prompt.
    """

    def __init__(
        self,
        engine: Engine,
        handle: Handle,
        form: Form,
        *,
        stop: Sequence[str],
        input_tokens: int,
    ) -> None:
        self.input_tokens = input_tokens
        self.info = engine.info
        self._engine = engine
        self._handle = handle
        self._reader = form.reader(stop)
        self._must_watch = bool(stop)
        self._words: list[str] = []
        self._called = False

    def cancel(self) -> None:
        """End the request, if it still runs."""
        self._handle.cancel()

    def deltas(self, *, as_it_comes: bool) -> Iterator[Delta]:
        """Yield the answer. Closing the iterator ends the request.

        Args:
            as_it_comes: Piece by piece, or all at the end, which costs less.

        Raises:
            LotteryError: As a handle's result.
        """
        try:
            with translated():
                if as_it_comes or self._must_watch:
                    for piece in self._handle:
                        yield from self._read(piece)
                        if self._reader.stopped is not None:
                            break
                else:
                    yield from self._read(self._handle.result().text)
                yield from self._note(self._reader.finish())
        finally:
            self.cancel()

    async def adeltas(self, *, as_it_comes: bool) -> AsyncIterator[Delta]:
        """Yield the answer as `deltas` does. Cancelling the task ends the request."""
        try:
            with translated():
                if as_it_comes or self._must_watch:
                    async for piece in self._handle:
                        for delta in self._read(piece):
                            yield delta
                        if self._reader.stopped is not None:
                            break
                else:
                    for delta in self._read((await self._handle).text):
                        yield delta
                for delta in self._note(self._reader.finish()):
                    yield delta
        finally:
            self.cancel()

    def ending(self) -> Ending:
        """Return how the answer ended. To be called after its last delta.

        Raises:
            AnswerCut: If the token limit cut a call.
        """
        stopped = self._reader.stopped
        if stopped is not None:
            written = self._engine.count("".join([*self._words, stopped]))
            return Ending("stop", output_tokens=written, stop_sequence=stopped)
        completion = self._handle.result()
        cut = completion.finish == "length"
        if cut and not self._reader.complete:
            raise AnswerCut(completion.text)
        return Ending(
            "length" if cut else "tool_calls" if self._called else "stop",
            output_tokens=len(completion.tokens),
            completion=completion,
        )

    def _read(self, piece: str) -> Iterator[Delta]:
        return self._note(self._reader.feed(piece))

    def _note(self, deltas: Iterator[Delta]) -> Iterator[Delta]:
        for delta in deltas:
            if isinstance(delta, Words):
                self._words.append(delta.text)
            self._called = self._called or isinstance(delta, Called)
            yield delta

"""What llama.cpp can do at best: the same tokens evaluated with nothing around the evaluation.

The bound that the engine is held to is made of bare rates, measured beside it: prompts, each
evaluated by one call as soon as its head is there, or equal parts of several in one call, and
answers, one token of each sequence a call. No token is sampled, no grammar is followed, nothing
waits.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

from lottery_agent.models.engine import library
from lottery_agent.models.engine.context import Context, Feed

_ANSWER_STEPS = 24
_TOKEN = 10  # any: llama.cpp's work does not depend on which token it is


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a prompt to evaluate: where it starts, and how many tokens it has."""

    start: int
    tokens: int


class Bare:
    """A context that is driven by the plainest loops.

    Args:
        path: The model.
        sequences: How many sequences the context has.
        window: Tokens in each.
        threads: Threads; 0 as in an engine.
    """

    def __init__(self, path: Path, *, sequences: int, window: int, threads: int = 0) -> None:
        model = library.load(path)
        self._context = Context(
            model,
            sequences=sequences,
            window=window,
            batch=512,
            threads=library.threads(threads),
        )

    def prefill(self, parts: Sequence[Part]) -> float:
        """Return tokens a second over all parts, one call for each."""
        seconds = 0.0
        for part in parts:
            self._fill(0, part.start)
            feed = Feed(0, part.start, [_TOKEN] * part.tokens, 1)
            seconds += self._time([feed])
        return sum(part.tokens for part in parts) / seconds

    def prefill_together(self, sequences: int, parts: Sequence[Part]) -> float:
        """Return tokens a second over calls that evaluate equal parts of several prompts.

        Args:
            sequences: How many sequences get the part.
            parts: The part of each call; what does not fit into a batch is left out.
        """
        seconds, tokens = 0.0, 0
        for part in parts:
            length = min(part.tokens, self._context.batch // sequences)
            for sequence in range(sequences):
                self._fill(sequence, part.start)
            feeds = [
                Feed(sequence, part.start, [_TOKEN] * length, 1) for sequence in range(sequences)
            ]
            seconds += self._time(feeds)
            tokens += sequences * length
        return tokens / seconds

    def decode(self, sequences: int, *, start: int) -> float:
        """Return tokens a second of all sequences together.

        Args:
            sequences: How many sequences get a token in each call.
            start: Tokens that each of them holds at first.
        """
        for sequence in range(sequences):
            self._fill(sequence, start)
        times = [
            self._time([Feed(sequence, start + n, [_TOKEN], 1) for sequence in range(sequences)])
            for n in range(_ANSWER_STEPS)
        ]
        return sequences / median(times)

    def close(self) -> None:
        """Free the context."""
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

    def _fill(self, sequence: int, tokens: int) -> None:
        self._context.cut(sequence, 0)
        if tokens:
            self._context.decode([Feed(sequence, 0, [_TOKEN] * tokens, 0)])

    def _time(self, feeds: Sequence[Feed]) -> float:
        start = time.perf_counter()
        self._context.decode(feeds)
        return time.perf_counter() - start

"""Runs the fixed requests through an engine, one after the other and all together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lottery_agent.models.engine import LlamaEngine
from lottery_agent.models.engine.scheduler import Counters
from lottery_agent.models.prompts import Rendered
from lottery_agent.models.speed import workload
from lottery_agent.models.speed.workload import Item


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of all requests took.

    Attributes:
        seconds: Of each request, from before `submit` to its result.
        total: Seconds for all.
        lengths: Tokens that each request wrote, with the end of the turn.
        counters: What the engine computed for them.
    """

    seconds: tuple[float, ...]
    total: float
    lengths: tuple[int, ...]
    counters: Counters


@contextmanager
def fresh(
    path: Path, items: Sequence[Item], *, sequences: int, window: int, forced: bool = True
) -> Iterator[tuple[LlamaEngine, list[Rendered]]]:
    """Yield a new engine that has computed the static heads, and the rendered requests.

    New, so that nothing but the heads is left from a run before.
    """
    with LlamaEngine(
        path, name="speed", type="", sha256="-", sequences=sequences, window=window
    ) as engine:
        for head in workload.heads(list(items), engine.renderer):
            engine.score(head, ["."])
        yield engine, [engine.renderer.render(item.prompt) for item in items]


def one_by_one(engine: LlamaEngine, items: Sequence[Item], prompts: Sequence[Rendered]) -> Outcome:
    """Run each request when the one before is done."""
    before = engine.counters
    start = time.perf_counter()
    timed = [_run(engine, item, prompt) for item, prompt in zip(items, prompts, strict=True)]
    return _outcome(timed, time.perf_counter() - start, before, engine.counters)


def together(
    engine: LlamaEngine, items: Sequence[Item], prompts: Sequence[Rendered], *, clients: int
) -> Outcome:
    """Run the requests from several threads, each of which takes the next one when it is free."""
    before = engine.counters
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        timed = list(pool.map(lambda pair: _run(engine, *pair), zip(items, prompts, strict=True)))
        total = time.perf_counter() - start
    return _outcome(timed, total, before, engine.counters)


def _run(engine: LlamaEngine, item: Item, prompt: Rendered) -> tuple[float, int]:
    start = time.perf_counter()
    completion = workload.run(engine, item, prompt)
    seconds = time.perf_counter() - start
    return seconds, len(completion.logprobs) if completion is not None else 1


def _outcome(
    timed: Sequence[tuple[float, int]], total: float, before: Counters, after: Counters
) -> Outcome:
    seconds, lengths = zip(*timed, strict=True)
    return Outcome(seconds, total, lengths, after - before)

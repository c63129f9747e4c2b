"""Runs the fixed requests through the engine, one after the other and all together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lottery_agent.models.engine import Constraint, LlamaEngine, Request
from lottery_agent.models.engine.counters import Counters
from lottery_agent.models.prompts import Prompt, Rendered
from lottery_agent.models.speed import workload
from lottery_agent.models.speed.workload import Item

_LONG_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of all requests took.

    Attributes:
        seconds: Of each request, from before `submit` to its result.
        total: Seconds for all.
        lengths: Tokens that each request wrote, with the end of the turn.
        texts: What each request wrote; nothing where labels were scored.
        counters: What the engine computed for them.
    """

    seconds: tuple[float, ...]
    total: float
    lengths: tuple[int, ...]
    texts: tuple[str, ...]
    counters: Counters


@contextmanager
def fresh(
    path: Path,
    *,
    sequences: int,
    window: int,
    fast_forward: bool = True,
    kv_type: str = "F16",
    flash_attention: bool | None = None,
) -> Iterator[LlamaEngine]:
    """Yield a new engine that is ready: heads computed, grammars' tokenizer built.

    New, so that nothing else is left from a run before.
    """
    with LlamaEngine(
        path,
        name="speed",
        type="",
        sha256="-",
        sequences=sequences,
        window=window,
        fast_forward=fast_forward,
        kv_type=kv_type,
        flash_attention=flash_attention,
    ) as engine:
        for head in workload.heads(workload.load()):
            # Two legal answers: one that is forced would need no evaluation of the head.
            ready = Item(head, grammar=workload.Grammar('start: "." | "!"'))
            workload.run(engine, ready, engine.renderer.render(head))
        yield engine


def one_by_one(engine: LlamaEngine, items: Sequence[Item]) -> Outcome:
    """Run each request when the one before is done."""
    prompts = [engine.renderer.render(item.prompt) for item in items]
    before = engine.counters
    start = time.perf_counter()
    timed = [_time(engine, item, prompt) for item, prompt in zip(items, prompts, strict=True)]
    return _outcome(timed, time.perf_counter() - start, engine.counters - before)


def together(engine: LlamaEngine, items: Sequence[Item], *, clients: int) -> Outcome:
    """Run the requests from several threads, each of which takes the next one when it is free."""
    prompts = [engine.renderer.render(item.prompt) for item in items]
    before = engine.counters
    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        timed = list(pool.map(partial(_time, engine), items, prompts))
        total = time.perf_counter() - start
    return _outcome(timed, total, engine.counters - before)


def write_long(engine: LlamaEngine, constraint: Constraint | None, count: int) -> float:
    """Write texts at once, each under the same constraint, and return seconds a token."""
    prompts = [
        engine.renderer.render(Prompt("speed", "You tell stories.", f"Tell me {n} long stories."))
        for n in range(2, 2 + count)
    ]
    start = time.perf_counter()
    handles = [
        engine.submit(Request(prompt, _LONG_TOKENS, constraint=constraint)) for prompt in prompts
    ]
    tokens = sum(len(handle.result().logprobs) for handle in handles)
    return (time.perf_counter() - start) / tokens


def _time(engine: LlamaEngine, item: Item, prompt: Rendered) -> tuple[float, int, str]:
    start = time.perf_counter()
    completion = workload.run(engine, item, prompt)
    seconds = time.perf_counter() - start
    if completion is None:
        return seconds, 1, ""
    return seconds, len(completion.logprobs), completion.text


def _outcome(timed: Sequence[tuple[float, int, str]], total: float, counters: Counters) -> Outcome:
    seconds, lengths, texts = zip(*timed, strict=True)
    return Outcome(seconds, total, lengths, texts, counters)

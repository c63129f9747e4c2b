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

STORY_TOKENS = 64
"""Most tokens of a story."""


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


@dataclass(frozen=True, slots=True)
class Call:
    """A recorded request, and what the engine writes for it."""

    prompt: Rendered
    grammar: str
    tokens: int
    """Length of the answer, with the end of the turn."""
    same: bool
    """Whether the model writes the same without the grammar."""

    def request(self, number: int | None = None) -> Request:
        """Return it as a request.

        Args:
            number: Sets the grammar apart from equal ones, so that it is compiled as a new
                question's would be; None for no grammar.
        """
        text = f"{self.grammar}\n// {number}\n"
        constraint = None if number is None else workload.Grammar(text)
        return Request(self.prompt, self.tokens, constraint)


def longest_call(engine: LlamaEngine, items: Sequence[Item]) -> Call:
    """Return the request with the longest answer under its grammar.

    One whose answer is the same without a grammar is preferred: then the grammar is all that
    differs.
    """
    calls = []
    for item in items:
        if item.grammar and not item.sampling.temperature:
            prompt = engine.renderer.render(item.prompt)
            bound = engine.submit(Request(prompt, item.max_tokens, item.grammar)).result()
            count = len(bound.logprobs)
            free = engine.submit(Request(prompt, count)).result()
            calls.append(Call(prompt, item.grammar.text, count, free.tokens == bound.tokens))
    return max(calls, key=lambda call: (call.same, call.tokens))


def stories(engine: LlamaEngine, constraint: Constraint | None, count: int) -> list[Request]:
    """Return requests for long texts."""
    prompts = [
        Prompt("speed", "You tell stories.", f"Tell me {n} long stories.")
        for n in range(2, 2 + count)
    ]
    return [Request(engine.renderer.render(prompt), STORY_TOKENS, constraint) for prompt in prompts]


def pace(engine: LlamaEngine, requests: Sequence[Request]) -> float:
    """Run requests at once, each from a thread of its own, and return seconds a token."""

    def write(request: Request) -> int:
        return len(engine.submit(request).result().logprobs)

    with ThreadPoolExecutor(len(requests)) as pool:
        start = time.perf_counter()
        tokens = sum(pool.map(write, requests))
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

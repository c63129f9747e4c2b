"""What runs in the processes of `measure`: the engine, the bare loops, the high-level `Llama`."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import psutil

from lottery_agent.models.engine import LlamaEngine, load_vocabulary
from lottery_agent.models.prompts import Rendered
from lottery_agent.models.speed import ours, workload
from lottery_agent.models.speed.bare import Bare, Part
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.models.speed.stock import Stock

SEQUENCES = 16
WINDOW = 1024
_CONSTRAINT_ROUNDS = 5
_CALLS_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Rates:
    """Bare rates, in tokens a second."""

    prefill: float
    """Of prompts like the recorded ones, one call for each."""
    prefill_many: float
    """Of equal parts of such prompts, `SEQUENCES` in one call."""
    decode_one: float
    """Of one sequence."""
    decode_many: float
    """Of `SEQUENCES` together."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a constraint costs, every token sampled."""

    grammar: str
    """`any text`, compiled once, or `narrowed`: that of a recorded request, compiled each time."""
    sequences: int
    speed: float
    """Of constrained decoding over that of unconstrained decoding."""
    tokens: int
    """Most tokens of each text."""
    same: bool
    """Whether both write the same text."""


@dataclass(frozen=True, slots=True)
class Start:
    """The first answer of a process: its prompt's head, and what was computed of the prompt."""

    head: int
    reused: int
    computed: int
    text: str


@dataclass(frozen=True, slots=True)
class CacheRun:
    """The fixed requests in one engine: seconds for all of them, one by one and together."""

    one: float
    many: float
    peak_mib: float
    texts: tuple[str, ...]


def run(path: Path, fast_forward: bool) -> tuple[Outcome, Outcome]:
    """Run the fixed requests in new engines: one after the other, and all together."""
    items = workload.load()
    with ours.fresh(path, sequences=SEQUENCES, window=WINDOW, fast_forward=fast_forward) as engine:
        one = ours.one_by_one(engine, items)
    with ours.fresh(path, sequences=SEQUENCES, window=WINDOW, fast_forward=fast_forward) as engine:
        many = ours.together(engine, items, clients=SEQUENCES)
    return one, many


def rates(path: Path) -> Rates:
    """Measure the bare rates on tokens like those of the fixed requests."""
    prompts = _prompts(path)
    bare = _bare(path)
    depth = sum(map(len, prompts)) // len(prompts)
    parts = [Part(len(prompt.head), len(prompt.tail)) for prompt in prompts]
    by_length = sorted(parts, key=lambda part: part.tokens)
    step = max(1, len(parts) // _CALLS_TOGETHER)
    return Rates(
        prefill=bare.prefill(parts),
        prefill_many=bare.prefill_together(SEQUENCES, by_length[step // 2 :: step]),
        decode_one=bare.decode(1, start=depth),
        decode_many=bare.decode(SEQUENCES, start=depth),
    )


def stock(path: Path, lengths: Sequence[int], with_grammar: bool) -> list[float]:
    """Write as many tokens for each request with the high-level `Llama`; return the seconds."""
    constrained = [with_grammar and item.grammar is not None for item in workload.load()]
    return _stock(path).run(_prompts(path), lengths, constrained)


def constraint(path: Path, sequences: int) -> list[Cost]:
    """Compare constrained with unconstrained decoding.

    A constraint that allows any text changes no token; it costs as much as any other. The narrowed
    grammar is that of the recorded request with the longest answer.
    """
    with ours.fresh(path, sequences=SEQUENCES, window=WINDOW, fast_forward=False) as engine:
        free = ours.stories(engine, None, sequences)
        bound = ours.stories(engine, workload.ANY_TEXT, sequences)
        call = ours.longest_call(engine, workload.load())
        numbers = itertools.count()
        any_text, narrowed = [], []
        for _ in range(_CONSTRAINT_ROUNDS):
            any_text.append((ours.pace(engine, free), ours.pace(engine, bound)))
            calls = [call.request(next(numbers)) for _ in range(sequences)]
            plain = [call.request()] * sequences
            narrowed.append((ours.pace(engine, plain), ours.pace(engine, calls)))
    return [
        Cost("any text", sequences, _ratio(any_text), ours.STORY_TOKENS, True),
        Cost("narrowed", sequences, _ratio(narrowed), call.tokens, call.same),
    ]


def _ratio(paces: Sequence[tuple[float, float]]) -> float:
    """Return how fast the second is against the first, from their seconds a token."""
    return median(free for free, _ in paces) / median(bound for _, bound in paces)


def first_answer(path: Path, folder: Path) -> Start:
    """Start an engine with a folder for heads and run the first request that writes a text."""
    item = next(item for item in workload.load() if item.grammar)
    with LlamaEngine(path, name="", type="", sha256="-", heads_folder=folder) as engine:
        prompt = engine.renderer.render(item.prompt)
        engine.warm([prompt])
        completion = workload.submit(engine, item, prompt).result()
        return Start(
            head=len(prompt.head),
            reused=completion.reused_tokens,
            computed=engine.counters.prompt_tokens,
            text=completion.text,
        )


def cache_run(path: Path, kv_type: str, flash_attention: bool) -> CacheRun:
    """Run the fixed requests in a new engine with a type of keys and values."""
    items = workload.load()
    with ours.fresh(
        path,
        sequences=SEQUENCES,
        window=WINDOW,
        kv_type=kv_type,
        flash_attention=flash_attention,
    ) as engine:
        one = ours.one_by_one(engine, items)
        many = ours.together(engine, items, clients=SEQUENCES)
        return CacheRun(one.total, many.total, _peak_memory() / 2**20, one.texts)


def memory(path: Path, sequences: int, window: int) -> float:
    """Return the peak resident set of this process, in MiB, after all requests."""
    with ours.fresh(path, sequences=sequences, window=window) as engine:
        ours.together(engine, workload.load(), clients=sequences)
        return _peak_memory() / 2**20


def _peak_memory() -> int:
    """Return this process's largest resident set so far, in bytes; the current one if unknown."""
    # `ru_maxrss` starts with the parent's peak on Linux, this does not.
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return int(psutil.Process().memory_info().rss)


@cache
def _bare(path: Path) -> Bare:
    return Bare(path, sequences=SEQUENCES, window=WINDOW)


@cache
def _stock(path: Path) -> Stock:
    return Stock(path, window=WINDOW)


@cache
def _prompts(path: Path) -> list[Rendered]:
    with load_vocabulary(path) as vocabulary:
        return [vocabulary.renderer.render(item.prompt) for item in workload.load()]

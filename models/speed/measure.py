"""The measurements, each made of ratios between things that ran beside one another.

Whatever computes is in a process of its own (`subjects`), because two users of OpenMP in one process
slow each other down; the processes take turns, and medians are taken over the rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from lottery_agent.models.speed import subjects
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Speed:
    """The engine's speed on the fixed requests with one model file.

    `latency` is for requests one after the other, `throughput` for all of them at 16 sequences.
    All figures are ratios; above 1 (or 100%) the engine is the faster one.

    Attributes:
        type: Type of the weights.
        latency_of_bound: Share of the bare speed of llama.cpp, every token sampled.
        throughput_of_bound: The same at 16 sequences.
        forced_share: Share of the answers' tokens that a grammar forced.
        forced_latency: How many times faster forced tokens make it.
        forced_throughput: The same at 16 sequences.
        latency_gain: How many times faster than `Llama` with the same file.
        throughput_gain: The same at 16 sequences.
        shipped_latency_gain: How many times faster than `Llama` with the file as shipped.
        shipped_throughput_gain: The same at 16 sequences.
        batching: Throughput at 16 sequences over one after the other.
    """

    type: str
    latency_of_bound: float
    throughput_of_bound: float
    forced_share: float
    forced_latency: float
    forced_throughput: float
    latency_gain: float
    throughput_gain: float
    shipped_latency_gain: float
    shipped_throughput_gain: float
    batching: float


@contextmanager
def _subject() -> Iterator[Callable[..., Any]]:
    """Yield a function that runs another one in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda function, *arguments: pool.submit(function, *arguments).result()


def speed(
    files: dict[str, Path], shipped: Path, *, rounds: int, progress: Progress = silent
) -> list[Speed]:
    """Measure the engine against its bound and against the high-level `Llama`.

    Args:
        files: From types to model files.
        shipped: The model file as shipped.
        rounds: How often; medians are reported.
        progress: Shown while measuring.
    """
    with ExitStack() as stack:
        stock_shipped = stack.enter_context(_subject())
        others = {type: [stack.enter_context(_subject()) for _ in range(3)] for type in files}
        found: dict[str, list[dict[str, float]]] = {type: [] for type in files}
        with progress("Measuring", total=rounds * len(files)) as update:
            for number in range(rounds * len(files)):
                type = list(files)[number % len(files)]
                ours, stock, bare = others[type]
                path = files[type]
                plain = ours(subjects.run, path, False)
                full = ours(subjects.run, path, True)
                row = _against_bound(plain, bare(subjects.rates, path))
                one, many = full
                row |= {
                    "forced_latency": plain[0].total / one.total,
                    "forced_throughput": plain[1].total / many.total,
                    "forced_share": one.counters.forced_tokens / one.counters.answer_tokens,
                    "batching": one.total / many.total,
                }
                row |= _against(one, many, stock(subjects.stock, path, one.lengths), "")
                same = stock_shipped(subjects.stock, shipped, one.lengths)
                row |= _against(one, many, same, "shipped_")
                found[type].append(row)
                update(number + 1)
    return [
        Speed(type, **{name: median(row[name] for row in rows) for name in rows[0]})
        for type, rows in found.items()
    ]


def _against_bound(plain: tuple[Outcome, Outcome], rates: subjects.Rates) -> dict[str, float]:
    """Compare runs without forced tokens with what their tokens take at bare rates."""
    shares = {}
    names = ("latency_of_bound", "throughput_of_bound")
    decode = (rates.decode_one, rates.decode_many)
    for name, outcome, rate in zip(names, plain, decode, strict=True):
        counters = outcome.counters
        bound = counters.prompt_tokens / rates.prefill + counters.answer_tokens / rate
        shares[name] = bound / outcome.total
    return shares


def _against(one: Outcome, many: Outcome, stock: Sequence[float], prefix: str) -> dict[str, float]:
    pairs = zip(stock, one.seconds, strict=True)
    return {
        f"{prefix}latency_gain": median(theirs / ours for theirs, ours in pairs),
        f"{prefix}throughput_gain": sum(stock) / many.total,
    }

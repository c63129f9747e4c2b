"""The measurements, each made of ratios between things that ran beside one another.

Whatever computes is in a process of its own (`subjects`), because two users of OpenMP in one
process slow each other down; the processes take turns, and medians are taken over the rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from lottery_agent.models.speed import subjects
from lottery_agent.models.speed.ours import Outcome
from lottery_agent.progress import Progress, silent

MEMORY_GRID = ((1, 1024), (1, 2048), (8, 1024), (8, 2048), (16, 1024), (16, 2048))
"""Sequences and windows whose memory is measured."""
MEMORY_DEFAULT = ((8, 2048),)
"""Those that an engine has by default."""
CACHES = (("F16", False), ("F16", True), ("Q8_0", True), ("Q4_0", True))
"""Types of keys and values, without and with flash attention; the first is the default."""


@dataclass(frozen=True, slots=True)
class Gain:
    """How many times faster the engine is than `Llama`, run in one way.

    Attributes:
        file: `shipped` for the model file as shipped, `same` for the engine's own.
        grammar: Whether `Llama` follows a grammar (any text) where the engine follows one.
        latency: Median of the gains of single requests.
        throughput: Gain of all requests together.
    """

    file: str
    grammar: bool
    latency: float
    throughput: float


@dataclass(frozen=True, slots=True)
class Speed:
    """The engine's speed on the fixed requests with one model file.

    `latency` is for requests one after the other, `throughput` for all of them at 16 sequences.
    All figures are ratios; above 1 (or 100%) the engine is the faster one.

    Attributes:
        type: Type of the weights.
        latency_of_bound: Share of the bare speed of llama.cpp, every token sampled.
        throughput_of_bound: The same at 16 sequences, where prompts are evaluated one by one or 16
            together, whichever is the faster.
        forced_share: Share of the answers' tokens that a grammar forced.
        forced_latency: How many times faster forced tokens make it.
        forced_throughput: The same at 16 sequences.
        batching: Throughput at 16 sequences over one after the other.
        gains: How many times faster than the high-level `Llama`, for each way to run that.
    """

    type: str
    latency_of_bound: float
    throughput_of_bound: float
    forced_share: float
    forced_latency: float
    forced_throughput: float
    batching: float
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class Cache:
    """What a type of keys and values changes, against the default one.

    Attributes:
        kv_type: The type.
        flash_attention: Whether it was used.
        latency: How many times faster requests are one after the other.
        throughput: The same at 16 sequences.
        peak_mib: Peak resident set of the process, in MiB.
        same: Share of the texts that are the same as with the default.
    """

    kv_type: str
    flash_attention: bool
    latency: float
    throughput: float
    peak_mib: float
    same: float


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
        rounds: How often; medians are reported. `Llama` runs the engine's own file only in the
            first round.
        progress: Shown while measuring.
    """
    with ExitStack() as stack, progress("Measuring", total=rounds * len(files)) as update:
        shipped_stock = stack.enter_context(_subject())
        processes = {type: [stack.enter_context(_subject()) for _ in range(3)] for type in files}
        found: dict[str, list[Speed]] = {type: [] for type in files}
        for number in range(rounds * len(files)):
            type, path = list(files.items())[number % len(files)]
            ours, stock, bare = processes[type]
            sampled = ours(subjects.run, path, False)
            one, many = ours(subjects.run, path, True)
            latency, throughput = _shares(sampled, bare(subjects.rates, path))
            stocks = {"shipped": (shipped_stock, shipped)}
            if number < len(files):
                stocks["same"] = (stock, path)
            gains = [
                _gain(one, many, run(subjects.stock, file, one.lengths, grammar), name, grammar)
                for name, (run, file) in stocks.items()
                for grammar in (True, False)
            ]
            found[type].append(
                Speed(
                    type=type,
                    latency_of_bound=latency,
                    throughput_of_bound=throughput,
                    forced_share=one.counters.forced_tokens / one.counters.answer_tokens,
                    forced_latency=sampled[0].total / one.total,
                    forced_throughput=sampled[1].total / many.total,
                    batching=one.total / many.total,
                    gains=tuple(gains),
                )
            )
            update(number + 1)
    return [_medians(runs) for runs in found.values()]


def caches(path: Path, *, rounds: int = 1, progress: Progress = silent) -> list[Cache]:
    """Measure the types of keys and values, each run in a new process."""
    runs: list[list[subjects.CacheRun]] = [[] for _ in CACHES]
    with progress("Measuring caches", total=rounds * len(CACHES)) as update:
        for number in range(rounds * len(CACHES)):
            which = number % len(CACHES)
            with _subject() as run:
                runs[which].append(run(subjects.cache_run, path, *CACHES[which]))
            update(number + 1)
    return [_cache(*options, found, runs[0]) for options, found in zip(CACHES, runs, strict=True)]


def _cache(
    kv_type: str,
    flash_attention: bool,
    runs: Sequence[subjects.CacheRun],
    usual: Sequence[subjects.CacheRun],
) -> Cache:
    """Compare runs with those of the default, round by round."""
    pairs = list(zip(usual, runs, strict=True))
    texts = [pair for pair in zip(usual[0].texts, runs[0].texts, strict=True) if pair[0]]
    return Cache(
        kv_type,
        flash_attention,
        latency=median(theirs.one / ours.one for theirs, ours in pairs),
        throughput=median(theirs.many / ours.many for theirs, ours in pairs),
        peak_mib=median(run.peak_mib for run in runs),
        same=sum(theirs == ours for theirs, ours in texts) / len(texts),
    )


def constraint_costs(path: Path) -> list[subjects.Cost]:
    """Return what constraints cost, one sequence alone and `SEQUENCES` together."""
    with _subject() as run:
        return [cost for n in (1, subjects.SEQUENCES) for cost in run(subjects.constraint, path, n)]


def warm_start(path: Path) -> list[subjects.Start]:
    """Return the first answers of two processes that share a new folder for heads."""
    starts = []
    with TemporaryDirectory() as folder:
        for _ in range(2):
            with _subject() as run:
                starts.append(run(subjects.first_answer, path, Path(folder)))
    return starts


def memory(
    path: Path, shapes: Sequence[tuple[int, int]] = MEMORY_GRID
) -> dict[tuple[int, int], float]:
    """Return the peak resident set in MiB by sequences and window, each in a new process."""
    peaks = {}
    for sequences, window in shapes:
        with _subject() as run:
            peaks[sequences, window] = run(subjects.memory, path, sequences, window)
    return peaks


def _shares(sampled: tuple[Outcome, Outcome], rates: subjects.Rates) -> tuple[float, float]:
    """Compare runs without forced tokens with what their tokens take at bare rates."""

    def share(outcome: Outcome, prefill: float, decode: float) -> float:
        counters = outcome.counters
        bound = counters.prompt_tokens / prefill + counters.answer_tokens / decode
        return bound / outcome.total

    one, many = sampled
    fastest = max(rates.prefill, rates.prefill_many)
    return (
        share(one, rates.prefill, rates.decode_one),
        share(many, fastest, rates.decode_many),
    )


def _gain(
    one: Outcome,
    many: Outcome,
    stock: Sequence[float],
    file: str,
    grammar: bool,
) -> Gain:
    pairs = zip(stock, one.seconds, strict=True)
    latency = median(theirs / ours for theirs, ours in pairs)
    return Gain(file, grammar, latency, sum(stock) / many.total)


def _medians(runs: Sequence[Speed]) -> Speed:
    """Return the medians of all figures."""
    names = [field.name for field in fields(Speed) if field.name not in ("type", "gains")]
    ways: defaultdict[tuple[str, bool], list[Gain]] = defaultdict(list)
    for run in runs:
        for gain in run.gains:
            ways[gain.file, gain.grammar].append(gain)
    gains = tuple(
        replace(
            same[0],
            latency=median(gain.latency for gain in same),
            throughput=median(gain.throughput for gain in same),
        )
        for same in ways.values()
    )
    middles = {name: median(getattr(run, name) for run in runs) for name in names}
    return replace(runs[0], gains=gains, **middles)

"""How a base grows: latency, memory, rate of building and disk, by number of passages.

One base grows from size to size in a folder of its own. An interrupted run goes on where it was:
what is in the base stays, and sizes that were measured are read from `results.json`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import psutil

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.knowledge.embedder import Embedder
from lottery_agent.knowledge.ranking import Mode
from lottery_agent.knowledge.speed.synthetic import SyntheticEmbedder, documents
from lottery_agent.progress import Progress, silent

SIZES = (1_000, 10_000, 100_000)
MODES: tuple[Mode, ...] = ("dense", "lexical", "fused")
_BASE = "scale"
_BLOCK = 1_000
_RESULTS = "results.json"
_KNOWN = "known.npz"
_COUNT = "count"
_POLL_SECONDS = 0.2
_COMPARED = 50
"""Questions whose nearest vectors are also looked for one by one."""
_NEIGHBOURS = 10
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a search whose query vector is given.

    Attributes:
        median: Median.
        p95: 95th percentile.
        processor: Median of the processor time, which hardly changes when other programs run.
    """

    median: float
    p95: float
    processor: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Passages that are added in a second, and in a second of processor time."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Size:
    """A base with a number of passages.

    Attributes:
        passages: How many there are.
        built: How fast it grew to this size, embedding left out; after an interruption of the rest,
            None if there was no rest.
        megabytes: Size on disk, in MiB.
        bytes_per_passage: The same for each passage.
        open_seconds: From a new process to the first answer.
        latency: Of each mode.
        resident: Memory of a process that has searched, in MiB.
        empty: Memory of the same process before it opened the base, in MiB.
        found: Share of the ten nearest vectors that the index finds.
    """

    passages: int
    built: Rate | None
    megabytes: float
    bytes_per_passage: float
    open_seconds: float
    latency: dict[str, Latency]
    resident: float
    empty: float
    found: float


@dataclass(frozen=True, slots=True)
class Material:
    """What synthetic passages and questions are made of: real texts with their real vectors."""

    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    folder: Path
    seed: int

    def embedder(self) -> SyntheticEmbedder:
        """Return the embedder that knows the texts."""
        with np.load(self.folder / _KNOWN) as rows:
            embedder = SyntheticEmbedder(
                dict(zip(self.paragraphs, rows["paragraphs"], strict=True)), seed=self.seed
            )
            embedder.know(dict(zip(self.questions, rows["questions"], strict=True)))
        return embedder


def prepare(
    paragraphs: Sequence[str],
    questions: Sequence[str],
    embedder: Embedder,
    folder: Path,
    *,
    seed: int,
) -> Material:
    """Embed the real texts, unless that was done before, and keep their vectors in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    material = Material(tuple(paragraphs), tuple(questions), folder, seed)
    if not (folder / _KNOWN).exists():
        np.savez(
            folder / _KNOWN,
            paragraphs=embedder.embed(paragraphs),
            questions=embedder.embed(questions),
        )
    return material


def measure(
    material: Material, sizes: Sequence[int] = SIZES, *, progress: Progress = silent
) -> list[Size]:
    """Let a base grow and measure it at each size, in new processes.

    Args:
        material: What passages and questions are made of.
        sizes: Numbers of passages.
        progress: Shows how many passages are in the base.

    Raises:
        KnowledgeError: If the folder has a base that is larger than the next size.
    """
    path = material.folder / _RESULTS
    done: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    with progress("Adding passages", total=max(sizes)) as update:
        for size in sorted(set(sizes)):
            if str(size) not in done:
                built = _in_process(_grow, material, size, update=update)
                found = _in_process(_search, material, size)
                done[str(size)] = asdict(replace(found, built=built))
                path.write_text(json.dumps(done, indent=1))
            update(size)
    return [read_size(done[str(size)]) for size in sorted(set(sizes))]


def read_size(data: dict[str, Any]) -> Size:
    """Return what `asdict` made of a size."""
    latency = {mode: Latency(**values) for mode, values in data["latency"].items()}
    built = data["built"] and Rate(**data["built"])
    return Size(**{**data, "latency": latency, "built": built})


def _in_process(
    function: Callable[..., Any],
    material: Material,
    size: int,
    update: Callable[[int], None] = lambda done: None,
) -> Any:
    """Run a function in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        future = pool.submit(function, material, size)
        while not future.done():
            time.sleep(_POLL_SECONDS)
            update(_count(material.folder))
        return future.result()


def _count(folder: Path) -> int:
    """Return how many passages the growing process has added by now."""
    try:
        return int((folder / _COUNT).read_text())
    except (OSError, ValueError):
        return 0


def _grow(material: Material, size: int) -> Rate | None:
    """Add passages up to a size; return how fast, None if there was nothing to add."""
    embedder = material.embedder()
    with KnowledgeBase.open(_BASE, embedder, folder=material.folder) as base:
        first = start = base.stats().passages
        if start > size:
            raise KnowledgeError(
                f"the base in {str(material.folder)!r} has {start} passages, more than {size}",
                hint="delete the folder",
            )
        seconds = processor = 0.0
        while start < size:
            stop = min(size, start + _BLOCK)
            batch = list(documents(material.paragraphs, start, stop, seed=material.seed))
            embedder.prepare([document.text for document in batch])
            begun, used = time.perf_counter(), time.process_time()
            base.add_documents(batch)
            seconds += time.perf_counter() - begun
            processor += time.process_time() - used
            start = stop
            (material.folder / _COUNT).write_text(str(start))
    return Rate((size - first) / seconds, (size - first) / processor) if seconds else None


def _search(material: Material, size: int) -> Size:
    """Search a base of a size in each mode, in a process that has done nothing else."""
    embedder = material.embedder()
    process = psutil.Process()
    empty = process.memory_info().rss / _MIB
    begun = time.perf_counter()
    with KnowledgeBase.open(_BASE, embedder, folder=material.folder) as base:
        base.search(material.questions[0])
        opened = time.perf_counter() - begun
        times: dict[str, list[tuple[float, float]]] = {mode: [] for mode in MODES}
        for question in material.questions:
            for mode in MODES:
                begun, used = time.perf_counter(), time.process_time()
                base.search(question, mode=mode)
                times[mode].append((time.perf_counter() - begun, time.process_time() - used))
        resident = process.memory_info().rss / _MIB
        found = _found(base, embedder, material, size)
        stats = base.stats()
    return Size(
        passages=stats.passages,
        built=None,
        megabytes=stats.bytes / _MIB,
        bytes_per_passage=stats.bytes / stats.passages,
        open_seconds=opened,
        latency={mode: _latency(seconds) for mode, seconds in times.items()},
        resident=resident,
        empty=empty,
        found=found,
    )


def _latency(times: Sequence[tuple[float, float]]) -> Latency:
    seconds, processor = zip(*times, strict=True)
    cuts = quantiles(seconds, n=20, method="inclusive")
    return Latency(cuts[9] * 1000, cuts[18] * 1000, median(processor) * 1000)


def _found(
    base: KnowledgeBase, embedder: SyntheticEmbedder, material: Material, size: int
) -> float:
    """Return the share of the nearest passages, looked for one by one, that a search finds."""
    questions = material.questions[:_COMPARED]
    queries = embedder.embed(questions)
    best = np.full((len(questions), 0), 0.0, np.float32)
    names = np.full((len(questions), 0), 0, np.int64)
    for start in range(0, size, _BLOCK):
        stop = min(size, start + _BLOCK)
        texts = [d.text for d in documents(material.paragraphs, start, stop, seed=material.seed)]
        scores = np.concatenate([best, queries @ embedder.embed(texts).T], axis=1)
        numbers = np.broadcast_to(np.arange(start, stop), (len(questions), stop - start))
        everyone = np.concatenate([names, numbers], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :_NEIGHBOURS]
        best = np.take_along_axis(scores, order, axis=1)
        names = np.take_along_axis(everyone, order, axis=1)
    shares = []
    for question, nearest in zip(questions, names, strict=True):
        passages = base.search(question, _NEIGHBOURS, mode="dense")
        wanted = {f"synthetic/{number}" for number in nearest}
        shares.append(len(wanted & {passage.source for passage in passages}) / len(wanted))
    return float(np.mean(shares))

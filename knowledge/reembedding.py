"""Makes the vectors of a base anew with another embedder, beside the old ones.

The new vectors go to a second collection. Only when it is complete does it take the place of the
first, in one step: a search never meets vectors of two embedders. An interrupted run is taken up
where it ended; until one has completed, the base works with its earlier embedder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from lottery_agent.knowledge.embedder import Embedder, embed_rows
from lottery_agent.knowledge.ingestion import embedded_text
from lottery_agent.knowledge.records import format_key
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress

_BATCH = 32
"""Passages per call of the embedder: short enough for a lively progress bar."""


@dataclass(frozen=True, slots=True)
class Reembedding:
    """What a run did.

    Attributes:
        passages: Vectors made in this run.
        kept: Vectors that an interrupted run had made.
        embedder: Name of the model that made all vectors of the base.
        sha256: Hash of that model.
        seconds: Time taken.
    """

    passages: int
    kept: int
    embedder: str
    sha256: str
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)


def reembed(shelf: Shelf, embedder: Embedder, *, progress: Progress) -> Reembedding:
    """Make all vectors of a base with an embedder.

    With the embedder that made them, nothing is done but to give up a run that was interrupted.

    Args:
        shelf: The base, which nobody else in this process uses.
        embedder: Makes its vectors from now on.
        progress: Shows how many passages are done.
    """
    started = time.monotonic()
    about = shelf.about()
    made = kept = 0
    if about.get("sha256") == embedder.sha256:
        shelf.abandon()
    elif not about:
        shelf.adopt(embedder)
    else:
        made, kept = renew(shelf, embedder, progress)
    seconds = round(time.monotonic() - started, 3)
    return Reembedding(made, kept, embedder.name, embedder.sha256, seconds)


def renew(shelf: Shelf, embedder: Embedder, progress: Progress) -> tuple[int, int]:
    """Make all vectors anew; return how many were made, and how many an earlier run had made."""
    vectors = shelf.replacement(embedder)
    try:
        there = set(vectors.ids())
        wanted = shelf.passages.ids()
        vectors.discard(sorted(there - wanted))
        kept = made = len(there & wanted)
        with progress("Embedding", total=len(wanted)) as update:
            missing = _missing(shelf, there)
            while batch := list(islice(missing, _BATCH)):
                ids, texts = zip(*batch, strict=True)
                shelf.fill(vectors, ids, embed_rows(embedder, texts))
                made += len(batch)
                update(made)
    except BaseException:
        vectors.close()
        raise
    shelf.replace(embedder, vectors)
    return made - kept, kept


def _missing(shelf: Shelf, there: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield id and text of the passages that have no new vector."""
    for number in shelf.passages.numbers():
        for position, (_, _, text, heading) in enumerate(shelf.passages.parts(number)):
            if (id := format_key((number, position))) not in there:
                yield id, embedded_text(heading, text)

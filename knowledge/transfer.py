"""Exports a base to one file, and imports such a file.

An import is data from a stranger. The whole file is checked before its first document is stored,
and some of its vectors are made again and compared; whoever does not trust the file has all of
them made anew.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import SystemRandom
from typing import Any

import numpy as np

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import archive
from lottery_agent.knowledge.archive import Header, Reader, Totals
from lottery_agent.knowledge.embedder import Embedder, Vectors, embed_rows
from lottery_agent.knowledge.ingestion import embedded_text
from lottery_agent.knowledge.records import Entry, Part, format_key
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress

_GROUP = 128
"""Passages that are stored together."""
_BATCH = 32
"""Passages per call of the embedder: short enough for a lively progress bar."""
_COMPARED = 16
"""Passages whose vectors are made again."""
_ALIKE = 0.99
"""Cosine of two vectors of one text by one model, on different processors."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        added: New documents.
        changed: Documents that replaced one of the same name.
        unchanged: Documents that the base held already.
        passages: Passages written.
        embedded: Vectors that were made, because those of the file are another model's or not
            trusted.
        seconds: Time taken.
    """

    added: int
    changed: int
    unchanged: int
    passages: int
    embedded: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)


def export(shelf: Shelf, name: str, path: Path, *, progress: Progress) -> Totals:
    """Write a base to a file.

    Args:
        shelf: The base.
        name: Its name.
        path: The file, replaced if it exists; `.gz` at its end packs it.
        progress: Shows how many passages are done.

    Raises:
        UsageError: If it can't be written.
        KnowledgeError: If the base is empty, or a vector is missing.
    """
    about = shelf.about()
    if not about:
        raise KnowledgeError(f"knowledge base {name!r} is empty", hint="add documents first")
    header = Header(name, about["embedder"], about["sha256"], int(about["dimension"]))
    return archive.write(path, header, _stored(shelf, progress))


def _stored(shelf: Shelf, progress: Progress) -> Iterator[tuple[Entry, Vectors]]:
    done = 0
    with progress("Exporting", total=shelf.passages.count()) as update:
        for number in shelf.passages.numbers():
            entry = shelf.passages.entry(number)
            if entry is None:  # Another thread removed it meanwhile.
                continue
            ids = [format_key((number, position)) for position in range(len(entry.passages))]
            found = shelf.vectors.rows(ids)
            if len(found) != len(ids):
                raise KnowledgeError(
                    f"{entry.source!r} lacks {len(ids) - len(found)} of {len(ids)} vectors",
                    hint="`lottery knowledge verify --repair` makes them again",
                )
            yield entry, np.stack([found[id] for id in ids])
            done += len(ids)
            update(done)


def import_(
    shelf: Shelf, embedder: Embedder, path: Path, *, embed: bool, progress: Progress
) -> Imported:
    """Store the documents of a file, replacing others of the same name.

    If it is interrupted, what was done is kept, and the next import goes on.

    Args:
        shelf: The base.
        embedder: The one of the base.
        path: The file.
        embed: Make all vectors anew, instead of taking those of the file.
        progress: Shows how many passages are done.

    Raises:
        UsageError: If the file can't be read, is broken, or its vectors are not the embedder's;
            then nothing was imported.
    """
    started = time.monotonic()
    header = _check(path, embedder, compare=not embed, progress=progress)
    anew = embed or header.sha256 != embedder.sha256
    done: Counter[str] = Counter()
    group: list[tuple[Entry, Vectors]] = []
    with Reader(path) as reader, progress("Importing") as update:
        for entry, rows in reader.documents():
            known = shelf.passages.sha256(entry.source)
            if known == entry.sha256:
                done["unchanged"] += 1
                continue
            done["added" if known is None else "changed"] += 1
            done["passages"] += len(rows)
            group.append((entry, rows))
            if sum(len(rows) for _, rows in group) >= _GROUP:
                shelf.put(_embedded(embedder, group) if anew else group)
                group.clear()
                update(done["passages"])
        if group:
            shelf.put(_embedded(embedder, group) if anew else group)
    shelf.compact()
    return Imported(
        added=done["added"],
        changed=done["changed"],
        unchanged=done["unchanged"],
        passages=done["passages"],
        embedded=done["passages"] if anew else 0,
        seconds=round(time.monotonic() - started, 3),
    )


def _embedded(
    embedder: Embedder, group: Sequence[tuple[Entry, Vectors]]
) -> list[tuple[Entry, Vectors]]:
    """Return documents with vectors of the embedder."""
    texts = [_text(part) for entry, _ in group for part in entry.passages]
    starts = range(0, len(texts), _BATCH)
    rows = np.concatenate([embed_rows(embedder, texts[s : s + _BATCH]) for s in starts])
    ends = np.cumsum([len(entry.passages) for entry, _ in group])
    parts = np.split(rows, ends[:-1])
    return [(entry, part) for (entry, _), part in zip(group, parts, strict=True)]


def _text(part: Part) -> str:
    _, _, text, heading = part
    return embedded_text(heading, text)


def _check(path: Path, embedder: Embedder, *, compare: bool, progress: Progress) -> Header:
    """Read all of a file, and compare some of its vectors with the embedder's.

    Raises:
        UsageError: If the file can't be read, is broken, or its vectors are not those that it says.
    """
    draw = SystemRandom()
    sample: list[tuple[str, Vectors]] = []
    names: set[str] = set()
    seen = 0
    with Reader(path) as reader, progress("Checking") as update:
        for entry, rows in reader.documents():
            if entry.source in names:
                raise UsageError(f"{str(path)!r} has the document {entry.source!r} twice")
            names.add(entry.source)
            for part, row in zip(entry.passages, rows, strict=True):
                seen += 1
                # Each passage is in the sample with the same chance (reservoir sampling).
                place = draw.randrange(seen)
                if len(sample) < _COMPARED:
                    sample.append((_text(part), row))
                elif place < _COMPARED:
                    sample[place] = (_text(part), row)
            update(seen)
        header = reader.header
    if compare and header.sha256 == embedder.sha256 and not _alike(embedder, sample):
        raise UsageError(
            f"vectors of {str(path)!r} are not what {embedder.name!r} makes of the texts",
            hint="import it with --embed, which makes them anew",
        )
    return header


def _alike(embedder: Embedder, sample: Sequence[tuple[str, Vectors]]) -> bool:
    """Tell whether vectors are what an embedder makes of their texts."""
    if not sample:
        return True
    made = embed_rows(embedder, [text for text, _ in sample])
    rows = np.stack([row for _, row in sample])
    return made.shape == rows.shape and bool(np.sum(made * rows, axis=1).min() >= _ALIKE)

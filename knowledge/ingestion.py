"""Brings documents into a base: skips what is unchanged, cuts the rest, embeds and stores it.

Documents are stored in groups, so that many small ones are embedded together, and an interrupted
run keeps what it has done: the next one finds it unchanged and goes on.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np

from lottery_agent.knowledge.chunking import Chunk, chunk
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Embedder, Vectors, embed_rows, token_counter
from lottery_agent.knowledge.records import Entry
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress

_GROUP = 128
"""Passages that are stored together."""
_BATCH = 32
"""Passages per call of the embedder: short enough for a lively progress bar."""
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What no database stores: null characters and halves of surrogate pairs."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not added, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingestion did.

    Attributes:
        added: New documents.
        changed: Documents whose content replaced an earlier one.
        unchanged: Documents that the base held already.
        removed: Documents whose file has disappeared, or has no readable text any more.
        passages: Passages written.
        skipped: What was left out.
        incomplete: What was added, but for a part.
        seconds: Time taken.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    passages: int
    skipped: tuple[Skipped, ...]
    incomplete: tuple[Skipped, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document that is ready to be embedded."""

    document: Document
    sha256: str
    size: int
    chunks: list[Chunk]

    def texts(self) -> list[str]:
        """Return what the embedder sees of the passages."""
        text = self.document.text
        return [embedded_text(c.heading, text[c.start : c.end]) for c in self.chunks]

    def entry(self) -> Entry:
        """Return the document as it is stored."""
        tables = [(t.start, t.end, t.markdown) for t in self.document.tables]
        passages = passages_of(self.document, self.chunks)
        return Entry(self.document.source, self.sha256, self.size, passages, tables)


@dataclass(slots=True)
class Ingestion:
    """One run over some documents: `add` them one by one, then `finish`."""

    shelf: Shelf
    embedder: Embedder
    _group: list[_Cut] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _skipped: list[Skipped] = field(default_factory=list)
    _incomplete: list[Skipped] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def add_documents(self, documents: Iterable[Document], *, progress: Progress) -> Summary:
        """Add documents that are in memory; their `source` names them."""
        with progress("Adding documents") as update:
            for done, document in enumerate(documents, start=1):
                content = document.text.encode(errors="surrogatepass")
                digest = sha256(content).hexdigest()
                if not self.is_known(document.source, digest):
                    self.add(document, digest, len(content))
                self.flush_full()
                update(done)
            return self.finish()

    def is_known(self, source: str, digest: str) -> bool:
        """Tell whether the base holds a document with this content, and count it as unchanged."""
        if self.shelf.passages.sha256(source) != digest:
            return False
        self._counts["unchanged"] += 1
        return True

    def add(self, document: Document, digest: str, size: int) -> None:
        """Add a document, or replace the one of its name.

        Args:
            document: The document.
            digest: SHA-256 of the content that it was read from.
            size: Bytes of that content.
        """
        if _NO_TEXT.search(document.text):
            document = replace(document, text=_NO_TEXT.sub("\ufffd", document.text))
        chunks = chunk(document, count=token_counter(self.embedder))
        if not chunks:
            self.remove([document.source])
            self.skip(document.source, "no text")
            return
        if document.omitted:
            self._incomplete.append(Skipped(document.source, document.omitted))
        known = self.shelf.passages.sha256(document.source) is not None
        self._counts["changed" if known else "added"] += 1
        self._counts["passages"] += len(chunks)
        self._group.append(_Cut(document, digest, size, chunks))

    def skip(self, source: str, reason: str) -> None:
        """Note what was not added, and why."""
        self._skipped.append(Skipped(source, reason))

    def remove(self, sources: Iterable[str]) -> None:
        """Remove the documents of these names that there are."""
        if known := [s for s in sources if self.shelf.passages.sha256(s) is not None]:
            self.shelf.remove(known)
            self._counts["removed"] += len(known)

    def flush_full(self, update: Callable[[float], None] = lambda share: None) -> None:
        """Store what was added, if it is enough for a group.

        Args:
            update: Is told the share of the group that is embedded.
        """
        if sum(len(cut.chunks) for cut in self._group) >= _GROUP:
            self._flush(update)

    def finish(self) -> Summary:
        """Store what is left, and let the words of replaced documents leave the disk."""
        self._flush(lambda share: None)
        self.shelf.compact()
        names = ("added", "changed", "unchanged", "removed", "passages")
        return Summary(
            **{name: self._counts[name] for name in names},
            skipped=tuple(self._skipped),
            incomplete=tuple(self._incomplete),
            seconds=round(time.monotonic() - self._started, 3),
        )

    def _flush(self, update: Callable[[float], None]) -> None:
        group, self._group = self._group, []
        if not group:
            return
        rows = _embed(self.embedder, [text for cut in group for text in cut.texts()], update)
        entries: list[tuple[Entry, Vectors]] = []
        start = 0
        for cut in group:
            stop = start + len(cut.chunks)
            entries.append((cut.entry(), rows[start:stop]))
            start = stop
        self.shelf.put(entries)


def embedded_text(heading: str, text: str) -> str:
    """Return what the embedder sees of a passage: its words below the headings that it is under."""
    return f"{heading}\n{text}" if heading else text


def passages_of(document: Document, chunks: Sequence[Chunk]) -> list[tuple[int, int, str, str]]:
    """Return chunks as the passage store takes them."""
    return [(c.start, c.end, document.text[c.start : c.end], c.heading) for c in chunks]


def _embed(embedder: Embedder, texts: Sequence[str], update: Callable[[float], None]) -> Vectors:
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embed_rows(embedder, texts[start : start + _BATCH]))
        update(min(1.0, (start + _BATCH) / len(texts)))
    return np.concatenate(parts)

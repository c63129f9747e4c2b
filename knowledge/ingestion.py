"""Brings documents into a base: finds files, skips what is unchanged or unreadable, cuts, embeds.

Documents are stored in groups, so that many small files are embedded together, and an interrupted
run keeps what it has done: the next one finds it unchanged and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.chunking import Chunk, chunk
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Embedder, Vectors, embed_rows, token_counter
from lottery_agent.knowledge.passages import Entry
from lottery_agent.knowledge.reading import Unreadable, find_files, read_bytes, read_document
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress, Update

_GROUP = 128
"""Passages that are stored together."""
_BATCH = 32
"""Passages per call of the embedder: short enough for a lively progress bar."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not added, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingestion did.

    Attributes:
        added: New documents.
        changed: Documents whose content replaced an earlier one.
        unchanged: Documents that the base held already.
        passages: Passages written.
        skipped: What was left out.
        seconds: Time taken.
    """

    added: int
    changed: int
    unchanged: int
    passages: int
    skipped: tuple[Skipped, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)


@dataclass(slots=True)
class Ingestion:
    """One run over some documents."""

    shelf: Shelf
    embedder: Embedder
    _group: list[tuple[Document, str, int, list[Chunk]]] = field(default_factory=list)
    _counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("added", "changed", "unchanged", "passages"), 0)
    )
    _skipped: list[Skipped] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def add_files(self, paths: Iterable[str | Path], *, progress: Progress) -> Summary:
        """Add files and folders.

        Raises:
            UsageError: If a path does not exist; then nothing was added.
        """
        files = list(_expand(paths))
        sizes = [_size(path) for path, _ in files]
        with progress("Adding documents", total=sum(sizes), unit="bytes") as update:
            done = 0
            for (path, named), size in zip(files, sizes, strict=True):
                try:
                    content = read_bytes(path)
                    digest = sha256(content).hexdigest()
                    if not self._known(str(path), digest):
                        document = read_document(path, content, named=named)
                        self._add(document, digest, len(content))
                except Unreadable as error:
                    self._skipped.append(Skipped(str(path), str(error)))
                self._flush_full(_within(update, done, size))
                done += size
                update(done)
            return self._finish()

    def add_documents(self, documents: Iterable[Document], *, progress: Progress) -> Summary:
        """Add documents that are in memory; their `source` names them."""
        with progress("Adding documents") as update:
            for done, document in enumerate(documents, start=1):
                content = document.text.encode(errors="surrogatepass")
                digest = sha256(content).hexdigest()
                if not self._known(document.source, digest):
                    self._add(document, digest, len(content))
                self._flush_full(lambda share: None)
                update(done)
            return self._finish()

    def _finish(self) -> Summary:
        """Store the last group, and let the words of replaced documents leave the disk."""
        self._flush()
        if self._counts["changed"]:
            self.shelf.passages.compact()
        seconds = round(time.monotonic() - self._started, 3)
        return Summary(**self._counts, skipped=tuple(self._skipped), seconds=seconds)

    def _known(self, source: str, digest: str) -> bool:
        if self.shelf.passages.sha256(source) != digest:
            return False
        self._counts["unchanged"] += 1
        return True

    def _add(self, document: Document, digest: str, size: int) -> None:
        chunks = chunk(document, count=token_counter(self.embedder))
        known = self.shelf.passages.sha256(document.source) is not None
        if not chunks:
            # The file says nothing now: what it said before must not be cited any more.
            if known:
                self.shelf.remove([document.source])
            self._skipped.append(Skipped(document.source, "no text"))
            return
        self._counts["changed" if known else "added"] += 1
        self._counts["passages"] += len(chunks)
        self._group.append((document, digest, size, chunks))

    def _flush_full(self, update: Callable[[float], None]) -> None:
        if sum(len(chunks) for *_, chunks in self._group) >= _GROUP:
            self._flush(update)

    def _flush(self, update: Callable[[float], None] = lambda share: None) -> None:
        """Embed and store the group. `update` gets the share that is embedded."""
        group, self._group = self._group, []
        if not group:
            return
        texts = [
            embedded_text(chunk.heading, document.text[chunk.start : chunk.end])
            for document, _, _, chunks in group
            for chunk in chunks
        ]
        rows = _embed(self.embedder, texts, update)
        entries: list[tuple[Entry, Vectors]] = []
        start = 0
        for document, digest, size, chunks in group:
            entry = Entry(document.source, digest, size, passages_of(document, chunks))
            entries.append((entry, rows[start : start + len(chunks)]))
            start += len(chunks)
        self.shelf.put(entries)


def _within(update: Update, done: int, size: int) -> Callable[[float], None]:
    """Return what turns shares of a file into bytes of the whole run."""
    return lambda share: update(done + int(share * size))


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


def _expand(paths: Iterable[str | Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, and whether the user named it; all paths are checked first."""
    given = [Path(path).expanduser().resolve() for path in paths]
    for path in given:
        if not path.exists():
            raise UsageError(f"there is no file or folder {str(path)!r}")
    seen: set[Path] = set()
    for path in given:
        folder = path.is_dir()
        for file in find_files(path) if folder else (path,):
            if file not in seen:
                seen.add(file)
                yield file, not folder


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

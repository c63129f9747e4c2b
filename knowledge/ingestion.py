"""Brings documents into a base: finds files, skips what is unchanged or unreadable, cuts, embeds.

Documents are stored in groups, so that many small files are embedded together, and an interrupted
run keeps what it has done: the next one finds it unchanged and goes on. What was added is noted
first, so that a sync goes on too.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
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
from lottery_agent.knowledge.reading import (
    Unreachable,
    Unreadable,
    find_files,
    read_bytes,
    read_document,
)
from lottery_agent.knowledge.roots import forget, is_gone, remember, roots
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
        removed: Documents whose file has disappeared, or has no readable text any more.
        passages: Passages written.
        skipped: What was left out.
        seconds: Time taken.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
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
    _counts: Counter[str] = field(default_factory=Counter)
    _skipped: list[Skipped] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def add_files(self, paths: Iterable[str | Path], *, progress: Progress) -> Summary:
        """Add files and folders.

        Raises:
            UsageError: If a path does not exist; then nothing was added.
        """
        given = [_absolute(path) for path in paths]
        for path in given:
            if is_gone(path):
                raise _missing(path)
        remember(self.shelf.passages, map(str, given))
        return self._ingest(given, progress)

    def sync(self, paths: Iterable[str | Path] | None, *, progress: Progress) -> Summary:
        """Add files and folders, None for all that were added before, and remove what is gone.

        The documents of a folder that is gone itself are kept: its disk may only be away.

        Raises:
            UsageError: If there is neither a file nor a document at a path, or nothing was added
                before; then nothing was done.
        """
        passages = self.shelf.passages
        given = [_absolute(path) for path in (roots(passages) if paths is None else paths)]
        if not given:
            raise UsageError(
                "no file or folder was added to this knowledge base yet",
                hint="name one: `lottery knowledge sync PATH`",
            )
        known = [document.source for document in passages.sources()]
        present = [path for path in given if not is_gone(path)]
        for path in (str(path) for path in given if is_gone(path)):
            kept = len(_below(known, {path}))
            if path in known or not kept:
                if not kept and paths is not None:
                    raise _missing(Path(path))
                forget(passages, path)
            else:
                reason = f"the folder is gone, its {kept} documents are kept until they are removed"
                self._skipped.append(Skipped(path, reason))
        remember(passages, map(str, present))
        folders = {str(path) for path in present}
        gone_files = {str(path) for path in given} & set(known)
        self._remove(s for s in _below(known, folders | gone_files) if is_gone(s))
        return self._ingest(present, progress)

    def _ingest(self, given: Sequence[Path], progress: Progress) -> Summary:
        """Add files and what is in folders."""
        files = list(self._expand(given))
        sizes = [_size(path) for path, _ in files]
        with progress("Adding documents", total=sum(sizes), unit="bytes") as update:
            done = 0
            for (path, named), size in zip(files, sizes, strict=True):
                self._ingest_file(path, named)
                self._flush_full(_within(update, done, size))
                done += size
                update(done)
            return self._finish()

    def _ingest_file(self, path: Path, named: bool) -> None:
        source = str(path)
        if not _is_text(source):
            self._skipped.append(Skipped(repr(source)[1:-1], "its name is not UTF-8"))
            return
        try:
            content = read_bytes(path)
            digest = sha256(content).hexdigest()
            if not self._known(source, digest):
                self._add(read_document(path, content, named=named), digest, len(content))
        except Unreadable as error:
            self._skipped.append(Skipped(source, str(error)))
            if not isinstance(error, Unreachable):
                # What the file said before must not be cited any more.
                self._remove([source])

    def _expand(self, given: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
        """Yield each file once, and whether the user named it, now or before."""
        named = set(roots(self.shelf.passages))
        seen: set[Path] = set()
        for path in given:
            for file in self._files(path):
                if file not in seen:
                    seen.add(file)
                    yield file, str(file) in named

    def _files(self, path: Path) -> Iterator[Path]:
        if not path.is_dir():
            yield path
            return
        yield from find_files(path, unreachable=self._skip_folder)

    def _skip_folder(self, error: OSError) -> None:
        self._skipped.append(Skipped(str(error.filename), error.strerror or "can't be read"))

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
        counts = {
            name: self._counts[name]
            for name in ("added", "changed", "unchanged", "removed", "passages")
        }
        seconds = round(time.monotonic() - self._started, 3)
        return Summary(**counts, skipped=tuple(self._skipped), seconds=seconds)

    def _remove(self, sources: Iterable[str]) -> None:
        """Remove the documents of these names that there are."""
        if known := [s for s in sources if self.shelf.passages.sha256(s) is not None]:
            self.shelf.remove(known)
            self._counts["removed"] += len(known)

    def _known(self, source: str, digest: str) -> bool:
        if self.shelf.passages.sha256(source) != digest:
            return False
        self._counts["unchanged"] += 1
        return True

    def _add(self, document: Document, digest: str, size: int) -> None:
        chunks = chunk(document, count=token_counter(self.embedder))
        if not chunks:
            self._remove([document.source])
            self._skipped.append(Skipped(document.source, "no text"))
            return
        known = self.shelf.passages.sha256(document.source) is not None
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


def _absolute(path: str | Path) -> Path:
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # A home that nobody has, a loop of links, a null character.
        raise UsageError(f"the path {str(path)!r} can't be followed: {error}") from None


def _missing(path: Path) -> UsageError:
    return UsageError(f"there is no file or folder {str(path)!r}")


def _below(sources: Iterable[str], paths: Set[str]) -> list[str]:
    """Return the documents that are at one of the paths or below it."""
    return [s for s in sources if s in paths or any(str(p) in paths for p in Path(s).parents)]


def _is_text(source: str) -> bool:
    try:
        source.encode()
    except UnicodeEncodeError:
        return False
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

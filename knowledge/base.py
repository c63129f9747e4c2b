"""A knowledge base: documents in, passages out.

Several users in one process share a base; another process gets an error that names the owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import shelf as shelves
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Embedder, embed_rows
from lottery_agent.knowledge.ingestion import Ingestion, Summary
from lottery_agent.knowledge.passages import Passage, Source
from lottery_agent.knowledge.ranking import check_query, fuse
from lottery_agent.knowledge.roots import forget
from lottery_agent.knowledge.shelf import Shelf, format_key, parse_key
from lottery_agent.progress import Progress, silent
from lottery_agent.settings import data_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Stats:
    """Size and origin of a base.

    Attributes:
        name: Its name.
        folder: Where it is.
        documents: Number of documents.
        passages: Number of passages.
        bytes: Size on disk.
        embedder: Name of the model that made its vectors, None before the first.
        sha256: Hash of that model.
    """

    name: str
    folder: str
    documents: int
    passages: int
    bytes: int
    embedder: str | None
    sha256: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as plain data."""
        return asdict(self)


class KnowledgeBase:
    """A named knowledge base. A context manager; may be used from any thread. Made by `open`."""

    def __init__(self, name: str, shelf: Shelf, embedder: Embedder | None) -> None:
        self.name = name
        self._shelf: Shelf | None = shelf
        self._embedder = embedder

    @classmethod
    def open(
        cls,
        name: str,
        embedder: Embedder | None = None,
        *,
        folder: Path | None = None,
        create: bool = True,
    ) -> KnowledgeBase:
        """Open a base.

        Args:
            name: Its name: letters, digits, dots, dashes and underscores.
            embedder: Makes its vectors. Without one, documents can only be listed and removed.
            folder: Folder of all bases; None for `knowledge` in the data folder.
            create: Make the base if it does not exist.

        Raises:
            UsageError: If no base can have this name.
            KnowledgeError: If another process owns the base, it can't be opened, its vectors come
                from another embedder, or it does not exist and shall not be created.
        """
        path = _path(name, folder)
        if not create and not _is_base(path):
            raise KnowledgeError(
                f"there is no knowledge base {name!r}",
                hint="`lottery knowledge add PATH` creates it",
            )
        shelf = shelves.take(path, name)
        base = cls(name, shelf, embedder)
        try:
            base._check_embedder()
        except BaseException:
            base.close()
            raise
        return base

    @staticmethod
    def exists(name: str, *, folder: Path | None = None) -> bool:
        """Tell whether there is a base of this name."""
        return _is_base(_path(name, folder))

    @staticmethod
    def names(*, folder: Path | None = None) -> list[str]:
        """Return the names of all bases."""
        root = folder or data_folder() / "knowledge"
        return sorted(path.parent.name for path in root.glob(f"*/{shelves.PASSAGES}"))

    def _check_embedder(self) -> None:
        """Note the embedder of a new base; refuse one whose vectors would not be comparable."""
        embedder = self._embedder
        if embedder is None:
            return
        about = self._opened.passages.about()
        if "sha256" not in about:
            self._opened.passages.describe(
                {
                    "embedder": embedder.name,
                    "sha256": embedder.sha256,
                    "dimension": str(embedder.dimension),
                }
            )
        elif about["sha256"] != embedder.sha256:
            raise KnowledgeError(
                f"knowledge base {self.name!r} was made with the embedder {about['embedder']!r} "
                f"({about['sha256'][:12]}), not with {embedder.name!r} ({embedder.sha256[:12]})",
                hint="use that embedder, or add the documents to a new base with --knowledge NAME",
            )

    @property
    def _opened(self) -> Shelf:
        if self._shelf is None:
            raise KnowledgeError(f"knowledge base {self.name!r} is closed")
        return self._shelf

    @property
    def embedder(self) -> Embedder:
        """What makes the vectors.

        Raises:
            KnowledgeError: If the base was opened without.
        """
        if self._embedder is None:
            raise KnowledgeError(f"knowledge base {self.name!r} was opened without an embedder")
        return self._embedder

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the base; once more does nothing. Its last user lets the next process in."""
        shelf, self._shelf = self._shelf, None
        if shelf is not None:
            shelves.give_back(shelf)

    def add(self, paths: Iterable[str | Path], *, progress: Progress = silent) -> Summary:
        """Add files, and folders with what is below them.

        Unchanged files are left alone, changed ones replaced, unreadable ones skipped. Documents
        are named by their absolute path. If interrupted, what was done is kept.

        Args:
            paths: Files and folders.
            progress: Shows how many bytes are done.

        Raises:
            UsageError: If a path does not exist; then nothing was added.
        """
        return Ingestion(self._opened, self.embedder).add_files(paths, progress=progress)

    def sync(
        self, paths: Iterable[str | Path] | None = None, *, progress: Progress = silent
    ) -> Summary:
        """Add files and folders as `add` does, and remove documents whose files have disappeared.

        Documents of a folder that has disappeared itself are kept, and the summary says so: its
        disk may only be away. `remove` drops them.

        Args:
            paths: Files and folders; None for all that were ever added.
            progress: Shows how many bytes are done.

        Raises:
            UsageError: If there is neither a file nor a document at a path, or nothing was ever
                added; then nothing was done.
        """
        return Ingestion(self._opened, self.embedder).sync(paths, progress=progress)

    def add_documents(
        self, documents: Iterable[Document], *, progress: Progress = silent
    ) -> Summary:
        """Add documents that are no files; their `source` names them, as `add` does with paths."""
        return Ingestion(self._opened, self.embedder).add_documents(documents, progress=progress)

    def search(self, query: str, k: int = 5) -> list[Passage]:
        """Return the passages that fit a query best, by meaning and by words, best first.

        The order is that of `fused`; a passage's `score` is its similarity in meaning, for a
        threshold.

        Raises:
            UsageError: If the query is empty or `k` is below 1.
        """
        query = check_query(query, k)
        shelf = self._opened
        row = embed_rows(self.embedder, [query])[0]
        depth = max(50, 4 * k)
        dense = dict(shelf.vectors.nearest(row, depth))
        lexical = {format_key(key): score for key, score in shelf.passages.match(query, depth)}
        dense |= shelf.vectors.similarities(row, [id for id in lexical if id not in dense])
        found: list[Passage] = []
        for id, fused in fuse(dense, lexical).items():
            stored = shelf.passages.get(parse_key(id))
            if stored is None:  # Another thread removed it meanwhile.
                continue
            source, text, start, end, heading = stored
            words = lexical.get(id, 0.0)
            found.append(Passage(id, source, text, start, end, dense[id], heading, words, fused))
            if len(found) == k:
                break
        return found

    def sources(self) -> list[Source]:
        """Return the documents, by name."""
        return self._opened.passages.sources()

    def remove(self, source: str | Path) -> list[str]:
        """Remove a document, or all documents below a folder, and every trace of their words.

        A sync does not look at the path again; but if a folder above it was added, that folder's
        next sync adds what still is there.

        Args:
            source: The name of a document, a path to it, or the path of a folder.

        Returns:
            The names of what was removed.

        Raises:
            UsageError: If the base has no such document.
        """
        shelf = self._opened
        known = [document.source for document in shelf.passages.sources()]
        path = str(Path(source).expanduser().resolve())
        removed = [name for name in known if name == str(source)] or [
            name for name in known if name == path or path in map(str, Path(name).parents)
        ]
        if not removed:
            raise UsageError(
                f"knowledge base {self.name!r} has no document {str(source)!r}",
                hint="`lottery knowledge list` shows them",
            )
        forget(shelf.passages, path)
        shelf.remove(removed)
        return removed

    def stats(self) -> Stats:
        """Return size and origin."""
        shelf = self._opened
        about = shelf.passages.about()
        files = [path for path in shelf.folder.rglob("*") if path.is_file()]
        return Stats(
            name=self.name,
            folder=str(shelf.folder),
            documents=len(shelf.passages.sources()),
            passages=shelf.passages.count(),
            bytes=sum(path.stat().st_size for path in files),
            embedder=about.get("embedder"),
            sha256=about.get("sha256"),
        )


def _path(name: str, folder: Path | None) -> Path:
    """Return the folder of a base.

    Raises:
        UsageError: If no base can have this name.
    """
    if not _NAME.fullmatch(name) or name == _NOBODY:
        raise UsageError(
            f"a knowledge base can't be called {name!r}",
            hint="use up to 64 letters, digits, dots, dashes and underscores; `none` means no base",
        )
    return ((folder or data_folder() / "knowledge") / name).resolve()


def _is_base(path: Path) -> bool:
    return (path / shelves.PASSAGES).is_file()

"""A knowledge base: documents in, passages out.

Several users in one process share a base. A base in a folder belongs to one process, and another
one gets an error that names the owner; a base on a Chroma server may be used by many.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge import shelf as shelves
from lottery_agent.knowledge.documents import Document
from lottery_agent.knowledge.embedder import Embedder, embed_rows
from lottery_agent.knowledge.files import add_files, sync_files
from lottery_agent.knowledge.filters import Filter, named, resolved
from lottery_agent.knowledge.ingestion import Ingestion, Summary
from lottery_agent.knowledge.places import check_name, find_place
from lottery_agent.knowledge.ranking import Fusion, Mode, check_query
from lottery_agent.knowledge.records import Passage, Source, Stats, parse_key
from lottery_agent.knowledge.roots import forget
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    from lottery_agent.knowledge.archive import Totals
    from lottery_agent.knowledge.reembedding import Reembedding
    from lottery_agent.knowledge.transfer import Imported
    from lottery_agent.knowledge.verification import Verification


class KnowledgeBase:
    """A named knowledge base. A context manager; may be used from any thread. Made by `open`."""

    def __init__(self, name: str, shelf: Shelf, embedder: Embedder | None) -> None:
        self.name = name
        self.url = shelf.url
        """The Chroma server that keeps the base, None for none."""
        self._shelf: Shelf | None = shelf
        self._embedder = embedder

    @classmethod
    def open(
        cls,
        name: str,
        embedder: Embedder | None = None,
        *,
        folder: Path | None = None,
        url: str | None = None,
        create: bool = True,
    ) -> KnowledgeBase:
        """Open a base.

        Args:
            name: Its name: letters, digits, dots, dashes and underscores.
            embedder: Makes its vectors. Without one, documents can be shown, found by their words
                and removed, but not added.
            folder: Folder of all bases; None for `knowledge` in the data folder.
            url: The Chroma server that keeps it, as `http://HOST:PORT`; then the folder is not
                used.
            create: Make the base if it does not exist.

        Raises:
            UsageError: If no base can have this name, or the URL is none.
            KnowledgeError: If another process owns the base, it can't be opened, its vectors come
                from another embedder, or it does not exist and shall not be created.
        """
        check_name(name)
        place = find_place(folder, url)
        if not create and not place.has(name):
            others = ", ".join(place.names())
            raise KnowledgeError(
                f"there is no knowledge base {name!r}",
                hint="`lottery knowledge add PATH` creates it"
                + (f"; there are: {others}" if others else ""),
            )
        shelf = shelves.take(place.key(name), lambda: place.shelf(name))
        base = cls(name, shelf, embedder)
        try:
            base._check_embedder()
        except BaseException:
            base.close()
            raise
        return base

    @staticmethod
    def exists(name: str, *, folder: Path | None = None, url: str | None = None) -> bool:
        """Tell whether there is a base of this name."""
        check_name(name)
        return find_place(folder, url).has(name)

    @staticmethod
    def names(*, folder: Path | None = None, url: str | None = None) -> list[str]:
        """Return the names of all bases."""
        return find_place(folder, url).names()

    def _check_embedder(self) -> None:
        """Note the embedder of a new base; refuse one whose vectors would not be comparable."""
        embedder = self._embedder
        if embedder is None:
            return
        about = self._opened.about()
        if "sha256" not in about:
            self._opened.adopt(embedder)
        elif about["sha256"] != embedder.sha256:
            raise KnowledgeError(
                f"knowledge base {self.name!r} was made with the embedder {about['embedder']!r} "
                f"({about['sha256'][:12]}), not with {embedder.name!r} ({embedder.sha256[:12]})",
                hint="use that embedder, name another base with --knowledge NAME, or make the "
                f"vectors anew: `lottery knowledge reembed --knowledge {self.name}`",
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
        return add_files(Ingestion(self._opened, self.embedder), paths, progress=progress)

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
        return sync_files(Ingestion(self._opened, self.embedder), paths, progress=progress)

    def add_documents(
        self, documents: Iterable[Document], *, progress: Progress = silent
    ) -> Summary:
        """Add documents that are no files; their `source` names them, as `add` does with paths."""
        return Ingestion(self._opened, self.embedder).add_documents(documents, progress=progress)

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        mode: Mode = "fused",
        fusion: Fusion = "weighted",
        where: Filter | None = None,
        threshold: float = 0.0,
        diversity: float = 0.0,
    ) -> list[Passage]:
        """Return the passages that fit a query best, best first.

        The order is that of `fused`; a passage's `score` is its similarity in meaning.

        Args:
            query: What to look for.
            k: How many passages at most.
            mode: What counts: meaning and words (`fused`), meaning alone (`dense`), or words alone
                (`lexical`), which needs no embedder.
            fusion: How meaning and words are joined: by weighted scores, or by reciprocal ranks.
            where: Which documents may answer; None for all.
            threshold: Similarity in [0, 1] that a passage must have; not in the mode `lexical`.
            diversity: How much to prefer passages that say something else than those before them,
                in [0, 1]: maximal marginal relevance with lambda = 1 − diversity.

        Raises:
            UsageError: If the query is empty, `k` is below 1, or an option is out of range.
            KnowledgeError: If the mode needs an embedder and the base was opened without.
        """
        from lottery_agent.knowledge.retrieval import Options, search

        query = check_query(query, k)
        options = Options(
            mode=mode, fusion=fusion, where=where, threshold=threshold, diversity=diversity
        )
        row = None if mode == "lexical" else embed_rows(self.embedder, [query])[0]
        self._opened.refresh()
        return search(self._opened, query, row, k, options)

    def passage(self, id: str) -> Passage | None:
        """Return the passage of an id, None if there is none."""
        return next(iter(self._around(id, 0, 0)), None)

    def neighbours(self, passage: Passage | str, before: int = 1, after: int = 1) -> list[Passage]:
        """Return the passages before and after one in its document, in order, without itself.

        Args:
            passage: The passage, or its id.
            before: How many before it at most.
            after: How many after it at most.

        Raises:
            UsageError: If a number is negative.
        """
        id = passage if isinstance(passage, str) else passage.id
        return [other for other in self._around(id, before, after) if other.id != id]

    def _around(self, id: str, before: int, after: int) -> list[Passage]:
        if before < 0 or after < 0:
            raise UsageError("the numbers of passages before and after must be 0 or more")
        try:
            key = parse_key(id)
        except ValueError:
            return []
        return self._opened.passages.around(key, before, after)

    def table_of(self, passage: Passage) -> str | None:
        """Return the table that a passage is part of, as a Markdown pipe table; None without one.

        It is the whole table, even if the passage holds only a few of its rows.
        """
        for start, end, markdown in self._opened.passages.tables(parse_key(passage.id)[0]):
            if start < passage.end and passage.start < end:
                return markdown
        return None

    def document(self, name: str | Path) -> list[Passage]:
        """Return all passages of a document, in order.

        Args:
            name: Its name, or a path to it.

        Raises:
            UsageError: If the base has no such document.
        """
        passages = self._opened.passages
        for source in (str(name), resolved(str(name))):
            if (number := passages.number(source)) is not None:
                return passages.around((number, 0), 0, sys.maxsize)
        raise self._unknown(name)

    def sources(self) -> list[Source]:
        """Return the documents, by name."""
        self._opened.refresh()
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
        shelf.refresh()
        name, path = str(source), resolved(str(source))
        if shelf.passages.number(name) is not None:
            removed = [name]
        else:
            removed = shelf.passages.names(named(name)) if name else []
        if not removed:
            raise self._unknown(source)
        forget(shelf.passages, path)
        shelf.remove(removed)
        return removed

    def delete(self) -> None:
        """Delete the whole base, and close it.

        Raises:
            KnowledgeError: If somebody else in this process uses it.
        """
        self._alone().erase()
        self.close()

    def _alone(self) -> Shelf:
        if self._opened.users > 1:
            raise KnowledgeError(
                f"knowledge base {self.name!r} is in use", hint="close it everywhere else first"
            )
        return self._opened

    def _unknown(self, source: str | Path) -> UsageError:
        return UsageError(
            f"knowledge base {self.name!r} has no document {str(source)!r}",
            hint="`lottery knowledge list` shows them",
        )

    def export(self, path: str | Path, *, progress: Progress = silent) -> Totals:
        """Write all documents with their vectors to a file of JSON lines.

        Args:
            path: The file, replaced if it exists; `.gz` at its end packs it.
            progress: Shows how many passages are done.

        Raises:
            UsageError: If it can't be written.
            KnowledgeError: If the base is empty, or lacks a vector.
        """
        from lottery_agent.knowledge.transfer import export

        self._opened.refresh()
        return export(self._opened, self.name, Path(path), progress=progress)

    def import_(
        self, path: str | Path, *, embed: bool = False, progress: Progress = silent
    ) -> Imported:
        """Store the documents of an exported file, replacing others of the same name.

        Nothing is stored unless all of the file is valid. Its vectors are taken if they are of the
        base's embedder, else made anew. If interrupted, what was done is kept.

        Args:
            path: The file.
            embed: Make all vectors anew, because the file is not to be trusted.
            progress: Shows how many passages are done.

        Raises:
            UsageError: If the file can't be read, is broken, or its vectors are not what it says.
        """
        from lottery_agent.knowledge.transfer import import_

        self._opened.refresh()
        shelf, embedder = self._opened, self.embedder
        return import_(shelf, embedder, Path(path), embed=embed, progress=progress)

    def verify(self, *, repair: bool = False, progress: Progress = silent) -> Verification:
        """Check texts, full-text index and vectors against each other.

        Args:
            repair: Make again what can be made from what is sound.
            progress: Shows how many passages are done.

        Raises:
            KnowledgeError: If there is something to repair with and the base was opened without an
                embedder.
        """
        from lottery_agent.knowledge.verification import verify

        self._opened.refresh()
        return verify(self._opened, self.embedder if repair else None, progress=progress)

    @classmethod
    def reembed(
        cls,
        name: str,
        embedder: Embedder,
        *,
        folder: Path | None = None,
        url: str | None = None,
        progress: Progress = silent,
    ) -> Reembedding:
        """Make all vectors of a base anew with another embedder, which is the base's from then on.

        Until the last one is made, the base works with its earlier embedder. An interrupted run is
        taken up where it ended; with the earlier embedder, it is given up.

        Args:
            name: The base.
            embedder: Makes its vectors.
            folder: As for `open`.
            url: As for `open`.
            progress: Shows how many passages are done.

        Raises:
            KnowledgeError: If the base does not exist, or somebody else uses it.
        """
        from lottery_agent.knowledge.reembedding import reembed

        with cls.open(name, folder=folder, url=url, create=False) as base:
            return reembed(base._alone(), embedder, progress=progress)

    def stats(self) -> Stats:
        """Return size and origin."""
        shelf = self._opened
        shelf.refresh()
        about = shelf.about()
        documents, passages = shelf.passages.totals()
        files = [path for path in shelf.folder.rglob("*") if path.is_file()]
        return Stats(
            name=self.name,
            folder=str(shelf.folder),
            url=shelf.url,
            documents=documents,
            passages=passages,
            bytes=sum(path.stat().st_size for path in files),
            embedder=about.get("embedder"),
            sha256=about.get("sha256"),
        )

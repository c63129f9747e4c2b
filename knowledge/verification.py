"""Checks the two stores of a base against each other and against what was noted at writing.

Each `Problem` says what is wrong and what to do. What can be made again from the other store is
repaired on demand: vectors from texts, and the full-text index from its texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge.embedder import Embedder, embed_rows
from lottery_agent.knowledge.ingestion import embedded_text
from lottery_agent.knowledge.records import Part, digest, parse_key
from lottery_agent.knowledge.reembedding import renew
from lottery_agent.knowledge.shelf import Shelf
from lottery_agent.progress import Progress

Kind = Literal["database", "words", "passages", "vectors"]

_UNIT = 1e-3
"""How far a vector's length may be from 1."""
_PAGE = 1_000
"""Vectors that are read at once."""
_BATCH = 32
"""Passages per call of the embedder: short enough for a lively progress bar."""
_FTS = re.compile(r"fts5|words", re.IGNORECASE)
"""What SQLite from 3.44 on says of a broken full-text index, which can be rebuilt."""
_REPAIR = "`lottery knowledge verify --repair`"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a base.

    Attributes:
        kind: What it is about: the database file, the full-text index, a document's passages, or
            vectors.
        detail: What is wrong.
        advice: What to do about it.
        repaired: Whether it was put right.
    """

    kind: Kind
    detail: str
    advice: str
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found.

    Attributes:
        documents: Documents checked.
        passages: Passages checked.
        vectors: Vectors checked.
        problems: What is wrong.
    """

    documents: int
    passages: int
    vectors: int
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(problem.repaired for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return the findings as plain data."""
        return {"sound": self.sound, **asdict(self)}


def verify(shelf: Shelf, embedder: Embedder | None, *, progress: Progress) -> Verification:
    """Check a base, and repair it if there is an embedder.

    Args:
        shelf: The base.
        embedder: The one of the base, to repair what can be repaired; None to check only.
        progress: Shows how many passages are done.
    """
    check = _Check(shelf, embedder)
    if not check.database():
        return Verification(0, 0, 0, tuple(check.problems))
    check.words()
    check.orphans()
    count = check.documents(progress)
    vectors = check.vectors(progress)
    documents, _ = shelf.passages.totals()
    return Verification(documents, count, vectors, tuple(check.problems))


@dataclass(slots=True)
class _Check:
    """One run over a base."""

    shelf: Shelf
    embedder: Embedder | None
    problems: list[Problem] = field(default_factory=list)

    def _report(
        self, kind: Kind, detail: str, advice: str, repair: Callable[[], bool] | None = None
    ) -> None:
        """Note a problem, and put it right if it can be and shall be."""
        repaired = bool(repair and self.embedder and repair())
        self.problems.append(Problem(kind, detail, advice, repaired))

    def database(self) -> bool:
        """Check the pages of the database file; tell whether they are sound."""
        try:
            lines = [
                str(row[0]) for row in self.shelf.passages.select("PRAGMA integrity_check(10)")
            ]
            broken = [line for line in lines if line != "ok" and not _FTS.search(line)]
        except KnowledgeError as error:
            broken = [error.message]
        for line in broken:
            advice = f"delete {self.shelf.folder} and add the documents again"
            self._report("database", line, advice)
        return not broken

    def words(self) -> None:
        """Check the full-text index against its texts."""

        def rebuild() -> bool:
            with self.shelf.passages.transaction() as database:
                database.execute("INSERT INTO words (words) VALUES ('rebuild')")
            return True

        try:
            with self.shelf.passages.transaction() as database:
                database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        except KnowledgeError:
            self._report("words", "the full-text index is broken", _REPAIR, rebuild)

    def orphans(self) -> None:
        """Check that every text belongs to a passage, and every passage to a document."""
        for table, key, owner in (
            ("words_docsize", "id", "SELECT passage FROM passages"),
            ("passages", "passage", "SELECT passage FROM passages JOIN documents USING (document)"),
        ):
            query = f"SELECT {key} FROM {table} EXCEPT {owner}"  # noqa: S608
            lost = [row[0] for row in self.shelf.passages.select(query)]
            if lost:
                detail = f"{len(lost)} texts belong to no document"
                self._report("passages", detail, _REPAIR, partial(self._erase, lost))

    def _erase(self, passages: Sequence[int]) -> bool:
        rows = [(passage,) for passage in passages]
        with self.shelf.passages.transaction() as database:
            database.executemany("DELETE FROM words WHERE rowid = ?", rows)
            database.executemany("DELETE FROM passages WHERE passage = ?", rows)
        self.shelf.passages.compact()
        return True

    def documents(self, progress: Progress) -> int:
        """Check the passages of each document; return how many there are."""
        query = "SELECT document, source, passages, digest FROM documents ORDER BY document"
        done = 0
        with progress("Checking passages", total=self.shelf.passages.count()) as update:
            for document, source, count, noted in self.shelf.passages.select(query):
                parts = self.shelf.passages.parts(document)
                if wrong := _wrong(parts, count, noted):
                    self._report(
                        "passages",
                        f"{source!r}: {wrong}",
                        f"`lottery knowledge remove {source}`, then add it again",
                        partial(self.shelf.restore, {document}),
                    )
                done += len(parts)
                update(done)
        return done

    def vectors(self, progress: Progress) -> int:
        """Check that each passage has one sound vector, and no other vector is there."""
        if not self.shelf.about():
            return 0
        wanted = self.shelf.passages.ids()
        try:
            there = set(self.shelf.vectors.ids())
            broken = self._broken(wanted & there, progress)
        except KnowledgeError as error:
            self._report("vectors", error.message, _REPAIR, partial(self._renew, progress))
            return 0
        if extra := there - wanted:
            self._report(
                "vectors",
                f"{len(extra)} vectors belong to no passage",
                _REPAIR,
                partial(self.shelf.sweep, extra),
            )
        if lacking := wanted - there:
            detail = f"{len(lacking)} passages have no vector"
            self._report("vectors", detail, _REPAIR, partial(self._fill, lacking, progress))
        if broken:
            detail = f"{len(broken)} vectors are not finite, not of length 1, or wrongly labelled"
            self._report("vectors", detail, _REPAIR, partial(self._fill, broken, progress))
        return len(there)

    def _broken(self, ids: Set[str], progress: Progress) -> set[str]:
        broken: set[str] = set()
        ordered = sorted(ids, key=parse_key)
        with progress("Checking vectors", total=len(ordered)) as update:
            for start in range(0, len(ordered), _PAGE):
                page = ordered[start : start + _PAGE]
                for id, row in self.shelf.vectors.rows(page).items():
                    if not abs(float(np.linalg.norm(row)) - 1) <= _UNIT:  # also if it is no number
                        broken.add(id)
                for record in self.shelf.vectors.lookup(page):
                    if record.fields.get("document") != parse_key(record.id)[0]:
                        broken.add(record.id)
                update(start + len(page))
        return broken

    def _fill(self, ids: Iterable[str], progress: Progress) -> bool:
        """Make vectors of passages again."""
        if self.embedder is None:
            return False
        ordered = sorted(ids, key=parse_key)
        with progress("Embedding", total=len(ordered)) as update:
            for start in range(0, len(ordered), _BATCH):
                batch = ordered[start : start + _BATCH]
                stored = self.shelf.passages.get([parse_key(id) for id in batch])
                known = [id for id in batch if parse_key(id) in stored]
                texts = []
                for id in known:
                    _, text, _, _, heading = stored[parse_key(id)]
                    texts.append(embedded_text(heading, text))
                rows = embed_rows(self.embedder, texts)
                self.shelf.mend(known, rows)
                update(start + len(batch))
        return True

    def _renew(self, progress: Progress) -> bool:
        """Make all vectors again: Chroma can't read its files."""
        if self.embedder is None or self.shelf.url is not None:
            return False
        renew(self.shelf, self.embedder, progress)
        return True


def _wrong(parts: Sequence[Part], count: int, noted: str) -> str:
    """Return what is wrong with a document's passages; empty if nothing is."""
    if len(parts) != count:
        return f"{len(parts)} of {count} passages are there"
    after = 0
    for start, end, text, _ in parts:
        if not after <= start < end or len(text) != end - start:
            return f"a passage from {start} to {end} after {after} has {len(text)} characters"
        after = end
    return "" if digest(parts) == noted else "the texts are not those that were added"

"""Keeps a base in step with files and folders on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from hashlib import sha256
from pathlib import Path

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.documents import Unreachable, Unreadable
from lottery_agent.knowledge.ingestion import Ingestion, Summary
from lottery_agent.knowledge.readers.process import ReadingProcess
from lottery_agent.knowledge.reading import find_files, read_bytes, read_document
from lottery_agent.knowledge.roots import (
    absolute,
    forget,
    is_gone,
    missing,
    present,
    remember,
    roots,
)
from lottery_agent.progress import Progress, Update


def add_files(ingestion: Ingestion, paths: Iterable[str | Path], *, progress: Progress) -> Summary:
    """Add files and folders. They are noted first, so that a sync goes on where this ends.

    Raises:
        UsageError: If a path does not exist; then nothing was added.
    """
    given = present(paths)
    remember(ingestion.shelf.passages, map(str, given))
    return _ingest(ingestion, given, progress)


def sync_files(
    ingestion: Ingestion, paths: Iterable[str | Path] | None, *, progress: Progress
) -> Summary:
    """Add files and folders, None for all that were added before, and remove what is gone.

    The documents of a folder that is gone itself are kept: its disk may only be away.

    Raises:
        UsageError: If there is neither a file nor a document at a path, or nothing was added
            before; then nothing was done.
    """
    passages = ingestion.shelf.passages
    given = [absolute(path) for path in (roots(passages) if paths is None else paths)]
    if not given:
        raise UsageError(
            "no file or folder was added to this knowledge base yet",
            hint="name one: `lottery knowledge sync PATH`",
        )
    known = [document.source for document in passages.sources()]
    there = [path for path in given if not is_gone(path)]
    gone = [str(path) for path in given if is_gone(path)]
    kept = {path: len(_below(known, {path})) for path in gone}
    if paths is not None and (unknown := [path for path in gone if not kept[path]]):
        raise missing(unknown[0])
    remember(passages, map(str, there))
    for path in gone:
        if kept[path] and path not in known:
            reason = f"the folder is gone, its {kept[path]} documents are kept until removed"
            ingestion.skip(path, reason)
        else:
            forget(passages, path)
    read = {str(path) for path in there} | (set(gone) & set(known))
    ingestion.remove(source for source in _below(known, read) if is_gone(source))
    return _ingest(ingestion, there, progress)


def _ingest(ingestion: Ingestion, given: Sequence[Path], progress: Progress) -> Summary:
    """Add files and what is in folders."""
    files = list(_expand(ingestion, given))
    sizes = [_size(path) for path, _ in files]
    with (
        progress("Adding documents", total=sum(sizes), unit="bytes") as update,
        ReadingProcess() as process,
    ):
        done = 0
        for (path, named), size in zip(files, sizes, strict=True):
            _ingest_file(ingestion, path, process, named=named)
            ingestion.flush_full(_within(update, done, size))
            done += size
            update(done)
        return ingestion.finish()


def _ingest_file(ingestion: Ingestion, path: Path, process: ReadingProcess, *, named: bool) -> None:
    source = str(path)
    if not _is_text(source):
        ingestion.skip(repr(source)[1:-1], "its name is not UTF-8")
        return
    if not named and os.path.islink(path):  # noqa: PTH114 - does not fail
        # A folder from elsewhere may hold a link to what is nobody's business.
        ingestion.skip(source, "a link, which is not followed; add what it points to")
        return
    try:
        content = read_bytes(path)
        digest = sha256(content).hexdigest()
        if not ingestion.is_known(source, digest):
            document = read_document(path, content, process, named=named)
            ingestion.add(document, digest, len(content))
    except Unreadable as error:
        ingestion.skip(source, str(error))
        if not isinstance(error, Unreachable):
            # What the file said before must not be cited any more.
            ingestion.remove([source])


def _expand(ingestion: Ingestion, given: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, and whether the user named it, now or before."""

    def unreachable(error: OSError) -> None:
        ingestion.skip(str(error.filename), error.strerror or "can't be listed")

    named = set(roots(ingestion.shelf.passages))
    seen: set[Path] = set()
    for path in given:
        folder = os.path.isdir(path)  # noqa: PTH112 - does not fail
        for file in find_files(path, unreachable=unreachable) if folder else (path,):
            if file not in seen:
                seen.add(file)
                yield file, str(file) in named


def _within(update: Update, done: int, size: int) -> Callable[[float], None]:
    """Return what turns shares of a file into bytes of the whole run."""
    return lambda share: update(done + int(share * size))


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

"""Files of the cache come into being whole or not at all.

A file is made in a folder of its own beside its final place, under a lock, and moved there in one
step when it is complete. Whoever comes second waits for the lock and finds the file; whoever comes
after a crash finds the leftovers gone.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from lottery_agent.errors import DownloadError, LotteryError, ModelFileError
from lottery_agent.progress import Progress, silent

_ELSEWHERE = "set LOTTERY_CACHE to another folder"
_POLL_SECONDS = 0.5
_SPARE_BYTES = 16 << 20


@contextmanager
def workspace(
    target: Path,
    *,
    needs: int = 0,
    error: type[DownloadError] | type[ModelFileError] = ModelFileError,
    progress: Progress = silent,
) -> Iterator[Path]:
    """Give an empty folder to make `target` in, to one process and thread at a time.

    The folder is on the disk of `target`, so that the result can be moved there in one step. It is
    deleted at the end, whatever happens. Look whether `target` exists by now: another process may
    have made it while this one waited.

    Args:
        target: The file or folder that is going to be made.
        needs: Free space needed, in bytes.
        error: What to raise when the disk is full or the folder can't be written to.
        progress: Shown while another process holds the lock.

    Raises:
        DownloadError, ModelFileError: As `error` says; one line with the folder and the way out.
    """
    # Of our own name: a child of a killed process may still be writing to the folder it was given.
    folder = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(target.with_name(target.name + ".lock"), thread_local=False)
        with _held(lock, target, progress):
            for leftover in target.parent.glob(f"{glob.escape(target.name)}.part-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            folder.mkdir()
            try:
                _check_space(folder, needs, error)
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as problem:
        raise explain(problem, target.parent, error) from None


def explain(
    problem: OSError, folder: Path, error: type[DownloadError] | type[ModelFileError]
) -> LotteryError:
    """Turn an error of the file system into one line.

    Args:
        problem: What the system said.
        folder: Where it was meant to write.
        error: Which error to build.
    """
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return error(f"the disk of {str(folder)!r} is full", hint=f"free space or {_ELSEWHERE}")
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return error(f"can't write to {str(folder)!r}", hint=f"allow writing or {_ELSEWHERE}")
    reason = problem.strerror or str(problem)
    return error(f"can't use the folder {str(folder)!r}: {reason}", hint=_ELSEWHERE)


@contextmanager
def _held(lock: FileLock, target: Path, progress: Progress) -> Iterator[None]:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        with progress(f"Waiting for another process that makes {target.name}"):
            lock.acquire(poll_interval=_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _check_space(
    folder: Path, needs: int, error: type[DownloadError] | type[ModelFileError]
) -> None:
    free = shutil.disk_usage(folder).free
    if needs and free < needs + _SPARE_BYTES:
        raise error(
            f"{str(folder.parent)!r} has {free / 1e6:.0f} MB free, {needs / 1e6:.0f} MB are needed",
            hint=f"free space or {_ELSEWHERE}",
        )

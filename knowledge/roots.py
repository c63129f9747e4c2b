"""The files and folders that were added to a base: a sync reads them again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.passages import PassageStore

_KEY = "roots"


def roots(passages: PassageStore) -> list[str]:
    """Return the absolute paths that were added, sorted."""
    known: list[str] = json.loads(passages.about().get(_KEY, "[]"))
    return known


def remember(passages: PassageStore, paths: Iterable[str]) -> None:
    """Note paths as roots; known ones stay."""
    _write(passages, {*roots(passages), *paths})


def forget(passages: PassageStore, path: str) -> None:
    """Drop a path and all below it."""
    below = path.rstrip(os.sep) + os.sep
    _write(passages, (r for r in roots(passages) if r != path and not r.startswith(below)))


def absolute(path: str | Path) -> Path:
    """Return a path that does not depend on the working folder.

    Raises:
        UsageError: If it can't be followed.
    """
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # A home that nobody has, a loop of links, a null character.
        raise UsageError(f"the path {str(path)!r} can't be followed: {error}") from None


def present(paths: Iterable[str | Path]) -> list[Path]:
    """Return paths as absolute ones.

    Raises:
        UsageError: If nothing is at one of them.
    """
    found = [absolute(path) for path in paths]
    for path in found:
        if is_gone(path):
            raise missing(path)
    return found


def missing(path: str | Path) -> UsageError:
    """Return the error for a path where nothing is."""
    return UsageError(f"there is no file or folder {str(path)!r}")


def is_gone(path: str | Path) -> bool:
    """Tell whether nothing is at a path. What can't be looked at is not gone."""
    try:
        os.stat(path)  # noqa: PTH116 - `Path.exists` takes what can't be looked at for missing
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _write(passages: PassageStore, paths: Iterable[str]) -> None:
    if (kept := sorted(set(paths))) != roots(passages):
        passages.describe({_KEY: json.dumps(kept)})

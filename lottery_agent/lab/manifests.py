"""Manifests: files that say what was begun in a folder, so that nothing else is continued there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.replacing import replacing


def check_empty(folder: Path, command: str) -> None:
    """Check that something new can be begun in a folder.

    Args:
        folder: The folder; it may be missing.
        command: What continues what is there.

    Raises:
        UsageError: If it is a file or holds anything.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{str(folder)!r} is a file", hint="name a new folder")
    if any(folder.iterdir()):
        raise UsageError(
            f"{str(folder)!r} is not empty",
            hint=f"continue it with `{command}`, or name another folder",
        )


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """Write a manifest; it is there as a whole or not at all.

    Raises:
        UsageError: If it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {str(path)!r}: {error.strerror}") from None


def read_manifest(path: Path, *, what: str, command: str, version: int) -> dict[str, Any]:
    """Return a manifest.

    Args:
        path: Its file.
        what: What it is of.
        command: What begins one.
        version: The version that can be read.

    Raises:
        UsageError: If there is none that can be read.
    """
    try:
        manifest = dict(json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            f"there is no {what} in {str(path.parent)!r}", hint=f"begin one with `{command}`"
        ) from None
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{str(path)!r} can't be read: {error}") from None
    if manifest.get("version") != version:
        raise UsageError(
            f"the {what} in {str(path.parent)!r} is of another version of the lab",
            hint=f"begin another with `{command}`",
        )
    return manifest


def check_same(folder: Path, begun: Mapping[str, Any], now: Mapping[str, Any], what: str) -> None:
    """Check that what is to be done in a folder is what was begun there.

    Args:
        folder: The folder.
        begun: What its manifest says, or the part of it that counts.
        now: What is to be done.
        what: What the folder holds.

    Raises:
        UsageError: If they differ.
    """
    for key, value in begun.items():
        if now.get(key) != value:
            named = key.replace("_", " ")
            raise UsageError(
                f"the {what} in {str(folder)!r} was begun with other {named}",
                hint=f"begin another {what} in another folder",
            )

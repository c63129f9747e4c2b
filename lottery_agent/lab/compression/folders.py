"""Folders that hold runs: begun as a whole, and resumed after a kill."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.lab import runs
from lottery_agent.lab.runs import MANIFEST, Order
from lottery_agent.progress import Progress, silent
from lottery_agent.replacing import replacing


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


def answer(folder: Path, order: Order, *, progress: Progress = silent) -> None:
    """Have a run's items answered, whether it is new, begun or done.

    Args:
        folder: Folder of the run.
        order: What it is to do.
        progress: Shows how far each arm is.

    Raises:
        UsageError: If it was begun to do something else, or a model can't be loaded.
    """
    if not (folder / MANIFEST).is_file():
        new = folder.with_name(
            f".{folder.name}"
        )  # of which a kill leaves nothing that is half done
        shutil.rmtree(new, ignore_errors=True)
        runs.begin(new, order)
        new.replace(folder)
    runs.execute(folder, runs.order_of(folder, order.data, jobs=order.jobs), progress=progress)

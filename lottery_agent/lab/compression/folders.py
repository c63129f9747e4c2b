"""Folders that hold runs, each begun as a whole and resumed after a kill."""

from __future__ import annotations

import shutil
from pathlib import Path

from lottery_agent.lab import runs
from lottery_agent.lab.runs import MANIFEST, Order
from lottery_agent.progress import Progress, silent


def answer(folder: Path, order: Order, *, progress: Progress = silent) -> None:
    """Have a run's items answered, whether it is new, begun or done.

    Args:
        folder: Folder of the run.
        order: What it is to do.
        progress: Shows how far each arm is.

    Raises:
        UsageError: If it was begun to do something else, or a model can't be loaded.
    """
    if (folder / MANIFEST).is_file():
        runs.check_begun(folder, order)
    else:
        # The folder gets its name when it is whole: a kill leaves nothing in the way.
        new = folder.with_name(f".{folder.name}")
        shutil.rmtree(new, ignore_errors=True)
        runs.begin(new, order)
        new.replace(folder)
    runs.execute(folder, order, progress=progress)

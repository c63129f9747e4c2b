"""Progress of anything that takes more than a moment, drawn on standard error.

Code that works for long takes a `Progress` argument and never draws by itself: `task` draws a bar
when standard error is a terminal, `silent` never does. Standard output stays free for results.
rich is loaded only when there is something to draw.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import AbstractContextManager, contextmanager
from typing import Literal, Protocol, TypeVar

Item = TypeVar("Item")
Unit = Literal["steps", "bytes"]
Update = Callable[[int], None]
"""Takes how much is done by now (not how much was added)."""


class Progress(Protocol):
    """Anything that shows the progress of one task while a `with` block runs."""

    def __call__(
        self, text: str, *, total: int | None = None, unit: Unit = "steps"
    ) -> AbstractContextManager[Update]:
        """Show `text` until the block ends; call the value it gives with the amount done."""


@contextmanager
def silent(text: str, *, total: int | None = None, unit: Unit = "steps") -> Iterator[Update]:
    """Show nothing."""
    yield lambda done: None


@contextmanager
def task(text: str, *, total: int | None = None, unit: Unit = "steps") -> Iterator[Update]:
    """Draw a bar on standard error; draw nothing if that is no terminal.

    Args:
        text: What is being done, a few words.
        total: Amount of work; None draws a pulsing bar.
        unit: Whether amounts are steps or bytes.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    amount: tuple[ProgressColumn, ...] = (MofNCompleteColumn(),)
    if unit == "bytes":
        amount = (DownloadColumn(), TransferSpeedColumn())
    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        *(amount if total is not None else ()),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )
    with bars:
        bar = bars.add_task(text, total=total)
        yield lambda done: bars.update(bar, completed=done)


def track(
    items: Iterable[Item], text: str, *, total: int | None = None, progress: Progress = task
) -> Iterator[Item]:
    """Yield the items while showing how many are done.

    Args:
        items: What to go through.
        text: What is being done, a few words.
        total: How many items there are; asked of `items` if it knows.
        progress: How to show it.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with progress(text, total=total) as update:
        for count, item in enumerate(items, start=1):
            yield item
            update(count)

"""Calls of the state tool for BIG-bench's shuffled objects: who holds what after some swaps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lottery_agent.lab.controls.swaps import program
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.stated import calls


def drafts(data: Path) -> Iterator[Draft]:
    """Yield a call for each item whose program gives the label.

    Args:
        data: Folder with the training files.
    """
    return calls(data, "bigbench_tracking3_train", program, "calls.bigbench.tracking")

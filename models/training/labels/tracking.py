"""Sentences of BIG-bench's shuffled objects for the state tool: who holds what after some swaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.lab.controls.swaps import program
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.stated import sentences

_HAS = r"(?:gets|has|is (?:playing|dancing with)) (?:an? |the )?"
_SWAP = "(?:swap|trade|switch)"


def tells(sentence: str, line: str) -> bool:
    """Tell whether a sentence says what a line does: who has what, or who swaps with whom."""
    one, sign, other = line.partition(" <-> ") if " <-> " in line else line.partition(" = ")
    said = rf"{_HAS}{re.escape(other)}" if sign == " = " else f"and {other} {_SWAP}"
    return re.search(rf"\b{re.escape(one)} {said}\b", sentence) is not None


def drafts(data: Path) -> Iterator[Draft]:
    """Yield the sentences of each item whose program gives the label, and calls of some.

    Args:
        data: Folder with the training files.
    """
    return sentences(data, "bigbench_tracking3_train", program, tells, "calls.bigbench.tracking")

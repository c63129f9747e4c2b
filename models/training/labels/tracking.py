"""Calls of the state tool for BIG-bench's shuffled objects: who holds what after some swaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.stated import calls

_HAS = r"(?:gets|has|is (?:playing|dancing with))"
_HOLDS = re.compile(rf"([A-Z]\w+) {_HAS} (?:an? |the )?(.+?)(?:, and |, |\.)")
_SWAPS = re.compile(r"([A-Z]\w+) and ([A-Z]\w+) (?:swap|trade|switch) ")
_ASKED = re.compile(rf"([A-Z]\w+) {_HAS}(?: the| a)?$")


class Unreadable(Exception):
    """A question fits no template."""


def program(question: str) -> str:
    """Translate a question into the state language.

    Raises:
        Unreadable: If it fits no template.
    """
    start, _, rest = question.partition("\n")
    asked = _ASKED.search(question)
    if asked is None:
        raise Unreadable(question)
    lines = [f"{name} = {value}" for name, value in _HOLDS.findall(start.partition(": ")[2])]
    lines += [f"{left} <-> {right}" for left, right in _SWAPS.findall(rest)]
    return "\n".join([*lines, f"? {asked[1]}"])


def drafts(data: Path) -> Iterator[Draft]:
    """Yield a call for each item whose program gives the label.

    Args:
        data: Folder with the training files.
    """
    return calls(data, "bigbench_tracking3_train", program, "calls.bigbench.tracking")

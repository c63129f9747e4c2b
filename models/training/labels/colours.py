"""Calls of the state tool for BIG-bench's coloured objects.

The state language can say which colour each thing has, and answers what colour one has and whether
it has a given one. Questions of places in a row and of counts with a condition (`neither blue nor
red`) are beyond it; they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.stated import calls

_QUESTION = re.compile(
    r"On the \w+, (?:you see|I see|there is|there are) (?P<things>an? [^.:]+)\. "
    r"(?:What colou?r is the (?P<what>[\w ]+)|Is the (?P<which>[\w ]+) (?P<colour>\w+))\?"
)


def program(question: str) -> str | None:
    """Translate a question into the state language, or return None if it can't be said there."""
    found = _QUESTION.fullmatch(question)
    if found is None:
        return None
    lines = []
    for thing in re.split(r", and |, | and ", found["things"]):
        _, colour, *words = thing.split()
        lines.append(f"{'_'.join(words)} = {colour}")
    if found["what"]:
        asked = "_".join(found["what"].split())
    else:
        asked = f"{'_'.join(found['which'].split())} is {found['colour']}"
    return "\n".join([*lines, f"? {asked}"])


def drafts(data: Path) -> Iterator[Draft]:
    """Yield a call for each item that the language can state and whose program gives the label.

    Args:
        data: Folder with the training files.
    """
    return calls(data, "bigbench_colored_objects_train", program, "calls.bigbench.colours")

"""Sentences of BIG-bench's coloured objects for the state tool.

The state language can say which colour each thing has, and answers what colour one has and whether
it has a given one. Questions of places in a row and of counts with a condition (`neither blue nor
red`) are beyond it; they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.lab.controls.colours import scene
from lottery_agent.lab.controls.question import Unreadable
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.stated import sentences

_ASKED = re.compile(
    r"What colou?r is the (?P<what>[\w ]+)\?|Is the (?P<which>[\w ]+) (?P<colour>\w+)\?"
)


def program(question: str) -> str | None:
    """Translate a question into the state language, or return None if it can't be said there."""
    try:
        things, asked = scene(question)
    except Unreadable:
        return None
    found = _ASKED.fullmatch(asked)
    if found is None or any(thing.count > 1 for thing in things):
        return None
    lines = [f"{'_'.join(thing.name.split())} = {thing.colour}" for thing in things]
    query = "_".join((found["what"] or found["which"]).split())
    if found["which"]:
        query = f"{query} is {found['colour']}"
    return "\n".join([*lines, f"? {query}"])


def tells(sentence: str, line: str) -> bool:
    """Tell whether a sentence says of a thing that it has its colour, as a line does."""
    name, _, colour = line.partition(" = ")
    thing = re.escape(f"{colour} {name.replace('_', ' ')}")
    return not sentence.endswith("?") and re.search(rf"\b{thing}\b", sentence) is not None


def drafts(data: Path) -> Iterator[Draft]:
    """Yield the sentences of each item that the language can state and whose program gives the
    label, and calls of some.

    Args:
        data: Folder with the training files.
    """
    name = "bigbench_colored_objects_train"
    return sentences(data, name, program, tells, "calls.bigbench.colours")

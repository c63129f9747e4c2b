"""What the label makers share: the items of a training file, and how their answers are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.models.training.generators.vocabulary import read_lines
from lottery_agent.toolbox.logic import execute

Item = Mapping[str, Any]

VERDICTS: Mapping[str, str] = {"A": "True", "B": "False", "C": "Unknown"}
"""The verdict that an option letter stands for in the data sets of three verdicts."""


def items(data: Path, name: str) -> Iterator[Item]:
    """Yield the items of a training file, the others left out.

    Args:
        data: Folder with the training files.
        name: Name of the file, without `.jsonl.gz`.
    """
    return (item for item in read_lines(data / f"{name}.jsonl.gz") if item["split"] == "train")


def by_context(found: Iterator[Item]) -> list[list[Item]]:
    """Return the items in groups of one context each, in order of appearance."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        groups[str(item["context"])].append(item)
    return list(groups.values())


def verdicts(premises: Sequence[str], queries: Sequence[str]) -> list[str | None]:
    """Return the logic tool's verdict on each query, None where it reaches none.

    Args:
        premises: Statements of the logic language.
        queries: Queries, without the leading `? `.
    """
    try:
        results = execute({"premises": list(premises), "queries": list(queries)})
    except ToolError:
        return [None] * len(queries)
    found = results.get("results")
    if found is None:  # the premises contradict one another
        return [str(results["answer"])] * len(queries)
    return [result.get("answer") for result in found]

"""BIG-Bench Hard: one file for each task, with `input` and `target` of each example."""

from __future__ import annotations

from typing import Any

from lottery_agent.lab.importers.options import letter, option
from lottery_agent.lab.importers.originals import Entry

_OPTIONS = "\nOptions:\n"


def big_bench_hard(entry: Entry) -> dict[str, Any]:
    """Return an item of BIG-Bench Hard; the options are taken out of the `input`."""
    text, target = entry.text("input"), entry.text("target")
    question, listed, options = text.partition(_OPTIONS)
    return {
        "question": question.strip(),
        "options": [option(line) for line in options.splitlines()] if listed else None,
        "answer": letter(target) if listed else target,
        "input": entry.data["input"],
        "target": entry.data["target"],
    }

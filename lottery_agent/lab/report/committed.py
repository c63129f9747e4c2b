"""The form of a report that is committed: what was asked of whom, our answers, and the verdicts.

It holds the ids and hashes of the items, never their texts. An answer that repeats words of its
item at length is a text of the item, too, and stands there as its SHA-256: whoever runs the same
again can compare it all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from lottery_agent.comparison import normalise
from lottery_agent.lab.report import summary
from lottery_agent.lab.report.data import Entry, RunReport, Section, versus_json

REPEATED = 4
"""So many words in a row from an item are a text of it."""

_LINE = 100
"""Letters of a line, where it can be broken."""


def committed(report: RunReport) -> dict[str, Any]:
    """Return the committed form of a report as plain data.

    Args:
        report: What is reported; it holds what is asked.
    """
    return {
        "version": 1,
        "commands": summary.commands(report),
        "manifest": summary.without_paths(report.manifest),
        "arm": report.arm,
        "margin": report.terms.margin,
        "gaps": list(report.gaps),
        "verdicts": [_without_items(each) for each in map(versus_json, report.versus)],
        "totals": [_without_items(each) for each in map(versus_json, report.totals)],
        "answers": {
            name: {
                arm: {entry.id: _answer(entry, section) for entry in part.entries}
                for arm, part in section.parts.items()
            }
            for name, section in report.sections.items()
        },
    }


def written(data: Any, indent: int = 0) -> str:
    """Return plain data as JSON that shows well how two of them differ: what fits is on one line.

    Args:
        data: The data.
        indent: How far its lines are indented.
    """
    line = json.dumps(data, ensure_ascii=False)
    if len(line) + indent <= _LINE or not isinstance(data, dict | list):
        return line
    inside = (
        [
            f"{json.dumps(name, ensure_ascii=False)}: {written(value, indent + 1)}"
            for name, value in data.items()
        ]
        if isinstance(data, dict)
        else [written(value, indent + 1) for value in data]
    )
    opened, closed = "{}" if isinstance(data, dict) else "[]"
    start = "\n" + " " * (indent + 1)
    return f"{opened}{start}{f',{start}'.join(inside)}\n{' ' * indent}{closed}"


def _without_items(versus: dict[str, Any]) -> dict[str, Any]:
    """Return a comparison without its list of items, which follows from the answers."""
    return {key: value for key, value in versus.items() if key != "items"}


def _answer(entry: Entry, section: Section) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": entry.outcome}
    answer = entry.answer
    if answer is None:
        return told
    if answer.answer is not None:
        item = (section.items or {})[entry.id]
        given = [item.question, item.context or "", *(item.options or ())]
        if repeats(answer.answer, [*given, *(each.quote for each in answer.citations)]):
            digest = hashlib.sha256(answer.answer.encode("utf-8", "surrogatepass"))
            told["answer_sha256"] = digest.hexdigest()
        else:
            told["answer"] = answer.answer
    told["confidence"] = answer.confidence
    if answer.reason is not None:
        told["reason"] = answer.reason
    return told


def repeats(answer: str, texts: Iterable[str]) -> bool:
    """Tell whether an answer repeats words of some texts at length."""
    told = set(_runs(answer))
    return bool(told) and any(run in told for text in texts for run in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield all runs of words of the length that counts."""
    words = normalise(text).split()
    for start in range(len(words) - REPEATED + 1):
        yield tuple(words[start : start + REPEATED])

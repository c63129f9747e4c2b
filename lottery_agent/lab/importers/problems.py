"""Word problems: GSM8K, GSM-hard, SVAMP and MultiArith."""

from __future__ import annotations

import math
import re
from typing import Any

from lottery_agent.lab.importers.originals import Entry

_STEP = re.compile(r"<<([^=<>]*)=([^<>]*)>>")
"""A calculator mark in a solution of GSM8K."""
_ENDS = (".", "!", "?")


def gsm8k(entry: Entry) -> dict[str, Any]:
    """Return an item of GSM8K: `question`, and `answer`, a solution that ends with `#### 72`."""
    solution = entry.text("answer")
    _, mark, answer = solution.rpartition("####")
    if not mark or not answer.strip():
        raise entry.wrong("has no answer after '####'")
    return {
        "question": entry.text("question"),
        "answer": answer.strip().replace(",", ""),
        "solution": solution,
        "steps": [list(step) for step in _STEP.findall(solution)],
    }


def gsm_hard(entry: Entry) -> dict[str, Any]:
    """Return an item of GSM-hard, or of any file in PAL's layout: `input` and `target`."""
    return {"question": entry.text("input"), "answer": _number(entry, entry.data.get("target"))}


def svamp(entry: Entry) -> dict[str, Any]:
    """Return an item of SVAMP: `Body` and `Question`, joined as two sentences; `Answer`."""
    body = entry.text("Body")
    if not body.endswith(_ENDS):
        body = f"{body}."
    return {
        "question": f"{body} {entry.text('Question')}",
        "answer": _number(entry, entry.data.get("Answer")),
        "equation": entry.text("Equation"),
        "type": entry.text("Type"),
    }


def multiarith(entry: Entry) -> dict[str, Any]:
    """Return an item of MultiArith in PAL's layout, or MAWPS' (`sQuestion` and `lSolutions`)."""
    if "sQuestion" not in entry.data:
        return gsm_hard(entry)
    solutions = entry.data.get("lSolutions")
    if not isinstance(solutions, list) or len(solutions) != 1:
        raise entry.wrong("has no single solution in 'lSolutions'")
    return {"question": entry.text("sQuestion"), "answer": _number(entry, solutions[0])}


def _number(entry: Entry, value: Any) -> str:
    """Return a number as Python writes it, a whole one without a fraction."""
    if isinstance(value, str):
        try:
            value = float(value.replace(",", ""))
        except ValueError:
            raise entry.wrong(f"has the answer {value!r}, which is no number") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise entry.wrong(f"has the answer {value!r}, which is no number")
    return str(int(value)) if value == int(value) else str(value)

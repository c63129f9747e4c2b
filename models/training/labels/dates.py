"""Calls of the calendar for BIG-bench's date understanding.

`format_date` moves a date that the question writes by days and months and writes it as asked for.
Questions whose day is only described (`Christmas Eve of 1937`) take more than one call; they are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import items
from lottery_agent.models.training.labels.signatures import beside
from lottery_agent.toolbox.calls.builtin import builtin_registry
from lottery_agent.toolbox.calls.dates import dates_in

_FORMAT = "MM/DD/YYYY"
# How far the written day is from today.
_WRITTEN = {
    r"\btomorrow, ": 1,
    r"\bday before yesterday was ": -2,
    r"\byesterday was ": -1,
    r"\btoday is |\btoday, |^Today is ": 0,
}
# Days and months from today to what is asked for.
_ASKED = {
    "today": (0, 0),
    "tomorrow": (1, 0),
    "yesterday": (-1, 0),
    "24 hours later": (1, 0),
    "10 days ago": (-10, 0),
    "one week ago from today": (-7, 0),
    "one week from today": (7, 0),
    "a month ago": (0, -1),
    "one year ago from today": (0, -12),
}


def calls(question: str) -> list[str]:
    """Return the calls that could answer: one for each reading of the date, none if unreadable."""
    asked = re.search(rf"What is the date (.+) in {_FORMAT}\?$", question)
    offset = next((days for said, days in _WRITTEN.items() if re.search(said, question)), None)
    if asked is None or offset is None or asked[1] not in _ASKED:
        return []
    days, months = _ASKED[asked[1]]
    days -= offset
    if months and days:
        return []  # days count before months in the calendar, and after them in the call
    tail = f", {days}, {months}" if months else f", {days}" if days else ""
    return [f'format_date({day.isoformat()}, "{_FORMAT}"{tail})' for day in dates_in(question)]


def drafts(data: Path) -> Iterator[Draft]:
    """Yield a call for each item where exactly one reading gives the label.

    Args:
        data: Folder with the training files.
    """
    for item in items(data, "bigbench_date_train"):
        question, source = str(item["question"]), str(item["id"])
        right = [call for call in calls(question) if _result(call) == item["answer_text"]]
        if len(right) == 1:
            yield Draft(
                "call",
                {"question": question, "signatures": beside("format_date", source)},
                right[0],
                "calls.bigbench.dates",
                source=source,
            )


def _result(call: str) -> str | None:
    try:
        return str(builtin_registry().parse(call).result()["answer"])
    except ToolError:
        return None

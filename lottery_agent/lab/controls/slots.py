"""Reads BIG-bench's temporal sequences into a table of the times that are taken."""

from __future__ import annotations

import re

from lottery_agent.comparison import option_parts
from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_TIME = r"(\d{1,2}(?::\d{2})?[ap]m)"
_WOKE = re.compile(rf"\w+ woke up at {_TIME}\.")
_SEEN = re.compile(rf"[^\d]+ from {_TIME} to {_TIME}\.")
_CLOSED = re.compile(rf"The [^\d]+ was closed after {_TIME}\.")
_SLOT = re.compile(rf"{_TIME} to {_TIME}")
_ASKED = re.compile(r"Between what times could \w+ have gone(?: to [^?]+)?\?")
_DAY = 24 * 60


def temporal_sequences(question: Question, bench: Workbench) -> Found:
    """Find the only slot in which nothing is known to have happened."""
    rows = "\n".join(f"{start},{end}" for start, end in taken(question.text))
    tables = {"taken": f"start,end\n{rows}"}
    slots = [option_parts(option)[1] for option in question.options]
    free = []
    for slot in slots:
        bounds = _SLOT.fullmatch(slot)
        if bounds is None:
            raise Unreadable(slot)
        start, end = _span(bounds)
        call = f"select count(*) from table where start < {end} and end > {start}"
        if bench.query(call, tables).text == "0":
            free.append(slot)
    if len(free) != 1:
        raise Unreadable(question.text)
    return Found(free[0], "option")


def taken(text: str) -> list[tuple[int, int]]:
    """Return the times that are taken, in minutes of the day, sleep and closing time among them.

    Raises:
        Unreadable: If a sentence that names a time fits no pattern, or nothing is asked.
    """
    spans: list[tuple[int, int]] = []
    asked = False
    for sentence in split_sentences(text):
        if woke := _WOKE.fullmatch(sentence):
            spans.append((0, minutes(woke[1])))
        elif closed := _CLOSED.fullmatch(sentence):
            spans.append((minutes(closed[1]), _DAY))
        elif seen := _SEEN.fullmatch(sentence):
            spans.append(_span(seen))
        elif re.search(r"\d", sentence):
            raise Unreadable(sentence)
        asked |= _ASKED.fullmatch(sentence) is not None
    if not asked or not spans:
        raise Unreadable(text)
    return spans


def _span(found: re.Match[str]) -> tuple[int, int]:
    """Return two times; midnight ends a day."""
    return minutes(found[1]), minutes(found[2]) or _DAY


def minutes(time: str) -> int:
    """Return a time such as `1:30pm` in minutes of the day."""
    hour, _, minute = time[:-2].partition(":")
    return (int(hour) % 12 + 12 * (time[-2:] == "pm")) * 60 + int(minute or 0)

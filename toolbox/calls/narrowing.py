"""Limits a call to the words, numbers and dates of a question.

This reads notation only (how numbers and dates are written), never phrasing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from lottery_agent.toolbox.calls.dates import dates_in
from lottery_agent.toolbox.language import Spans

SMALL = tuple(str(i) for i in range(13))
"""Numbers that a call may hold although the question does not write them in digits."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?", re.ASCII)


def numbers_in(text: str) -> list[str]:
    """Return the numbers that a text writes in digits, without thousands separators."""
    return [found.replace(",", "") for found in _NUMBER.findall(text)]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they stand, punctuation left out."""
    return _WORD.findall(text)


def narrowing(question: str, *, today: date | None = None) -> Mapping[str, Iterable[str] | Spans]:
    """Return what the terminals of the calls language and of its programs are limited to.

    Args:
        question: The question, with its context if there is one.
        today: The year of a date that is written without one.
    """
    found = numbers_in(question)
    positive = [*found, *SMALL]
    signed = [*positive, *(f"-{number}" for number in positive if number.strip("0."))]
    return {
        "INTEGER": [number for number in signed if "." not in number],
        "NUMBER": signed,
        "DATE": [day.isoformat() for day in dates_in(question, today=today)],
        "QUOTE": Spans(question),
        "WORD": words_in(question),
    }

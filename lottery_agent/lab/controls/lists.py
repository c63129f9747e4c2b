"""Reads BIG-bench's lists: words to sort, brackets to close, things to count."""

from __future__ import annotations

import re

from lottery_agent.lab.controls.question import Question, Unreadable, whole_number
from lottery_agent.lab.controls.workbench import Found, Workbench

_SORT = re.compile(r"Sort the following words alphabetically: List: (.+)", re.DOTALL)
_CLOSE = re.compile(
    r"Complete the rest of the sequence, making sure that the parentheses are closed properly\. "
    r"Input: ([][(){}<>\s]+)"
)
_COUNT = re.compile(r"I have (.+)\. How many (?:objects|things|items) do I have\?")
_COMMA = re.compile(r", and |, | and ")
_COUNTED = re.compile(r"(\w+)(?: [\w'-]+)+")


def word_sorting(question: Question, bench: Workbench) -> Found:
    """Put words into alphabetical order."""
    return bench.call("sort_words", words=_matched(_SORT, question.text).split())


def brackets(question: Question, bench: Workbench) -> Found:
    """Close the brackets that are open."""
    return bench.call("close_brackets", text=_matched(_CLOSE, question.text).strip())


def counting(question: Question, bench: Workbench) -> Found:
    """Count all things of a list. Which of them are animals or fruits is not to be read there."""
    counts = []
    for part in _COMMA.split(_matched(_COUNT, question.text)):
        counted = _COUNTED.fullmatch(part)
        if counted is None:
            raise Unreadable(part)
        counts.append(str(whole_number(counted[1])))
    return bench.found("mathematics", f"answer = {' + '.join(counts)}")


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.fullmatch(text.strip())
    if found is None:
        raise Unreadable(text)
    return found[1]

"""Reads BIG-bench's shuffled objects into the state language: who holds what after some swaps."""

from __future__ import annotations

import re

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_HAS = r"(?:gets|has|is (?:playing|dancing with))"
_HOLDS = re.compile(rf"([A-Z]\w+) {_HAS} (?:an? |the )?(.+?)(?:, and |, |\.)")
_SWAPS = re.compile(r"(?:\w+, )?([A-Z]\w+) and ([A-Z]\w+) (?:swap|trade|switch) [\w ]+\.")
_ASKED = re.compile(rf"At the end of [\w ]+, ([A-Z]\w+) {_HAS}(?: the| a)?\.?")


def tracking(question: Question, bench: Workbench) -> Found:
    """Find out what somebody holds at the end."""
    return bench.found("state", program(question.text))


def program(question: str) -> str:
    """Translate a question into the state language.

    Raises:
        Unreadable: If it fits no template, or a sentence about a holder fits none.
    """
    start, _, rest = question.partition("\n")
    holds: dict[str, str] = dict(_HOLDS.findall(start.partition(": ")[2]))
    lines = [f"{name} = {value}" for name, value in holds.items()]
    *events, asked = split_sentences(rest) or [""]
    for sentence in events:
        if swap := _SWAPS.fullmatch(sentence):
            lines.append(f"{swap[1]} <-> {swap[2]}")
        elif any(re.search(rf"\b{name}\b", sentence) for name in holds):
            raise Unreadable(sentence)
    who = _ASKED.fullmatch(asked)
    if who is None or not holds:
        raise Unreadable(question)
    return "\n".join([*lines, f"? {who[1]}"])

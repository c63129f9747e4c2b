"""Reads BIG-bench's web of lies into the logic language: who tells the truth?"""

from __future__ import annotations

import re

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_TELLS = r"(tells the truth|lies)"
_PLAIN = re.compile(rf"([A-Z]\w*) {_TELLS}\.")
_SAYS = re.compile(rf"([A-Z]\w*) says ([A-Z]\w*) {_TELLS}\.")
_ASKED = re.compile(r"Does ([A-Z]\w*) tell the truth\?")


def web_of_lies(question: Question, bench: Workbench) -> Found:
    """Decide whether somebody tells the truth."""
    *claims, last = split_sentences(question.text.removeprefix("Question: ")) or [""]
    asked = _ASKED.fullmatch(last)
    if asked is None:
        raise Unreadable(last)
    return bench.verdict([claim(sentence) for sentence in claims], f"truthful({asked[1]})")


def claim(sentence: str) -> str:
    """Translate who lies, or who says so, into the logic language.

    Raises:
        Unreadable: If the sentence fits no template.
    """
    if plain := _PLAIN.fullmatch(sentence):
        return _truthful(plain[1], plain[2])
    if says := _SAYS.fullmatch(sentence):
        return f"truthful({says[1]}) <-> {_truthful(says[2], says[3])}"
    raise Unreadable(sentence)


def _truthful(name: str, tells: str) -> str:
    return f"{'~' if tells == 'lies' else ''}truthful({name})"

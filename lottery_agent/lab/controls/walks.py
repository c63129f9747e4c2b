"""Reads BIG-bench's navigation into the state language: does a walk end where it began?"""

from __future__ import annotations

import re

from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_ASKED = "If you follow these instructions, do you return to the starting point?"
_FACING = "Always face forward."
_TURN = re.compile(r"Turn (left|right|around)\.")
_STEPS = re.compile(r"Take (\d+) steps?(?: (forward|backward|left|right))?\.")
_WAYS = {None: "forward", "backward": "back"}


def navigate(question: Question, bench: Workbench) -> Found:
    """Tell whether a walk ends where it began."""
    return bench.found("state", program(question.text))


def program(question: str) -> str:
    """Translate a question into the state language.

    Raises:
        Unreadable: If a sentence fits no template.
    """
    asked, *sentences = split_sentences(question) or [""]
    if asked != _ASKED:
        raise Unreadable(asked)
    return "\n".join([*(_event(each) for each in sentences if each != _FACING), "? home"])


def _event(sentence: str) -> str:
    if turn := _TURN.fullmatch(sentence):
        return f"turn {turn[1]}"
    if steps := _STEPS.fullmatch(sentence):
        return f"{_WAYS.get(steps[2], steps[2])} {steps[1]}"
    raise Unreadable(sentence)

"""Reads BIG-bench's logical deduction, whose sentences follow templates, into the puzzle language.

Things stand in a row; what counts from its far end (newest, most expensive, last) is read from
`last` back.
"""

from __future__ import annotations

import re

from lottery_agent.comparison import option_parts
from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench, found

NOTHING = "none"
"""What a sentence that says nothing about the places is translated to."""

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
# What counts from the first position on, and what counts from the last one back.
_FROM_FIRST = r"leftmost|from the left|oldest|cheapest|first"
_FROM_LAST = r"rightmost|from the right|newest|most expensive|last|to last"
_SMALLER = r"to the left of|older than|less expensive than|cheaper than|finished above"
_LARGER = r"to the right of|newer than|more expensive than|finished below"
_PREAMBLE = re.compile(r"The following paragraphs each describe|The statements are logically")
_ASKED = "Which of the following is true?"


def logical_deduction(question: Question, bench: Workbench) -> Found:
    """Find the option that must hold."""
    sentences = split_sentences(question.context)
    sentences += [each for each in split_sentences(question.text) if each != _ASKED]
    lines = [line for line in map(statement, sentences) if line != NOTHING]
    claims = [option_parts(option)[1] for option in question.options]
    options = [statement(claim) for claim in claims]
    if not options:
        raise Unreadable(question.text)
    request = {"premises": lines, "options": options}
    result = bench.run("puzzle", request, call="\n".join([*lines, *(f"? {o}" for o in options)]))
    index = result["index"]
    return found(result) if index is None else Found(claims[int(index)], "option")


def statement(sentence: str) -> str:
    """Translate a sentence that says where something is, or `none` if it says nothing.

    Raises:
        Unreadable: If it fits no template.
    """
    text = sentence.strip().rstrip(".")
    if _PREAMBLE.match(text):
        return NOTHING
    if ": " in text:
        listed = re.split(r", and |, | and ", text.split(": ", 1)[1])
        return f"order({', '.join(map(_name, listed))})"
    for pattern, sign in ((_SMALLER, "<"), (_LARGER, ">")):
        if found := re.fullmatch(rf"(.+?) (?:(?:is|are) )?(?:{pattern}) (.+)", text):
            return f"{_name(found[1])} {sign} {_name(found[2])}"
    found = re.fullmatch(r"(.+?) (?:is|are|finished) (?:the )?(.+)", text)
    if found is None:
        raise Unreadable(sentence)
    return f"{_name(found[1])} = {_place(found[2].replace('-', ' '))}"


def _name(phrase: str) -> str:
    """Return a phrase such as `the green book` as a name."""
    return "_".join(re.sub(r"^(the|an?) ", "", phrase.strip(), flags=re.IGNORECASE).split())


def _place(where: str) -> str:
    first, _, rest = where.partition(" ")
    if first in _ORDINALS:
        ordinal = _ORDINALS.index(first) + 1
    else:
        ordinal, rest = 1, where
    if re.search(_FROM_LAST, rest):
        return "last" if ordinal == 1 else f"last - {ordinal - 1}"
    if not re.search(_FROM_FIRST, rest) and (rest or first not in _ORDINALS):
        raise Unreadable(where)
    return "first" if ordinal == 1 else str(ordinal)

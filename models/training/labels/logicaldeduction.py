"""Reads BIG-bench's logical deduction, whose sentences follow templates, into the puzzle language.

Things stand in a row; what counts from its far end (newest, most expensive, last) is read from
`last` back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lottery_agent.errors import ToolError
from lottery_agent.graphs.options import option_parts
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import items
from lottery_agent.toolbox.puzzle import execute

NOTHING = "none"
"""What a sentence that says nothing about the places is translated to."""

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
# What counts from the first position on, and what counts from the last one back.
_FROM_FIRST = r"leftmost|from the left|oldest|cheapest|first"
_FROM_LAST = r"rightmost|from the right|newest|most expensive|last|to last"
_SMALLER = r"to the left of|older than|less expensive than|cheaper than|finished above"
_LARGER = r"to the right of|newer than|more expensive than|finished below"
_PREAMBLE = re.compile(r"The following paragraphs each describe|The statements are logically")


class Unreadable(Exception):
    """A sentence fits no template."""


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


def fitting(premises: Sequence[str], options: Sequence[str]) -> int | None:
    """Return the position of the option that must hold, None without one that is proved.

    Args:
        premises: Statements of the puzzle language.
        options: Statements of which one holds.
    """
    try:
        result = execute({"premises": list(premises), "options": list(options)})
    except ToolError:
        return None
    proved = all(check["passed"] for check in result["checks"])
    return result["index"] if proved else None


def drafts(data: Path) -> Iterator[Draft]:
    """Yield each sentence and option once, if the puzzle it stands in gives the label.

    Items whose paragraph is also in the BIG-Bench-Hard development file are left out.

    Args:
        data: Folder with the training files.
    """
    seen: set[str] = set()
    for item in items(data, "logicaldeduction_train"):
        if item["paragraph_in_bbh_dev"]:
            continue
        premises = problem_in(item["question"], item["context"]).premises
        letters, claims = zip(*map(option_parts, item["options"]), strict=True)
        lines, options = [*map(statement, premises)], [*map(statement, claims)]
        found = fitting(lines, options)
        if found is None or letters[found] != item["answer"]:
            continue
        for sentence, line in zip((*premises, *claims), (*lines, *options), strict=True):
            if sentence not in seen:
                seen.add(sentence)
                yield Draft(
                    "line",
                    {"sentence": sentence},
                    line,
                    f"puzzle.logicaldeduction.{_shape(line)}",
                    source=str(item["id"]),
                )


def _shape(line: str) -> str:
    if line == NOTHING or line.startswith("order("):
        return line.partition("(")[0]
    return "place" if " = " in line else "relation"

"""Reads a question that is an expression of True and False, as programs and textbooks write it."""

from __future__ import annotations

import re

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import show
from lottery_agent.toolbox.logic.notation import read_notation

PREMISES = ("True", "~False")
"""What makes the two propositions of such an expression the constants that they stand for."""

_SPELLED = {
    "not": "¬", "and": "∧", "or": "∨", "xor": "⊻", "implies": "→", "iff": "↔",
    "true": "True", "false": "False", "!": "¬", "&&": "∧", "||": "∨",
}  # fmt: skip
_SIGNS = frozenset("()[]¬~∧&∨|→⇒↔⇔⊕⊻") | {"->", "<->"}
_TOKEN = re.compile(r"<->|->|&&|\|\||\w+|\S")
_AROUND = re.compile(r"\s*(?:is|=|:)?\s*\??\s*\Z", re.IGNORECASE)
"""What asks for the value at the end: `True and False is`, `True and False = ?`."""


def truth_expression(text: str) -> str | None:
    """Return an expression in the logic language, or None if the text holds anything else.

    `not` binds tightest, then `and`, then `or`, as in programming languages.

    Args:
        text: A whole question: `not (True and False) or True is`, `True ∧ ¬False`.
    """
    if text.strip(" ?.").lower() in ("true or false", "false or true"):
        return None  # this asks for a verdict on something else
    expression = _AROUND.sub("", text)
    tokens = _TOKEN.findall(expression)
    read = [_SPELLED.get(token.lower(), token) for token in tokens]
    constants = {"True", "False"}
    if not constants & set(read) or not set(read) <= _SIGNS | constants:
        return None
    if len(read) == 1 and expression == text.rstrip(" ?"):
        return None  # a word alone asks for nothing
    try:
        return show(read_notation(" ".join(read)))
    except ToolError:
        return None

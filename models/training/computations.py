"""Compares worksheets by what they compute: whether they are written alike, and whether two that
give the same value for the numbers of one question do so for any numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from random import Random

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.models.training.checks import tree_value
from lottery_agent.models.training.generators.numerals import VALUES
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.notation import numbers_in

_WORD = re.compile(r"[A-Za-z]+")
_NAME = re.compile(r"[A-Za-z]\w*(?!\w*\()")
_TRIALS = 3
_DRAWN = range(11, 100)
"""Other numbers are drawn from these: above nearly all constants, and small enough for powers."""


def normal_form(sheet: str) -> str:
    """Return a worksheet with its steps named by their order, so that only the steps count."""
    names: dict[str, str] = {}
    lines = []
    for number, line in enumerate(sheet.splitlines()):
        name, _, value = line.partition(" = ")
        lines.append(_NAME.sub(lambda found: names.get(found[0], found[0]), value))
        names[name] = f"#{number}"
    return "\n".join(lines)


def quantities_in(text: str) -> list[str]:
    """Return the numbers that a text writes in digits or in words for numbers, each once.

    What other words stand for (`twice`, `half`, `a week`) is left out: it belongs to the language,
    and may be written in several ways. So are 0 and 1, which change nothing where they stand.
    """
    bare = _WORD.sub(lambda found: found[0] if found[0].lower() in VALUES else "_", text)
    return [number for number in numbers_in(bare) if Fraction(number) not in (0, 1)]


def same_computation(one: str, other: str, text: str) -> bool:
    """Tell whether two worksheets compute the same from the quantities of a text.

    The quantities are replaced by others in both. Worksheets that then still have equal values, for
    several draws, are almost surely the same function of the quantities (Schwartz 1980,
    doi:10.1145/322217.322225); those that agree by accident (2 + 2 for 2 * 2) are not.

    Args:
        one: A worksheet.
        other: Another one.
        text: The text that both are about.
    """
    values = _values(one, text)
    return values is not None and values == _values(other, text)


@lru_cache(maxsize=64)
def _values(sheet: str, text: str) -> tuple[Fraction, ...] | None:
    """Return the values of a worksheet for other quantities, or None if it has none for some."""
    try:
        tree = Language.load("mathematics").parse(sheet)
    except ToolError:
        return None
    quantities = sorted({Fraction(number) for number in quantities_in(text)})
    if len(quantities) > len(_DRAWN):
        return None
    rng = Random(text)  # noqa: S311 - no secret
    values = []
    for _ in range(_TRIALS):
        drawn = dict(zip(quantities, rng.sample(_DRAWN, len(quantities)), strict=True))
        value = tree_value(_replaced(tree, drawn))
        if value is None:
            return None
        values.append(value)
    return tuple(values)


def _replaced(tree: Tree[Token], drawn: Mapping[Fraction, int]) -> Tree[Token]:
    """Return a tree with other numbers in it."""
    children: list[Token | Tree[Token]] = []
    for child in tree.children:
        if isinstance(child, Tree):
            children.append(_replaced(child, drawn))
        elif child.type == "NUMBER" and Fraction(child) in drawn:
            children.append(child.update(value=str(drawn[Fraction(child)])))
        else:
            children.append(child)
    return Tree(tree.data, children, tree.meta)

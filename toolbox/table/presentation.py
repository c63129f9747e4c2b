"""Shows the rows of an answer: one cell as a value, one column as a list, more as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from lottery_agent.toolbox.calls.results import number
from lottery_agent.toolbox.table.evaluation import Exact
from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Cell,
    Constant,
    Expression,
    Function,
    Inner,
    Plan,
)

NOTHING = "none"
"""How an answer without rows, or an empty cell, is written."""

_MONEY = "$€£¥"


def unit_of(node: Expression) -> str:
    """Return what the numbers of an expression are counted in, or nothing."""
    match node:
        case Cell(unit=unit):
            return unit
        case Aggregate(name="count"):
            return ""
        case Aggregate(argument=argument) if argument is not None:
            return unit_of(argument)
        case Function(name="abs" | "round", argument=argument):
            return unit_of(argument)
        case Inner(select=Plan(outputs=(output,))):
            return unit_of(output)
        case Arithmetic(sign="+" | "-"):
            left, right = unit_of(node.left), unit_of(node.right)
            return left if left == right else ""
        case Arithmetic(right=Constant()):
            return unit_of(node.left)
        case _:
            return ""


def readable(value: Exact, unit: str = "") -> str:
    """Return a cell as a person reads it: `$12.50`, `45%`, `80 cm`, `2024-03-01`."""
    match value:
        case None:
            return NOTHING
        case bool():
            return str(value)
        case Fraction():
            return _measured(value, unit)
        case date():
            return value.isoformat()
        case _:
            return value


def _measured(value: Fraction, unit: str) -> str:
    text = number(value)
    if unit and unit in _MONEY:
        if (100 * value).denominator > 1 or value.denominator == 1:
            return f"{'-' * (value < 0)}{unit}{text.removeprefix('-')}"
        return f"{'-' * (value < 0)}{unit}{float(abs(value)):.2f}"
    return f"{text}{' ' * unit[:1].isalpha()}{unit}"


def plain(value: Exact) -> str:
    """Return a cell without its unit, equal values alike."""
    return str(value) if isinstance(value, Fraction) else readable(value)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their names as a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in r)} |" for r in lines)

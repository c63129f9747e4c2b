"""Writes a question as a sentence of the table language: the inverse of reading it."""

from __future__ import annotations

import re

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Between,
    Both,
    Cell,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Field,
    Function,
    Inner,
    Match,
    Member,
    Name,
    Not,
    Number,
    OneOf,
    Output,
    Presence,
    Select,
    Source,
    Text,
    Truth,
)

_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2}


def show(select: Select) -> str:
    """Return the sentence; reading it gives an equal question."""
    outputs = ", ".join(map(_output, select.outputs)) or "*"
    return "".join(
        (
            "select " + "distinct " * select.distinct,
            f"{outputs} from {_source(select.source)}",
            f" where {condition(select.where)}" if select.where else "",
            f" group by {', '.join(map(expression, select.group))}" if select.group else "",
            f" having {condition(select.having)}" if select.having else "",
            f" order by {', '.join(_keys(select))}" if select.order else "",
            f" limit {select.limit}" if select.limit is not None else "",
            f" offset {select.offset}" if select.limit is not None and select.offset else "",
        )
    )


def is_word(text: str) -> bool:
    """Say whether a name can be written without quotes."""
    found = re.search(r"^WORD: /(.*)/$", Language.load("table").text, re.MULTILINE)
    assert found  # noqa: S101 - a terminal of our own grammar
    return bool(re.fullmatch(found[1].replace(r"\/", "/"), text))


def _keys(select: Select) -> list[str]:
    return [expression(key.value) + " desc" * key.descending for key in select.order]


def _output(output: Output) -> str:
    return expression(output.value) + (f" as {_name(output.name)}" if output.name else "")


def _source(source: Source) -> str:
    if source.on is None:
        return " and ".join(map(_name, source.tables))
    left, right = map(expression, source.on)
    return f"{' join '.join(map(_name, source.tables))} on {left} = {right}"


def _name(name: Name) -> str:
    return name.text if is_word(name.text) else f'"{name.text}"'


def condition(node: Condition) -> str:
    """Return a condition as the language writes it."""
    return _condition(node, 0)


def _condition(node: Condition, level: int) -> str:
    """Write a condition where `level` 0 wants any, 1 no `or`, 2 no `and` either, 3 a test."""
    text, own = _written(node)
    return text if own >= level else f"({text})"


def _written(node: Condition) -> tuple[str, int]:
    match node:
        case Either():
            return f"{_condition(node.left, 0)} or {_condition(node.right, 1)}", 0
        case Both():
            return f"{_condition(node.left, 1)} and {_condition(node.right, 2)}", 1
        case Not():
            return f"not {_condition(node.condition, 2)}", 2
        case Comparison():
            return f"{expression(node.left)} {node.sign} {expression(node.right)}", 3
        case Match():
            return f"{expression(node.subject)} {node.how} {expression(node.text)}", 3
        case OneOf():
            options = ", ".join(map(expression, node.options))
            return f"{expression(node.subject)} in ({options})", 3
        case Member(select=Select() as select):
            return f"{expression(node.subject)} in ({show(select)})", 3
        case Between():
            low, high = expression(node.low), expression(node.high)
            return f"{expression(node.subject)} between {low} and {high}", 3
        case Presence():
            return f"{expression(node.subject)} is {'not ' * node.filled}null", 3
        case Truth():
            return expression(node.subject), 3
        case Member():
            raise ToolError("a plan is not written")


def expression(node: Expression, level: int = 0) -> str:
    """Return an expression; `level` 1 keeps sums, 2 products in brackets as well."""
    match node:
        case Field():
            return f"{_name(node.table)}.{_name(node.name)}" if node.table else _name(node.name)
        case Cell():
            return _name(Name(node.name))
        case Number():
            return node.text
        case Text():
            return _quoted(node.text)
        case Constant():
            return _quoted(str(node.value)) if node.kind != "number" else str(node.value)
        case Arithmetic():
            own = _LEVELS[node.sign]
            left, right = expression(node.left, own), expression(node.right, own + 1)
            text = f"{left} {node.sign} {right}"
            return text if own >= level else f"({text})"
        case Function():
            digits = "" if node.digits is None else f", {node.digits}"
            return f"{node.name}({expression(node.argument)}{digits})"
        case Aggregate():
            inside = "*" if node.argument is None else expression(node.argument)
            return f"{node.name}({'distinct ' * node.distinct}{inside})"
        case Inner(select=Select() as select):
            return f"({show(select)})"
        case Inner():
            return "(...)"


def _quoted(text: str) -> str:
    return "'" + re.sub(r"(['\\])", r"\\\1", text) + "'"

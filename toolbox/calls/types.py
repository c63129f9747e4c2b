"""The types that a parameter may have: each is a rule of the grammar and a reader of its tree.

A type is allowed only if the decoder can be held to it, so that no call with a wrong argument can
be written. Everything else is refused when the tool is defined.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from lark import Token, Tree

from lottery_agent.errors import ToolError, UsageError

# A character of a quote other than a blank: a quote neither begins nor ends with one.
_QUOTED = r'([^"\\ \x00-\x1f\x7f]|\\["\\])'

TERMINALS: Mapping[str, str] = {
    "INTEGER": r"/-?[0-9]+/",
    "NUMBER": r"/-?[0-9]+(\.[0-9]+)?/",
    "DATE": r"/[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])/",
    "QUOTE": f"/{_QUOTED}(({_QUOTED}| )*{_QUOTED})?/",
    "BOOLEAN": r"/True|False/",
}
"""Terminals of the calls language, as bodies in the syntax that lark and llguidance share."""

NARROWABLE = ("INTEGER", "NUMBER", "DATE", "QUOTE")

Node: TypeAlias = Tree[Token]


@dataclass(frozen=True, slots=True)
class Context:
    """What a call may refer to beside its own words.

    Attributes:
        today: What `today` means; None if nobody said.
    """

    today: date | None = None


@dataclass(frozen=True, slots=True)
class ParameterType:
    """One type.

    Attributes:
        signature: How a signature shows it.
        rule: Name of the grammar's rule for one argument.
        rules: The rules that this takes, bodies by name.
        read: Returns the argument that a tree stands for.
        write: Returns the argument as the grammar spells it.
        schema: The type in JSON Schema.
    """

    signature: str
    rule: str
    rules: Mapping[str, str]
    read: Callable[[Node, Context], Any]
    write: Callable[[Any], str]
    schema: Mapping[str, Any]


def parameter_type(annotation: object, place: str) -> ParameterType:
    """Return the type for an annotation.

    Args:
        annotation: A type hint, already resolved. An optional type stands for the type itself:
            leaving the argument out is the parameter's matter.
        place: What is annotated, for the error message.

    Raises:
        UsageError: If the decoder can't be held to the type.
    """
    plain = _without_none(annotation)
    if plain in _SCALARS:
        return _SCALARS[plain]
    if _is_number(plain):
        return _SCALARS[Fraction]
    if get_origin(plain) is Literal:
        return _choice(get_args(plain), place)
    if get_origin(plain) is list and len(get_args(plain)) == 1:
        (item,) = get_args(plain)
        inner = parameter_type(item, place)
        if get_origin(item) is not list and _without_none(item) == item:
            return _list(inner)
    raise UsageError(
        f"{place} has the type {annotation!r}, which a call can't be held to",
        hint="use int, float, Fraction, str, bool, date, Literal of strings, or a list of these",
    )


def _without_none(annotation: object) -> object:
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [item for item in get_args(annotation) if item is not types.NoneType]
        if len(kept) == 1:
            return kept[0]
        if len(kept) < len(get_args(annotation)):
            return Union[tuple(kept)]  # noqa: UP007 - built from values
    return annotation


def _is_number(annotation: object) -> bool:
    union = get_origin(annotation) in (Union, types.UnionType)
    return union and set(get_args(annotation)) <= {int, float, Fraction}


def _token(node: Node) -> str:
    return str(node.children[0])


def _read_text(node: Node, _: Context) -> str:
    return _token(node).replace('\\"', '"').replace("\\\\", "\\")


def _write_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _read_date(node: Node, context: Context) -> date:
    if node.data == "today":
        if context.today is None:
            raise ToolError("nobody said which day is today", hint="write the date itself")
        return context.today
    text = _token(node)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ToolError(f"there is no day {text}") from None


def _read_integer(node: Node, _: Context) -> int:
    return int(_token(node))


def _read_number(node: Node, _: Context) -> Fraction:
    return Fraction(_token(node))


def _read_float(node: Node, _: Context) -> float:
    return float(_token(node))


def _read_boolean(node: Node, _: Context) -> bool:
    return _token(node) == "True"


def _write_number(value: Fraction | int | float) -> str:
    number = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    whole, digits = number, 0
    while whole.denominator != 1:
        whole, digits = whole * 10, digits + 1
    sign, text = "-" * (whole < 0), str(abs(whole.numerator)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def _scalar(
    signature: str,
    rule: str,
    body: str,
    read: Callable[[Node, Context], Any],
    write: Callable[[Any], str],
    **schema: str,
) -> ParameterType:
    return ParameterType(signature, rule, {rule: body}, read, write, schema)


_SCALARS: Mapping[object, ParameterType] = {
    int: _scalar("int", "integer", "INTEGER", _read_integer, str, type="integer"),
    float: _scalar("number", "number", "NUMBER", _read_float, _write_number, type="number"),
    Fraction: _scalar("number", "number", "NUMBER", _read_number, _write_number, type="number"),
    str: _scalar("str", "text", r'"\"" QUOTE "\""', _read_text, _write_text, type="string"),
    bool: _scalar("bool", "boolean", "BOOLEAN", _read_boolean, str, type="boolean"),
    date: _scalar(
        "date",
        "date",
        'DATE | "today" -> today',
        _read_date,
        date.isoformat,
        type="string",
        format="date",
    ),
}


def _choice(values: tuple[object, ...], place: str) -> ParameterType:
    for value in values:
        if not isinstance(value, str) or not value.isprintable() or not value or '"' in value:
            raise UsageError(
                f"{place} has the choice {value!r}", hint="choices are strings without quotes"
            )
    spelled = {_write_text(str(value)): str(value) for value in values}
    # The rule is named after what it holds, so that tools with equal choices share it.
    name = "choice_" + hashlib.sha256(repr(values).encode()).hexdigest()[:12]
    options = " | ".join(
        f"{json.dumps(text, ensure_ascii=False)} -> option_{i}" for i, text in enumerate(spelled)
    )
    found = list(spelled.values())
    return ParameterType(
        signature=" | ".join(spelled),
        rule=name,
        rules={name: options},
        read=lambda node, _: found[int(str(node.data).removeprefix("option_"))],
        write=_write_text,
        schema={"type": "string", "enum": found},
    )


def _list(item: ParameterType) -> ParameterType:
    name = f"list_of_{item.rule}"
    return ParameterType(
        signature=f"list[{item.signature}]",
        rule=name,
        rules={**item.rules, name: f'"[" ({item.rule} (", " {item.rule})*)? "]"'},
        read=lambda node, context: [
            item.read(child, context) for child in node.children if isinstance(child, Tree)
        ],
        write=lambda values: "[" + ", ".join(map(item.write, values)) + "]",
        schema={"type": "array", "items": item.schema},
    )

"""Spells a tree in the mathematics language: one spelling, brackets only where they are needed."""

from __future__ import annotations

import re
from enum import IntEnum

from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Coefficient,
    Factorial,
    Items,
    Name,
    Negate,
    Node,
    Number,
    Percent,
    Power,
    Product,
    Relation,
    Sheet,
    Solve,
    Sum,
    Value,
)


class _Level(IntEnum):
    """The rules of the grammar, loosest first."""

    SUM = 1
    PRODUCT = 2
    SIGN = 3
    IMPLICIT = 4
    POWER = 5
    POSTFIX = 6
    NAMED = 7


def spell(read: Sheet | Value) -> str:
    """Return the sentence, or the part of one, that stands for a tree."""
    if isinstance(read, Sheet):
        return "\n".join(f"{name} = {_value(value)}" for name, value in read.steps)
    return _value(read)


def _value(value: Value) -> str:
    if isinstance(value, Relation):
        text = _at(value.sides[0], _Level.SUM)
        for sign, side in zip(value.signs, value.sides[1:], strict=True):
            text += f" {sign} {_at(side, _Level.SUM)}"
        return text
    if isinstance(value, Solve):
        return f"solve({', '.join([*map(_value, value.relations), *value.names])})"
    return _at(value, _Level.SUM)


def _at(node: Node, least: _Level) -> str:
    """Spell a node where the grammar wants a given rule."""
    text, level = _spelled(node)
    return text if level >= least else f"({text})"


def _spelled(node: Node) -> tuple[str, _Level]:
    match node:
        case Number(literal):
            return literal, _Level.POSTFIX
        case Name(text):
            return text, _Level.NAMED
        case Call(function, arguments):
            return f"{function}({_listed(arguments)})", _Level.NAMED
        case Items(items):
            return f"[{_listed(items)}]", _Level.NAMED
        case Percent(number):
            return f"{number.literal}%", _Level.POSTFIX
        case Factorial(body):
            base = _at(body, _Level.POSTFIX if isinstance(body, Number) else _Level.NAMED)
            return f"{base}!", _Level.POSTFIX
        case Power(base, exponent):
            return f"{_at(base, _Level.POSTFIX)}^{_exponent(exponent)}", _Level.POWER
        case Negate(body):
            return f"-{_at(body, _Level.SIGN)}", _Level.SIGN
        case Coefficient(number, body):
            return _coefficient(number, body)
        case Product(factors):
            return _chain(factors, _Level.PRODUCT, _Level.SIGN)
        case Sum(terms):
            return _chain(terms, _Level.SUM, _Level.PRODUCT)


def _listed(nodes: tuple[Node, ...]) -> str:
    return ", ".join([_at(each, _Level.SUM) for each in nodes])


def _chain(
    parts: tuple[tuple[str, Node], ...], level: _Level, operand: _Level
) -> tuple[str, _Level]:
    """Spell a sum or a product. Its first part may be a chain of its own kind."""
    text = _at(parts[0][1], level)
    for sign, part in parts[1:]:
        text += f" {sign} {_at(part, operand)}"
    return text, level


def _exponent(node: Node) -> str:
    if isinstance(node, Negate):
        return f"-{_exponent(node.body)}"
    return _at(node, _Level.POSTFIX)


_LIKE_AN_EXPONENT = re.compile(r"[eE][0-9]")


def _coefficient(number: Number, body: Node) -> tuple[str, _Level]:
    """Spell `2x` and `2x^3`; `2e3` would be read as a number."""
    if isinstance(body, Power):
        tail = f"{_at(body.base, _Level.NAMED)}^{_exponent(body.exponent)}"
    else:
        tail = _at(body, _Level.NAMED)
    if _LIKE_AN_EXPONENT.match(tail):
        return f"{number.literal} * {tail}", _Level.PRODUCT
    return f"{number.literal}{tail}", _Level.IMPLICIT

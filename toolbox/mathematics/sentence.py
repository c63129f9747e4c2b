"""Writes the tree of a worksheet as a sentence: the inverse of parsing, brackets where needed."""

from __future__ import annotations

from enum import IntEnum

from lark import Token, Tree


class _Level(IntEnum):
    """The rules of the grammar, loosest first."""

    SUM = 1
    PRODUCT = 2
    SIGN = 3
    POWER = 4
    POSTFIX = 5
    NAMED = 6


_BINARY = {
    "add": (" + ", _Level.SUM, _Level.PRODUCT),
    "subtract": (" - ", _Level.SUM, _Level.PRODUCT),
    "multiply": (" * ", _Level.PRODUCT, _Level.SIGN),
    "divide": (" / ", _Level.PRODUCT, _Level.SIGN),
}


def write(tree: Tree[Token]) -> str:
    """Return the sentence of a worksheet's tree; parsing it gives an equal tree."""
    *steps, answer = _trees(tree)
    lines = [f"{step.children[0]} = {_value(_trees(step)[0])}\n" for step in steps]
    return f"{''.join(lines)}answer = {_value(answer)}"


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _value(tree: Tree[Token]) -> str:
    if tree.data == "relation":
        # Sides and signs alternate; a chain has three sides.
        return "".join(
            str(part) if index % 2 else _at(part, _Level.SUM)
            for index, part in enumerate(tree.children)
        )
    if tree.data == "solve":
        parts = [_value(part) if isinstance(part, Tree) else str(part) for part in tree.children]
        return f"solve({', '.join(parts)})"
    return _at(tree, _Level.SUM)


def _at(node: Tree[Token] | Token, least: _Level) -> str:
    """Write a node where the grammar wants a given rule."""
    text, level = _write(node)
    return text if level >= least else f"({text})"


def _write(node: Tree[Token] | Token) -> tuple[str, _Level]:
    if isinstance(node, Token):
        return str(node), _Level.POSTFIX
    children = node.children
    if node.data == "list":
        return f"[{', '.join(_at(each, _Level.SUM) for each in children)}]", _Level.NAMED
    first = children[0]
    match node.data:
        case "number" | "percent":
            return f"{first}{'%' if node.data == 'percent' else ''}", _Level.POSTFIX
        case "name":
            return str(first), _Level.NAMED
        case "call":
            arguments = ", ".join(_at(each, _Level.SUM) for each in children[1:])
            return f"{first}{arguments})", _Level.NAMED
        case "factorial":
            base = str(first) if isinstance(first, Token) else _at(first, _Level.NAMED)
            return f"{base}!", _Level.POSTFIX
        case "negate":
            return f"-{_at(first, _Level.SIGN)}", _Level.SIGN
        case "power":
            return f"{_at(first, _Level.POSTFIX)}^{_exponent(children[1])}", _Level.POWER
        case "multiply" if isinstance(first, Token):
            return f"{first}{_after_number(children[1])}", _Level.POWER
    sign, left, right = _BINARY[node.data]
    return f"{_at(first, left)}{sign}{_at(children[1], right)}", left


def _exponent(node: Tree[Token] | Token) -> str:
    if isinstance(node, Tree) and node.data == "negate":
        inner = _exponent(node.children[0])
        return f"-{inner}"
    return _at(node, _Level.POSTFIX)


def _after_number(node: Tree[Token] | Token) -> str:
    """Write what stands directly behind a number: a name, a call or a bracket, or its power."""
    if isinstance(node, Tree) and node.data == "power":
        return f"{_at(node.children[0], _Level.NAMED)}^{_exponent(node.children[1])}"
    return _at(node, _Level.NAMED)

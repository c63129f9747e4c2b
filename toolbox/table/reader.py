"""Reads sentences of the table language, within bounds that keep every later step small."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Between,
    Both,
    Comparison,
    Condition,
    Either,
    Expression,
    Field,
    Function,
    Inner,
    Key,
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

MAX_CHARACTERS = 1_000
"""Length of a sentence."""
MAX_LIMIT = 9
"""Digits of a number of rows."""
MAX_DEPTH = 40
"""Levels of nesting."""
MAX_BRACKETS = 12
"""Levels of brackets, which are what costs time to read."""

_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
_Node = Tree[Token] | Token


def read(sentence: str) -> Select:
    """Read a sentence.

    Raises:
        ToolError: `syntax` if it is none of the language, `limit` if it is too long or too deep.
    """
    if len(sentence) > MAX_CHARACTERS:
        raise ToolError(
            f"a question of {len(sentence):,} characters is too long",
            kind="limit",
            position=MAX_CHARACTERS,
            hint=f"write at most {MAX_CHARACTERS:,}",
        )
    _check_brackets(sentence)
    tree = Language.load("table").parse(sentence)
    _check_depth(tree)
    return _select(_tree(tree.children[0]))


def _check_brackets(sentence: str) -> None:
    depth = 0
    for position, character in enumerate(sentence):
        depth += (character == "(") - (character == ")")
        if depth > MAX_BRACKETS:
            raise ToolError(
                f"more than {MAX_BRACKETS} brackets inside one another",
                kind="limit",
                position=position,
                hint="leave out brackets",
            )


def _check_depth(tree: Tree[Token]) -> None:
    level = [tree]
    for _ in range(2 * MAX_DEPTH):
        level = [part for node in level for part in node.children if isinstance(part, Tree)]
    if level:
        raise ToolError("the question is nested too deeply", kind="limit", hint="ask for less")


def _tree(node: _Node) -> Tree[Token]:
    assert isinstance(node, Tree)  # noqa: S101 - the grammar guarantees it; for the type checker
    return node


def _rows(number: Token) -> int:
    if len(number) > MAX_LIMIT:
        raise ToolError(
            "the limit is too large",
            kind="limit",
            position=number.start_pos,
            hint=f"write at most {MAX_LIMIT} digits",
        )
    return int(number)


def _select(tree: Tree[Token]) -> Select:
    parts = {str(part.data): part.children for part in tree.children if isinstance(part, Tree)}
    source = parts.get("stacked") or parts["joined"]
    names = tuple(_name(name) for name in source if _tree(name).data != "field")
    on = [_field(_tree(name)) for name in source if _tree(name).data == "field"]
    limit = [_rows(number) for number in parts.get("limit", ()) if isinstance(number, Token)]
    return Select(
        outputs=tuple(_output(output) for output in parts.get("outputs", ())),
        source=Source(names, (on[0], on[1]) if on else None),
        distinct=isinstance(tree.children[0], Token),
        where=_optional(parts.get("where", ())),
        group=tuple(_expression(value) for value in parts.get("group", ())),
        having=_optional(parts.get("having", ())),
        order=tuple(_key(_tree(key)) for key in parts.get("order", ())),
        limit=limit[0] if limit else None,
        offset=limit[1] if len(limit) > 1 else 0,
    )


def _optional(parts: Sequence[_Node]) -> Condition | None:
    return _condition(parts[0]) if parts else None


def _output(node: _Node) -> Output:
    value, *name = _tree(node).children
    return Output(_expression(value), _name(name[0]) if name else None)


def _key(tree: Tree[Token]) -> Key:
    value, *direction = tree.children
    return Key(_expression(value), descending=direction == [" desc"])


def _name(node: _Node) -> Name:
    tree = _tree(node)
    (token,) = tree.children
    assert isinstance(token, Token)  # noqa: S101
    return Name(str(token), (token.start_pos or 0) - (tree.data == "quoted"))


def _field(tree: Tree[Token]) -> Field:
    *table, name = map(_name, tree.children)
    return Field(name, table[0] if table else None)


def _text(tree: Tree[Token]) -> Text:
    (token,) = tree.children
    assert isinstance(token, Token)  # noqa: S101
    return Text(re.sub(r"\\(.)", r"\1", token), (token.start_pos or 0) - 1)


def _condition(node: _Node) -> Condition:
    tree = _tree(node)
    first, *rest = tree.children
    match tree.data:
        case "either":
            return Either(_condition(first), _condition(rest[0]))
        case "both":
            return Both(_condition(first), _condition(rest[0]))
        case "opposite":
            return Not(_condition(first))
        case "comparison":
            return Comparison(str(rest[0]).strip(), _expression(first), _expression(rest[1]))
        case "match":
            return Match(str(rest[0]).strip(), _expression(first), _text(_tree(rest[1])))
        case "one_of":
            return OneOf(_expression(first), tuple(_expression(option) for option in rest))
        case "member":
            return Member(_expression(first), _select(_tree(rest[0])), _at(rest[0]))
        case "between":
            return Between(_expression(first), _expression(rest[0]), _expression(rest[1]))
        case "presence":
            return Presence(_expression(first), filled=rest[0] == " is not null")
        case "truth":
            return Truth(_field(_tree(first)))
        case unknown:
            raise AssertionError(f"the grammar has a rule without a meaning: {unknown}")


def _expression(node: _Node) -> Expression:
    tree = _tree(node)
    if tree.data == "aggregate":
        return _aggregate(tree)
    first, *rest = tree.children
    match tree.data:
        case "number":
            return Number(str(first), _at(first))
        case "text":
            return _text(tree)
        case "field":
            return _field(tree)
        case "inner":
            return Inner(_select(_tree(first)), _at(first))
        case "function":
            digits = int(str(rest[1])) if len(rest) > 1 else None
            return Function(str(first)[:-1], _expression(rest[0]), digits, _at(first))
        case sign:
            return Arithmetic(_SIGNS[str(sign)], _expression(first), _expression(rest[0]))


def _aggregate(tree: Tree[Token]) -> Aggregate:
    if not tree.children:
        return Aggregate("count")
    name, *rest = tree.children
    return Aggregate(str(name)[:-1], _expression(rest[-1]), len(rest) > 1, _at(name))


def _at(node: _Node) -> int:
    """Return the offset of the first word of a part."""
    if isinstance(node, Token):
        return node.start_pos or 0
    token = next(iter(node.scan_values(lambda value: isinstance(value, Token))), None)
    return token.start_pos or 0 if token is not None else 0

"""Reads lines of the puzzle language into data, within bounds.

The bounds keep every later step small on hostile input; they are far above anything that a sentence
of a natural language needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.puzzle.statement import (
    Among,
    And,
    Choice,
    Comparison,
    Count,
    Counted,
    Distance,
    Extreme,
    Formula,
    Iff,
    Implies,
    Limit,
    Mode,
    Name,
    Not,
    Nothing,
    Number,
    Optimum,
    Or,
    Order,
    Query,
    Range,
    Related,
    Scaled,
    Solutions,
    Statement,
    Sum,
    Term,
    Value,
    What,
    Whether,
)

MAX_CHARACTERS = 4_000
"""Length of one line; two hundred names fit."""
MAX_DEPTH = 30
"""Levels of nesting in one line."""
MAX_NUMBER = 1_000_000
QUERY_MARK = "? "

_Node: TypeAlias = Tree[Token] | Token


@lru_cache(maxsize=1_000)
def read_statement(line: str) -> Statement:
    """Read a statement: a declaration or a formula.

    Raises:
        ToolError: `syntax` if it is not one, `limit` if it is too long, too deep or has too large
            a number.
    """
    return _statement(_inside(_parsed(line, "statement")))


@lru_cache(maxsize=1_000)
def read_query(line: str) -> Query:
    """Read a query, with or without its leading `? `.

    Raises:
        ToolError: As for a statement.
    """
    if not line.startswith(QUERY_MARK):
        try:
            return _query(_inside(_parsed(QUERY_MARK + line, "query")))
        except ToolError as error:
            if error.position is not None:
                error.position = max(0, error.position - len(QUERY_MARK))
            raise
    return _query(_inside(_parsed(line, "query")))


def _parsed(line: str, start: str) -> Tree[Token]:
    if len(line) > MAX_CHARACTERS:
        raise ToolError(
            f"a line of {len(line):,} characters, at most {MAX_CHARACTERS:,} are read",
            kind="limit",
        )
    return Language.load("puzzle").parse(line, start=start)


def _tree(node: _Node) -> Tree[Token]:
    assert isinstance(node, Tree)  # noqa: S101 (the grammar guarantees it; for the type checker)
    return node


def _inside(tree: Tree[Token]) -> Tree[Token]:
    (child,) = tree.children
    return _tree(child)


def _statement(tree: Tree[Token]) -> Statement:
    match tree.data:
        case "order":
            word, *names = tree.children
            shape: Any = str(word)[:-1]
            return Order(shape, _names(names))
        case "choice":
            kinds = [child for child in tree.children if _tree(child).data == "name"]
            values, *limits = (_tree(child) for child in tree.children[len(kinds) :])
            return Choice(_names(kinds), _values(values), _limit(limits[0]) if limits else None)
        case "nothing":
            return Nothing()
        case _:
            return _formula(tree, 0)


def _values(tree: Tree[Token]) -> tuple[Value, ...] | Range:
    if tree.data == "range":
        low, high = (_number(child) for child in tree.children)
        return Range(low, high)
    return tuple(_value(child) for child in tree.children)


def _value(node: _Node) -> Value:
    tree = _tree(node)
    return _name(tree) if tree.data == "name" else Number(_number(tree.children[0]))


def _limit(tree: Tree[Token]) -> Limit:
    if tree.data == "different":
        return Limit("different")
    word, number = tree.children
    bound: Any = str(word).strip()
    return Limit(bound, _number(number))


def _query(tree: Tree[Token]) -> Query:
    match tree.data:
        case "value":
            return What(_term(tree.children[0], 0))
        case "among":
            name, *candidates = tree.children
            return Among(_name(name), _names(candidates))
        case "mode":
            word, formula = tree.children
            mode: Any = str(word)[:-1]
            return Mode(mode, _formula(_tree(formula), 0))
        case "optimum":
            word, term = tree.children
            which: Any = str(word)[:-1]
            return Optimum(which, _term(term, 0))
        case "solutions":
            return Solutions()
        case _:
            return Whether(_formula(tree, 0))


def _too_deep() -> ToolError:
    return ToolError(
        "the line is nested too deeply", kind="limit", hint=f"at most {MAX_DEPTH} levels"
    )


def _formula(tree: Tree[Token], depth: int) -> Formula:
    if depth > MAX_DEPTH:
        raise _too_deep()

    def inner(node: _Node) -> Formula:
        return _formula(_tree(node), depth + 1)

    match tree.data:
        case "comparison":
            left, sign, right = tree.children
            spelled: Any = str(sign).strip()
            return Comparison(_term(left, depth), spelled, _term(right, depth))
        case "related":
            pair, *names = tree.children
            relation: Any = str(pair)[:-1]
            return Related(relation, _names(names))
        case "between" | "distinct":
            shared: Any = "between" if tree.data == "between" else "different"
            return Related(shared, _names(tree.children))
        case "counted":
            bounded, number, *parts = tree.children
            bound: Any = str(bounded)[:-1]
            return Counted(bound, _number(number), tuple(inner(part) for part in parts))
        case "negation":
            return Not(inner(tree.children[0]))
        case "both" | "either":
            joined = tuple(inner(node) for node in _chain(tree))
            return And(joined) if tree.data == "both" else Or(joined)
        case "implies" | "iff":
            sides = inner(tree.children[0]), inner(tree.children[1])
            return Implies(*sides) if tree.data == "implies" else Iff(*sides)
        case unknown:
            raise AssertionError(f"the grammar has a rule without a meaning: {unknown}")


def _chain(tree: Tree[Token]) -> list[_Node]:
    """Return the operands of `a & b & c`, which the grammar nests to the left."""
    operands: list[_Node] = []
    node: _Node = tree
    while isinstance(node, Tree) and node.data == tree.data:
        node, last = node.children
        operands.append(last)
    operands.append(node)
    return operands[::-1]


def _term(node: _Node, depth: int) -> Term:
    if depth > MAX_DEPTH:
        raise _too_deep()
    tree = _tree(node)
    match tree.data:
        case "name":
            return _name(tree)
        case "number":
            return Number(_number(tree.children[0]))
        case "scaled":
            factor, name = tree.children
            return Scaled(_number(factor), _name(name))
        case "count":
            return Count(_value(tree.children[0]))
        case "distance":
            left, right = tree.children
            return Distance(_name(left), _name(right))
        case "extreme":
            word, *terms = tree.children
            which: Any = str(word)[:-1]
            return Extreme(which, tuple(_term(term, depth + 1) for term in terms))
        case "add" | "subtract":
            return Sum(_signed(tree, depth))
        case unknown:
            raise AssertionError(f"the grammar has a rule without a meaning: {unknown}")


def _signed(tree: Tree[Token], depth: int) -> tuple[tuple[int, Term], ...]:
    terms: list[tuple[int, Term]] = []
    node: _Node = tree
    while isinstance(node, Tree) and node.data in ("add", "subtract"):
        sign = 1 if node.data == "add" else -1
        node, last = node.children
        terms.append((sign, _term(last, depth + 1)))
    return (1, _term(node, depth + 1)), *reversed(terms)


def _names(nodes: Sequence[_Node]) -> tuple[Name, ...]:
    return tuple(_name(node) for node in nodes)


def _name(node: _Node) -> Name:
    return Name("_".join(str(word) for word in _tree(node).children))


def _number(node: _Node) -> int:
    text = str(node)
    if len(text) > len(str(MAX_NUMBER)) or int(text) > MAX_NUMBER:
        shown = text if len(text) <= 12 else f"{text[:12]}…"
        raise ToolError(f"the number {shown} is larger than {MAX_NUMBER:,}", kind="limit")
    return int(text)

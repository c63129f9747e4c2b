"""Computes a worksheet a second time, without SymPy.

Arithmetic is done with Python's own fractions, and with floating point once a root or another
function leaves them. Two implementations that agree are a check on both.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction

from lark import Token, Tree

from lottery_agent.toolbox.mathematics.plain import (
    FUNCTIONS,
    OPERATIONS,
    SPREAD,
    Number,
    Plain,
    Unsupported,
    whole,
)

__all__ = ["Number", "Plain", "Unsupported", "worksheet"]

_COMPARE: dict[str, Callable[[Number, Number], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_CONSTANTS = {"pi": math.pi, "e": math.e}
_LONGEST_RANGE = 2_000
_MOST_TERMS = 20_000  # of all ranges of a worksheet together


def worksheet(steps: Sequence[tuple[str, Tree[Token]]], answer: Tree[Token]) -> Plain:
    """Compute the answer of a worksheet.

    Args:
        steps: The steps with their names, in order.
        answer: The tree of the answer.

    Returns:
        A fraction if the answer is rational all the way, a float otherwise, a list of them, or the
        truth of a relation.

    Raises:
        Unsupported: If it holds unknowns, symbolic functions or a name that is used twice, or
            overflows.
    """
    trees = dict(steps)
    if len(trees) < len(steps):
        raise Unsupported
    sheet = _Sheet(trees)
    try:
        if answer.data == "relation":
            sides = [sheet.number(side) for side in answer.children[::2]]
            signs = [str(sign).strip() for sign in answer.children[1::2]]
            pairs = zip(signs, sides, sides[1:], strict=False)
            return all(_compare(sign, left, right) for sign, left, right in pairs)
        return sheet.value(answer)
    except (ArithmeticError, ValueError, TypeError, RecursionError, IndexError, KeyError):
        raise Unsupported from None


def _compare(sign: str, left: Number, right: Number) -> bool:
    rounded = isinstance(left, float) or isinstance(right, float)
    if rounded and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12):
        raise Unsupported
    return _COMPARE[sign](left, right)


class _Sheet:
    """Computes steps when they are asked for, each once."""

    def __init__(self, trees: Mapping[str, Tree[Token]]) -> None:
        self._trees = trees
        self._values: dict[str, Plain] = {}
        self._open: set[str] = set()
        self._given: dict[str, Plain] = {}
        self._terms = 0

    def number(self, node: Tree[Token] | Token) -> Number:
        """Compute a node that is one number."""
        value = self.value(node)
        if isinstance(value, bool | list):
            raise Unsupported
        return value

    def value(self, node: Tree[Token] | Token) -> Plain:
        """Compute a node."""
        if isinstance(node, Token):
            return Fraction(str(node))
        first = node.children[0] if node.children else None
        if node.data == "number":
            return Fraction(str(first))
        if node.data == "name":
            return self._name(str(first))
        if node.data == "list":
            return [self.value(child) for child in node.children]
        if node.data == "call":
            return self._call(str(first).removesuffix("("), node.children[1:])
        if node.data not in OPERATIONS:
            raise Unsupported
        return OPERATIONS[node.data](*(self.number(child) for child in node.children))

    def _call(self, name: str, nodes: Sequence[Tree[Token] | Token]) -> Plain:
        if name in ("sum", "product", "table") and len(nodes) == 4:
            return self._over_range(name, nodes)
        if name == "substitute":
            value = self.value(nodes[2])
            with self._giving(nodes[1], value):
                return self.value(nodes[0])
        if name == "mod" and isinstance(nodes[0], Tree) and nodes[0].data == "power":
            base, exponent, modulus = (
                whole(self.value(node)) for node in (*nodes[0].children, nodes[1])
            )
            return Fraction(pow(base, exponent, modulus))
        if name not in FUNCTIONS:
            raise Unsupported
        values = [self.value(node) for node in nodes]
        if name in SPREAD and len(values) == 1 and isinstance(values[0], list):
            values = values[0]
        return FUNCTIONS[name](*values)

    def _over_range(self, name: str, nodes: Sequence[Tree[Token] | Token]) -> Plain:
        low, high = (whole(self.value(node)) for node in nodes[2:])
        self._terms += max(high - low, 0)
        if high - low > _LONGEST_RANGE or self._terms > _MOST_TERMS:
            raise Unsupported
        items: list[Plain] = []
        for each in range(low, high + 1):
            with self._giving(nodes[1], Fraction(each)):
                items.append(self.value(nodes[0]))
        return items if name == "table" else FUNCTIONS[name](items)

    @contextmanager
    def _giving(self, node: Tree[Token] | Token, value: Plain) -> Iterator[None]:
        if not isinstance(node, Tree) or node.data != "name":
            raise Unsupported
        before, values = self._given, self._values
        # Steps that mention the name are worth something else inside.
        self._given, self._values = {**before, str(node.children[0]): value}, {}
        try:
            yield
        finally:
            self._given, self._values = before, values

    def _name(self, name: str) -> Plain:
        if name in self._given:
            return self._given[name]
        if name in self._values:
            return self._values[name]
        if name not in self._trees and name in _CONSTANTS:
            return _CONSTANTS[name]
        if name not in self._trees or name in self._open:
            raise Unsupported
        self._open.add(name)
        try:
            self._values[name] = self.value(self._trees[name])
        finally:
            self._open.discard(name)
        return self._values[name]

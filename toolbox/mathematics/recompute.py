"""Computes a worksheet a second time, without SymPy.

Arithmetic is done with Python's own fractions, and with floating point once a root or another
function leaves them. Two implementations that agree are a check on both.
"""

from __future__ import annotations

import math
import operator
import statistics
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from lark import Token, Tree

Number = Fraction | float

_COMPARE: dict[str, Callable[[Number, Number], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
_CONSTANTS = {"pi": math.pi, "e": math.e}


class Unsupported(Exception):
    """This part of a worksheet is not plain arithmetic."""


def worksheet(steps: Sequence[tuple[str, Tree[Token]]], answer: Tree[Token]) -> Number | bool:
    """Compute the answer of a worksheet.

    Args:
        steps: The steps with their names, in order.
        answer: The tree of the answer.

    Returns:
        A fraction if the answer is rational all the way, a float otherwise, and the truth of a
        relation.

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
            left, sign, right = answer.children
            return _compare(str(sign).strip(), sheet.number(left), sheet.number(right))
        return sheet.number(answer)
    except (ArithmeticError, ValueError, TypeError, RecursionError):
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
        self._values: dict[str, Number] = {}
        self._open: set[str] = set()

    def number(self, node: Tree[Token] | Token) -> Number:
        if isinstance(node, Token):
            return Fraction(str(node))
        if node.data == "number":
            return Fraction(str(node.children[0]))
        if node.data == "name":
            return self._name(str(node.children[0]))
        if node.data == "call":
            function = _FUNCTIONS.get(str(node.children[0]).removesuffix("("))
            arguments = node.children[1:]
        else:
            function = _OPERATIONS.get(node.data)
            arguments = node.children
        if function is None:
            raise Unsupported
        return function(*(self.number(argument) for argument in arguments))

    def _name(self, name: str) -> Number:
        if name in self._values:
            return self._values[name]
        if name not in self._trees and name in _CONSTANTS:
            return _CONSTANTS[name]
        if name not in self._trees or name in self._open:
            raise Unsupported
        self._open.add(name)
        self._values[name] = self.number(self._trees[name])
        return self._values[name]


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base ** int(exponent)
    return math.pow(base, exponent)


def _whole(value: Number) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1:
        raise Unsupported
    return int(value)


def _root(value: Number) -> Number:
    if isinstance(value, Fraction):
        top, bottom = math.isqrt(abs(value.numerator)), math.isqrt(value.denominator)
        if value >= 0 and (top**2, bottom**2) == (value.numerator, value.denominator):
            return Fraction(top, bottom)
    return math.sqrt(value)


def _round(value: Number, places: Number = Fraction(0)) -> Number:
    if not isinstance(value, Fraction):
        raise Unsupported
    scale = Fraction(10) ** _whole(places)
    size = math.floor(abs(value) * scale + Fraction(1, 2)) / scale
    return -size if value < 0 else size


def _rational(compute: Callable[[Fraction], int]) -> Callable[[Number], Number]:
    """Only for exact values: a float next to a whole number may fall on the wrong side."""

    def checked(value: Number) -> Number:
        if not isinstance(value, Fraction):
            raise Unsupported
        return Fraction(compute(value))

    return checked


def _logarithm(value: Number, base: Number = Fraction(10)) -> float:
    return math.log(value) / math.log(base)


_OPERATIONS: dict[str, Callable[..., Number]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": _power,
    "negate": operator.neg,
    "percent": lambda value: value / 100,
    "factorial": lambda value: Fraction(math.factorial(_whole(value))),
}
_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "sqrt": _root,
    "cbrt": math.cbrt,
    "abs": abs,
    "floor": _rational(math.floor),
    "ceil": _rational(math.ceil),
    "round": _round,
    "min": min,
    "max": max,
    "gcd": lambda *values: Fraction(math.gcd(*map(_whole, values))),
    "lcm": lambda *values: Fraction(math.lcm(*map(_whole, values))),
    "mod": operator.mod,
    "factorial": lambda value: Fraction(math.factorial(_whole(value))),
    "binomial": lambda n, k: Fraction(math.comb(_whole(n), _whole(k))),
    "exp": math.exp,
    "ln": math.log,
    "log": _logarithm,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "mean": lambda *values: sum(values) / len(values),
    "median": lambda *values: statistics.median(values),
}

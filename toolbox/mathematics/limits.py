"""Bounds on a computation, checked before it is made.

The sandbox stops whatever runs too long, but a number that is known to be too large is better
refused at once, with words that say which one.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, log2
from typing import Any

import sympy
from lark import Token, Tree

from lottery_agent.errors import ToolError

MAX_SENTENCE = 2_000
"""Longest worksheet, in characters."""
MAX_DEPTH = 60
"""Deepest nesting of a worksheet."""
MAX_NODES = 1_000
"""Most operations and operands of a worksheet."""
MAX_BITS = 13_000
"""Longest numerator or denominator, in bits (about 3,900 digits)."""
MAX_OPERATIONS = 2_000
"""Most operations of an intermediate expression."""
MAX_TERMS = 3_000
"""Most terms of an expanded product."""


def too_large(what: str) -> ToolError:
    """Return the error for something above a limit."""
    return ToolError(f"{what} is too large", kind="limit", hint="use smaller numbers")


def check_tree(tree: Tree[Token]) -> None:
    """Refuse a worksheet that is nested too deeply or has too many parts.

    Raises:
        ToolError: With kind `limit`.
    """
    level: list[Tree[Token]] = [tree]
    nodes = depth = 0
    while level:
        depth += 1
        nodes += len(level)
        if depth > MAX_DEPTH:
            raise ToolError(f"nested deeper than {MAX_DEPTH}", kind="limit", hint="use steps")
        if nodes > MAX_NODES:
            raise ToolError(f"more than {MAX_NODES} parts", kind="limit", hint="write less")
        level = [part for node in level for part in node.children if isinstance(part, Tree)]


def bits(value: Any) -> int:
    """Return the length of a number's longer half; 0 for everything but rational numbers."""
    if isinstance(value, sympy.Rational):
        return max(int(value.p).bit_length(), int(value.q).bit_length())
    return 0


def bounded(value: sympy.Expr) -> sympy.Expr:
    """Return a value unchanged.

    Raises:
        ToolError: If it has no value (a division by zero), or is too large.
    """
    if value.has(sympy.nan, sympy.zoo):
        raise ToolError("undefined, as a division by zero is")
    if any(bits(number) > MAX_BITS for number in value.atoms(sympy.Rational)):
        raise too_large("a number")
    if value.count_ops() > MAX_OPERATIONS:
        raise too_large("an expression")
    return value


def check_power(base: sympy.Expr, exponent: sympy.Expr) -> None:
    """Refuse a power whose exact value would be too long to write."""
    if not isinstance(exponent, sympy.Rational):
        return
    factor = base.as_coeff_Mul()[0] if base.is_number else sympy.S.One
    length = bits(factor)
    if length > 1 and abs(exponent) * length > MAX_BITS:
        raise too_large(f"the power with exponent {_short(exponent)}")


def check_factorial(number: sympy.Expr) -> None:
    """Refuse a factorial whose value would be too long to write."""
    if isinstance(number, sympy.Integer) and number > 1 and number * log2(number) > 1.1 * MAX_BITS:
        raise too_large(f"the factorial of {_short(number)}")


def check_binomial(n: sympy.Expr, k: sympy.Expr) -> None:
    """Refuse a binomial coefficient whose value would be too long to write."""
    if isinstance(n, sympy.Integer) and isinstance(k, sympy.Integer) and 0 <= k <= n:
        smaller = min(int(k), int(n) - int(k))
        if smaller > MAX_BITS or smaller * bits(n) > 2 * MAX_BITS:
            raise too_large("the binomial coefficient")
    elif isinstance(k, sympy.Integer) and abs(int(k)) > 100:
        raise too_large("the binomial coefficient")


def check_size(number: sympy.Expr) -> None:
    """Refuse a number whose whole part would be too long to write."""
    if number.is_number and number.is_real:
        size = abs(number.evalf(5))
        if isinstance(size, sympy.Float) and size > sympy.Float(2, 5) ** MAX_BITS:
            raise too_large("a number")


def check_expansion(expr: sympy.Expr) -> None:
    """Refuse an expression that would have too many terms when multiplied out."""
    if _terms(expr) > MAX_TERMS:
        raise too_large("the expanded expression")


def _terms(expr: sympy.Basic) -> int:
    inner = max((_terms(part) for part in _arguments(expr)), default=1)
    if inner > MAX_TERMS:
        return inner
    if isinstance(expr, sympy.Add):
        return sum(_terms(part) for part in expr.args)
    if isinstance(expr, sympy.Mul):
        product = 1
        for part in expr.args:
            product *= _terms(part)
        return product
    if isinstance(expr, sympy.Pow) and isinstance(expr.exp, sympy.Integer):
        count, power = _terms(expr.base), abs(int(expr.exp))
        if count == 1:
            return 1
        return comb(power + count - 1, count - 1) if power * count < 10**5 else MAX_TERMS + 1
    return inner


def _arguments(expr: sympy.Basic) -> Iterator[sympy.Basic]:
    yield from (part for part in expr.args if isinstance(part, sympy.Expr))


def _short(number: sympy.Rational) -> str:
    if bits(number) > 60:
        return f"{bits(number)} bits"
    return str(number)

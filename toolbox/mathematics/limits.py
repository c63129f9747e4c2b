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
MAX_ITEMS = 1_000
"""Most elements of a list."""
MAX_CELLS = 900
"""Most entries of a matrix of rational numbers."""
MAX_SYMBOLIC_CELLS = 42
"""Most entries of a matrix with names or roots in it."""


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


def replace(expr: sympy.Expr, values: dict[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """Put values into an expression.

    Raises:
        ToolError: With kind `limit` if a power in it would be too large, before it is computed.
    """
    for part in expr.atoms(sympy.Pow, sympy.factorial, sympy.binomial):
        inner = [argument.xreplace(values) for argument in part.args if argument.is_Symbol]
        if isinstance(part, sympy.factorial) and inner:
            check_factorial(inner[0])
        elif isinstance(part, sympy.binomial):
            check_binomial(*(argument.xreplace(values) for argument in part.args))
        elif isinstance(part, sympy.Pow):
            _check_filled_power(part, values)
    return expr.subs(values, simultaneous=True)


def _check_filled_power(part: sympy.Pow, values: dict[sympy.Symbol, sympy.Expr]) -> None:
    """Estimate the length of a power of rational numbers with values put in."""
    if not all(symbol in values and values[symbol].is_Rational for symbol in part.free_symbols):
        return
    base = part.base.evalf(15, subs=values)
    exponent = part.exp.evalf(15, subs=values)
    if base.is_Float and exponent.is_Float and base != 0:
        length = abs(exponent) * (1 + abs(sympy.log(abs(base), 2).evalf(5)))
        if part.base != sympy.E and length > 2 * MAX_BITS:
            raise too_large("a power")


def check_bits(length: float, what: str, most: int = MAX_BITS) -> None:
    """Refuse a number that would be longer than `most` bits."""
    if length > most:
        raise too_large(what)


def check_items(count: int) -> None:
    """Refuse a list that would be too long."""
    if count > MAX_ITEMS:
        raise ToolError(
            f"a list of {count} elements is too long", kind="limit", hint=f"at most {MAX_ITEMS}"
        )


def check_matrix(matrix: sympy.Matrix) -> None:
    """Refuse a matrix that has too many entries to compute with."""
    rational = all(entry.is_Rational for entry in matrix)
    if matrix.rows * matrix.cols > (MAX_CELLS if rational else MAX_SYMBOLIC_CELLS):
        raise ToolError("the matrix is too large", kind="limit", hint="use fewer rows")


def check_cells(products: int) -> None:
    """Refuse a product of matrices that takes too many multiplications."""
    if products > 30 * MAX_CELLS:
        raise ToolError("the matrices are too large", kind="limit", hint="use fewer rows")


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

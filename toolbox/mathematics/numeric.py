"""Numbers in place of symbols: whether a relation holds, roots and integrals without a formula."""

from __future__ import annotations

import sympy
from sympy import Expr, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics.values import Relation

DIGITS = 30
"""Decimal digits of numerical evaluations."""

_GUARD = 15  # digits beyond those asked for
_FEWEST = 6  # digits that make a numerical integral worth telling

_GRID = [
    sign * base * scale
    for sign in (-1, 1)
    for scale in (0.1, 1, 10)
    for base in [n / 10 for n in range(1, 100)]
]


def evaluate(expr: Expr, values: dict[Symbol, Expr], digits: int = DIGITS) -> complex | None:
    """Return the value of an expression at a point, or None where it has none."""
    try:
        # Not `subs`: an exact value in an exponent would be multiplied out in full.
        value = expr.evalf(digits, subs=values, maxn=400)
        number = complex(value)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return number if abs(number) < float("inf") and number == number else None


def holds(relation: Relation, values: dict[Symbol, Expr], tolerance: float = 1e-12) -> bool | None:
    """Say whether a relation holds with values put in, or None if that can't be decided.

    Equality is exact where SymPy can show it, and otherwise up to `tolerance`, relative to the
    larger side.
    """
    filled = relation.subs(values)
    difference = filled.difference
    if filled.free:
        simple = sympy.simplify(difference)
        return True if relation.sign == "=" and simple == 0 else None
    if relation.sign == "!=":
        same = holds(Relation(filled.left, "=", filled.right), {}, tolerance)
        return None if same is None else not same
    if relation.sign == "=" and difference == 0:
        return True
    left, right = evaluate(filled.left, {}), evaluate(filled.right, {})
    if left is None or right is None:
        return False if filled.left.has(sympy.zoo, sympy.nan, sympy.oo) else None
    scale = max(abs(left), abs(right), 1.0)
    equal = abs(evaluate(difference, {}) or 0) <= tolerance * scale
    if relation.sign == "=":
        return equal
    if abs(left.imag) > tolerance * scale or abs(right.imag) > tolerance * scale:
        return False
    if equal:
        return "=" in relation.sign
    return left.real < right.real if "<" in relation.sign else left.real > right.real


def approximate(value: Expr, digits: int) -> Expr:
    """Return a number as a decimal that is right to `digits` digits, and carries a few more.

    Raises:
        ToolError: If it has unknowns, or its digits can't be found.
    """
    if value.free_symbols:
        names = ", ".join(sorted(map(str, value.free_symbols)))
        raise ToolError(f"{names} has no value", hint="only a number has digits")
    if value.is_infinite:
        return value
    found = value.evalf(digits + _GUARD, maxn=4 * digits + 200)
    again = value.evalf(digits + 2 * _GUARD, maxn=4 * digits + 200)
    parts = (
        [(found, again)] if found.is_Float else list(zip(*map(_parts, (found, again)), strict=True))
    )
    for first, second in parts:
        if not first.is_number or abs(first - second) > abs(second) * sympy.Float(10) ** -digits:
            raise ToolError(f"{digits} digits could not be found", hint="ask for fewer")
    return found


def _parts(value: Expr) -> tuple[Expr, Expr]:
    real, imaginary = value.as_real_imag()
    return real, imaginary


def quadrature(expr: Expr, variable: Symbol, bounds: tuple[Expr, ...]) -> tuple[Expr, int] | None:
    """Integrate numerically.

    Two computations, one over the whole range at 40 digits and one over two parts of it at 25, must
    agree.

    Returns:
        The value and how many of its digits are right, at most 20; None if fewer than 6 are.
    """
    low, high = bounds
    middle = _inside(low, high)
    if expr.free_symbols - {variable} or middle is None:
        return None
    whole = _integrated(expr, (variable, low, high), 40)
    halves = [_integrated(expr, (variable, *pair), 25) for pair in ((low, middle), (middle, high))]
    if whole is None or any(half is None for half in halves):
        return None
    gap = abs(whole - sympy.Add(*halves))
    scale = abs(whole) if abs(whole) > 1e-12 else sympy.S.One
    digits = 20 if gap == 0 else min(20, int(-sympy.log(gap / scale, 10).evalf(5)))
    return (whole.evalf(digits + 2), digits) if digits >= _FEWEST else None


def _inside(low: Expr, high: Expr) -> Expr | None:
    """Return a point inside of a range, not its middle."""
    if low.free_symbols or high.free_symbols:
        return None
    if low.is_finite and high.is_finite:
        return low + (high - low) * sympy.Rational(37, 101)
    if low.is_finite:
        return low + sympy.Rational(137, 101)
    return high - sympy.Rational(137, 101) if high.is_finite else sympy.Rational(37, 101)


def _integrated(expr: Expr, range_: tuple[Expr, ...], digits: int) -> Expr | None:
    try:
        value = sympy.Integral(expr, range_).evalf(digits)
    except (ValueError, TypeError, ZeroDivisionError, NotImplementedError):
        return None
    return value if value.is_Float else None


def scan(expr: Expr, unknown: Symbol) -> list[Expr]:
    """Find real roots in [-100, 100] by changes of sign, to 15 digits."""
    roots: list[Expr] = []
    points = sorted({0.0, *_GRID})
    before: tuple[float, float] | None = None
    for point in points:
        value = evaluate(expr, {unknown: sympy.Float(point)}, 15)
        if value is None or abs(value.imag) > 1e-9:
            before = None
            continue
        if value.real == 0 or (before and before[1] * value.real < 0):
            root = _bisect(expr, unknown, before[0] if before else point, point)
            if root is not None:
                roots.append(root)
        before = (point, value.real)
    return roots


def _bisect(expr: Expr, unknown: Symbol, low: float, high: float) -> Expr | None:
    """Close in on a change of sign; a pole is not a root."""
    a, b = sympy.Float(low, 25), sympy.Float(high, 25)
    at_a = evaluate(expr, {unknown: a})
    for _ in range(70):
        middle = (a + b) / 2
        value = evaluate(expr, {unknown: middle})
        if value is None or at_a is None:
            return None
        if value.real * at_a.real <= 0:
            b = middle
        else:
            a, at_a = middle, value
    value = evaluate(expr, {unknown: b})
    return sympy.Float(b, 20) if value is not None and abs(value) < 1e-9 else None

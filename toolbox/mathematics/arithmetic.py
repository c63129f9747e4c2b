"""Powers, quotients, remainders and roundings of expressions, refused where they have no value."""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr, Integer, Rational

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits

_TEN = Integer(10)


def power(base: Expr, exponent: Expr) -> Expr:
    """Return `base ^ exponent`.

    Raises:
        ToolError: If it is undefined or too large.
    """
    if base.is_zero and exponent.is_negative:
        raise division_by_zero()
    limits.check_power(base, exponent)
    return base**exponent


def division_by_zero() -> ToolError:
    """Return the error for a quotient that is not defined."""
    return ToolError("division by zero", hint="the divisor must not be 0")


def divide(left: Expr, right: Expr) -> Expr:
    """Return `left / right`.

    Raises:
        ToolError: If `right` is zero, also where that takes some computing to see.
    """
    if right.is_zero or (right.is_number and right.is_zero is None and sympy.simplify(right) == 0):
        raise division_by_zero()
    return left / right


def rounded(number: Expr, places: Expr = sympy.S.Zero) -> Expr:
    """Round half away from zero, as people do, to a number of decimal places."""
    if not number.is_real or number.free_symbols:
        raise ToolError("only a number can be rounded", hint="give the names values first")
    if not isinstance(places, Integer) or abs(places) > 100:
        raise ToolError(f"{places} is no number of decimal places", hint="use a whole number")
    limits.check_size(number)
    scale = Integer(10) ** places
    size = sympy.floor(abs(number) * scale + Rational(1, 2)) / scale
    return -size if number.is_negative else size


def truncated(number: Expr) -> Expr:
    """Return a number without its decimal places."""
    if not number.is_real or number.free_symbols:
        raise ToolError("only a number can be cut", hint="give the names values first")
    limits.check_size(number)
    return sympy.floor(number) if number.is_nonnegative else sympy.ceiling(number)


def modulo(left: Expr, right: Expr) -> Expr:
    """Return the remainder, with the sign of the divisor."""
    if right.is_zero:
        raise division_by_zero()
    return sympy.Mod(left, right)


def quotient(left: Expr, right: Expr) -> Expr:
    """Return the whole part of a quotient: of numbers rounded down, of polynomials without rest."""
    return _division(left, right)[0]


def remainder(left: Expr, right: Expr) -> Expr:
    """Return what `quotient` leaves."""
    return _division(left, right)[1]


def _division(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    if right.is_zero:
        raise division_by_zero()
    if left.is_number and right.is_number:
        whole = sympy.floor(left / right)
        return whole, left - whole * right
    for side in (left, right):
        limits.check_expansion(side)
        if not side.is_polynomial():
            raise ToolError("only numbers and polynomials leave a remainder", hint="use apart(…)")
    whole, rest = sympy.div(left, right, domain="QQ" if _rational(left, right) else "EX")
    return whole, rest


def _rational(*expressions: Expr) -> bool:
    atoms = {number for expr in expressions for number in expr.atoms(sympy.Number)}
    return all(number.is_rational for number in atoms)


def root(number: Expr, degree: int) -> Expr:
    """Return the real root where there is one, the principal one otherwise."""
    if degree % 2 and number.is_negative:
        return -((-number) ** Rational(1, degree))
    return number ** Rational(1, degree)


def nth_root(number: Expr, degree: Expr) -> Expr:
    """Return the root of a degree that is given as an expression."""
    if isinstance(degree, Integer):
        if not 1 <= degree <= 1000:
            raise ToolError(f"there is no root of degree {degree}", hint="use 2, 3, 4 …")
        return root(number, int(degree))
    return power(number, divide(sympy.S.One, degree))


def logarithm(number: Expr, base: Expr = _TEN) -> Expr:
    """Return the logarithm, to base 10 unless another is given."""
    if number.is_zero:
        raise ToolError("the logarithm of zero is not defined", hint="use a positive number")
    if base.is_number and (base == 1 or not base.is_positive):
        raise ToolError(f"there is no logarithm to base {base}", hint="use a base such as 2")
    return sympy.log(number) if base == sympy.E else sympy.log(number, base)


def whole(compute: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    """Guard a rounding against numbers that are too large to write down."""

    def checked(number: Expr) -> Expr:
        limits.check_size(number)
        return compute(number)

    return checked


def extreme(choose: Callable[..., Expr]) -> Callable[..., Expr]:
    """Guard a minimum or maximum against complex numbers."""

    def compute(*numbers: Expr) -> Expr:
        if any(number.is_real is False and not number.is_infinite for number in numbers):
            raise ToolError("complex numbers have no order", hint="compare abs(…) of them")
        return choose(*numbers)

    return compute


def folded(combine: Callable[[Expr, Expr], Expr]) -> Callable[..., Expr]:
    """Turn a function of two numbers into one of many."""

    def compute(*numbers: Expr) -> Expr:
        result = numbers[0]
        for number in numbers[1:]:
            result = combine(result, number)
        return result

    return compute

"""Derivatives, integrals, limits and changes of form, each with the claim that it makes.

A claim is what must be true if the result is right; `checks` tests it by other means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sympy
from sympy import Expr, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits

_TANGLED = 40  # operations of a derivative above which a simpler form is looked for

ClaimKind = Literal["derivative", "antiderivative", "definite", "limit", "equal"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A result with what it was computed from.

    Attributes:
        kind: What kind of result it is.
        given: The expression that went in.
        result: The expression that came out.
        variable: The name that was bound, if any.
        order: Order of a derivative.
        bounds: Bounds of a definite integral, or the point of a limit.
    """

    kind: ClaimKind
    given: Expr
    result: Expr
    variable: Symbol | None = None
    order: int = 1
    bounds: tuple[Expr, ...] = ()


def derivative(expr: Expr, variable: Symbol, order: Expr) -> Claim:
    """Differentiate `order` times.

    Raises:
        ToolError: If the order is no small whole number.
    """
    if not isinstance(order, sympy.Integer) or not 1 <= order <= 20:
        raise ToolError(f"{order} is no order of a derivative", hint="use 1, 2, 3 …")
    result = sympy.diff(expr, variable, int(order))
    if result.count_ops() > _TANGLED:
        simple = sympy.simplify(result)
        result = simple if 2 * simple.count_ops() < result.count_ops() else result
    return Claim("derivative", expr, result, variable, int(order))


def integral(expr: Expr, variable: Symbol, bounds: tuple[Expr, ...]) -> Claim:
    """Integrate, between `bounds` if there are any.

    Raises:
        ToolError: If no closed form is found and there is no numerical value either.
    """
    if not bounds:
        result = _generic(sympy.integrate(expr, variable))
        if result.has(sympy.Integral):
            raise ToolError("no closed form of the integral was found", hint="give it bounds")
        return Claim("antiderivative", expr, result, variable)
    result = _generic(sympy.integrate(expr, (variable, *bounds), conds="none"))
    if result.has(sympy.Integral):
        result = result.evalf(20)
        if not isinstance(result, sympy.Float):
            raise ToolError("no value of the integral was found", hint="check its bounds")
    return Claim("definite", expr, result, variable, bounds=bounds)


def limit(expr: Expr, variable: Symbol, point: Expr) -> Claim:
    """Return the limit from both sides (from the right where the left is not real).

    Raises:
        ToolError: If the sides differ, or no limit exists or is found.
    """
    missing = ToolError("the limit does not exist")
    try:
        right = sympy.limit(expr, variable, point, "+" if point.is_finite else "-")
        if point.is_finite:
            left = sympy.limit(expr, variable, point, "-")
            if left.is_extended_real and sympy.simplify(left - right) != 0 and left != right:
                raise ToolError("the limit does not exist: the two sides differ")
    except (NotImplementedError, ValueError):
        raise ToolError("no limit was found") from None
    if right.has(sympy.AccumBounds) or right in (sympy.zoo, sympy.nan):
        raise missing
    if right.has(sympy.Limit):
        raise ToolError("no limit was found")
    return Claim("limit", expr, right, variable, bounds=(point,))


def change_form(name: str, expr: Expr) -> Claim:
    """Simplify, expand or factor."""
    if name != "simplify":
        limits.check_expansion(expr)
    forms = {"simplify": sympy.simplify, "expand": sympy.expand, "factor": sympy.factor}
    return Claim("equal", expr, forms[name](expr))


def _generic(result: Expr) -> Expr:
    """Take the general case of a result that has special ones (an integral of `x^n`)."""
    if isinstance(result, sympy.Piecewise):
        return _generic(result.args[0].expr)
    return result

"""Derivatives, integrals, limits and series, each with the claim that it makes."""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import numeric
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.claims import Claim
from lottery_agent.toolbox.mathematics.values import Array

_TANGLED = 40  # operations of a derivative above which a simpler form is looked for
_TERMS = 20  # highest power of a series


def derivative(expr: Expr, variable: Symbol, order: Expr = sympy.S.One) -> Claim:
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


def _gradient(expr: Expr, *variables: Symbol) -> Array:
    return Array.of(derivative(expr, variable).result for variable in variables)


def integral(expr: Expr, variable: Symbol, *bounds: Expr) -> Claim:
    """Integrate, between `bounds` if there are any.

    Raises:
        ToolError: If no closed form is found and there is no numerical value either.
    """
    if not bounds:
        result = _generic(sympy.integrate(expr, variable))
        if result.has(sympy.Integral):
            raise ToolError("no closed form of the integral was found", hint="give it bounds")
        return Claim("antiderivative", expr, result, variable)
    if len(bounds) != 2:
        raise ToolError("integral takes a function, a variable, and two bounds or none")
    result = _generic(sympy.integrate(expr, (variable, *bounds), conds="none"))
    note = ""
    if result.has(sympy.Integral):
        found = numeric.quadrature(expr, variable, bounds)
        if found is None:
            raise ToolError("no value of the integral was found", hint="check its bounds")
        result, digits = found
        note = f"no closed form of the integral was found: computed to {digits} digits"
    return Claim("definite", expr, result, variable, bounds=bounds, note=note)


def limit(expr: Expr, variable: Symbol, point: Expr) -> Claim:
    """Return the limit from both sides (from the right where the left is not real).

    Raises:
        ToolError: If the sides differ, or no limit exists or is found.
    """
    right = _one_sided(expr, variable, point, "+" if point.is_finite else "-")
    if point.is_finite:
        left = _one_sided(expr, variable, point, "-")
        if left.is_extended_real and sympy.simplify(left - right) != 0 and left != right:
            raise ToolError(
                "the limit does not exist: the two sides differ",
                hint="use left_limit(…) or right_limit(…)",
            )
    return _limit(expr, variable, point, right, "+")


def _from(side: str) -> Callable[[Expr, Symbol, Expr], Claim]:
    def limited(expr: Expr, variable: Symbol, point: Expr) -> Claim:
        if not point.is_finite:
            raise ToolError("infinity has one side only", hint="use limit(…)")
        found = _one_sided(expr, variable, point, side)
        return _limit(expr, variable, point, found, side)

    return limited


def _one_sided(expr: Expr, variable: Symbol, point: Expr, side: str) -> Expr:
    try:
        return sympy.limit(expr, variable, point, side)
    except (NotImplementedError, ValueError):
        raise ToolError("no limit was found", hint="write the function in a simpler form") from None


def _limit(expr: Expr, variable: Symbol, point: Expr, result: Expr, side: str) -> Claim:
    if result.has(sympy.AccumBounds) or result in (sympy.zoo, sympy.nan):
        raise ToolError("the limit does not exist", hint="use another point")
    if result.has(sympy.Limit):
        raise ToolError("no limit was found", hint="write the function in a simpler form")
    return Claim("limit", expr, result, variable, bounds=(point,), side=side)


def series(expr: Expr, variable: Symbol, point: Expr, order: Expr) -> Claim:
    """Return the series at a point, up to and including the power `order`.

    Raises:
        ToolError: If there is none.
    """
    if not isinstance(order, sympy.Integer) or not 0 <= order <= _TERMS:
        raise ToolError(f"{order} is no order of a series", hint=f"use 0 to {_TERMS}")
    if not point.is_finite or point.has(variable):
        raise ToolError("a series needs a finite point", hint="such as 0")
    try:
        found = sympy.series(expr, variable, point, int(order) + 1).removeO()
    except (NotImplementedError, ValueError, TypeError):
        raise ToolError("no series was found", hint="use another point") from None
    if found.has(sympy.zoo, sympy.nan, sympy.oo, sympy.AccumBounds, sympy.Order):
        raise ToolError("there is no series at that point", hint="use another point")
    kept = _up_to(found, variable, point, int(order))
    return Claim("series", expr, kept, variable, int(order), (point,))


def _up_to(found: Expr, variable: Symbol, point: Expr, order: int) -> Expr:
    """Drop the powers above `order`, which SymPy gives where a factor has a pole."""
    step = sympy.Dummy(positive=True)
    terms = sympy.Add.make_args(sympy.expand(found.subs(variable, point + step)))
    kept = [term for term in terms if _exponent(term, step) <= order]
    return sympy.Add(*(term.subs(step, variable - point) for term in kept))


def _exponent(term: Expr, step: Symbol) -> Expr:
    exponent = term.as_coeff_exponent(step)[1]
    return exponent if exponent.is_number else sympy.S.Zero


def _generic(result: Expr) -> Expr:
    """Take the general case of a result that has special ones (an integral of `x^n`)."""
    if isinstance(result, sympy.Piecewise):
        return _generic(result.args[0].expr)
    return result


CALCULUS: dict[str, Function] = {
    "derivative": Function(derivative, "number name? number?"),
    "gradient": Function(_gradient, "number names"),
    "integral": Function(integral, "number name? number? number?"),
    "limit": Function(limit, "number name number"),
    "left_limit": Function(_from("-"), "number name number"),
    "right_limit": Function(_from("+"), "number name number"),
    "series": Function(series, "number name number number"),
}
"""Functions that bind a name."""

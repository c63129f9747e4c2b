"""Other forms of an expression: simplified, expanded, factored, in partial fractions."""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr, Poly, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.claims import Claim


def _form(change: Callable[[Expr], Expr], *, grows: bool = True) -> Callable[[Expr], Claim]:
    def changed(expr: Expr) -> Claim:
        if grows:
            limits.check_expansion(expr)
        return Claim("equal", expr, change(expr))

    return changed


def _expand(expr: Expr) -> Expr:
    plain = sympy.expand(expr)
    if plain == expr and expr.has(sympy.sin, sympy.cos, sympy.tan, sympy.sinh, sympy.cosh):
        return sympy.expand_trig(expr)
    return plain


def _apart(expr: Expr, variable: Symbol | None = None) -> Claim:
    limits.check_expansion(expr)
    free = sorted(expr.free_symbols, key=str)
    if variable is None and len(free) != 1:
        raise ToolError("partial fractions in which name?", hint="write apart(…, x)")
    try:
        return Claim("equal", expr, sympy.apart(expr, variable or free[0]))
    except (NotImplementedError, sympy.PolynomialError):
        raise ToolError(
            "only a quotient of polynomials has partial fractions", hint="use together(…)"
        ) from None


def _collect(expr: Expr, variable: Symbol) -> Claim:
    limits.check_expansion(expr)
    return Claim("equal", expr, sympy.collect(sympy.expand(expr), variable))


def _polynomial(expr: Expr, variable: Symbol) -> Poly:
    limits.check_expansion(expr)
    if not expr.is_polynomial(variable):
        raise ToolError(f"this is no polynomial in {variable}", hint="use another name")
    return Poly(expr, variable)


def _coefficient(expr: Expr, variable: Symbol, power: int) -> Expr:
    return _polynomial(expr, variable).coeff_monomial(variable**power)


def _degree(expr: Expr, variable: Symbol) -> Expr:
    polynomial = _polynomial(expr, variable)
    if polynomial.is_zero:
        raise ToolError("the polynomial 0 has no degree", hint="use another polynomial")
    return sympy.Integer(polynomial.degree())


def _discriminant(expr: Expr, variable: Symbol) -> Expr:
    polynomial = _polynomial(expr, variable)
    if not 1 <= polynomial.degree() <= 12:
        raise ToolError("only a polynomial of degree 1 to 12 has a discriminant here", hint="x^2")
    return sympy.expand(polynomial.discriminant())


FORMS: dict[str, Function] = {
    "simplify": Function(_form(sympy.simplify, grows=False)),
    "expand": Function(_form(_expand)),
    "factor": Function(_form(sympy.factor)),
    "together": Function(_form(sympy.together)),
    "cancel": Function(_form(sympy.cancel)),
    "apart": Function(_apart, "number name?"),
    "collect": Function(_collect, "number name"),
    "coefficient": Function(_coefficient, "number name natural"),
    "degree": Function(_degree, "number name"),
    "discriminant": Function(_discriminant, "number name"),
}
"""Functions that rewrite or take apart an expression."""

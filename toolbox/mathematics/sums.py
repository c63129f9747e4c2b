"""Sums, products and tables over a range of whole numbers.

A short range is gone through term by term, each computed by itself, so that any function of whole
numbers may be in it. A long or endless one, or one with an unknown bound, needs a closed form,
which is compared with the first terms added up before it is used.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy
from sympy import Expr, Integer, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.claims import Claim
from lottery_agent.toolbox.mathematics.numeric import evaluate

SHORT = 1_000
"""Most terms that are computed one by one."""
_TRIED = 8  # terms on which a closed form is tried
_DIGITS = 20

Term = Callable[[Expr], Expr]


def over_range(
    name: str, term: Term, general: Callable[[], Expr], variable: Symbol, low: Expr, high: Expr
) -> tuple[Expr, Claim | None]:
    """Add or multiply the terms of a range.

    Args:
        name: `sum` or `product`.
        term: Computes the term of one number.
        general: Computes the term with `variable` unknown.
        variable: The name that runs.
        low: First number.
        high: Last number.

    Returns:
        The value, and the claim of the closed form that gave it, if one did.

    Raises:
        ToolError: If a bound is no whole number, or there is no value.
    """
    numbers = bounds(name, low, high)
    if numbers is not None and len(numbers) <= SHORT:
        return _one_by_one(name, term, numbers), None
    expr = general()
    _try(name, term, expr, variable, low)
    return _closed(name, expr, variable, low, high)


def bounds(name: str, low: Expr, high: Expr) -> range | None:
    """Return the numbers of a range, or None if it is endless or has an unknown bound.

    Raises:
        ToolError: If a bound is a number but not a whole one.
    """
    for bound in (low, high):
        if bound.is_number and not isinstance(bound, Integer) and not bound.is_infinite:
            raise ToolError(f"{name} runs over whole numbers, not from or to {bound}", hint="1, 2")
    if isinstance(low, Integer) and isinstance(high, Integer):
        return range(int(low), int(high) + 1)
    if low.is_infinite and high.is_infinite and low == high:
        raise ToolError(f"{name} over an empty range", hint="from a smaller to a larger number")
    return None


def _one_by_one(name: str, term: Term, numbers: range) -> Expr:
    total: Expr = sympy.S.Zero if name == "sum" else sympy.S.One
    for number in numbers:
        value = term(Integer(number))
        total = limits.bounded(total + value if name == "sum" else total * value)
    return total


def _closed(name: str, expr: Expr, variable: Symbol, low: Expr, high: Expr) -> tuple[Expr, Claim]:
    """Return the value by a closed form, or by numerical summation."""
    last = sympy.Symbol("n", integer=True, positive=True) if high.is_finite else high
    kind = sympy.summation if name == "sum" else sympy.product
    index = sympy.Symbol(str(variable), integer=True)
    inner = expr.subs(variable, index)
    found = _generic(kind(inner, (index, low, last)))
    if found in (sympy.nan, sympy.zoo) or found.has(sympy.AccumBounds):
        raise _divergent(name)
    order = 1 if name == "sum" else 0
    if not found.has(sympy.Sum, sympy.Product, sympy.Piecewise):
        value, note = _filled(found, last, high)
        return value, Claim("range", inner, found, index, order, (low, last), note=note)
    if not high.is_infinite or expr.free_symbols - {variable}:
        raise ToolError(
            f"no closed form of the {name} was found",
            kind="limit",
            hint=f"use a range of at most {SHORT} numbers",
        )
    value = _numerical(name, inner, index, low, high)
    note = f"no closed form of the {name} was found: computed to {_DIGITS} digits"
    return value, Claim("range", inner, value, index, order, (low, high), note=note)


def _generic(found: Expr) -> Expr:
    """Take the case of convergence, which SymPy puts first."""
    if isinstance(found, sympy.Piecewise) and found.args[0].cond != sympy.false:
        first = found.args[0]
        return _generic(first.expr) if first.cond == sympy.true else found
    return found


def _filled(found: Expr, last: Expr, high: Expr) -> tuple[Expr, str]:
    """Put the upper bound into a closed form."""
    if not high.is_number or high.is_infinite:
        return sympy.simplify(found.subs(last, high)), ""
    # SymPy would add up a harmonic number of a whole number term by term.
    found = found.rewrite(sympy.polygamma) if found.has(sympy.harmonic) else found
    at_high = {last: sympy.Float(high, 2 * _DIGITS + 20)}
    size = found.evalf(20, subs=at_high)
    if size.is_Float and abs(size) > sympy.Float(2, 20) ** limits.MAX_BITS:
        raise limits.too_large("the sum")
    slow = (sympy.harmonic, sympy.zeta, sympy.polygamma, sympy.gamma, sympy.factorial)
    if found.has(*slow):
        value = found.evalf(_DIGITS + 10, subs=at_high)
        if not value.is_Float:
            raise ToolError("the sum has no short value", kind="limit", hint="use a shorter range")
        return value.evalf(_DIGITS + 2), f"too long to write as a fraction: {_DIGITS} digits"
    for part in found.atoms(sympy.Pow):
        limits.check_power(part.base.subs(last, high), part.exp.subs(last, high))
    return sympy.simplify(found.subs(last, high)), ""


def _numerical(name: str, inner: Expr, index: Symbol, low: Expr, high: Expr) -> Expr:
    kind = sympy.Sum if name == "sum" else sympy.Product
    series = kind(inner, (index, low, high))
    try:
        if series.is_convergent() != sympy.true:
            raise _divergent(name)
        value, again = series.evalf(_DIGITS + 5), series.evalf(_DIGITS + 15)
    except (NotImplementedError, ValueError, TypeError):
        raise _divergent(name) from None
    if not (value.is_Float and abs(value - again) <= abs(again) * sympy.Float(10) ** -_DIGITS):
        raise _divergent(name)
    return again.evalf(_DIGITS + 2)


def _divergent(name: str) -> ToolError:
    return ToolError(f"the {name} has no finite value that was found", hint="use a shorter range")


def _try(name: str, term: Term, expr: Expr, variable: Symbol, low: Expr) -> None:
    """Refuse a term that is not the same as a formula and number by number (`gcd(k, 6)`)."""
    first = low if isinstance(low, Integer) else sympy.S.One
    for offset in range(_TRIED):
        number = first + offset
        difference = expr.subs(variable, number) - term(number)
        others = {free: sympy.Rational(7, 5) for free in difference.free_symbols}
        size = evaluate(difference, others)
        if size is None or abs(size) > 1e-9:
            raise ToolError(
                f"the terms of this {name} have no formula",
                kind="limit",
                hint=f"use a range of at most {SHORT} numbers",
            )

"""Solves equations, systems and inequalities.

Unknowns stand for real numbers; complex solutions are given where there are no real ones, as
schools do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sympy
from sympy import Expr, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.numeric import holds, scan
from lottery_agent.toolbox.mathematics.values import Relation, Solutions

_PREFERRED = ("x", "y", "z", "n", "t")
_UNSOLVED = ToolError("no way to solve this was found", hint="write it in a simpler form")

Alternative = dict[Symbol, Expr]


def solve(relations: Sequence[Relation], unknowns: Sequence[Symbol]) -> Solutions:
    """Solve relations for unknowns, which are inferred if none are given.

    Raises:
        ToolError: If it is not clear what to solve for, or no method applies.
    """
    chosen = tuple(unknowns) or _inferred(relations)
    equations = [relation for relation in relations if relation.sign == "="]
    if not chosen:
        return _without_unknowns(relations)
    if len(chosen) == 1 and not equations:
        return _region(relations, chosen[0])
    if not equations:
        raise ToolError("inequalities can be solved for one unknown only")
    open_ = [equation for equation in equations if sympy.simplify(equation.difference) != 0]
    if not open_:
        rest = [relation for relation in relations if relation.sign != "="]
        if rest:
            return solve(rest, chosen)
        return Solutions(tuple(relations), chosen, everything=True)
    found, approximate = _equations(open_, chosen)
    kept = [each for each in found if not _fails(relations, each)]
    real = [each for each in kept if all(value.is_real is not False for value in each.values())]
    result = _ordered(_distinct(real or kept))
    for alternative in result:
        for value in alternative.values():
            limits.bounded(value)
    periodic = any(
        part.has(*chosen)
        for equation in open_
        for part in equation.difference.atoms(sympy.sin, sympy.cos, sympy.tan)
    )
    return Solutions(
        tuple(relations),
        chosen,
        tuple(result),
        approximate=approximate,
        note="solutions of one period" if periodic and result and not approximate else "",
    )


def _inferred(relations: Sequence[Relation]) -> tuple[Symbol, ...]:
    free = sorted({name for relation in relations for name in relation.free}, key=str)
    equations = sum(relation.sign == "=" for relation in relations)
    if len(free) <= max(equations, 1):
        return tuple(free)
    preferred = [name for name in free if str(name) in _PREFERRED]
    if 0 < len(preferred) <= max(equations, 1):
        return tuple(preferred)
    if equations == 1 and preferred:
        return (min(preferred, key=lambda name: _PREFERRED.index(str(name))),)
    raise ToolError(f"solve for which of {', '.join(map(str, free))}?", hint="name it: solve(…, x)")


def _without_unknowns(relations: Sequence[Relation]) -> Solutions:
    true = all(holds(relation, {}) for relation in relations)
    return Solutions(tuple(relations), (), everything=true)


def _equations(
    equations: Sequence[Relation], unknowns: tuple[Symbol, ...]
) -> tuple[list[Alternative], bool]:
    """Return candidate solutions, and whether they were found numerically."""
    differences = [equation.difference for equation in equations]
    if len(unknowns) == 1:
        unknown = unknowns[0]
        roots = _polynomial_roots(differences[0], unknown)
        if roots is None:
            try:
                roots = _symbolic_roots(differences[0], unknown)
            except NotImplementedError:
                roots = None
            if roots is None:
                return [{unknown: root} for root in scan(differences[0], unknown)], True
        approximate = any(root.has(sympy.Float) for root in roots)
        return [{unknown: root} for root in roots], approximate
    try:
        found = sympy.solve(differences, unknowns, dict=True)
        if not found:
            plain = {name: sympy.Symbol(str(name)) for name in _free(differences)}
            back = {value: name for name, value in plain.items()}
            found = [
                {back[name]: value.subs(back) for name, value in each.items()}
                for each in sympy.solve(
                    [each.subs(plain) for each in differences],
                    [plain.get(name, name) for name in unknowns],
                    dict=True,
                )
                if all(name in back for name in each)
            ]
    except NotImplementedError:
        raise _UNSOLVED from None
    return found, False


def _polynomial_roots(expr: Expr, unknown: Symbol) -> list[Expr] | None:
    """Return the roots of a polynomial with rational coefficients, or None for anything else.

    Real roots without a short form come as decimals. Complex roots come only if no root is real.
    """
    numerator = sympy.fraction(sympy.together(expr))[0]
    if expr.free_symbols - {unknown} or not numerator.is_polynomial(unknown):
        return None
    limits.check_expansion(numerator)
    polynomial = sympy.Poly(numerator, unknown)
    if not polynomial.domain.is_QQ and not polynomial.domain.is_ZZ:
        return None
    if polynomial.degree() > 60:
        raise limits.too_large("the degree of the equation")
    if polynomial.degree() < 1:
        return []
    factors = [factor for factor, _ in polynomial.factor_list()[1]]
    real = [root for factor in factors for root in _real_roots(factor)]
    if real or any(factor.degree() > 4 for factor in factors):
        return real
    return [root for factor in factors for root in sympy.roots(factor)]


def _real_roots(factor: sympy.Poly) -> list[Expr]:
    degree = factor.degree()
    if degree <= 2:
        return [root for root in sympy.roots(factor) if root.is_real]
    first, last = factor.LC(), factor.TC()
    if len(factor.terms()) == 2:  # a x^n + b
        power = -last / first
        if degree % 2:
            size = sympy.root(abs(power), degree)
            return [size if power > 0 else -size]
        return [sympy.root(power, degree), -sympy.root(power, degree)] if power > 0 else []
    return [root.evalf(20) for root in sympy.Poly(factor).real_roots()]


def _symbolic_roots(expr: Expr, unknown: Symbol) -> list[Expr] | None:
    """Return what SymPy finds over the reals, then over the complex numbers, or None."""
    found = sympy.solve(expr, unknown)
    if not found:
        plain = sympy.Symbol(str(unknown))
        found = [
            each.subs(plain, unknown) for each in sympy.solve(expr.subs(unknown, plain), plain)
        ]
    if not found and expr.free_symbols == {unknown}:
        return None
    if any(isinstance(root, sympy.Piecewise) for root in found):
        found = [root.args[0].expr if isinstance(root, sympy.Piecewise) else root for root in found]
    return [root for root in found if isinstance(root, Expr) and not root.has(unknown)] or None


def _fails(relations: Sequence[Relation], values: Alternative) -> bool:
    return any(holds(relation, values) is False for relation in relations)


def _region(relations: Sequence[Relation], unknown: Symbol) -> Solutions:
    region: sympy.Set = sympy.S.Reals
    for relation in relations:
        if relation.free - {unknown}:
            raise ToolError("an inequality can be solved with one unknown only")
        region = region & _half(relation, unknown)
    if not _readable(region):
        raise _UNSOLVED
    return Solutions(
        tuple(relations), (unknown,), region=region, everything=region == sympy.S.Reals
    )


def _half(relation: Relation, unknown: Symbol) -> sympy.Set:
    if relation.sign == "!=":
        return sympy.S.Reals - _equal(relation, unknown)
    relational = relation.relational()
    if relational in (sympy.true, sympy.false):
        return sympy.S.Reals if relational == sympy.true else sympy.S.EmptySet
    try:
        return sympy.solve_univariate_inequality(relational, unknown, relational=False)
    except (NotImplementedError, TypeError, ValueError):
        raise _UNSOLVED from None


def _equal(relation: Relation, unknown: Symbol) -> sympy.Set:
    """Return where both sides are equal, whatever the relation says of them."""
    if sympy.simplify(relation.difference) == 0:
        return sympy.S.Reals
    equation = replace(relation, sign="=")
    found, approximate = _equations([equation], (unknown,))
    if approximate:
        raise _UNSOLVED
    kept = [each[unknown] for each in found if not _fails([equation], each)]
    return sympy.FiniteSet(*(value for value in kept if value.is_real is not False))


def _readable(region: sympy.Set) -> bool:
    parts = region.args if isinstance(region, sympy.Union) else (region,)
    plain = (sympy.Interval, sympy.FiniteSet)
    return region in (sympy.S.EmptySet, sympy.S.Reals) or all(isinstance(p, plain) for p in parts)


def _free(expressions: Iterable[Expr]) -> set[Symbol]:
    return {name for expr in expressions for name in expr.free_symbols}


def _distinct(alternatives: Iterable[Alternative]) -> list[Alternative]:
    kept: list[Alternative] = []
    for each in alternatives:
        if each not in kept:
            kept.append(each)
    return kept


def _ordered(alternatives: list[Alternative]) -> list[Alternative]:
    """Sort solutions by value, so that equal questions get equal answers."""

    def key(alternative: Alternative) -> list[tuple[float, float, str]]:
        return [
            (float(value.as_real_imag()[0]), float(value.as_real_imag()[1]), str(value))
            if value.is_number
            else (0.0, 0.0, str(value))
            for _, value in sorted(alternative.items(), key=lambda item: str(item[0]))
        ]

    return sorted(alternatives, key=key)

"""Says what a value is in words that people read, and in a form that can be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import sympy
from sympy import Expr

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits, printing
from lottery_agent.toolbox.mathematics.evaluator import Step
from lottery_agent.toolbox.mathematics.number_theory import factorization
from lottery_agent.toolbox.mathematics.numeric import holds
from lottery_agent.toolbox.mathematics.values import Array, Chain, Numeral, Relation, Solutions

Kind = Literal["number", "expression", "verdict", "text"]

_SHORT = 12  # operations of a number that is still shown by its formula


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in print.

    Attributes:
        readable: What people read; long numbers are rounded.
        exact: The value itself; equal answers print alike.
        kind: What kind of answer it is.
        is_exact: Whether `exact` is the value without rounding.
        value: The number alone, where the answer is one number (also one solution).
    """

    readable: str
    exact: str
    kind: Kind
    is_exact: bool = True
    value: str | None = None


def show(step: Step, *, decimals: bool) -> Shown:
    """Print a step.

    Args:
        step: The value, and the function whose form it should keep.
        decimals: Whether fractions are written as decimals where they terminate.

    Raises:
        ToolError: If a relation is neither true nor false.
    """
    value = step.value
    if isinstance(value, bool | Relation | Chain):
        text = str(value if isinstance(value, bool) else verdict(value))
        return Shown(text, text, "verdict", value=text)
    if isinstance(value, Numeral):
        return Shown(value.text, value.text, "text")
    if isinstance(value, Solutions):
        return _solutions(value, decimals)
    if isinstance(value, Array):
        return _array(value, step.digits, decimals)
    if step.digits is not None:
        text = printing.digits(value, step.digits)
        return Shown(text, text, "number", value.is_Rational, text if value.is_real else None)
    return _expression(value, step.form, decimals)


def verdict(relation: Relation | Chain) -> bool:
    """Say whether a relation is true, or all relations of a chain.

    Raises:
        ToolError: If that depends on the value of an unknown.
    """
    if isinstance(relation, Chain):
        return all(verdict(each) for each in relation.relations)
    relational = relation.relational()
    if relational in (sympy.true, sympy.false):
        return bool(relational)
    if relation.free:
        simple = sympy.simplify(relational)
        if simple in (sympy.true, sympy.false):
            return bool(simple)
        names = ", ".join(sorted(map(str, relation.free)))
        raise ToolError(
            f"the relation depends on {names}", hint="to find the unknown, write solve(…)"
        )
    held = holds(relation, {}, 1e-25)
    if held is None:
        raise ToolError("the relation can't be decided")
    return held


def _expression(value: Expr, form: str | None, decimals: bool) -> Shown:
    exact = not value.has(sympy.Float)
    if not value.is_number and not value.is_infinite:
        canonical = value if form else _canonical(value)
        return Shown(
            printing.expression(canonical, decimals=decimals),
            printing.expression(canonical),
            "expression",
            exact,
        )
    if form == "factor" and isinstance(value, sympy.Integer) and abs(value) > 3:
        text = _prime_factors(int(value))
        return Shown(text, text, "expression", value=str(value))
    if _is_complex(value):
        parted = sympy.expand(value, complex=True) if value.count_ops() < 50 else value
        if parted.has(sympy.re, sympy.im):  # its parts have no formula
            return Shown(printing.digits(value, 10), printing.expression(value), "number", exact)
        text = printing.expression(parted)
        return Shown(text, text, "number", exact)
    plain = printing.number(value)
    text = _rational_or_formula(value)
    keep_form = form is not None and not decimals and value.count_ops() <= _SHORT and exact
    return Shown(text if keep_form else plain, text, "number", exact, plain)


def _is_complex(value: Expr) -> bool:
    """Tell whether a number has an imaginary part; what SymPy can't tell is computed."""
    if value.is_infinite or value.is_real is not None:
        return value.is_real is False and not value.is_infinite
    _, imaginary = value.evalf(20).as_real_imag()
    return bool(abs(imaginary) > 1e-15)


def _array(value: Array, digits: int | None, decimals: bool) -> Shown:
    exact = not any(leaf.has(sympy.Float) for leaf in value.leaves())
    if digits is not None:
        text = _listed(value, lambda leaf: printing.digits(leaf, digits))
        return Shown(text, text, "expression", exact)
    canonical = value.map(lambda leaf: leaf if leaf.is_number else _canonical(leaf))
    return Shown(
        _listed(canonical, lambda leaf: _readable(leaf, decimals)),
        _listed(canonical, _rational_or_formula),
        "expression",
        exact,
    )


def _listed(value: Array, spell: Callable[[Expr], str]) -> str:
    parts = [_listed(i, spell) if isinstance(i, Array) else spell(i) for i in value.items]
    return f"[{', '.join(parts)}]"


def _canonical(value: Expr) -> Expr:
    try:
        limits.check_expansion(value)
    except ToolError:
        return value
    return sympy.expand(value)


def _rational_or_formula(value: Expr) -> str:
    if isinstance(value, sympy.Rational):
        return printing.fraction(value)
    return printing.expression(value)


def _prime_factors(value: int) -> str:
    parts = [
        f"{prime}^{power}" if power > 1 else str(prime)
        for prime, power in factorization(value).items()
    ]
    return ("-" if value < 0 else "") + " * ".join(parts)


def _solutions(value: Solutions, decimals: bool) -> Shown:
    if value.everything:
        text = "every " + ", ".join(map(str, value.unknowns)) if value.unknowns else "True"
        return Shown(text, text, "expression" if value.unknowns else "verdict")
    if value.region is not None:
        return Shown(_region(value, decimals), _region(value, False), "expression")
    if not value.alternatives:
        text = "no solution" if value.unknowns else "False"
        kind: Kind = "expression" if value.unknowns else "verdict"
        return Shown(text, text, kind, not value.approximate)
    exact = not any(v.has(sympy.Float) for each in value.alternatives for v in each.values())
    single = value.unique
    alone = next(iter(single.values())) if single and len(single) == 1 else None
    return Shown(
        _alternatives(value, lambda each: _readable(each, decimals)),
        _alternatives(value, _rational_or_formula),
        "expression",
        exact,
        printing.number(alone) if alone is not None and alone.is_real and alone.is_number else None,
    )


def _alternatives(value: Solutions, spell: Callable[[Expr], str]) -> str:
    return " or ".join(
        ", ".join(
            f"{unknown} = {spell(alternative[unknown])}"
            for unknown in value.unknowns
            if unknown in alternative
        )
        for alternative in value.alternatives
    )


def _readable(value: Expr, decimals: bool) -> str:
    """Print a value inside a solution: by its formula if that is short."""
    if isinstance(value, sympy.Rational):
        return printing.number(value) if decimals else printing.fraction(value)
    if value.is_number and value.is_real and (value.count_ops() > _SHORT or decimals):
        return printing.number(value)
    return printing.expression(value, decimals=decimals)


def _region(value: Solutions, decimals: bool) -> str:
    region, unknown = value.region, str(value.unknowns[0])
    if region == sympy.S.EmptySet or region is None:
        return "no solution"
    parts = region.args if isinstance(region, sympy.Union) else (region,)
    ordered = sorted(parts, key=lambda part: float(part.inf))
    return " or ".join(text for part in ordered for text in _part(part, unknown, decimals))


def _part(part: sympy.Set, unknown: str, decimals: bool) -> list[str]:
    if isinstance(part, sympy.FiniteSet):
        return [f"{unknown} = {_readable(each, decimals)}" for each in sorted(part, key=float)]
    low, high = part.inf, part.sup
    below = "<" if part.left_open else "<="
    above = "<" if part.right_open else "<="
    if not low.is_finite:
        return [f"{unknown} {above} {_readable(high, decimals)}"]
    if not high.is_finite:
        return [f"{unknown} {below.replace('<', '>')} {_readable(low, decimals)}"]
    return [f"{_readable(low, decimals)} {below} {unknown} {above} {_readable(high, decimals)}"]

"""Tests results by other means than those that gave them.

Solutions are substituted back; derivatives, integrals, limits and changed forms are compared with
numerical values at seeded random points; arithmetic is done again without SymPy. A check that
can't be made (no point has a value, say) is left out: it says nothing for or against.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

import sympy
from lark import Token, Tree
from sympy import Expr, Float, Symbol

from lottery_agent.toolbox.mathematics import recompute, verify
from lottery_agent.toolbox.mathematics.claims import Claim, Finding
from lottery_agent.toolbox.mathematics.numeric import evaluate, holds, scan
from lottery_agent.toolbox.mathematics.values import Array, Relation, Solutions

_POINTS = 3
_TRIES = 14
_TOLERANCE = 1e-6
_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check."""

    name: str
    passed: bool
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the check as plain data."""
        return asdict(self)


def recomputed(
    steps: Sequence[tuple[str, Tree[Token]]], answer: Tree[Token], value: Expr | Array | bool
) -> Check | None:
    """Compare the answer with the same arithmetic done by Python."""
    try:
        again = recompute.worksheet(steps, answer)
        passed = _same(value, again)
    except (recompute.Unsupported, TypeError, OverflowError):
        return None
    return Check("recomputed", passed, "" if passed else f"plain arithmetic gives {again}")


def _same(value: Expr | Array | bool, again: recompute.Plain) -> bool:
    if isinstance(value, Array):
        return (
            isinstance(again, list)
            and len(again) == len(value.items)
            and all(map(_same, value.items, again))
        )
    if isinstance(value, bool) or isinstance(again, bool):
        return again is value
    if isinstance(again, list):
        return False
    if isinstance(value, sympy.Rational) and not isinstance(again, float):
        return (again.numerator, again.denominator) == (value.p, value.q)
    return math.isclose(float(again), float(value), rel_tol=1e-9, abs_tol=1e-12)


def finding(made: Finding) -> Check | None:
    """Confirm a result of linear algebra."""
    passed = verify.confirmed(made)
    if passed is None:
        return None
    return Check("multiplied out", passed, "" if passed else f"{made.kind} does not hold")


def claim(made: Claim) -> Check | None:
    """Compare a result of calculus or a changed form with numerical values."""
    special = {
        "definite": _definite,
        "limit": _limit,
        "series": _series,
        "digits": _same_digits,
        "range": _over_range,
    }
    if made.kind in special:
        return special[made.kind](made)
    comparisons: dict[str, Callable[[dict[Symbol, Expr]], tuple[Any, Any]]] = {
        "derivative": lambda point: (
            _difference(made.given, made.variable, made.order, point),
            evaluate(made.result, point, _DIGITS),
        ),
        "antiderivative": lambda point: (
            _difference(made.result, made.variable, 1, point),
            evaluate(made.given, point, _DIGITS),
        ),
        "equal": lambda point: (
            evaluate(made.given, point, _DIGITS),
            evaluate(made.result, point, _DIGITS),
        ),
    }
    compared = 0
    names = made.given.free_symbols | made.result.free_symbols
    for point in _points(names | ({made.variable} if made.variable else set())):
        expected, found = comparisons[made.kind](point)
        if expected is None or found is None:
            continue
        if not _close(expected, found):
            return Check("numeric", False, f"{made.kind} differs at {_spell(point)}")
        compared += 1
        if compared == _POINTS:
            break
    return Check("numeric", True, f"{made.kind} at {compared} points") if compared else None


def verdict(relation: Relation, said: bool) -> Check | None:
    """Try a relation with unknowns at random values of them."""
    tested = [holds(relation, point) for point in _points(relation.free)]
    decided = [held for held in tested if held is not None]
    if not decided:
        return None
    passed = all(held is said for held in decided)
    return Check("numeric", passed, f"tried at {len(decided)} points")


def substitution(solutions: Solutions) -> Check | None:
    """Put solutions back into what they solve."""
    if solutions.region is not None and solutions.unknowns:
        return _region(solutions.relations, solutions.region, solutions.unknowns[0])
    if not solutions.unknowns:
        return None
    if solutions.everything:
        true = all(_holds_somewhere(relation, {}) for relation in solutions.relations)
        return Check("substitution", true, "random values put in")
    if not solutions.alternatives:
        return _no_root(solutions)
    tolerance = 1e-9 if solutions.approximate else 1e-12
    for alternative in solutions.alternatives:
        for relation in solutions.relations:
            held = holds(relation, alternative, tolerance)
            if held is None:
                held = _holds_somewhere(relation, alternative)
            if not held:
                return Check("substitution", False, f"{_spell(alternative)} does not solve it")
    return Check("substitution", True, f"{len(solutions.alternatives)} solutions put back")


def _points(names: Iterable[Symbol]) -> Iterator[dict[Symbol, Expr]]:
    """Yield random points, the same ones every time: first positive, then any."""
    random = Random(0)  # noqa: S311 - no secret
    ordered = sorted(names, key=str)
    for attempt in range(_TRIES if ordered else 1):
        low = 0.2 if attempt < _TRIES // 2 else -3.0
        yield {name: Float(str(round(random.uniform(low, 3.0), 6)), _DIGITS) for name in ordered}


def _difference(
    expr: Expr, variable: Symbol | None, order: int, point: dict[Symbol, Expr]
) -> complex | None:
    """Return a derivative by central differences."""
    if variable is None:
        return None
    step = Float("1e-4", _DIGITS * 3)
    total = sympy.S.Zero
    for index in range(order + 1):
        shift = (sympy.Rational(order, 2) - index) * step
        near = point | {variable: Float(point[variable], _DIGITS * 3) + shift}
        value = expr.evalf(_DIGITS * 3, subs=near, maxn=800)
        if not value.is_number:
            return None
        total += (-1) ** index * sympy.binomial(order, index) * value
    try:
        return complex(total / step**order)
    except (TypeError, OverflowError):
        return None


def _close(expected: complex, found: complex, tolerance: float = _TOLERANCE) -> bool:
    return abs(expected - found) <= tolerance * max(1.0, abs(expected), abs(found))


def _definite(made: Claim) -> Check | None:
    if made.given.free_symbols - {made.variable} or made.result.has(sympy.oo):
        return None
    if any(bound.free_symbols for bound in made.bounds):
        return None
    found = evaluate(made.result, {})
    expected = evaluate(sympy.Integral(made.given, (made.variable, *made.bounds)), {}, 15)
    if expected is None or found is None:
        return None
    passed = _close(expected, found, 1e-5)
    detail = "quadrature agrees" if passed else f"quadrature gives {expected:.10g}"
    return Check("numeric", passed, detail)


def _limit(made: Claim) -> Check | None:
    """Approach the point in three strides; the distance to the limit must shrink."""
    if made.variable is None or made.given.free_symbols - {made.variable}:
        return None
    target = evaluate(made.result, {})
    point = made.bounds[0]
    if target is None or point.free_symbols:
        return None
    gaps: list[float] = []
    for power in (3, 6, 9, 12):
        if point.is_infinite:
            near = sympy.Integer(10) ** power * (1 if point.is_positive else -1)
        else:
            near = point + sympy.Rational(-1 if made.side == "-" else 1, 10**power)
        value = evaluate(made.given, {made.variable: Float(near, 2 * _DIGITS)}, _DIGITS)
        if value is None:
            return None
        gaps.append(abs(value - target))
    passed = gaps[-1] <= max(_TOLERANCE, gaps[0] * 0.9)
    return Check("numeric", passed, f"within {gaps[-1]:.1e} close to the point")


def _series(made: Claim) -> Check | None:
    """Go ten times closer: the error must shrink by one power more than the highest one kept."""
    names = made.given.free_symbols - {made.variable}
    errors: list[float] = []
    for distance in ("0.01", "0.001"):
        point = next(_points(names), {}) | {
            made.variable: Float(made.bounds[0] + sympy.Rational(distance), 200)
        }
        error = evaluate(made.given - made.result, point, 180)
        if error is None:
            return None
        errors.append(abs(error))
    far, near = errors
    passed = near == 0 or far / near > 10 ** (made.order + 0.5) or near < 1e-170
    return Check("numeric", passed, f"error {near:.1e} at a distance of 0.001")


def _same_digits(made: Claim) -> Check | None:
    """Compute with more digits: those asked for must not change."""
    again = made.given.evalf(made.order + 40, maxn=4 * made.order + 400)
    bound = sympy.Float(10) ** (1 - made.order)
    passed = bool(abs(again - made.result) <= abs(again) * bound)
    return Check("numeric", passed, f"{made.order} digits")


def _over_range(made: Claim) -> Check | None:
    """Compare a closed form with the first terms, or an endless sum with its value in numbers."""
    low, last = made.bounds
    if last.is_infinite:
        kind = sympy.Sum if made.order else sympy.Product
        names = made.given.free_symbols - {made.variable}
        if names or made.result.is_infinite or low.free_symbols:
            return None
        expected = evaluate(kind(made.given, (made.variable, low, last)), {}, 15)
        found = evaluate(made.result, {})
        if expected is None or found is None:
            return None
        return Check("numeric", _close(expected, found, 1e-8), "added up in numbers")
    start = int(low) if isinstance(low, sympy.Integer) else 1
    names = (made.given.free_symbols | made.result.free_symbols) - {made.variable, last}
    point = next(_points(names), {}) | ({} if low.is_number else {low: sympy.Integer(start)})
    total: complex = 0 if made.order else 1
    for number in range(start, start + 6):
        term = evaluate(made.given, point | {made.variable: sympy.Integer(number)})
        found = evaluate(made.result, point | {last: sympy.Integer(number)})
        if term is None or found is None:
            return None
        total = total + term if made.order else total * term
        if not _close(total, found, 1e-9):
            return Check("numeric", False, f"differs up to {number}")
    return Check("numeric", True, "the first 6 terms added up")


def _region(relations: Sequence[Relation], region: sympy.Set, unknown: Symbol) -> Check:
    """Try the edges of a region and random points around them."""
    edges = [edge for edge in region.boundary if edge.is_finite] if _countable(region) else []
    random = Random(0)  # noqa: S311 - no secret
    tried = list(edges)
    for edge in [*edges, sympy.S.Zero]:
        for width in (0.001, 1, 100):
            offset = sympy.Rational(str(round(random.uniform(-width, width), 6)))
            tried.append(edge + offset)
    for value in tried:
        held = [holds(relation, {unknown: value}) for relation in relations]
        if None not in held and all(held) is not bool(region.contains(value)):
            return Check("substitution", False, f"wrong at {unknown} = {sympy.N(value, 6)}")
    return Check("substitution", True, f"{len(tried)} values tried")


def _countable(region: sympy.Set) -> bool:
    return isinstance(region.boundary, sympy.FiniteSet)


def _no_root(solutions: Solutions) -> Check | None:
    """Look for a change of sign where no solution was found."""
    equations = [relation for relation in solutions.relations if relation.sign == "="]
    if len(solutions.unknowns) != 1 or not equations:
        return None
    unknown = solutions.unknowns[0]
    if equations[0].free - {unknown}:
        return None
    roots = scan(equations[0].difference, unknown)
    kept = [
        root
        for root in roots
        if all(holds(each, {unknown: root}, 1e-9) for each in solutions.relations)
    ]
    return Check("numeric", not kept, "no change of sign" if not kept else "a root was missed")


def _holds_somewhere(relation: Relation, alternative: dict[Symbol, Expr]) -> bool:
    """Try a solution with parameters at random values of them."""
    filled = relation.subs(alternative)
    tested = [holds(filled, point) for point in _points(filled.free)]
    decided = [held for held in tested if held is not None]
    return bool(decided) and sum(decided) * 2 > len(decided)


def _spell(values: Mapping[Symbol, Expr]) -> str:
    return ", ".join(f"{name} = {sympy.N(value, 6)}" for name, value in values.items())

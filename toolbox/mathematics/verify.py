"""Confirms the results of linear algebra by multiplying out.

A finding that can't be confirmed cheaply gives no check: that says nothing for or against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import sympy
from sympy import Expr, Float, Matrix, Symbol

from lottery_agent.toolbox.mathematics.claims import Finding
from lottery_agent.toolbox.mathematics.numeric import evaluate
from lottery_agent.toolbox.mathematics.values import Array

_TOLERANCE = 1e-9
_LARGEST = 12  # rows of a matrix that is multiplied out here


def confirmed(finding: Finding) -> bool | None:
    """Say whether a finding holds, or None if that can't be tried."""
    test = _TESTS.get(finding.kind)
    if test is None or any(_large(given) for given in finding.given):
        return None
    names = {
        free
        for each in (*finding.given, finding.result)
        for free in getattr(each, "free_symbols", set())
    }
    result = finding.result.matrix() if isinstance(finding.result, Array) else finding.result
    if isinstance(result, Matrix):
        names |= result.free_symbols
    point = _point(names)
    given = [_at(each, point) for each in finding.given]
    try:
        return test(*given, _at(result, point))
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def _large(given: Any) -> bool:
    return isinstance(given, Matrix) and max(given.rows, given.cols) > _LARGEST


def _point(names: set[Symbol]) -> dict[Symbol, Expr]:
    random = Random(0)  # noqa: S311 - no secret
    return {
        name: Float(str(round(random.uniform(0.5, 2.0), 6)), 40) for name in sorted(names, key=str)
    }


def _at(value: Any, point: dict[Symbol, Expr]) -> Any:
    """Put numbers into a value: fractions stay exact, everything else becomes a decimal."""
    if isinstance(value, Matrix):
        return value.applyfunc(lambda entry: _at(entry, point))
    if isinstance(value, Expr) and not value.is_Rational and not value.is_Symbol:
        return value.evalf(40, subs=point)
    return point.get(value, value) if isinstance(value, Symbol) else value


def _zero(matrix: Matrix, scale: float = 1.0) -> bool:
    sizes = [evaluate(entry, {}) for entry in matrix]
    return all(size is not None and abs(size) <= _TOLERANCE * max(scale, 1.0) for size in sizes)


def _size(matrix: Matrix) -> float:
    return max((abs(evaluate(entry, {}) or 0) for entry in matrix), default=0.0)


def _inverse(matrix: Matrix, result: Matrix) -> bool:
    return _zero(matrix * result - sympy.eye(matrix.rows), _size(matrix) * _size(result))


def _determinant(matrix: Matrix, result: Expr) -> bool:
    """Eliminate with the largest pivot: the determinant is the product of the pivots."""
    rows = [list(row) for row in matrix.tolist()]
    total: Expr = sympy.S.One
    scale = 1.0
    for column in range(matrix.rows):
        pivot = max(
            range(column, matrix.rows), key=lambda i: abs(evaluate(rows[i][column], {}) or 0)
        )
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            total = -total
        scale *= max(1.0, *(abs(evaluate(entry, {}) or 0) for entry in rows[column]))
        top = rows[column][column]
        total *= top
        if abs(evaluate(top, {}) or 0) < _TOLERANCE**2:
            return _zero(Matrix([result]), scale)
        for below in rows[column + 1 :]:
            share = below[column] / top
            for index in range(column, matrix.rows):
                below[index] -= share * rows[column][index]
    return _zero(Matrix([total - result]), scale)


def _linear_solve(matrix: Matrix, right: Matrix, result: Matrix) -> bool:
    return _zero(matrix * result - right, _size(matrix) * _size(result))


def _nullspace(matrix: Matrix, result: Matrix) -> bool:
    return _zero(matrix * result.T, _size(matrix) * _size(result))


def _eigenvalues(matrix: Matrix, result: Matrix) -> bool:
    """Compare trace and determinant, and the traces of the first powers, with sums of powers."""
    if len(result) != matrix.rows:
        return False
    power = matrix
    for exponent in range(1, matrix.rows + 1):
        total = sympy.Add(*(value**exponent for value in result))
        if not _zero(Matrix([power.trace() - total]), _size(power) * matrix.rows):
            return False
        power = power * matrix
    return True


def _eigenvectors(matrix: Matrix, result: Matrix) -> bool:
    """Multiply each vector by the matrix: the image is a multiple of it."""
    for index in range(result.rows):
        vector = result.row(index).T
        image = matrix * vector
        place = max(range(len(vector)), key=lambda i: abs(evaluate(vector[i], {}) or 0))
        share = image[place] / vector[place]
        if not _zero(image - share * vector, _size(matrix) * _size(vector)):
            return False
    return True


def _charpoly(matrix: Matrix, variable: Expr, result: Expr) -> bool:
    return _determinant(variable * sympy.eye(matrix.rows) - matrix, result)


def _rank(matrix: Matrix, result: Expr) -> bool | None:
    if not all(entry.is_Rational for entry in matrix):
        return None
    return bool(result == _rows_left(matrix))


def _rows_left(matrix: Matrix) -> int:
    """Eliminate over a large prime field, where chance can only lower the rank by accident."""
    prime = 2**61 - 1
    rows = [[int(e.p) * pow(int(e.q), -1, prime) % prime for e in row] for row in matrix.tolist()]
    rank = 0
    for column in range(matrix.cols):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, prime)
        for below in rows[rank + 1 :]:
            share = below[column] * inverse % prime
            for index in range(column, matrix.cols):
                below[index] = (below[index] - share * rows[rank][index]) % prime
        rank += 1
    return rank


def _rref(matrix: Matrix, result: Matrix) -> bool | None:
    """The reduced rows span the same space: stacking both adds no rank."""
    if not all(entry.is_Rational for entry in (*matrix, *result)):
        return None
    return _rows_left(matrix) == _rows_left(result) == _rows_left(matrix.col_join(result))


_TESTS: Mapping[str, Callable[..., bool | None]] = {
    "determinant": _determinant,
    "inverse": _inverse,
    "linear_solve": _linear_solve,
    "nullspace": _nullspace,
    "eigenvalues": _eigenvalues,
    "eigenvectors": _eigenvectors,
    "charpoly": _charpoly,
    "rank": _rank,
    "rref": _rref,
}

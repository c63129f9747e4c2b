"""Linear algebra over exact entries: determinant, inverse, rank, eigenvalues, linear systems.

SymPy's domain matrices do the elimination: their entries are numbers or rational functions in
lowest terms, so that a zero is known to be one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd, lcm

import sympy
from sympy import Expr, Integer, Matrix, Poly, Symbol
from sympy.polys.matrices import DomainMatrix

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.claims import Finding
from lottery_agent.toolbox.mathematics.values import Array

_DIGITS = 30  # of eigenvalues that have no short formula
_NUMERICAL = "some eigenvalues have no short formula: they are rounded"


def determinant(matrix: Matrix) -> Expr:
    """Return the determinant of a square matrix."""
    limits.check_matrix(matrix)
    field = _field(matrix)
    return _tidy(field.domain.to_sympy(field.det()))


def check_regular(matrix: Matrix) -> None:
    """Refuse a matrix without an inverse.

    Raises:
        ToolError: If its determinant is zero.
    """
    if determinant(matrix) == 0:
        raise ToolError("the matrix has no inverse: its determinant is 0", hint="check its rows")


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a square matrix.

    Raises:
        ToolError: If there is none.
    """
    check_regular(matrix)
    return _field(matrix).inv().to_Matrix().applyfunc(_tidy)


def _field(matrix: Matrix) -> DomainMatrix:
    return DomainMatrix.from_Matrix(matrix, extension=True).to_field()


def _tidy(entry: Expr) -> Expr:
    if entry.is_Rational or entry.is_polynomial():
        return sympy.expand(entry)
    return sympy.simplify(entry)


def _found(name: str) -> Callable[[Callable[[Matrix], Expr | Array]], Callable[[Matrix], Finding]]:
    """Turn a function of a matrix into one whose result is checked."""

    def wrap(compute: Callable[[Matrix], Expr | Array]) -> Callable[[Matrix], Finding]:
        def found(matrix: Matrix) -> Finding:
            limits.check_matrix(matrix)
            return Finding(name, (matrix,), compute(matrix))

        return found

    return wrap


@_found("determinant")
def _determinant(matrix: Matrix) -> Expr:
    return determinant(matrix)


@_found("inverse")
def _inverse(matrix: Matrix) -> Array:
    return Array.from_matrix(inverse(matrix))


@_found("rank")
def _rank(matrix: Matrix) -> Expr:
    return Integer(len(_field(matrix).rref()[1]))


@_found("rref")
def _rref(matrix: Matrix) -> Array:
    return Array.from_matrix(_field(matrix).rref()[0].to_Matrix().applyfunc(_tidy))


@_found("nullspace")
def _nullspace(matrix: Matrix) -> Array:
    return Array.of(Array.of(_primitive(vector)) for vector in _kernel(matrix))


def _kernel(matrix: Matrix) -> list[list[Expr]]:
    basis = _field(matrix).nullspace().to_Matrix()
    return [[_tidy(entry) for entry in basis.row(index)] for index in range(basis.rows)]


def _primitive(vector: list[Expr]) -> list[Expr]:
    """Scale a vector of fractions to the shortest one of whole numbers, its first one positive."""
    if not all(entry.is_Rational for entry in vector):
        last = next(entry for entry in reversed(vector) if entry != 0)
        return [_tidy(sympy.radsimp(entry / last)) for entry in vector]
    scale = lcm(*(int(entry.q) for entry in vector))
    whole = [int(entry * scale) for entry in vector]
    common = gcd(*whole) * (1 if next(entry for entry in whole if entry) > 0 else -1)
    return [Integer(entry // common) for entry in whole]


def _transpose(matrix: Matrix) -> Array:
    return Array.from_matrix(matrix.T)


def _trace(matrix: Matrix) -> Expr:
    return matrix.trace()


def _identity(size: int) -> Array:
    limits.check_items(size * size)
    return Array.from_matrix(sympy.eye(size))


def _characteristic(matrix: Matrix, variable: Symbol) -> Poly:
    limits.check_matrix(matrix)
    field = _field(matrix)
    coefficients = [_tidy(field.domain.to_sympy(entry)) for entry in field.charpoly()]
    return Poly(coefficients, variable)


def _charpoly(matrix: Matrix, variable: Symbol) -> Finding:
    if variable in matrix.free_symbols:
        raise ToolError(f"{variable} is in the matrix already", hint="use another name")
    return Finding("charpoly", (matrix, variable), _characteristic(matrix, variable).as_expr())


def _roots(polynomial: Poly) -> list[tuple[Expr, int]]:
    """Return the roots with their multiplicities: formulas where they are short, else decimals."""
    found: list[tuple[Expr, int]] = []
    for factor, power in polynomial.factor_list()[1]:
        if factor.degree() <= 2 or len(factor.terms()) == 2:
            roots = list(sympy.roots(factor))
        elif factor.free_symbols_in_domain or not factor.domain.is_QQ | factor.domain.is_ZZ:
            raise ToolError("no formula of the eigenvalues was found", hint="use numbers")
        else:
            roots = factor.nroots(n=_DIGITS, maxsteps=200)
        found += [(sympy.simplify(root), power) for root in roots]
    return sorted(found, key=lambda pair: _place(pair[0]))


def _place(value: Expr) -> tuple[bool, float, float, str]:
    if not value.is_number:
        return False, 0.0, 0.0, str(value)
    real, imaginary = (float(part) for part in value.evalf(20).as_real_imag())
    return abs(imaginary) > 1e-12, real, imaginary, ""


def _eigenvalues(matrix: Matrix) -> Finding:
    roots = _roots(_characteristic(matrix, sympy.Dummy()))
    values = Array.of(root for root, power in roots for _ in range(power))
    numerical = any(value.has(sympy.Float) for value in values.leaves())
    return Finding("eigenvalues", (matrix,), values, _NUMERICAL if numerical else "")


def _eigenvectors(matrix: Matrix) -> Finding:
    vectors: list[Array] = []
    for root, _ in _roots(_characteristic(matrix, sympy.Dummy())):
        if root.has(sympy.Float):
            raise ToolError("an eigenvalue has no short formula", hint="ask for eigenvalues(…)")
        shifted = matrix - root * sympy.eye(matrix.rows)
        vectors += [Array.of(_primitive(vector)) for vector in _kernel(shifted)]
    return Finding(
        "eigenvectors", (matrix,), Array.of(vectors), "eigenvectors by rising eigenvalue"
    )


def _linear_solve(matrix: Matrix, right: tuple[Expr, ...]) -> Finding:
    if matrix.rows != len(right):
        raise ToolError(
            f"{matrix.rows} equations need as many right sides, not {len(right)}",
            hint="write linear_solve([[1, 2], [3, 4]], [5, 6])",
        )
    together = matrix.row_join(Matrix(right))
    limits.check_matrix(together)
    reduced, pivots = _field(together).rref()
    if matrix.cols in pivots:
        raise ToolError("the system has no solution", hint="check its equations")
    if len(pivots) < matrix.cols:
        raise ToolError("the system has many solutions", hint="write it with solve(…)")
    column = reduced.to_Matrix().col(matrix.cols)
    result = Array.of(_tidy(column[index]) for index in range(matrix.cols))
    return Finding("linear_solve", (matrix, Matrix(right)), result)


MATRICES: dict[str, Function] = {
    "determinant": Function(_determinant, "square"),
    "inverse": Function(_inverse, "square"),
    "transpose": Function(_transpose, "matrix"),
    "rank": Function(_rank, "matrix"),
    "trace": Function(_trace, "square"),
    "identity": Function(_identity, "positive"),
    "rref": Function(_rref, "matrix"),
    "nullspace": Function(_nullspace, "matrix"),
    "eigenvalues": Function(_eigenvalues, "square"),
    "eigenvectors": Function(_eigenvectors, "square"),
    "charpoly": Function(_charpoly, "square name"),
    "linear_solve": Function(_linear_solve, "matrix vector"),
}
"""Functions of matrices."""

"""Adds, multiplies and raises lists and matrices.

A list is a vector: it is added to a list of the same length, and multiplied by a number. A list of
rows is a matrix; behind a matrix, a list is a column. What has two meanings (a product of two
lists) is refused with the names of both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import sympy
from sympy import Expr

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arithmetic import divide
from lottery_agent.toolbox.mathematics.matrices import inverse
from lottery_agent.toolbox.mathematics.values import Array

Item: TypeAlias = Expr | Array


def combine(operation: str, left: Item, right: Item) -> Item:
    """Compute `left operation right`, where at least one side is a list.

    Args:
        operation: `add`, `subtract`, `multiply`, `divide` or `power`.
        left: A number or a list.
        right: A number or a list.

    Raises:
        ToolError: If that is not defined.
    """
    if operation in ("add", "subtract"):
        sign = 1 if operation == "add" else -1
        return _zipped(lambda a, b: a + sign * b, left, right)
    if operation == "multiply":
        return _product(left, right)
    if isinstance(right, Array):
        raise ToolError(
            "nothing can be divided by a list or raised to one", hint="use inverse(…) of a matrix"
        )
    assert isinstance(left, Array)  # noqa: S101 - one side is a list
    if operation == "divide":
        return left.map(lambda item: divide(item, right))
    return _power(left, right)


def _zipped(change: Callable[[Expr, Expr], Expr], left: Item, right: Item) -> Item:
    if isinstance(left, Array) and isinstance(right, Array):
        if len(left.items) != len(right.items):
            raise ToolError(
                f"lists of {len(left.items)} and {len(right.items)} elements can't be added",
                hint="give both the same length",
            )
        pairs = zip(left.items, right.items, strict=True)
        return Array(tuple(_zipped(change, a, b) for a, b in pairs))
    if isinstance(left, Array) or isinstance(right, Array):
        raise ToolError(
            "a number can't be added to a list",
            hint="multiply identity(…) by it, or use a list of the same length",
        )
    return change(left, right)


def _product(left: Item, right: Item) -> Item:
    if not isinstance(left, Array):
        assert isinstance(right, Array)  # noqa: S101 - one side is a list
        return right.map(lambda item: left * item)
    if not isinstance(right, Array):
        return left.map(lambda item: item * right)
    if left.is_flat and right.is_flat:
        raise ToolError("a product of two lists has two meanings", hint="use dot(…) or cross(…)")
    rows = sympy.Matrix([left.items]) if left.is_flat else _matrix(left)
    columns = right.matrix() if right.is_flat else _matrix(right)
    if rows.cols != columns.rows:
        raise ToolError(
            f"a matrix with {rows.cols} columns can't be multiplied by one with "
            f"{columns.rows} rows",
            hint="columns of the left and rows of the right must be as many",
        )
    limits.check_cells(rows.rows * rows.cols * columns.cols)
    product = (rows * columns).applyfunc(sympy.expand)
    if left.is_flat or right.is_flat:
        return Array(tuple(product))
    return Array.from_matrix(product)


def _power(base: Array, exponent: Expr) -> Array:
    matrix = _matrix(base)
    if matrix.rows != matrix.cols:
        raise ToolError("only a square matrix has powers", hint="give as many rows as columns")
    if not isinstance(exponent, sympy.Integer):
        raise ToolError("a matrix can be raised to a whole number only", hint="such as 2 or -1")
    entries = max((limits.bits(entry) for entry in matrix), default=0)
    growth = entries + matrix.rows.bit_length()
    if abs(int(exponent)) * growth > limits.MAX_BITS or (
        abs(int(exponent)) > 20 and matrix.free_symbols
    ):
        raise limits.too_large("the power of the matrix")
    if exponent < 0:
        matrix, exponent = inverse(matrix), -exponent
    return Array.from_matrix((matrix**exponent).applyfunc(sympy.expand))


def _matrix(array: Array) -> sympy.Matrix:
    if not array.is_matrix:
        raise ToolError("the rows of a matrix must be equally long", hint="[[1, 2], [3, 4]]")
    return array.matrix()

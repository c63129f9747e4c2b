"""Functions of lists: totals, order, parts, and vectors."""

from __future__ import annotations

from typing import TypeAlias

import sympy
from sympy import Expr, Integer

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.descriptive import in_order
from lottery_agent.toolbox.mathematics.values import Array

Item: TypeAlias = Expr | Array


def _sum(numbers: tuple[Expr, ...]) -> Expr:
    return sympy.Add(*numbers)


def _product(numbers: tuple[Expr, ...]) -> Expr:
    limits.check_bits(sum(map(limits.bits, numbers)), "the product")
    return sympy.Mul(*numbers)


def _length(array: Array) -> Expr:
    return Integer(len(array.items))


def _range(first: int, last: int, step: int = 1) -> Array:
    if step == 0:
        raise ToolError("a range needs a step other than 0", hint="use 1")
    found = range(first, last + (1 if step > 0 else -1), step)
    limits.check_items(len(found))
    return Array.of(map(Integer, found))


def _element(array: Array, *indices: int) -> Item:
    found: Item = array
    for index in indices:
        if not isinstance(found, Array):
            raise ToolError("the element is no list itself", hint="give one number only")
        count = len(found.items)
        if not 1 <= abs(index) <= count:
            raise ToolError(
                f"there is no element {index} among {count}",
                hint="count from 1, or from the end with -1",
            )
        found = found.items[index - 1 if index > 0 else index]
    return found


def _sort(numbers: tuple[Expr, ...]) -> Array:
    return Array.of(in_order(numbers, "can be sorted"))


def _reverse(array: Array) -> Array:
    return Array(array.items[::-1])


def _unique(array: Array) -> Array:
    return Array(tuple(dict.fromkeys(array.items)))


def _count(array: Array, item: Item) -> Expr:
    return Integer(array.items.count(item))


def _dot(left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Expr:
    if len(left) != len(right):
        raise ToolError("the lists differ in length", hint="give both the same length")
    return sympy.Add(*(a * b for a, b in zip(left, right, strict=True)))


def _cross(left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Array:
    if len(left) != 3 or len(right) != 3:
        raise ToolError("a cross product needs three elements each", hint="[1, 2, 3]")
    return Array.of(sympy.Matrix(left).cross(sympy.Matrix(right)))


def norm(vector: tuple[Expr, ...]) -> Expr:
    """Return the length of a vector."""
    return sympy.sqrt(sympy.Add(*(sympy.Abs(item) ** 2 for item in vector)))


def _angle(left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Expr:
    size = norm(left) * norm(right)
    if size.is_zero:
        raise ToolError("a vector of zeros has no direction", hint="use another vector")
    return sympy.acos(_dot(left, right) / size)


LISTS: dict[str, Function] = {
    "sum": Function(_sum, "list"),
    "product": Function(_product, "list"),
    "length": Function(_length, "array"),
    "range": Function(_range, "integer integer integer?"),
    "element": Function(_element, "array integer integer?"),
    "sort": Function(_sort, "list"),
    "reverse": Function(_reverse, "array"),
    "unique": Function(_unique, "array"),
    "count": Function(_count, "array any"),
    "dot": Function(_dot, "vector vector"),
    "cross": Function(_cross, "vector vector"),
    "norm": Function(norm, "vector"),
    "angle": Function(_angle, "vector vector"),
}
"""Functions of lists. With a name and bounds, `sum`, `product` and `table` bind that name."""

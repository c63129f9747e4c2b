"""Descriptive statistics: averages, spread, correlation.

Variance and standard deviation carry their divisor in their name: `population_…` divides by the
number of values, `sample_…` by one less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import sympy
from sympy import Expr, Integer

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics.arguments import Function
from lottery_agent.toolbox.mathematics.values import Array


def mean(*numbers: Expr) -> Expr:
    """Return the arithmetic mean."""
    return sympy.Add(*numbers) / len(numbers)


def in_order(numbers: tuple[Expr, ...], what: str) -> list[Expr]:
    """Return numbers by size.

    Raises:
        ToolError: If one of them has no place in the order; `what` was asked for.
    """
    if not all(number.is_extended_real and number.is_number for number in numbers):
        raise ToolError(f"only numbers {what}", hint="give the names values first")
    return sorted(numbers, key=lambda number: sympy.N(number, 30))


def _median(*numbers: Expr) -> Expr:
    ordered = in_order(numbers, "have a median")
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _mode(*numbers: Expr) -> Expr | Array:
    """Return the most frequent number; a list if several are."""
    counts = Counter(numbers)
    most = max(counts.values())
    frequent = in_order(tuple(n for n, count in counts.items() if count == most), "have a mode")
    return frequent[0] if len(frequent) == 1 else Array.of(frequent)


def _variance(numbers: tuple[Expr, ...], less: int) -> Expr:
    if len(numbers) <= less:
        raise ToolError("one value has no sample variance", hint="give two values or more")
    middle = mean(*numbers)
    return sympy.Add(*((number - middle) ** 2 for number in numbers)) / (len(numbers) - less)


def _spread(less: int, *, root: bool) -> Callable[..., Expr]:
    def compute(*numbers: Expr) -> Expr:
        variance = _variance(numbers, less)
        return sympy.sqrt(variance) if root else variance

    return compute


def _geometric_mean(*numbers: Expr) -> Expr:
    if any(number.is_negative for number in numbers):
        raise ToolError("negative numbers have no geometric mean", hint="use mean(…)")
    return sympy.root(sympy.Mul(*numbers), len(numbers))


def _harmonic_mean(*numbers: Expr) -> Expr:
    if any(number.is_zero for number in numbers):
        raise ToolError("0 has no harmonic mean", hint="use mean(…)")
    return Integer(len(numbers)) / sympy.Add(*(1 / number for number in numbers))


def _correlation(left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Expr:
    """Return Pearson's coefficient."""
    if len(left) != len(right):
        raise ToolError("the lists differ in length", hint="give one value of each per pair")
    a, b = mean(*left), mean(*right)
    spread = sympy.sqrt(_variance(left, 0) * _variance(right, 0))
    if spread.is_zero:
        raise ToolError("a list of equal values has no correlation", hint="give different values")
    pairs = zip(left, right, strict=True)
    return mean(*((x - a) * (y - b) for x, y in pairs)) / spread


DESCRIPTIVE: dict[str, Function] = {
    "mean": Function(mean, "numbers"),
    "median": Function(_median, "numbers"),
    "mode": Function(_mode, "numbers"),
    "geometric_mean": Function(_geometric_mean, "numbers"),
    "harmonic_mean": Function(_harmonic_mean, "numbers"),
    "population_variance": Function(_spread(0, root=False), "numbers"),
    "sample_variance": Function(_spread(1, root=False), "numbers"),
    "population_stdev": Function(_spread(0, root=True), "numbers"),
    "sample_stdev": Function(_spread(1, root=True), "numbers"),
    "correlation": Function(_correlation, "vector vector"),
}
"""Functions of several numbers, given as arguments or as one list."""

"""Counts of arrangements and the sequences that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from math import lgamma, log, log2, prod

import sympy
from sympy import Expr, Integer
from sympy.functions.combinatorial.numbers import stirling

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits
from lottery_agent.toolbox.mathematics.arguments import Function

_LONGEST_TABLE = 1_000  # of numbers that are computed from all smaller ones


def factorial(number: Expr) -> Expr:
    """Return the factorial of a whole number or of an expression with unknowns."""
    if number.is_number and not (isinstance(number, Integer) and number >= 0):
        raise ToolError(f"the factorial of {number} is not defined", hint="use a whole number")
    limits.check_factorial(number)
    return sympy.factorial(number)


def binomial(n: Expr, k: Expr) -> Expr:
    """Return the number of ways to choose `k` of `n`."""
    limits.check_binomial(n, k)
    return sympy.binomial(n, k)


def permutations(n: int, k: int) -> Expr:
    """Return the number of ways to put `k` of `n` things in order."""
    if k > n:
        return sympy.S.Zero
    limits.check_bits(k * log2(n + 1), "the number of permutations")
    return sympy.ff(n, k)


def multinomial(*numbers: Expr) -> Expr:
    """Return the number of ways to split things into groups of these sizes."""
    for size in numbers:
        if not isinstance(size, Integer) or size < 0:
            raise ToolError(f"{size} is no size of a group", hint="use whole numbers")
    total = sum(int(size) for size in numbers)
    limits.check_factorial(Integer(total))
    return sympy.factorial(total) / prod(sympy.factorial(size) for size in numbers)


def gamma(number: Expr) -> Expr:
    """Return the gamma function, which is `(n - 1)!` for a whole number `n`."""
    if isinstance(number, Integer) and number <= 0:
        raise ToolError(f"gamma of {number} is not defined", hint="use a positive number")
    if number.is_Rational:
        limits.check_factorial(sympy.ceiling(abs(number)))
    return sympy.gamma(number)


def _bounded(
    compute: Callable[[int], Expr], size: Callable[[int], float], what: str
) -> Callable[[int], Expr]:
    """Refuse a number of a sequence whose length in bits, by `size`, is above the limit."""

    def checked(n: int) -> Expr:
        limits.check_bits(size(n), what)
        return compute(n)

    return checked


def _factorial_bits(n: int) -> float:
    return lgamma(min(n, 10**6) + 1) / log(2)


def _stirling(n: int, k: int) -> Expr:
    if n > _LONGEST_TABLE:
        raise limits.too_large("the Stirling number")
    return Integer(stirling(n, k))


def _bell(n: int) -> Expr:
    if n > _LONGEST_TABLE:
        raise limits.too_large("the Bell number")
    return sympy.bell(n)


def _partitions(n: int) -> Expr:
    if n > 10 * _LONGEST_TABLE:
        raise limits.too_large("the number of partitions")
    return sympy.partition(n)


COMBINATORICS: dict[str, Function] = {
    "factorial": Function(factorial),
    "binomial": Function(binomial, "number number"),
    "gamma": Function(gamma),
    "permutations": Function(permutations, "natural natural"),
    "multinomial": Function(multinomial, "numbers"),
    "derangements": Function(
        _bounded(sympy.subfactorial, _factorial_bits, "the number of derangements"), "natural"
    ),
    "fibonacci": Function(
        _bounded(sympy.fibonacci, lambda n: 0.7 * n, "the Fibonacci number"), "natural"
    ),
    "lucas": Function(_bounded(sympy.lucas, lambda n: 0.7 * n, "the Lucas number"), "natural"),
    "catalan": Function(
        _bounded(sympy.catalan, lambda n: 2.0 * n, "the Catalan number"), "natural"
    ),
    "bell": Function(_bell, "natural"),
    "stirling": Function(_stirling, "natural natural"),
    "partitions": Function(_partitions, "natural"),
}
"""Functions that count."""

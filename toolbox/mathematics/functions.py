"""The functions of the language that take values and give a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Integer, Rational

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits

Arguments = Sequence[Expr]
_TEN = Integer(10)


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is computed, and how many arguments it takes (None: any number)."""

    compute: Callable[..., Expr]
    fewest: int = 1
    most: int | None = 1


def power(base: Expr, exponent: Expr) -> Expr:
    """Return `base ^ exponent`.

    Raises:
        ToolError: If it is undefined or too large.
    """
    if base.is_zero and exponent.is_negative:
        raise ToolError("division by zero")
    limits.check_power(base, exponent)
    return base**exponent


def divide(left: Expr, right: Expr) -> Expr:
    """Return `left / right`.

    Raises:
        ToolError: If `right` is zero, also where that takes some computing to see.
    """
    if right.is_zero or (right.is_number and right.is_zero is None and sympy.simplify(right) == 0):
        raise ToolError("division by zero")
    return left / right


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


def rounded(number: Expr, places: Expr = sympy.S.Zero) -> Expr:
    """Round half away from zero, as people do, to a number of decimal places."""
    if not number.is_real or number.free_symbols:
        raise ToolError("only a number can be rounded", hint="give the names values first")
    if not isinstance(places, Integer) or abs(places) > 100:
        raise ToolError(f"{places} is no number of decimal places", hint="use a whole number")
    limits.check_size(number)
    scale = Integer(10) ** places
    size = sympy.floor(abs(number) * scale + Rational(1, 2)) / scale
    return -size if number.is_negative else size


def modulo(left: Expr, right: Expr) -> Expr:
    """Return the remainder, with the sign of the divisor."""
    if right.is_zero:
        raise ToolError("division by zero")
    return sympy.Mod(left, right)


def root(number: Expr, degree: int) -> Expr:
    """Return the real root where there is one, the principal one otherwise."""
    if degree % 2 and number.is_negative:
        return -((-number) ** Rational(1, degree))
    return number ** Rational(1, degree)


def logarithm(number: Expr, base: Expr = _TEN) -> Expr:
    """Return the logarithm, to base 10 unless another is given."""
    if number.is_zero:
        raise ToolError("the logarithm of zero is not defined")
    if base.is_number and (base == 1 or not base.is_positive):
        raise ToolError(f"there is no logarithm to base {base}")
    return sympy.log(number) if base == sympy.E else sympy.log(number, base)


def _folded(combine: Callable[[Expr, Expr], Expr]) -> Callable[..., Expr]:
    def compute(*numbers: Expr) -> Expr:
        result = numbers[0]
        for number in numbers[1:]:
            result = combine(result, number)
        return result

    return compute


def _whole(compute: Callable[[Expr], Expr]) -> Callable[..., Expr]:
    def checked(number: Expr) -> Expr:
        limits.check_size(number)
        return compute(number)

    return checked


def _mean(*numbers: Expr) -> Expr:
    return sympy.Add(*numbers) / len(numbers)


def _median(*numbers: Expr) -> Expr:
    if not all(number.is_real and number.is_number for number in numbers):
        raise ToolError("only numbers have a median", hint="give the names values first")
    ordered = sorted(numbers, key=lambda number: sympy.N(number, 30))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _extreme(choose: Callable[..., Expr]) -> Callable[..., Expr]:
    def compute(*numbers: Expr) -> Expr:
        if any(number.is_real is False and not number.is_infinite for number in numbers):
            raise ToolError("complex numbers have no order")
        return choose(*numbers)

    return compute


FUNCTIONS: dict[str, Function] = {
    "sqrt": Function(sympy.sqrt),
    "cbrt": Function(lambda x: root(x, 3)),
    "abs": Function(sympy.Abs),
    "floor": Function(_whole(sympy.floor)),
    "ceil": Function(_whole(sympy.ceiling)),
    "round": Function(rounded, 1, 2),
    "min": Function(_extreme(sympy.Min), 1, None),
    "max": Function(_extreme(sympy.Max), 1, None),
    "gcd": Function(_folded(sympy.gcd), 2, None),
    "lcm": Function(_folded(sympy.lcm), 2, None),
    "mod": Function(modulo, 2, 2),
    "factorial": Function(factorial),
    "binomial": Function(binomial, 2, 2),
    "exp": Function(lambda x: power(sympy.E, x)),
    "ln": Function(lambda x: logarithm(x, sympy.E)),
    "log": Function(logarithm, 1, 2),
    "sin": Function(sympy.sin),
    "cos": Function(sympy.cos),
    "tan": Function(sympy.tan),
    "asin": Function(sympy.asin),
    "acos": Function(sympy.acos),
    "atan": Function(sympy.atan),
    "mean": Function(_mean, 1, None),
    "median": Function(_median, 1, None),
}
"""Every function whose arguments are values; those that bind a name are in `calculus`."""


def apply(name: str, arguments: Arguments) -> Expr:
    """Compute a function of `FUNCTIONS`.

    Raises:
        ToolError: If the number of arguments is wrong, or the function refuses them.
    """
    function = FUNCTIONS[name]
    check_count(name, len(arguments), function.fewest, function.most)
    return function.compute(*arguments)


def check_count(name: str, count: int, fewest: int, most: int | None) -> None:
    """Refuse a wrong number of arguments.

    Raises:
        ToolError: With what the function takes.
    """
    if count < fewest or (most is not None and count > most):
        if most is None:
            wanted = f"{fewest} or more"
        else:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise ToolError(f"{name} takes {wanted} arguments, not {count}")

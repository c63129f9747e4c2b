"""What a function takes, and how the parts of a call are made into it.

A function states its arguments as a line of words, `"integer integer?"`: one word for each, a
question mark on those that may be left out. The last word may be `numbers`, which is any number of
values, or one list of them. A `name` is bound while the first argument is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Expr

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics.values import Array, Numeral, Operand, Solutions


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is computed, and what it takes.

    Attributes:
        compute: Gets the arguments, made into what `takes` says.
        takes: The kinds of the arguments, one word each.
    """

    compute: Callable[..., Operand]
    takes: str = "number"

    @property
    def fewest(self) -> int:
        """The least number of arguments."""
        return sum(not word.endswith("?") for word in self.takes.split())

    @property
    def most(self) -> int | None:
        """The greatest number of arguments, or None if there is none."""
        words = self.takes.split()
        return None if "numbers" in words else len(words)

    def kind(self, index: int) -> str:
        """Return the kind of an argument."""
        words = self.takes.split()
        return words[min(index, len(words) - 1)].removesuffix("?")


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


def expression(value: Operand, name: str) -> Expr:
    """Return a value that can be computed with.

    Raises:
        ToolError: If it is a list, a truth value or anything else that is no number.
    """
    if isinstance(value, Array):
        raise ToolError(
            f"{name} takes a number, not a list",
            hint="use element(list, 1), or table(…) for every element",
        )
    if isinstance(value, bool):
        raise ToolError("True and False are no numbers", hint="ask for it alone: answer = …")
    if isinstance(value, Numeral):
        raise ToolError(
            "a number in another base can't be computed with", hint="use to_base(…) last"
        )
    if isinstance(value, Solutions):
        raise ToolError(
            "the equation has not exactly one value",
            hint="add a condition, or use element(…, 1)",
        )
    return value


def as_array(value: Operand, name: str) -> Array:
    """Return a list; solutions of one unknown count as the list of its values.

    Raises:
        ToolError: If it is anything else.
    """
    if isinstance(value, Array):
        return value
    if isinstance(value, Solutions) and value.region is None and len(value.unknowns) == 1:
        unknown = value.unknowns[0]
        return Array(tuple(each[unknown] for each in value.alternatives if unknown in each))
    raise ToolError(f"{name} takes a list", hint="write [1, 2, 3]")


def make(value: Operand, kind: str, name: str) -> Any:
    """Return an argument as a function wants it.

    Raises:
        ToolError: If it is not of that kind.
    """
    return _KINDS[kind](value, name)


def _integer(value: Operand, name: str) -> int:
    number = expression(value, name)
    if not isinstance(number, sympy.Integer):
        if isinstance(number, sympy.Expr) and number.free_symbols:
            free = ", ".join(sorted(map(str, number.free_symbols)))
            raise ToolError(f"{name} takes whole numbers; {free} has no value", hint=f"set {free}")
        raise ToolError(
            f"{name} takes whole numbers, not {number}", hint="use floor(…) or round(…)"
        )
    return int(number)


def _natural(value: Operand, name: str) -> int:
    number = _integer(value, name)
    if number < 0:
        raise ToolError(f"{name} takes no negative number", hint="use 0, 1, 2 …")
    return number


def _positive(value: Operand, name: str) -> int:
    number = _integer(value, name)
    if number < 1:
        raise ToolError(f"{name} takes a positive whole number", hint="use 1, 2, 3 …")
    return number


def _list(value: Operand, name: str) -> tuple[Expr, ...]:
    array = as_array(value, name)
    if not array.is_flat:
        raise ToolError(f"{name} takes a list of numbers, not of lists", hint="write [1, 2, 3]")
    return tuple(item for item in array.items if isinstance(item, Expr))


def _vector(value: Operand, name: str) -> tuple[Expr, ...]:
    items = _list(value, name)
    if not items:
        raise ToolError(f"{name} of an empty list has no value", hint="write [1, 2, 3]")
    return items


def _integers(value: Operand, name: str) -> tuple[int, ...]:
    return tuple(_integer(item, name) for item in _vector(value, name))


def _matrix(value: Operand, name: str) -> sympy.Matrix:
    if not isinstance(value, Array) or not value.is_matrix:
        raise ToolError(f"{name} takes a matrix", hint="write [[1, 2], [3, 4]]")
    return value.matrix()


def _square(value: Operand, name: str) -> sympy.Matrix:
    matrix = _matrix(value, name)
    if matrix.rows != matrix.cols:
        raise ToolError(
            f"{name} takes a square matrix, not {matrix.rows} by {matrix.cols}",
            hint="give as many rows as columns",
        )
    return matrix


def _any(value: Operand, name: str) -> Operand:
    return value


_KINDS: Mapping[str, Callable[[Operand, str], Any]] = {
    "number": expression,
    "numbers": expression,
    "integer": _integer,
    "natural": _natural,
    "positive": _positive,
    "array": as_array,
    "list": _list,
    "vector": _vector,
    "integers": _integers,
    "matrix": _matrix,
    "square": _square,
    "any": _any,
}

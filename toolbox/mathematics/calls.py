"""Computes the calls of a worksheet: `sqrt(2)`, `integral(x^2, x)`, `sum(k^2, k, 1, 10)`.

Most functions get values. Those that bind a name, run over a range, or read signs instead of
values need the tree of the call, and are computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

import sympy
from lark import Token, Tree
from sympy import Expr, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import limits, sums
from lottery_agent.toolbox.mathematics.arguments import (
    Function,
    as_array,
    check_count,
    expression,
    make,
)
from lottery_agent.toolbox.mathematics.claims import Claim, Finding
from lottery_agent.toolbox.mathematics.functions import FUNCTIONS
from lottery_agent.toolbox.mathematics.number_theory import from_base, mod_power
from lottery_agent.toolbox.mathematics.numeric import approximate
from lottery_agent.toolbox.mathematics.values import Array, Operand, Solutions, symbol

MAX_DIGITS = 1_000
"""Most digits of a numerical value."""
DEFAULT_DIGITS = 15

Node = Tree[Token] | Token


class Scope(Protocol):
    """The worksheet around a call."""

    def operand(self, node: Node) -> Operand:
        """Compute a part of the worksheet."""

    def binding(self, names: Iterable[str]) -> AbstractContextManager[None]:
        """Let names stand for unknowns, whatever they meant before."""

    def giving(self, name: str, value: Expr) -> AbstractContextManager[None]:
        """Let a name have a value, whatever it meant before."""

    def filled(self, value: Operand) -> Operand:
        """Give the unknowns of a value what the worksheet says of them."""

    def record(self, made: Claim | Finding) -> None:
        """Keep a result for the checks."""


def function_name(tree: Tree[Token]) -> str:
    """Return the name of a call's function."""
    return str(tree.children[0]).removesuffix("(")


def call(scope: Scope, tree: Tree[Token]) -> Operand:
    """Compute a call.

    Raises:
        ToolError: If the arguments are wrong, or there is no value.
    """
    name, nodes = function_name(tree), tree.children[1:]
    if name in _SPECIAL and not (name in FUNCTIONS and len(nodes) == 1):
        return _SPECIAL[name](scope, name, nodes)
    function = FUNCTIONS[name]
    if function.kind(1) == "names" or (function.kind(1) == "name" and len(nodes) > 1):
        return _bound(scope, name, function, nodes)
    values = [scope.operand(node) for node in nodes]
    if function.most is None and len(values) == 1 and isinstance(values[0], Array | Solutions):
        values = list(as_array(values[0], name).items)
    check_count(name, len(values), function.fewest, function.most)
    if function.kind(1) == "name" and (variable := _inferred(name, function, values)):
        return scope.filled(_computed(scope, function.compute(values[0], variable)))
    return _computed(scope, function.compute(*_made(name, function, values)))


def _computed(scope: Scope, result: Any) -> Operand:
    if isinstance(result, Claim | Finding):
        bounded(result.result)
        scope.record(result)
        value: Operand = result.result
        return value
    return result


def bounded(value: Operand) -> Operand:
    """Return a value unchanged.

    Raises:
        ToolError: If a part of it has no value, or it is too large.
    """
    if isinstance(value, Array):
        for count, leaf in enumerate(value.leaves(), 1):
            limits.check_items(count)
            limits.bounded(leaf)
    elif isinstance(value, Expr):
        limits.bounded(value)
    return value


def _made(name: str, function: Function, values: Iterable[Operand]) -> list[Any]:
    return [make(value, function.kind(index), name) for index, value in enumerate(values)]


def _inferred(name: str, function: Function, values: list[Operand]) -> Symbol | None:
    """Return the only unknown of a call that leaves its name out, or None if it needs none."""
    if name == "apart":
        return None
    free = sorted(expression(values[0], name).free_symbols, key=str)
    if len(free) != 1:
        raise ToolError(f"{name} of what variable?", hint=f"write {name}(…, x)")
    return free[0]


def _bound(scope: Scope, name: str, function: Function, nodes: list[Node]) -> Operand:
    """Compute a call that binds the name behind its first argument."""
    words = function.takes.split()
    many = words[1] == "names"
    check_count(name, len(nodes), 2 if many else function.fewest, None if many else function.most)
    names = [_variable(name, node) for node in (nodes[1:] if many else nodes[1:2])]
    with scope.binding(map(str, names)):
        first = make(scope.operand(nodes[0]), function.kind(0), name)
    rest = [] if many else nodes[2:]
    others = [
        make(scope.operand(node), function.kind(index), name) for index, node in enumerate(rest, 2)
    ]
    return scope.filled(_computed(scope, function.compute(first, *names, *others)))


def _variable(name: str, node: Node) -> Symbol:
    if isinstance(node, Tree) and node.data == "name":
        return symbol(str(node.children[0]))
    raise ToolError(f"the second argument of {name} must be a name", hint="such as x")


def _over_range(scope: Scope, name: str, nodes: list[Node]) -> Operand:
    if len(nodes) != 4:
        raise ToolError(
            f"{name} takes a list, or a term, a name and two bounds",
            hint=f"write {name}([1, 2, 3]) or {name}(k^2, k, 1, 10)"
            if name != "table"
            else "write table(k^2, k, 1, 10)",
        )
    variable = _variable(name, nodes[1])
    low, high = (expression(scope.operand(node), name) for node in nodes[2:])

    def item(number: Expr) -> Operand:
        with scope.giving(str(variable), number):
            return scope.operand(nodes[0])

    if name == "table":
        numbers = sums.bounds(name, low, high)
        if numbers is None:
            raise ToolError("a table needs whole numbers as bounds", hint="write 1, 10")
        limits.check_items(len(numbers))
        return Array(tuple(_item(item(sympy.Integer(number))) for number in numbers))

    def general() -> Expr:
        with scope.binding([str(variable)]):
            return expression(scope.operand(nodes[0]), name)

    result, claim = sums.over_range(
        name, lambda number: expression(item(number), name), general, variable, low, high
    )
    if claim is not None:
        scope.record(claim)
    return scope.filled(result)


def _item(value: Operand) -> Expr | Array:
    return value if isinstance(value, Array) else expression(value, "table")


def _substitute(scope: Scope, name: str, nodes: list[Node]) -> Operand:
    check_count(name, len(nodes), 3, 3)
    variable = _variable(name, nodes[1])
    value = expression(scope.operand(nodes[2]), name)
    with scope.giving(str(variable), value):
        return scope.operand(nodes[0])


def _numeric(scope: Scope, name: str, nodes: list[Node]) -> Operand:
    check_count(name, len(nodes), 1, 2)
    digits = digits_asked(scope, nodes)
    value = scope.operand(nodes[0])
    if isinstance(value, Solutions):
        value = as_array(value, name)
    if isinstance(value, Array):
        return value.map(lambda item: approximate(item, digits))
    exact = expression(value, name)
    result = approximate(exact, digits)
    scope.record(Claim("digits", exact, result, order=digits))
    return result


def digits_asked(scope: Scope, nodes: list[Node]) -> int:
    """Return how many digits a call of `numeric` asks for."""
    if len(nodes) == 1:
        return DEFAULT_DIGITS
    digits: int = make(scope.operand(nodes[1]), "positive", "numeric")
    if digits > MAX_DIGITS:
        raise ToolError(f"{digits} digits are too many", kind="limit", hint=f"at most {MAX_DIGITS}")
    return digits


def _from_base(scope: Scope, name: str, nodes: list[Node]) -> Operand:
    """Read the signs of a number: `ff`, `1010` and `1f` are each written in some base."""
    check_count(name, len(nodes), 2, 2)
    base: int = make(scope.operand(nodes[1]), "positive", name)
    node = nodes[0]
    text = "".join(map(str, node.scan_values(lambda _: True))) if isinstance(node, Tree) else ""
    if not isinstance(node, Tree) or node.data not in ("number", "name", "multiply"):
        raise ToolError("from_base takes digits", hint="such as from_base(1010, 2)")
    return from_base(text, base)


def _modulo(scope: Scope, name: str, nodes: list[Node]) -> Operand:
    """Take the remainder of a power without computing the power."""
    check_count(name, len(nodes), 2, 2)
    first = nodes[0]
    if isinstance(first, Tree) and first.data == "power":
        parts = [scope.operand(node) for node in (*first.children, nodes[1])]
        whole = [int(part) for part in parts if isinstance(part, sympy.Integer)]
        if len(whole) == 3 and whole[1] >= 0 and whole[2] > 0:
            return mod_power(*whole)
    values = [scope.operand(node) for node in nodes]
    return FUNCTIONS[name].compute(*_made(name, FUNCTIONS[name], values))


_SPECIAL: Mapping[str, Callable[[Scope, str, list[Node]], Operand]] = {
    "sum": _over_range,
    "product": _over_range,
    "table": _over_range,
    "substitute": _substitute,
    "numeric": _numeric,
    "from_base": _from_base,
    "mod": _modulo,
}

"""Turns the tree of a worksheet into SymPy objects.

The tree is walked and each node is computed by a function chosen from a fixed table; no text of
the worksheet is ever evaluated. `pi`, `e`, `i` and `oo` are constants unless a step, a solve or a
derivative uses the name for something else. Unknown names stay symbols, and take their value when
a later step gives them one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import sympy
from lark import Token, Tree
from sympy import Expr, Rational, Symbol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics import arrays, limits, solving
from lottery_agent.toolbox.mathematics.arguments import expression
from lottery_agent.toolbox.mathematics.arithmetic import divide, power
from lottery_agent.toolbox.mathematics.calls import (
    Node,
    bounded,
    call,
    digits_asked,
    function_name,
)
from lottery_agent.toolbox.mathematics.claims import Claim, Finding
from lottery_agent.toolbox.mathematics.combinatorics import factorial
from lottery_agent.toolbox.mathematics.functions import KEEP_FORM
from lottery_agent.toolbox.mathematics.values import (
    Array,
    Chain,
    Numeral,
    Operand,
    Relation,
    Solutions,
    Value,
    symbol,
)

CONSTANTS: dict[str, Expr] = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
"""The names that mean a number unless they are used for something else."""

_BINARY: dict[str, Callable[[Expr, Expr], Expr]] = {
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "divide": divide,
    "power": power,
}
_UNARY: dict[str, Callable[[Expr], Expr]] = {
    "negate": lambda value: -value,
    "percent": lambda value: value / 100,
    "factorial": factorial,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A named value.

    Attributes:
        value: What it is worth.
        form: The outermost function of `KEEP_FORM` that gave it, if one did.
        digits: How many digits `numeric` was asked for, if it gave the value.
    """

    value: Value
    form: str | None = None
    digits: int | None = None


class Evaluator:
    """Computes the steps of one worksheet in order.

    Attributes:
        steps: The steps computed so far, by name.
        claims: What the results of analysis claim, for the checks.
        findings: What other results claim.
        solved: The solutions found, for the checks.
    """

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []
        self.solved: list[Solutions] = []
        self._implied: dict[str, Expr] = {}
        self._bound: frozenset[str] = frozenset()
        self._given: dict[str, Expr] = {}

    def assign(self, name: str, tree: Tree[Token]) -> Step:
        """Compute a step and name it.

        Raises:
            ToolError: If it has no value or is above a limit; the message names the step.
        """
        try:
            value = self.value(tree)
            step = Step(value, *self._form(tree))
        except ToolError as error:
            raise ToolError(
                f"in {name!r}: {error.message}",
                kind=error.kind,
                position=error.position,
                hint=error.hint,
            ) from None
        if isinstance(step.value, Solutions) and step.value.unique:
            self._implied.update({str(k): v for k, v in step.value.unique.items()})
        self.steps[name] = step
        return step

    def value(self, tree: Tree[Token]) -> Value:
        """Compute the right side of a step."""
        with _placed(tree):
            if tree.data == "solve":
                return self._solve(tree)
            if tree.data == "relation":
                relations = self._relations(tree)
                return relations[0] if len(relations) == 1 else Chain(relations)
            if tree.data == "name":
                step = self.steps.get(str(tree.children[0]))
                if step and not isinstance(step.value, Expr | Array):
                    return step.value
        return self.operand(tree)

    def number(self, node: Node) -> Expr:
        """Compute a sum, a product or anything smaller that is a number or an expression."""
        with _placed(node):
            return expression(self.operand(node), "a relation")

    def operand(self, node: Node) -> Operand:
        """Compute a sum, a product or anything smaller.

        Raises:
            ToolError: If it has no value or is above a limit; the position is that of the part.
        """
        with _placed(node):
            return self._operand(node)

    @contextmanager
    def binding(self, names: Iterable[str]) -> Iterator[None]:
        """Let names stand for unknowns, whatever they meant before."""
        before, given = self._bound, self._given
        self._bound = before | frozenset(names)
        self._given = {name: each for name, each in given.items() if name not in self._bound}
        try:
            yield
        finally:
            self._bound, self._given = before, given

    @contextmanager
    def giving(self, name: str, value: Expr) -> Iterator[None]:
        """Let a name have a value, whatever it meant before."""
        before, given = self._bound, self._given
        self._bound, self._given = before - {name}, {**given, name: value}
        try:
            yield
        finally:
            self._bound, self._given = before, given

    def filled(self, value: Operand) -> Operand:
        """Give the unknowns of a value what later steps have said of them."""
        if isinstance(value, Array):
            return value.map(self._filled)
        return self._filled(value) if isinstance(value, Expr) else value

    def record(self, made: Claim | Finding) -> None:
        """Keep a result for the checks."""
        if isinstance(made, Claim):
            self.claims.append(made)
        else:
            self.findings.append(made)

    def _operand(self, node: Node) -> Operand:
        if isinstance(node, Token):
            return _literal(node)
        if node.data == "number":
            return _literal(node.children[0])
        if node.data == "name":
            return self._name(str(node.children[0]))
        if node.data == "list":
            limits.check_items(len(node.children))
            return Array(tuple(self._item(child) for child in node.children))
        if node.data == "call":
            return bounded(call(self, node))
        parts = [self._item(child) for child in node.children]
        left, right = parts[0], parts[-1]
        if node.data in _UNARY:
            return bounded(_unary(node.data, left))
        if isinstance(left, Array) or isinstance(right, Array):
            return bounded(arrays.combine(node.data, left, right))
        return limits.bounded(_BINARY[node.data](left, right))

    def _item(self, node: Node) -> Expr | Array:
        value = self.operand(node)
        if isinstance(value, Array):
            return value
        with _placed(node):
            return expression(value, "a sum or product")

    def _form(self, tree: Tree[Token]) -> tuple[str | None, int | None]:
        if tree.data == "call":
            name = function_name(tree)
            digits = digits_asked(self, tree.children[1:]) if name == "numeric" else None
            return name if name in KEEP_FORM else None, digits
        if tree.data == "name" and str(tree.children[0]) in self.steps:
            step = self.steps[str(tree.children[0])]
            return step.form, step.digits
        return None, None

    def _known(self, name: str) -> Operand | None:
        if name in self._given:
            return self._given[name]
        if name in self._bound:
            return None
        if name in self.steps:
            return _single(name, self.steps[name].value)
        return self._implied.get(name)

    def _name(self, name: str) -> Operand:
        value = self._known(name)
        if value is None:
            return symbol(name) if name in self._bound else CONSTANTS.get(name, symbol(name))
        if name in self._given or isinstance(value, bool | Numeral | Solutions):
            return value
        return self.filled(value) if isinstance(value, Array) else self._filled(value, but=name)

    def _filled(self, value: Expr, but: str | None = None) -> Expr:
        values: dict[Symbol, Expr] = {}
        for free in value.free_symbols:
            name = str(free)
            step = self.steps.get(name)
            if name == but or (step and isinstance(step.value, Relation | Chain)):
                continue
            found = self._known(name)
            if isinstance(found, Expr) and not found.has(free):
                values[free] = found
        return limits.bounded(limits.replace(value, values)) if values else value

    def _relations(self, tree: Tree[Token]) -> tuple[Relation, ...]:
        sides = [self.number(side) for side in tree.children[::2]]
        signs = [str(sign).strip() for sign in tree.children[1::2]]
        pairs = zip(sides, signs, sides[1:], strict=False)
        return tuple(Relation(left, sign, right) for left, sign, right in pairs)

    def _solve(self, tree: Tree[Token]) -> Solutions:
        equations = [child for child in tree.children if isinstance(child, Tree)]
        names = [str(child) for child in tree.children if isinstance(child, Token)]
        with self.binding(names):
            relations = [each for equation in equations for each in self._relations(equation)]
        unknowns = [symbol(name) for name in dict.fromkeys(names)]
        if not unknowns and not any(relation.free for relation in relations):
            # Nothing is left to solve for: then `e` or `i` must have been meant as an unknown.
            with self.binding(_letters(equations) & {"e", "i"} - self.steps.keys()):
                relations = [each for equation in equations for each in self._relations(equation)]
        solutions = solving.solve(relations, unknowns)
        self.solved.append(solutions)
        return solutions


@contextmanager
def _placed(node: Node) -> Iterator[None]:
    """Say where the part of the sentence stands that an error comes from."""
    try:
        yield
    except ToolError as error:
        place = node.start_pos if isinstance(node, Token) else getattr(node.meta, "start_pos", None)
        if error.position is not None or place is None:
            raise
        raise ToolError(error.message, kind=error.kind, position=place, hint=error.hint) from None


def _unary(operation: str, value: Expr | Array) -> Expr | Array:
    if isinstance(value, Array):
        if operation == "factorial":
            raise ToolError("a list has no factorial", hint="use table(k!, k, 1, 5)")
        return value.map(_UNARY[operation])
    return _UNARY[operation](value)


def _literal(token: Node) -> Rational:
    fraction = Fraction(str(token))
    return Rational(fraction.numerator, fraction.denominator)


def _letters(trees: Iterable[Tree[Token]]) -> set[str]:
    return {str(node.children[0]) for tree in trees for node in tree.find_data("name")}


def _single(name: str, value: Value) -> Operand:
    """Return the value of a step inside of another one."""
    if isinstance(value, Relation | Chain):
        raise ToolError(f"{name!r} is a relation, not a number", hint="write it inside solve(…)")
    if isinstance(value, Solutions):
        unique = value.unique
        if unique is not None and len(unique) == 1:
            return next(iter(unique.values()))
        if unique is None and len(value.alternatives) > 1 and len(value.unknowns) == 1:
            return value
        raise ToolError(
            f"{name!r} has not exactly one value", hint="add a condition, or use one unknown"
        )
    return value

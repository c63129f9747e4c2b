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
from lottery_agent.toolbox.mathematics import calculus, limits, solving
from lottery_agent.toolbox.mathematics.functions import (
    FUNCTIONS,
    apply,
    check_count,
    divide,
    factorial,
    power,
)
from lottery_agent.toolbox.mathematics.values import Relation, Solutions, Value, symbol

CONSTANTS: dict[str, Expr] = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
"""The names that mean a number unless they are used for something else."""

FORMS = frozenset({"derivative", "integral", "limit", "simplify", "expand", "factor"})
"""The functions whose result is wanted as an expression, not as a decimal."""

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

Node = Tree[Token] | Token


@dataclass(frozen=True, slots=True)
class Step:
    """A named value. `form` is the outermost function of `FORMS` that gave it, if one did."""

    value: Value
    form: str | None = None


class Evaluator:
    """Computes the steps of one worksheet in order.

    Attributes:
        steps: The steps computed so far, by name.
        claims: What the results of calculus claim, for the checks.
        solved: The solutions found, for the checks.
    """

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.claims: list[calculus.Claim] = []
        self.solved: list[Solutions] = []
        self._implied: dict[str, Expr] = {}
        self._bound: frozenset[str] = frozenset()

    def assign(self, name: str, tree: Tree[Token]) -> Step:
        """Compute a step and name it.

        Raises:
            ToolError: If it has no value or is above a limit; the message names the step.
        """
        try:
            step = Step(self.value(tree), self._form(tree))
        except ToolError as error:
            raise ToolError(
                f"in {name!r}: {error.message}", kind=error.kind, hint=error.hint
            ) from None
        if isinstance(step.value, Solutions) and step.value.unique:
            self._implied.update({str(k): v for k, v in step.value.unique.items()})
        self.steps[name] = step
        return step

    def value(self, tree: Tree[Token]) -> Value:
        """Compute the right side of a step."""
        if tree.data == "solve":
            return self._solve(tree)
        if tree.data == "relation":
            return self._relation(tree)
        if tree.data == "name":
            step = self.steps.get(str(tree.children[0]))
            if step and isinstance(step.value, Relation | Solutions):
                return step.value
        return self.number(tree)

    def number(self, node: Node) -> Expr:
        """Compute a sum, a product or anything smaller."""
        if isinstance(node, Token):
            return _literal(node)
        if node.data == "number":
            return _literal(node.children[0])
        if node.data == "name":
            return self._name(str(node.children[0]))
        if node.data == "call":
            return limits.bounded(self._call(node))
        arguments = [self.number(child) for child in node.children]
        if node.data in _UNARY:
            return limits.bounded(_UNARY[node.data](arguments[0]))
        return limits.bounded(_BINARY[node.data](arguments[0], arguments[1]))

    @contextmanager
    def _binding(self, names: Iterable[str]) -> Iterator[None]:
        """Let names stand for unknowns, whatever they meant before."""
        before = self._bound
        self._bound = before | frozenset(names)
        try:
            yield
        finally:
            self._bound = before

    def _form(self, tree: Tree[Token]) -> str | None:
        if tree.data == "call":
            name = _function(tree)
            return name if name in FORMS else None
        if tree.data == "name" and str(tree.children[0]) in self.steps:
            return self.steps[str(tree.children[0])].form
        return None

    def _known(self, name: str) -> Expr | None:
        if name in self._bound:
            return None
        if name in self.steps:
            return _single(name, self.steps[name].value)
        return self._implied.get(name)

    def _name(self, name: str) -> Expr:
        value = self._known(name)
        if value is None:
            return symbol(name) if name in self._bound else CONSTANTS.get(name, symbol(name))
        return self._filled(value, but=name)

    def _filled(self, value: Expr, but: str | None = None) -> Expr:
        """Give the unknowns of a value what later steps have said of them."""
        values: dict[Symbol, Expr] = {}
        for free in value.free_symbols:
            name = str(free)
            step = self.steps.get(name)
            known = name != but and not (step and isinstance(step.value, Relation))
            found = self._known(name) if known else None
            if found is not None:
                values[free] = found
        return limits.bounded(value.subs(values, simultaneous=True)) if values else value

    def _call(self, tree: Tree[Token]) -> Expr:
        name = _function(tree)
        arguments = tree.children[1:]
        if name in FUNCTIONS:
            return apply(name, [self.number(argument) for argument in arguments])
        if name in ("simplify", "expand", "factor"):
            check_count(name, len(arguments), 1, 1)
            return self._claimed(calculus.change_form(name, self.number(arguments[0])))
        if name == "derivative":
            check_count(name, len(arguments), 1, 3)
        elif name == "limit":
            check_count(name, len(arguments), 3, 3)
        elif len(arguments) not in (1, 2, 4):
            raise ToolError("integral takes a function, a variable, and two bounds or none")
        return self._calculus(name, arguments)

    def _calculus(self, name: str, arguments: list[Node]) -> Expr:
        variable = self._variable(name, arguments)
        with self._binding([str(variable)]):
            expr = self.number(arguments[0])
        rest = [self.number(argument) for argument in arguments[2:]]
        if name == "derivative":
            claim = calculus.derivative(expr, variable, rest[0] if rest else sympy.S.One)
        elif name == "limit":
            claim = calculus.limit(expr, variable, rest[0])
        else:
            claim = calculus.integral(expr, variable, tuple(rest))
        return self._filled(self._claimed(claim))

    def _variable(self, name: str, arguments: list[Node]) -> Symbol:
        if len(arguments) > 1:
            node = arguments[1]
            if isinstance(node, Tree) and node.data == "name":
                return symbol(str(node.children[0]))
            raise ToolError(f"the second argument of {name} must be a name", hint="such as x")
        free = self.number(arguments[0]).free_symbols
        if len(free) != 1:
            raise ToolError(f"{name} of what variable?", hint=f"write {name}(…, x)")
        return next(iter(free))

    def _claimed(self, claim: calculus.Claim) -> Expr:
        limits.bounded(claim.result)
        self.claims.append(claim)
        return claim.result

    def _relation(self, tree: Tree[Token]) -> Relation:
        left, sign, right = tree.children
        return Relation(self.number(left), str(sign).strip(), self.number(right))

    def _solve(self, tree: Tree[Token]) -> Solutions:
        equations = [child for child in tree.children if isinstance(child, Tree)]
        names = [str(child) for child in tree.children if isinstance(child, Token)]
        with self._binding(names):
            relations = [self._relation(equation) for equation in equations]
        unknowns = [symbol(name) for name in dict.fromkeys(names)]
        if not unknowns and not any(relation.free for relation in relations):
            # Nothing is left to solve for: then `e` or `i` must have been meant as an unknown.
            with self._binding(_letters(equations) & {"e", "i"} - self.steps.keys()):
                relations = [self._relation(equation) for equation in equations]
        solutions = solving.solve(relations, unknowns)
        self.solved.append(solutions)
        return solutions


def _literal(token: Node) -> Rational:
    fraction = Fraction(str(token))
    return Rational(fraction.numerator, fraction.denominator)


def _function(tree: Tree[Token]) -> str:
    return str(tree.children[0]).removesuffix("(")


def _letters(trees: Iterable[Tree[Token]]) -> set[str]:
    return {str(node.children[0]) for tree in trees for node in tree.find_data("name")}


def _single(name: str, value: Value) -> Expr:
    if isinstance(value, Relation):
        raise ToolError(f"{name!r} is a relation, not a number", hint="write it inside solve(…)")
    if isinstance(value, Solutions):
        unique = value.unique
        if unique is None or len(unique) != 1:
            raise ToolError(
                f"{name!r} has not exactly one value", hint="add a condition, or use one unknown"
            )
        return next(iter(unique.values()))
    return value

"""Decides with Z3 whether formulas can hold together, in worlds of any size.

`unsatisfiable` and `satisfiable` are always right (Z3 refutes by instances and accepts a model only
when it has checked it against the quantifiers); `unknown` is possible, because first-order logic
is undecidable.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import z3

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Sort,
    Term,
)
from lottery_agent.toolbox.logic.theory import Theory
from lottery_agent.toolbox.logic.words import is_numeral

Status = Literal["satisfiable", "unsatisfiable", "unknown"]


_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTED: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether formulas can hold together.

    Attributes:
        status: What was found.
        core: For `unsatisfiable`, positions of formulas that already can't; not always the fewest.
    """

    status: Status
    core: frozenset[int] = frozenset()


class Prover:
    """Z3 with the names of one theory. Belongs to one thread.

    Args:
        theory: The problem; formulas to check may use its names.
        apart: Constants that name different things.
        integers: Whether numbers are whole.
    """

    def __init__(self, theory: Theory, apart: Sequence[str], *, integers: bool = False) -> None:
        self._context = z3.Context()
        number = (z3.IntSort if integers else z3.RealSort)(self._context)
        self._sorts: dict[Sort, Any] = {
            "thing": z3.DeclareSort("Thing", self._context),
            "number": number,
        }
        truth = z3.BoolSort(self._context)
        # Z3 gets numbered names: no word of a sentence can collide with one of its own.
        self._constants = {
            name: z3.Const(f"c{i}", self._sorts["thing"]) for i, name in enumerate(theory.constants)
        }
        self._numbers = {name: z3.Const(f"n{i}", number) for i, name in enumerate(theory.numbers)}
        self._predicates = {
            key: z3.Function(f"p{i}", *self._sorted(theory.relations.get(key), key[1]), truth)
            for i, key in enumerate(theory.predicates)
        }
        self._functions = {
            key: z3.Function(f"g{i}", *self._sorted(sorts, key[1] + 1))
            for i, (key, sorts) in enumerate(theory.functions.items())
        }
        self._relations, self._values = theory.relations, theory.functions
        self._integers = integers
        self._read: dict[Formula, Any] = {}
        self._apart = [self._constants[name] for name in apart]
        self._domain = [self._constants[name] for name in theory.domain]

    def _sorted(self, sorts: Sequence[Sort] | None, count: int) -> list[Any]:
        return [self._sorts[sort] for sort in sorts or ["thing"] * count]

    def check(self, formulas: Sequence[Formula], *, steps: int, budget: Budget) -> Outcome:
        """Find out whether all formulas can hold together.

        Args:
            formulas: Formulas without free variables.
            steps: Z3's resource units that may be spent.
            budget: The time left.
        """
        solver = z3.Solver(ctx=self._context)
        solver.set(random_seed=0, rlimit=steps, timeout=budget.milliseconds())
        if len(self._apart) > 1:
            solver.add(z3.Distinct(*self._apart))
        if self._domain:
            anything = z3.Const("d", self._sorts["thing"])
            solver.add(z3.ForAll([anything], z3.Or(*(anything == name for name in self._domain))))
        labels = {f"f{i}": i for i in range(len(formulas))}
        for label, i in labels.items():
            solver.assert_and_track(self._closed(formulas[i]), z3.Bool(label, self._context))
        found = solver.check()
        if found == z3.unsat:
            core = frozenset(labels[str(label)] for label in solver.unsat_core())
            return Outcome("unsatisfiable", core)
        return Outcome("satisfiable" if found == z3.sat else "unknown")

    def _closed(self, formula: Formula) -> Any:
        if formula not in self._read:
            self._read[formula] = self._expression(formula, {})
        return self._read[formula]

    def _expression(self, formula: Formula, bound: Mapping[str, Any]) -> Any:
        match formula:
            case Atom(predicate, terms):
                key = predicate, len(terms)
                return self._predicates[key](*self._terms(terms, self._relations.get(key), bound))
            case Equal(left, right):
                return self._term(left, "thing", bound) == self._term(right, "thing", bound)
            case Compare(sign, left, right):
                one, other = self._term(left, "number", bound), self._term(right, "number", bound)
                return _COMPARED[sign](one, other)
            case Not(body):
                return z3.Not(self._expression(body, bound))
            case And(parts):
                return z3.And(*(self._expression(part, bound) for part in parts))
            case Or(parts):
                return z3.Or(*(self._expression(part, bound) for part in parts))
            case Implies(left, right):
                return z3.Implies(self._expression(left, bound), self._expression(right, bound))
            case Iff(left, right):
                return self._expression(left, bound) == self._expression(right, bound)
            case All(variable, body, sort) | Some(variable, body, sort):
                # A fresh name per level keeps an inner `x` apart from an outer one.
                thing = z3.Const(f"v{len(bound)}{variable}", self._sorts[sort])
                inner = self._expression(body, {**bound, variable: thing})
                quantify = z3.ForAll if isinstance(formula, All) else z3.Exists
                return quantify([thing], inner)

    def _terms(
        self, terms: Sequence[Term], sorts: Sequence[Sort] | None, bound: Mapping[str, Any]
    ) -> list[Any]:
        sorts = sorts or ["thing"] * len(terms)
        return [self._term(term, sort, bound) for term, sort in zip(terms, sorts, strict=False)]

    def _term(self, term: Term, sort: Sort, bound: Mapping[str, Any]) -> Any:
        match term:
            case Constant(name) if sort == "thing":
                return self._constants[name]
            case Constant(name):
                return self._number(name)
            case Apply(name, inner):
                key = name, len(inner)
                return self._functions[key](*self._terms(inner, self._values[key], bound))
            case Negative(body):
                return -self._number(body.name)
            case Arithmetic(sign, left, right):
                one, other = self._term(left, "number", bound), self._term(right, "number", bound)
                return _COMPUTED[sign](one, other)
            case _:
                return bound[term.name]

    def _number(self, name: str) -> Any:
        if not is_numeral(name):
            return self._numbers[name]
        # A function of whole numbers takes a whole number; elsewhere Z3 compares the two exactly.
        value = Fraction(name)
        if self._integers and value.denominator == 1:
            return z3.IntVal(value.numerator, self._context)
        return z3.RealVal(str(value), self._context)

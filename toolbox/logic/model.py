"""Finite models: small worlds in which formulas are true or false.

`Model.holds` is written apart from Z3 on purpose: every model that Z3 finds is checked by it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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
    Term,
)
from lottery_agent.toolbox.logic.words import is_numeral

_SHOWN = 24
_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTED: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@dataclass(frozen=True, slots=True)
class Model:
    """A world with `size` things, numbered from 0.

    Attributes:
        size: Number of things, 1 or more.
        constants: The thing that each constant names.
        facts: The predicates that hold, each with the things that it holds of.
        things: The thing that each function gives for things; 0 where nothing is said.
        numbers: The number that each function gives for things, and each name of a number (a
            function of nothing); 0 where nothing is said.
    """

    size: int
    constants: Mapping[str, int]
    facts: frozenset[tuple[str, tuple[int, ...]]]
    things: Mapping[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)
    numbers: Mapping[tuple[str, tuple[int, ...]], Fraction] = field(default_factory=dict)

    def holds(self, formula: Formula) -> bool:
        """Whether a formula without free variables is true in this world.

        Variables range over the things.
        """
        return self._holds(formula, {})

    def _holds(self, formula: Formula, bound: Mapping[str, int]) -> bool:
        match formula:
            case Atom(predicate, terms):
                things = tuple(self._thing(term, bound) for term in terms)
                return (predicate, things) in self.facts
            case Equal(left, right):
                return self._thing(left, bound) == self._thing(right, bound)
            case Compare(sign, left, right):
                return _COMPARED[sign](self._number(left, bound), self._number(right, bound))
            case Not(body):
                return not self._holds(body, bound)
            case And(parts):
                return all(self._holds(part, bound) for part in parts)
            case Or(parts):
                return any(self._holds(part, bound) for part in parts)
            case Implies(left, right):
                return not self._holds(left, bound) or self._holds(right, bound)
            case Iff(left, right):
                return self._holds(left, bound) == self._holds(right, bound)
            case All(variable, body):
                return all(self._holds(body, {**bound, variable: i}) for i in range(self.size))
            case Some(variable, body):
                return any(self._holds(body, {**bound, variable: i}) for i in range(self.size))

    def _thing(self, term: Term, bound: Mapping[str, int]) -> int:
        match term:
            case Constant(name):
                return self.constants[name]
            case Apply(name, inner):
                return self.things.get((name, tuple(self._thing(t, bound) for t in inner)), 0)
            case _:
                return bound[term.name]

    def _number(self, term: Term, bound: Mapping[str, int]) -> Fraction:
        match term:
            case Constant(name) if is_numeral(name):
                return Fraction(name)
            case Apply(name, inner):
                key = name, tuple(self._thing(t, bound) for t in inner)
                return self.numbers.get(key, Fraction(0))
            case Negative(body):
                return -self._number(body, bound)
            case Arithmetic(sign, left, right):
                return _COMPUTED[sign](self._number(left, bound), self._number(right, bound))
            case _:
                return self.numbers.get((term.name, ()), Fraction(0))

    def show(self) -> str:
        """Return the world in one line: what holds in it, and that nothing else does."""
        names = self._names()

        def term(name: str, things: tuple[int, ...]) -> str:
            return f"{name}({', '.join(names[i] for i in things)})" if things else name

        facts = sorted(term(*fact) for fact in self.facts)
        valued = [f"{term(*key)} = {names[thing]}" for key, thing in sorted(self.things.items())]
        valued += [f"{term(*key)} = {_shown(value)}" for key, value in sorted(self.numbers.items())]
        same = [
            f"{name} = {names[thing]}"
            for name, thing in self.constants.items()
            if names[thing] != name
        ]
        told = {*self.constants.values(), *(i for _, things in self.facts for i in things)}
        others = [f"there is {names[i]}" for i in range(self.size) if i not in told]
        listed = facts[:_SHOWN] + valued[:_SHOWN] + same + others
        hidden = max(0, len(facts) - _SHOWN) + max(0, len(valued) - _SHOWN)
        if hidden:
            listed.append(f"{hidden} more")
        if not self.constants and self.size == 1:
            listed = [each for each in listed if each not in others]
        return f"{', '.join(listed)}; nothing else holds" if listed else "nothing holds"

    def _names(self) -> list[str]:
        names = [f"something{i}" for i in range(self.size)]
        for name, thing in reversed(list(self.constants.items())):
            names[thing] = name
        return names


def _shown(value: Fraction) -> str:
    """Return a number as people write it: `7`, `-2.5`, or a fraction where no decimal is exact."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = f"{float(value):.6f}".rstrip("0")
    return decimal if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"

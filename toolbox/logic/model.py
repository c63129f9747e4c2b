"""Finite models: small worlds in which formulas are true or false.

`Model.holds` is written apart from Z3 on purpose: every model that Z3 finds is checked by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    Term,
)

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Model:
    """A world with `size` things, numbered from 0.

    Attributes:
        size: Number of things, 1 or more.
        constants: The thing that each constant names.
        facts: The predicates that hold, each with the things that it holds of.
    """

    size: int
    constants: Mapping[str, int]
    facts: frozenset[tuple[str, tuple[int, ...]]]

    def holds(self, formula: Formula) -> bool:
        """Whether a formula without free variables is true in this world."""
        return self._holds(formula, {})

    def _holds(self, formula: Formula, bound: Mapping[str, int]) -> bool:
        match formula:
            case Atom(predicate, terms):
                things = tuple(self._thing(term, bound) for term in terms)
                return (predicate, things) in self.facts
            case Equal(left, right):
                return self._thing(left, bound) == self._thing(right, bound)
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
        return self.constants[term.name] if isinstance(term, Constant) else bound[term.name]

    def show(self) -> str:
        """Return the world in one line: what holds in it, and that nothing else does."""
        names = self._names()
        facts = sorted(
            f"{predicate}({', '.join(names[i] for i in things)})" if things else predicate
            for predicate, things in self.facts
        )
        same = [
            f"{name} = {names[thing]}"
            for name, thing in self.constants.items()
            if names[thing] != name
        ]
        listed = facts[:_SHOWN] + same
        if len(facts) > _SHOWN:
            listed.append(f"{len(facts) - _SHOWN} more")
        return f"{', '.join(listed)}; nothing else holds" if listed else "nothing holds"

    def _names(self) -> list[str]:
        names = [f"something{i}" for i in range(self.size)]
        for name, thing in reversed(list(self.constants.items())):
            names[thing] = name
        return names

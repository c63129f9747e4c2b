"""Formulas over a fixed number of things, spelled out for a propositional solver.

They are written as text in the SMT-LIB format: building the same formulas through Z3's Python
objects takes most of the time of a search. The text holds numbered names only, never a word of a
premise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence

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
    parts,
    terms,
)
from lottery_agent.toolbox.logic.model import Model


class Ground:
    """A world of `size` things whose facts are still open.

    Args:
        constants: All constants of the problem.
        size: Number of things, 1 or more.
        apart: Constants that name different things. If those are all, the k-th constant simply
            names the k-th thing.
    """

    def __init__(self, constants: Sequence[str], size: int, *, apart: Sequence[str]) -> None:
        self._size = size
        self._apart = apart
        self._fixed = fixed = len(apart) == len(constants) <= size
        self._facts: dict[tuple[str, tuple[int, ...]], str] = {}
        # The things that each constant may name, with what must then be true. Things are numbered
        # in the order of the constants, so the k-th constant never needs a number above k.
        self._named: dict[str, dict[int, str]] = {
            name: {k: "true"} if fixed else {i: f"n{k}_{i}" for i in range(min(k + 1, size))}
            for k, name in enumerate(constants)
        }

    def cost(self, formula: Formula) -> int:
        """Return how many formulas a formula will become."""
        match formula:
            case Atom() | Equal():
                return math.prod(
                    len(self._named[term.name]) if isinstance(term, Constant) else 1
                    for term in terms(formula)
                )
            case All(_, body) | Some(_, body):
                return self._size * self.cost(body)
            case _:
                return 1 + sum(map(self.cost, parts(formula)))

    def script(self, formulas: Sequence[Formula]) -> str:
        """Return declarations and assertions: the formulas, and what the constants may name."""
        asserted = [*self._choices(), *(self._text(formula, {}) for formula in formulas)]
        open_names = [] if self._fixed else [n for m in self._named.values() for n in m.values()]
        declared = [f"(declare-const {name} Bool)" for name in (*self._facts.values(), *open_names)]
        return "\n".join([*declared, *(f"(assert {text})" for text in asserted)])

    def model(self, true: frozenset[str]) -> Model:
        """Return the world in which the given names are true; what is left open is false."""
        constants = {
            name: next(i for i, chosen in options.items() if chosen == "true" or chosen in true)
            for name, options in self._named.items()
        }
        facts = frozenset(key for key, name in self._facts.items() if name in true)
        return Model(self._size, constants, facts)

    def _choices(self) -> Iterator[str]:
        """Yield that each constant names exactly one thing, and which must differ."""
        if self._fixed:
            return
        for options in self._named.values():
            yield f"(or {' '.join(options.values())})"
            for a, b in itertools.combinations(options.values(), 2):
                yield f"(not (and {a} {b}))"
        for one, other in itertools.combinations(self._apart, 2):
            for i in sorted(self._named[one].keys() & self._named[other].keys()):
                yield f"(not (and {self._named[one][i]} {self._named[other][i]}))"

    def _text(self, formula: Formula, bound: Mapping[str, int]) -> str:
        match formula:
            case Atom(predicate, inner_terms):
                return self._cases(inner_terms, bound, lambda things: self._fact(predicate, things))
            case Equal(left, right):
                return self._cases((left, right), bound, _same)
            case Not(body):
                return f"(not {self._text(body, bound)})"
            case And(inner):
                return f"(and {' '.join(self._text(part, bound) for part in inner)})"
            case Or(inner):
                return f"(or {' '.join(self._text(part, bound) for part in inner)})"
            case Implies(left, right):
                return f"(=> {self._text(left, bound)} {self._text(right, bound)})"
            case Iff(left, right):
                return f"(= {self._text(left, bound)} {self._text(right, bound)})"
            case All(variable, body) | Some(variable, body):
                sign = "and" if isinstance(formula, All) else "or"
                instances = (self._text(body, {**bound, variable: i}) for i in range(self._size))
                return f"({sign} {' '.join(instances)})"

    def _cases(
        self,
        listed: Sequence[Term],
        bound: Mapping[str, int],
        meaning: Callable[[tuple[int, ...]], str],
    ) -> str:
        """Return what holds of the terms, for each thing that their constants may name."""
        options = [
            self._named[term.name].items()
            if isinstance(term, Constant)
            else [(bound[term.name], "true")]
            for term in listed
        ]
        cases = []
        for choice in itertools.product(*options):
            fact = meaning(tuple(thing for thing, _ in choice))
            conditions = [condition for _, condition in choice if condition != "true"]
            cases.append(f"(and {' '.join(conditions)} {fact})" if conditions else fact)
        return f"(or {' '.join(cases)})" if len(cases) > 1 else cases[0]

    def _fact(self, predicate: str, things: tuple[int, ...]) -> str:
        return self._facts.setdefault((predicate, things), f"f{len(self._facts)}")


def _same(things: tuple[int, ...]) -> str:
    return "true" if things[0] == things[1] else "false"

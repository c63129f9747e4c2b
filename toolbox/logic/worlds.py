"""Searches finite worlds: the decision where Z3 gives up, and readable counter-models.

For a fixed number of things, quantifiers become conjunctions and disjunctions, and the rest is a
question for a propositional solver, which always ends.

* A world that is found is a model: sound.
* That no world of a size exists says nothing about larger ones, with one exception: if no formula
  needs a new thing for every thing (in negation normal form, no `some` inside an `all`), a problem
  that has a model at all has one with no more things than constants and outer `some`s
  (Bernays-Schönfinkel). Then an exhausted search is a refutation: sound and complete.
* Without equations, distinct constants may be taken to name distinct things: a thing with two names
  can be doubled. So worlds with all names apart are enough.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import z3

from lottery_agent.toolbox.logic.budget import LONG_STEPS, Budget
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
from lottery_agent.toolbox.logic.prover import Status

MAX_GROUND = 60_000
"""Formulas after grounding; above it a size is not searched."""
_FRESH = 3


@dataclass(frozen=True, slots=True)
class Search:
    """Result of a search.

    Attributes:
        model: A world in which the formulas hold, if one was found.
        exhausted: Whether no world of any size can exist.
    """

    model: Model | None
    exhausted: bool = False


def search(
    formulas: Sequence[Formula],
    constants: Sequence[str],
    *,
    apart: Sequence[str],
    names_apart: bool,
    budget: Budget,
) -> Search:
    """Look for a world in which all formulas hold, smallest first.

    Args:
        formulas: Formulas without free variables.
        constants: All constants of the problem.
        apart: Those that name different things.
        names_apart: Whether worlds in which no two constants name one thing are enough.
        budget: The time left.
    """
    needed = witnesses(formulas)
    largest = max(1, len(constants) + (_FRESH if needed is None else needed))
    sizes = [(size, True) for size in range(max(1, len(constants)), largest + 1)]
    if not names_apart:
        sizes += [(size, False) for size in range(1, largest + 1)]
    exhausted = needed is not None
    for size, fixed in sizes:
        ground = _Ground(constants, size, apart=constants if fixed else apart)
        found = _world(formulas, ground, budget)
        if isinstance(found, Model):
            return Search(found)
        if found == "unknown" and fixed == names_apart:
            exhausted = False
    return Search(None, exhausted)


def witnesses(formulas: Sequence[Formula]) -> int | None:
    """Count the new things that the formulas ask for, None if they ask for one per thing."""
    total = 0
    for formula in formulas:
        count = _witnesses(formula, positive=True, inside=False)
        if count is None:
            return None
        total += count
    return total


def _witnesses(formula: Formula, *, positive: bool, inside: bool) -> int | None:
    """Count for one polarity; `inside` tells whether an `all` encloses the formula."""
    match formula:
        case Not(body):
            found = [_witnesses(body, positive=not positive, inside=inside)]
        case Implies(left, right):
            found = [
                _witnesses(left, positive=not positive, inside=inside),
                _witnesses(right, positive=positive, inside=inside),
            ]
        case Iff(left, right):
            found = [
                _witnesses(side, positive=sign, inside=inside)
                for side in (left, right)
                for sign in (True, False)
            ]
        case All(_, body) | Some(_, body):
            if isinstance(formula, All) == positive:
                return _witnesses(body, positive=positive, inside=True)
            if inside:
                return None
            found = [1, _witnesses(body, positive=positive, inside=False)]
        case _:
            found = [_witnesses(part, positive=positive, inside=inside) for part in parts(formula)]
    counts = [count for count in found if count is not None]
    return sum(counts) if len(counts) == len(found) else None


def _world(formulas: Sequence[Formula], ground: _Ground, budget: Budget) -> Model | Status:
    if not budget.left() or sum(map(ground.cost, formulas)) > MAX_GROUND:
        return "unknown"
    solver = z3.Solver(ctx=ground.context)
    solver.set(random_seed=0, rlimit=LONG_STEPS, timeout=budget.milliseconds())
    solver.add(*ground.choices(), *(ground.expression(formula, {}) for formula in formulas))
    found = solver.check()
    if found != z3.sat:
        return "unsatisfiable" if found == z3.unsat else "unknown"
    model = ground.model(solver.model())
    if not all(model.holds(formula) for formula in formulas):
        raise AssertionError(f"Z3 returned a world in which a formula is false: {model.show()}")
    return model


class _Ground:
    """Formulas over a fixed number of things, as propositional formulas of Z3."""

    def __init__(self, constants: Sequence[str], size: int, *, apart: Sequence[str]) -> None:
        self.context = z3.Context()
        self._size = size
        self._apart = apart
        self._fixed = fixed = len(apart) == len(constants) <= size
        self._facts: dict[tuple[str, tuple[int, ...]], Any] = {}
        # The things that each constant may name, with what must then be true. Things are numbered
        # in the order of the constants, so the k-th constant never needs a number above k.
        true = z3.BoolVal(True, self.context)
        self._named: dict[str, dict[int, Any]] = {
            name: {k: true}
            if fixed
            else {i: z3.Bool(f"n{k}_{i}", self.context) for i in range(min(k + 1, size))}
            for k, name in enumerate(constants)
        }

    def cost(self, formula: Formula) -> int:
        """Return how many formulas `expression` will build."""
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

    def choices(self) -> Iterator[Any]:
        """Yield that each constant names exactly one thing, and which must differ."""
        if self._fixed:
            return
        for options in self._named.values():
            yield z3.Or(*options.values())
            for a, b in itertools.combinations(options.values(), 2):
                yield z3.Not(z3.And(a, b))
        for one, other in itertools.combinations(self._apart, 2):
            for i in self._named[one].keys() & self._named[other].keys():
                yield z3.Not(z3.And(self._named[one][i], self._named[other][i]))

    def expression(self, formula: Formula, bound: Mapping[str, int]) -> Any:
        """Return a formula with every quantifier spelled out."""
        match formula:
            case Atom(predicate, inner_terms):
                return self._cases(inner_terms, bound, lambda things: self._fact(predicate, things))
            case Equal(left, right):
                return self._cases((left, right), bound, self._same)
            case Not(body):
                return z3.Not(self.expression(body, bound))
            case And(inner):
                return z3.And(*(self.expression(part, bound) for part in inner))
            case Or(inner):
                return z3.Or(*(self.expression(part, bound) for part in inner))
            case Implies(left, right):
                return z3.Implies(self.expression(left, bound), self.expression(right, bound))
            case Iff(left, right):
                return self.expression(left, bound) == self.expression(right, bound)
            case All(variable, body) | Some(variable, body):
                instances = [
                    self.expression(body, {**bound, variable: i}) for i in range(self._size)
                ]
                return z3.And(*instances) if isinstance(formula, All) else z3.Or(*instances)

    def _cases(
        self,
        listed: Sequence[Term],
        bound: Mapping[str, int],
        meaning: Callable[[tuple[int, ...]], Any],
    ) -> Any:
        options = [
            self._named[term.name].items()
            if isinstance(term, Constant)
            else [(bound[term.name], None)]
            for term in listed
        ]
        cases = []
        for choice in itertools.product(*options):
            conditions = [condition for _, condition in choice if condition is not None]
            cases.append(z3.And(*conditions, meaning(tuple(thing for thing, _ in choice))))
        return z3.Or(*cases)

    def _fact(self, predicate: str, things: tuple[int, ...]) -> Any:
        key = (predicate, things)
        if key not in self._facts:
            self._facts[key] = z3.Bool(f"f{len(self._facts)}", self.context)
        return self._facts[key]

    def _same(self, things: tuple[int, ...]) -> Any:
        return z3.BoolVal(things[0] == things[1], self.context)

    def model(self, found: Any) -> Model:
        """Return Z3's assignment as a world; what it leaves open is false."""

        def is_true(expression: Any) -> bool:
            return bool(z3.is_true(found.eval(expression, model_completion=True)))

        constants = {
            name: next(i for i, chosen in options.items() if is_true(chosen))
            for name, options in self._named.items()
        }
        facts = frozenset(key for key, fact in self._facts.items() if is_true(fact))
        return Model(self._size, constants, facts)

"""Searches finite worlds: the decision where Z3 gives up, and readable counter-models.

For a fixed number of things, quantifiers become conjunctions and disjunctions, and the rest is a
question for a propositional solver (with linear arithmetic, if there are numbers), which always
ends.

* A world that is found is a model: sound.
* That no world of a size exists says nothing about larger ones, with two exceptions. A finite
  domain has one size. And if no formula needs a new thing for every thing (in negation normal form,
  no `some` inside an `all`, and no function whose value is a thing), a problem that has a model at
  all has one with no more things than constants and outer `some`s (Bernays-Schönfinkel). Then an
  exhausted search is a refutation: sound and complete.
* Without equations, distinct constants may be taken to name distinct things: a thing with two names
  can be doubled. So worlds with all names apart are enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lottery_agent.toolbox.logic.budget import GROUND_STEPS, Budget
from lottery_agent.toolbox.logic.formula import (
    All,
    Apply,
    Atom,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Some,
    Term,
    parts,
    terms,
    walk,
)
from lottery_agent.toolbox.logic.ground import Ground
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.prover import Status
from lottery_agent.toolbox.logic.solver import GroundSolver
from lottery_agent.toolbox.logic.terms import subterms, walk_terms
from lottery_agent.toolbox.logic.theory import Theory

MAX_GROUND = 60_000
"""Formulas after grounding; above it a size is not searched."""
FRESH = 3
"""Unnamed things tried where the formulas ask for no certain number."""


@dataclass(frozen=True, slots=True)
class Space:
    """Which worlds are looked at.

    Attributes:
        theory: The problem.
        apart: Constants that name different things.
        names_apart: Whether worlds in which no two constants name one thing are enough.
        integers: Whether numbers are whole.
    """

    theory: Theory
    apart: Sequence[str]
    names_apart: bool
    integers: bool = False

    def sizes(self, needed: int | None) -> list[tuple[int, bool]]:
        """Return numbers of things to look at, each with whether the k-th name is the k-th thing.

        Args:
            needed: New things that the formulas ask for; None if there is no such number.
        """
        constants, domain = len(self.theory.constants), len(self.theory.domain)
        if domain:
            return [(domain, domain == constants)]
        largest = max(1, constants + (FRESH if needed is None else needed))
        sizes = [(size, True) for size in range(max(1, constants), largest + 1)]
        if not self.names_apart:
            sizes += [(size, False) for size in range(1, largest + 1)]
        return sizes

    def ground(self, size: int, formulas: Sequence[Formula], *, fixed: bool) -> Ground | None:
        """Return a world of a size whose facts are open; None if it would be too large."""
        constants, known = self.theory.constants, len(self.theory.domain)
        if not self.theory.only_things:
            return None
        if fixed:
            named = {name: range(k, k + 1) for k, name in enumerate(constants)}
        else:
            # Things are numbered in the order of the constants, so the k-th constant never needs
            # a number above k; those of a finite domain are numbered from the start.
            named = {
                name: range(k, k + 1) if k < known else range(size if known else min(k + 1, size))
                for k, name in enumerate(constants)
            }
        if sum(len(allowed) ** 2 for allowed in named.values()) > 2 * MAX_GROUND:
            return None
        apart = () if fixed else self.apart
        if not fixed and len(apart) ** 2 * size > 2 * MAX_GROUND:
            return None
        ground = Ground(named, size, apart=apart, integers=self.integers)
        return ground if sum(map(ground.cost, formulas)) <= MAX_GROUND else None

    def exhaustive(self, *, fixed: bool) -> bool:
        """Whether worlds of this kind must be looked at before none is known to exist."""
        return bool(self.theory.domain) or fixed == self.names_apart


@dataclass(frozen=True, slots=True)
class Search:
    """Result of a search.

    Attributes:
        model: A world in which the formulas hold, if one was found.
        exhausted: Whether no world of any size can exist.
        core: If so, positions of formulas that already have none; not always the fewest.
    """

    model: Model | None
    exhausted: bool = False
    core: frozenset[int] = frozenset()


def search(formulas: Sequence[Formula], space: Space, budget: Budget) -> Search:
    """Look for a world in which all formulas hold, smallest first.

    Args:
        formulas: Formulas without free variables.
        space: Where to look.
        budget: The time left.
    """
    needed = witnesses(formulas)
    exhausted = needed is not None or bool(space.theory.domain)
    core: frozenset[int] = frozenset()
    for size, fixed in space.sizes(needed):
        found = _world(formulas, space, size, budget, fixed=fixed)
        if isinstance(found, Model):
            return Search(found)
        if space.exhaustive(fixed=fixed):
            if isinstance(found, frozenset):
                core |= found
            else:
                exhausted = False
    return Search(None, exhausted, core)


def witnesses(formulas: Sequence[Formula]) -> int | None:
    """Count the new things that the formulas ask for, None if they ask for one per thing."""
    total = 0
    for formula in formulas:
        count = _witnesses(formula, positive=True, inside=False)
        if count is None or any(isinstance(term, Apply) for term in _thing_terms(formula)):
            return None
        total += count
    return total


def _thing_terms(formula: Formula) -> Iterator[Term]:
    """Yield the terms that stand for things."""
    for part in walk(formula):
        for term in terms(part):
            if isinstance(part, Atom | Equal):
                yield from walk_terms(term)
            else:
                # What is compared is a number; what its functions are applied to, a thing.
                for inner in walk_terms(term):
                    yield from subterms(inner) if isinstance(inner, Apply) else ()


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


def _world(
    formulas: Sequence[Formula], space: Space, size: int, budget: Budget, *, fixed: bool
) -> Model | frozenset[int] | Status:
    """Return a world, a core, or `unknown`."""
    ground = space.ground(size, formulas, fixed=fixed) if budget.left() else None
    if ground is None:
        return "unknown"
    solver = GroundSolver(ground.script(formulas))
    labels = {f"q{i}": i for i in range(len(formulas))}
    status = solver.check(list(labels), steps=GROUND_STEPS, budget=budget)
    if status == "unsatisfiable":
        return frozenset(labels[label] for label in solver.core())
    if status == "unknown":
        return status
    model = ground.model(solver.found())
    check_model(model, formulas)
    return model


def check_model(model: Model, formulas: Sequence[Formula]) -> None:
    """Raise if a formula is false in a world that a solver found for it."""
    if not all(model.holds(formula) for formula in formulas):
        raise AssertionError(f"Z3 returned a world in which a formula is false: {model.show()}")

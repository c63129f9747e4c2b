"""Variables of formulas that are used as rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import overload

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    All,
    Atom,
    Compare,
    Equal,
    Formula,
    Some,
    all_terms,
    rebuilt,
    show,
    walk,
)
from lottery_agent.toolbox.logic.terms import (
    Apply,
    Arithmetic,
    Constant,
    Negative,
    Term,
    Variable,
    show_term,
)


def apart(formula: Formula) -> Formula:
    """Return the formula with a variable of its own for each quantifier.

    The names that are added (`x'`) can't be written, so they never meet another's.

    Raises:
        ToolError: `value` if it contains a function, or a sum as a term of an atom.
    """
    taken: dict[str, int] = {}

    def renamed(part: Formula, names: Mapping[Variable, Term]) -> Formula:
        match part:
            case Atom(predicate, inner):
                return Atom(predicate, tuple(_plain(_put(each, names), part) for each in inner))
            case Equal() | Compare():
                return put(part, names)
            case All(variable, body) | Some(variable, body):
                count = taken.get(variable, 0)
                taken[variable] = count + 1
                own = variable + "'" * count
                inner_body = renamed(body, {**names, Variable(variable): Variable(own)})
                return type(part)(own, inner_body, part.sort)
            case _:
                return rebuilt(part, lambda inner_part: renamed(inner_part, names))

    for each in all_terms(formula):
        if isinstance(each, Apply):
            raise ToolError(
                f"`{show_term(each)}` is a function, and rules know only facts",
                hint="write `age(Tom, 5)` for `age(Tom) = 5`",
            )
    return renamed(formula, {})


def _plain(term: Term, atom: Formula) -> Term:
    match term:
        case Variable() | Constant():
            return term
        case Negative(Constant(name)):
            return Constant(f"-{name}")
        case _:
            raise ToolError(
                f"`{show_term(term)}` in `{show(atom)}` is no name",
                hint="give the sum a variable: `some y (y = 2 + 3 & p(y))`",
            )


def number_variables(formula: Formula) -> frozenset[str]:
    """Return the variables of a formula made by `apart` that range over numbers."""
    return frozenset(
        part.variable
        for part in walk(formula)
        if isinstance(part, All | Some) and part.sort == "number"
    )


def free(formula: Formula) -> tuple[Variable, ...]:
    """Return the free variables of a formula made by `apart`, in order of appearance."""
    bound = {part.variable for part in walk(formula) if isinstance(part, All | Some)}
    found = (term for term in all_terms(formula) if isinstance(term, Variable))
    return tuple(dict.fromkeys(term for term in found if term.name not in bound))


@overload
def put(formula: Atom, things: Mapping[Variable, Term]) -> Atom: ...


@overload
def put(formula: Formula, things: Mapping[Variable, Term]) -> Formula: ...


def put(formula: Formula, things: Mapping[Variable, Term]) -> Formula:
    """Return a formula made by `apart` with things in the place of free variables."""
    match formula:
        case Atom(predicate, inner):
            return Atom(predicate, tuple(_put(term, things) for term in inner))
        case Equal(left, right):
            return Equal(_put(left, things), _put(right, things))
        case Compare(sign, left, right):
            return Compare(sign, _put(left, things), _put(right, things))
        case _:
            return rebuilt(formula, lambda part: put(part, things))


def _put(term: Term, things: Mapping[Variable, Term]) -> Term:
    match term:
        case Variable():
            return things.get(term, term)
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, _put(left, things), _put(right, things))
        case _:
            return term

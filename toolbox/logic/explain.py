"""Tells why a verdict holds, in the words of the premises.

The proof is rebuilt step by step from the premises that suffice: rules are applied to the named
things, and each step states one fact that its rule forces, given the facts before it. Where the
proof needs more than such steps (a distinction of cases, a thing without a name), the explanation
is the list of premises that suffice, which is always true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lottery_agent.toolbox.logic.decide import Decision
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    Term,
    Variable,
    negated,
    rebuilt,
    show,
    walk,
)
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.theory import Theory

MAX_INSTANCES = 300
"""Rules applied to things; above it only the premises are listed."""

_Known = Mapping[Atom, bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a proof.

    Attributes:
        fact: An atom without variables, or its negation.
        premise: Position of the premise that forces it.
        needs: Atoms of earlier steps that it rests on.
    """

    fact: Formula
    premise: int
    needs: tuple[Atom, ...]


def explain(theory: Theory, query: Formula, decision: Decision) -> str:
    """Return the explanation of a decision, one step a line."""
    asked = show(query)
    numbered = [f"{show(theory.premises[i])} [{i + 1}]" for i in decision.used]
    if decision.verdict == "Contradiction":
        return contradiction(theory, decision.used)
    if decision.verdict == "Unknown":
        opening = (
            "It holds in one smallest world and not in another."
            if decision.assumed
            else "Neither it nor its opposite follows."
        )
        return "\n".join([opening, *_worlds(asked, decision.models)])
    goal = query if decision.verdict == "True" else negated(query)
    if decision.assumed:
        return (
            "Neither it nor its opposite follows, and what need not hold doesn't.\n"
            f"{decision.models[0].show()}.\nSo {show(goal)}."
        )
    steps = proof(theory, goal, decision.used)
    if steps is not None:
        lines = [f"{show(step.fact)} [{step.premise + 1}]" for step in steps]
    elif numbered:
        lines = ["From these premises:", *numbered]
    else:
        lines = ["It holds whatever the premises say."]
    return "\n".join([*lines, f"So {show(goal)}."])


def contradiction(theory: Theory, used: Sequence[int]) -> str:
    """Return the premises that can't all hold, one a line."""
    numbered = [f"{show(theory.premises[i])} [{i + 1}]" for i in used]
    return "\n".join(["These premises can't all hold:", *numbered])


def _worlds(asked: str, models: Sequence[Model]) -> Iterator[str]:
    for model, beginning in zip(models, (f"With {asked}", f"Without {asked}"), strict=False):
        yield f"{beginning}: {model.show()}."


def proof(theory: Theory, goal: Formula, used: Sequence[int]) -> tuple[Step, ...] | None:
    """Return the steps from the premises to the goal, or None if no chain of facts leads there.

    Args:
        theory: The problem.
        goal: A formula that follows.
        used: Positions of the premises that suffice.
    """
    instances: list[tuple[int, Formula]] = []
    for position in used:
        found = list(_instances(theory.premises[position], theory.constants))
        if len(instances) + len(found) > MAX_INSTANCES or not all(map(_is_ground, found)):
            return None
        instances += [(position, instance) for instance in found]
    if not _is_ground(goal):
        return None

    known: dict[Atom, bool] = {}
    steps: dict[Atom, Step] = {}
    grew = True
    while grew and _value(goal, known) is None:
        grew = False
        for position, instance in instances:
            for atom in _atoms(instance):
                value = None if atom in known else _forced(instance, atom, known)
                if value is not None:
                    steps[atom] = Step(
                        atom if value else Not(atom), position, _needs(instance, atom, known)
                    )
                    known[atom] = value
                    grew = True
    return _leading_to(goal, steps) if _value(goal, known) else None


def _leading_to(goal: Formula, steps: Mapping[Atom, Step]) -> tuple[Step, ...]:
    """Return the steps that the goal rests on, in their order."""
    wanted = [atom for atom in _atoms(goal) if atom in steps]
    kept: set[Atom] = set()
    while wanted:
        atom = wanted.pop()
        if atom not in kept:
            kept.add(atom)
            wanted += steps[atom].needs
    return tuple(step for atom, step in steps.items() if atom in kept)


def _forced(instance: Formula, atom: Atom, known: _Known) -> bool | None:
    """Return the value that an instance forces on an atom, because the other makes it false."""
    for value in (True, False):
        if _value(instance, {**known, atom: not value}) is False:
            return value
    return None


def _needs(instance: Formula, atom: Atom, known: _Known) -> tuple[Atom, ...]:
    """Return as few known atoms of the instance as still force the value."""
    kept = [other for other in _atoms(instance) if other in known]
    for candidate in tuple(kept):
        fewer = [other for other in kept if other != candidate]
        if _forced(instance, atom, {other: known[other] for other in fewer}) is not None:
            kept = fewer
    return tuple(kept)


def _value(formula: Formula, known: _Known) -> bool | None:
    """Return the truth of a formula without quantifiers, None where it is open."""
    match formula:
        case Atom():
            return known.get(formula)
        case Not(body):
            value = _value(body, known)
            return None if value is None else not value
        case And(inner):
            return _conjunction([_value(part, known) for part in inner])
        case Or(inner):
            return _disjunction([_value(part, known) for part in inner])
        case Implies(left, right):
            return _disjunction([_value(Not(left), known), _value(right, known)])
        case Iff(left, right):
            sides = _value(left, known), _value(right, known)
            return None if None in sides else sides[0] == sides[1]
        case _:
            raise AssertionError(f"not a ground formula: {show(formula)}")


def _conjunction(values: Sequence[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _disjunction(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def _instances(formula: Formula, constants: Sequence[str]) -> Iterator[Formula]:
    """Yield the formula with its leading `all`s applied to every constant."""
    if isinstance(formula, All):
        for name in constants:
            yield from _instances(_put(formula.body, formula.variable, Constant(name)), constants)
    else:
        yield formula


def _put(formula: Formula, variable: str, thing: Constant) -> Formula:
    def term(old: Term) -> Term:
        return thing if old == Variable(variable) else old

    match formula:
        case Atom(predicate, inner):
            return Atom(predicate, tuple(map(term, inner)))
        case Equal(left, right):
            return Equal(term(left), term(right))
        case All(inner_variable) | Some(inner_variable) if inner_variable == variable:
            return formula
        case _:
            return rebuilt(formula, lambda part: _put(part, variable, thing))


def _atoms(formula: Formula) -> list[Atom]:
    return [part for part in walk(formula) if isinstance(part, Atom)]


def _is_ground(formula: Formula) -> bool:
    return not any(isinstance(part, All | Some | Equal | Compare) for part in walk(formula))

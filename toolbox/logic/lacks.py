"""What a rule lacks for a conclusion."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from lottery_agent.toolbox.logic.bodies import is_hidden
from lottery_agent.toolbox.logic.clauses import Clause, Fact, key, unsigned
from lottery_agent.toolbox.logic.formula import And, Atom, Constant, Formula, Term, Variable, show
from lottery_agent.toolbox.logic.variables import free, put


@dataclass(frozen=True, slots=True)
class Lack:
    """What a rule lacks.

    Attributes:
        text: For a person.
        facts: Facts that it needs and that do not hold.
    """

    text: str
    facts: tuple[Fact, ...] = ()


def lacking(
    clause: Clause, fact: Fact, facts: Container[Fact], parts: Mapping[str, Formula]
) -> Lack | None:
    """Return what a clause lacks for a fact, None if it concludes nothing like it.

    Args:
        clause: A rule.
        fact: What it does not prove.
        facts: All that holds.
        parts: What the predicates mean that bodies added.
    """
    things = _unified(clause.head, fact)
    if things is None:
        return None
    body = [put(atom, things) for atom in clause.body]
    missing = [atom for atom in body if is_ground(atom) and ground(atom) not in facts]
    if missing:
        shown = ", ".join(show(unsigned(atom)) for atom in missing)
        return Lack(f"needs {shown}", tuple(map(ground, missing)))
    absent = [put(atom, things) for atom in clause.absent]
    against = [atom for atom in absent if is_ground(atom) and ground(atom) in facts]
    if against:
        return Lack(f"needs {', '.join(_opposite(atom, parts) for atom in against)}")
    open_ = (
        *(unsigned(atom) for atom in body if not is_ground(atom)),
        *(put(condition.literal, things) for condition in clause.conditions),
    )
    if open_:
        return Lack(f"finds no {show(And(open_)) if len(open_) > 1 else show(open_[0])}")
    return Lack("does not fit")


def _opposite(atom: Atom, parts: Mapping[str, Formula]) -> str:
    """Return what would have to hold for an atom to fail."""
    if not is_hidden(atom.predicate):
        return f"~{show(atom)}"
    part = parts[atom.predicate]
    return show(put(part, dict(zip(free(part), atom.terms, strict=True))))


def _unified(head: Atom, fact: Fact) -> dict[Variable, Term] | None:
    """Return what the variables of a head stand for in a fact, None if they differ."""
    if key(head) != (fact[0], len(fact[1])):
        return None
    things: dict[Variable, Term] = {}
    for term, name in zip(head.terms, fact[1], strict=True):
        value = things.setdefault(term, Constant(name)) if isinstance(term, Variable) else term
        if value != Constant(name):
            return None
    return things


def is_ground(atom: Atom) -> bool:
    """Whether an atom has no variables."""
    return not any(isinstance(term, Variable) for term in atom.terms)


def ground(atom: Atom) -> Fact:
    """Return an atom without variables as a fact."""
    return atom.predicate, tuple(term.name for term in atom.terms)

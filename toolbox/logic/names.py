"""One spelling for every predicate, function and constant of a problem: the first that it uses."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Negative,
    Term,
    all_terms,
    rebuilt,
    walk,
)
from lottery_agent.toolbox.logic.words import ConstantKeys, predicate_key

MAX_ARITY = 5
MAX_CONSTANTS = 1_000
"""Names of things and numbers in one problem."""


class Names:
    """The names of a problem.

    What a sentence says with a thing of its own, another may say with one word: where something
    `fails(x, test)`, `fails_test(Ann)` is `fails(Ann, test)`.

    Args:
        formulas: The sentences as they were read.
        domain: Further names of things, which come first.

    Attributes:
        predicates: The first spelling of each predicate, by what it has in common with the others
            and the number of terms.
        functions: Likewise for functions.
    """

    def __init__(self, formulas: Sequence[Formula], domain: Sequence[str]) -> None:
        found = [term for formula in formulas for term in all_terms(formula)]
        spelled = [*domain, *(term.name for term in found if isinstance(term, Constant))]
        if len(set(spelled)) > MAX_CONSTANTS:
            raise ToolError(
                f"{len(set(spelled)):,} names of things, at most {MAX_CONSTANTS:,} are read",
                kind="limit",
                position=0,
                hint="leave out facts that the query does not need",
            )
        self._keys = ConstantKeys(frozenset(spelled))
        self._constants: dict[tuple[str, ...], str] = {}
        for name in spelled:
            self._constants.setdefault(self._keys.key(name), name)
        self.functions: dict[tuple[tuple[str, ...], int], str] = {}
        for term in found:
            if isinstance(term, Apply):
                _check_arity(term.function, len(term.terms))
                key = _function_key(term)
                self.functions.setdefault(key, term.function)
        atoms = [part for formula in formulas for part in walk(formula) if isinstance(part, Atom)]
        self._objects = self._objects_in(atoms)
        self.predicates: dict[tuple[tuple[str, ...], int], str] = {}
        for atom in map(self._parted, atoms):
            arity = len(atom.terms)
            _check_arity(atom.predicate, arity)
            key = predicate_key(atom.predicate, arity), arity
            self.predicates.setdefault(key, atom.predicate)

    def _objects_in(self, atoms: Sequence[Atom]) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
        """Return the things that stand second to each predicate of two terms, by their keys."""
        objects: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for atom in atoms:
            match atom.terms:
                case (_, Constant(name)):
                    key = predicate_key(atom.predicate, 2)
                    objects.setdefault(key, set()).add(self._keys.key(name))
                case _:
                    pass
        return objects

    def _parted(self, atom: Atom) -> Atom:
        """Return an atom of one term with its thing apart, if another atom has them apart."""
        words = atom.predicate.split("_")
        if len(atom.terms) != 1 or not self._objects:
            return atom
        for at in range(1, len(words)):
            verb, thing = "_".join(words[:at]), "_".join(words[at:])
            key = self._keys.key(thing)
            if key in self._objects.get(predicate_key(verb, 2), ()):
                return Atom(verb, (*atom.terms, Constant(self._constants[key])))
        return atom

    def rename(self, formula: Formula) -> Formula:
        """Return the formula with all names in their first spelling."""
        match formula:
            case Atom():
                atom = self._parted(formula)
                key = predicate_key(atom.predicate, len(atom.terms)), len(atom.terms)
                return Atom(self.predicates[key], tuple(map(self._term, atom.terms)))
            case Equal(left, right):
                return Equal(self._term(left), self._term(right))
            case Compare(sign, left, right):
                return Compare(sign, self._term(left), self._term(right))
            case _:
                return rebuilt(formula, self.rename)

    def constant(self, name: str) -> str:
        """Return the first spelling of a constant."""
        return self._constants[self._keys.key(name)]

    def _term(self, term: Term) -> Term:
        match term:
            case Constant(name):
                return Constant(self.constant(name))
            case Apply(_, inner):
                return Apply(self.functions[_function_key(term)], tuple(map(self._term, inner)))
            case Negative(body):
                return Negative(Constant(self.constant(body.name)))
            case Arithmetic(sign, left, right):
                return Arithmetic(sign, self._term(left), self._term(right))
            case _:
                return term


def _function_key(term: Apply) -> tuple[tuple[str, ...], int]:
    # A function is a noun (`age`), so the past forms of verbs play no part: as with two terms.
    return predicate_key(term.function, 2), len(term.terms)


def _check_arity(name: str, arity: int) -> None:
    if arity > MAX_ARITY:
        raise ToolError(
            f"{name!r} has {arity} terms, at most {MAX_ARITY} are read",
            kind="limit",
            position=0,
            hint="say it with several facts of fewer terms",
        )

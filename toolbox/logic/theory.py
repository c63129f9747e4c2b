"""A logic problem after reading: premises and queries over one agreed set of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    Atom,
    Constant,
    Equal,
    Formula,
    Term,
    rebuilt,
    terms,
    walk,
)
from lottery_agent.toolbox.logic.reader import read
from lottery_agent.toolbox.logic.words import ConstantKeys, is_numeral, predicate_key

MAX_SENTENCES = 500
"""Premises and queries of one problem."""
MAX_CHARACTERS = 30_000
"""Characters of all sentences of one problem; the parser reads some ten thousand a second."""
MAX_SIZE = 20_000
"""Formulas, counted with all formulas inside them, of one problem."""
MAX_ARITY = 5


@dataclass(frozen=True, slots=True)
class Theory:
    """Premises and queries whose names are already normalised.

    Each predicate and constant is spelled everywhere as it was spelled first, so formulas read
    like the premises.

    Attributes:
        premises: What is given.
        queries: What is asked.
        constants: Every named thing, in order of appearance.
        predicates: Every predicate with its number of terms, in order of appearance.
    """

    premises: tuple[Formula, ...]
    queries: tuple[Formula, ...]
    constants: tuple[str, ...]
    predicates: tuple[tuple[str, int], ...]

    @property
    def has_equations(self) -> bool:
        """Whether any formula says that two things are the same or differ."""
        return any(
            isinstance(part, Equal)
            for formula in (*self.premises, *self.queries)
            for part in walk(formula)
        )

    def apart(self, *, distinct_names: bool) -> tuple[str, ...]:
        """Return the constants that name different things without anyone saying so.

        Args:
            distinct_names: All constants, not only the numbers.
        """
        return tuple(name for name in self.constants if distinct_names or is_numeral(name))


def read_theory(premises: Sequence[str], queries: Sequence[str]) -> Theory:
    """Read the sentences of a problem and normalise their names.

    Raises:
        ToolError: If a sentence can't be read (the message says which) or the problem is too large.
    """
    check_size(premises, queries)
    return theory_of(
        [_read(text, f"premise {i}", "statement") for i, text in enumerate(premises, 1)],
        [_read(text, f"query {i}", "query") for i, text in enumerate(queries, 1)],
    )


def check_size(premises: Sequence[str], queries: Sequence[str]) -> None:
    """Refuse a problem that is too long, before any of it is read.

    Raises:
        ToolError: `limit`.
    """
    if len(premises) + len(queries) > MAX_SENTENCES:
        raise ToolError(
            f"{len(premises) + len(queries):,} sentences, at most {MAX_SENTENCES:,} are read",
            kind="limit",
        )
    if sum(map(len, (*premises, *queries))) > MAX_CHARACTERS:
        raise ToolError(f"the problem has more than {MAX_CHARACTERS:,} characters", kind="limit")


def theory_of(given: Sequence[Formula], asked: Sequence[Formula]) -> Theory:
    """Return the theory of premises and queries that are already read, its names normalised.

    Raises:
        ToolError: `limit` if the problem is too large.
    """
    everything = [part for formula in (*given, *asked) for part in walk(formula)]
    if len(everything) > MAX_SIZE:
        raise ToolError(f"the problem has more than {MAX_SIZE:,} parts", kind="limit")
    names = _Names(everything)
    return Theory(
        tuple(names.rename(formula) for formula in given),
        tuple(names.rename(formula) for formula in asked),
        tuple(names.constants.values()),
        tuple((name, arity) for (_, arity), name in names.predicates.items()),
    )


def _read(text: str, place: str, start: str) -> Formula:
    try:
        return read(text, start=start)
    except ToolError as error:
        raise ToolError(
            f"{place}: {error.message}", kind=error.kind, position=error.position, hint=error.hint
        ) from None


class _Names:
    """The first spelling of every predicate and constant of a problem."""

    def __init__(self, formulas: Sequence[Formula]) -> None:
        found = [term for formula in formulas for term in terms(formula)]
        spelled = [term.name for term in found if isinstance(term, Constant)]
        self._keys = ConstantKeys(frozenset(spelled))
        self.constants: dict[tuple[str, ...], str] = {}
        for name in spelled:
            self.constants.setdefault(self._keys.key(name), name)
        self.predicates: dict[tuple[tuple[str, ...], int], str] = {}
        for formula in formulas:
            if isinstance(formula, Atom):
                arity = len(formula.terms)
                if arity > MAX_ARITY:
                    raise ToolError(
                        f"{formula.predicate!r} has {arity} terms, at most {MAX_ARITY} are read",
                        kind="limit",
                    )
                key = predicate_key(formula.predicate, arity)
                self.predicates.setdefault((key, arity), formula.predicate)

    def rename(self, formula: Formula) -> Formula:
        match formula:
            case Atom(predicate, inner):
                key = predicate_key(predicate, len(inner)), len(inner)
                return Atom(self.predicates[key], tuple(self._term(term) for term in inner))
            case Equal(left, right):
                return Equal(self._term(left), self._term(right))
            case _:
                return rebuilt(formula, self.rename)

    def _term(self, term: Term) -> Term:
        if isinstance(term, Constant):
            return Constant(self.constants[self._keys.key(term.name)])
        return term

"""A logic problem after reading: premises and queries over one agreed set of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    All,
    Constant,
    Equal,
    Formula,
    Some,
    Sort,
    walk,
)
from lottery_agent.toolbox.logic.names import Names
from lottery_agent.toolbox.logic.notation import is_notation, read_notation
from lottery_agent.toolbox.logic.reader import read
from lottery_agent.toolbox.logic.sorts import Sorts, Use
from lottery_agent.toolbox.logic.words import is_numeral

MAX_SENTENCES = 500
"""Premises and queries of one problem."""
MAX_CHARACTERS = 30_000
"""Characters of all sentences of one problem."""
MAX_SIZE = 20_000
"""Formulas, counted with all formulas inside them, of one problem."""


@dataclass(frozen=True, slots=True)
class Theory:
    """Premises and queries whose names are already normalised.

    Each predicate and constant is spelled everywhere as it was spelled first, so formulas read
    like the premises.

    Attributes:
        premises: What is given.
        queries: What is asked.
        constants: Every named thing, in order of appearance; those of the domain first.
        predicates: Every predicate with its number of terms, in order of appearance.
        relations: The sorts of each predicate's terms.
        functions: For each function with its number of terms their sorts, and that of its value.
        numbers: Every name of a number.
        domain: The only things that exist, by name; empty if there may be others.
    """

    premises: tuple[Formula, ...]
    queries: tuple[Formula, ...]
    constants: tuple[str, ...]
    predicates: tuple[tuple[str, int], ...]
    relations: Mapping[tuple[str, int], tuple[Sort, ...]] = field(default_factory=dict)
    functions: Mapping[tuple[str, int], tuple[Sort, ...]] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()

    @property
    def only_things(self) -> bool:
        """Whether nothing speaks of all numbers, so that finite worlds can be written down."""
        places = (*self.relations.values(), *(sorts[:-1] for sorts in self.functions.values()))
        return not any("number" in sorts for sorts in places) and not any(
            isinstance(part, All | Some) and part.sort == "number"
            for formula in (*self.premises, *self.queries)
            for part in walk(formula)
        )

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
        return tuple(
            name
            for name in self.constants
            if distinct_names or is_numeral(name) or name in self.domain
        )


def read_theory(
    premises: Sequence[str], queries: Sequence[str], *, domain: Sequence[str] = ()
) -> Theory:
    """Read the sentences of a problem and normalise their names.

    Args:
        premises: What is given, in the logic language or in the notation of first-order logic.
        queries: What is asked.
        domain: Names of the only things that exist; empty if there may be others.

    Raises:
        ToolError: If a sentence can't be read or the problem is too large. The message says which
            sentence it is; `position` counts from the beginning of all sentences, joined by
            newlines, premises first.
    """
    check_size(premises, queries)
    sentences = (*premises, *queries)
    read_all = [_read(sentences, i, len(premises)) for i in range(len(sentences))]
    given, asked = read_all[: len(premises)], read_all[len(premises) :]
    return theory_of(given, asked, domain=domain, sentences=sentences)


def check_size(premises: Sequence[str], queries: Sequence[str]) -> None:
    """Refuse a problem that is too long, before any of it is read.

    Raises:
        ToolError: `limit`.
    """
    if len(premises) + len(queries) > MAX_SENTENCES:
        raise ToolError(
            f"{len(premises) + len(queries):,} sentences, at most {MAX_SENTENCES:,} are read",
            kind="limit",
            position=sum(len(text) + 1 for text in (*premises, *queries)[:MAX_SENTENCES]),
            hint="leave out sentences that the query does not need",
        )
    if sum(map(len, (*premises, *queries))) > MAX_CHARACTERS:
        raise ToolError(
            f"the problem has more than {MAX_CHARACTERS:,} characters",
            kind="limit",
            position=MAX_CHARACTERS,
            hint="leave out sentences that the query does not need",
        )


def theory_of(
    given: Sequence[Formula],
    asked: Sequence[Formula],
    *,
    domain: Sequence[str] = (),
    sentences: Sequence[str] = (),
) -> Theory:
    """Return the theory of premises and queries that are already read, its names normalised.

    Args:
        given: The premises.
        asked: The queries.
        domain: Names of the only things that exist; empty if there may be others.
        sentences: All of them as they were written, for the places of errors.

    Raises:
        ToolError: `limit` if the problem is too large, `value` if a name is a thing and a number.
    """
    formulas = (*given, *asked)
    everything = [part for formula in formulas for part in walk(formula)]
    if len(everything) > MAX_SIZE:
        raise ToolError(
            f"the problem has more than {MAX_SIZE:,} parts",
            kind="limit",
            position=0,
            hint="use fewer or simpler premises",
        )
    names = Names(formulas, domain)
    renamed = [names.rename(formula) for formula in formulas]
    kept = tuple(dict.fromkeys(names.constant(name) for name in domain))
    sorts = Sorts(lambda i: place(sentences, i, len(given)))
    for name in kept:
        sorts.thing(name, Use(len(formulas), "domain"))
    for i, formula in enumerate(renamed):
        sorts.add(i, formula)
    final = [sorts.resolved(i, formula) for i, formula in enumerate(renamed)]
    of_things, of_numbers = _constants(final, sorts)
    constants = tuple(dict.fromkeys((*kept, *of_things)))
    return Theory(
        tuple(final[: len(given)]),
        tuple(final[len(given) :]),
        constants,
        tuple((name, arity) for (_, arity), name in names.predicates.items()),
        {
            (name, arity): tuple(sorts.of_place("predicate", name, arity, i) for i in range(arity))
            for (_, arity), name in names.predicates.items()
        },
        {
            (name, arity): (
                *(sorts.of_place("function", name, arity, i) for i in range(arity)),
                sorts.of_value(name, arity),
            )
            for (_, arity), name in names.functions.items()
        },
        of_numbers,
        kept,
    )


def place(sentences: Sequence[str], number: int, premises: int) -> tuple[str, int]:
    """Return what a sentence is called and where it begins in the whole text of the problem.

    Args:
        sentences: Premises and queries; may be empty if only the name matters.
        number: Number of the sentence, from 0; one past the last is the domain.
        premises: How many of the sentences are premises.
    """
    offset = sum(len(text) + 1 for text in sentences[:number])
    if sentences and number == len(sentences):
        return "the domain", 0
    kind, count = ("premise", number) if number < premises else ("query", number - premises)
    return f"{kind} {count + 1}", offset


def _read(sentences: Sequence[str], number: int, premises: int) -> Formula:
    text, before = (
        sentences[number].strip(),
        len(sentences[number]) - len(sentences[number].lstrip()),
    )
    try:
        if is_notation(text):
            return read_notation(text)
        return read(text, start="statement" if number < premises else "query")
    except ToolError as error:
        name, offset = place(sentences, number, premises)
        raise ToolError(
            f"{name}: {error.message}",
            kind=error.kind,
            position=offset + before + (error.position or 0),
            hint=error.hint,
        ) from None


def _constants(
    formulas: Sequence[Formula], sorts: Sorts
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of things and those of numbers, each in order of appearance."""
    found = [
        (term.name, sort)
        for formula in formulas
        for term, sort in sorts.sorted_terms(formula)
        if isinstance(term, Constant)
    ]
    things = dict.fromkeys(name for name, sort in found if sort == "thing")
    numbers = dict.fromkeys(
        name for name, sort in found if sort == "number" and not is_numeral(name)
    )
    return tuple(things), tuple(numbers)

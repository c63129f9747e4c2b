"""Joins the atoms of a clause with the facts, in a good order and with the work counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Protocol

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.clauses import Clause, Condition, Domain, Fact, Instance, Key, key
from lottery_agent.toolbox.logic.formula import Atom, Term, Variable

MAX_STEPS = 600_000
"""Facts looked at and things tried in one evaluation, about half a second."""
_INSTANCE = 5
"""What it costs to write down an instance, in such steps."""

_Bound = dict[str, str]
_Reads = Callable[[_Bound], tuple[str, ...]]


class Index:
    """The rows of a predicate by some of their terms."""

    def __init__(self, positions: Sequence[int]) -> None:
        self._positions = positions
        self._rows: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def add(self, row: tuple[str, ...]) -> None:
        """Take up a row."""
        bound = tuple(row[i] for i in self._positions)
        self._rows.setdefault(bound, []).append(row)

    def rows(self, bound: tuple[str, ...]) -> Sequence[tuple[str, ...]]:
        """Return the rows with these things at the positions of the index."""
        return self._rows.get(bound, ())


class Store:
    """What holds so far, indexed, and the work that is left.

    Args:
        domain: What variables range over.
        steps: The work that may be done.
    """

    def __init__(self, domain: Domain, steps: int = MAX_STEPS) -> None:
        self.domain = domain
        self.facts: dict[Fact, Instance] = {}
        """All facts, each with the first instance that it followed by."""
        self._steps = steps
        self._rows: dict[Key, list[tuple[str, ...]]] = {}
        self._indexes: dict[Key, dict[tuple[int, ...], Index]] = {}

    def add(self, fact: Fact) -> None:
        """Let a fact be joined from now on."""
        predicate, row = fact
        kind = predicate, len(row)
        self._rows.setdefault(kind, []).append(row)
        for index in self._indexes.get(kind, {}).values():
            index.add(row)

    def index(self, kind: Key, positions: tuple[int, ...]) -> Index:
        """Return the index of a predicate on some of its terms."""
        made = self._indexes.setdefault(kind, {})
        if positions not in made:
            made[positions] = Index(positions)
            for row in self._rows.get(kind, ()):
                made[positions].add(row)
        return made[positions]

    def spend(self, steps: int, source: int) -> None:
        """Count work.

        Raises:
            ToolError: `limit` if it was too much.
        """
        self._steps -= steps
        if self._steps < 0:
            place = f"premise {source + 1}" if source >= 0 else "the query"
            raise ToolError(
                f"{place}: too many things to try",
                kind="limit",
                hint="use fewer variables, or name fewer things",
            )


class Plan:
    """The order in which one clause is joined.

    Args:
        clause: The clause.
        store: The facts.
        trigger: The atom of the body that a new fact is matched with first, None to start from all
            facts.
    """

    def __init__(self, clause: Clause, store: Store, trigger: int | None) -> None:
        self._clause = clause
        self._store = store
        self._head = _reader(clause.head.terms)
        self._body = [(atom.predicate, _reader(atom.terms)) for atom in clause.body]
        self._absent = [(atom.predicate, _reader(atom.terms)) for atom in clause.absent]
        atoms = (clause.head, *clause.body, *clause.absent)
        terms = [term for atom in atoms for term in atom.terms]
        terms += [term for condition in clause.conditions for term in condition.terms]
        self._constants = {_slot(term): term.name for term in terms if _is_constant(term)}
        self._bound = set(self._constants)
        self._tests = [
            *(
                (_slots(atom.terms), _absence(store, *reads))
                for atom, reads in zip(clause.absent, self._absent, strict=True)
            ),
            *((_slots(condition.terms), _condition(condition)) for condition in clause.conditions),
        ]
        self._steps: list[_Step] = []
        rest = list(clause.body)
        self._first = None if trigger is None else self._match(rest.pop(trigger))
        self._order(rest, [_slot(term) for term in terms])

    def instances(self, row: tuple[str, ...] = ()) -> Iterator[Instance]:
        """Yield all instances, or those that rest on the row where the plan has a trigger."""
        bound = dict(self._constants)
        if self._first is None or self._first.binds(row, bound):
            for full in self._join(0, bound):
                yield Instance(
                    (self._clause.head.predicate, self._head(full)),
                    tuple((predicate, reads(full)) for predicate, reads in self._body),
                    tuple((predicate, reads(full)) for predicate, reads in self._absent),
                    self._clause.source,
                )

    def _join(self, position: int, bound: _Bound) -> Iterator[_Bound]:
        # Bindings need not be undone: each step always binds the same variables.
        if position == len(self._steps):
            self._store.spend(_INSTANCE, self._clause.source)
            yield bound
            return
        for fits in self._steps[position].tries(bound):
            self._store.spend(1, self._clause.source)
            if fits:
                yield from self._join(position + 1, bound)

    def _order(self, rest: list[Atom], slots: Sequence[str]) -> None:
        self._test()
        while rest:
            # The atom with the fewest open terms first: it has the fewest rows.
            best = min(rest, key=lambda atom: len(_slots(atom.terms) - self._bound))
            rest.remove(best)
            places = tuple(i for i, term in enumerate(best.terms) if _slot(term) in self._bound)
            index = self._store.index(key(best), places)
            reads = _reader([best.terms[i] for i in places])
            self._steps.append(_Rows(index, reads, self._match(best)))
            self._test()
        tried = 1
        for slot in slots:
            if slot not in self._bound:
                # Counted before any thing is tried, so that a hopeless clause costs nothing.
                numeric = slot.removeprefix("?") in self._clause.numbers
                domain = self._store.domain
                names = domain.numbers if numeric else domain.things
                tried *= max(1, len(names))
                if tried > MAX_STEPS:
                    self._store.spend(tried, self._clause.source)
                self._bound.add(slot)
                self._steps.append(_Each(slot, names))
                self._test()

    def _match(self, atom: Atom) -> _Match:
        match = _Match(atom.terms, self._bound)
        self._bound |= _slots(atom.terms)
        return match

    def _test(self) -> None:
        """Add the tests whose terms are bound by now."""
        self._steps += [_Test(test) for needs, test in self._tests if needs <= self._bound]
        self._tests = [each for each in self._tests if not each[0] <= self._bound]


class _Match:
    """Binds the terms of an atom to a row."""

    def __init__(self, terms: Sequence[Term], bound: set[str]) -> None:
        self._binds: list[tuple[int, str]] = []
        self._checks: list[tuple[int, str]] = []
        seen = set(bound)
        for position, term in enumerate(terms):
            (self._checks if _slot(term) in seen else self._binds).append((position, _slot(term)))
            seen.add(_slot(term))

    def binds(self, row: tuple[str, ...], bound: _Bound) -> bool:
        for position, slot in self._binds:
            bound[slot] = row[position]
        return all(row[position] == bound[slot] for position, slot in self._checks)


class _Step(Protocol):
    def tries(self, bound: _Bound) -> Iterator[bool]:
        """Bind the step's variables in one way after the other; yield whether it fits."""
        ...


class _Rows:
    def __init__(self, index: Index, reads: _Reads, match: _Match) -> None:
        self._index = index
        self._reads = reads
        self._match = match

    def tries(self, bound: _Bound) -> Iterator[bool]:
        for row in self._index.rows(self._reads(bound)):
            yield self._match.binds(row, bound)


class _Each:
    def __init__(self, slot: str, things: Sequence[str]) -> None:
        self._slot = slot
        self._things = things

    def tries(self, bound: _Bound) -> Iterator[bool]:
        for thing in self._things:
            bound[self._slot] = thing
            yield True


class _Test:
    def __init__(self, passes: Callable[[_Bound], bool]) -> None:
        self._passes = passes

    def tries(self, bound: _Bound) -> Iterator[bool]:
        yield self._passes(bound)


def _absence(store: Store, predicate: str, reads: _Reads) -> Callable[[_Bound], bool]:
    return lambda bound: (predicate, reads(bound)) not in store.facts


def _condition(condition: Condition) -> Callable[[_Bound], bool]:
    reads, holds = _reader(condition.terms), condition.holds
    return lambda bound: holds(reads(bound))


def _is_constant(term: Term) -> bool:
    return not isinstance(term, Variable)


def _slot(term: Term) -> str:
    # `?` is in no name, so a variable and a constant never share a slot.
    return f"?{term.name}" if isinstance(term, Variable) else term.name


def _slots(terms: Sequence[Term]) -> frozenset[str]:
    return frozenset(map(_slot, terms))


def _reader(terms: Sequence[Term]) -> _Reads:
    """Return a function from bindings to the names of the terms."""
    # Constants are bound to themselves from the start, so one look-up reads any term.
    slots = [_slot(term) for term in terms]
    if len(slots) > 1:
        return itemgetter(*slots)
    if slots:
        (only,) = slots
        return lambda bound: (bound[only],)
    return lambda _: ()

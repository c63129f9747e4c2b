"""Finds out which names stand for things and which for numbers, from their use in a problem.

What is compared with `<`, added or multiplied is a number. The first term of a predicate or
function is a thing: it is what the sentence speaks about. Both sides of an equation, the same place
of one predicate or function, and a variable wherever it occurs are of one sort; what nothing
decides is a thing, so sentences without arithmetic mean what they always meant. A numeral stands
for a thing (the page `12`) or for its value, as its place demands; as the value of a function it is
a number.

Sorts are joined by union-find over the places of names (the inference of Hindley and Milner for two
types without functions as values).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    All,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Negative,
    Some,
    Sort,
    Term,
    Variable,
    parts,
    rebuilt,
    show,
    terms,
    walk,
)
from lottery_agent.toolbox.logic.terms import show_term, subterms
from lottery_agent.toolbox.logic.words import is_numeral

_Env = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Use:
    """Where a name is used.

    Attributes:
        sentence: Number of the sentence, from 0.
        text: The part of the sentence.
    """

    sentence: int
    text: str


@dataclass(slots=True)
class _Slot:
    """A place of names, and the uses that make it a thing or a number."""

    parent: _Slot | None = None
    uses: dict[Sort, Use] = field(default_factory=dict)

    def root(self) -> _Slot:
        slot = self
        while slot.parent is not None:
            if slot.parent.parent is not None:
                slot.parent = slot.parent.parent
            slot = slot.parent
        return slot


class Sorts:
    """The sorts of all names of one problem, whose names are already normalised.

    Args:
        label: How a sentence is called in an error: a function of its number to its name and the
            offset at which it begins in the problem's text.
    """

    def __init__(self, label: Callable[[int], tuple[str, int]]) -> None:
        self._label = label
        self._slots: dict[object, _Slot] = {}
        self._variables = 0

    def add(self, sentence: int, formula: Formula) -> None:
        """Take note of the uses in a sentence.

        Raises:
            ToolError: If a name is used as a thing and as a number, or two terms are multiplied of
                which neither is a number as such.
        """
        self._variables = 0
        self._formula(sentence, formula, {})

    def thing(self, name: str, use: Use) -> None:
        """Say that a constant is a thing."""
        self._force(self._slot("constant", name), "thing", use, name)

    def resolved(self, sentence: int, formula: Formula) -> Formula:
        """Return the formula with its equations and quantifiers told apart by sort."""
        self._variables = 0
        return self._resolved(sentence, formula, {})

    def of_constant(self, name: str) -> Sort:
        """Return the sort of a constant that is no numeral."""
        return self._sort(self._slot("constant", name))

    def of_place(self, kind: str, name: str, arity: int, place: int) -> Sort:
        """Return the sort of a place of a `predicate` or `function`."""
        return self._sort(self._slot(kind, (name, arity), place))

    def of_value(self, function: str, arity: int) -> Sort:
        """Return the sort of what a function gives."""
        return self._sort(self._slot("value", (function, arity)))

    def sorted_terms(self, formula: Formula) -> Iterator[tuple[Term, Sort]]:
        """Yield every term of a resolved formula, those inside of others too, with its sort."""
        for part in walk(formula):
            inner = terms(part)
            match part:
                case Atom(name):
                    sorts = [
                        self.of_place("predicate", name, len(inner), i) for i in range(len(inner))
                    ]
                case _:
                    sorts = ["number" if isinstance(part, Compare) else "thing"] * len(inner)
            for term, sort in zip(inner, sorts, strict=True):
                yield from self._inside(term, sort)

    def _inside(self, term: Term, sort: Sort) -> Iterator[tuple[Term, Sort]]:
        yield term, sort
        inner = subterms(term)
        for i, part in enumerate(inner):
            if isinstance(term, Apply):
                sort = self.of_place("function", term.function, len(inner), i)
            yield from self._inside(part, sort)

    def _slot(self, *key: object) -> _Slot:
        return self._slots.setdefault(key, _Slot())

    def _sort(self, slot: _Slot) -> Sort:
        return "number" if "number" in slot.root().uses else "thing"

    def _formula(self, sentence: int, formula: Formula, env: _Env) -> None:
        use = Use(sentence, show(formula)) if not parts(formula) else None
        match formula:
            case Atom(name, inner) if use is not None:
                self._places(("predicate", (name, len(inner))), inner, use, env)
            case Equal(left, right) if use is not None:
                self._equation(left, right, use, env)
            case Compare(_, left, right) if use is not None:
                for term in (left, right):
                    self._number(term, use, env)
            case All(variable, body) | Some(variable, body):
                self._variables += 1
                self._formula(sentence, body, {**env, variable: self._variables})
            case _:
                for part in parts(formula):
                    self._formula(sentence, part, env)

    def _equation(self, left: Term, right: Term, use: Use, env: _Env) -> None:
        one, other = self._term(left, use, env), self._term(right, use, env)
        if one is not None and other is not None:
            self._join(one, other, use, show_term(left))
        for slot, term, side in ((one, left, right), (other, right, left)):
            # `age(Tom) = 5` speaks of a number; `Tom = 5` says what it always said.
            if slot is not None and (
                isinstance(side, Arithmetic | Negative)
                or (isinstance(term, Apply) and _is_numeral(side))
            ):
                self._force(slot, "number", use, show_term(term))

    def _places(
        self, key: tuple[str, tuple[str, int]], inner: tuple[Term, ...], use: Use, env: _Env
    ) -> None:
        for i, term in enumerate(inner):
            place = self._slot(*key, i)
            if i == 0:
                self._force(place, "thing", use, show_term(term))
            found = self._term(term, use, env)
            if found is not None:
                self._join(place, found, use, show_term(term))
            elif not _is_numeral(term):
                self._force(place, "number", use, show_term(term))

    def _number(self, term: Term, use: Use, env: _Env) -> None:
        slot = self._term(term, use, env)
        if slot is not None:
            self._force(slot, "number", use, show_term(term))

    def _term(self, term: Term, use: Use, env: _Env) -> _Slot | None:
        """Return the slot of a term; None for a numeral and for what is computed."""
        match term:
            case Variable(name):
                return self._slot("variable", use.sentence, env[name])
            case Constant(name):
                return None if is_numeral(name) else self._slot("constant", name)
            case Apply(name, inner):
                self._places(("function", (name, len(inner))), inner, use, env)
                return self._slot("value", (name, len(inner)))
            case Negative(body):
                self._number(body, use, env)
            case Arithmetic(sign, left, right):
                if sign == "*" and not (_is_number(left) or _is_number(right)):
                    raise self._error(
                        use, f"`{show_term(term)}` multiplies two unknown numbers",
                        hint="one of the two must be a numeral, as in `2 * age(Tom)`",
                    )  # fmt: skip
                self._number(left, use, env)
                self._number(right, use, env)
        return None

    def _join(self, one: _Slot, other: _Slot, use: Use, name: str) -> None:
        first, second = one.root(), other.root()
        if first is second:
            return
        second.parent = first
        for sort, earlier in second.uses.items():
            first.uses.setdefault(sort, earlier)
        self._check(first, use, name)

    def _force(self, slot: _Slot, sort: Sort, use: Use, name: str) -> None:
        root = slot.root()
        root.uses.setdefault(sort, use)
        self._check(root, use, name)

    def _check(self, slot: _Slot, use: Use, name: str) -> None:
        if len(slot.uses) < 2:
            return
        thing, number = slot.uses["thing"], slot.uses["number"]
        place = {use: self._label(use.sentence)[0] for use in (thing, number)}
        raise self._error(
            use,
            f"{name!r} can't be a thing and a number: `{thing.text}` ({place[thing]}) speaks of "
            f"a thing, `{number.text}` ({place[number]}) of a number",
            hint=f"compare a number of the thing, such as `age({name}) > 17`",
        )

    def _error(self, use: Use, message: str, *, hint: str) -> ToolError:
        label, offset = self._label(use.sentence)
        return ToolError(f"{label}: {message}", position=offset, hint=hint)

    def _resolved(self, sentence: int, formula: Formula, env: _Env) -> Formula:
        match formula:
            case Equal(left, right) if "number" in (
                self._of(sentence, left, env),
                self._of(sentence, right, env),
            ):
                return Compare("=", left, right)
            case All(variable, body) | Some(variable, body):
                self._variables += 1
                number = self._variables
                inner = self._resolved(sentence, body, {**env, variable: number})
                return type(formula)(
                    variable, inner, self._sort(self._slot("variable", sentence, number))
                )
            case _:
                return rebuilt(formula, lambda part: self._resolved(sentence, part, env))

    def _of(self, sentence: int, term: Term, env: _Env) -> Sort | None:
        match term:
            case Variable(name):
                return self._sort(self._slot("variable", sentence, env[name]))
            case Constant(name):
                return None if is_numeral(name) else self.of_constant(name)
            case Apply(name, inner):
                return self.of_value(name, len(inner))
            case _:
                return "number"


def _is_numeral(term: Term) -> bool:
    return isinstance(term, Constant) and is_numeral(term.name)


def _is_number(term: Term) -> bool:
    """Whether a term is computed from numerals alone."""
    match term:
        case Negative(body):
            return _is_numeral(body)
        case Arithmetic(_, left, right):
            return _is_number(left) and _is_number(right)
        case _:
            return _is_numeral(term)

"""Formulas over a fixed number of things, spelled out for a solver without quantifiers.

They are written as text in the SMT-LIB format: building the same formulas through Z3's Python
objects takes most of the time of a search. The text holds numbered names only, never a word of a
premise. A predicate becomes one truth value for each choice of things, a function one number or one
thing for each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Term,
    parts,
    terms,
)
from lottery_agent.toolbox.logic.model import Model
from lottery_agent.toolbox.logic.terms import subterms
from lottery_agent.toolbox.logic.theory import Theory
from lottery_agent.toolbox.logic.words import is_numeral

Fact = tuple[str, tuple[int, ...]]
"""A predicate or function with things."""
_Bound = Mapping[str, int]
_TRUE = "true"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a solver found for the names of a script.

    Attributes:
        true: The names that are true.
        values: The numbers of the names of numbers.
    """

    true: frozenset[str]
    values: Mapping[str, Fraction]


class Ground:
    """A world of `size` things whose facts are still open.

    Args:
        named: The things that each constant may name, by number; one if that is fixed.
        size: Number of things, 1 or more.
        apart: Constants that name different things.
        integers: Whether numbers are whole.
    """

    def __init__(
        self,
        named: Mapping[str, Sequence[int]],
        size: int,
        *,
        apart: Sequence[str],
        integers: bool = False,
    ) -> None:
        self._size = size
        self._apart = apart
        self._integers = integers
        self._named = {
            name: {thing: f"n{k}_{thing}" if len(allowed) > 1 else _TRUE for thing in allowed}
            for k, (name, allowed) in enumerate(named.items())
        }
        self._fixed = all(len(allowed) == 1 for allowed in named.values())
        self._facts: dict[Fact, str] = {}
        self._numbers: dict[Fact, str] = {}
        self._things: dict[Fact, dict[int, str]] = {}

    def cost(self, formula: Formula) -> int:
        """Return how many formulas a formula will become, about."""
        match formula:
            case Atom() | Equal() | Compare():
                return math.prod(map(self._term_cost, terms(formula)))
            case All(_, body) | Some(_, body):
                return self._size * self.cost(body)
            case _:
                return 1 + sum(map(self.cost, parts(formula)))

    def _term_cost(self, term: Term) -> int:
        if isinstance(term, Constant):
            return len(self._named.get(term.name, (0,)))
        inner = math.prod(map(self._term_cost, subterms(term)))
        return inner * self._size if isinstance(term, Apply) else inner

    def declare(self, theory: Theory) -> None:
        """Make all facts of a theory part of the world, even those that no formula speaks of.

        Only for theories whose predicates and functions speak of things.
        """
        for name, arity in theory.predicates:
            for things in itertools.product(range(self._size), repeat=arity):
                self._fact(name, things)
        for (name, arity), sorts in theory.functions.items():
            for things in itertools.product(range(self._size), repeat=arity):
                if sorts[-1] == "thing":
                    self._table(name, things)

    @property
    def facts(self) -> list[str]:
        """The names of the facts that formulas spoke of."""
        return list(self._facts.values())

    @property
    def namings(self) -> list[str]:
        """The names of what constants may stand for, where that is open."""
        return [n for named in self._named.values() for n in named.values() if n != _TRUE]

    @property
    def tables(self) -> list[str]:
        """The names of what functions may give, where that is a thing and open."""
        return [n for table in self._things.values() for n in table.values() if n != _TRUE]

    def script(self, formulas: Sequence[Formula]) -> str:
        """Return declarations and assertions, each formula under a label of its own.

        Whether the k-th formula is asserted is decided by the truth of the name `f"q{k}"`.
        """
        asserted = [f"(=> q{i} {self._text(formula, {})})" for i, formula in enumerate(formulas)]
        asserted += self._choices()
        truths = [f"q{i}" for i in range(len(formulas))]
        truths += [*self.facts, *self.tables, *self.namings]
        sort = "Int" if self._integers else "Real"
        declared = [f"(declare-const {name} Bool)" for name in truths]
        declared += [f"(declare-const {name} {sort})" for name in self._numbers.values()]
        return "\n".join([*declared, *(f"(assert {text})" for text in asserted)])

    def model(self, found: Assignment) -> Model:
        """Return the world that the solver found; what is left open is false or 0."""

        def chosen(options: Mapping[int, str]) -> int:
            return next(i for i, name in options.items() if name == _TRUE or name in found.true)

        return Model(
            self._size,
            {name: chosen(options) for name, options in self._named.items()},
            frozenset(key for key, name in self._facts.items() if name in found.true),
            {key: chosen(options) for key, options in self._things.items()},
            {key: found.values.get(name, Fraction(0)) for key, name in self._numbers.items()},
        )

    def _choices(self) -> Iterator[str]:
        """Yield that each name and function stands for exactly one thing, and which must differ."""
        for options in (*self._named.values(), *self._things.values()):
            if len(options) > 1:
                yield f"(or {' '.join(options.values())})"
                for a, b in itertools.combinations(options.values(), 2):
                    yield f"(not (and {a} {b}))"
        if self._fixed:
            return
        for one, other in itertools.combinations(self._apart, 2):
            for i in sorted(self._named[one].keys() & self._named[other].keys()):
                yield f"(not (and {self._named[one][i]} {self._named[other][i]}))"

    def _text(self, formula: Formula, bound: _Bound) -> str:
        match formula:
            case Atom(predicate, inner_terms):
                return _either(
                    _both(condition, self._fact(predicate, things))
                    for things, condition in self._choices_of(inner_terms, bound)
                )
            case Equal(left, right):
                return _either(
                    condition
                    for things, condition in self._choices_of((left, right), bound)
                    if things[0] == things[1]
                )
            case Compare(sign, left, right):
                return f"({sign} {self._number(left, bound)} {self._number(right, bound)})"
            case Not(body):
                return f"(not {self._text(body, bound)})"
            case And(inner):
                return f"(and {' '.join(self._text(part, bound) for part in inner)})"
            case Or(inner):
                return f"(or {' '.join(self._text(part, bound) for part in inner)})"
            case Implies(left, right):
                return f"(=> {self._text(left, bound)} {self._text(right, bound)})"
            case Iff(left, right):
                return f"(= {self._text(left, bound)} {self._text(right, bound)})"
            case All(variable, body) | Some(variable, body):
                sign = "and" if isinstance(formula, All) else "or"
                instances = (self._text(body, {**bound, variable: i}) for i in range(self._size))
                return f"({sign} {' '.join(instances)})"

    def _options(self, term: Term, bound: _Bound) -> Mapping[int, str]:
        """Return the things that a term may stand for, each with what must then be true."""
        match term:
            case Constant(name):
                return self._named[name]
            case Apply(name, inner):
                found: dict[int, list[str]] = {}
                for things, condition in self._choices_of(inner, bound):
                    for thing, chosen in self._table(name, things).items():
                        found.setdefault(thing, []).append(_both(condition, chosen))
                return {thing: _either(cases) for thing, cases in found.items()}
            case _:
                return {bound[term.name]: _TRUE}

    def _choices_of(
        self, listed: Sequence[Term], bound: _Bound
    ) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the things that terms may stand for together, and what must then be true."""
        for choice in itertools.product(*(self._options(term, bound).items() for term in listed)):
            yield (
                tuple(thing for thing, _ in choice),
                _both(*(condition for _, condition in choice)),
            )

    def _number(self, term: Term, bound: _Bound) -> str:
        match term:
            case Constant(name) if is_numeral(name):
                value = Fraction(name)
                return f"(/ {value.numerator}.0 {value.denominator}.0)"
            case Apply(name, inner):
                *others, (things, _) = self._choices_of(inner, bound)
                text = self._value(name, things)
                for things, condition in others:
                    text = f"(ite {condition} {self._value(name, things)} {text})"
                return text
            case Negative(body):
                return f"(- {self._number(body, bound)})"
            case Arithmetic(sign, left, right):
                return f"({sign} {self._number(left, bound)} {self._number(right, bound)})"
            case _:
                return self._value(term.name, ())

    def _fact(self, predicate: str, things: tuple[int, ...]) -> str:
        return self._facts.setdefault((predicate, things), f"f{len(self._facts)}")

    def _value(self, function: str, things: tuple[int, ...]) -> str:
        name = self._numbers.setdefault((function, things), f"v{len(self._numbers)}")
        return f"(to_real {name})" if self._integers else name

    def _table(self, function: str, things: tuple[int, ...]) -> Mapping[int, str]:
        if (function, things) not in self._things:
            k = len(self._things)
            options = {i: f"t{k}_{i}" if self._size > 1 else _TRUE for i in range(self._size)}
            self._things[function, things] = options
        return self._things[function, things]


def _both(*conditions: str) -> str:
    kept = [condition for condition in conditions if condition != _TRUE]
    return f"(and {' '.join(kept)})" if len(kept) > 1 else kept[0] if kept else _TRUE


def _either(cases: Iterator[str] | Sequence[str]) -> str:
    kept = list(cases)
    if _TRUE in kept:
        return _TRUE
    return f"(or {' '.join(kept)})" if len(kept) > 1 else kept[0] if kept else "false"

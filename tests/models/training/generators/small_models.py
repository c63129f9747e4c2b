"""Small models drawn at random, and what trees of meaning and formulas say in them.

Trees are read as statements about sets: which things are in a set, and how two sets lie to each
other. Formulas are read as logic: each connective and each quantifier over the things. The two
share nothing but the facts of a model.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from random import Random

from lottery_agent.models.training.generators.constructions import meaning as tree
from lottery_agent.toolbox.logic import formula as logic
from lottery_agent.toolbox.logic.words import is_numeral

_SIGNS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Model:
    """Some things, and facts about them that are drawn when they are first asked for.

    Args:
        seed: Models of equal seeds and sizes are equal, in whatever order they are asked.
        size: How many things there are.
    """

    def __init__(self, seed: str, size: int) -> None:
        self.things = range(size)
        self._seed = f"{seed} {size}"

    def _drawn(self, *what: object) -> Random:
        return Random(f"{self._seed} {what}")

    def holds(self, predicate: str, things: tuple[int, ...]) -> bool:
        """Whether a relation holds between things."""
        return self._drawn(predicate, things).random() < 0.5

    def number(self, function: str, thing: int) -> int:
        """Return a number of a thing."""
        return self._drawn("number", function, thing).choice((1, 2, 3, 10, 20, 40, 50, 75, 98, 99))

    def named(self, name: str) -> int:
        """Return what a name stands for; `cat(Tom)` is what belongs to what `Tom` stands for."""
        if name.endswith(")"):
            function, _, inner = name[:-1].partition("(")
            return self.owned(function, self.named(inner))
        return self._drawn("name", name).choice(self.things)

    def owned(self, function: str, thing: int) -> int:
        """Return what a function gives for a thing."""
        return self._drawn("owned", function, thing).choice(self.things)


def members(model: Model, of: tree.Set) -> frozenset[int]:
    """Return the things that are in a set."""
    everything = frozenset(model.things)
    match of:
        case tree.Relation(predicate, terms):
            return frozenset(
                thing
                for thing in everything
                if model.holds(
                    predicate, tuple(thing if t == "@" else model.named(t) for t in terms)
                )
            )
        case tree.Complement(inner):
            return everything - members(model, inner)
        case tree.Overlap(sets):
            return everything.intersection(*(members(model, each) for each in sets))
        case tree.Union(sets):
            return frozenset().union(*(members(model, each) for each in sets))
        case tree.InOne(left, right):
            return members(model, left) ^ members(model, right)
        case tree.Being(name):
            return frozenset({model.named(name)})
        case tree.Toward(quantity, inner, predicate, passive):
            kind = everything if inner is None else members(model, inner)
            return frozenset(
                thing
                for thing in everything
                if _lies(
                    quantity,
                    kind,
                    frozenset(
                        other
                        for other in everything
                        if model.holds(predicate, (other, thing) if passive else (thing, other))
                    ),
                )
            )
        case tree.Measured():
            return frozenset(t for t in everything if _measures(model, of, t))
    raise AssertionError(of)


def _measures(model: Model, of: tree.Measured, thing: int) -> bool:
    wanted = of.amount
    if of.than:
        other = model.number(of.function, model.named(of.than))
        wanted = of.amount * other if of.times else other + of.amount
    return _SIGNS[of.sign](model.number(of.function, thing), wanted)


def _lies(quantity: tree.Quantity, kind: frozenset[int], within: frozenset[int]) -> bool:
    """Say how two sets lie to each other."""
    match quantity:
        case "every":
            return kind <= within
        case "some":
            return bool(kind & within)
        case "no":
            return not kind & within
        case "not every":
            return not kind <= within
        case "only":
            return within <= kind
        case "just":
            return kind == within


def true(model: Model, meaning: tree.Meaning) -> bool:
    """Tell whether a tree of meaning is true in a model."""
    match meaning:
        case tree.In(name, of):
            return model.named(name) in members(model, of)
        case tree.Opposite(inner):
            return not true(model, inner)
        case tree.All(parts):
            return all(true(model, part) for part in parts)
        case tree.AtLeastOne(parts):
            return any(true(model, part) for part in parts)
        case tree.JustOne(left, right):
            return true(model, left) != true(model, right)
        case tree.Leads(when, then):
            return true(model, then) if true(model, when) else True
        case tree.Alike(left, right):
            return true(model, left) == true(model, right)
        case tree.Share(quantity, of, within):
            kind = frozenset(model.things) if of is None else members(model, of)
            return _lies(quantity, kind, members(model, within))


def satisfied(model: Model, formula: logic.Formula, bound: Mapping[str, int]) -> bool:
    """Tell whether a formula is true in a model.

    Args:
        model: The model.
        formula: The formula, as the logic tool reads it.
        bound: What the variables stand for.
    """
    match formula:
        case logic.Atom(predicate, terms):
            return model.holds(predicate, tuple(_thing(model, term, bound) for term in terms))
        case logic.Equal(left, right) if _is_number(left) or _is_number(right):
            return _compared(model, "=", left, right, bound)
        case logic.Equal(left, right):
            return _thing(model, left, bound) == _thing(model, right, bound)
        case logic.Compare(sign, left, right):
            return _compared(model, sign, left, right, bound)
        case logic.Not(body):
            return not satisfied(model, body, bound)
        case logic.And(parts):
            return all(satisfied(model, part, bound) for part in parts)
        case logic.Or(parts):
            return any(satisfied(model, part, bound) for part in parts)
        case logic.Implies(left, right):
            return not satisfied(model, left, bound) or satisfied(model, right, bound)
        case logic.Iff(left, right):
            return satisfied(model, left, bound) is satisfied(model, right, bound)
        case logic.All(variable, body):
            return all(satisfied(model, body, {**bound, variable: t}) for t in model.things)
        case logic.Some(variable, body):
            return any(satisfied(model, body, {**bound, variable: t}) for t in model.things)
    raise AssertionError(formula)


def _is_number(term: logic.Term) -> bool:
    """A value of a function is only ever compared as a number in the sentences that are drawn."""
    return isinstance(term, logic.Apply | logic.Arithmetic) or (
        isinstance(term, logic.Constant) and is_numeral(term.name)
    )


def _thing(model: Model, term: logic.Term, bound: Mapping[str, int]) -> int:
    match term:
        case logic.Variable(name):
            return bound[name]
        case logic.Constant(name):
            return model.named(name)
        case logic.Apply(function, (inner,)):
            return model.owned(function, _thing(model, inner, bound))
    raise AssertionError(term)


def _compared(
    model: Model, sign: str, left: logic.Term, right: logic.Term, bound: Mapping[str, int]
) -> bool:
    return _SIGNS[sign](_value(model, left, bound), _value(model, right, bound))


def _value(model: Model, term: logic.Term, bound: Mapping[str, int]) -> int:
    match term:
        case logic.Constant(name):
            return int(name)
        case logic.Apply(function, (inner,)):
            return model.number(function, _thing(model, inner, bound))
        case logic.Arithmetic(sign, left, right):
            one, other = _value(model, left, bound), _value(model, right, bound)
            return {"+": one + other, "-": one - other, "*": one * other}[sign]
    raise AssertionError(term)

"""Random sentences with their meaning, and every small world: a reference apart from the tool.

A sentence is drawn together with a plain Python function that says whether it is true in a world,
so nothing of the tool is needed to know what follows. The shapes are such that small worlds decide:

* Premises are `all x`, `all x all y` or `some x` before a formula without quantifiers, or such a
  formula of named things. What has a world at all has one of the named things and one more for each
  `some` (Bernays-Schönfinkel), if no function gives a thing.
* Numbers are compared with numerals of 0 to 2 and with each other plus 0 to 2. Over n unknown
  numbers such comparisons, if they can hold, hold for numbers below (n + 1) * 3 that are whole, or
  multiples of 1 / (n + 1) where fractions are allowed (regions of difference constraints).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SCALE = 3
"""Numbers are kept as thirds, which is enough for two unknown numbers."""


class World(NamedTuple):
    """A world: what the names stand for, what holds, and what the functions give."""

    size: int
    names: Mapping[str, int]
    facts: frozenset[tuple[str, tuple[int, ...]]]
    mother: tuple[int, ...]
    age: tuple[int, ...]


Meaning = Callable[[World, Mapping[str, int]], bool]


class Sentence(NamedTuple):
    """A sentence and whether it is true in a world."""

    text: str
    true: Callable[[World], bool]
    shape: str


@dataclass(frozen=True, eq=False)
class Words:
    """The words of random sentences."""

    predicates: Mapping[str, int]
    names: tuple[str, ...] = ("Ann", "Bob")
    equations: bool = True
    mother: bool = False
    age: bool = False


def worlds(
    words: Words,
    sizes: Sequence[int],
    *,
    namings: Callable[[int], Iterator[tuple[int, ...]]],
    ages: Sequence[int] = (0,),
) -> list[World]:
    """Return every world of some sizes, the names standing for things as `namings` says."""
    found = []
    for size in sizes:
        slots = [
            (name, things)
            for name, arity in words.predicates.items()
            for things in itertools.product(range(size), repeat=arity)
        ]
        tables = [tuple(range(1)) * size]
        mothers = itertools.product(range(size), repeat=size) if words.mother else iter(tables)
        aged = itertools.product(ages, repeat=size) if words.age else iter(tables)
        facts = [
            frozenset(itertools.compress(slots, values))
            for values in itertools.product([False, True], repeat=len(slots))
        ]
        found += [
            World(size, dict(zip(words.names, naming, strict=True)), *parts)
            for naming, *parts in itertools.product(namings(size), facts, mothers, aged)
        ]
    return found


def freely(words: Words) -> Callable[[int], Iterator[tuple[int, ...]]]:
    """Names stand for any things."""
    return lambda size: itertools.product(range(size), repeat=len(words.names))


def apart(words: Words) -> Callable[[int], Iterator[tuple[int, ...]]]:
    """Each name stands for a thing of its own."""
    return lambda size: iter([tuple(range(len(words.names)))] if size >= len(words.names) else [])


def draw(chance: random.Random, words: Words, shape: str, depth: int = 2) -> Sentence:
    """Draw a sentence of a shape: `ground`, `all`, `all two` or `some`."""
    variables = {"ground": "", "all": "x", "some": "x", "all two": "xy"}[shape]
    text, meaning = _formula(chance, words, variables, depth)
    if shape == "ground":
        return Sentence(text, lambda world: meaning(world, {}), shape)
    over = any if shape == "some" else all
    quantifiers = " ".join(f"{'some' if shape == 'some' else 'all'} {v}" for v in variables)

    def true(world: World) -> bool:
        choices = itertools.product(range(world.size), repeat=len(variables))
        return over(meaning(world, dict(zip(variables, c, strict=True))) for c in choices)

    return Sentence(f"{quantifiers} ({text})", true, shape)


def _formula(chance: random.Random, words: Words, bound: str, depth: int) -> tuple[str, Meaning]:
    kind = chance.choice(["atom", "atom", "not", "&", "|", "->", "<->"])
    if depth == 0 or kind == "atom":
        return _atom(chance, words, bound)
    text, left = _formula(chance, words, bound, depth - 1)
    if kind == "not":
        return f"~({text})", lambda world, env: not left(world, env)
    other, right = _formula(chance, words, bound, depth - 1)
    join: Callable[[bool, bool], bool] = {
        "&": lambda a, b: a and b,
        "|": lambda a, b: a or b,
        "->": lambda a, b: not a or b,
        "<->": lambda a, b: a == b,
    }[kind]
    return f"({text}) {kind} ({other})", lambda world, env: join(
        left(world, env), right(world, env)
    )


def _atom(chance: random.Random, words: Words, bound: str) -> tuple[str, Meaning]:
    if words.age and chance.random() < 0.6:
        return _comparison(chance, words, bound)
    if words.equations and chance.random() < 0.2:
        (one, left), (other, right) = (_thing(chance, words, bound) for _ in range(2))
        return f"{one} = {other}", lambda world, env: left(world, env) == right(world, env)
    name, arity = chance.choice(list(words.predicates.items()))
    drawn = [_thing(chance, words, bound) for _ in range(arity)]
    text = f"{name}({', '.join(text for text, _ in drawn)})" if arity else name

    def meaning(world: World, env: Mapping[str, int]) -> bool:
        return (name, tuple(thing(world, env) for _, thing in drawn)) in world.facts

    return text, meaning


def _thing(
    chance: random.Random, words: Words, bound: str
) -> tuple[str, Callable[[World, Mapping[str, int]], int]]:
    if words.mother and chance.random() < 0.3:
        text, inner = _thing(chance, words, bound)
        return f"mother({text})", lambda world, env: world.mother[inner(world, env)]
    if bound and chance.random() < 0.6:
        variable = chance.choice(bound)
        return variable, lambda world, env: env[variable]
    name = chance.choice(words.names)
    return name, lambda world, env: world.names[name]


def _comparison(chance: random.Random, words: Words, bound: str) -> tuple[str, Meaning]:
    sign = chance.choice(["=", "!=", "<", "<=", ">", ">="])
    compare = {
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }[sign]
    text, thing = _thing(chance, words, bound)
    number = chance.randint(0, 2)
    if chance.random() < 0.4:

        def numeral(world: World, env: Mapping[str, int]) -> bool:
            return compare(world.age[thing(world, env)], number * SCALE)

        return f"age({text}) {sign} {number}", numeral
    other, second = _thing(chance, words, bound)
    added = chance.choice(["", f" + {number}", f" - {number}"])
    shift = {"": 0, " +": number, " -": -number}[added[:2]] * SCALE

    def difference(world: World, env: Mapping[str, int]) -> bool:
        return compare(world.age[thing(world, env)], world.age[second(world, env)] + shift)

    return f"age({text}) {sign} age({other}){added}", difference


def verdict(holding: Sequence[World], query: Sentence) -> str:
    """Return the verdict on a query, given all worlds in which the premises hold."""
    if not holding:
        return "Contradiction"
    found = {query.true(world) for world in holding}
    return "Unknown" if len(found) == 2 else str(found.pop())


def where(everything: Sequence[World], premises: Sequence[Sentence]) -> list[World]:
    """Return the worlds in which all premises hold."""
    return [world for world in everything if all(p.true(world) for p in premises)]


def smallest(holding: Sequence[World]) -> list[World]:
    """Return the worlds that have no fact too many: those around which no smaller one stands."""
    alike: dict[tuple[object, ...], set[frozenset[tuple[str, tuple[int, ...]]]]] = {}
    for world in holding:
        alike.setdefault((world.size, *world.names.values()), set()).add(world.facts)
    return [
        world
        for world in holding
        if not any(facts < world.facts for facts in alike[(world.size, *world.names.values())])
    ]

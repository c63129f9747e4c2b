"""Verdicts against an enumeration of all small worlds, written apart from the tool."""

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.decide import Decider
from lottery_agent.toolbox.logic.theory import read_theory


@dataclass(frozen=True)
class Words:
    """The words of random sentences, and the size of the largest world looked at."""

    predicates: Mapping[str, int]
    constants: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class World:
    size: int
    constants: Mapping[str, int]
    facts: Mapping[tuple[str, tuple[int, ...]], bool]


Bound = Mapping[str, int]
Meaning = Callable[[World, Bound], bool]

UNARY = Words({"p": 1, "q": 1}, ("a", "b"), 3)
BINARY = Words({"p": 1, "r": 2}, ("a",), 2)
PLAIN = Words({"p": 1, "q": 1, "s": 0, "t": 0}, ("a",), 2)


def worlds(words: Words) -> Iterator[World]:
    """Every world of up to `size` things, constants naming things in every way."""
    for size in range(1, words.size + 1):
        slots = [
            (name, things)
            for name, arity in words.predicates.items()
            for things in itertools.product(range(size), repeat=arity)
        ]
        for named in itertools.product(range(size), repeat=len(words.constants)):
            for values in itertools.product([False, True], repeat=len(slots)):
                constants = dict(zip(words.constants, named, strict=True))
                yield World(size, constants, dict(zip(slots, values, strict=True)))


def sentence(
    rng: random.Random, words: Words, bound: str, depth: int, *, quantify: bool
) -> tuple[str, Meaning]:
    """Return a random sentence and its meaning, built side by side."""

    def part(variables: str = "") -> tuple[str, Meaning]:
        return sentence(rng, words, bound + variables, depth - 1, quantify=quantify)

    kind = rng.choice(["atom", "atom", "not", "and", "or", "implies", "iff", "quantifier"])
    if depth == 0 or kind == "atom" or (kind == "quantifier" and not (quantify and len(bound) < 2)):
        return atom(rng, words, bound)
    if kind == "not":
        text, meaning = part()
        return f"~({text})", lambda world, bindings: not meaning(world, bindings)
    if kind == "quantifier":
        variable = "xy"[len(bound)]
        text, body = part(variable)
        word, over = ("all", all) if rng.random() < 0.5 else ("some", any)
        return f"{word} {variable} ({text})", lambda world, bindings: over(
            body(world, {**bindings, variable: i}) for i in range(world.size)
        )
    (a, left), (b, right) = part(), part()
    sign, join = JOINS[kind]
    return f"({a}) {sign} ({b})", lambda world, bindings: join(
        left(world, bindings), right(world, bindings)
    )


JOINS: Mapping[str, tuple[str, Callable[[bool, bool], bool]]] = {
    "and": ("&", lambda x, y: x and y),
    "or": ("|", lambda x, y: x or y),
    "implies": ("->", lambda x, y: not x or y),
    "iff": ("<->", lambda x, y: x == y),
}


def atom(rng: random.Random, words: Words, bound: str) -> tuple[str, Meaning]:
    terms = [*bound * 2, *words.constants]

    def thing(term: str, world: World, bindings: Bound) -> int:
        return bindings[term] if term in bindings else world.constants[term]

    if rng.random() < 0.15:
        one, other = rng.choice(terms), rng.choice(terms)
        return f"{one} = {other}", lambda w, b: thing(one, w, b) == thing(other, w, b)
    name, arity = rng.choice(list(words.predicates.items()))
    chosen = [rng.choice(terms) for _ in range(arity)]
    text = f"{name}({', '.join(chosen)})" if arity else name
    return text, lambda w, b: w.facts[name, tuple(thing(term, w, b) for term in chosen)]


def everywhere(meaning: Meaning, world: World) -> bool:
    return all(meaning(world, {"x": i}) for i in range(world.size))


def expected(found: set[bool]) -> str:
    if not found:
        return "Contradiction"
    return "Unknown" if len(found) == 2 else str(found.pop())


def verdict(premises: list[str], query: str) -> str:
    theory = read_theory(premises, [query])
    decider = Decider(theory, distinct_names=False, budget=Budget(20))
    return decider.decide(theory.queries[0]).verdict


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("words", [UNARY, BINARY, PLAIN], ids=["unary", "binary", "plain"])
def test_verdicts_agree_with_all_small_worlds(words: Words, seed: int) -> None:
    """Leading `all`s only, so that small worlds suffice: the verdict is exact."""
    rng = random.Random(seed)
    everything = list(worlds(words))
    seen = set()
    for _ in range(20):
        rules = [sentence(rng, words, "x", 2, quantify=False) for _ in range(rng.randint(1, 4))]
        query, asked = sentence(rng, words, "", 2, quantify=False)
        found = {
            asked(world, {})
            for world in everything
            if all(everywhere(rule, world) for _, rule in rules)
        }
        premises = [f"all x ({text})" for text, _ in rules]
        answer = verdict(premises, query)
        assert answer == expected(found), (premises, query)
        seen.add(answer)
    assert len(seen) >= 3, "the theories are too much alike to test anything"


@pytest.mark.parametrize("seed", range(3))
def test_verdicts_are_sound_with_any_quantifiers(seed: int) -> None:
    """A proof must hold in every small world; and what is unknown must have a world each way."""
    rng = random.Random(seed)
    everything = list(worlds(BINARY))
    for _ in range(20):
        drawn = [sentence(rng, BINARY, "", 4, quantify=True) for _ in range(rng.randint(1, 3))]
        query, asked = sentence(rng, BINARY, "", 3, quantify=True)
        found = {asked(w, {}) for w in everything if all(holds(w, {}) for _, holds in drawn)}
        premises = [text for text, _ in drawn]
        theory = read_theory(premises, [query])
        decider = Decider(theory, distinct_names=False, budget=Budget(20))
        decision = decider.decide(theory.queries[0])
        allowed: dict[str, set[bool]] = {
            "Contradiction": set(),
            "True": {True},
            "False": {False},
        }
        assert found <= allowed.get(decision.verdict, {True, False}), (premises, query)
        if decision.verdict == "Unknown":
            along, against = decision.models
            assert along.holds(theory.queries[0])
            assert not against.holds(theory.queries[0])
            assert all(m.holds(p) for m in decision.models for p in theory.premises)


@pytest.mark.parametrize("seed", range(2))
def test_premises_used_are_enough_and_none_is_too_many(seed: int) -> None:
    rng = random.Random(seed)
    checked = 0
    while checked < 8:
        drawn = [
            f"all x ({sentence(rng, UNARY, 'x', 2, quantify=False)[0]})"
            for _ in range(rng.randint(3, 6))
        ]
        query = sentence(rng, UNARY, "", 1, quantify=False)[0]
        theory = read_theory(drawn, [query])
        decision = Decider(theory, distinct_names=False, budget=Budget(20)).decide(
            theory.queries[0]
        )
        if decision.verdict == "Unknown":
            continue
        checked += 1
        used = [drawn[i] for i in decision.used]
        assert verdict(used, query) == decision.verdict
        for i in range(len(used)):
            assert verdict(used[:i] + used[i + 1 :], query) != decision.verdict

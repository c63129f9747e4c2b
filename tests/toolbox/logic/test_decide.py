"""Verdicts against an enumeration of all small worlds, written apart from the tool."""

import itertools
import random
from collections.abc import Callable, Iterator

import pytest

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.decide import Decider
from lottery_agent.toolbox.logic.theory import read_theory

World = dict[str, object]
Meaning = Callable[[World, dict[str, int]], bool]

UNARY = {"predicates": {"p": 1, "q": 1}, "constants": ["a", "b"], "size": 3}
BINARY = {"predicates": {"p": 1, "r": 2}, "constants": ["a"], "size": 2}
PLAIN = {"predicates": {"p": 1, "q": 1, "s": 0, "t": 0}, "constants": ["a"], "size": 2}


def worlds(language: dict[str, object]) -> Iterator[World]:
    """Every world of up to `size` things, constants naming things in every way."""
    predicates: dict[str, int] = language["predicates"]  # type: ignore[assignment]
    constants: list[str] = language["constants"]  # type: ignore[assignment]
    for size in range(1, int(str(language["size"])) + 1):
        slots = [
            (name, things)
            for name, arity in predicates.items()
            for things in itertools.product(range(size), repeat=arity)
        ]
        for named in itertools.product(range(size), repeat=len(constants)):
            for values in itertools.product([False, True], repeat=len(slots)):
                yield {
                    "size": size,
                    **dict(zip(constants, named, strict=True)),
                    "facts": dict(zip(slots, values, strict=True)),
                }


def sentence(
    rng: random.Random, language: dict[str, object], bound: str, depth: int, quantify: bool
) -> tuple[str, Meaning]:
    """Return a random sentence and its meaning, built side by side."""
    kind = rng.choice(["atom", "atom", "not", "and", "or", "implies", "iff", "quantifier"])
    if depth == 0 or (kind == "quantifier" and not (quantify and len(bound) < 2)):
        kind = "atom"
    if kind == "atom":
        return atom(rng, language, bound)
    if kind == "not":
        text, meaning = sentence(rng, language, bound, depth - 1, quantify)
        return f"~({text})", lambda w, e: not meaning(w, e)
    if kind == "quantifier":
        variable = "xy"[len(bound)]
        text, body = sentence(rng, language, bound + variable, depth - 1, quantify)
        word, over = rng.choice([("all", all), ("some", any)])
        return f"{word} {variable} ({text})", lambda w, e: over(
            body(w, {**e, variable: i}) for i in range(int(str(w["size"])))
        )
    a, left = sentence(rng, language, bound, depth - 1, quantify)
    b, right = sentence(rng, language, bound, depth - 1, quantify)
    sign, join = {
        "and": ("&", lambda x, y: x and y),
        "or": ("|", lambda x, y: x or y),
        "implies": ("->", lambda x, y: not x or y),
        "iff": ("<->", lambda x, y: x == y),
    }[kind]
    return f"({a}) {sign} ({b})", lambda w, e: join(left(w, e), right(w, e))


def atom(rng: random.Random, language: dict[str, object], bound: str) -> tuple[str, Meaning]:
    terms = [*bound * 2, *language["constants"]]  # type: ignore[misc]

    def thing(term: str, world: World, bindings: dict[str, int]) -> int:
        return bindings[term] if term in bindings else int(str(world[term]))

    if rng.random() < 0.15:
        one, other = rng.choice(terms), rng.choice(terms)
        return f"{one} = {other}", lambda w, e: thing(one, w, e) == thing(other, w, e)
    name, arity = rng.choice(list(language["predicates"].items()))  # type: ignore[attr-defined]
    chosen = [rng.choice(terms) for _ in range(arity)]
    text = f"{name}({', '.join(chosen)})" if arity else name

    def meaning(world: World, bindings: dict[str, int]) -> bool:
        facts: dict[tuple[str, tuple[int, ...]], bool] = world["facts"]  # type: ignore[assignment]
        return facts[name, tuple(thing(term, world, bindings) for term in chosen)]

    return text, meaning


def expected(found: set[bool]) -> str:
    if not found:
        return "Contradiction"
    return "Unknown" if len(found) == 2 else str(found.pop())


def verdict(premises: list[str], query: str) -> str:
    theory = read_theory(premises, [query])
    decider = Decider(theory, distinct_names=False, budget=Budget(20))
    return decider.decide(theory.queries[0]).verdict


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("language", [UNARY, BINARY, PLAIN], ids=["unary", "binary", "plain"])
def test_verdicts_agree_with_all_small_worlds(language: dict[str, object], seed: int) -> None:
    """Leading `all`s or one `some` only, so that small worlds suffice: the verdict is exact."""
    rng = random.Random(seed)
    everything = list(worlds(language))
    seen = set()
    for _ in range(25):
        drawn = []
        for _ in range(rng.randint(1, 4)):
            text, meaning = sentence(rng, language, "x", 2, quantify=False)
            drawn.append(
                (
                    f"all x ({text})",
                    lambda w, m=meaning: all(m(w, {"x": i}) for i in range(w["size"])),
                )
            )
        query, asked = sentence(rng, language, "", 2, quantify=False)
        found = {
            asked(world, {}) for world in everything if all(holds(world) for _, holds in drawn)
        }
        answer = verdict([text for text, _ in drawn], query)
        assert answer == expected(found), ([text for text, _ in drawn], query)
        seen.add(answer)
    assert len(seen) >= 3, "the theories are too much alike to test anything"


@pytest.mark.parametrize("seed", range(3))
def test_verdicts_are_sound_with_any_quantifiers(seed: int) -> None:
    """A proof must hold in every small world; and what is unknown must have a world each way."""
    rng = random.Random(seed)
    everything = list(worlds(BINARY))
    for _ in range(40):
        drawn = [sentence(rng, BINARY, "", 4, quantify=True) for _ in range(rng.randint(1, 3))]
        query, asked = sentence(rng, BINARY, "", 3, quantify=True)
        found = {asked(w, {}) for w in everything if all(holds(w, {}) for _, holds in drawn)}
        premises = [text for text, _ in drawn]
        theory = read_theory(premises, [query])
        decider = Decider(theory, distinct_names=False, budget=Budget(20))
        decision = decider.decide(theory.queries[0])
        allowed = {"Contradiction": set(), "True": {True}, "False": {False}}
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
    while checked < 15:
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

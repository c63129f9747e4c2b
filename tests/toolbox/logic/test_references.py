"""Every mode against an enumeration of all small worlds (see `small_worlds`).

The full size is 2,000 theories in each mode; some ten of each are in the fast suite.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

from lottery_agent.toolbox.logic import execute
from tests.toolbox.logic.small_worlds import (
    SCALE,
    Sentence,
    Words,
    World,
    apart,
    draw,
    freely,
    smallest,
    verdict,
    where,
    worlds,
)

UNARY = Words({"tall": 1, "kind": 1})
PLAIN = Words({"tall": 1, "rains": 0, "snows": 0})
BINARY = Words({"likes": 2, "tall": 1})
SINGLE = Words({"likes": 2}, names=("Ann",))
MOTHERS = Words({"tall": 1}, mother=True)
AGES = Words({"tall": 1}, age=True, equations=False)

Theory = tuple[list[Sentence], Sentence]


def theory(chance: random.Random, words: Words, shapes: Sequence[str], *, somes: int = 0) -> Theory:
    premises = [draw(chance, words, chance.choice(shapes)) for _ in range(chance.randint(1, 3))]
    premises += [draw(chance, words, "some") for _ in range(chance.randint(0, somes))]
    premises.append(_mention(words))
    return premises, draw(chance, words, chance.choice([*shapes, "ground"]))


def _mention(words: Words) -> Sentence:
    """Return a sentence that says nothing, but all names: the tool knows those that it reads."""
    name, arity = max(words.predicates.items(), key=lambda item: item[1])
    facts = [f"{name}({', '.join([thing] * arity)})" for thing in words.names]
    text = " & ".join(f"({fact} | ~{fact})" for fact in facts)
    return Sentence(text, lambda world: True, "ground")


def asked(premises: Sequence[Sentence], query: Sentence, **options: Any) -> dict[str, Any]:
    return execute({"premises": [p.text for p in premises], "query": query.text, **options})


def bound(words: Words) -> int:
    """One thing for each name, one for a `some` premise, one for an `all` query."""
    return len(words.names) + 2


@cache
def everything(words: Words, mode: str) -> list[World]:
    """All worlds of a mode, up to the size that decides."""
    naming = freely(words) if mode == "open" else apart(words)
    sizes = [len(words.names)] if mode == "domain" else range(1, bound(words) + 1)
    if words.age:
        # Two numbers at most: no other things than the named.
        sizes = [n for n in sizes if n <= len(words.names)]
    whole = [SCALE * n for n in range(-6, 7)]
    return worlds(words, sizes, namings=naming, ages=whole if mode != "domain" else range(-18, 19))


def check_open(chance: random.Random) -> str:
    words = chance.choice([UNARY, PLAIN, SINGLE])
    premises, query = theory(chance, words, ["ground", "all", "all two"], somes=1)
    for mode, distinct in (("open", False), ("apart", True)):
        expected = verdict(where(everything(words, mode), premises), query)
        result = asked(premises, query, distinct_names=distinct)
        assert result["answer"] == expected, (premises, query, mode)
    return expected


def check_core(chance: random.Random) -> str:
    """The premises used decide, and none of them can be left out."""
    premises, query = theory(chance, UNARY, ["ground", "all"])
    worlds_of = everything(UNARY, "apart")
    result = asked(premises, query, distinct_names=True)
    answer: str = result["answer"]
    if answer == "Unknown":
        return answer
    used = [premises[i] for i in result["used"]]
    assert [line["sentence"] for line in result["core"]] == [premise.text for premise in used]
    assert result["minimal"]
    assert verdict(where(worlds_of, used), query) == answer, (premises, query)
    for i in range(len(used)):
        fewer = used[:i] + used[i + 1 :]
        assert verdict(where(worlds_of, fewer), query) != answer, (premises, query)
    return f"{answer} of {len(used)}"


def check_domain(chance: random.Random) -> str:
    words = chance.choice([UNARY, BINARY, MOTHERS, PLAIN])
    premises, query = theory(chance, words, ["ground", "all", "all two", "some"])
    expected = verdict(where(everything(words, "domain"), premises), query)
    result = asked(premises, query, domain=list(words.names))
    assert result["answer"] == expected, (premises, query)
    return expected


def check_fractions(chance: random.Random) -> str:
    premises, query = theory(chance, AGES, ["ground", "all", "all two"])
    expected = verdict(where(everything(AGES, "domain"), premises), query)
    result = asked(premises, query, domain=list(AGES.names))
    assert result["answer"] == expected, (premises, query)
    return expected


def check_whole_numbers(chance: random.Random) -> str:
    premises, _ = theory(chance, AGES, ["ground", "all", "all two"])
    query = draw(chance, AGES, "ground")
    expected = verdict(where(everything(AGES, "open"), premises), query)
    result = asked(premises, query, integers=True)
    assert result["answer"] == expected, (premises, query)
    return expected


def check_closed(chance: random.Random) -> str:
    words = chance.choice([UNARY, PLAIN, SINGLE])
    premises, query = theory(chance, words, ["ground", "all", "all two"], somes=1)
    expected = verdict(where(everything(words, "open"), premises), query)
    if expected == "Unknown":
        sizes = range(
            len(words.names), len(words.names) + sum(p.shape == "some" for p in premises) + 1
        )
        holding = [w for w in where(everything(words, "apart"), premises) if w.size in sizes]
        if not holding:
            holding = where(everything(words, "open"), premises)
            holding = [w for w in holding if w.size <= sizes[-1]]
        expected = verdict(smallest(holding), query)
    result = asked(premises, query, closed_world=True)
    assert result["answer"] == expected, (premises, query)
    return expected


def check_worlds(chance: random.Random) -> str:
    words = chance.choice([UNARY, PLAIN, MOTHERS])
    premises, query = theory(chance, words, ["ground", "all", "all two"])
    premises.append(query)
    # What no premise speaks of is in no world.
    text = " ".join(premise.text for premise in premises)
    spoken = [name for name in words.predicates if name in text]
    told = {
        (
            frozenset(fact for fact in world.facts if fact[0] in spoken),
            world.mother if "mother" in text else (),
        )
        for world in where(everything(words, "domain"), premises)
    }
    request = {"premises": [p.text for p in premises], "models": True, "domain": list(words.names)}
    result = execute({**request, "limit": 100})
    assert (len(result["worlds"]), result["complete"]) == (len(told), True), premises
    assert len(set(result["worlds"])) == len(told)
    if len(told) > 1:
        fewer = execute({**request, "limit": len(told) - 1})
        assert (len(fewer["worlds"]), fewer["complete"]) == (len(told) - 1, False)
    return str(len(told))


def check_options(chance: random.Random) -> str:
    premises, _ = theory(chance, UNARY, ["ground", "all"])
    options = [draw(chance, UNARY, "ground", depth=1) for _ in range(3)]
    holding = where(everything(UNARY, "apart"), premises)
    mode = chance.choice(["must", "can", "cannot"])
    fits = {
        "must": lambda option: all(map(option.true, holding)),
        "can": lambda option: any(map(option.true, holding)),
        "cannot": lambda option: not any(map(option.true, holding)),
    }[mode]
    result = execute({"premises": [p.text for p in premises], "distinct_names": True,
                      "options": [option.text for option in options], "mode": mode})  # fmt: skip
    if not holding:
        assert result["answer"] == "Contradiction"
        return "Contradiction"
    fitting = [i for i, option in enumerate(options) if fits(option)]
    assert result["fits"] == fitting, (premises, options, mode)
    only = options[fitting[0]].text if len(fitting) == 1 else None
    assert (result["answer"] == only) == (only is not None)
    return f"{mode} {len(fitting)}"


CHECKS: Sequence[Callable[[random.Random], str]] = (
    check_open,
    check_core,
    check_domain,
    check_fractions,
    check_whole_numbers,
    check_closed,
    check_worlds,
    check_options,
)
named = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])


@named
def test_a_sample_of_theories(check: Callable[[random.Random], str]) -> None:
    chance = random.Random(7)
    seen = Counter(check(chance) for _ in range(12))
    assert len(seen) >= 3, "the theories are too much alike to test anything"


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(20))
@named
def test_two_thousand_theories(check: Callable[[random.Random], str], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        check(chance)

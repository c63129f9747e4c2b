# ruff: noqa: E501 - tables of words and numbers
"""Worksheets: questions in notation, and stories with quantities."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random

from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators import functions, ledgers, quantities, stories
from lottery_agent.models.training.generators.arithmetic import arithmetic, named, percent
from lottery_agent.models.training.generators.numerals import in_words, plain, shown
from lottery_agent.models.training.generators.symbolic import calculus, solve
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_NOTATION = (calculus, calculus, solve, solve, arithmetic, arithmetic, percent, named, named)
_FUNCTIONS = (
    *(functions.whole, functions.whole, functions.statistics, functions.counting),
    *(functions.matrices, functions.ranges, functions.slopes),
    *(quantities.money, quantities.money, quantities.amounts),
)


def notation(rng: Random, words: Vocabulary) -> Draft:
    """Draw a question in notation, named operations, or (one in three) a function of the tool."""
    make = rng.choice(_FUNCTIONS if rng.random() < 1 / 3 else _NOTATION)
    text, sheet, name = make(rng, words)
    text = rough(rng, text, share=0.3)
    return Draft("worksheet", {"question": text}, sheet, f"mathematics.{name}")


def _slots(rng: Random) -> dict[str, Fraction]:
    draw = rng.random()
    top = 30 if draw < 0.4 else 120 if draw < 0.8 else 900
    a, b, m, k = (
        rng.randint(3, top),
        rng.randint(2, min(top, 60)),
        rng.randint(2, 12),
        rng.randint(2, 9),
    )
    numbers: dict[str, int | Fraction] = {
        "a": a, "b": b, "m": m, "k": k, "s": rng.randint(1, max(2, min(a, b))),
        "big": a + b + rng.randint(5, 500), "prod": b * rng.randint(2, top), "even": 2 * rng.randint(3, top),
        "triple": 3 * rng.randint(3, top), "quad": 4 * rng.randint(3, top), "hundred": 20 * rng.randint(2, 60),
        "p": 5 * rng.randint(1, 19), "note": m * max(a, k) + rng.randint(3, 90), "dozens": rng.randint(2, 20),
        "d": Fraction(rng.randint(3, 99), rng.choice((2, 4, 10))),
    }  # fmt: skip
    if rng.random() < 0.12:
        numbers["a"] = Fraction(rng.randint(1, 99) * 2 + 1, rng.choice((2, 4, 10)))
    return {key: Fraction(value) for key, value in numbers.items()}


def story(rng: Random, words: Vocabulary) -> Draft:
    """Draw a story: most are told of a small world of quantities, others follow a pattern."""
    if rng.random() < 0.7:
        return ledgers.draft(rng, words)
    return _patterned(rng, words)


def _patterned(rng: Random, words: Vocabulary) -> Draft:
    """Draw a story of one or two steps from a table of patterns."""
    table = stories.ONE if rng.random() < 0.42 else stories.TWO
    index = rng.randrange(len(table))
    pattern, sheet = table[index]
    numbers = _slots(rng)
    if "${a}" not in pattern and "litre" not in pattern and "km" not in pattern:
        numbers["a"] = Fraction(max(3, int(numbers["a"])))
    things, others = words.noun(rng), words.noun(rng)
    one, many = things.one, things.many
    if rng.random() < 0.2:
        one, many = f"{words.adjective(rng)} {one}", many
        many = f"{one.split()[0]} {many}"
    act = words.verb(rng)
    container = rng.choice(stories.CONTAINERS)
    containers = {"box": "boxes", "shelf": "shelves", "pocket": "pockets"}.get(
        container, container + "s"
    )
    place = rng.choice(stories.PLACES) if rng.random() < 0.6 else words.noun(rng).one
    name, friend = words.name(rng), words.name(rng)
    she = rng.choice(("she", "he", "they")) if rng.random() < 0.15 else rng.choice(("she", "he"))
    if rng.random() < 0.15:
        name = f"{rng.choice(('the', 'the', 'our'))} {words.noun(rng).one}"
    her = {"she": "her", "he": "his", "they": "their"}[she]
    slots: dict[str, str] = {
        "T": many, "t": one, "U": others.many, "u": others.one, "N": name, "M": friend,
        "C": containers, "c1": container, "place": place, "adj": words.adjective(rng),
        "adj2": words.adjective(rng), "adj3": words.adjective(rng), "t2": words.noun(rng).one,
        "v": act.past, "v2": words.verb(rng).past, "v3": act.third, "vb": act.base, "she": she, "She": capital(she),
        "her": her if she != "he" or "gives {her}" not in pattern else "him",
    }  # fmt: skip
    if she == "they" and "gives {her}" in pattern:
        slots["her"] = "them"
    steps = {
        "T1": things.many, "U1": others.many, "M1": friend.lower(), "N1": name.split()[-1].lower(),
        "c11": container, "t1": things.one, "C1": containers,
    }  # fmt: skip
    text = spin(rng, pattern)
    worded = rng.random() < 0.25
    coin = rng.choice(("$", "$", "$", "£", "€"))
    if rng.random() < 0.3:
        text = re.sub(
            r"\$\{(\w+)\}", r"{\1} " + rng.choice(("dollars", "euros", "pounds", "coins")), text
        )
    text = text.replace("$", coin)
    said = {
        key: in_words(int(value))
        if worded and value.denominator == 1 and value <= 20
        else shown(rng, value)
        for key, value in numbers.items()
    }
    text = text.format(**{**said, **slots})
    text = re.sub(r"\bA ([aeiou])", r"An \1", re.sub(r"\ba ([aeiou])", r"an \1", text))
    text = re.sub(r"([€£$])(\w[a-z]+)\b", r"\2 pounds", text)
    if rng.random() < 0.07:
        text = f"{words.name(rng)} is {rng.randint(6, 60)} years old. {text}"
    elif rng.random() < 0.04:
        text = f"{name} likes {words.noun(rng).many}. {text}"
    text = re.sub(r"(^|[.?!] )([a-z])", lambda found: found[1] + found[2].upper(), text)
    target = sheet.format(**{**{key: plain(value) for key, value in numbers.items()}, **steps})
    size = "one" if table is stories.ONE else "two"
    return Draft(
        "worksheet",
        {"question": rough(rng, text, share=0.1)},
        target,
        f"mathematics.story.{size}.{index}",
    )

# ruff: noqa: E501 - a pattern of language is one line
"""Several owners: totals, differences, and amounts that are told by comparison."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.comparisons import (
    TOGETHER,
    asking,
    compared,
    measured,
    multiple,
)
from lottery_agent.models.training.generators.ledgers.scene import Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import add, take
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_ACTS = {
    "thing": "have have have collect find get count make purchase sell order paint pack carry own",
    "food": "have have eat get purchase pick find sell order bake serve make",
    "plant": "have plant water count grow purchase sell",
    "animal": "have have own see count feed raise sell",
}
_DAYS = ("on Monday", "on Tuesday", "on Friday", "on Sunday")
_TIMES = (
    ("yesterday", "today"),
    ("in the morning", "in the afternoon"),
    ("last week", "this week"),
    ("on the first day", "on the second day"),
    ("before lunch", "after lunch"),
    ("in May", "in June"),
)


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw a comparison or a total."""
    scene = open_scene(rng, words)
    acts = _ACTS[scene.items["T"].kind]
    scene.slots["act"] = act = rng.choice(acts.split())
    make = rng.choice(
        (
            _total,
            _total,
            _difference,
            _difference,
            _over_time,
            compared,
            compared,
            compared,
            multiple,
            multiple,
            measured,
        )
    )
    plot = make(scene, rng, act)
    return scene, plot


def _total(scene: Scene, rng: Random, act: str) -> Plot:
    keys = rng.choice(("SM", "SM", "SMD"))
    values = [scene.number() for _ in keys]
    scene.slots |= dict(zip("abc", values, strict=False))
    facts = [
        f"{{{key}}} <{key}:{act}> {{{slot}}} {{T}}" for key, slot in zip(keys, "abc", strict=False)
    ]
    if len(keys) == 2:
        facts = list(
            rng.choice(
                (
                    tuple(facts),
                    tuple(facts),
                    (f"{{S}} <S:{act}> {{a}} {{T}} and {{M}} <M:{act}> {{b}}",),
                    (f"while {{S}} <S:{act}> {{a}} {{T}}, {{M}} <M:{act}> {{b}}",),
                )
            )
        )
    elif rng.random() < 0.4:
        facts = [f"{{S}} <S:{act}> {{a}} {{T}}, {{M}} <M:{act}> {{b}} and {{D}} <D:{act}> {{c}}"]
    did = "do" if not scene.past else "did"
    how = rng.choice(TOGETHER)
    if act == "have" and rng.random() < 0.3:
        question = f"how many {{T}} are there {rng.choice(('altogether', 'in all', 'in total'))}"
    elif len(keys) == 2 and rng.random() < 0.4:
        question = (
            f"how many {{T}} {did} {{S}} and {{M}} {act} {how}"
            if scene.slots["they"] == "they"
            else f"how many {{T}} {did} {{M}} and I {act} {how}"
        )
    else:
        question = f"how many {{T}} {did} {{they}} {act} {how}"
    question = question.replace("between them", "between {them}")
    return Plot(f"total.{len(keys)}", tuple(facts), question, add(*values), sum(values), "ua")


def _difference(scene: Scene, rng: Random, act: str) -> Plot:
    a = scene.number()
    b = scene.number()
    while a == b:
        b = scene.number(1, scene.top + 3)
    scene.slots |= {"a": a, "b": b}
    big, small = ("S", "M") if a > b else ("M", "S")
    facts: tuple[str, ...] = (
        f"{{S}} <S:{act}> {{a}} {{T}}",
        f"{{M}} <M:{act}> {{b}}{rng.choice((' {T}', ''))}",
    )
    if rng.random() < 0.3:
        facts = (
            f"{{S}} <S:{act}> {{a}} {{T}}{rng.choice((' and', ', but', ', while', ', and'))} {{M}} <M:{act}> {{b}}",
        )
    named = (f"{{{big}}} {act}", f"{{{small}}}")
    question = rng.choice(
        (
            f"how many more {{T}} <{big}:do> {{{big}}} {act} than {{{small}}}",
            f"how many more {{T}} <{big}:do> {named[0]} than {named[1]}",
            f"how many fewer {{T}} <{small}:do> {{{small}}} {act} than {{{big}}}",
            f"by how many {{T}} <{big}:do> {{{big}}} beat {{{small}.o}}"
            if act in ("collect", "find", "count", "sell")
            else f"how many {{T}} fewer <{small}:do> {{{small}}} {act} than {{{big}}}",
            *(
                (
                    f"how many {{T}} must {{{small}}} get to have as many as {{{big}}}",
                    f"how many more {{T}} <{small}:do> {{{small}}} need to have as many as {{{big}}}",
                )
                if act == "have"
                else ()
            ),
        )
    )
    return Plot("difference.owners", facts, question, take(max(a, b), min(a, b)), abs(a - b), "ua")


def _over_time(scene: Scene, rng: Random, act: str) -> Plot:
    if act in ("have", "own"):
        act = "count"
    first, second = rng.choice((*_TIMES, tuple(rng.sample(_DAYS, 2))))
    values = [scene.number() for _ in range(rng.choice((2, 2, 3)))]
    scene.slots |= dict(zip("abc", values, strict=False))
    asks = rng.choice(("total", "total", "difference")) if len(values) == 2 else "total"
    a, b = values[:2]
    if asks == "difference" and a == b:
        asks = "total"
    facts = [
        rng.choice(
            (f"{{S}} <S:{act}> {{a}} {{T}} {first}", f"{first}, {{S}} <S:{act}> {{a}} {{T}}")
        ),
        rng.choice(
            (
                f"{{S}} <S:{act}> {{b}} {{T}} {second}",
                f"{second}, {{S}} <S:{act}> {{b}} {{T}}",
                f"{second} {{S}} <S:{act}> {{b}} more",
            )
        ),
    ]
    if len(values) == 2 and rng.random() < 0.35:
        facts = [f"{{S}} <S:{act}> {{a}} {{T}} {first} and {{b}} {second}"]
    if len(values) == 3:
        facts.append(f"after that {{S}} <S:{act}> {{c}} more")
    ask = asking(act, "S")
    if asks == "total":
        question = f"{ask} {rng.choice(('altogether', 'in all', 'in total'))}"
        return Plot(
            f"total.times.{len(values)}", tuple(facts), question, add(*values), sum(values), "uo"
        )
    facts = [fact.replace("{b} more", "{b} {T}") for fact in facts]
    more, less = (first, second) if a > b else (second, first)
    question = rng.choice(
        (
            f"how many more {{T}} <S:do> {{S}} {act} {more} than {less}",
            f"how many fewer {{T}} <S:do> {{S}} {act} {less} than {more}",
        )
    )
    return Plot(
        "difference.times", tuple(facts), question, take(max(a, b), min(a, b)), abs(a - b), "uo"
    )

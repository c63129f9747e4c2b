# ruff: noqa: E501 - a pattern of language is one line
"""Equal groups, shares and rates: their totals, sizes and numbers, before and after changes."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.rates import (
    paced,
    rate,
)
from lottery_agent.models.training.generators.ledgers.regrouping import (
    batches,
    grouped,
    left,
    repacked,
    shared,
)
from lottery_agent.models.training.generators.ledgers.scene import Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_EACH = (
    "{S} <S:have> {n} {C} with {g} {T} in each",
    "{S} <S:fill> {n} {C} with {g} {T} each",
    "there <T:be> {n} {C} of {g} {T}",
    "{S} <S:have> {n} {C} of {g} {T}",
    "{S} <S:put> {g} {T} into each of {n} {C}",
    "{n} {C} <T:be> {at}, each with {g} {T}",
    "{S} <S:own> {n} {C}, and every {c} [held|contained] {g} {T}",
    "{S} <S:purchase> {n} {C} of {T} with {g} in each",
    "{n} {C} with {g} {T} apiece <T:be> {at}",
)
_OWN = tuple(pattern for pattern in _EACH if "{S}" in pattern)
_TOTAL = (
    "how many {T} [are there|is that] [in all|altogether|in total]",
    "how many {T} <S:do> {S} have [in all|altogether|in total|]",
    "what is the total number of {T}",
)
_MADE = ("have", "pack", "collect", "pick", "get", "make", "find", "purchase", "count", "order")


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw a problem of groups, shares or rates."""
    scene = open_scene(rng, words, "thing", "thing", "thing", "food", "food", "plant", "animal")
    n, g = rng.randint(2, 12), rng.randint(2, 12 if scene.top < 100 else 40)
    scene.slots |= {"n": n, "g": g, "all": n * g, "act": rng.choice(_MADE)}
    make = rng.choice(
        (
            _product,
            _product,
            _changed_product,
            _changed_product,
            _kinds,
            _per_person,
            _numbers,
            _sizes,
            grouped,
            grouped,
            grouped,
            shared,
            rate,
            rate,
            paced,
            left,
            repacked,
            batches,
        )
    )
    return scene, make(scene, rng, n, g)


def _product(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    facts = rng.choice(
        (
            (rng.choice(_EACH),),
            (rng.choice(_EACH),),
            ("each {c} [holds|has|contains] {g} {T}", "{S} <S:have> {n} {C}"),
            ("there <T:be> {n} {C} {at}", "[each|every] {c} [has|contains|holds] {g} {T}"),
            ("{S} <S:pack> {T} into {C} of {g}", "{S} <S:fill> {n} {C}"),
            ("the {place} has {n} rows of {T}", "there are {g} {T} in [each|every] row"),
        )
    )
    if rng.random() < 0.15:
        return Plot(
            "product",
            (),
            f"how many {{T}} {rng.choice(('are', 'are there'))} in {{n}} {{C}} [of {{g}}|with {{g}} in each|if each {{c}} holds {{g}}]",
            times(n, g),
            n * g,
            "",
        )
    ask = rng.choice(_TOTAL) if "fill" not in facts[-1] else "how many {T} <S:do> {S} pack"
    if "{S}" not in "".join(facts):
        ask = _TOTAL[0]
    return Plot("product", facts, ask, times(n, g), n * g, "u" if "{S}" not in ask else "uoa")


def _changed_product(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    up = rng.random() < 0.5
    x = scene.number() if up else rng.randint(1, n * g - 1)
    scene.slots["x"] = x
    product = times(n, g, named="{T}")
    if up:
        more = rng.choice(
            (
                "{M} <M:give> {S.o} {x} more {T}",
                "{S} then <S:get> {x} more",
                "{S} also <S:have> {x} {T} {at}",
                "there <T:be> {x} more {T} {at}",
                "{S} <S:have> another {x} loose {T}",
                "{S} <S:find> {x} more {T}",
            )
        )
        facts = [rng.choice(_OWN), more]
        if rng.random() < 0.25:
            facts.reverse()
            facts[0] = "{S} <S:have> {x} {T} {at}"
            facts[1] = "{S} also <S:have> {n} {C} with {g} {T} in each"
        step = add(x, product) if facts[0].startswith("{S} <S:have> {x}") else add(product, x)
        return Plot(
            "product.more",
            tuple(facts),
            "how many {T} <S:do> {S} have [now|in all|altogether|in total]",
            step,
            n * g + x,
            "o",
        )
    loss = rng.choice(
        (
            "{S} <S:give> {x} {T} to {M.o}",
            "{M} <M:take> {x} of the {T}",
            "{x} of the {T} <T:be> [broken|lost|stolen|given away]",
            "{S} <S:lose> {x} {T}",
            "{S} <S:sell> {x} of them",
            "later, {x} {T} <T:get> lost",
        )
    )
    ask = rng.choice(
        (
            "how many {T} [are left|remain]",
            "how many {T} <S:do.pres> {S} have [left|now]",
            "how many {T} <S:do.pres> {S} still have",
        )
    )
    return Plot("product.less", (rng.choice(_OWN), loss), ask, take(product, x), n * g - x, "oa")


def _kinds(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    facts: tuple[str, ...]
    m, h = rng.randint(2, 12), rng.randint(2, 12)
    scene.slots |= {"m": m, "h": h}
    one, two = times(n, g, named="{C} {T}"), times(m, h, named="{K} {U}")
    act = str(scene.slots["act"])
    if rng.random() < 0.5:
        facts = rng.choice(
            (
                (f"{{S}} <S:{act}> {{n}} {{C}} of {{g}} {{T}} and {{m}} {{K}} of {{h}} {{T}}",),
                (
                    f"{{S}} <S:{act}> {{n}} {{C}} with {{g}} {{T}} in each",
                    "{S} also <S:have> {m} {K} with {h} {T} each"
                    if act == "have"
                    else f"{{S}} also <S:{act}> {{m}} {{K}} with {{h}} {{T}} each",
                ),
                ("{n} {C} [hold|contain] {g} {T} each", "{m} {K} hold {h} {T} each"),
            )
        )
        return Plot(
            "kinds.total",
            facts,
            "how many {T} [are there|is that] [in all|altogether|in total]",
            add(one, two),
            n * g + m * h,
            "ua",
        )
    facts = (f"{{S}} <S:{act}> {{n}} {{C}} of {{T}} and {{m}} {{C}} of {{U}}",)
    two = times(m, g, named="{U}")
    one = times(n, g, named="{T}")
    holds = rng.choice(("each {c} [has|contains|holds] {g} pieces", "there are {g} in every {c}"))
    if rng.random() < 0.5 and n != m:
        more, less, first, second = ("T", "U", one, two) if n > m else ("U", "T", two, one)
        return Plot(
            "kinds.difference",
            (*facts, holds),
            f"how many more {{{more}}} than {{{less}}} <S:do> {{S}} {act}",
            take(first, second),
            abs(n - m) * g,
            "",
        )
    return Plot(
        "kinds.same",
        (*facts, holds),
        f"how many {{T}} and {{U}} <S:do> {{S}} {act} [altogether|in all|in total]",
        add(one, two),
        (n + m) * g,
        "",
    )


def _per_person(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    m, h = rng.randint(2, 12), rng.randint(2, 9)
    scene.slots |= {
        "m": m,
        "h": h,
        "P": rng.choice("boys adults teachers men guests".split()),
        "Q": rng.choice("girls children pupils women cousins".split()),
    }
    facts = rng.choice(
        (
            (
                "{n} {P} and {m} {Q} come to a party",
                "[each of the|every one of the] {P} gets {g} {T} and each of the {Q} gets {h}",
            ),
            ("each of {n} {P} takes {g} {T}", "each of {m} {Q} takes {h} {T}"),
            ("{S} <S:give> {g} {T} to each of {n} {P} and {h} {T} to each of {m} {Q}",),
        )
    )
    ask = (
        "how many {T} <S:do> {S} give out"
        if len(facts) == 1
        else "how many {T} [do they need|is that|are needed] [in all|altogether|]"
    )
    return Plot(
        "kinds.people",
        facts,
        ask,
        add(times(n, g, named="{P}"), times(m, h, named="{Q}")),
        n * g + m * h,
        "u",
    )


def _numbers(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    facts = rng.choice(
        (
            ("{S} <S:have> {all} {T}", "{S} <S:put> them into {C} [of|with] {g}"),
            ("{S} <S:want> to pack {all} {T} into {C}", "each {c} [holds|takes] {g} {T}"),
            ("{S} <S:arrange> {all} {T} in {C} of {g}",),
            ("there <T:be> {all} {T} {at}", "{S} <S:put> {g} of them into each {c}"),
            ("a {c} [holds|has room for] {g} {T}", "{S} <S:have> {all} {T}"),
        )
    )
    ask = rng.choice(
        (
            "how many {C} <S:do> {S} need",
            "how many {C} are needed[| for all of them]",
            "how many {C} can {S} fill",
            "how many {C} will there be",
        )
    )
    return Plot("groups.number", facts, ask, over(n * g, g), n, "oa")


def _sizes(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    facts = rng.choice(
        (
            (
                "{S} <S:have> {all} {T}",
                "{S} <S:put> [the same number|equally many] into each of {n} {C}",
            ),
            ("{S} <S:share> {all} {T} equally among {n} [friends|children|people]",),
            ("{all} {T} <T:be> [packed|put] into {n} {C}, the same number in each",),
            ("{S} <S:divide> {all} {T} evenly among {n} {C}",),
            ("{n} {C} hold {all} {T} together", "every {c} holds the same number of {T}"),
        )
    )
    ask = (
        "how many {T} does each of them get"
        if "among {n} [" in facts[0]
        else rng.choice(
            ("how many {T} are in [each|every|one] {c}", "how many {T} does each {c} [hold|have]")
        )
    )
    return Plot("groups.size", facts, ask, over(n * g, n), g, "oa" if "{S}" in facts[0] else "")

"""Groups made of what is there after a change, of what several have, or of other groups."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot


def grouped(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Group what is there after a change."""
    facts: tuple[str, ...]
    up = rng.random() < 0.4
    total = n * g
    x = rng.randint(1, total - 1) if up else scene.number()
    a = total - x if up else total + x
    scene.slots |= {"a": a, "x": x}
    start = rng.choice(
        (
            "{S} <S:have> {a} {T}",
            "{S} <S:pick> {a} {T}",
            "{S} <S:purchase> {a} {T}",
            "there <T:be> {a} {T} {at}",
            "{S} <S:collect> {a} {T}",
        )
    )
    change = rng.choice(
        (
            "{S} <S:get> {x} more from {M.o}",
            "{M} <M:give> {S.o} {x} more {T}",
            "{S} <S:find> {x} more",
            "{x} more {T} arrive[d]",
        )
        if up
        else (
            "{x} of them <T:be> [broken|lost|thrown away|given away]",
            "{S} <S:give> {x} of them to {M.o}",
            "{S} <S:lose> {x} {T}",
            "{M} <M:take> {x} of the {T}",
            "{S} <S:sell> {x} of them",
            "{S} <S:use> {x} of them",
        )
    )
    change = change.replace("arrive[d]", "arrived" if scene.past else "arrive")
    kept = add(a, x, named="{T}") if up else take(a, x, "{T}")
    rest = (
        "all of them"
        if up
        else rng.choice(("the rest", "the others", "those that <T:be> left", "what <one:be> left"))
    )
    if rng.random() < 0.5:
        facts = (
            start,
            change,
            rng.choice(
                (
                    f"{{S}} <S:put> {rest} into {{C}} of {{g}}",
                    f"{{S}} <S:pack> {rest} into {{C}} with {{g}} in each",
                    f"{{S}} <S:arrange> {rest} in {{C}} of {{g}} {{T}}",
                )
            ),
        )
        return Plot(
            "regrouped.number",
            facts,
            rng.choice(
                (
                    "how many {C} are there",
                    "how many {C} <S:do> {S} need",
                    "how many {C} <S:do> {S} fill",
                    "how many {C} can {S} make",
                )
            ),
            over(kept, g),
            n,
            "oa",
        )
    facts = (
        start,
        change,
        rng.choice(
            (
                f"{{S}} <S:share> {rest} equally among {{n}} [friends|children|neighbours]",
                f"{{S}} <S:divide> {rest} evenly into {{n}} {{C}}",
                f"{{S}} <S:put> {rest} into {{n}} {{C}}, equally many in each",
            )
        ),
    )
    ask = (
        "how many {T} does each [of them |]get"
        if "among" in facts[2]
        else rng.choice(("how many {T} are in each {c}", "how many {T} does each {c} have"))
    )
    return Plot("regrouped.size", facts, ask, over(kept, n), g, "oa")


def shared(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Pool what two have, or change the shares."""
    a = rng.randint(1, n * g - 1)
    b = n * g - a
    x = scene.number()
    scene.slots |= {"a": a, "b": b, "x": x}
    draw_ = rng.random()
    if draw_ < 0.5:
        facts = [
            rng.choice(
                (
                    "{S} <S:have> {a} {T} and {M} <M:have> {b}",
                    "{S} <S:find> {a} {T} and {M} <M:find> {b}",
                    "{S} <S:collect> {a} {T}, while {M} <M:collect> {b}",
                )
            ),
            rng.choice(
                ("they [put|pack] all of them into {C} of {g}", "together {they} fill {C} of {g}")
            ),
        ]
        facts[1] = facts[1].replace("they [put|pack]", "{they} [put|pack]")
        return Plot(
            "pooled.number",
            tuple(facts),
            "how many {C} [are there|do {they} need|do {they} fill]",
            over(add(a, b, named="{T}"), g),
            n,
            "u",
        )
    if draw_ < 0.75:
        facts = [
            "{S} <S:have> {a} {T} and {M} <M:have> {b}",
            "{they} share them equally [among|with] {n} [children|people|cousins]".replace(
                "[among|with]", "among"
            ),
        ]
        return Plot(
            "pooled.size",
            tuple(facts),
            "how many {T} does each get",
            over(add(a, b, named="{T}"), n),
            g,
            "u",
        )
    facts = [
        "{all} {T} <T:be> shared equally by {n} [friends|children|pupils]".replace(
            "shared equally by", "divided equally among"
        ),
        "[later|then], each of them gets {x} more",
    ]
    return Plot(
        "shares.more",
        tuple(facts),
        "how many {T} does each of them have [now|in the end]",
        add(over(n * g, n, "{T}"), x),
        g + x,
        "",
    )


def left(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Use groups and ask what is left over."""
    rest = scene.number(1)
    whole = n * g + rest
    scene.slots |= {"a": whole}
    facts = (
        rng.choice(
            ("{S} <S:have> {a} {T}", "{S} <S:collect> {a} {T}", "there <T:be> {a} {T} {at}")
        ),
        rng.choice(
            (
                "{S} <S:fill> {n} {C} with {g} {T} each",
                "{S} <S:give> {g} {T} to each of {n} [friends|children|neighbours]",
                "{n} [friends|children|neighbours] <T:take> {g} {T} each",
                "{S} <S:make> {n} {C} of {g} {T}",
            )
        ),
    )
    return Plot(
        "groups.rest",
        facts,
        rng.choice(
            (
                "how many {T} are left",
                "how many {T} <S:do.pres> {S} have left",
                "how many {T} remain",
                "how many {T} are left over",
            )
        ),
        take(whole, times(n, g, named="{T}")),
        rest,
        "oa",
    )


def repacked(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Put groups of one size into groups of another."""
    m = rng.randint(2, 12)
    scene.slots |= {"m": m, "h": m * g, "z": n}
    facts = (
        rng.choice(
            (
                "{S} <S:have> {z} {C} with {h} {T} in each",
                "there <T:be> {z} {C} of {h} {T} {at}",
                "{S} <S:purchase> {z} {C} of {h} {T}",
            )
        ),
        rng.choice(
            (
                "{S} <S:put> all of the {T} into {K} of {g}",
                "{S} <S:move> them into {K} that hold {g} {T} each",
            )
        ),
    )
    return Plot(
        "repacked.number",
        facts,
        "how many {K} [are needed|<S:do> {S} need|<S:do> {S} fill]",
        over(times(n, m * g, named="{T}"), g),
        n * m,
        "",
    )


def batches(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Buy packs to reach what is needed, with some there already."""
    x = scene.number(1)
    whole = n * g + x
    scene.slots |= {"a": whole, "x": x}
    facts = (
        rng.choice(("{S} <S:need> {a} {T}", "{S} <S:want> to have {a} {T}")),
        rng.choice(
            (
                "{S} already <S:have> {x}",
                "{x} of them are {at} already",
                "{M} <M:give> {S.o} {x} of them",
            )
        ),
        rng.choice(
            ("{T} come in {C} of {g}", "the shop has {C} of {g} {T}", "each {c} has {g} {T}")
        ),
    )
    return Plot(
        "batches.number",
        facts,
        "how many {C} must {S} [order|get|purchase]",
        over(take(whole, x, "{T}"), g),
        n,
        "",
    )

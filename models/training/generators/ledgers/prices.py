"""Prices and pay: totals, change, the price of one, what is saved, earned and missing."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.money import (
    buying,
    difference,
    missing,
    profit,
    saving,
    wages,
)
from lottery_agent.models.training.generators.ledgers.scene import Money, Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_PAID = (
    "how much [money |]<S:do> {S} pay [in all|altogether|in total|]",
    "how much <S:do> {S} spend [in all|altogether|]",
    "what is the total price",
    "how much [does that cost|do they cost together]",
)


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw a problem about prices or pay."""
    scene = open_scene(rng, words, "thing", "thing", "thing", "food", "food", "plant")
    n, p = rng.randint(2, 12), rng.randint(2, 15 if scene.top < 100 else 60)
    m, q = rng.randint(2, 9), rng.randint(2, 15 if scene.top < 100 else 60)
    scene.slots |= {
        "n": n,
        "m": m,
        "p": Money(p),
        "q": Money(q),
        "all": Money(n * p),
        "buy": rng.choice(("purchase", "purchase", "order", "get")),
    }
    make = rng.choice(
        (
            _cost,
            _costs,
            _costs,
            _one,
            _afford,
            _change,
            _change,
            difference,
            missing,
            wages,
            wages,
            saving,
            profit,
        )
    )
    return scene, make(scene, rng, (n, p, m, q))


def _cost(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    n, p, _, _ = v
    buy = buying(scene)
    facts = rng.choice(
        (
            (f"{{S}} {buy} {{n}} {{T}} for {{p}} each",),
            ("[one|a|each] {t} costs {p}", f"{{S}} {buy} {{n}} of them"),
            (f"{{S}} {buy} {{n}} {{T}}", "each [of them |{t} |]costs {p}"),
            ("the price of a {t} is {p}", f"{{S}} {buy} {{n}} {{T}}"),
        )
    )
    if rng.random() < 0.5:
        return Plot("cost", facts, rng.choice(_PAID), times(n, p), n * p, "a")
    sell = ("{S} <S:sell> {n} {T} at {p} each", "{S} <S:sell> {n} {T} for {p} each")
    return Plot(
        "income",
        (rng.choice(sell),),
        rng.choice(
            ("how much [money |]<S:do> {S} [get|make|earn]", "how much is that [in all|altogether]")
        ),
        times(n, p),
        n * p,
        "uoa",
    )


def _costs(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    n, p, m, q = v
    buy = buying(scene)
    asks = rng.choice(("single", "mixed", "both", "both", "fee"))
    if asks == "single":
        facts = rng.choice(
            (
                ("a {t} costs {p} and a {u} costs {q}", f"{{S}} {buy} one of each"),
                (f"{{S}} {buy} a {{t}} for {{p}} and a {{u}} for {{q}}",),
                ("{S} <S:spend> {p} on {T} and {q} on {U}",),
            )
        )
        return Plot(
            "costs.single",
            facts,
            rng.choice(_PAID[:3] if "one" not in facts[-1] else _PAID[:2]),
            add(p, q),
            p + q,
            "a",
        )
    items = times(n, p, named="{T}")
    if asks == "mixed":
        facts = rng.choice(
            (
                ("a {t} costs {p} and a {u} costs {q}", f"{{S}} {buy} {{n}} {{T}} and one {{u}}"),
                (f"{{S}} {buy} {{n}} {{T}} at {{p}} each and a {{u}} for {{q}}",),
            )
        )
        return Plot("costs.mixed", facts, rng.choice(_PAID[:2]), add(items, q), n * p + q, "a")
    if asks == "fee":
        facts = (
            f"{{S}} {buy} {{n}} {{T}} for {{p}} each",
            rng.choice(
                (
                    "{S} also <S:pay> {q} for the post",
                    "sending them costs another {q}",
                    "{S} also <S:spend> {q} on lunch",
                )
            ),
        )
        return Plot("costs.fee", facts, _PAID[0], add(items, q), n * p + q, "")
    facts = rng.choice(
        (
            ("a {t} costs {p} and a {u} costs {q}", f"{{S}} {buy} {{n}} {{T}} and {{m}} {{U}}"),
            (f"{{S}} {buy} {{n}} {{T}} for {{p}} each and {{m}} {{U}} for {{q}} each",),
            (
                f"{{S}} {buy} {{n}} {{T}} at {{p}} each",
                f"{{S}} also {buy} {{m}} {{U}} at {{q}} each",
            ),
        )
    )
    return Plot(
        "costs.both",
        facts,
        rng.choice(_PAID[:2]),
        add(items, times(m, q, named="{U}")),
        n * p + m * q,
        "a",
    )


def _one(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    n, p, m, _ = v
    buy = buying(scene)
    if rng.random() < 0.5:
        facts = rng.choice(
            (
                (f"{{S}} {buy} {{n}} {{T}} for {{all}} [in all|altogether|]",),
                ("{n} {T} cost {all}",),
                ("{S} <S:pay> {all} for {n} {T}", "all {T} have the same price"),
            )
        )
        return Plot(
            "one",
            facts,
            "[how much does one {t} cost|what is the price of one {t}|how much is [each|one] {t}]",
            over(n * p, n),
            p,
            "a" if "{S}" in facts[0] else "",
        )
    if rng.random() < 0.4:
        return Plot(
            "scaled",
            ("{n} {T} cost {all}",),
            "how much do {m} {T} cost",
            times(over(n * p, n, "{t} {T}"), m),
            p * m,
            "",
        )
    rest = scene.number(1)
    scene.slots |= {"a": Money(n * p + rest), "x": Money(rest)}
    facts = ("{S} <S:have> {a}", "after paying for {n} {T}, {S} <S:have> {x} left")
    return Plot(
        "one.rest",
        facts,
        "how much <S:do> {S} pay for each {t}",
        over(take(n * p + rest, rest, "{T}"), n),
        p,
        "",
    )


def _afford(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    n, p, _, q = v
    each = "[a|one|each] {t} costs {p}"
    if rng.random() < 0.5:
        have = rng.choice(("{S} <S:have> {all}", "{S} <S:have> {all} to spend"))
        return Plot(
            "afford",
            (have, each),
            "how many {T} can {S} [pay for|get|afford]",
            over(n * p, p),
            n,
            "o",
        )
    scene.slots |= {"a": Money(n * p + q)}
    facts = (
        "{S} <S:have> {a}",
        rng.choice(
            (
                "{S} <S:spend> {q} on a {u}",
                "{S} <S:give> {q} to {M.o}",
                "{S} <S:lose> {q} [on the way|]",
            )
        ),
        "[a|one|each] {t} costs {p}",
    )
    return Plot(
        "afford.rest",
        facts,
        "how many {T} can {S} [get|pay for] with the rest[| of the money]",
        over(take(n * p + q, q, "money rest"), p),
        n,
        "o",
    )


def _change(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    n, p, m, q = v
    buy = buying(scene)
    cost = n * p
    asks = rng.choice(("one", "many", "both", "two"))
    rest = rng.randint(1, 40)
    money = {"one": p, "two": p + q, "many": cost, "both": cost + m * q}[asks] + rest
    scene.slots["a"] = Money(money)
    have = rng.choice(
        ("{S} <S:have> {a}", "{S} <S:go> to the shop with {a}", "{S} <S:have> {a} to spend")
    )
    left = rng.choice(
        (
            "how much [money |]<S:do.pres> {S} have left",
            "how much [money |]is left",
            "how much <S:do.pres> {S} still have",
        )
    )
    items = times(n, p, named="{T}")
    if asks == "one":
        facts = rng.choice(
            (
                (have, f"{{S}} {buy} a {{t}} for {{p}}"),
                (have, "{S} <S:pay> {p} for a {t}"),
                ("a {t} costs {p}", "{S} <S:pay> with {a}"),
            )
        )
        return Plot(
            "change.one",
            facts,
            "how much change <S:do> {S} get" if "with {a}" in facts[1] else left,
            take(money, p),
            rest,
            "o",
        )
    if asks == "two":
        facts = (
            have,
            rng.choice(
                (
                    f"{{S}} {buy} a {{t}} for {{p}} and a {{u}} for {{q}}",
                    "{S} <S:spend> {p} on {T} and {q} on {U}",
                )
            ),
        )
        return Plot("change.two", facts, left, take(money, add(p, q, named="{T} {t}")), rest, "o")
    if asks == "many":
        facts = (
            (have, f"{{S}} {buy} {{n}} {{T}} [for|at] {{p}} each")
            if rng.random() < 0.6
            else (f"{{S}} {buy} {{n}} {{T}} [for|at] {{p}} each", "{S} <S:pay> with {a}")
        )
        return Plot(
            "change.many",
            facts,
            "how much change <S:do> {S} get" if "pay" in facts[1] else left,
            take(money, items),
            rest,
            "o",
        )
    facts = (have, f"{{S}} {buy} {{n}} {{T}} for {{p}} each and {{m}} {{U}} for {{q}} each")
    return Plot(
        "change.both",
        facts,
        left,
        take(money, add(items, times(m, q, named="{U}"), named="{S} money")),
        rest,
        "o",
    )

"""Prices and pay: totals, change, the price of one, what is saved, earned and missing."""

from __future__ import annotations

from random import Random

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
            _difference,
            _missing,
            _wages,
            _wages,
            _saving,
            _profit,
        )
    )
    return scene, make(scene, rng, (n, p, m, q))


def _buy(scene: Scene) -> str:
    return f"<S:{scene.slots['buy']}>"


def _cost(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    n, p, _, _ = v
    buy = _buy(scene)
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
    buy = _buy(scene)
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
    buy = _buy(scene)
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
    buy = _buy(scene)
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


def _difference(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    _, p, _, q = v
    if p == q:
        scene.slots["q"] = Money(q := q + rng.randint(1, 9))
    if rng.random() < 0.5:
        dear, cheap = ("t", "u") if p > q else ("u", "t")
        facts = rng.choice(
            (("a {t} costs {p} and a {u} costs {q}",), ("a {t} costs {p}", "a {u} costs {q}"))
        )
        return Plot(
            "difference",
            facts,
            rng.choice(
                (
                    f"how much more does [a|the] {{{dear}}} cost than [a|the] {{{cheap}}}",
                    f"how much cheaper is the {{{cheap}}} than the {{{dear}}}",
                    f"how much more expensive is the {{{dear}}}",
                )
            ),
            take(max(p, q), min(p, q)),
            abs(p - q),
            "",
        )
    high = p > q
    facts = ("{S} <S:spend> {p} on {T} and {q} on {U}",)
    more, less = ("T", "U") if high else ("U", "T")
    return Plot(
        "difference.spent",
        facts,
        f"how much more <S:do> {{S}} spend on {{{more}}} than on {{{less}}}",
        take(max(p, q), min(p, q)),
        abs(p - q),
        "a",
    )


def _missing(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    n, p, _, _ = v
    has = scene.number(1)
    x = rng.randint(1, 30)
    short = rng.randint(1, 60)
    if rng.random() < 0.5:
        scene.slots |= {"a": Money(has + short), "h": Money(has)}
        facts = ("a {t} costs {a}", "{S} <S:have> [only |]{h}")
        return Plot(
            "missing",
            facts,
            "how much more [money |]<S:do> {S} need [to get one|for the {t}|]",
            take(has + short, has),
            short,
            "",
        )
    if rng.random() < 0.5:
        scene.slots |= {"a": Money(has + x + short), "h": Money(has), "x": Money(x)}
        facts = (
            "{S} <S:want> a {t} that costs {a}",
            "{S} <S:have> {h}",
            rng.choice(("{M} <M:give> {S.o} {x} [more|]", "{S} <S:earn> another {x}")),
        )
        return Plot(
            "missing.more",
            facts,
            "how much more [money |]<S:do> {S} need",
            take(has + x + short, add(has, x, named="money {S}")),
            short,
            "",
        )
    cost = n * p
    have = rng.randint(1, cost - 1)
    scene.slots |= {"h": Money(have)}
    facts = ("{S} <S:want> {n} {T}", "[one|each] {t} costs {p}", "{S} <S:have> {h}")
    return Plot(
        "missing.many",
        facts,
        "how much more [money |]<S:do> {S} need",
        take(times(n, p, named="{T}"), have),
        cost - have,
        "",
    )


def _wages(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    n, p, _, _ = v
    scene.slots["d"] = d = rng.randint(2, 8)
    one, many, job = rng.choice(
        (
            ("hour", "hours", "for working in the {place}"),
            ("day", "days", "by helping {M.o}"),
            ("week", "weeks", "for cleaning"),
            ("{t}", "{T}", "for painting {T}"),
        )
    )
    earn = (
        "{S} <S:earn> {p} ["
        + ("for each|for every" if one == "{t}" else "per|each|every")
        + f"] {one}"
        + (f" {job}" if rng.random() < 0.3 and one != "{t}" else "")
    )
    asks = rng.choice(("total", "number", "pace", "days", "spent", "bonus"))
    did = f"{{S}} <S:{'paint' if one == '{t}' else 'work'}> {{n}} {many}"
    if asks == "total":
        return Plot(
            "wages.total",
            (earn, did),
            "how much [money |]<S:do> {S} earn [in all|altogether|]",
            times(p, n),
            n * p,
            "oa",
        )
    if asks == "number":
        ask = f"how many {many} must {{S}} {'paint' if one == '{t}' else 'work'} to earn {{all}}"
        return Plot("wages.number", (earn,), ask, over(n * p, p), n, "oa")
    if asks == "pace":
        return Plot(
            "wages.pace",
            (f"{{S}} <S:earn> {{all}} for {{n}} {many}",),
            f"how much is that [per|for each] {one}",
            over(n * p, n),
            p,
            "oa",
        )
    if asks == "days":
        facts = ("{S} <S:earn> {p} [an|per] hour", "{S} <S:work> {n} hours a day")
        return Plot(
            "wages.days",
            facts,
            "how much <S:do> {S} earn in {d} days",
            times(p, times(n, d, named="hours")),
            p * n * d,
            "",
        )
    x = rng.randint(1, n * p - 1)
    scene.slots["x"] = Money(x)
    if asks == "spent":
        return Plot(
            "wages.rest",
            (earn, did, "{S} <S:spend> {x} on {U}" if one == "{t}" else "{S} <S:spend> {x} on {T}"),
            "how much [money |]is left",
            take(times(p, n, named="hours days weeks {T}"), x),
            n * p - x,
            "",
        )
    return Plot(
        "wages.bonus",
        (earn, did, "[on top of that, |]{S} <S:get> {x} from {M.o}"),
        "how much [money |]<S:do> {S} get in all",
        add(times(p, n, named="hours days weeks {T}"), x),
        n * p + x,
        "",
    )


def _saving(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    n, p, _, q = v
    goal = n * p + q
    scene.slots |= {"a": Money(goal)}
    one, many = rng.choice((("week", "weeks"), ("month", "months"), ("day", "days")))
    facts = [
        "{S} <S:save> {p} " + rng.choice(("every", "each", "a")) + f" {one}",
        rng.choice(("{S} already <S:have> {q}", "{S} <S:start> with {q}")),
    ]
    if rng.random() < 0.5:
        facts.append("{S} <S:want> a {t} [that costs|for] {a}")
        return Plot(
            "saving.number",
            tuple(facts),
            f"how many {many} does it take to save enough",
            over(take(goal, q, "{t}"), p),
            n,
            "",
        )
    return Plot(
        "saving.total",
        tuple(facts),
        f"how much [money |]will {{S}} have after {{n}} {many}",
        add(times(p, n, named=many), q),
        goal,
        "",
    )


def _profit(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    facts: tuple[str, ...]
    n, p, _, _ = v
    up = rng.randint(1, 12)
    scene.slots |= {"q": Money(p + up)}
    buy = _buy(scene)
    if rng.random() < 0.5:
        facts = (
            f"{{S}} {buy} {{n}} {{T}} for {{p}} each",
            rng.choice(("{S} <S:sell> each of them for {q}", "{S} <S:sell> them for {q} each")),
        )
        return Plot(
            "profit.many",
            facts,
            "how much [profit <S:do> {S} make|does {S} gain by that]".replace(
                "does {S}", "<S:do> {S}"
            ),
            times(n, take(p + up, p, "profit {t} {T}")),
            n * up,
            "",
        )
    facts = ("{S} <S:sell> a {t} for {q}", "it had cost {S.o} {p}")
    return Plot("profit.one", facts, "how much profit <S:do> {S} make", take(p + up, p), up, "a")

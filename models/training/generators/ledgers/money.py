"""What is missing, earned, saved or gained, and how prices differ."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Money, Scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot


def buying(scene: Scene) -> str:
    """Return the verb by which the owner buys."""
    return f"<S:{scene.slots['buy']}>"


def difference(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    """Ask by how much one price is above another."""
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


def missing(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    """Ask what is missing for a price."""
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


def wages(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    """Draw pay by the hour, the day or the piece."""
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


def saving(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    """Draw savings that grow with time."""
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


def profit(scene: Scene, rng: Random, v: tuple[int, int, int, int]) -> Plot:
    """Ask for what is gained by a sale."""
    facts: tuple[str, ...]
    n, p, _, _ = v
    up = rng.randint(1, 12)
    scene.slots |= {"q": Money(p + up)}
    buy = buying(scene)
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

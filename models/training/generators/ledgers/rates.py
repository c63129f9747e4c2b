"""So many per day, hour or week: totals, paces, times and what is left."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot

_RATES = (
    ("day", "days"),
    ("hour", "hours"),
    ("week", "weeks"),
    ("minute", "minutes"),
    ("month", "months"),
)
_WORK = (
    "make",
    "paint",
    "wash",
    "sort",
    "sell",
    "check",
    "pack",
    "count",
    "use",
    "collect",
    "order",
)


def rate(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Draw so many per unit of time."""
    facts: tuple[str, ...]
    one, many = rng.choice(_RATES)
    act = (
        rng.choice(_WORK)
        if scene.items["T"].kind != "food"
        else rng.choice(("eat", "bake", "sell", "eat", "make"))
    )
    scene.slots |= {"r": one, "R": many}
    per = rng.choice(("a {r}", "per {r}", "every {r}", "each {r}"))
    asks = rng.choice(("total", "time", "pace", "two"))
    if asks == "total":
        facts = (f"{{S}} <S:{act}> {{g}} {{T}} {per}",)
        return Plot(
            "rate.total",
            facts,
            f"how many {{T}} <S:do> {{S}} {act} in {{n}} {{R}}",
            times(g, n),
            n * g,
            "uoa",
        )
    if asks == "time":
        facts = (
            f"{{S}} <S:{act}> {{g}} {{T}} {per}",
            "there are {all} {T} to do"
            if rng.random() < 0.3
            else f"{{S}} <S:want> to {act} {{all}} {{T}}",
        )
        return Plot(
            "rate.time",
            facts,
            rng.choice(
                (
                    "how many {R} will that take",
                    f"how many {{R}} does it take to {act} {{all}} {{T}}",
                    "how many {R} <S:do> {S} need",
                )
            ),
            over(n * g, g),
            n,
            "",
        )
    if asks == "pace":
        facts = (
            rng.choice(
                (
                    f"{{S}} <S:{act}> {{all}} {{T}} in {{n}} {{R}}",
                    f"in {{n}} {{R}}, {{S}} <S:{act}> {{all}} {{T}}",
                    f"it takes {{S.o}} {{n}} {{R}} to {act} {{all}} {{T}}",
                )
            ),
        )
        ask = f"how many {{T}} <S:do> {{S}} {act} {per}"
        if rng.random() < 0.4:
            scene.slots["m"] = m = rng.randint(2, 12)
            return Plot(
                "rate.scaled",
                facts,
                f"[at that pace, |at this rate, |]how many {{T}} can {{S}} {act} in {{m}} {{R}}",
                times(over(n * g, n, "{T}"), m),
                g * m,
                "",
            )
        return Plot("rate.pace", facts, ask, over(n * g, n), g, "ou")
    h = rng.randint(2, 12)
    scene.slots["h"] = h
    facts = (f"{{S}} <S:{act}> {{g}} {{T}} {per} and {{M}} <M:{act}> {{h}}",)
    if g != h and rng.random() < 0.4:
        more, less, size = ("S", "M", g - h) if g > h else ("M", "S", h - g)
        first, second = (
            times(max(g, h), n, named=f"{{{more}}}"),
            times(min(g, h), n, named=f"{{{less}}}"),
        )
        return Plot(
            "rate.difference",
            facts,
            f"how many more {{T}} <{more}:do> {{{more}}} {act} than {{{less}}} in {{n}} {{R}}",
            take(first, second),
            size * n,
            "",
        )
    return Plot(
        "rate.both",
        facts,
        f"how many {{T}} do {{they}} {act} together in {{n}} {{R}}",
        times(add(g, h, named="{T}"), n),
        (g + h) * n,
        "",
    )


def paced(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    """Use up, or fill up, so much each day."""
    one, many = rng.choice(_RATES[:3])
    rest = scene.number()
    whole = n * g + rest
    act = rng.choice(("use", "sell", "give away", "sort"))
    scene.slots |= {"r": one, "R": many, "a": whole, "x": rest}
    verb, _, tail = act.partition(" ")
    facts = (
        rng.choice(
            ("{S} <S:have> {a} {T}", "there <T:be> {a} {T} {at}", "{S} <S:start> with {a} {T}")
        ),
        rng.choice(
            (
                f"{{S}} <S:{verb}> {tail} {{g}} of them [a|every|each] {{r}}",
                f"every {{r}}, {{S}} <S:{verb}> {tail} {{g}} {{T}}",
            )
        ),
    )
    return Plot(
        "rate.rest",
        facts,
        "how many {T} [are left|remain] after {n} {R}",
        take(whole, times(g, n, named="{T}")),
        rest,
        "o",
    )

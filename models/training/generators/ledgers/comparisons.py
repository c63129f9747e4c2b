# ruff: noqa: E501 - a pattern of language is one line
"""Amounts that are told by comparison: so many more or fewer, so many times as many."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene
from lottery_agent.models.training.generators.ledgers.sheet import Step, add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot

TOGETHER = ("together", "altogether", "in all", "in total", "between them", "all together")


def asking(act: str, key: str) -> str:
    """Return the question for how much an owner has or does."""
    return f"how many {{T}} <{key}:do> {{{key}}} {act}"


def _relation(rng: Random, act: str, *, more: str, less: str) -> str:
    """Return a clause that tells `{d}`, by which one amount is above the other."""
    return rng.choice(
        (
            f"{{{more}}} <{more}:{act}> {{d}} more {{T}} than {{{less}}}",
            f"{{{less}}} <{less}:{act}> {{d}} fewer {{T}} than {{{more}}}",
            f"{{{more}}} <{more}:{act}> {{d}} more than {{{less}}}",
            f"{{{less}}} <{less}:{act}> {{d}} fewer than {{{more}}}",
            f"{{{more}}} <{more}:{act}> {{d}} {{T}} more than {{{less}}}",
            f"compared to {{{less}.o}}, {{{more}}} <{more}:{act}> {{d}} more {{T}}",
        )
    )


def compared(scene: Scene, rng: Random, act: str) -> Plot:
    """Tell one amount by another, so many more or fewer, and ask for it, a third or both."""
    known = scene.number()
    up = rng.random() < 0.5
    d = scene.number() if up else rng.randint(1, max(1, known - 1))
    other = known + d if up else known - d
    scene.slots |= {"a": known, "d": d}
    one, two = rng.choice(("SM", "MS"))
    facts = [
        f"{{{one}}} <{one}:{act}> {{a}} {{T}}",
        _relation(rng, act, more=two if up else one, less=one if up else two),
    ]
    if rng.random() < 0.35:
        facts.reverse()
        if "{T}" not in facts[0]:
            facts[0] = (
                facts[0]
                .replace("more than", "more {T} than")
                .replace("fewer than", "fewer {T} than")
            )
    elif rng.random() < 0.25:
        facts = [
            f"{facts[0]}{rng.choice((' and', ', and', ' but', ', which is'))} {facts[1]}".replace(
                f", which is {facts[1]}",
                f", which is {{d}} {'fewer' if up else 'more'} than {{{two}}} <{two}:{act}>",
            )
        ]
    step = add(known, d, named=f"{{{two}}}") if up else take(known, d, f"{{{two}}}")
    asks = rng.choice(("other", "other", "both", "third"))
    if asks == "both":
        did = "do" if not scene.past else "did"
        question = rng.choice(
            (
                f"how many {{T}} {did} {{they}} {act} {rng.choice(TOGETHER[:4])}",
                "what is the total number of {T}"
                if act == "have"
                else f"how many {{T}} {did} {{they}} {act} in total",
            )
        )
        return Plot("compared.both", tuple(facts), question, add(known, step), known + other, "ua")
    if asks == "third":
        k = rng.randint(2, 6)
        scene.slots["e"] = e = (
            rng.randint(1, max(1, other - 1)) if rng.random() < 0.5 else scene.number()
        )
        if rng.random() < 0.3:
            scene.slots["e"] = k
            facts.append(
                f"{{D}} <D:{act}> {'twice' if k == 2 else '{e} times'} as many {{T}} as {{{two}}}"
            )
            return Plot(
                "compared.third.times",
                tuple(facts),
                asking(act, "D"),
                times(k, step),
                k * other,
                "ua",
            )
        facts.append(
            f"{{D}} <D:{act}> {{e}} {'more' if e >= other or rng.random() < 0.5 else 'fewer'} {{T}} than {{{two}}}"
        )
        more = " more " in facts[-1]
        return Plot(
            "compared.third.by",
            tuple(facts),
            asking(act, "D"),
            add(step, e) if more else take(step, e),
            other + e if more else other - e,
            "ua",
        )
    return Plot(
        "compared.other." + ("more" if up else "fewer"),
        tuple(facts),
        asking(act, two),
        step,
        other,
        "ua",
    )


def multiple(scene: Scene, rng: Random, act: str) -> Plot:
    """Tell one amount as so many times, or half, of another."""
    k = rng.choice((2, 2, 3, 3, 4, 5, 6, 8, 10))
    small = scene.number(2, max(4, scene.top // 2))
    big = k * small
    known_small = rng.random() < 0.5
    scene.slots |= {"a": small if known_small else big, "k": k}
    many, few = rng.choice(("SM", "MS"))
    facts = [
        f"{{{few if known_small else many}}} <{few if known_small else many}:{act}> {{a}} {{T}}",
        rng.choice(
            (
                f"{{{many}}} <{many}:{act}> [twice|double|two times] as many {{T}} as {{{few}}}".replace(
                    "double as many {T} as", "double the number of {T} of"
                ),
                f"{{{few}}} <{few}:{act}> half as many {{T}} as {{{many}}}",
                f"{{{many}}} <{many}:{act}> twice as many as {{{few}}}",
            )
            if k == 2
            else (
                f"{{{many}}} <{many}:{act}> {{k}} times as many {{T}} as {{{few}}}",
                f"{{{many}}} <{many}:{act}> {{k}} times as many as {{{few}}}",
                f"{{{many}}} <{many}:{act}> {{k}} times the number of {{T}} that {{{few}}} <{few}:{act}>",
            )
        ).replace("[twice|double|two times]", "[twice|two times]"),
    ]
    if rng.random() < 0.35:
        facts.reverse()
        facts[0] = facts[0].replace("as many as", "as many {T} as")
    elif rng.random() < 0.25:
        facts = [f"{facts[0]} and {facts[1]}"]
    other = many if known_small else few
    step = times(k, small, named=f"{{{other}}}") if known_small else over(big, k, f"{{{other}}}")
    given = small if known_small else big
    value = big if known_small else small
    asks = rng.choice(("other", "other", "both", "difference"))
    did = "do" if not scene.past else "did"
    if asks == "both":
        question = f"how many {{T}} {did} {{they}} {act} {rng.choice(TOGETHER[:4])}"
        return Plot("multiple.both", tuple(facts), question, add(given, step), big + small, "ua")
    if asks == "difference":
        question = f"how many more {{T}} <{many}:do> {{{many}}} {act} than {{{few}}}"
        first: tuple[Step | int, Step | int] = (step, given) if known_small else (given, step)
        return Plot("multiple.difference", tuple(facts), question, take(*first), big - small, "ua")
    return Plot(
        "multiple.other." + ("many" if known_small else "few"),
        tuple(facts),
        asking(act, other),
        step,
        value,
        "ua",
    )


_MEASURES = (
    (
        "{X} is {a} years old",
        "{X} is {d} years [older|younger] than {Y}",
        "how old is {X}",
        "how many years older is {X} than {Y}",
    ),
    (
        "{X} is {a} centimetres tall",
        "{X} is {d} centimetres [taller|shorter] than {Y}",
        "how tall is {X} in centimetres",
        "how many centimetres taller is {X} than {Y}",
    ),
    (
        "{X} weighs {a} kilograms",
        "{X} weighs {d} kilograms [more|less] than {Y}",
        "how many kilograms does {X} weigh",
        "how much heavier is {X} than {Y}",
    ),
    (
        "{X} scored {a} points",
        "{X} scored {d} points [more|fewer] than {Y}",
        "how many points did {X} score",
        "by how many points did {X} beat {Y.o}",
    ),
    (
        "{X} walked {a} kilometres",
        "{X} walked {d} kilometres [more|less] than {Y}",
        "how far did {X} walk",
        "how many kilometres further did {X} walk than {Y}",
    ),
    (
        "{X} needed {a} minutes",
        "{X} needed {d} minutes [more|less] than {Y}",
        "how many minutes did {X} need",
        "how much longer did {X} need than {Y}",
    ),
)


def measured(scene: Scene, rng: Random, act: str) -> Plot:
    """Compare what is measured, as told by a third person."""
    states, relates, asks, differs = rng.choice(_MEASURES)
    x, y = rng.choice(("MD", "DM", "ME"))
    a = scene.number(5, min(scene.top + 10, 70))
    up = rng.random() < 0.5
    d = rng.randint(1, 40) if up else rng.randint(1, a - 1)
    scene.slots |= {"a": a, "d": d}
    if rng.random() < 0.3:
        b = a + d if up else a - d
        scene.slots["b"] = b
        high, low = (y, x) if up else (x, y)
        facts = (
            states.replace("{X}", f"{{{x}}}"),
            states.replace("{X}", f"{{{y}}}").replace("{a}", "{b}"),
        )
        question = differs.replace("{X}", f"{{{high}}}").replace("{Y", f"{{{low}")
        return Plot("measured.difference", facts, question, take(max(a, b), min(a, b)), d, "")
    more, less = relates[relates.index("[") + 1 : relates.index("]")].split("|")
    said = relates[: relates.index("[")] + "%" + relates[relates.index("]") + 1 :]
    straight = rng.random() < 0.5
    one, two = (y, x) if straight else (x, y)
    word = (more if up else less) if straight else (less if up else more)
    relation = said.replace("%", word).replace("{X}", f"{{{one}}}").replace("{Y}", f"{{{two}}}")
    facts = (states.replace("{X}", f"{{{x}}}"), relation)
    if rng.random() < 0.3:
        facts = (facts[1], facts[0])
    step = add(a, d) if up else take(a, d)
    return Plot(
        "measured.other." + ("straight" if straight else "inverted"),
        facts,
        asks.replace("{X}", f"{{{y}}}"),
        step,
        a + d if up else a - d,
        "",
    )

# ruff: noqa: E501 - a pattern of language is one line
"""Several owners: totals, differences, and amounts that are told by comparison."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import Step, add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_ACTS = {
    "thing": "have have have collect find get count make purchase sell order paint pack carry own",
    "food": "have have eat get purchase pick find sell order bake serve make",
    "plant": "have plant water count grow purchase sell",
    "animal": "have have own see count feed raise sell",
}
_TOGETHER = ("together", "altogether", "in all", "in total", "between them", "all together")
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
            _compared,
            _compared,
            _compared,
            _multiple,
            _multiple,
            _measured,
        )
    )
    plot = make(scene, rng, act)
    return scene, plot


def _verbs(act: str, *patterns: str) -> tuple[str, ...]:
    return tuple(pattern.replace("ACT", act) for pattern in patterns)


def _asks(act: str, key: str) -> str:
    return f"how many {{T}} <{key}:do> {{{key}}} {act}"


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
    how = rng.choice(_TOGETHER)
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
    ask = _asks(act, "S")
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


def _compared(scene: Scene, rng: Random, act: str) -> Plot:
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
                f"how many {{T}} {did} {{they}} {act} {rng.choice(_TOGETHER[:4])}",
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
                _asks(act, "D"),
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
            _asks(act, "D"),
            add(step, e) if more else take(step, e),
            other + e if more else other - e,
            "ua",
        )
    return Plot(
        "compared.other." + ("more" if up else "fewer"),
        tuple(facts),
        _asks(act, two),
        step,
        other,
        "ua",
    )


def _multiple(scene: Scene, rng: Random, act: str) -> Plot:
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
        question = f"how many {{T}} {did} {{they}} {act} {rng.choice(_TOGETHER[:4])}"
        return Plot("multiple.both", tuple(facts), question, add(given, step), big + small, "ua")
    if asks == "difference":
        question = f"how many more {{T}} <{many}:do> {{{many}}} {act} than {{{few}}}"
        first: tuple[Step | int, Step | int] = (step, given) if known_small else (given, step)
        return Plot("multiple.difference", tuple(facts), question, take(*first), big - small, "ua")
    return Plot(
        "multiple.other." + ("many" if known_small else "few"),
        tuple(facts),
        _asks(act, other),
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


def _measured(scene: Scene, rng: Random, act: str) -> Plot:
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

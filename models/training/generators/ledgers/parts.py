"""Wholes and parts, goals, halves, and lengths that are cut or travelled."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.pieces import (
    half,
    length,
    seats,
)
from lottery_agent.models.training.generators.ledgers.scene import Scene, open_scene
from lottery_agent.models.training.generators.ledgers.sheet import add, take
from lottery_agent.models.training.generators.ledgers.telling import Plot
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def draw(rng: Random, words: Vocabulary) -> tuple[Scene, Plot]:
    """Draw a problem of wholes and parts."""
    scene = open_scene(rng, words)
    for key in ("T", "t"):
        scene.slots[key] = str(scene.slots[key]).split()[-1]
    scene.slots |= {"a": scene.number(1), "b": scene.number(1), "c": scene.number(1)}
    make = rng.choice(
        (
            _kinds,
            _kinds,
            _rest,
            _rest,
            _difference,
            _goal,
            _goal,
            half,
            half,
            length,
            _pages,
            seats,
            _yes_no,
        )
    )
    return scene, make(scene, rng)


def _abc(scene: Scene) -> tuple[int, int, int]:
    values = (scene.slots["a"], scene.slots["b"], scene.slots["c"])
    one, two, three = (value for value in values if isinstance(value, int))
    return one, two, three


_HAS = ("{S} <S:have>", "there <T:be>", "{S} <S:pick>", "{S} <S:count>", "{S} <S:own>")


def _kinds(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, c = _abc(scene)
    has = rng.choice(_HAS)
    if rng.random() < 0.5:
        facts = (
            (f"{has} {{a}} {{a1}} {{T}} and {{b}} {{a2}} {{T}}",)
            if rng.random() < 0.6
            else (f"{has} {{a}} {{a1}} {{T}}", f"{has} {{b}} {{a2}} {{T}} [too|as well]")
        )
        return Plot(
            "kinds.2",
            facts,
            "how many {T} [are there|is that] [in all|altogether|in total]",
            add(a, b),
            a + b,
            "a",
        )
    facts = (f"{has} {{a}} {{a1}} {{T}}, {{b}} {{a2}} {{T}} and {{c}} {{a3}} {{T}}",)
    return Plot(
        "kinds.3",
        facts,
        "how many {T} [are there|is that] [in all|altogether|in total]",
        add(a, b, c),
        a + b + c,
        "a",
    )


def _rest(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, c = _abc(scene)
    has = rng.choice(_HAS)
    if rng.random() < 0.5:
        scene.slots["w_"] = a + b
        facts = rng.choice(
            (
                (
                    f"{has} {{w_}} {{T}}",
                    "{a} of them <T:be> {a1} and the [rest|others] <T:be> {a2}",
                ),
                ("of {w_} {T} {at}, {a} <T:be> {a1} and the rest {a2}",),
                (f"{has} {{w_}} {{a1}} and {{a2}} {{T}}", "{a} of them <T:be> {a1}"),
            )
        )
        return Plot(
            "rest.2",
            facts,
            "how many {T} <T:be> {a2}",
            take(a + b, a),
            b,
            "a" if "{S}" in facts[0] else "",
        )
    scene.slots["w_"] = a + b + c
    facts = rng.choice(
        (
            (f"{has} {{w_}} {{T}}", "{a} <T:be> {a1}, {b} <T:be> {a2} and the rest <T:be> {a3}"),
            (f"{has} {{w_}} {{T}}: {{a}} {{a1}} ones, {{b}} {{a2}} ones, and the rest {{a3}}",),
        )
    )
    return Plot(
        "rest.3",
        facts,
        "how many {T} <T:be> {a3}",
        take(a + b + c, add(a, b, named="{T}")),
        c,
        "",
    )


def _difference(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, _ = _abc(scene)
    if a == b:
        scene.slots["b"] = b = b + 2
    has = rng.choice(_HAS)
    more, less = ("{a1} {T}", "{a2} {T}") if a > b else ("{a2} {T}", "{a1} {T}")
    if rng.random() < 0.5:
        facts = (f"{has} {{a}} {{a1}} {{T}} and {{b}} {{a2}} {{T}}",)
        return Plot(
            "difference",
            facts,
            rng.choice(
                (
                    f"how many more {more} than {less} are there",
                    f"how many fewer {less} than {more} are there",
                    f"how many more {more} are there than {less}",
                )
            ),
            take(max(a, b), min(a, b)),
            abs(a - b),
            "a",
        )
    act = rng.choice(("have", "pack", "count", "purchase", "sell"))
    more, less = ("{T}", "{U}") if a > b else ("{U}", "{T}")
    facts = (
        rng.choice(
            (
                f"{{S}} <S:{act}> {{a}} {{T}} and {{b}} {{U}}",
                f"{{S}} <S:{act}> {{a}} {{T}}, and {{b}} {{U}} as well",
            )
        ),
    )
    return Plot(
        "difference.items",
        facts,
        rng.choice(
            (
                f"how many more {more} than {less} <S:do> {{S}} {act}",
                f"how many fewer {less} than {more} <S:do> {{S}} {act}",
            )
        ),
        take(max(a, b), min(a, b)),
        abs(a - b),
        "a",
    )


def _goal(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, c = _abc(scene)
    two = rng.random() < 0.5
    goal = a + b + (c if two else 0)
    scene.slots["goal"] = goal
    want = rng.choice(
        (
            "{S} <S:need> {goal} {T}",
            "{S} <S:want> to collect {goal} {T}",
            "{S} <S:have> to make {goal} {T}",
            "{S} <S:plan> to have {goal} {T}",
        )
    )
    have = rng.choice(
        (
            "so far, {S} <S:have> {a}",
            "{S} already <S:have> {a} [of them|]",
            "{S} <S:have> only {a} [so far|]",
        )
    )
    ask = rng.choice(
        (
            "how many more {T} <S:do> {S} need",
            "how many {T} are [still |]missing",
            "how many more {T} must {S} get",
        )
    )
    if not two:
        facts = (
            (want, have)
            if rng.random() < 0.75
            else ("{S} <S:have> {a} {T}", "{S} <S:need> {goal} [of them|in all|]")
        )
        return Plot("goal.1", facts, ask, take(goal, a), b, "")
    facts = (
        want,
        have,
        rng.choice(
            ("{M} <M:give> {S.o} another {b}", "then {S} <S:get> {b} more", "{S} <S:find> {b} more")
        ),
    )
    return Plot("goal.2", facts, ask, take(goal, add(a, b, named="{T}")), c, "")


def _pages(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, c = _abc(scene)
    what, act = rng.choice(
        (
            ("pages", "read"),
            ("kilometres", "walk"),
            ("pages", "write"),
            ("kilometres", "swim"),
            ("songs", "practise"),
            ("letters", "write"),
        )
    )
    scene.slots |= {"what": what, "goal": a + b + c}
    if rng.random() < 0.5:
        facts = (
            f"{{S}} <S:have> to {act} {{goal}} {{what}}",
            rng.choice(
                (
                    f"{{S}} <S:{act}> {{a}} {{what}} on Monday and {{b}} on Tuesday",
                    f"on the first day {{S}} <S:{act}> {{a}} {{what}}, on the second {{b}}",
                )
            ),
        )
        return Plot(
            "goal.days",
            facts,
            "how many {what} are [still |]left",
            take(a + b + c, add(a, b, named="{what}")),
            c,
            "",
        )
    facts = (
        f"{{S}} <S:{act}> {{a}} {{what}} on Monday",
        f"on Tuesday {{S}} <S:{act}> {{b}} {{what}} more than on Monday",
    )
    if rng.random() < 0.5:
        return Plot(
            "days.more",
            facts,
            f"how many {{what}} <S:do> {{S}} {act} on Tuesday",
            add(a, b),
            a + b,
            "",
        )
    return Plot(
        "days.both",
        facts,
        f"how many {{what}} <S:do> {{S}} {act} on both days together",
        add(a, add(a, b, named="tuesday {what}")),
        2 * a + b,
        "",
    )


def _yes_no(scene: Scene, rng: Random) -> Plot:
    facts: tuple[str, ...]
    a, b, c = _abc(scene)
    scene.slots["w_"] = a + b
    scene.slots["v_"] = a + b + c
    done = rng.choice(("packed", "painted", "counted", "checked", "labelled", "washed"))
    if rng.random() < 0.6:
        facts = (
            rng.choice(("there <T:be> {w_} {T} {at}", "{S} <S:have> {w_} {T}")),
            f"[so far, |]{{a}} [of them |]are {done}",
        )
        return Plot("not.1", facts, f"how many {{T}} are not {done}[| yet]", take(a + b, a), b, "")
    facts = (
        rng.choice(("there <T:be> {v_} {T} {at}", "{S} <S:have> {v_} {T}")),
        f"{{S}} has {done} {{a}} and {{M}} has {done} {{b}}",
    )
    if getattr(scene.slots["S"], "she", "") in ("I", "they"):
        facts = (facts[0], facts[1].replace("{S} has", "{S} have"))
    return Plot(
        "not.2",
        facts,
        f"how many {{T}} are not {done} yet",
        take(a + b + c, add(a, b, named="{T}")),
        c,
        "",
    )

"""Halves and thirds, lengths that are cut, and rows of seats."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene
from lottery_agent.models.training.generators.ledgers.sheet import add, over, take, times
from lottery_agent.models.training.generators.ledgers.telling import Plot


def half(scene: Scene, rng: Random) -> Plot:
    """Take a half, a third or a quarter of what is there."""
    k, word = rng.choice(((2, "half"), (2, "half"), (3, "a third"), (4, "a quarter")))
    part = scene.number(2, max(4, scene.top // 2))
    whole = k * part
    x = rng.randint(1, part - 1)
    more = scene.number()
    scene.slots |= {"w_": whole, "x": x, "y": more}
    have = rng.choice(
        ("{S} <S:have> {w_} {T}", "{S} <S:collect> {w_} {T}", "{S} <S:purchase> {w_} {T}")
    )
    give = rng.choice(
        (
            f"{{S}} <S:give> {word} of them to {{M.o}}",
            f"{{M}} <M:take> {word} of the {{T}}",
            f"{word} of the {{T}} <T:get> lost",
            f"{{S}} <S:sell> {word} of them",
        )
    )
    share = over(whole, k, "{T}")
    asks = rng.choice(("part", "more", "rest", "part", "first"))
    if asks == "part":
        give = rng.choice((f"{word} of them <T:be> {{a1}}", f"{word} of the {{T}} <T:be> {{a1}}"))
        if rng.random() < 0.5:
            return Plot(
                "half.part", (have, give), "how many {T} <T:be> {a1}", over(whole, k), part, "o"
            )
        return Plot(
            "half.less",
            (
                have,
                give,
                rng.choice(
                    (
                        "{S} <S:lose> {x} of the {a1} {T}",
                        "{S} <S:give> {x} of the {a1} ones to {M.o}",
                    )
                ),
            ),
            "how many {a1} {T} are left",
            take(share, x),
            part - x,
            "o",
        )
    kept = share if k == 2 else take(whole, share, "{S}")
    rest = whole - part
    left = "how many {T} <S:do.pres> {S} have [left|now]"
    if asks == "rest":
        last = over(whole, k) if k == 2 else take(whole, share)
        return Plot("half.rest", (have, give), left, last, rest, "o")
    if asks == "more":
        then = rng.choice(
            (
                "then {S} <S:find> {y} more",
                "{M} <M:give> {S.o} {y} more {T}",
                "later, {S} <S:get> another {y}",
            )
        )
        return Plot(
            "half.more",
            (have, give, then),
            "how many {T} <S:do.pres> {S} have [now|in the end]",
            add(kept, more),
            rest + more,
            "o",
        )
    scene.slots["part"] = part
    facts = ("{S} <S:give> half of {S.p} {T} to {M.o}", "now {S} <S:have.pres> {part} {T} left")
    return Plot(
        "half.first",
        facts,
        "how many {T} did {S} have [at first|before|to begin with]",
        times(2, part),
        2 * part,
        "",
    )


def length(scene: Scene, rng: Random) -> Plot:
    """Cut a length into pieces."""
    n, g = rng.randint(2, 12), rng.randint(2, 12)
    thing = rng.choice(("rope", "ribbon", "wire", "plank", "pipe", "cloth"))
    unit = rng.choice(("metres", "centimetres", "feet"))
    scene.slots |= {"stuff": thing, "m": unit, "n": n, "g": g, "all": n * g}
    x = scene.number(1)
    scene.slots |= {"x": x, "w_": n * g + x}
    asks = rng.choice(("pieces", "size", "rest", "after"))
    if asks == "pieces":
        return Plot(
            "length.number",
            ("{S} <S:have> {all} {m} of {stuff}", "{S} <S:cut> it into pieces of {g} {m}"),
            "how many pieces are there",
            over(n * g, g),
            n,
            "o",
        )
    if asks == "size":
        return Plot(
            "length.size",
            ("{S} <S:cut> {all} {m} of {stuff} into {n} equal pieces",),
            "how many {m} long is each piece",
            over(n * g, n),
            g,
            "o",
        )
    if asks == "rest":
        return Plot(
            "length.rest",
            ("{S} <S:have> {w_} {m} of {stuff}", "{S} <S:cut> off {n} pieces of {g} {m} each"),
            "how many {m} of {stuff} are left",
            take(n * g + x, times(n, g, named="pieces {stuff}")),
            x,
            "",
        )
    return Plot(
        "length.after",
        (
            "{S} <S:have> {w_} {m} of {stuff}",
            "{S} <S:use> {x} {m} and <S:cut> the rest into pieces of {g} {m}",
        ),
        "how many pieces are there",
        over(take(n * g + x, x, "rest {stuff}"), g),
        n,
        "",
    )


def seats(scene: Scene, rng: Random) -> Plot:
    """Count seats in rows."""
    n, g = rng.randint(2, 20), rng.randint(2, 20)
    x = rng.randint(1, n * g - 1)
    scene.slots |= {
        "n": n,
        "g": g,
        "x": x,
        "hall": rng.choice(("hall", "cinema", "theatre", "bus", "train", "stadium")),
    }
    facts = rng.choice(
        (
            ("the {hall} has {n} rows of {g} seats",),
            ("the {hall} has {n} rows", "there are {g} seats in [each|every] row"),
        )
    )
    if rng.random() < 0.4:
        return Plot(
            "seats.total", facts, "how many seats does the {hall} have", times(n, g), n * g, ""
        )
    return Plot(
        "seats.rest",
        (*facts, "{x} seats are [taken|broken|empty]"),
        "how many seats are not",
        take(times(n, g, named="seats"), x),
        n * g - x,
        "",
    )

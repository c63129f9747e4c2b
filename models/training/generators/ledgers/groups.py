# ruff: noqa: E501 - a pattern of language is one line
"""Equal groups, shares and rates: their totals, sizes and numbers, before and after changes."""

from __future__ import annotations

from random import Random

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
            _grouped,
            _grouped,
            _grouped,
            _shared,
            _rate,
            _rate,
            _paced,
            _left,
            _repacked,
            _batches,
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


def _grouped(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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


def _shared(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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


def _rate(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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


def _paced(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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


def _left(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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


def _repacked(scene: Scene, rng: Random, n: int, g: int) -> Plot:
    m = rng.randint(2, 12)
    h = n * g
    # n * m groups of g fill n groups' worth: m * g in each of n.
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
    del h
    return Plot(
        "repacked.number",
        facts,
        "how many {K} [are needed|<S:do> {S} need|<S:do> {S} fill]",
        over(times(n, m * g, named="{T}"), g),
        n * m,
        "",
    )


def _batches(scene: Scene, rng: Random, n: int, g: int) -> Plot:
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

# ruff: noqa: E501 - a pattern of language is one line
"""Constructions that compare numbers: how many, how old, more than, at least, as many as."""

from __future__ import annotations

from lottery_agent.models.training.generators.constructions.catalogue import (
    Build,
    Construction,
    Frames,
    construction,
)
from lottery_agent.models.training.generators.constructions.meaning import (
    In,
    Measured,
    Overlap,
    Quantity,
    Set,
    Share,
    Sign,
)
from lottery_agent.models.training.generators.constructions.slots import Slots


def _fact(sign: Sign) -> Build:
    return lambda slots: In(slots.names["N"], _measured(slots, sign))


def _measured(slots: Slots, sign: Sign) -> Measured:
    return Measured(slots.names["F"], sign, int(slots.names["k"]))


def _rule(sign: Sign, quantity: Quantity = "every") -> Build:
    def means(slots: Slots) -> Share:
        group: Set = _measured(slots, sign)
        if "A" in slots.sets:
            group = Overlap((slots.sets["A"], group))
        return Share(quantity, group, slots.sets["P"])

    return means


def _than(sign: Sign, share: int = 0, *, times: bool = False) -> Build:
    """Return what a comparison of two named things means.

    Args:
        sign: How the numbers compare.
        share: 1 if the number is added, -1 if it is taken off, 0 if there is none.
        times: Whether the number multiplies.
    """

    def means(slots: Slots) -> In:
        amount = int(slots.names["k"]) * share if share else 0
        other = slots.names["M"]
        return In(slots.names["N"], Measured(slots.names["F"], sign, amount, other, times))

    return means


def _conclusion(sign: Sign) -> Build:
    """Return what it means that all of a kind have a number."""
    return lambda slots: Share("every", slots.sets["A"], _measured(slots, sign))


_SAID: dict[str, tuple[Sign, tuple[tuple[str, str], ...]]] = {
    "more": (">", (("more_than", "more than {k} {u}"), ("over", "over {k} {u}"), ("upwards", "upwards of {k} {u}"), ("larger", "a number of {u} larger than {k}"))),
    "fewer": ("<", (("fewer_than", "fewer than {k} {u}"), ("less_than", "less than {k} {u}"), ("under", "under {k} {u}"), ("below", "a number of {u} below {k}"))),
    "least": (">=", (("at_least", "at least {k} {u}"), ("or_more", "{k} {u} or more"), ("no_fewer", "no fewer than {k} {u}"), ("minimum", "a minimum of {k} {u}"))),
    "most": ("<=", (("at_most", "at most {k} {u}"), ("no_more", "no more than {k} {u}"), ("up_to", "up to {k} {u}"), ("or_fewer", "{k} {u} or fewer"), ("maximum", "a maximum of {k} {u}"))),
}  # fmt: skip
"""How a count is compared, by name: the sign, and its phrasings by their names."""


def _compared() -> tuple[Construction, ...]:
    """Return facts and rules for each way to compare a count."""
    made = []
    for name, (sign, said) in _SAID.items():
        facts: Frames = {key: f"{{N}} has {text}" for key, text in said}
        asked: Frames = {key: f"does {{N}} have {text}" for key, text in said}
        rules = {key: f"[everyone|everybody|anyone] with {text} {{p}}" for key, text in said}
        kinds = {
            key: f"[[every|any] {{n}} with {text} {{p}}|[all |]{{ns}} with {text} {{ps}}]"
            for key, text in said
        }
        none = {key: f"[nobody|no one|no {{n}}] with {text} {{p}}" for key, text in said}
        made += [
            construction(f"count_{name}", _fact(sign), facts, asked, weight=1),
            construction(f"count_{name}_rule", _rule(sign), rules, weight=1),
            construction(f"count_{name}_kind", _rule(sign), kinds, weight=1),
            construction(f"count_{name}_none", _rule(sign, "no"), none, weight=1, negative=0.0),
        ]
    return tuple(made)


CONSTRUCTIONS = (
    construction(
        "count", _fact("="),
        {
            "has": "{N} has {k} {u}",
            "exactly": "{N} has exactly {k} {u}",
            "owns": "the number of {u} of {N} is {k}",
            "just": "{N} has [just|precisely] {k} {u}",
            "there_are": "{k} is the number of {u} that {N} has",
        },
        {"has": "does {N} have {k} {u}", "exactly": "does {N} have exactly {k} {u}"},
    ),
    construction(
        "measure", _fact("="),
        {
            "of": "the {f} of {N} is {k}",
            "possessive": "{N}'s {f} is {k}",
            "has": "{N} has a {f} of {k}",
            "front": "{k} is the {f} of {N}",
            "as_for": "the {f} is {k} in the case of {N}",
        },
        {"of": "is the {f} of {N} {k}", "possessive": "is {N}'s {f} {k}"},
    ),
    construction(
        "measure_more", _fact(">"),
        {
            "above": "the {f} of {N} is [above|more than|over] {k}",
            "possessive": "{N}'s {f} is [more|greater|larger] than {k}",
            "exceeds": "the {f} of {N} exceeds {k}",
            "has": "{N} has a {f} of more than {k}",
        },
        {"is": "is the {f} of {N} more than {k}", "possessive": "is {N}'s {f} over {k}"}, weight=1,
    ),
    construction(
        "measure_less", _fact("<"),
        {
            "below": "the {f} of {N} is [below|less than|under] {k}",
            "possessive": "{N}'s {f} is [less|smaller] than {k}",
            "has": "{N} has a {f} of less than {k}",
            "does_not_reach": "the {f} of {N} stays below {k}",
        },
        {"is": "is the {f} of {N} less than {k}"}, weight=1,
    ),
    construction(
        "unit", _fact("="),
        {
            "plain": "{N} {m=}",
            "it_is": "it is {N} that {m=}",
            "true": "it is true of {N} that it {m=}",
            "know": "{N}, as far as we know, {m=}",
        },
    ),
    construction("unit_more", _fact(">"), {"plain": "{N} {m>}", "it_is": "it is {N} that {m>}", "true": "it is true that {N} {m>}", "we_know": "as we know, {N} {m>}"}, weight=1),
    construction("unit_less", _fact("<"), {"plain": "{N} {m<}", "it_is": "it is {N} that {m<}", "true": "it is true that {N} {m<}", "we_know": "as we know, {N} {m<}"}, weight=1),
    construction("unit_least", _fact(">="), {"plain": "{N} {m>=}", "it_is": "it is {N} that {m>=}", "true": "it is true that {N} {m>=}", "we_know": "as we know, {N} {m>=}"}, weight=1),
    construction("unit_most", _fact("<="), {"plain": "{N} {m<=}", "it_is": "it is {N} that {m<=}", "true": "it is true that {N} {m<=}", "we_know": "as we know, {N} {m<=}"}, weight=1),
    construction(
        "unit_least_rule", _rule(">="),
        {
            "everyone": "[everyone|everybody|anyone] who {m>=} {p}",
            "everything": "[everything|anything] that {m>=} {p}",
            "every": "[every|any] {n} that {m>=} {p}",
            "plural": "[all |]{ns} that {ms>=} {ps}",
            "if": "[if someone {m>=}, [he|she] {p}|if something {m>=}, it {p}]",
        }, weight=2,
    ),
    construction(
        "unit_more_rule", _rule(">"),
        {
            "everyone": "[everyone|everybody|anyone] who {m>} {p}",
            "everything": "[everything|anything] that {m>} {p}",
            "every": "[every|any] {n} that {m>} {p}",
            "plural": "[all |]{ns} that {ms>} {ps}",
            "whoever": "[whoever|whatever] {m>} {p}",
            "if": "[if someone {m>}, [he|she] {p}|if something {m>}, it {p}]",
        }, weight=2,
    ),
    construction(
        "unit_less_none", _rule("<", "no"),
        {
            "nobody": "[nobody|no one] who {m<} {p}",
            "nothing": "nothing that {m<} {p}",
            "no": "no {n} that {m<} {p}",
            "none_of": "none of the {ns} that {ms<} {ps}",
        }, negative=0.0, weight=2,
    ),
    construction(
        "unit_all", _conclusion(">"),
        {
            "every": "[every|each] {a} {m>}",
            "plural": "[all |]{As} {ms>}",
            "any": "any {a} {m>}",
            "each_of": "each of the {As} {m>}",
        }, weight=1,
    ),
    construction(
        "more_than", _than(">"),
        {
            "more": "{N} has more {u} than {M}",
            "fewer": "{N} has a greater number of {u} than {M}",
            "measure": "the {f} of {N} is [greater|larger|higher] than that of {M}",
            "possessive": "{N}'s {f} is [greater|larger|higher] than {M}'s",
            "exceeds": "the {f} of {N} exceeds that of {M}",
        },
        {"does": "does {N} have more {u} than {M}", "is": "is the {f} of {N} greater than that of {M}"},
    ),
    construction(
        "less_than", _than("<"),
        {
            "fewer": "{N} has fewer {u} than {M}",
            "less": "{N} has a smaller number of {u} than {M}",
            "measure": "the {f} of {N} is [less|smaller|lower] than that of {M}",
            "possessive": "{N}'s {f} is [less|smaller|lower] than {M}'s",
        },
        {"does": "does {N} have fewer {u} than {M}"},
    ),
    construction(
        "as_many", _than("="),
        {
            "as_many": "{N} has [just |exactly |]as many {u} as {M}",
            "same": "{N} has the same number of {u} as {M}",
            "measure": "the {f} of {N} is the same as that of {M}",
            "equals": "the {f} of {N} equals that of {M}",
            "possessive": "{N}'s {f} is equal to {M}'s",
        },
        {"does": "does {N} have as many {u} as {M}"},
    ),
    construction(
        "some_more", _than("=", 1),
        {
            "more": "{N} has {k} more {u} than {M}",
            "above": "the {f} of {N} is {k} [above|more than|greater than] that of {M}",
            "ahead": "{N} has {k} {u} more than {M}",
            "possessive": "{N}'s {f} is {k} more than {M}'s",
        },
        {"does": "does {N} have {k} more {u} than {M}"},
    ),
    construction(
        "some_fewer", _than("=", -1),
        {
            "fewer": "{N} has {k} fewer {u} than {M}",
            "below": "the {f} of {N} is {k} [below|less than] that of {M}",
            "behind": "{N} has {k} {u} [less|fewer] than {M}",
            "possessive": "{N}'s {f} is {k} less than {M}'s",
        },
    ),
    construction(
        "times", _than("=", 1, times=True),
        {
            "times": "{N} has {k} times as many {u} as {M}",
            "measure": "the {f} of {N} is {k} times that of {M}",
            "the_number": "the number of {u} of {N} is {k} times that of {M}",
            "possessive": "{N}'s {f} is {k} times {M}'s",
        },
        {"does": "does {N} have {k} times as many {u} as {M}"},
    ),
    *_compared(),
)  # fmt: skip

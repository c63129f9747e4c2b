# ruff: noqa: E501 - tables of words are long lines
"""The forms of the verbs of the stories."""

from __future__ import annotations

from dataclasses import dataclass

_IRREGULAR = {
    "be": "is was being", "have": "has had having", "do": "does did doing", "give": "gives gave giving",
    "find": "finds found finding", "get": "gets got getting", "lose": "loses lost losing",
    "eat": "eats ate eating", "take": "takes took taking", "lend": "lends lent lending",
    "throw": "throws threw throwing", "win": "wins won winning", "make": "makes made making",
    "break": "breaks broke breaking", "spend": "spends spent spending", "put": "puts put putting",
    "sell": "sells sold selling", "send": "sends sent sending", "steal": "steals stole stealing",
    "draw": "draws drew drawing", "write": "writes wrote writing", "read": "reads read reading",
    "drink": "drinks drank drinking", "buy": "buys bought buying", "come": "comes came coming",
    "go": "goes went going", "catch": "catches caught catching", "cut": "cuts cut cutting",
    "hold": "holds held holding", "pay": "pays paid paying", "drop": "drops dropped dropping",
    "plan": "plans planned planning", "swim": "swims swam swimming", "fill": "fills filled filling",
    "begin": "begins began beginning", "fly": "flies flew flying", "die": "dies died dying", "step": "steps stepped stepping", "wrap": "wraps wrapped wrapping", "cost": "costs cost costing", "knit": "knits knitted knitting", "bake": "bakes baked baking", "build": "builds built building", "pack": "packs packed packing",
    "grow": "grows grew growing", "see": "sees saw seeing", "feed": "feeds fed feeding", "practise": "practises practised practising", "hide": "hides hid hiding", "own": "owns owned owning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a verb."""

    base: str
    third: str
    past: str
    ing: str


def forms(base: str) -> Forms:
    """Return the forms of a verb, by rule if it is not irregular."""
    if base in _IRREGULAR:
        third, past, ing = _IRREGULAR[base].split()
        return Forms(base, third, past, ing)
    if base.endswith("e"):
        return Forms(base, base + "s", base + "d", base[:-1] + "ing")
    if base.endswith("y") and base[-2] not in "aeou":
        return Forms(base, base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    third = base + ("es" if base.endswith(("s", "x", "ch", "sh", "o")) else "s")
    return Forms(base, third, base + "ed", base + "ing")


def finite(base: str, *, past: bool, plural: bool, first: bool = False) -> str:
    """Return the form of a verb that agrees with its subject.

    Args:
        base: The verb.
        past: Whether the story is told in the past.
        plural: Whether the subject is in the plural.
        first: Whether the subject is the teller.
    """
    if base == "be":
        if past:
            return "were" if plural else "was"
        return "are" if plural else "am" if first else "is"
    made = forms(base)
    if past:
        return made.past
    return made.base if plural or first else made.third

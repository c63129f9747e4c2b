"""Puts words into patterns: choices, slots, verbs that agree, numbers, and a writer's habits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import capital, spin
from lottery_agent.models.training.generators.numerals import in_words

_SLOT = re.compile(r"\{(\w+)\}")
_VERB = re.compile(r"([~%])(?:([a-d]):)?([A-Za-z]+(?:'t)?)")
_ARTICLE = re.compile(r"\b[Tt]he (?!(?:case|following|same|others?|rest|one)\b)(?=[a-z])")
"""An article that a hurried writer leaves out."""
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_PLURAL = {
    "is": "are",
    "isn't": "aren't",
    "was": "were",
    "has": "have",
    "does": "do",
    "doesn't": "don't",
    "goes": "go",
    "lies": "lie",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How one person writes.

    Attributes:
        lower: Whether everything is in lower case.
        bare: Whether articles are left out.
        open: Whether sentences have no end mark.
        digits: How often a number is in digits.
        plain: Whether apostrophes are left out.
        lead: How often a sentence begins with words like `We know that`.
    """

    lower: bool = False
    bare: bool = False
    open: bool = False
    digits: float = 0.15
    plain: bool = False
    lead: float = 0.03


def style(rng: Random) -> Style:
    """Draw a writer; two of three write properly."""
    if rng.random() < 0.65:
        return Style(digits=rng.choice((0.0, 0.1, 0.9)), lead=rng.choice((0, 0, 0.1)))
    return Style(
        lower=rng.random() < 0.6,
        bare=rng.random() < 0.25,
        open=rng.random() < 0.5,
        digits=rng.choice((0.1, 0.9)),
        plain=rng.random() < 0.35,
        lead=rng.choice((0, 0, 0.15)),
    )


def ordinal(rng: Random, number: int, digits: float) -> str:
    """Return `second` or `2nd`."""
    if rng.random() >= digits:
        return _ORDINALS[number - 1]
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def cardinal(rng: Random, number: int, digits: float) -> str:
    """Return `two` or `2`."""
    return str(number) if rng.random() < digits or number > 12 else in_words(number)


def listed(rng: Random, items: Sequence[str], *, link: str = "and") -> str:
    """Return items as a sentence lists them."""
    if len(items) == 1:
        return items[0]
    comma = "," if len(items) > 2 and rng.random() < 0.35 else ""
    return f"{', '.join(items[:-1])}{comma} {link} {items[-1]}"


def fill(rng: Random, pattern: str, slots: Mapping[str, str], plural: Collection[str] = ()) -> str:
    """Return a pattern with its choices drawn, its verbs in agreement and its slots filled.

    Args:
        rng: The source of choices.
        pattern: The pattern.
        slots: The text of each slot.
        plural: The slots that are plural, in lower case: `a`, `b`, and `n` for the number.
    """

    def agree(found: re.Match[str]) -> str:
        kind, slot, verb = found.groups()
        owner = slot or ("a" if kind == "~" else "n")
        return _plural(verb) if owner in plural else verb

    text = _VERB.sub(agree, spin(rng, pattern))
    text = _SLOT.sub(lambda found: slots[found[1]], text)
    return " ".join(text.split())


def _plural(verb: str) -> str:
    low = verb.lower()
    if low in _PLURAL:
        found = _PLURAL[low]
    elif low.endswith(("shes", "ches", "sses", "xes")):
        found = low[:-2]
    else:
        found = low.removesuffix("s")
    return capital(found) if verb[0].isupper() else found


_LEADS = (
    "We know that", "It is known that", "Note that", "Also,", "Remember that", "It turns out that",
    "I am told that", "As it happens,", "Clue:", "Apparently", "In addition,", "Next,", "Finally,",
    "We also know that", "Somebody remembers that", "First of all,", "One thing is sure:", "-", "*",
    "(1)", "(2)", "2)", "3)", "Hint:", "By the way,",
)  # fmt: skip


def written(
    rng: Random, text: str, line: str, names: Collection[str], style: Style, *, end: str = "."
) -> tuple[str, str]:
    """Return a sentence as a person writes it, and its line with the words as they then stand.

    Args:
        rng: The source of choices.
        text: The sentence, without its end mark and its capital.
        line: Its line in the puzzle language.
        names: The names that the line may have.
        style: How the person writes.
        end: The end mark.
    """
    if end == "." and rng.random() < style.lead:
        text = f"{rng.choice(_LEADS)} {text}"
    if style.bare:
        text = _ARTICLE.sub("", text)
    if style.plain:
        text = text.replace("n't", "nt")
    if style.lower:
        text, line = text.lower(), line.lower()
    elif text[:1].islower():
        line = _capital_name(text, line, names)
        text = capital(text)
    if text[-1:] in ":.!?" or (style.open and rng.random() < 0.8):
        return text, line
    return text + end, line


def _capital_name(text: str, line: str, names: Collection[str]) -> str:
    """Write a name in the line as it stands at the beginning of the sentence."""
    first = [name for name in names if re.match(rf"{name.replace('_', ' ')}\b", text)]
    for name in sorted(first, key=len, reverse=True)[:1]:
        line = re.sub(rf"(?<!\w){name}(?!\w)", capital(name), line)
    return line

"""Numbers as people write them: `2,340`, `2340`, `twelve`, `1.5`."""

from __future__ import annotations

from fractions import Fraction
from random import Random

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * (value + 2) for value, word in enumerate(_TENS)
}
"""The values of the words for small numbers and tens."""


def in_words(number: int) -> str:
    """Return a whole number below a hundred in words."""
    if number < 20:
        return _SMALL[number]
    tens, rest = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")


def shown(rng: Random, number: Fraction) -> str:
    """Return a number in digits, with thousands separated now and then."""
    if number.denominator != 1:
        return f"{float(number):,}" if rng.random() < 0.5 else f"{float(number)}"
    value = number.numerator
    return f"{value:,}" if value >= 1000 and rng.random() < 0.5 else str(value)


def plain(number: Fraction) -> str:
    """Return a number in the language's notation: `2340`, `0.5`."""
    if number.denominator == 1:
        return str(number.numerator)
    places = 1
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(int(number * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"

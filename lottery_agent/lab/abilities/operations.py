"""Fundamental operations: sums, differences, products, quotients and comparisons, by size.

They are asked in words, so that an agent has to write the calculation. A result has to be exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from lottery_agent.lab.abilities.probes import Probe, lettered

CHANCE = 0.0
"""Of a free answer. A comparison has two options."""

_PLUS = (
    "What is {} plus {}?",
    "Add {} to {}. What is the sum?",
    "How much are {} and {} together?",
)
_MINUS = ("What is {} minus {}?", "By how much is {} larger than {}?", "What is {} less {}?")
_TIMES = (
    "What is {} times {}?",
    "Multiply {} by {}. What is the product?",
    "How much is {} times {}?",
)
_OVER = ("What is {} divided by {}?", "Divide {} by {}. What is the quotient?")
_LARGER = ("Which number is larger, {} or {}?", "Which is the larger one of {} and {}?")


def _digits(random: Random, count: int) -> int:
    """Return a number with so many digits; no power of ten, which would be easy."""
    return random.randrange(10 ** (count - 1) + 1, 10**count)


def _sum(random: Random, one: int, other: int) -> tuple[str, int]:
    first, second = _digits(random, one), _digits(random, other)
    return random.choice(_PLUS).format(first, second), first + second


def _difference(random: Random, one: int, other: int) -> tuple[str, int]:
    while True:
        first, second = _digits(random, one), _digits(random, other)
        if first > second:
            return random.choice(_MINUS).format(first, second), first - second


def _product(random: Random, one: int, other: int) -> tuple[str, int]:
    first, second = max(2, _digits(random, one)), _digits(random, other)
    return random.choice(_TIMES).format(first, second), first * second


def _quotient(random: Random, one: int, other: int) -> tuple[str, int]:
    """Divide so that nothing is left; `one` digits of the result, `other` of the divisor."""
    result, divisor = _digits(random, one), max(2, _digits(random, other))
    return random.choice(_OVER).format(result * divisor, divisor), result


Calculation = Callable[[Random, int, int], tuple[str, int]]
_CALCULATIONS: Mapping[str, tuple[Calculation, int, int]] = {
    "sum, 2 digits": (_sum, 2, 2),
    "difference, 2 digits": (_difference, 2, 2),
    "product, 1 by 2 digits": (_product, 1, 2),
    "quotient, 2 by 1 digits": (_quotient, 2, 1),
    "sum, 5 digits": (_sum, 5, 5),
    "difference, 5 digits": (_difference, 5, 5),
    "product, 2 by 2 digits": (_product, 2, 2),
    "product, 3 by 3 digits": (_product, 3, 3),
}
_WHOLE, _DECIMAL = "comparison, 4 digits", "comparison, decimals"
KINDS = (*_CALCULATIONS, _WHOLE, _DECIMAL)


def make(random: Random, kind: str) -> Probe:
    """Return a probe."""
    if kind in _CALCULATIONS:
        calculate, one, other = _CALCULATIONS[kind]
        question, result = calculate(random, one, other)
        return Probe(kind, question, str(result))
    larger, smaller = _integers(random) if kind == _WHOLE else _decimals(random)
    shown = random.sample([larger, smaller], 2)
    answer, options = lettered(random, larger, [smaller])
    return Probe(kind, random.choice(_LARGER).format(*shown), answer, options=options)


def _integers(random: Random) -> tuple[str, str]:
    """Return two numbers of as many digits, which differ behind the first one."""
    first, (one, other) = random.randrange(1, 10), random.sample(range(1000), 2)
    return f"{first}{max(one, other):03}", f"{first}{min(one, other):03}"


def _decimals(random: Random) -> tuple[str, str]:
    """Return two numbers of which the larger one is written with fewer digits."""
    whole, tenth = random.randrange(1, 10), random.randrange(2, 10)
    longer = random.choice([number for number in range(11, 10 * tenth) if number % 10])
    return f"{whole}.{tenth}", f"{whole}.{longer:02}"

"""Worksheets of functions and quantities: they run, copy, and give what plain Python gives."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from lark import Token

from lottery_agent.graphs.mathematician import worksheet_grammar
from lottery_agent.models.training.checks import fault, free_of_held_out, worksheet_value
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import functions, mathematics, quantities
from lottery_agent.models.training.generators.expressions import Task
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.mathematics.numerals import numbers_in
from lottery_agent.toolbox.mathematics.tool import execute
from tests.toolbox.conformance import accepts

Make = Callable[[Random, Vocabulary], Task]

MAKERS: tuple[Make, ...] = (
    functions.whole,
    functions.statistics,
    functions.counting,
    functions.matrices,
    functions.ranges,
    functions.slopes,
    quantities.money,
    quantities.amounts,
)
CONSTANTS = frozenset(("0", "1", "2", "3", "4", "10", "60", "100"))
"""Numbers of formulas: of steps and orders, a decimal base, minutes of an hour, per cent."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:%| per ?cent)")

make_each = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


@cache
def drawn(make: Make, words: Vocabulary, count: int = 120) -> tuple[Task, ...]:
    rng = Random(make.__name__)
    return tuple(make(rng, words) for _ in range(count))


def primes(low: int, high: int) -> list[int]:
    return [
        number
        for number in range(max(low, 2), high + 1)
        if all(number % each for each in range(2, math.isqrt(number) + 1))
    ]


def factors(number: int) -> list[int]:
    return [each for each in range(1, number + 1) if number % each == 0]


def prime_factors(number: int) -> list[int]:
    found, divisor = [], 2
    while number > 1:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1
    return found


WHOLE: Mapping[str, Callable[..., object]] = {
    "prime": lambda n, *_: primes(n, n) == [n],
    "next_prime": lambda n: primes(n + 1, 2 * n)[0],
    "previous_prime": lambda n: primes(n // 2, n - 1)[-1],
    "nth_prime": lambda *n: primes(2, 2_000)[n[-1] - 1],
    "prime_factors": prime_factors,
    "largest_prime_factor": lambda n: max(prime_factors(n)),
    "smallest_prime_factor": lambda n: min(prime_factors(n)),
    "distinct_primes": lambda n: len(set(prime_factors(n))),
    "divisors": factors,
    "divisor_count": lambda n: len(factors(n)),
    "divisor_sum": lambda n: sum(factors(n)),
    "gcd": math.gcd,
    "lcm": math.lcm,
    "mod_inverse": lambda n, *rest: pow(n, -1, rest[-1]),
    "digit_sum": lambda n: sum(map(int, str(n))),
    "perfect_square": lambda n: math.isqrt(n) ** 2 == n,
    "primes": primes,
    "prime_count": lambda *n: len(primes(2, n[-1])),
    "handshakes": lambda n, *_: n * (n - 1) // 2,
    "arrange": math.factorial,
    "circle": lambda n: math.factorial(n - 1),
    "sum_range": lambda *n: sum(range(n[0], n[-1] + 1)),
    "sum_primes": lambda low, high: sum(primes(low, high)),
    "sum_even": lambda n, *_: sum(range(2, 2 * n + 1, 2)),
    "sum_odd": lambda n, *_: sum(range(1, 2 * n, 2)),
    "sum_squares": lambda *n: sum(each * each for each in range(1, n[-1] + 1)),
    "product_range": lambda low, high: math.prod(range(low, high + 1)),
}
"""The answers to questions of each kind, from the different whole numbers that they name."""

LISTS: Mapping[str, Callable[..., Fraction]] = {
    "mean": lambda *n: statistics.mean(n),
    "median": lambda *n: statistics.median(n),
    "spread": lambda *n: max(n) - min(n),
    "sum": lambda *n: sum(n, Fraction(0)),
    "population_variance": lambda *n: statistics.pvariance(n),
    "sample_variance": lambda *n: statistics.variance(n),
    "remainder": lambda n, m: n % m,
    "rise": lambda low, high: 100 * (high / low - 1),
    "fall": lambda high, low: 100 * (1 - low / high),
    "items": lambda i, c, j, d: i * c + j * d,
    "distance": lambda *n: math.prod(n),
    "average_speed": lambda far, hours, far2, hours2: (far + far2) / (hours + hours2),
    "ratio_first": lambda total, p, q: total - total * q / (p + q),
}
"""The same from all numbers, in the order of the question."""

RATES: Mapping[str, Callable[..., Fraction]] = {
    "tax": lambda r, a: a * r,
    "with_tax": lambda r, a: a + a * r,
    "tip": lambda r, a: a * r,
    "with_tip": lambda r, a: a + a * r,
    "discount": lambda r, a: a - a * r,
    "saving": lambda r, a: a * r,
    "before_discount": lambda r, a: a / (1 - r),
    "before_tax": lambda r, a: a / (1 + r),
    "interest": lambda r, a, years: a * r * years,
    "with_interest": lambda r, a, years: a + a * r * years,
    "compound": lambda r, a, years: a * (1 + r) ** int(years),
    "compound_gain": lambda r, a, years: a * (1 + r) ** int(years) - a,
    "decay": lambda r, a, years: a * (1 - r) ** int(years),
}
"""The same from a rate and the other numbers."""


def expected(question: str, kind: str) -> object:
    """Return the answer that plain Python gives, or None if the kind has no formula here."""
    if kind in WHOLE:
        return WHOLE[kind](*map(int, numbers_in(question)))
    if kind in LISTS:
        return LISTS[kind](*map(Fraction, _NUMBER.findall(question)))
    if kind in RATES:
        (percent,) = _PERCENT.findall(question)
        rest = _NUMBER.findall(_PERCENT.sub("", question))
        return RATES[kind](Fraction(percent) / 100, *map(Fraction, rest))
    return None


@make_each
def test_every_worksheet_runs_and_passes_the_checks_of_its_tool(
    make: Make, words: Vocabulary
) -> None:
    for question, sheet, _ in drawn(make, words):
        result = execute({"call": sheet})
        assert result["unknowns"] == [] or "derivative(" in sheet, (question, sheet)
        assert [check for check in result["checks"] if not check["passed"]] == [], sheet


@make_each
def test_the_decoder_could_write_every_worksheet(make: Make, words: Vocabulary) -> None:
    for question, sheet, _ in drawn(make, words):
        assert accepts(worksheet_grammar(question).text, sheet), (question, sheet)
        tree = Language.load("mathematics").parse(sheet)
        tokens = tree.scan_values(lambda value: isinstance(value, Token))
        used = {str(token) for token in tokens if token.type == "NUMBER"}
        assert used <= {*numbers_in(question), *CONSTANTS}, (question, sheet)


@make_each
def test_no_worksheet_has_a_reserved_word_or_another_fault(make: Make, words: Vocabulary) -> None:
    for question, sheet, name in drawn(make, words):
        draft = Draft("worksheet", {"question": question}, sheet, name)
        assert free_of_held_out(draft), question
        assert fault(draft) is None


def test_values_are_those_of_plain_python(words: Vocabulary) -> None:
    tried = set()
    for make in MAKERS:
        for question, sheet, name in drawn(make, words):
            kind = name.split(".")[1]
            value = expected(question, kind)
            if value is None:
                continue
            tried.add(kind)
            if isinstance(value, bool | list):
                assert execute({"call": sheet})["exact"] == str(value), question
            else:
                assert worksheet_value(sheet) == value, question
    assert len(tried) > 45


def test_templates_are_named_by_kind_and_phrasing(words: Vocabulary) -> None:
    names = {name for make in MAKERS for _, _, name in drawn(make, words, 400)}
    assert all(re.fullmatch(r"functions\.[a-z0-9_]+\.\d", name) for name in names)
    assert len(names) > 250


def test_a_third_of_the_questions_in_notation_ask_for_functions(words: Vocabulary) -> None:
    rng = Random(4)
    drafts = [mathematics.notation(rng, words) for _ in range(600)]
    share = sum(draft.template.startswith("mathematics.functions.") for draft in drafts) / 600
    assert 0.27 < share < 0.4

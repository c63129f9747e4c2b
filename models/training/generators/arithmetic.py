# ruff: noqa: E501 - a pattern of language is one line
"""Worksheets of arithmetic: operations in signs and words, percentages, named functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.expressions import Task
from lottery_agent.models.training.generators.numerals import in_words, plain, shown
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def _number(rng: Random) -> Fraction:
    draw = rng.random()
    if draw < 0.35:
        return Fraction(rng.randint(1, 20))
    if draw < 0.65:
        return Fraction(rng.randint(10, 999))
    if draw < 0.82:
        return Fraction(rng.randint(1000, 99999))
    if draw < 0.86:
        return Fraction(rng.randint(100000, 99999999))
    return Fraction(rng.randint(1, 9999), rng.choice((10, 100)))


_OPERATORS = {
    "+": ("+", "+", "plus", "and"),
    "-": ("-", "-", "minus", "-"),
    "*": ("*", "x", "×", "times", "multiplied by", "·"),
    "/": ("/", "÷", "divided by", "/", ":"),
}


def arithmetic(rng: Random, words: Vocabulary) -> Task:
    """Draw numbers joined by operators, in signs or words."""
    count = rng.choice((2, 2, 2, 3, 3, 4))
    numbers = [_number(rng) for _ in range(count)]
    signs = [rng.choice("+-**/") for _ in range(count - 1)]
    text, sheet = shown(rng, numbers[0]), plain(numbers[0])
    nested = count > 2 and rng.random() < 0.5
    for i, (number, sign) in enumerate(zip(numbers[1:], signs, strict=True)):
        operator = rng.choice([o for o in _OPERATORS[sign] if o != "and"])
        text += f" {operator} {shown(rng, number)}"
        sheet += f" {sign} {plain(number)}"
        if nested and i == 0:
            text, sheet = f"({text})", f"({sheet})"
    if rng.random() < 0.2:
        text = re.sub(r" ([+*/×-]) ", r"\1", text)
    ask = spin(
        rng,
        "[What is {e}?|What's {e}?|{e}|Calculate {e}.|Compute {e}|{e} =|{e} = ?|How much is {e}?|Work out {e}.|Evaluate {e}|whats {e}|Tell me {e}.|Can you calculate {e}?|what does {e} make|Please compute {e}.]",
    )
    return ask.replace("{e}", text), f"answer = {sheet}", "notation.arithmetic"


def percent(rng: Random, words: Vocabulary) -> Task:
    """Draw a percentage of a number, a change by one, or one number as a share of another."""
    p = rng.choice(
        (
            Fraction(rng.randint(1, 99)),
            Fraction(rng.randint(1, 40) * 5),
            Fraction(rng.randint(1, 199), 2),
            Fraction(rng.randint(1, 999), 10),
        )
    )
    n = _number(rng)
    a, b = plain(p), plain(n)
    percent = rng.choice((f"{a}%", f"{a}%", f"{a}%", f"{a} percent", f"{a} per cent"))
    draw = rng.random()
    value = shown(rng, n)
    if draw < 0.6:
        money = rng.choice(("", "", "", "$", "£"))
        text = spin(
            rng,
            f"[What is {percent} of {money}{value}?|whats {percent} of {money}{value}|{percent} of {money}{value}|How much is {percent} of {money}{value}?|Calculate {percent} of {money}{value}.|What's {percent} of {money}{value}?|Find {percent} of {money}{value}|Take {percent} of {money}{value}.]",
        )
        return text, f"answer = {a}% * {b}", "notation.percent"
    if draw < 0.7:
        text = spin(
            rng,
            f"[Increase {value} by {percent}.|What is {value} plus {percent}?|Add {percent} to {value}.|{value} goes up by {percent}. What is it now?]",
        )
        return text, f"answer = {b} * (1 + {a}%)", "notation.percent_up"
    if draw < 0.8:
        text = spin(
            rng,
            f"[Decrease {value} by {percent}.|What is {value} minus {percent}?|Take {percent} off {value}.|What is {value} after a discount of {percent}?]",
        )
        return text, f"answer = {b} * (1 - {a}%)", "notation.percent_down"
    other = _number(rng)
    text = spin(
        rng,
        f"[What percentage of {value} is {shown(rng, other)}?|What percent of {value} is {shown(rng, other)}?|{shown(rng, other)} is what percent of {value}?|{shown(rng, other)} as a percentage of {value}]",
    )
    return text, f"answer = {plain(other)} / {b} * 100", "notation.percentage"


_FRACTIONS = {
    "half": "1 / 2",
    "a third": "1 / 3",
    "a quarter": "1 / 4",
    "two thirds": "2 / 3",
    "three quarters": "3 / 4",
    "a fifth": "1 / 5",
    "a tenth": "1 / 10",
    "one third": "1 / 3",
    "3/4": "3 / 4",
    "2/5": "2 / 5",
    "5/8": "5 / 8",
    "two fifths": "2 / 5",
}


def named(rng: Random, words: Vocabulary) -> Task:
    """Operations that have a name: roots, powers, factorials, common divisors, means."""
    n, m = rng.randint(2, 400), rng.randint(2, 90)
    name = rng.choice(
        (
            "sqrt",
            "power",
            "factorial",
            "gcd",
            "lcm",
            "fraction",
            "mean",
            "median",
            "mod",
            "round",
            "log",
            "min",
            "binomial",
            "sum",
            "product",
            "difference",
            "quotient",
            "trig",
            "double",
            "abs",
        )
    )
    some = [rng.randint(1, 200) for _ in range(rng.randint(3, 6))]
    listed = ", ".join(map(str, some))
    spoken = ", ".join(map(str, some[:-1])) + f" and {some[-1]}"
    both = rng.choice((f"{n} and {m}", f"{n} and {m}", f"{in_words(n) if n < 100 else n} and {m}"))
    table: dict[str, Callable[[], tuple[str, str]]] = {
        "sqrt": lambda: (
            (
                f"[What is the square root of {n}?|square root of {n}|sqrt({n})|√{n}|Find the square root of {n}.|What's the root of {n}?]",
                f"sqrt({n})",
            )
            if rng.random() < 0.8
            else (f"[What is the cube root of {n}?|cube root of {n}]", f"cbrt({n})")
        ),
        "power": lambda: rng.choice(
            (
                (f"[What is {m} squared?|{m} squared|Square {m}.|Calculate {m}².]", f"{m}^2"),
                (f"[What is {m} cubed?|{m} cubed|{m}³]", f"{m}^3"),
                (
                    f"[What is {m} to the power of {k}?|{m}^{k}|{m} to the {k}th power|Raise {m} to the power {k}.|Compute {m}**{k}]",
                    f"{m}^{k}",
                )
                if (k := rng.randint(4, 12))
                else ("", ""),
            )
        ),
        "factorial": lambda: (
            f"[What is {m}!?|{m} factorial|What is the factorial of {m}?|Compute {m}!]",
            f"{m}!",
        ),
        "gcd": lambda: (
            f"[What is the greatest common divisor of {both}?|gcd of {both}|gcd({n}, {m})|Find the highest common factor of {both}.]",
            f"gcd({n}, {m})",
        ),
        "lcm": lambda: (
            f"[What is the least common multiple of {both}?|lcm of {both}|lcm({n}, {m})|Find the lowest common multiple of {both}.]",
            f"lcm({n}, {m})",
        ),
        "fraction": lambda: (
            f"[What is {(f := rng.choice(list(_FRACTIONS)))} of {n}?|{f} of {n}|How much is {f} of {n}?]",
            f"{_FRACTIONS[f]} * {n}",
        ),
        "mean": lambda: (
            f"[What is the average of {spoken}?|mean of {listed}|What is the mean of {spoken}?|Average these: {listed}|Find the average of {listed}.]",
            f"mean({listed})",
        ),
        "median": lambda: (
            f"[What is the median of {spoken}?|median of {listed}|Find the median of {listed}.]",
            f"median({listed})",
        ),
        "mod": lambda: (
            f"[What is the remainder when {n} is divided by {m}?|{n} mod {m}|What is {n} modulo {m}?|remainder of {n} / {m}]",
            f"mod({n}, {m})",
        ),
        "round": lambda: (
            f"[Round {(d := f'{n}.{m:02d}')}.|Round {d} to a whole number|What is {d} rounded to the nearest whole number?]",
            f"round({d})",
        ),
        "log": lambda: rng.choice(
            (
                (f"[What is the logarithm of {n}?|log of {n}|log({n})]", f"log({n})"),
                (f"[What is the natural logarithm of {n}?|ln({n})|ln of {n}]", f"ln({n})"),
                (f"[What is the log base 2 of {n}?|log of {n} to base 2]", f"log({n}, 2)"),
            )
        ),
        "min": lambda: (
            (
                f"[Which is the smallest of {spoken}?|What is the minimum of {listed}?|smallest of {listed}]",
                f"min({listed})",
            )
            if rng.random() < 0.5
            else (
                f"[Which is the largest of {spoken}?|What is the maximum of {listed}?|biggest of {listed}]",
                f"max({listed})",
            )
        ),
        "binomial": lambda: (
            f"[How many ways are there to choose {(k := rng.randint(2, 9))} of {m + 10}?|{m + 10} choose {k}|In how many ways can {k} be picked out of {m + 10}?]",
            f"binomial({m + 10}, {k})",
        ),
        "sum": lambda: (
            f"[What is the sum of {spoken}?|Add up {listed}.|sum of {listed}|Add {spoken}.]",
            " + ".join(map(str, some)),
        ),
        "product": lambda: (
            f"[What is the product of {both}?|Multiply {both}.|product of {both}]",
            f"{n} * {m}",
        ),
        "difference": lambda: rng.choice(
            (
                (
                    f"[What is the difference between {n + m} and {m}?|Subtract {m} from {n + m}.|Take {m} away from {n + m}]",
                    f"{n + m} - {m}",
                ),
                (
                    f"[How much more is {n + m} than {m}?|By how much is {n + m} bigger than {m}?]",
                    f"{n + m} - {m}",
                ),
            )
        ),
        "quotient": lambda: (
            f"[Divide {n} by {m}.|How often does {m} fit into {n}?|What is the quotient of {n} and {m}?|divide {n} by {m}]",
            f"{n} / {m}",
        ),
        "trig": lambda: (
            f"[What is {(f := rng.choice(('sin', 'cos', 'tan')))}({(a := rng.choice(('pi', 'pi / 2', 'pi / 3', 'pi / 4', 'pi / 6', '0', '1')))})?|{f} of {a}|Evaluate {f}({a})]",
            f"{f}({a})",
        ),
        "double": lambda: rng.choice(
            (
                (f"[What is twice {n}?|Double {n}.|What is double {n}?]", f"2 * {n}"),
                (f"[What is three times {n}?|Triple {n}.]", f"3 * {n}"),
                (f"[Halve {n}.|What is half of {n}?]", f"{n} / 2"),
            )
        ),
        "abs": lambda: (
            f"[What is the absolute value of -{n}?|abs(-{n})|\\|-{n}\\|]".replace(
                "|\\|-" + str(n) + "\\|", ""
            ),
            f"abs(-{n})",
        ),
    }
    text, sheet = table[name]()
    if name == "double" and text.endswith("half of {n}?]"):
        sheet = f"{n} / 2"
    if name == "fraction" and "half" in text:
        sheet = f"{n} / 2"
    return spin(rng, text), f"answer = {sheet}", f"notation.{name}"

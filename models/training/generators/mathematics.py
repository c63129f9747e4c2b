# ruff: noqa: E501 - a pattern of language is one line
"""Worksheets: mathematics in notation, arithmetic in words, stories, and GSM8K's annotated steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators import stories
from lottery_agent.models.training.generators.numerals import VALUES, in_words, shown
from lottery_agent.models.training.generators.vocabulary import Vocabulary, read_lines

Task = tuple[str, str, str]
"""Question, worksheet, name of the pattern."""

_LETTERS = "xxxxxxtyznabkpqmuvwrs"


def _coefficient(number: int, rest: str, *, first: bool) -> str:
    sign = "-" if number < 0 else "+"
    size = abs(number)
    body = rest if size == 1 and rest else f"{size}{rest}"
    if first:
        return f"-{body}" if sign == "-" else body
    return f" {sign} {body}"


def polynomial(rng: Random, v: str, degree: int, *, sparse: bool = False) -> str:
    """Return a polynomial in canonical notation: `4x^3 - 7x + 2`."""
    text = ""
    for power in range(degree, -1, -1):
        number = rng.choice([n for n in range(-12, 13) if n])
        if power == degree:
            number = rng.choice((1, 1, 2, 3, 4, 5, 7, 9, 10, -1, -2))
        elif sparse and rng.random() < 0.5 and (power or text):
            continue
        rest = "" if power == 0 else v if power == 1 else f"{v}^{power}"
        text += _coefficient(number, rest, first=not text)
    return text


def _factor(rng: Random, v: str) -> str:
    return rng.choice(
        (
            f"sin({v})",
            f"cos({v})",
            f"tan({v})",
            f"ln({v})",
            f"e^{v}",
            f"exp({v})",
            f"sqrt({v})",
            f"{v}^{rng.randint(2, 6)}",
            f"{v}",
            f"({polynomial(rng, v, 1)})",
            f"sin({rng.randint(2, 9)}{v})",
            f"cos({rng.randint(2, 9)}{v})",
            f"e^({rng.randint(2, 9)}{v})",
            f"ln({polynomial(rng, v, 1)})",
            f"{rng.randint(2, 9)}{v}^{rng.randint(2, 5)}",
            f"{rng.randint(2, 9)}sin({v})",
            f"1 / {v}",
            f"sin({v}^2)",
            f"cos({v})^2",
            f"sqrt({polynomial(rng, v, 1)})",
            f"exp(-{v})",
            f"asin({v})",
            f"atan({v})",
        )
    )


def expression(rng: Random, v: str) -> str:
    """Return an expression in one name, in canonical notation."""
    draw = rng.random()
    if draw < 0.35:
        return polynomial(rng, v, rng.randint(1, 5), sparse=True)
    if draw < 0.5:
        return _factor(rng, v)
    if draw < 0.75:
        left, right = _factor(rng, v), _factor(rng, v)
        return f"{left} * {right}"
    if draw < 0.85:
        return f"{_factor(rng, v)} / ({polynomial(rng, v, rng.randint(1, 2), sparse=True)})"
    return (
        f"{polynomial(rng, v, rng.randint(1, 3), sparse=True)} {rng.choice('+-')} {_factor(rng, v)}"
    )


def written(rng: Random, text: str) -> str:
    """Return canonical notation as people type it: other blanks, signs and powers."""
    draw = rng.random()
    if draw < 0.3:
        text = text.replace(" ", "")
    elif draw < 0.5:
        text = text.replace(" * ", "*")
    elif draw < 0.57:
        text = text.replace(" * ", " · ")
    elif draw < 0.62:
        text = text.replace(" * ", " × ")
    elif draw < 0.67:
        text = text.replace(" / ", "/")
    if rng.random() < 0.06:
        text = text.replace("^2", "²").replace("^3", "³")
    if rng.random() < 0.04:
        text = text.replace("^", "**")
    return text


def _letter(rng: Random) -> str:
    return rng.choice(_LETTERS)


def _calculus(rng: Random, words: Vocabulary) -> Task:
    v = _letter(rng)
    e = expression(rng, v)
    shown_ = written(rng, e)
    draw = rng.random()
    if draw < 0.42:
        order = 2 if rng.random() < 0.12 else 1
        n = "second " if order == 2 else ""
        text = spin(
            rng,
            f"[What is the {n}derivative of {{e}}?|What's the {n}derivative of {{e}}?|{n}derivative of {{e}}|Find the {n}derivative of {{e}}.|Calculate the {n}derivative of f({v}) = {{e}}.|Give me the {n}derivative of {{e}} with respect to {v}]",
        )
        if order == 1:
            text = rng.choice(
                (
                    text,
                    text,
                    spin(
                        rng,
                        f"[Differentiate {{e}}|Differentiate {{e}} with respect to {v}|d/d{v} of {{e}}|d/d{v} ({{e}})|Compute d/d{v} {{e}}|How does {{e}} change with {v}?|If f({v}) = {{e}}, what is f'({v})?|Take the derivative of y = {{e}}]",
                    ),
                )
            )
        tail = ", 2" if order == 2 else ""
        return (
            text.replace("{e}", shown_),
            f"answer = derivative({e}, {v}{tail})",
            "notation.derivative",
        )
    if draw < 0.62:
        text = spin(
            rng,
            f"[What is the integral of {{e}}?|Integrate {{e}}|Integrate {{e}} with respect to {v}.|Find the antiderivative of {{e}}.|integral of {{e}} d{v}|Find the indefinite integral of {{e}}|∫ {{e}} d{v}|Compute the integral of {{e}}.]",
        )
        e = polynomial(rng, v, rng.randint(1, 4), sparse=True) if rng.random() < 0.6 else e
        return (
            text.replace("{e}", written(rng, e)),
            f"answer = integral({e}, {v})",
            "notation.integral",
        )
    if draw < 0.8:
        a, b = sorted(rng.sample(range(11), 2))
        top, low = str(b), str(a)
        if rng.random() < 0.1:
            low, top = "0", "pi"
        e = (
            polynomial(rng, v, rng.randint(1, 3), sparse=True)
            if rng.random() < 0.7
            else f"{rng.choice(('sin', 'cos'))}({v})"
        )
        text = spin(
            rng,
            f"[What is the integral of {{e}} from {low} to {top}?|Integrate {{e}} from {low} to {top}|Find the definite integral of {{e}} between {low} and {top}.|Find the area under {{e}} from {v} = {low} to {v} = {top}.|integrate {{e}} between {low} and {top}]",
        )
        return (
            text.replace("{e}", written(rng, e)),
            f"answer = integral({e}, {v}, {low}, {top})",
            "notation.definite",
        )
    if draw < 0.92:
        point = rng.choice(("0", "1", "2", "3", "oo", "oo"))
        word = "infinity" if point == "oo" else point
        e = rng.choice(
            (
                f"sin({v}) / {v}",
                f"(1 + 1 / {v})^{v}",
                polynomial(rng, v, 2),
                f"(1 - cos({v})) / {v}^2",
                f"({polynomial(rng, v, 2)}) / ({polynomial(rng, v, 2)})",
                f"ln({v}) / {v}",
                f"(e^{v} - 1) / {v}",
                f"({v}^2 - 1) / ({v} - 1)",
                f"({v}^2 - 4) / ({v} - 2)",
            )
        )
        text = spin(
            rng,
            f"[What is the limit of {{e}} as {v} goes to {word}?|limit of {{e}} as {v} -> {word}|Find the limit of {{e}} as {v} approaches {word}.|lim {v}->{word} {{e}}|What does {{e}} tend to as {v} goes to {word}?]",
        )
        return (
            text.replace("{e}", written(rng, e)),
            f"answer = limit({e}, {v}, {point})",
            "notation.limit",
        )
    form = rng.choice(("simplify", "expand", "factor"))
    if form == "expand":
        e = rng.choice(
            (
                f"({polynomial(rng, v, 1)}) * ({polynomial(rng, v, 1)})",
                f"({polynomial(rng, v, 1)})^{rng.randint(2, 4)}",
                f"({v} {rng.choice('+-')} {rng.randint(1, 12)})^2",
            )
        )
    elif form == "factor":
        p, q = rng.randint(-9, 9) or 2, rng.randint(-9, 9) or 3
        e = _quadratic(p, q, v)
    else:
        e = rng.choice(
            (
                f"({v}^2 - {(k := rng.randint(2, 9)) ** 2}) / ({v} - {k})",
                f"sin({v})^2 + cos({v})^2",
                f"{rng.randint(2, 9)}{v} + {rng.randint(2, 9)}{v}",
                f"({rng.randint(2, 9)}{v}^3) / {v}",
            )
        )
    verbs = {
        "simplify": "Simplify|Can you simplify",
        "expand": "Expand|Multiply out|Expand the brackets of",
        "factor": "Factor|Factorise|Factorize",
    }[form]
    return (
        spin(rng, f"[{verbs}] {{e}}").replace("{e}", written(rng, e)),
        f"answer = {form}({e})",
        f"notation.{form}",
    )


def _quadratic(p: int, q: int, v: str) -> str:
    text = f"{v}^2"
    if p + q:
        text += _coefficient(-(p + q), v, first=False)
    return text + _coefficient(p * q, "", first=False) if p * q else text


def _solve(rng: Random, words: Vocabulary) -> Task:
    v = _letter(rng)
    draw = rng.random()
    ask = "[Solve {e}|Solve {e}.|Solve the equation {e}.|Find {v} if {e}.|What is {v} if {e}?|Which {v} satisfies {e}?|{e}, what is {v}?|What are the solutions of {e}?|For which {v} is {e}?|Find the roots of {e}]"
    named = "[Solve {e} for {v}|Solve for {v}: {e}|Solve {e} for {v}.]"
    if draw < 0.35:
        p, q = rng.randint(-12, 12), rng.randint(-12, 12)
        e = f"{_quadratic(p, q, v)} = 0"
    elif draw < 0.5:
        e = f"{polynomial(rng, v, 2, sparse=True)} = {rng.choice((0, 0, rng.randint(1, 30)))}"
    elif draw < 0.75:
        e = f"{polynomial(rng, v, 1)} = {rng.randint(0, 90)}"
    elif draw < 0.82:
        e = f"{polynomial(rng, v, 1)} = {polynomial(rng, v, 1)}"
    elif draw < 0.87:
        e = f"{v} / {rng.randint(2, 12)} = {rng.randint(2, 40)}"
    elif draw < 0.93:
        e = f"{polynomial(rng, v, 1)} {rng.choice(('<', '>', '<=', '>='))} {rng.randint(0, 40)}"
    else:
        w = rng.choice([letter for letter in "xyzabmn" if letter != v])
        x, y = rng.randint(1, 20), rng.randint(1, 20)
        k, m = rng.randint(1, 5), rng.randint(1, 5)
        one = (
            f"{_coefficient(k, v, first=True)} + {_coefficient(m, w, first=True)} = {k * x + m * y}"
        )
        sign = 1 if x >= y else -1
        two = f"{v} - {w} = {x - y}" if sign == 1 else f"{w} - {v} = {y - x}"
        text = spin(
            rng,
            "[Solve {1} and {2}|Solve the system {1}, {2}.|Find {v} and {w} if {1} and {2}.|Solve {1}, {2} for {v} and {w}]",
        )
        text = text.replace("{1}", written(rng, one)).replace("{2}", written(rng, two))
        return (
            text.replace("{v}", v).replace("{w}", w),
            f"answer = solve({one}, {two})",
            "notation.system",
        )
    if rng.random() < 0.25:
        text = spin(rng, named).replace("{v}", v).replace("{e}", written(rng, e))
        return text, f"answer = solve({e}, {v})", "notation.solve_for"
    text = spin(rng, ask).replace("{v}", v).replace("{e}", written(rng, e))
    return text, f"answer = solve({e})", "notation.solve"


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


def plain(number: Fraction) -> str:
    """Return a number in the language's notation: `2340`, `0.5`."""
    if number.denominator == 1:
        return str(number.numerator)
    places = 1
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(int(number * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


_OPERATORS = {
    "+": ("+", "+", "plus", "and"),
    "-": ("-", "-", "minus", "-"),
    "*": ("*", "x", "×", "times", "multiplied by", "·"),
    "/": ("/", "÷", "divided by", "/", ":"),
}


def _arithmetic(rng: Random, words: Vocabulary) -> Task:
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


def _percent(rng: Random, words: Vocabulary) -> Task:
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


def _named(rng: Random, words: Vocabulary) -> Task:
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


def notation(rng: Random, words: Vocabulary) -> Draft:
    """Draw a question in notation or named operations."""
    make = rng.choice(
        (_calculus, _calculus, _solve, _solve, _arithmetic, _arithmetic, _percent, _named, _named)
    )
    text, sheet, name = make(rng, words)
    text = rough(rng, text, share=0.3)
    return Draft("worksheet", {"question": text}, sheet, f"mathematics.{name}")


def _slots(rng: Random) -> dict[str, Fraction]:
    draw = rng.random()
    top = 30 if draw < 0.4 else 120 if draw < 0.8 else 900
    a, b, m, k = (
        rng.randint(3, top),
        rng.randint(2, min(top, 60)),
        rng.randint(2, 12),
        rng.randint(2, 9),
    )
    numbers: dict[str, int | Fraction] = {
        "a": a, "b": b, "m": m, "k": k, "s": rng.randint(1, max(2, min(a, b))),
        "big": a + b + rng.randint(5, 500), "prod": b * rng.randint(2, top), "even": 2 * rng.randint(3, top),
        "triple": 3 * rng.randint(3, top), "quad": 4 * rng.randint(3, top), "hundred": 20 * rng.randint(2, 60),
        "p": 5 * rng.randint(1, 19), "note": m * max(a, k) + rng.randint(3, 90), "dozens": rng.randint(2, 20),
        "d": Fraction(rng.randint(3, 99), rng.choice((2, 4, 10))),
    }  # fmt: skip
    if rng.random() < 0.12:
        numbers["a"] = Fraction(rng.randint(1, 99) * 2 + 1, rng.choice((2, 4, 10)))
    return {key: Fraction(value) for key, value in numbers.items()}


def story(rng: Random, words: Vocabulary) -> Draft:
    """Draw a story of one or two steps."""
    table = stories.ONE if rng.random() < 0.42 else stories.TWO
    index = rng.randrange(len(table))
    pattern, sheet = table[index]
    numbers = _slots(rng)
    if "${a}" not in pattern and "litre" not in pattern and "km" not in pattern:
        numbers["a"] = Fraction(max(3, int(numbers["a"])))
    things, others = words.noun(rng), words.noun(rng)
    one, many = things.one, things.many
    if rng.random() < 0.2:
        one, many = f"{words.adjective(rng)} {one}", many
        many = f"{one.split()[0]} {many}"
    act = words.verb(rng)
    container = rng.choice(stories.CONTAINERS)
    containers = {"box": "boxes", "shelf": "shelves", "pocket": "pockets"}.get(
        container, container + "s"
    )
    place = rng.choice(stories.PLACES) if rng.random() < 0.6 else words.noun(rng).one
    name, friend = words.name(rng), words.name(rng)
    she = rng.choice(("she", "he", "they")) if rng.random() < 0.15 else rng.choice(("she", "he"))
    if rng.random() < 0.15:
        name = f"{rng.choice(('the', 'the', 'our'))} {words.noun(rng).one}"
    her = {"she": "her", "he": "his", "they": "their"}[she]
    slots: dict[str, str] = {
        "T": many, "t": one, "U": others.many, "u": others.one, "N": name, "M": friend,
        "C": containers, "c1": container, "place": place, "adj": words.adjective(rng),
        "adj2": words.adjective(rng), "adj3": words.adjective(rng), "t2": words.noun(rng).one,
        "v": act.past, "v2": words.verb(rng).past, "v3": act.third, "vb": act.base, "she": she, "She": capital(she),
        "her": her if she != "he" or "gives {her}" not in pattern else "him",
    }  # fmt: skip
    if she == "they" and "gives {her}" in pattern:
        slots["her"] = "them"
    steps = {
        "T1": things.many, "U1": others.many, "M1": friend.lower(), "N1": name.split()[-1].lower(),
        "c11": container, "t1": things.one, "C1": containers,
    }  # fmt: skip
    text = spin(rng, pattern)
    worded = rng.random() < 0.25
    coin = rng.choice(("$", "$", "$", "£", "€"))
    if rng.random() < 0.3:
        text = re.sub(
            r"\$\{(\w+)\}", r"{\1} " + rng.choice(("dollars", "euros", "pounds", "coins")), text
        )
    text = text.replace("$", coin)
    said = {
        key: in_words(int(value))
        if worded and value.denominator == 1 and value <= 20
        else shown(rng, value)
        for key, value in numbers.items()
    }
    text = text.format(**{**said, **slots})
    text = re.sub(r"\bA ([aeiou])", r"An \1", re.sub(r"\ba ([aeiou])", r"an \1", text))
    text = re.sub(r"([€£$])(\w[a-z]+)\b", r"\2 pounds", text)
    if rng.random() < 0.07:
        text = f"{words.name(rng)} is {rng.randint(6, 60)} years old. {text}"
    elif rng.random() < 0.04:
        text = f"{name} likes {words.noun(rng).many}. {text}"
    text = re.sub(r"(^|[.?!] )([a-z])", lambda found: found[1] + found[2].upper(), text)
    target = sheet.format(**{**{key: plain(value) for key, value in numbers.items()}, **steps})
    size = "one" if table is stories.ONE else "two"
    return Draft(
        "worksheet",
        {"question": rough(rng, text, share=0.1)},
        target,
        f"mathematics.story.{size}.{index}",
    )


_COMMON = frozenset(Fraction(n) for n in (1, 2, 3, 4, 5, 7, 10, 12, 24, 52, 60, 100, 365))
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_AFTER = re.compile(r">>\s*[\d.,$%]*\s*((?:[A-Za-z'-]+\s*){1,5})")


def gsm8k(data: Path, stop: frozenset[str], *, steps: int) -> Iterator[Draft]:
    """Turn annotated solutions of at most `steps` steps into worksheets.

    Args:
        data: Folder of the training files.
        stop: Words that can't name a step.
        steps: Most steps of a solution.
    """
    for item in read_lines(data / "gsm8k_train.jsonl.gz"):
        sheet = _worksheet(item, stop) if len(item["steps"]) <= steps else None  # type: ignore[arg-type]
        if sheet is not None:
            yield Draft(
                "worksheet",
                {"question": str(item["question"])},
                sheet,
                f"mathematics.gsm8k.{len(item['steps'])}",  # type: ignore[arg-type]
                source=str(item["id"]),
                answer=str(item["answer"]).replace(",", ""),
            )


def _worksheet(item: dict[str, Any], stop: frozenset[str]) -> str | None:
    steps = [(left, right) for left, right in item["steps"]]
    nouns = [w.lower() for w in re.findall(r"[A-Za-z]+", item["question"])]
    usable = {w for w in nouns if w not in stop and len(w) > 2 and w.isascii()}
    after = [found.split() for found in _AFTER.findall(item["solution"])]
    names: dict[Fraction, str] = {}
    given = {
        Fraction(n.replace(",", ""))
        for n in re.findall(r"\d[\d,]*(?:\.\d+)?", item["question"])
        if n.strip(",")
    }
    given |= {Fraction(VALUES[word]) for word in nouns if word in VALUES}
    lines = []
    for index, (left, right) in enumerate(steps):
        body = _canonical(left, names, given)
        if body is None:
            return None
        try:
            value = Fraction(right.replace(",", ""))
        except (ValueError, ZeroDivisionError):
            return None
        if value in names or (value in given and index < len(steps) - 1):
            return None  # A later step could mean either.
        if index == len(steps) - 1:
            if not re.search(r" [-+*/] |%", body):
                return None
            lines.append(f"answer = {body}")
            continue
        near = [w.lower().strip("'-") for w in (after[index] if index < len(after) else [])]
        name = next((w for w in near if w in usable and w not in names.values()), None)
        if name is None:
            name = next(
                (w for w in reversed(nouns) if w in usable and w not in names.values()), None
            )
        if name is None:
            return None
        names[value] = name
        lines.append(f"{name} = {body}")
    used = all(
        line.split(" = ")[0] in "\n".join(lines[i + 1 :]) for i, line in enumerate(lines[:-1])
    )
    return "\n".join(lines) if lines and used else None


def _canonical(text: str, names: dict[Fraction, str], given: set[Fraction]) -> str | None:
    text = re.sub(
        r"(?<![\d)])-(?=\d)", "−", text.replace(" ", "").replace("$", "").replace(",", "")
    )
    if not re.fullmatch(r"[\d.+*/()%-]+", text):
        return None
    text = re.sub(r"(?<!\d)\.(?=\d)", "0.", text)

    if any(n.count(".") > 1 for n in re.findall(r"[\d.]+", text)):
        return None
    if any(
        Fraction(n) not in given | _COMMON and Fraction(n) not in names
        for n in _NUMBER.findall(text)
    ):
        return None

    def number(found: re.Match[str]) -> str:
        value = Fraction(found[0])
        return names[value] if value in names else plain(value)

    text = _NUMBER.sub(number, text)
    text = re.sub(r"(?<![\w/])(\d+)/100\*", r"\1%*", text)
    return re.sub(r"([+*/-])", r" \1 ", text)

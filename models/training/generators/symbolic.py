# ruff: noqa: E501 - a pattern of language is one line
"""Worksheets of calculus and algebra: derivatives, integrals, limits, equations."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.expressions import (
    Task,
    coefficient,
    expression,
    letter,
    polynomial,
    quadratic,
    written,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def calculus(rng: Random, words: Vocabulary) -> Task:
    """Draw a derivative, an integral, a limit, or an expression to rewrite."""
    v = letter(rng)
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
        e = quadratic(p, q, v)
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


def solve(rng: Random, words: Vocabulary) -> Task:
    """Draw an equation, an inequality or a system to solve."""
    v = letter(rng)
    draw = rng.random()
    ask = "[Solve {e}|Solve {e}.|Solve the equation {e}.|Find {v} if {e}.|What is {v} if {e}?|Which {v} satisfies {e}?|{e}, what is {v}?|What are the solutions of {e}?|For which {v} is {e}?|Find the roots of {e}]"
    named = "[Solve {e} for {v}|Solve for {v}: {e}|Solve {e} for {v}.]"
    if draw < 0.35:
        p, q = rng.randint(-12, 12), rng.randint(-12, 12)
        e = f"{quadratic(p, q, v)} = 0"
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
        one = f"{coefficient(k, v, first=True)} + {coefficient(m, w, first=True)} = {k * x + m * y}"
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

"""Expressions in one name, in canonical notation and as people type them."""

from __future__ import annotations

from random import Random

Task = tuple[str, str, str]
"""Question, worksheet, name of the pattern."""

_LETTERS = "xxxxxxtyznabkpqmuvwrs"


def coefficient(number: int, rest: str, *, first: bool) -> str:
    """Return a term of a sum with its sign: ` - 7x`."""
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
        text += coefficient(number, rest, first=not text)
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


def letter(rng: Random) -> str:
    """Draw the name of an unknown, most often x."""
    return rng.choice(_LETTERS)


def quadratic(p: int, q: int, v: str) -> str:
    """Return `(v - p) * (v - q)`, multiplied out."""
    text = f"{v}^2"
    if p + q:
        text += coefficient(-(p + q), v, first=False)
    return text + coefficient(p * q, "", first=False) if p * q else text

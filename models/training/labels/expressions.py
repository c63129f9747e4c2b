"""Arithmetic as a line of signs: cut, computed exactly, and written in the mathematics language.

A sign is a number as it is spelled, an operator, a bracket, `%`, or `#3` for the value of step 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

Signs = tuple[str, ...]

_SIGN = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|[-+*/()%]")


def cut(text: str) -> Signs | None:
    """Return the signs of typed arithmetic such as `$16*(3-1)`, or None if it is none."""
    plain = re.sub(r"[\s$]", "", text)
    signs: list[str] = []
    for sign in _SIGN.findall(plain):
        opens = sign == "(" or sign[0].isdigit() or sign[0] == "."
        if signs and opens and (signs[-1] in (")", "%") or is_number(signs[-1])):
            signs.append("*")
        signs.append(spelled(Fraction(sign.replace(",", ""))) if is_number(sign) else sign)
    complete = "".join(_SIGN.findall(plain)) == plain
    return tuple(signs) if signs and complete else None


def is_number(sign: str) -> bool:
    """Tell whether a sign is a number."""
    return sign[-1].isdigit() and not sign.startswith("#")


def is_value(sign: str) -> bool:
    """Tell whether a sign is a number or the value of a step."""
    return sign[-1].isdigit()


def spelled(number: Fraction) -> str:
    """Return a number as a decimal, which every number that was typed has."""
    if number.denominator == 1:
        return str(number.numerator)
    places = next(n for n in range(1, 40) if (number * 10**n).denominator == 1)
    digits = str(int(number * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def compute(signs: Sequence[str], steps: Mapping[str, Fraction]) -> Fraction | None:
    """Return the exact value of an expression, or None if it has none.

    Args:
        signs: The expression.
        steps: The value of each step that it may name, by its sign.
    """
    reader = _Reader(signs, steps)
    try:
        value = reader.sum()
    except (ValueError, KeyError, ZeroDivisionError):
        return None
    return value if reader.sign is None else None


class _Reader:
    def __init__(self, signs: Sequence[str], steps: Mapping[str, Fraction]) -> None:
        self._rest: Iterator[str] = iter(signs)
        self._steps = steps
        self.sign: str | None = next(self._rest, None)

    def sum(self) -> Fraction:
        value = self._product()
        while self.sign in ("+", "-"):
            value += self._product() if self._take() == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._signed()
        while self.sign in ("*", "/"):
            value = value * self._signed() if self._take() == "*" else value / self._signed()
        return value

    def _signed(self) -> Fraction:
        if self.sign == "-":
            self._take()
            return -self._signed()
        if self.sign == "(":
            self._take()
            value = self.sum()
            if self._take() != ")":
                raise ValueError
        else:
            value = self._value(self._take())
        if self.sign == "%":
            self._take()
            value /= 100
        return value

    def _value(self, sign: str) -> Fraction:
        return self._steps[sign] if sign.startswith("#") else Fraction(sign)

    def _take(self) -> str:
        if self.sign is None:
            raise ValueError
        taken, self.sign = self.sign, next(self._rest, None)
        return taken


def written(signs: Sequence[str], names: Mapping[str, str]) -> str:
    """Return an expression in the mathematics language.

    Args:
        signs: The expression.
        names: The name of each step, by its sign.
    """
    text = ""
    before = "("
    for sign in signs:
        unary = sign == "-" and before in "(+-*/"
        text += f" {sign} " if sign in "+-*/" and not unary else names.get(sign, sign)
        before = sign
    return text

"""Turns what a tool returned into the result of a call: plain data, readable and exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

_EXACT_DIGITS = 15
"""A decimal of up to so many digits is shown in full."""
_DIGITS = 10
"""Significant digits of a number that is rounded for reading."""
_PLAIN = (Decimal("1e-6"), Decimal("1e15"))
"""Between these, a rounded number is written without an exponent."""


@dataclass(frozen=True, slots=True)
class Result:
    """A value with what the value alone does not tell. Tools may return it.

    Attributes:
        value: A number, text, date, truth value, or a list of these.
        is_exact: Whether nothing was rounded or measured on the way.
        unit: What to write after the number.
    """

    value: Any
    is_exact: bool = True
    unit: str = ""


def rendered(value: Any) -> dict[str, Any]:
    """Return `answer`, `exact`, `kind`, `is_exact` and `value` for what a tool returned.

    `value` is the number alone where the answer is a number, else None.
    """
    result = value if isinstance(value, Result) else Result(value)
    readable, exact, kind, is_exact = _rendered(result.value)
    return {
        "answer": f"{readable} {result.unit}".rstrip(),
        "exact": exact,
        "kind": kind,
        "is_exact": is_exact and result.is_exact,
        "value": readable if kind == "number" else None,
    }


def _rendered(value: Any) -> tuple[str, str, str, bool]:
    match value:
        case bool():
            return str(value), str(value), "verdict", True
        case int() | Fraction() | Decimal():
            return number(Fraction(value)), str(Fraction(value)), "number", True
        case float():
            return f"{value:.{_DIGITS}g}", repr(value), "number", False
        case date():
            return value.isoformat(), value.isoformat(), "text", True
        case list() | tuple():
            items = [_rendered(item) for item in value]
            readable = ", ".join(item[0] for item in items)
            exact = ", ".join(item[1] for item in items)
            return readable, exact, "text", all(item[3] for item in items)
        case Mapping():
            return _rendered([f"{key}: {_rendered(item)[0]}" for key, item in value.items()])
        case None:
            return "done", "done", "text", True
        case _:
            return str(value), str(value), "text", True


def number(value: Fraction) -> str:
    """Return a number as a decimal: in full if it is short, else to ten significant digits."""
    if value.denominator == 1:
        return str(value.numerator)
    with localcontext() as context:
        context.prec = _EXACT_DIGITS
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        if Fraction(decimal) == value:
            return f"{decimal.normalize():f}"
        context.prec = _DIGITS
        rounded = (+decimal).normalize()
        return f"{rounded:f}" if _PLAIN[0] <= abs(rounded) < _PLAIN[1] else f"{rounded:e}"

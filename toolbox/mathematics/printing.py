"""Prints values in the notation of the language, and numbers as people write them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from enum import IntEnum

import sympy
from sympy import Expr, Integer, Rational

_NAMES = {
    "Abs": "abs",
    "log": "ln",
    "ceiling": "ceil",
    "Min": "min",
    "Max": "max",
    "Mod": "mod",
    "LambertW": "lambertw",
    "Si": "si",
    "Ci": "ci",
    "Ei": "ei",
}
_CONSTANTS = {
    sympy.pi: "pi",
    sympy.E: "e",
    sympy.I: "i",
    sympy.oo: "oo",
    sympy.S.GoldenRatio: "(1 + sqrt(5)) / 2",
}
_EXACT_DIGITS = 15
_DIGITS = 10


class _Level(IntEnum):
    """How tightly a printed expression holds together, loosest first."""

    SUM = 1
    PRODUCT = 2
    SIGN = 3
    POWER = 4
    ATOM = 5


def expression(expr: Expr, *, decimals: bool = False) -> str:
    """Return an expression as a sum of the language.

    Args:
        expr: What to print. Functions without a name in the language keep SymPy's.
        decimals: Write fractions that terminate as decimals.
    """
    return _show(expr, decimals)[0]


def number(value: Expr) -> str:
    """Return a real number as a plain decimal: in full if it is short, else to ten digits."""
    if isinstance(value, Integer):
        return str(value)
    if value.is_infinite:
        return "oo" if value.is_extended_positive else "-oo"
    if isinstance(value, Rational):
        text = _terminating(value)
        if text is not None:
            return text
    return _rounded(value)


def digits(value: Expr, count: int) -> str:
    """Return a number with `count` significant digits; zeros at its end are left out."""
    if value.is_infinite:
        return number(value)
    computed = sympy.N(value, count + 15)
    if computed.has(sympy.I):
        real, imaginary = computed.as_real_imag()
        sign = "-" if imaginary.is_negative else "+"
        return f"{digits(real, count)} {sign} {digits(abs(imaginary), count)} * i"
    with _decimals(count) as context:
        found = +Decimal(str(computed))
    if found == 0:
        return "0"
    size = found.adjusted() + 1
    if -4 < size <= max(count, _EXACT_DIGITS):
        text = f"{found:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa = f"{found.scaleb(1 - size, context):f}".rstrip("0").rstrip(".")
    return f"{mantissa} * 10^{size - 1}"


def fraction(value: Rational) -> str:
    """Return a rational number as `p/q`."""
    return str(value)


def _terminating(value: Rational) -> str | None:
    """Return a rational number in full, if that takes few digits."""
    rest = int(value.q)
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or value.q > 10**_EXACT_DIGITS:
        return None
    with _decimals(60):
        exact = Decimal(int(value.p)) / Decimal(int(value.q))
        text = f"{exact:f}"
    return text if len(text.strip("-0.").replace(".", "")) <= _EXACT_DIGITS else None


def _rounded(value: Expr) -> str:
    digits = Decimal(str(sympy.N(value, 40)))
    if digits == 0:
        return "0"
    size = digits.adjusted() + 1
    if -4 < size <= 15:
        places = max(_DIGITS - size, 2 if size > _DIGITS else 0)
        with _decimals(60):
            text = f"{digits.quantize(Decimal(1).scaleb(-places)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    with _decimals(_DIGITS):
        mantissa = f"{(+digits).scaleb(1 - size):f}".rstrip("0").rstrip(".")
    return f"{mantissa} * 10^{size - 1}"


def _decimals(digits: int) -> AbstractContextManager[Context]:
    """Return a context that rounds to a number of digits, and has room for any exponent."""
    return localcontext(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _show(expr: Expr, decimals: bool) -> tuple[str, _Level]:
    if expr in _CONSTANTS:
        return _CONSTANTS[expr], _Level.ATOM
    if isinstance(expr, Rational):
        return _rational(expr, decimals)
    if isinstance(expr, sympy.Float):
        text = _rounded(expr)
        level = _Level.PRODUCT if "*" in text else _Level.ATOM
        return text, min(level, _Level.SIGN) if text.startswith("-") else level
    if isinstance(expr, sympy.Add):
        return _sum(expr, decimals), _Level.SUM
    if isinstance(expr, sympy.Mul):
        return _product(expr, decimals)
    if isinstance(expr, sympy.Pow | sympy.exp):
        return _power(expr, decimals)
    if isinstance(expr, sympy.Symbol):
        return str(expr), _Level.ATOM
    if isinstance(expr, sympy.Function | sympy.Min | sympy.Max):
        name = _NAMES.get(expr.func.__name__, expr.func.__name__)
        arguments = sorted(expr.args, key=str) if name in ("min", "max") else expr.args
        inner = ", ".join(_show(argument, decimals)[0] for argument in arguments)
        return f"{name}({inner})", _Level.ATOM
    if expr == -sympy.oo:
        return "-oo", _Level.SIGN
    return str(expr).replace("**", "^"), _Level.SUM


def _rational(value: Rational, decimals: bool) -> tuple[str, _Level]:
    text = _terminating(value) if decimals else None
    if text is None:
        text = f"{value.p} / {value.q}" if value.q != 1 else str(value.p)
    if "/" in text:
        return text, _Level.PRODUCT
    return text, _Level.SIGN if value < 0 else _Level.ATOM


def _wrap(expr: Expr, decimals: bool, least: _Level) -> str:
    text, level = _show(expr, decimals)
    return text if level >= least else f"({text})"


def _negative(expr: Expr) -> bool:
    coefficient = expr.as_coeff_Mul()[0]
    return bool(coefficient.is_negative)


def _sum(expr: sympy.Add, decimals: bool) -> str:
    text = ""
    for term in expr.as_ordered_terms():
        if not text:
            text = _wrap(term, decimals, _Level.PRODUCT)
        elif _negative(term):
            text += f" - {_wrap(-term, decimals, _Level.PRODUCT)}"
        else:
            text += f" + {_wrap(term, decimals, _Level.PRODUCT)}"
    return text


def _product(expr: sympy.Mul, decimals: bool) -> tuple[str, _Level]:
    if _negative(expr):
        text, level = _show(-expr, decimals)
        if level == _Level.SUM:
            return f"-({text})", _Level.SIGN
        # `-3 * x` reads as (-3) * x, which is the same number.
        return f"-{text}", min(level, _Level.SIGN)
    coefficient, rest = expr.as_coeff_Mul()
    above: list[Expr] = []
    below: list[Expr] = []
    if decimals and isinstance(coefficient, Rational) and _terminating(coefficient):
        above.append(coefficient)
    elif isinstance(coefficient, Rational):
        above.append(Integer(coefficient.p))
        below.append(Integer(coefficient.q))
    else:
        above.append(coefficient)
    for factor in rest.as_ordered_factors():
        base, exponent = factor.as_base_exp()
        if exponent.is_Rational and exponent.is_negative and base != sympy.E:
            below.append(base**-exponent)
        else:
            above.append(factor)
    above = [factor for factor in above if factor != 1]
    below = [factor for factor in below if factor != 1]
    top = " * ".join(_wrap(factor, decimals, _Level.SIGN) for factor in above) or "1"
    if not below:
        if len(above) == 1:
            return _show(above[0], decimals)
        return top, _Level.PRODUCT
    bottom = " * ".join(_wrap(factor, decimals, _Level.SIGN) for factor in below)
    if len(below) > 1:
        bottom = f"({bottom})"
    return f"{top} / {bottom}", _Level.PRODUCT


def _power(expr: Expr, decimals: bool) -> tuple[str, _Level]:
    base, exponent = expr.as_base_exp()
    if exponent == Rational(1, 2):
        return f"sqrt({_show(base, decimals)[0]})", _Level.ATOM
    if exponent == Rational(1, 3):
        return f"cbrt({_show(base, decimals)[0]})", _Level.ATOM
    if exponent.is_Rational and exponent.is_negative and base != sympy.E:
        return f"1 / {_wrap(base**-exponent, decimals, _Level.SIGN)}", _Level.PRODUCT
    left = _wrap(base, decimals, _Level.ATOM)
    return f"{left}^{_wrap(exponent, decimals, _Level.ATOM)}", _Level.POWER

"""Reads the digits of a number, with the separators that people put between them."""

from __future__ import annotations

import re

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Name,
    Negate,
    Node,
    Number,
    Power,
    product,
    quotient,
)
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

_LONGEST = 40
"""Most places by which the point of `3.2e5` is moved; beyond it a power of ten is written."""

_BLANK = r"(?: |~|\\,|\\ |\\;|\{,\})"
_END = r"(?![0-9]|[.,][0-9])"
_GROUPED = re.compile(
    rf"(?P<english>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?){_END}"
    rf"|(?P<indian>[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}(?:\.[0-9]+)?){_END}"
    rf"|(?P<european>[0-9]{{1,3}}(?:(?:\.[0-9]{{3}})+|(?:{_BLANK}[0-9]{{3}})+),[0-9]+){_END}"
)
_GROUPED_ANYWHERE = re.compile(
    rf"(?P<blank>[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+(?:\.[0-9]+)?)(?![0-9/.]|,[0-9])"
    rf"|(?P<apostrophe>[0-9]{{1,3}}(?:'[0-9]{{3}})+(?:\.[0-9]+)?){_END}"
    rf"|(?P<underscore>[0-9]+(?:_[0-9]+)+)(?![0-9A-Za-z_])"
    rf"|(?P<dots>[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}){_END}"
    rf"|(?P<braces>[0-9]+\{{,\}}[0-9]+){_END}"
)
_DECIMAL_COMMA = re.compile(r"[0-9]+(?:\.[0-9]+)?,[0-9]")
_SCIENTIFIC = re.compile(r"([0-9]*)\.?([0-9]*)[eE]([+-]?)([0-9]+)")
_REPEATING = re.compile(r"([0-9]+)\.([0-9]*)\\overline ?\{([0-9]+)\}")


def grouped(plain: str, start: int, *, separated: bool) -> tuple[Number, int] | None:
    """Return the number with separators that begins at a place, and where it ends.

    Args:
        plain: The text.
        start: Where the digits begin.
        separated: Whether a comma parts arguments here, and so belongs to no number.
    """
    found = (None if separated else _GROUPED.match(plain, start)) or _GROUPED_ANYWHERE.match(
        plain, start
    )
    if found is None:
        return None
    text = found[0]
    if found.lastgroup == "braces":
        whole, _, rest = text.partition("{,}")
        return Number(whole + rest if len(rest) == 3 else f"{whole}.{rest}"), found.end()
    if found.lastgroup == "european":
        whole, _, decimals = text.rpartition(",")
        return Number(f"{_digits(whole)}.{decimals}"), found.end()
    whole, point, decimals = (text, "", "") if found.lastgroup == "dots" else text.partition(".")
    return Number(_digits(whole) + point + decimals), found.end()


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def has_decimal_comma(plain: str, start: int) -> bool:
    """Say whether digits, a comma and more digits stand at a place without a blank."""
    return bool(_DECIMAL_COMMA.match(plain, start))


def repeating(plain: str, start: int) -> tuple[Node, int] | None:
    r"""Return the fraction that `0.1\overline{6}` is, and where it ends."""
    found = _REPEATING.match(plain, start)
    if found is None or len(found[0]) > 2 * _LONGEST:
        return None
    whole, fixed, period = found.groups()
    nines = 10 ** len(period) - 1
    above = int(whole + fixed + period) - int(whole + fixed)
    return quotient(Number(str(above)), Number(str(nines * 10 ** len(fixed)))), found.end()


def literal(text: str) -> Node:
    """Return the number that a token spells: `.5` is `0.5`, `3.2e5` is `320000`.

    Raises:
        ToolError: `limit`, if the exponent is out of all proportion.
    """
    found = _SCIENTIFIC.fullmatch(text)
    if found is None:
        return Number(f"0{text}" if text.startswith(".") else text)
    whole, decimals, sign, exponent = found.groups()
    if len(exponent) > 6:
        raise ToolError(f"the exponent of {text[:20]!r} is too large", kind="limit")
    places = int(exponent)
    if places > _LONGEST:
        mantissa = Number(f"{whole or '0'}.{decimals}" if decimals else whole)
        power = Number(exponent)
        return product(mantissa, Power(Number("10"), Negate(power) if sign == "-" else power))
    if sign == "-":
        padded = whole.rjust(places + 1, "0")
        whole, decimals = padded[: len(padded) - places], padded[len(padded) - places :] + decimals
    else:
        padded = decimals.ljust(places, "0")
        whole, decimals = whole + padded[:places], padded[places:]
    whole = whole.lstrip("0") or "0"
    return Number(f"{whole}.{decimals}" if decimals else whole)


def raised(token: Token) -> Node:
    """Return the exponent that raised characters stand for: `²`, `⁻¹`, `ⁿ`.

    Raises:
        ToolError: `syntax`, if they are several letters or signs.
    """
    body = token.text.lstrip("+-").strip("()")
    if body.isdigit():
        node: Node = Number(body)
    elif len(body) == 1 and body.isalpha():
        node = Name(body)
    else:
        raise wrong("a raised text that is no exponent", token, "write ^(…)")
    return Negate(node) if token.text.startswith("-") else node

"""Finds the numbers of a text, as literals of the language.

The decoder may only write numbers that this finds (and a few small constants), so that a model
can't make numbers up. Words for numbers count (`twelve`, `a dozen`, `half`), ordinals don't.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

CONSTANTS: tuple[str, ...] = (
    *map(str, range(11)),
    *("12", "14", "15", "16", "20", "24", "25", "30", "50", "52", "60", "90", "100", "180"),
    *("360", "365", "1000", "3600", "1000000", "0.5", "0.25", "1.5"),
)
"""Numbers that a question may need without naming them: units of time, halves, per cent."""

_UNITS = dict(
    zip(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        ).split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_WORDS: dict[str, tuple[str, ...]] = {
    "dozen": ("12",),
    "dozens": ("12",),
    "score": ("20",),
    "pair": ("2",),
    "couple": ("2",),
    "both": ("2",),
    "once": ("1",),
    "single": ("1",),
    "twice": ("2",),
    "double": ("2",),
    "doubled": ("2",),
    "doubles": ("2",),
    "thrice": ("3",),
    "triple": ("3",),
    "tripled": ("3",),
    "triples": ("3",),
    "quadruple": ("4",),
    "quadrupled": ("4",),
    "half": ("0.5", "2"),
    "halves": ("0.5", "2"),
    "halved": ("0.5", "2"),
    "quarter": ("0.25", "4"),
    "quarters": ("0.25", "4"),
    "thirds": ("3",),
    "fourths": ("4",),
    "fifths": ("5",),
    "sixths": ("6",),
    "sevenths": ("7",),
    "eighths": ("8",),
    "ninths": ("9",),
    "tenths": ("10",),
    "week": ("7",),
    "weeks": ("7",),
    "weekly": ("7", "52"),
    "percent": ("100",),
}
# A third *of* something is a fraction; the third something is not.
_PARTS = {"third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "eighth": "8", "tenth": "10"}

_LITERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)|\d+(?:\.\d+)?|\.\d+"
_ORDINAL = r"(?:st|nd|rd|th)\b"
_TOKEN = re.compile(
    rf"(?P<scientific>(?<![\w.])\d+(?:\.\d+)?[eE][+-]?\d{{1,2}}\b)"
    rf"|(?P<ordinal>\b\d[\d,]*{_ORDINAL})"
    rf"|(?P<literal>{_LITERAL})(?P<suffix>[kKM]\b)?"
    rf"|(?P<word>[A-Za-z]+)"
    rf"|(?P<dash>(?<=[a-z])-(?=[a-z]))"
    rf"|(?P<other>\S)"
)
_LONGEST = 40
_OPEN = (None, "scale", "and")  # what a number word may follow


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text as literals of the language, in order, each once.

    Signs, currencies and per cent marks are left out (the language writes them itself), a number
    with a scale word gives both (`2.5 million`: 2.5 and 2500000), and a fraction gives its parts.
    """
    found: list[str] = []
    phrase = _Phrase()
    tokens = list(_TOKEN.finditer(_plain(text)))
    for index, token in enumerate(tokens):
        word = (token["word"] or "").lower()
        if phrase.take(token, word):
            continue
        found += phrase.end()
        if phrase.take(token, word):
            continue
        if token["scientific"]:
            found += _written(Fraction(Decimal(token["scientific"])))
        elif word in _WORDS:
            found += _WORDS[word]
        elif word in _PARTS and _next(tokens, index) in ("of", "as", "the"):
            found.append(_PARTS[word])
    found += phrase.end()
    return list(dict.fromkeys(number for number in found if len(number) <= _LONGEST))


class _Phrase:
    """A number in several words (`two hundred and five`, `2.5 million`), as far as it was read."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._total = self._group = Fraction(0)
        self._literal: str | None = None
        self._last: str | None = None  # what was read last: literal, unit, tens, scale, and
        self._parts: list[str] = []

    def take(self, token: re.Match[str], word: str) -> bool:
        """Add a token to the phrase, or say that it does not belong to it."""
        if token["literal"]:
            return self._take_literal(token)
        if word in _UNITS:
            value, what = _UNITS[word], "unit"
            fits = self._last in _OPEN or (self._last == "tens" and 0 < value < 10)
        elif word in _TENS:
            value, what, fits = _TENS[word], "tens", self._last in _OPEN
        elif word in _SCALES:
            return self._last != "and" and self._scale(_SCALES[word])
        else:
            return self._join(token, word)
        if fits:
            self._group += value
            self._last = what
        return fits

    def end(self) -> list[str]:
        """Return the numbers of the phrase, and begin a new one."""
        if self._last is None:
            return []
        if self._literal is not None and not self._parts:
            numbers = [self._literal]
        else:
            numbers = [*self._parts, *_written(self._total + self._group)]
        self._reset()
        return numbers

    def _take_literal(self, token: re.Match[str]) -> bool:
        before = token.string[: token.start()]
        if self._last is not None:
            return False
        if re.search(r"[A-Za-z_]$", before) and not re.search(r"\d[xX]$", before):
            return True  # part of a name, such as B2
        self._literal = _literal(token["literal"])
        self._group = Fraction(self._literal)
        self._last = "literal"
        if token["suffix"]:
            return self._scale(10**3 if token["suffix"] in "kK" else 10**6)
        return True

    def _join(self, token: re.Match[str], word: str) -> bool:
        if word == "and" and self._last == "scale":
            self._last = "and"
            return True
        return bool(token["dash"]) and self._last in ("tens", "unit", "scale")

    def _scale(self, scale: int) -> bool:
        if self._literal is not None:
            self._parts += [self._literal, str(scale)]
            self._literal = None
        if scale == 100:
            self._group = (self._group or Fraction(1)) * scale
        else:
            self._total += (self._group or Fraction(1)) * scale
            self._group = Fraction(0)
        self._last = "scale"
        return True


def _plain(text: str) -> str:
    """Write fractions, other digits and half-width forms in plain characters."""
    spaced = "".join(
        f" {c} "
        if unicodedata.category(c) == "No"
        else str(unicodedata.decimal(c))
        if c.isdecimal()
        else c
        for c in text
    )
    return unicodedata.normalize("NFKC", spaced).replace("\u2044", "/").replace("\u2019", "'")


def _literal(text: str) -> str:
    whole, point, decimals = text.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + point + decimals


def _written(value: Fraction) -> list[str]:
    if value.denominator == 1:
        return [str(value.numerator)]
    return [f"{Decimal(value.numerator) / Decimal(value.denominator):f}"]


def _next(tokens: list[re.Match[str]], index: int) -> str:
    return (tokens[index + 1]["word"] or "").lower() if index + 1 < len(tokens) else ""

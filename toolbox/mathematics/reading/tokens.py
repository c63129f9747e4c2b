"""Cuts typed mathematics into tokens, plain notation and LaTeX by the same rules.

Two things depend on the kind of text. Where it is typeset (it holds commands or braces of LaTeX),
`_` opens an index and letters stand alone; in plain text `x_1` and `total` are one word. In a
worksheet of the language, words are names as the language has them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from lottery_agent.errors import ToolError

Kind = Literal[
    "number",
    "fraction",
    "word",
    "text",
    "name",
    "function",
    "differential",
    "command",
    "raised",
    "lowered",
    "sign",
    "row",
    "newline",
    "end",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text.

    Attributes:
        kind: What it is; the tokens of the first cut are no names or functions yet.
        text: Its plain form.
        start: Where it begins in the text, in characters.
        end: Where it ends.
        tight: Whether it stands directly behind the token before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    tight: bool


def _script(characters: str) -> dict[str, str]:
    return {c: unicodedata.normalize("NFKC", c).replace("−", "-") for c in characters}


_RAISED = _script("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿᵃᵇᶜᵈᵉᵏᵐᵖᵗˣʸᶻᵀ")
_LOWERED = _script("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑᵢⱼₖₘₙₚᵣₛₜₓ")
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξορστυφχψωΓΔΘΛΞΠΣΦΨΩς",
        (
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron rho "
            "sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi "
            "Omega sigma"
        ).split(),
        strict=True,
    ),
    π="pi",
) | {"∞": "oo"}
GREEK_NAMES = frozenset(_GREEK.values()) - {"pi", "oo"}
"""The letters of the Greek alphabet, which are names in the language."""

_KINDS: dict[str, Kind] = {
    "number": "number",
    "word": "word",
    "row": "row",
    "newline": "newline",
    "sign": "sign",
}
_BIG = {"∫": "int", "∬": "iint", "∑": "sum", "∏": "prod"}

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![A-Za-z0-9_.]))?"
_TOKEN = (
    rf"(?P<number>{_NUMBER})"
    r"|(?P<row>\\\\(?:\[[0-9.]+ ?[a-z]{2}\])?)"
    r"|(?P<blank> +|~|\\[,;:!> ()\[\]]|\\q?quad(?![A-Za-z]))"
    r"|(?P<command>\\(?:(?:begin|end) ?\{[A-Za-z]+\*?\}|[A-Za-z]+\*?|.))(?:(?<=y\})\{[clr| ]*\})?"
    r"|(?P<word>%s)"
    rf"|(?P<raised>[{''.join(_RAISED)}]+)"
    rf"|(?P<lowered>[{''.join(_LOWERED)}]+)"
    rf"|(?P<fraction>[{_FRACTIONS}])"
    r"|(?P<newline>\n)"
    r"|(?P<sign>\*\*|<=|>=|=<|==|!=|:=|->|\.\.\.?|.)"
)
_WHOLE_WORDS = re.compile(_TOKEN % r"[A-Za-z](?:[A-Za-z0-9]|_(?!\{))*")
_LETTER_WORDS = re.compile(_TOKEN % r"[A-Za-z]+")
_SPELLINGS = {"**": "^", "≤": "<=", "≥": ">=", "=<": "<=", "==": "=", "≠": "!=", "→": "->"}
_TYPESET = re.compile(r"\\|[_^]\{")


def is_typeset(plain: str) -> bool:
    """Say whether a text holds LaTeX."""
    return bool(_TYPESET.search(plain))


def cut(plain: str, *, whole_words: bool) -> list[Token]:
    """Cut a text into tokens, an `end` token last.

    Args:
        plain: A text in plain characters.
        whole_words: Whether digits and `_` belong to words.
    """
    pattern = _WHOLE_WORDS if whole_words else _LETTER_WORDS
    tokens: list[Token] = []
    marks = _delimiters(plain)
    before = 0
    for match in pattern.finditer(plain):
        kind, text, start, end = str(match.lastgroup), match[0], match.start(), match.end()
        if kind == "blank" or start in marks:
            continue
        # The blank that ends a command is no blank of the formula.
        command = tokens[-1].kind == "command" if tokens else False
        tight = bool(tokens) and (start == before or command)
        tokens.append(_token(kind, text, start, end, tight=tight))
        before = end
    tokens.append(Token("end", "the end", len(plain), len(plain), tight=False))
    return tokens


def _token(kind: str, text: str, start: int, end: int, *, tight: bool) -> Token:
    if kind == "raised":
        return Token("raised", "".join(map(_RAISED.__getitem__, text)), start, end, tight)
    if kind == "lowered":
        return Token("lowered", "".join(map(_LOWERED.__getitem__, text)), start, end, tight)
    if kind == "command":
        command = text[1:].partition("}{")[0].replace(" ", "")
        closed = "}" if command.startswith(("begin{", "end{")) and command[-1] != "}" else ""
        return Token("command", command + closed, start, end, tight)
    if kind == "fraction":
        return Token("fraction", unicodedata.normalize("NFKC", text), start, end, tight)
    if kind == "sign" and text in _GREEK:
        return Token("name", _GREEK[text], start, end, tight)
    if kind == "sign" and text in _BIG:
        return Token("command", _BIG[text], start, end, tight)
    return Token(_KINDS[kind], _SPELLINGS.get(text, text), start, end, tight)


_OUTSIDE = re.compile(r"[\s,;.]*")


def _delimiters(plain: str) -> frozenset[int]:
    """Return the places of the `$` that open and close formulas, rather than tell of money."""
    places = [match.start() for match in re.finditer(r"(?<!\\)\$", plain)]
    if not places or len(places) % 2:
        return frozenset()
    double = all(b == a + 1 for a, b in zip(places[::2], places[1::2], strict=True))
    edges = [*places[::2]] if double else places
    ends = [*places[1::2]] if double else places
    if len(edges) % 2:
        return frozenset()
    outside = [
        plain[: edges[0]],
        *(plain[ends[close] + 1 : edges[close + 1]] for close in range(1, len(edges) - 1, 2)),
        plain[ends[-1] + 1 :],
    ]
    if all(_OUTSIDE.fullmatch(part) for part in outside):
        return frozenset(places)
    return frozenset()


def wrong(message: str, token: Token | int, hint: str, *, kind: str = "syntax") -> ToolError:
    """Return the error for something that can't be read at a place."""
    place = token if isinstance(token, int) else token.start
    return ToolError(f"{message} at character {place + 1}", kind=kind, position=place, hint=hint)

"""Finds the letters that a question uses as names."""

from __future__ import annotations

import re
import unicodedata

from lottery_agent.toolbox.mathematics.reading.words import SHORT_WORDS

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_POWERS = re.compile(f"[{_RAISED}]+")
_SIGNS = {
    **dict.fromkeys("×·⋅", "*"),
    **dict.fromkeys("−–", "-"),
    "÷": "/",
    "π": "pi",
    "√": "sqrt ",
    "≤": "<=",
    "≥": ">=",
}
_LETTERS = re.compile(r"(?<![A-Za-z'_])[A-Za-z]{1,2}(?![A-Za-z'_])")
_SIGN_BEFORE = re.compile(r"(?:[-+*/^=<>] ?|\(|(?<![A-Za-z0-9.])[0-9.]+)\Z")
_SIGN_AFTER = re.compile(r" ?[+*/^=<>]| - |-(?![A-Za-z]{2})")


def symbols_in(text: str) -> list[str]:
    """Return the single letters that a text uses as names in notation, in order, each once.

    A lone letter is a name, but `a`, `A` and `I` only beside a sign or a number; a letter that
    follows a number (`5x`) is one too, and so are those of `xy` beside a sign.
    """
    plain = _plain(text)
    found: list[str] = []
    for match in _LETTERS.finditer(plain):
        word = match[0]
        beside = bool(
            _SIGN_BEFORE.search(plain, 0, match.start()) or _SIGN_AFTER.match(plain, match.end())
        )
        if len(word) == 1 and (beside or word not in "aAI"):
            found.append(word)
        elif len(word) == 2 and beside and word.lower() not in SHORT_WORDS:
            found += word
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Write raised digits as powers and other forms of characters as plain ones."""
    powers = _POWERS.sub(lambda run: f"^{unicodedata.normalize('NFKC', run[0])}", text)
    return "".join(_SIGNS.get(c) or unicodedata.normalize("NFKC", c) for c in powers)

"""Brings the characters of a text into plain forms, one for one, and refuses hidden ones.

Every character becomes exactly one, so that a place in the plain text is the same place in what
was typed. Characters that stand for several (`²`, `½`) stay, and the tokens know them.
"""

from __future__ import annotations

import re
import unicodedata

from lottery_agent.errors import ToolError

MAX_CHARACTERS = 10_000
"""Longest text that is read."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("×·⋅∙∗✕✖•・", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("−–—‐‑‒﹣－", "-"),
        **dict.fromkeys("⩽≦", "≤"),
        **dict.fromkeys("⩾≧", "≥"),
        **dict.fromkeys("∣｜", "|"),
        **dict.fromkeys("’ʼ′", "'"),
        **dict.fromkeys("⟶⇾➝", "→"),
        **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
        "∶": ":",
        "\r": " ",
        "\t": " ",
        "µ": "μ",
        "ϕ": "φ",
        "ϑ": "θ",
        "ϵ": "ε",
        "∆": "Δ",
        "º": "°",
        "˚": "°",
    }
)
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs"))
_MEANT = ("<super>", "<sub>", "<fraction>", "<circle>")
"""Forms of characters that mean more than the plain form."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def plain(text: str) -> str:
    """Return a text of the same length in plain characters.

    Full-width and styled letters and digits become ASCII, and so do digits of other scripts;
    signs that look alike become one.

    Raises:
        ToolError: `limit` if the text is too long, `syntax` if it holds a control character, a
            mark that changes the direction of writing, or another character that can't be seen.
    """
    if len(text) > MAX_CHARACTERS:
        raise ToolError(
            f"a text of {len(text):,} characters is too long",
            kind="limit",
            position=MAX_CHARACTERS,
            hint=f"write at most {MAX_CHARACTERS:,}",
        )
    if text.isascii():
        if found := _CONTROL.search(text):
            raise _hidden(text, found.start())
        return text.translate(_ALIKE)
    return "".join(
        [character if character < "\x80" else _folded(character) for character in _checked(text)]
    ).translate(_ALIKE)


def _checked(text: str) -> str:
    translated = text.translate(_ALIKE)
    for place, character in enumerate(translated):
        if character != "\n" and unicodedata.category(character) in _HIDDEN:
            raise _hidden(text, place)
    return translated


def _folded(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.decomposition(character).startswith(_MEANT):
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _hidden(text: str, place: int) -> ToolError:
    name = unicodedata.name(text[place], f"U+{ord(text[place]):04X}").lower()
    return ToolError(
        f"a hidden character ({name}) at character {place + 1}",
        kind="syntax",
        position=place,
        hint="remove it",
    )

"""Turns notation as people type it into the spelling of the language.

This reads signs, not phrases: `3×4²` becomes `3 * 4^2`, `2,340` becomes `2340`. Words stay as they
are, and text that is no notation comes out unharmed for the parser to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque

from lottery_agent.toolbox.mathematics.numerals import CONSTANTS, numbers_in

__all__ = [
    "CONSTANTS",
    "CONSTANT_NAMES",
    "FUNCTION_NAMES",
    "numbers_in",
    "read_notation",
    "symbols_in",
]

CONSTANT_NAMES: tuple[str, ...] = ("pi", "e", "i", "oo")
"""Names that mean a number unless a worksheet uses them for something else."""

FUNCTION_NAMES = frozenset(
    (
        "sqrt cbrt abs floor ceil round min max gcd lcm mod factorial binomial exp ln log sin cos "
        "tan asin acos atan derivative integral limit simplify expand factor mean median solve"
    ).split()
)
"""Words that are a call when a bracket follows."""

_SYNONYMS = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "ceiling": "ceil",
    "diff": "derivative",
    "integrate": "integral",
    "infinity": "oo",
}
_SIGNS = {
    **dict.fromkeys("×·⋅∙∗✕", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–—‐‑﹣", "-"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    **dict.fromkeys("$€£¥", ""),
    "π": "pi",
    "∞": "oo",
    "≤": "<=",
    "≥": ">=",
    "⩽": "<=",
    "⩾": ">=",
    "√": "sqrt ",
    "∛": "cbrt ",
}
_LATEX = (
    (r"\\left|\\right|\\,|\\;|\\!|\\displaystyle", ""),
    (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\s*\[3\]\s*\{([^{}]*)\}", r"cbrt(\1)"),
    (r"\\sqrt\s*\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\(?:cdot|times)\b", "*"),
    (r"\\div\b", "/"),
    (r"\\leq?\b", "<="),
    (r"\\geq?\b", ">="),
    (r"\\infty\b", "oo"),
    (r"\\%", "%"),
    (r"\\([A-Za-z]+)", r" \1"),
)
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_PLAIN = "0123456789-+"
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d*,)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\.\d+|[A-Za-z][A-Za-z0-9_]*|\*\*|<=|>=|==|!=|\S")
_BINARY = frozenset({"+", "-", "*", "/"})
_RELATIONS = frozenset({"=", "<", "<=", ">", ">=", "!="})
_BEFORE_A_SIGN = _BINARY | _RELATIONS | {"(", ",", "^"}
_PLAIN_FUNCTIONS = frozenset("sqrt cbrt abs exp ln log sin cos tan asin acos atan".split())


def read_notation(text: str) -> str:
    """Return a worksheet, or a part of one, in the spelling of the language.

    Args:
        text: What a person typed; lines stay lines, and blank ones go.
    """
    lines = (_line(line) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)


def symbols_in(text: str) -> list[str]:
    """Return the single letters that a text uses as names in notation, in order, each once.

    A lone letter is a name, but `a`, `A` and `I` only beside a sign or a number; a letter that
    follows a number (`5x`) is one too, and so are those of `xy` beside a sign.
    """
    plain = _unicode(text)
    found: list[str] = []
    for match in _LETTERS.finditer(plain):
        word = match[0]
        beside = bool(
            _SIGN_BEFORE.search(plain, 0, match.start()) or _SIGN_AFTER.match(plain, match.end())
        )
        if len(word) == 1 and (beside or word not in "aAI"):
            found.append(word)
        elif len(word) == 2 and beside and word.lower() not in _SHORT_WORDS:
            found += word
    return list(dict.fromkeys(found))


_LETTERS = re.compile(r"(?<![A-Za-z'_])[A-Za-z]{1,2}(?![A-Za-z'_])")
_SIGN_BEFORE = re.compile(r"(?:[-+*/^=<>] ?|\(|(?<![A-Za-z0-9.])[0-9.]+)\Z")
_SIGN_AFTER = re.compile(r" ?[+*/^=<>]| - |-(?![A-Za-z]{2})")
_SHORT_WORDS = frozenset(
    (
        "am an as at be by do go he hi if in is it me mr ms my no of oh ok on or so to up us we pi "
        "ln oo cm mm km kg mg ml dl ft lb oz hr st nd rd th vs"
    ).split()
)


def _line(text: str) -> str:
    tidy = _unicode(text)
    for pattern, replacement in _LATEX:
        # Nested fractions are rewritten from the inside.
        while (again := re.sub(pattern, replacement, tidy)) != tidy:
            tidy = again
    tidy = "".join(_SIGNS.get(character, character) for character in tidy)
    tidy = _THOUSANDS.sub(_thousands, tidy)
    return _spaced(_joined(_bars(_TOKEN.findall(tidy))))


def _thousands(match: re.Match[str]) -> str:
    """Drop the commas of a number, unless they stand between the arguments of a call."""
    before = match.string[: match.start()]
    inside = re.search(r"[A-Za-z]\([^()]*$", before)
    return match[0] if inside else match[0].replace(",", "")


def _unicode(text: str) -> str:
    """Write raised digits as powers and other forms of characters as plain ones."""
    raised = re.sub(
        f"[{_SUPERSCRIPT}]+",
        lambda match: "^" + match[0].translate(str.maketrans(_SUPERSCRIPT, _PLAIN)),
        text,
    )
    kept = "".join(c if c in _SIGNS else unicodedata.normalize("NFKC", c) for c in raised)
    return "".join(_SIGNS.get(c, c) if c in "×·⋅÷−–π√≤≥" else c for c in kept)


def _bars(tokens: list[str]) -> list[str]:
    """Write `|x|` as a call, where the bars pair up without nesting."""
    if "|" not in tokens or tokens.count("|") % 2:
        return tokens
    written, opening = [], True
    for part in tokens:
        if part == "|":
            written += ["abs", "("] if opening else [")"]
            opening = not opening
        else:
            written.append(part)
    return written


def _joined(tokens: list[str]) -> list[str]:
    """Settle synonyms, functions without brackets and products without a sign."""
    written: list[str] = []
    rest = deque(tokens)
    while rest:
        name = rest.popleft()
        name = {"**": "^", "==": "="}.get(name, _SYNONYMS.get(name, name))
        if name.startswith(".") and len(name) > 1:
            name = f"0{name}"
        if written and _multiplies(written[-1], name):
            written.append("*")
        written.append(name)
        if name in _PLAIN_FUNCTIONS and rest and rest[0][0].isalnum():
            argument = [rest.popleft()]
            if argument[0][0].isdigit() and rest and _is_name(rest[0]):
                argument.append(rest.popleft())  # sin 2x
            written += ["(", *argument, ")"]
    return written


def _multiplies(left: str, right: str) -> bool:
    """Say whether two neighbours are a product that the language writes with a sign."""
    if right == "(":
        return left == ")" or (_is_name(left) and left not in FUNCTION_NAMES)
    if not (_is_name(right) or right[0].isdigit()):
        return False
    return left.endswith((")", "!")) or (_is_name(left) and left not in FUNCTION_NAMES)


def _is_name(token: str) -> bool:
    return token[:1].isalpha()


def _spaced(tokens: list[str]) -> str:
    text = before = ""
    for part in tokens:
        unary = part in "+-" and (not before or before in _BEFORE_A_SIGN)
        if part in _RELATIONS or (part in _BINARY and not unary):
            text += f" {part} "
        elif part == ",":
            text += ", "
        elif part != "+":
            # Two numbers in a row are no number; the parser shall see that.
            text += f" {part}" if before[-1:].isdigit() and part[0].isdigit() else part
        before = part
    return text.strip()

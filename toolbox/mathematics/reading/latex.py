r"""Turns commands of LaTeX that only name a sign, a letter or a function into plain tokens.

What is left as a command has parts of its own (`\frac`, `\sqrt`, `\sum`, `\begin`), and the parser
reads it. A command without a counterpart in the language is refused by name.
"""

from __future__ import annotations

import re

from lottery_agent.toolbox.mathematics.reading.tokens import GREEK_NAMES, Token, wrong

_SIGNS = {
    **dict.fromkeys(("cdot", "times", "ast", "bullet", "star"), "*"),
    "div": "/",
    **dict.fromkeys(("le", "leq", "leqslant", "leqq"), "<="),
    **dict.fromkeys(("ge", "geq", "geqslant", "geqq"), ">="),
    **dict.fromkeys(("ne", "neq"), "!="),
    "lt": "<",
    "gt": ">",
    **dict.fromkeys(("to", "rightarrow", "longrightarrow"), "->"),
    **dict.fromkeys(("vert", "mid"), "|"),
    **dict.fromkeys(("|", "Vert", "lVert", "rVert"), "‖"),
    **dict.fromkeys(("circ", "degree"), "°"),
    **dict.fromkeys(("dots", "ldots", "cdots", "dotsc", "dotsb"), "..."),
    "lvert": "(|",
    "rvert": "|)",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "lbrack": "[",
    "rbrack": "]",
    "{": r"\{",
    "lbrace": r"\{",
    "}": r"\}",
    "rbrace": r"\}",
    "%": "%",
    "$": "$",
    "colon": ":",
    "prime": "'",
    "equiv": "≡",
    "pm": "±",
    "mp": "∓",
    "bmod": "mod",
    "mod": "mod",
    "partial": "∂",
}

_FUNCTIONS = (
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp ln log lg det gcd max "
    "min arg"
).split()
_WORDS = {
    **{name: name for name in _FUNCTIONS},
    "pi": "pi",
    "infty": "oo",
    "imath": "i",
    "Re": "re",
    "Im": "im",
}
_LETTERS = {
    **{name: name for name in GREEK_NAMES},
    **{f"var{name}": name for name in ("epsilon", "theta", "phi", "rho", "sigma", "kappa")},
    "varpi": "pi",
    "top": "T",
    "ell": "l",
}
_SIZES = frozenset(
    (
        "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm"
    ).split()
)
_SILENT = frozenset(
    (
        "displaystyle textstyle scriptstyle limits nolimits nonumber notag hline thinspace "
        "medspace thickspace negthinspace"
    ).split()
)
_TEXTS = frozenset(
    (
        "text textrm textit textbf textsf mbox mathrm mathit mathbf mathsf operatorname "
        "operatorname* boldsymbol bm"
    ).split()
)
STRUCTURES = frozenset(
    (
        "frac dfrac tfrac cfrac sqrt binom dbinom tbinom sum prod int iint iiint lim overline pmod "
        "choose boxed"
    ).split()
)
"""The commands with parts of their own."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ _][A-Za-z0-9]+)*")


def without_commands(tokens: list[Token], plain: str) -> list[Token]:
    r"""Return the tokens with every command replaced that has a plain counterpart.

    Args:
        tokens: The tokens of a text.
        plain: The text, for the words inside of `\text{…}`.

    Raises:
        ToolError: `syntax`, at a command that is not read.
    """
    made: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind != "command" or _has_parts(token.text):
            made.append(token)
            index += 1
        elif token.text in _SILENT:
            index += 1
        elif token.text in _TEXTS:
            index = _text(tokens, index, plain, made)
        elif token.text in _SIZES:
            index += 1
            _sized(token, tokens[index], tokens[min(index + 1, len(tokens) - 1)], made)
            index += tokens[index].kind != "end"
        else:
            made.append(_translated(token))
            index += 1
    return made


def _has_parts(command: str) -> bool:
    return command in STRUCTURES or command.startswith(("begin{", "end{"))


def _translated(token: Token) -> Token:
    name = token.text
    if name in _SIGNS:
        return Token("sign", _SIGNS[name], token.start, token.end, token.tight)
    if name in _WORDS:
        return Token("word", _WORDS[name], token.start, token.end, token.tight)
    if name in _LETTERS:
        return Token("name", _LETTERS[name], token.start, token.end, token.tight)
    raise wrong(rf"the command \{name}", token, "it has no counterpart in the language")


def _sized(size: Token, fence: Token, after: Token, made: list[Token]) -> None:
    r"""Add a bracket behind `\left`, `\right` and their like."""
    if fence.kind == "command":
        fence = _translated(fence)
    if fence.text == r"\{" and after.text.startswith("begin{"):
        return  # the brace before the lines of a system
    if fence.text == "." and made and made[-1].text.startswith("end{"):
        return
    if fence.text in (".", "the end"):
        raise wrong(rf"\{size.text} without a bracket", size, "write both brackets")
    text = fence.text
    if text == "|" and size.text.endswith(("left", "l")):
        text = "(|"
    elif text == "|" and size.text.endswith(("right", "r")):
        text = "|)"
    made.append(Token("sign", text, size.start, fence.end, size.tight))


def _text(tokens: list[Token], index: int, plain: str, made: list[Token]) -> int:
    r"""Add the one name inside of `\text{…}` and its like; return the place behind it."""
    command, opening = tokens[index], tokens[index + 1]
    if opening.text != "{" and opening.kind == "word":
        made.append(Token("word", opening.text, command.start, opening.end, command.tight))
        return index + 2
    close = plain.find("}", opening.end)
    if opening.text != "{" or close < 0:
        raise wrong(rf"\{command.text} without braces", command, "write a name in braces")
    inside = plain[opening.end : close]
    after = index + 2
    while tokens[after].start < close:
        after += 1
    end = tokens[after].end
    if not inside.strip():
        return after + 1
    if not _NAME.fullmatch(inside):
        raise wrong("words", opening.end, "only notation is read: leave the words out")
    name = inside.replace(" ", "_")
    made.append(Token("text", name, command.start, end, command.tight))
    return after + 1

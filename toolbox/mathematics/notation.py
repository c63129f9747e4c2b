r"""Reads mathematics as people type it, plain or in LaTeX, into the spelling of the language.

This reads signs, not phrases: `3×4²` becomes `3 * 4^2`, `\frac{x}{2}` becomes `x / 2`. Text that
is no notation, and notation that can be read in two ways, is refused with its place and a hint.
"""

from __future__ import annotations

import re

from lottery_agent.toolbox.mathematics.names import CONSTANT_NAMES, FUNCTION_NAMES
from lottery_agent.toolbox.mathematics.numerals import CONSTANTS, numbers_in
from lottery_agent.toolbox.mathematics.reading import characters, latex, tokens
from lottery_agent.toolbox.mathematics.reading.cursor import shown
from lottery_agent.toolbox.mathematics.reading.formulas import Relation, Sheet, Solve, Value
from lottery_agent.toolbox.mathematics.reading.operands import UNREAD
from lottery_agent.toolbox.mathematics.reading.parser import Parser
from lottery_agent.toolbox.mathematics.reading.spelling import spell
from lottery_agent.toolbox.mathematics.reading.words import Words
from lottery_agent.toolbox.mathematics.symbols import symbols_in

__all__ = [
    "CONSTANTS",
    "CONSTANT_NAMES",
    "FUNCTION_NAMES",
    "numbers_in",
    "read_notation",
    "symbols_in",
]

_STEP = re.compile(r"^ *([A-Za-z][A-Za-z0-9_]*) *=(?!=)", re.MULTILINE)
_ANSWER = re.compile(r"(?:^|\n) *answer *=(?!=)[^\n]*\Z")
_OPENS = frozenset({"(", "[", "{", r"\{", "⌊", "⌈", "(|"})
_CLOSES = frozenset({")", "]", "}", r"\}", "⌋", "⌉", "|)"})


def read_notation(text: str) -> str:
    """Return typed mathematics in the spelling of the language.

    Args:
        text: An expression, a relation, or several relations that hold together (parted by commas,
            semicolons or lines); or a worksheet, whose last line is `answer = …`.

    Returns:
        A worksheet, or the value of one (`value` in the grammar). Reading it again changes nothing.

    Raises:
        ToolError: `syntax` if the text is no notation or can be read in two ways, `limit` if it is
            too long or nested too deeply. `position` is the place in the text.
    """
    plain = characters.plain(text)
    sheet = bool(_ANSWER.search(plain.rstrip()))
    typeset = tokens.is_typeset(plain)
    steps = frozenset(_STEP.findall(plain)) if sheet else None
    cut = tokens.cut(plain, whole_words=sheet or not typeset)
    settled = Words(latex.without_commands(cut, plain), typeset=typeset, steps=steps).settled()
    parser = Parser(plain, _lines(settled), typeset=typeset, sheet=sheet)
    return spell(_sheet(parser) if sheet else _value(parser))


def _lines(settled: list[tokens.Token]) -> list[tokens.Token]:
    """Drop the ends of lines inside of brackets, and the full stop or `= ?` at the end."""
    kept: list[tokens.Token] = []
    depth = 0
    for token in settled:
        if token.kind == "command":
            depth += token.text.startswith("begin{") - token.text.startswith("end{")
        elif token.kind == "sign":
            depth += (token.text in _OPENS) - (token.text in _CLOSES)
        if token.kind != "newline" or depth <= 0:
            kept.append(token)
    end = kept.pop()
    while kept and (kept[-1].kind == "newline" or kept[-1].text in (".", "?", "=", ";", ",")):
        kept.pop()
    return [*kept, end]


def _sheet(parser: Parser) -> Sheet:
    steps: list[tuple[str, Value]] = []
    while parser.now.kind != "end":
        if parser.now.kind == "newline":
            parser.take()
            continue
        name, sign = parser.now, parser.peek()
        if name.kind not in ("name", "function") or sign.text != "=":
            raise tokens.wrong("a line that names no step", name, "write `name = expression`")
        parser.index += 2
        steps.append((parser.plain[name.start : name.end], parser.value()))
        if parser.now.kind not in ("end", "newline"):
            raise _unexpected(parser)
    return Sheet(tuple(steps))


def _value(parser: Parser) -> Value:
    """Read one value, or the relations of a system."""
    start = parser.now
    values = [parser.value()]
    while parser.at(",", ";") or parser.now.kind in ("newline", "row"):
        parser.take()
        if parser.now.kind not in ("newline", "row"):
            values.append(parser.value())
    if parser.now.kind != "end":
        raise _unexpected(parser)
    if len(values) == 1:
        return values[0]
    relations = [value for value in values if isinstance(value, Relation)]
    if len(relations) < len(values):
        hint = "read one at a time, write a list as [1, 2], or give each equation both sides"
        raise tokens.wrong("several expressions", start, hint)
    return Solve(tuple(relations))


def _unexpected(parser: Parser) -> Exception:
    hint = UNREAD.get(parser.now.text, "write one expression or relation a line")
    return tokens.wrong(f"unexpected {shown(parser.now)}", parser.now, hint)

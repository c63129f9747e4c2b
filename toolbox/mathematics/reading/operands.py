"""Reads the operands of plain notation: numbers, brackets, bars, lists and root signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.mathematics.reading import literals, structures
from lottery_agent.toolbox.mathematics.reading.cursor import shown
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Items,
    Node,
    Number,
    Sum,
    product,
    quotient,
)
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser

RELATIONS = ("=", "<", ">", "<=", ">=", "!=")
CURRENCIES = tuple("$€£¥₹")
UNREAD = {
    "±": "write one formula for + and one for -",
    "∓": "write one formula for + and one for -",
    "'": "write derivative(f, x)",
    "...": "write every term, or a sum such as sum(k^2, k, 1, 10)",
    "…": "write every term, or a sum such as sum(k^2, k, 1, 10)",
    "⋯": "write every term, or a sum such as sum(k^2, k, 1, 10)",
    "≈": "write = or numeric(x)",
    "∈": "sets are not read: write relations",
}
"""Signs without a counterpart in the language, and what to write instead."""

_ROOTS = {"√": "2", "∛": "3", "∜": "4"}
_HINT = "write a number, a name or a bracket"


def number(parser: Parser) -> Node:
    """Read a number with its separators, and what makes it a mixed number."""
    token = parser.take()
    found = literals.repeating(parser.plain, token.start) or literals.grouped(
        parser.plain, token.start, separated=parser.separated
    )
    if found is not None:
        while parser.now.start < found[1]:
            parser.index += 1
        return _mixed(parser, found[0], token)
    if not parser.separated and literals.has_decimal_comma(parser.plain, token.start):
        hint = "write 3.5 for a decimal point, 3, 5 for two numbers"
        raise wrong("a comma between digits", parser.now, hint)
    try:
        return _mixed(parser, literals.literal(token.text), token)
    except ToolError as error:
        if error.position is not None:
            raise
        raise wrong(error.message, token, "write a smaller one", kind="limit") from None


def _mixed(parser: Parser, whole: Node, token: Token) -> Node:
    """Read what follows a whole number as the rest of a mixed number: `1 1/2`, `1½`."""
    if not token.text.isdigit():
        return whole
    after, slash, below = parser.now, parser.peek(), parser.peek(2)
    if after.kind == "fraction":
        return Sum((("+", whole), ("+", vulgar(parser.take()))))
    if after.kind == "command" and after.text in ("frac", "dfrac", "tfrac"):
        return structures.mixed(parser, whole)
    if not (after.kind == "number" == below.kind and slash.text == "/" and not after.tight):
        return whole
    proper = after.text.isdigit() and below.text.isdigit() and slash.tight and below.tight
    if not proper or len(below.text) > 9 or int(after.text[:10]) >= int(below.text):
        raise wrong("two numbers in a row", after, "write an operator between them")
    parser.index += 3
    return Sum((("+", whole), ("+", quotient(Number(after.text), Number(below.text)))))


def vulgar(token: Token) -> Node:
    """Return the quotient that a sign such as `½` stands for."""
    above, _, below = token.text.partition("⁄")
    return quotient(Number(above), Number(below))


def bracket(parser: Parser) -> Node:
    """Read what a sign opens: a bracket, bars, a list, a root, or a sum of money."""
    token = parser.take()
    if token.text in ("(", "{", r"\{"):
        return _group(parser, token)
    if token.text == "[":
        return _square(parser, token)
    if token.text in ("|", "(|", "‖"):
        return _bars(parser, token)
    if token.text in _ROOTS:
        return _root(parser, token)
    if token.text in ("⌊", "⌈"):
        with parser.inside(token):
            body = parser.sum()
        parser.expect("⌋" if token.text == "⌊" else "⌉", token)
        return Call("floor" if token.text == "⌊" else "ceil", (body,))
    if token.text in CURRENCIES:
        if parser.now.kind == "number":
            return number(parser)
        raise wrong("a currency without a number", token, "write the number behind it")
    raise wrong(f"unexpected {shown(token)}", token, UNREAD.get(token.text, _HINT))


def _group(parser: Parser, opened: Token) -> Node:
    closing = {"(": ")", "{": "}", r"\{": r"\}"}[opened.text]
    with parser.inside(opened):
        body = parser.sum()
        if opened.text == "{" and parser.now.text == "choose":
            parser.take()
            body = Call("binomial", (body, parser.sum()))
        if parser.at(","):
            raise wrong("a comma in a bracket", parser.now, "write a list as [1, 2]")
        if parser.at(*RELATIONS):
            raise wrong("a relation in a bracket", parser.now, "leave the bracket out")
    parser.expect(closing, opened)
    return body


def _square(parser: Parser, opened: Token) -> Node:
    """Read a list, or square brackets around an expression: `3[2(x + 1) + 4]`."""
    before = parser.tokens[parser.index - 2] if parser.index > 1 else None
    if parser.skip("]"):
        return Items(())
    matrix = parser.now.kind == "command" and parser.now.text.startswith("begin{")
    items = tuple(listed(parser, opened, "]"))
    if len(items) != 1 or parser.sheet or (isinstance(items[0], Items) and not matrix):
        return Items(items)
    ended = parser.now.kind in ("end", "newline", "row") or parser.at(",", ";", "]", ")", "&")
    ended = ended or parser.at(*RELATIONS)
    begun = before is None or before.text in ("[", "(", ",", ";", "&", "\n", *RELATIONS)
    begun = begun or (before is not None and before.kind == "function")
    return Items(items) if ended and begun and not matrix else items[0]


def listed(
    parser: Parser, opened: Token, closing: str, *, separated: bool = True
) -> Iterator[Node]:
    """Read what a list or a call holds, to the bracket that closes it."""
    seen: set[bool] = set()
    with parser.inside(opened, separated=separated):
        while True:
            first = parser.now
            yield parser.sum()
            comma = parser.now
            if not parser.skip(",", ";"):
                break
            # `max(1,200, 3)`: the commas with a blank part arguments, so what does the other?
            seen.add(
                parser.now.tight
                and first is parser.tokens[parser.index - 2]
                and literals.grouped(parser.plain, first.start, separated=False) is not None
            )
            if len(seen) == 2:
                hint = "write 1200 for a number, or a blank behind every comma"
                raise wrong("a comma that may be part of a number", comma, hint)
    parser.expect(closing, opened)


def _bars(parser: Parser, opened: Token) -> Node:
    closing = "|)" if opened.text == "(|" else opened.text
    with parser.inside(opened, bars=1):
        body = parser.sum()
    parser.expect(closing, opened)
    if opened.text == "‖":
        return Call("norm", (body,))
    return Call("determinant" if isinstance(body, Items) else "abs", (body,))


def _root(parser: Parser, sign: Token) -> Node:
    """Read a root sign; what it covers ends with the next operand and its power."""
    bracketed = parser.at("(", "{")
    with parser.deeper(sign):
        radicand = parser.operand() if bracketed else parser.power()
    following = parser.now
    if not bracketed and following.tight and following.kind in ("number", "name"):
        raise wrong("a root that can be read in two ways", sign, "put brackets behind it")
    return structures.root(radicand, Number(_ROOTS[sign.text]))


def ratio(parser: Parser, left: Node) -> Node:
    """Read the rest of `a:b`, which is a quotient in a proportion."""
    colon = parser.take()
    right = product(*parser.factors())
    if "=" not in parser.plain or parser.at(":"):
        raise wrong("a ratio or a time", colon, "write a quotient with /")
    return quotient(left, right)

"""Reads sums, products, integrals and limits with their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.toolbox.mathematics.reading import literals
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Name,
    Negate,
    Node,
    Number,
    product,
    quotient,
)
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser

_BIG = frozenset({"sum", "prod", "int", "lim"})


def body(parser: Parser, operator: Token) -> Node:
    r"""Read what a big operator takes: the product behind it.

    A `+` or `-` behind that product leaves open what the operator takes, unless the product is one
    bracket, or another big operator follows.
    """
    start = parser.index
    with parser.deeper(operator):
        node = parser.product()
    after = parser.peek()
    if parser.at("+", "-") and not _is_one_bracket(parser, start):
        if after.kind == "command" and after.text in _BIG:
            return node
        if after.kind == "sign" and after.text in (")", "]", "}"):
            return node
        raise wrong(
            "a sum that can be read in two ways", parser.now, "put what is meant in brackets"
        )
    return node


def _is_one_bracket(parser: Parser, start: int) -> bool:
    if parser.tokens[start].text not in ("(", "{", "["):
        return False
    depth = 0
    for place in range(start, parser.index):
        token = parser.tokens[place]
        if token.kind == "sign":
            depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if depth == 0:
            return place == parser.index - 1
    return False


def series(parser: Parser, token: Token, function: str) -> Node:
    r"""Read `\sum_{k=1}^{n} k^2`: what is added, the name, the first and the last value."""
    lower: tuple[str, Node, Node | None] | None = None
    upper: Node | None = None
    for _ in range(2):
        if parser.at("_"):
            lower = _range(parser)
        elif parser.at("^") or parser.now.kind == "raised":
            upper = _script(parser)
    if lower is not None and lower[2] is not None:
        upper = lower[2]
    if lower is None or upper is None:
        raise wrong("bounds are missing", token, r"write \sum_{k=1}^{n} or sum(k^2, k, 1, n)")
    return Call(function, (body(parser, token), Name(lower[0]), lower[1], upper))


def _range(parser: Parser) -> tuple[str, Node, Node | None]:
    r"""Read `_{k=1}`, or `_{1 \le k \le n}` with both bounds."""
    sign = parser.take()
    opened = parser.take()
    if opened.text not in ("{", "("):
        raise wrong("bounds without braces", sign, "write _{k=1}")
    with parser.inside(opened):
        first = parser.sum()
        last: Node | None = None
        relation = parser.take().text
        second = parser.sum()
        if relation == "<=" and parser.skip("<="):
            first, second, last = second, first, parser.sum()
        elif relation != "=":
            raise wrong("bounds that are not read", sign, "write _{k=1}")
    parser.expect("}" if opened.text == "{" else ")", opened)
    if not isinstance(first, Name):
        raise wrong("bounds without a name", sign, "write _{k=1}")
    return first.text, second, last


def _script(parser: Parser) -> Node:
    """Read what stands behind `_` or `^` of a big operator."""
    token = parser.take()
    if token.kind == "raised":
        return literals.raised(token)
    if parser.skip("-"):
        return Negate(parser.operand())
    parser.skip("+")
    return parser.operand()


def integral(parser: Parser, token: Token) -> Node:
    r"""Read `\int_0^1 x^2 dx`, with the `dx` behind it or in the numerator of a fraction."""
    bounds: dict[str, Node] = {}
    for _ in range(2):
        if parser.at("_", "^") or parser.now.kind in ("raised", "lowered"):
            low = parser.at("_") or parser.now.kind == "lowered"
            bounds["_" if low else "^"] = _bound(parser)
    if len(bounds) == 1:
        raise wrong("one bound is missing", token, r"write \int_0^1 with both, or none")
    outer, parser.differential = parser.differential, None
    node: Node = Number("1")
    if parser.now.kind != "differential":
        with parser.deeper(token):
            node = parser.sum()
    empty = parser.now.kind == "differential" and parser.tokens[parser.index - 1] is token
    variable = parser.differential
    if parser.now.kind == "differential" and variable is None:
        variable = parser.take().text
        if parser.skip("/"):
            node = quotient(node, product(*parser.factors()))
    if variable is None or (empty and parser.now.kind in ("number", "name", "function")):
        raise wrong("no 'dx' behind what is integrated", token, r"write \int x^2 dx")
    parser.differential = outer
    limits = (bounds["_"], bounds["^"]) if bounds else ()
    return Call("integral", (node, Name(variable), *limits))


def _bound(parser: Parser) -> Node:
    if parser.now.kind == "lowered":
        text = parser.take().text
        return Number(text) if text.isdigit() else Name(text)
    return _script(parser)


def limit(parser: Parser, token: Token) -> Node:
    r"""Read `\lim_{x \to 0^+}` or `lim x->0`, and what it is taken of."""
    sign = parser.now
    opened: Token | None = None
    if parser.skip("_") and not parser.at("{", "("):
        raise wrong("a limit without braces", sign, r"write \lim_{x \to 0}")
    if parser.at("{", "("):
        opened = parser.take()
    variable = parser.take()
    arrow = parser.now
    if variable.kind != "name" or not parser.skip("->"):
        raise wrong("a limit without a point", sign, r"write \lim_{x \to 0}")
    side = "limit"
    if opened is None:
        point = Negate(parser.operand()) if parser.skip("-") else parser.operand()
    else:
        with parser.inside(arrow):
            point = parser.sum()
        side = _side(parser)
        parser.expect("}" if opened.text == "{" else ")", opened)
    return Call(side, (body(parser, token), Name(variable.text), point))


def _side(parser: Parser) -> str:
    """Read the `+` or `-` behind the point of a limit, raised or not."""
    braces = 0
    if parser.skip("^"):
        braces = int(parser.skip("{"))
    names = {"+": "right_limit", "-": "left_limit"}
    if parser.now.text not in names:
        return "limit"
    side = names[parser.take().text]
    parser.index += braces
    return side

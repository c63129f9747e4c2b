r"""Reads names with an index, roots, fractions, derivatives and the other structures of LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.toolbox.mathematics.reading import big_operators, derivatives, environments
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Name,
    Node,
    Number,
    Relation,
    Solve,
    Sum,
    quotient,
)
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong
from lottery_agent.toolbox.mathematics.reading.words import is_word

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser

_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
_BIG = {"sum": "sum", "prod": "product"}


def command(parser: Parser) -> Node:
    """Read the structure that a command begins."""
    token = parser.take()
    if token.text in _FRACTIONS:
        return _fraction(parser, token)
    if token.text in _BINOMIALS:
        return Call("binomial", _pair(parser, token))
    if token.text == "sqrt":
        return _root(parser, token)
    if token.text in _BIG:
        return big_operators.series(parser, token, _BIG[token.text])
    if token.text == "int":
        return big_operators.integral(parser, token)
    if token.text == "lim":
        return big_operators.limit(parser, token)
    if token.text == "boxed":
        return argument(parser, token)
    if token.text.startswith("begin{"):
        return environments.matrix(parser, token)
    hints = {
        "overline": r"it is read in 0.\overline{3} only",
        "iint": r"write \int \int",
        "iiint": r"write \int \int \int",
    }
    raise wrong(rf"unexpected \{token.text}", token, hints.get(token.text, "remove it"))


def argument(parser: Parser, owner: Token) -> Node:
    """Read what a command takes: a group in braces, or one sign."""
    token = parser.now
    if parser.at("{"):
        return parser.operand()
    if token.kind in ("command", "name"):
        with parser.deeper(token):
            return parser.operand()
    if token.kind == "number" and len(token.text) == 1:
        return Number(parser.take().text)
    raise wrong(f"\\{owner.text} without braces", token, "write its parts in braces")


def _pair(parser: Parser, owner: Token) -> tuple[Node, Node]:
    token = parser.now
    if token.kind == "number" and len(token.text) == 2 and token.text.isdigit():  # \frac12
        parser.take()
        return Number(token.text[0]), Number(token.text[1])
    above = _above(parser) if parser.at("{") else argument(parser, owner)
    return above, argument(parser, owner)


def _above(parser: Parser) -> Node:
    r"""Read the upper part of a fraction, where an integral may have its `dx`."""
    opened = parser.take()
    node: Node = Number("1")
    with parser.inside(opened):
        if parser.now.kind != "differential":
            node = parser.sum()
        if parser.now.kind == "differential":
            parser.differential = parser.take().text
    parser.expect("}", opened)
    return node


def _fraction(parser: Parser, token: Token) -> Node:
    order = derivatives.below(parser)
    if order is not None and parser.peek().text in ("d", "∂"):
        return derivatives.fraction(parser, token, *order)
    return quotient(*_pair(parser, token))


def _root(parser: Parser, token: Token) -> Node:
    degree: Node = Number("2")
    if parser.at("["):
        opened = parser.take()
        with parser.inside(opened):
            degree = parser.sum()
        parser.expect("]", opened)
    return root(argument(parser, token), degree)


def root(radicand: Node, degree: Node) -> Node:
    """Return a root in the functions of the language."""
    names = {Number("2"): "sqrt", Number("3"): "cbrt"}
    if isinstance(degree, Number) and degree in names:
        return Call(names[degree], (radicand,))
    return Call("root", (radicand, degree))


def mixed(parser: Parser, whole: Node) -> Node:
    r"""Read `2\frac{1}{3}` as a mixed number, where both parts are digits."""
    token = parser.now
    texts = [parser.peek(step).text for step in range(1, 7)]
    digits = texts[0] if len(texts[0]) == 2 else texts[1] + texts[4]
    braces = "".join(texts[::3] + texts[2::3]) == "{{}}" and texts[1].isdigit()
    if not (braces and texts[4].isdigit()) and not texts[0].isdigit():
        return whole
    parser.take()
    above, below = _pair(parser, token)
    proper = (
        isinstance(above, Number)
        and isinstance(below, Number)
        and digits.isdigit()
        and int(above.literal[:9]) < int(below.literal[:9])
    )
    if not proper:
        raise wrong(
            "a number before a fraction", token, "write + for a mixed number, * for a product"
        )
    return Sum((("+", whole), ("+", quotient(above, below))))


def name(parser: Parser) -> Node:
    """Read a name with its index, or the derivative that a `d` begins."""
    token = parser.take()
    if token.text in ("d", "∂") and not parser.sheet:
        node = derivatives.plain(parser, token)
        if node is not None:
            return node
    text = token.text
    if text == "Delta" and parser.now.kind == "name" and parser.now.tight:
        text = f"Delta_{parser.take().text}"
    if parser.now.kind == "lowered" and parser.now.tight:
        text = f"{text}_{parser.take().text}"
    elif parser.at("_") and parser.now.tight:
        text = f"{text}_{_index(parser)}"
    if parser.at("(") and parser.now.tight and (is_word(text) or text in ("f", "g", "h")):
        hint = "write * for a product; functions of your own are not read"
        raise wrong(f"no function {text!r}", token, hint)
    return Name(text)


def _index(parser: Parser) -> str:
    token = parser.take()
    if parser.now.kind in ("number", "name") and parser.now.text.isalnum():
        return parser.take().text
    parts: list[str] = []
    if parser.skip("{"):
        while parser.now.kind in ("number", "name") and parser.now.text.isalnum():
            tight = parser.now.tight and parser.now.kind == "name" and bool(parts)
            text = parser.take().text
            parts = [*parts[:-1], parts[-1] + text] if tight else [*parts, text]
            parser.skip(",")
        if parts and parser.skip("}"):
            return "_".join(parts)
    raise wrong("an index that is no number or name", token, "write x_1 or x_max")


def congruence(parser: Parser, left: Node) -> Relation:
    """Read the rest of `a ≡ b (mod n)`."""
    sign = parser.take()
    right = parser.sum()
    if not (isinstance(right, Call) and right.function == "mod"):
        raise wrong("a congruence without a modulus", sign, "write (mod 7) behind it")
    return Relation((Call("mod", (left, right.arguments[1])), right), ("=",))


def solve(parser: Parser) -> Solve:
    """Read a call of `solve`: relations, then the names asked for."""
    token = parser.take()
    relations: list[Relation] = []
    names: list[str] = []
    opened = parser.take()
    with parser.inside(opened, separated=True):
        while True:
            item = parser.relation()
            if isinstance(item, Relation):
                relations.append(item)
            elif isinstance(item, Name) and relations:
                names.append(item.text)
            else:
                relations.append(Relation((item, Number("0")), ("=",)))
            if names and isinstance(item, Relation):
                raise wrong("a relation behind a name", token, "write the names last")
            if not parser.skip(","):
                break
    parser.expect(")", opened)
    return Solve(tuple(relations), tuple(names))


def modulus(parser: Parser) -> Node | None:
    r"""Read `(mod 7)` or `\pmod{7}` behind a sum."""
    token = parser.now
    if token.kind == "command" and token.text == "pmod":
        parser.take()
        node = argument(parser, token)
    elif parser.at("(") and parser.peek().text == "mod":
        parser.index += 2
        with parser.inside(token):
            node = parser.sum()
        parser.expect(")", token)
    else:
        return None
    parser.congruent = token
    return node

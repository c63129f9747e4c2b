"""Reads functions and what they are applied to, with and without a bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.toolbox.mathematics.names import FUNCTION_NAMES
from lottery_agent.toolbox.mathematics.reading import literals
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Name,
    Negate,
    Node,
    Number,
    Power,
    product,
    together,
)
from lottery_agent.toolbox.mathematics.reading.tokens import wrong
from lottery_agent.toolbox.mathematics.reading.words import PREFIX_FUNCTIONS

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser

_ONE_ARGUMENT = (PREFIX_FUNCTIONS - {"log"}) | {"floor", "ceil", "factorial", "is_prime"}
_CONSTANTS = (Name("pi"), Name("e"), Name("oo"))


def function(parser: Parser) -> Node:
    """Read a function with its power (`sin^2 x`), its base (`log_2 8`) and its arguments."""
    token = parser.take()
    name = token.text
    if name == "solve":
        raise wrong("'solve' inside of a formula", token, "write solve(x^2 = 4) alone")
    base: Node | None = None
    exponent: Node | None = None
    while True:
        if name == "log" and base is None and (parser.now.kind == "lowered" or parser.at("_")):
            base = _base(parser)
        elif exponent is None and (parser.now.kind == "raised" or parser.at("^")):
            exponent = _power(parser)
        else:
            break
    if exponent == Negate(Number("1")):
        if f"a{name}" not in FUNCTION_NAMES:
            raise wrong(f"the inverse of {name}", token, "write 1 / f(x), or the inverse itself")
        name, exponent = f"a{name}", None
    with parser.deeper(token):
        arguments = _arguments(parser, name)
    if base == Name("e"):
        name = "ln"
    elif base is not None and base != Number("10"):
        arguments = (*arguments, base)
    call = Call(name, arguments)
    return call if exponent is None else Power(call, exponent)


def _base(parser: Parser) -> Node:
    token = parser.take()
    if token.kind == "lowered":
        return Number(token.text) if token.text.isdigit() else Name(token.text)
    return parser.operand()


def _power(parser: Parser) -> Node:
    token = parser.take()
    if token.kind == "raised":
        return literals.raised(token)
    with parser.deeper(token):
        return parser.exponent()


def _arguments(parser: Parser, name: str) -> tuple[Node, ...]:
    if parser.at("(", r"\{"):
        opened = parser.take()
        closing = ")" if opened.text == "(" else r"\}"
        return tuple(parser.listed(opened, closing, separated=name not in _ONE_ARGUMENT))
    return (_bare(parser),)


def _bare(parser: Parser) -> Node:
    """Read an argument without a bracket: `sin 2x`, `ln x`, `sin -x`; refuse `sin x/2`."""
    token = parser.now
    if parser.skip("-"):
        with parser.deeper(token):
            return Negate(_bare(parser))
    factors = [parser.power()]
    while True:
        following = parser.now
        simple = _is_simple(factors[-1])
        if following.kind == "name" and simple and (following.tight or _is_constant(factors[-1])):
            factors.append(parser.power())
        elif following.kind == "name" or _touches(parser, simple=simple):
            raise wrong("an argument that can be read in two ways", token, "put brackets around it")
        else:
            return product(*together(factors))


def _is_simple(node: Node) -> bool:
    return isinstance(node, Number | Name) or (isinstance(node, Power) and _is_simple(node.base))


def _is_constant(node: Node) -> bool:
    return isinstance(node, Number) or node in _CONSTANTS


def _touches(parser: Parser, *, simple: bool) -> bool:
    """Say whether a bracket, a slash or a star directly behind leaves the argument open."""
    token, after = parser.now, parser.peek()
    if not (token.tight and simple):
        return False
    if parser.at("/", "*"):
        return (
            after.tight and after.kind != "function" and not (parser.typeset and token.text == "*")
        )
    return parser.at("(", "[", r"\{")

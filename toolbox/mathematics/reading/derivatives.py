r"""Reads derivatives: `d/dx x^2`, `\frac{d^2}{dx^2} x^3`, `\frac{d(x^2)}{dx}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.toolbox.mathematics.reading import big_operators
from lottery_agent.toolbox.mathematics.reading.formulas import Call, Name, Node, Number
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser


def below(parser: Parser) -> tuple[str, Node] | None:
    r"""Look for `{dx^2}` behind the braces that come next: the variable and the order."""
    if not parser.at("{"):
        return None
    depth = distance = 0
    while parser.peek(distance).kind != "end":
        text = parser.peek(distance).text
        depth += (text == "{") - (text == "}")
        distance += 1
        if depth == 0:
            break
    if parser.peek(distance).text != "{":
        return None
    found = _by(parser, distance + 1)
    if found is None or parser.peek(found[2]).text != "}":
        return None
    return found[0], found[1]


def _by(parser: Parser, distance: int) -> tuple[str, Node, int] | None:
    """Look for `dx^2` at a distance: the variable, the order, and the distance behind it."""
    sign, variable = parser.peek(distance), parser.peek(distance + 1)
    if sign.text not in ("d", "∂") or variable.kind != "name":
        return None
    order, length = _order(parser, distance + 2)
    return variable.text, order, distance + 2 + length


def _order(parser: Parser, distance: int) -> tuple[Node, int]:
    """Look for `^2`, `^{2}` or `²` at a distance: the order and the number of its tokens."""
    first, second, third = (parser.peek(distance + step) for step in range(3))
    if first.kind == "raised" and first.text.isdigit():
        return Number(first.text), 1
    if first.text == "^" and second.kind == "number":
        return Number(second.text), 2
    if first.text == "^" and second.text == "{" and third.kind == "number":
        return Number(third.text), 4
    return Number("1"), 0


def fraction(parser: Parser, token: Token, variable: str, order: Node) -> Node:
    r"""Read `{d}{dx} x^2` or `{d(x^2)}{dx}`, once its variable and order are known."""
    opened = parser.take()
    parser.take()
    above, length = _order(parser, 0)
    if above != order:
        raise wrong("a derivative of two orders", token, r"write \frac{d^2}{dx^2}")
    parser.index += length
    body: Node | None = None
    if not parser.at("}"):
        with parser.inside(opened):
            body = parser.sum()
        if isinstance(body, Name):
            raise wrong("an unknown function", token, "write what is differentiated")
    parser.expect("}", opened)
    opened = parser.take()
    found = _by(parser, 0)
    parser.index += found[2] if found else 0
    parser.expect("}", opened)
    return _differentiated(parser, token, variable, order, body)


def _differentiated(
    parser: Parser, token: Token, variable: str, order: Node, body: Node | None
) -> Node:
    if body is None:
        body = big_operators.body(parser, token)
    once = order == Number("1")
    return Call("derivative", (body, Name(variable)) if once else (body, Name(variable), order))


def plain(parser: Parser, token: Token) -> Node | None:
    """Read `d/dx x^2` and `d^2/dx^2 x^3`; refuse `dy/dx`."""
    order, length = _order(parser, 0)
    if parser.now.kind == "name" and parser.now.tight and parser.peek().text == "/":
        if _by(parser, 2):
            raise wrong("an unknown function", token, "write derivative(x^2, x)")
        return None
    if parser.peek(length).text != "/":
        return None
    found = _by(parser, length + 1)
    if found is None or found[1] != order:
        return None
    parser.index += found[2]
    return _differentiated(parser, token, found[0], order, None)

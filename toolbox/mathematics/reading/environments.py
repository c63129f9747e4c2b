r"""Reads matrices and systems between `\begin` and `\end`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lottery_agent.toolbox.mathematics.reading.formulas import Call, Items, Node, Relation, Solve
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

if TYPE_CHECKING:
    from lottery_agent.toolbox.mathematics.reading.parser import Parser

_MATRICES = frozenset(
    f"begin{{{name}}}" for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix")
) | {"begin{vmatrix}", "begin{array}"}
_SYSTEMS = frozenset(
    f"begin{{{name}}}"
    for name in (
        "cases aligned align align* gather gather* gathered equation equation* split eqnarray array"
    ).split()
)


def matrix(parser: Parser, token: Token) -> Node:
    """Read the rows of a matrix; between bars it is a determinant."""
    if token.text not in _MATRICES:
        name = token.text.removeprefix("begin")
        raise wrong(rf"\begin{name} inside of a formula", token, "write a matrix or a system")
    rows: list[Node] = []
    cells: list[Node] = []
    with parser.inside(token):
        while not _ends(parser):
            cells.append(parser.sum())
            if parser.skip("&"):
                continue
            rows.append(Items(tuple(cells)))
            cells = []
            if parser.now.kind == "row":
                parser.take()
            elif not _ends(parser):
                break
    _close(parser, token)
    node = Items(tuple(rows))
    return Call("determinant", (node,)) if token.text == "begin{vmatrix}" else node


def _ends(parser: Parser) -> bool:
    return parser.now.kind == "command" and parser.now.text.startswith("end{")


def _close(parser: Parser, opened: Token) -> None:
    name = opened.text.removeprefix("begin")
    if not (_ends(parser) and parser.now.text == f"end{name}"):
        hint = rf"close it with \end{name}"
        raise wrong(f"unexpected {parser.now.text!r}", parser.now, hint)
    parser.take()


def at_system(parser: Parser) -> bool:
    """Say whether lines of relations come next, and no matrix."""
    if parser.now.kind != "command" or parser.now.text not in _SYSTEMS:
        return False
    if parser.now.text != "begin{array}":
        return True
    for token in parser.tokens[parser.index :]:
        if token.kind == "command" and token.text.startswith("end{"):
            return False
        if token.kind == "sign" and token.text in ("=", "<", ">", "<=", ">="):
            return True
    return False


def system(parser: Parser) -> Relation | Solve | Node:
    """Read lines of relations that hold together."""
    opened = parser.take()
    lines: list[Relation] = []
    only: Node | None = None
    with parser.inside(opened):
        while not _ends(parser):
            parser.skip("&")
            item = parser.relation()
            if isinstance(item, Relation):
                lines.append(item)
            else:
                only = item
            if parser.at("&"):
                hint = "a value that depends on cases has no counterpart"
                raise wrong("a condition", parser.now, hint)
            parser.skip(",", ".", ";")
            if parser.now.kind == "row":
                parser.take()
            elif not _ends(parser):
                break
    _close(parser, opened)
    if only is not None:
        if lines or parser.tokens[parser.index - 1].text == "end{cases}":
            raise wrong("a line that is no relation", opened, "write an equation in every line")
        return only
    if not lines:
        raise wrong("an empty system", opened, "write an equation in every line")
    return lines[0] if len(lines) == 1 else Solve(tuple(lines))

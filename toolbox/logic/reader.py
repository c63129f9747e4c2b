"""Reads sentences of the logic language into formulas, within bounds.

The bounds keep every later step (recursion, grounding, Z3) small on hostile input; they are far
above anything that a sentence of a natural language needs.
"""

from __future__ import annotations

from lark import Token, Tree

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.language import Language
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Atom,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Some,
    Term,
    Variable,
)

MAX_CHARACTERS = 2_000
"""Length of one sentence."""
MAX_DEPTH = 40
"""Levels of nesting in one sentence."""
MAX_QUANTIFIERS = 6
"""Quantifiers inside one another."""
QUERY_MARK = "? "


def read(sentence: str, *, start: str = "statement") -> Formula:
    """Read one sentence.

    Args:
        sentence: A sentence of the logic language.
        start: `statement`, or `query` for a sentence that may begin with `? `.

    Raises:
        ToolError: `syntax` if it is not a sentence, `value` if a variable is not bound, `limit` if
            it is too long or too deep.
    """
    if len(sentence) > MAX_CHARACTERS:
        raise ToolError(
            f"a sentence of {len(sentence):,} characters, at most {MAX_CHARACTERS:,} are read",
            kind="limit",
        )
    if start == "query":
        sentence = sentence.removeprefix(QUERY_MARK)
    tree = Language.load("logic").parse(sentence, start="statement")
    return _formula(_only(tree), frozenset(), 0, 0)


def _only(tree: Tree[Token]) -> Tree[Token]:
    (child,) = tree.children
    assert isinstance(child, Tree)  # noqa: S101 (the grammar guarantees it; for the type checker)
    return child


def _formula(tree: Tree[Token], bound: frozenset[str], depth: int, quantifiers: int) -> Formula:
    if depth > MAX_DEPTH or quantifiers > MAX_QUANTIFIERS:
        raise ToolError(
            "the sentence is nested too deeply",
            kind="limit",
            hint=f"at most {MAX_DEPTH} levels and {MAX_QUANTIFIERS} quantifiers",
        )

    def inner(node: Tree[Token] | Token) -> Formula:
        assert isinstance(node, Tree)  # noqa: S101
        return _formula(node, bound, depth + 1, quantifiers)

    match tree.data:
        case "proposition":
            return Atom(_name(_only(tree)))
        case "predicate":
            name, *arguments = tree.children
            return Atom(_name(name), tuple(_term(term, bound) for term in arguments))
        case "comparison":
            left, sign, right = tree.children
            equation = Equal(_term(left, bound), _term(right, bound))
            return equation if sign == " = " else Not(equation)
        case "negation":
            return Not(inner(tree.children[0]))
        case "both":
            return And(tuple(inner(node) for node in _chain(tree)))
        case "either":
            return Or(tuple(inner(node) for node in _chain(tree)))
        case "implies" | "iff":
            sides = inner(tree.children[0]), inner(tree.children[1])
            return Implies(*sides) if tree.data == "implies" else Iff(*sides)
        case "quantified":
            quantifier, variable, scope = tree.children
            assert isinstance(scope, Tree)  # noqa: S101
            body = _formula(scope, bound | {str(variable)}, depth + 1, quantifiers + 1)
            return (All if quantifier == "all " else Some)(str(variable), body)
        case unknown:
            raise AssertionError(f"the grammar has a rule without a meaning: {unknown}")


def _chain(tree: Tree[Token]) -> list[Tree[Token] | Token]:
    """Return the operands of `a & b & c`, which the grammar nests to the left."""
    operands: list[Tree[Token] | Token] = []
    node: Tree[Token] | Token = tree
    while isinstance(node, Tree) and node.data == tree.data:
        node, last = node.children
        operands.append(last)
    operands.append(node)
    return operands[::-1]


def _name(node: Tree[Token] | Token) -> str:
    assert isinstance(node, Tree)  # noqa: S101
    return "_".join(str(word) for word in node.children)


def _term(node: Tree[Token] | Token, bound: frozenset[str]) -> Term:
    assert isinstance(node, Tree)  # noqa: S101
    if node.data == "constant":
        return Constant(_name(node.children[0]))
    variable = str(node.children[0])
    if variable not in bound:
        raise ToolError(
            f"the variable {variable!r} is free",
            hint=f"write `all {variable} (...)` or `some {variable} (...)` around it",
        )
    return Variable(variable)

"""Formulas from the trees of the grammar file: what the reader's formulas are compared with."""

from __future__ import annotations

from lark import Token, Tree

from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Term,
    Variable,
)

Node = Tree[Token] | Token
_SIGNS = {"plus": "+", "minus": "-", "times": "*"}


class FreeVariable(Exception):
    """A variable outside of its quantifier, which the grammar can't see."""


def formula_of(node: Node, bound: frozenset[str] = frozenset()) -> Formula:
    """Return the formula that a tree stands for."""
    assert isinstance(node, Tree)
    inner = node.children
    match node.data:
        case "start" | "statement" | "query":
            return formula_of(inner[0])
        case "proposition":
            return Atom(name_of(inner[0]))
        case "predicate":
            return Atom(name_of(inner[0]), tuple(term_of(term, bound) for term in inner[1:]))
        case "comparison":
            left, right = term_of(inner[0], bound), term_of(inner[2], bound)
            match str(inner[1]).strip():
                case "=":
                    return Equal(left, right)
                case "!=":
                    return Not(Equal(left, right))
                case sign:
                    return Compare(sign, left, right)
        case "negation":
            return Not(formula_of(inner[0], bound))
        case "both" | "either":
            kind = And if node.data == "both" else Or
            return kind(tuple(formula_of(part, bound) for part in chain(node)))
        case "implies" | "iff":
            sides = formula_of(inner[0], bound), formula_of(inner[1], bound)
            return Implies(*sides) if node.data == "implies" else Iff(*sides)
        case "quantified":
            body = formula_of(inner[2], bound | {str(inner[1])})
            return (All if inner[0] == "all " else Some)(str(inner[1]), body)
    raise AssertionError(f"a rule without a meaning: {node.data}")


def chain(node: Tree[Token]) -> list[Node]:
    """Return the operands of `a & b & c`, which the grammar nests to the left."""
    operands: list[Node] = []
    left: Node = node
    while isinstance(left, Tree) and left.data == node.data:
        left, last = left.children
        operands.append(last)
    return [left, *reversed(operands)]


def name_of(node: Node) -> str:
    assert isinstance(node, Tree)
    return "_".join(map(str, node.children))


def term_of(node: Node, bound: frozenset[str]) -> Term:
    assert isinstance(node, Tree)
    inner = node.children
    match node.data:
        case "constant":
            return Constant(name_of(inner[0]))
        case "negative":
            return Negative(Constant(name_of(inner[0])))
        case "function":
            return Apply(name_of(inner[0]), tuple(term_of(term, bound) for term in inner[1:]))
        case "variable":
            if str(inner[0]) not in bound:
                raise FreeVariable
            return Variable(str(inner[0]))
        case sign:
            return Arithmetic(_SIGNS[str(sign)], *(term_of(term, bound) for term in inner))

"""Comparisons in bodies of rules, decided on the names of things.

Different names are different things, and a name that is a number stands for its value. A comparison
of size holds between numbers only; with anything else neither it nor its opposite holds.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.clauses import Condition
from lottery_agent.toolbox.logic.formula import (
    Arithmetic,
    Compare,
    Constant,
    Equal,
    Formula,
    Negative,
    Not,
    Term,
    Variable,
    show,
)
from lottery_agent.toolbox.logic.terms import walk_terms
from lottery_agent.toolbox.logic.words import is_numeral

_Value = Fraction | str
_Names = Mapping[Term, str]
_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTE: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def condition(literal: Formula) -> Condition:
    """Return the test of a comparison or its opposite.

    Raises:
        ToolError: `value` if it contains a function of things, which has no value here.
    """
    body = literal.body if isinstance(literal, Not) else literal
    if not isinstance(body, Equal | Compare):
        raise ToolError(f"`{show(literal)}` can't be decided from facts")
    sides = body.left, body.right
    leaves = [t for side in sides for t in walk_terms(side) if isinstance(t, Variable | Constant)]
    listed = tuple(dict.fromkeys(leaves))
    holds = _test(body, same=not isinstance(literal, Not))
    return Condition(literal, listed, lambda names: holds(dict(zip(listed, names, strict=True))))


def _test(body: Equal | Compare, *, same: bool) -> Callable[[_Names], bool]:
    left, right = body.left, body.right
    if isinstance(body, Equal) or body.sign == "=":

        def equal(names: _Names) -> bool:
            one, other = _value(left, names), _value(right, names)
            return one is not None and other is not None and (one == other) == same

        return equal
    compare = _COMPARE[body.sign]

    def compared(names: _Names) -> bool:
        one, other = _value(left, names), _value(right, names)
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            return compare(one, other)
        return False

    return compared


def _value(term: Term, names: _Names) -> _Value | None:
    """Return a number or a name; None for a sum with something that is no number."""
    match term:
        case Variable() | Constant():
            name = names[term]
            return Fraction(name) if is_numeral(name.removeprefix("-")) else name
        case Negative(body):
            value = _value(body, names)
            return -value if isinstance(value, Fraction) else None
        case Arithmetic(sign, left, right):
            one, other = _value(left, names), _value(right, names)
            if isinstance(one, Fraction) and isinstance(other, Fraction):
                return _COMPUTE[sign](one, other)
            return None
        case _:
            raise AssertionError(f"a term without a value: {term}")

"""Prints sentences of the puzzle language as the grammar writes them."""

from __future__ import annotations

from collections.abc import Iterable

from lottery_agent.toolbox.puzzle.statement import (
    Among,
    And,
    Choice,
    Comparison,
    Count,
    Counted,
    Distance,
    Extreme,
    Formula,
    Iff,
    Implies,
    Limit,
    Mode,
    Name,
    Not,
    Nothing,
    Number,
    Optimum,
    Or,
    Order,
    Query,
    Range,
    Related,
    Scaled,
    Solutions,
    Statement,
    Sum,
    Term,
    What,
    Whether,
)

_LOOSE, _EITHER, _BOTH, _TIGHT = range(4)


def show(sentence: Statement | Query) -> str:
    """Return a statement or a query as one line of the puzzle language."""
    match sentence:
        case Order(shape, names):
            return f"{shape}({_listed(names)})"
        case Choice(names, values, limit):
            ending = "" if limit is None else _limit(limit)
            listed = (
                f"{values.low} to {values.high}" if isinstance(values, Range) else _listed(values)
            )
            return f"{_listed(names)} in {listed}{ending}"
        case Whether(formula):
            return f"? {_show(formula, _LOOSE)}"
        case Mode(mode, formula):
            return f"? {mode}({_show(formula, _LOOSE)})"
        case What(term):
            return f"? {show_term(term)}"
        case Among(name, candidates):
            return f"? {name.text} in {_listed(candidates)}"
        case Optimum(which, term):
            return f"? {which}({show_term(term)})"
        case Solutions():
            return "? count()"
        case Nothing():
            return "none"
        case formula:
            return _show(formula, _LOOSE)


def show_term(term: Term) -> str:
    """Return a term as the puzzle language writes it."""
    match term:
        case Name(text):
            return text
        case Number(value):
            return str(value)
        case Scaled(factor, name):
            return f"{factor} * {name.text}"
        case Count(value):
            return f"count({show_term(value)})"
        case Distance(left, right):
            return f"distance({left.text}, {right.text})"
        case Extreme(which, terms):
            return f"{which}({_listed(terms)})"
        case Sum(((_, first), *others)):
            signed = (f" {'+' if sign > 0 else '-'} {show_term(each)}" for sign, each in others)
            return show_term(first) + "".join(signed)
    raise AssertionError(f"a term without a form: {term}")


def _listed(terms: Iterable[Term]) -> str:
    return ", ".join(map(show_term, terms))


def _limit(limit: Limit) -> str:
    return " different" if limit.bound == "different" else f" {limit.bound} {limit.number}"


def _show(formula: Formula, level: int) -> str:
    match formula:
        case Comparison(left, sign, right):
            return f"{show_term(left)} {sign} {show_term(right)}"
        case Related(relation, names):
            return f"{relation}({_listed(names)})"
        case Counted(bound, number, inner):
            return f"{bound}({', '.join([str(number), *(_show(part, _LOOSE) for part in inner)])})"
        case Not(body):
            return "~" + _show(body, _TIGHT)
        case And(inner):
            text, own = " & ".join(_show(part, _TIGHT) for part in inner), _BOTH
        case Or(inner):
            text, own = " | ".join(_show(part, _BOTH) for part in inner), _EITHER
        case Implies(a, b):
            text, own = f"{_show(a, _EITHER)} -> {_show(b, _LOOSE)}", _LOOSE
        case Iff(a, b):
            text, own = f"{_show(a, _EITHER)} <-> {_show(b, _EITHER)}", _LOOSE
    return f"({text})" if own < level else text

"""Answers a plan a second time, in plain Python with fractions, to check what the engine says.

It follows the same rules (an empty cell makes a comparison undecided, texts are compared without
case) but shares nothing with the printer or the engine.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from operator import itemgetter
from typing import Any, TypeAlias

from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Between,
    Both,
    Cell,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Function,
    Inner,
    Key,
    Match,
    Member,
    Not,
    OneOf,
    Plan,
    Presence,
    Truth,
)
from lottery_agent.toolbox.table.tables import Table
from lottery_agent.toolbox.table.values import fold

Exact: TypeAlias = Fraction | str | date | bool | None
_Row = Mapping[int, int]  # row of each table, by the table's position

_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(slots=True)
class Evaluation:
    """Answers plans over some tables."""

    tables: Sequence[Table]
    _answers: dict[int, list[tuple[Exact, ...]]] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def rows(self, plan: Plan) -> list[tuple[Exact, ...]]:
        """Return the rows of the answer."""
        if id(plan) not in self._answers:
            self._answers[id(plan)] = self._rows(plan)
        return self._answers[id(plan)]

    def _rows(self, plan: Plan) -> list[tuple[Exact, ...]]:
        chosen = [
            row for row in self._joined(plan) if not plan.where or self._holds(plan.where, [row])
        ]
        groups = self._groups(plan, chosen) if plan.grouped else [[row] for row in chosen]
        if plan.having is not None:
            groups = [group for group in groups if self._holds(plan.having, group)]
        made = [
            (
                tuple(self._value(each, group) for each in plan.outputs),
                [self._value(key.value, group) for key in plan.order],
            )
            for group in groups
        ]
        if plan.distinct:
            first: dict[object, tuple[tuple[Exact, ...], list[Exact]]] = {}
            for row, keys in made:
                first.setdefault(self._same(row), (row, keys))
            made = list(first.values())
        for i, key in reversed(list(enumerate(plan.order))):
            ranks = [(self._rank(keys[i], key), row, keys) for row, keys in made]
            ranks.sort(key=itemgetter(0), reverse=key.descending)
            made = [(row, keys) for _, row, keys in ranks]
        rows = [row for row, _ in made]
        return rows if plan.limit is None else rows[plan.offset : plan.offset + plan.limit]

    def _joined(self, plan: Plan) -> list[_Row]:
        first = plan.tables[0]
        if plan.on is None:
            return [{first: i} for i in range(self.tables[first].length)]
        left, right = plan.on
        partners: dict[object, list[int]] = defaultdict(list)
        for i in range(self.tables[right.table].length):
            partners[self._fold(self._cell(right, {right.table: i}))].append(i)
        partners.pop(None, None)
        return [
            {left.table: i, right.table: j}
            for i in range(self.tables[left.table].length)
            for j in partners.get(self._fold(self._cell(left, {left.table: i})), ())
        ]

    def _groups(self, plan: Plan, rows: Sequence[_Row]) -> list[list[_Row]]:
        if not plan.group:
            return [list(rows)]
        groups: dict[object, list[_Row]] = defaultdict(list)
        for row in rows:
            groups[self._same([self._value(each, [row]) for each in plan.group])].append(row)
        return list(groups.values())

    def _rank(self, value: Exact, key: Key) -> tuple[bool, object]:
        """Return what a value is ordered by; nothing comes last in both directions."""
        if value is None:
            return (not key.descending, 0)
        return (key.descending, self._fold(value))

    def _fold(self, value: Exact) -> object:
        if not isinstance(value, str):
            return value
        if value not in self._folded:
            self._folded[value] = fold(value)
        return self._folded[value]

    def _same(self, values: Sequence[Exact]) -> tuple[object, ...]:
        return tuple(map(self._fold, values))

    def _cell(self, cell: Cell, row: _Row) -> Exact:
        index = row[cell.table]
        if cell.column < 0:
            return Fraction(index + 1)
        value = self.tables[cell.table].columns[cell.column].values[index]
        return Fraction(value) if isinstance(value, Decimal) else value

    def _value(self, node: Expression, rows: Sequence[_Row]) -> Exact:
        """Return the value that some rows have together, for a column the first one."""
        match node:
            case Cell():
                return self._cell(node, rows[0])
            case Constant(value=value):
                return Fraction(value) if isinstance(value, Decimal) else value
            case Arithmetic():
                return _arithmetic(
                    node.sign, self._value(node.left, rows), self._value(node.right, rows)
                )
            case Function():
                return _function(node, self._value(node.argument, rows))
            case Aggregate():
                return self._aggregate(node, rows)
            case Inner(select=Plan() as plan):
                answer = self.rows(plan)
                return answer[0][0] if answer else None
            case _:
                raise AssertionError(f"not bound: {node}")

    def _aggregate(self, node: Aggregate, rows: Sequence[_Row]) -> Exact:
        if node.argument is None:
            return Fraction(len(rows))
        every = [self._value(node.argument, [row]) for row in rows]
        values = [value for value in every if value is not None]
        if node.distinct:
            values = list({self._fold(value): value for value in values}.values())
        if node.name == "count":
            return Fraction(len(values))
        if not values:
            return None
        if node.name in ("min", "max"):
            return (min if node.name == "min" else max)(values, key=self._fold)  # type: ignore[arg-type]
        numbers = sorted(value for value in values if isinstance(value, Fraction))
        if node.name == "median":
            middle = len(numbers) // 2
            return (numbers[middle] + numbers[-middle - 1]) / 2
        total = sum(numbers, Fraction(0))
        return total if node.name == "sum" else total / len(numbers)

    def _holds(self, node: Condition, rows: Sequence[_Row]) -> bool | None:
        """Say whether a condition holds; None where an empty cell leaves it open."""

        def key(value: Expression) -> object:
            return self._fold(self._value(value, rows))

        match node:
            case Not():
                inside = self._holds(node.condition, rows)
                return None if inside is None else not inside
            case Both():
                return _both(self._holds(node.left, rows), self._holds(node.right, rows))
            case Either():
                return _either(self._holds(node.left, rows), self._holds(node.right, rows))
            case Comparison():
                return _compared(node.sign, key(node.left), key(node.right))
            case Between():
                subject = key(node.subject)
                return _both(
                    _compared(">=", subject, key(node.low)),
                    _compared("<=", subject, key(node.high)),
                )
            case OneOf():
                return _among(key(node.subject), [key(option) for option in node.options])
            case Member(select=Plan() as plan):
                return _among(key(node.subject), [self._fold(row[0]) for row in self.rows(plan)])
            case Match(text=Constant(value=str() as text)):
                subject = key(node.subject)
                return _matches(node.how, subject, fold(text)) if isinstance(subject, str) else None
            case Presence():
                return (key(node.subject) is None) != node.filled
            case Truth():
                truth = key(node.subject)
                return None if truth is None else bool(truth)
            case _:
                raise AssertionError(f"not bound: {node}")


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _compared(sign: str, left: object, right: object) -> bool | None:
    return None if left is None or right is None else _SIGNS[sign](left, right)


def _among(subject: object, options: Sequence[object]) -> bool | None:
    if not options:
        return False
    if subject is None:
        return None
    return True if subject in options else None if None in options else False


def _matches(how: str, subject: str, text: str) -> bool:
    match how:
        case "contains":
            return text in subject
        case "starts with":
            return subject.startswith(text)
        case "ends with":
            return subject.endswith(text)
        case _:
            return like(subject, text)


def like(subject: str, pattern: str) -> bool:
    """Say whether a text fits a pattern: `%` stands for any characters, `_` for one.

    The places of the pattern that may be reached are kept together, so that no pattern takes long.
    """

    def free(places: set[int]) -> set[int]:
        reached = set(places)
        for place in sorted(places):
            while place < len(pattern) and pattern[place] == "%":
                place += 1
                reached.add(place)
        return reached

    places = free({0})
    for character in subject:
        stepped = {
            place if pattern[place] == "%" else place + 1
            for place in places
            if place < len(pattern) and pattern[place] in ("%", "_", character)
        }
        places = free(stepped)
    return len(pattern) in places


def _arithmetic(sign: str, left: Exact, right: Exact) -> Exact:
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else None


def _function(node: Function, value: Exact) -> Exact:
    if isinstance(value, Fraction):
        return abs(value) if node.name == "abs" else _rounded(value, node.digits or 0)
    if isinstance(value, str):
        return Fraction(len(value))
    return Fraction(getattr(value, node.name)) if isinstance(value, date) else None


def _rounded(value: Fraction, digits: int) -> Fraction:
    """Round a half away from zero."""
    scaled = floor(abs(value) * 10**digits + Fraction(1, 2))
    return Fraction(scaled if value >= 0 else -scaled, 10**digits)

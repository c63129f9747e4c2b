"""Conditions on the rows of a table: how a sentence says them, their query, and what they select.

A condition knows by itself, from the drawn values, which rows it selects: nothing of the table tool
is needed to know the answer to a question.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.tables import fields
from lottery_agent.models.training.generators.tables.fields import (
    Field,
    Number,
    Value,
)
from lottery_agent.models.training.generators.tables.grids import (
    Column,
    Grid,
    Row,
    day_text,
    number_text,
)

Test = Callable[[Row], bool | None]
"""Whether a row is selected; None where a missing cell leaves it open, which selects nothing."""

_FEW = frozenset(map(Decimal, range(1, 13)))
"""Numbers that a sentence may say in words."""

SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition.

    Attributes:
        name: What kind it is, for the name of a template.
        one: A verb phrase for one row: `lives in Oslo`.
        many: A verb phrase for several rows: `live in Oslo`.
        after: What may follow a noun instead of `that live in Oslo`: `in Oslo`; or None.
        before: What may stand before a noun instead (`red`), or None.
        query: The condition as the table language writes it.
        test: Which rows it selects.
    """

    name: str
    one: str
    many: str
    after: str | None
    before: str | None
    query: str
    test: Test

    def picks(self, grid: Grid) -> list[Row]:
        """Return the selected rows."""
        return [row for row in grid.rows if self.test(row)]


def quoted(text: str) -> str:
    """Return a text as the table language writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def said(rng: Random, column: Column[Field], value: Value) -> tuple[str, str]:
    """Return a value as a sentence says it, and as a query writes it."""
    match value:
        case Decimal():
            digits = number_text(value)
            if value in _FEW and rng.random() < 0.3:
                return in_words(int(value)), digits
            field = column.field
            unit = field.unit if isinstance(field, Number) and rng.random() < 0.35 else ""
            spoken = f"{value:,f}" if abs(value) >= 1000 and rng.random() < 0.3 else digits
            if unit == "euros" and rng.random() < 0.3:
                return f"{column.sign or '€'}{spoken}", digits
            return f"{spoken} {unit}".strip(), digits
        case date():
            text = day_text(rng, value)
            return text, quoted(text)
        case _:
            return str(value), quoted(str(value))


def phrased(
    name: str, phrase: str, query: str, test: Test, *, before: str | None = None
) -> Condition:
    """Return the condition that a verb phrase says."""
    after = fields.reduced(phrase)
    return Condition(name, fields.one(phrase), fields.many(phrase), after, before, query, test)


def denied(
    rng: Random, name: str, phrase: str, query: str, test: Test, *, after: bool = True
) -> Condition:
    """Return the opposite of a verb phrase, as a condition."""
    short = rng.random() < 0.3
    reduced = fields.reduced(phrase) if after and phrase.startswith("{is} ") else None
    return Condition(
        name,
        fields.denied(phrase, plural=False, short=short),
        fields.denied(phrase, plural=True, short=short),
        f"not {reduced}" if reduced else None,
        None,
        query,
        test,
    )


def compared(column: Column[Field], sign: str, value: Value) -> Test:
    """Return the test that compares a column with a value."""

    def test(row: Row) -> bool | None:
        cell = row[column.name]
        if isinstance(cell, str) and isinstance(value, str):
            return SIGNS[sign](cell.lower(), value.lower())
        return None if cell is None else SIGNS[sign](cell, value)

    return test


def both(left: bool | None, right: bool | None) -> bool | None:
    """Return whether two conditions hold together."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    """Return whether at least one of two conditions holds."""
    if left or right:
        return True
    return None if left is None or right is None else False

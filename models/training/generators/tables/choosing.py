"""Draws conditions: on one column, or two that hold together or of which one holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from lottery_agent.models.training.generators.tables import columns
from lottery_agent.models.training.generators.tables.conditions import Condition, both, either
from lottery_agent.models.training.generators.tables.fields import (
    AnyField,
    Category,
    Clock,
    Day,
    Number,
    Truth,
)
from lottery_agent.models.training.generators.tables.grids import Column, Grid


def simple(rng: Random, grid: Grid, column: Column[AnyField] | None = None) -> Condition:
    """Draw a condition on one column."""
    chosen = column or rng.choice(grid.columns)
    some_missing = any(row[chosen.name] is None for row in grid.rows)
    if some_missing and column is None and rng.random() < 0.4:
        return columns.missing(rng, grid, chosen)
    if column is None and rng.random() < 0.06 and not grid.name_of(grid.rows[0]).isdigit():
        return columns.letters(rng, grid)
    ranged = isinstance(chosen.field, Number | Day | Clock)
    if ranged and rng.random() < 0.12 and len(set(grid.values(chosen))) > 2:
        return columns.between(rng, grid, chosen)
    return _MAKERS[type(chosen.field)](rng, grid, chosen)


_MAKERS: Mapping[type[AnyField], Callable[[Random, Grid, Column[Any]], Condition]] = {
    Number: columns.number,
    Category: columns.category,
    Truth: columns.truth,
    Day: columns.day,
    Clock: columns.clock,
}


def joined(rng: Random, grid: Grid) -> Condition:
    """Draw two conditions on two columns that hold together, or of which one holds."""
    left, right = (simple(rng, grid, column) for column in rng.sample(grid.columns, 2))
    together = rng.random() < 0.7
    link = rng.choice(
        ("and", "and", "but") if together and right.name in ("not", "no") else ("and",)
    )
    link = link if together else "or"
    join, sign = (both, "and") if together else (either, "or")
    lead = rng.choice(("either ", "")) if not together else ""
    return Condition(
        "both" if together else "or",
        f"{lead}{left.one} {link} {right.one}",
        f"{lead}{left.many} {link} {right.many}",
        f"{left.after} {link} {right.after}" if left.after and right.after and together else None,
        None,
        f"{left.query} {sign} {right.query}",
        lambda row: join(left.test(row), right.test(row)),
    )  # fmt: skip


def condition(rng: Random, grid: Grid, *, two: float = 0.25) -> Condition:
    """Draw a condition that selects some of the rows, rarely none or all of them."""
    for _ in range(6):
        found = (
            joined(rng, grid) if len(grid.columns) > 1 and rng.random() < two else simple(rng, grid)
        )
        if 0 < len(found.picks(grid)) < len(grid.rows):
            break
    return found

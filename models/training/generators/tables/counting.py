# ruff: noqa: S608 - queries of the table language, which no database sees
"""Questions that count rows, different values, and values that are there or missing."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from lottery_agent.models.training.generators.tables.asking import (
    Asked,
    Frames,
    Unfit,
    framed,
    group,
    measure,
    picked,
    selected,
)
from lottery_agent.models.training.generators.tables.choosing import condition
from lottery_agent.models.training.generators.tables.fields import SAID, Category
from lottery_agent.models.training.generators.tables.grids import Grid

_ALL: Frames = {
    "how_many": "How many {es} are [there|there in all|in the table|listed|on the list]?",
    "count": "[Count|Please count|count] [the|all the|all] {es}.",
    "number": "What is the number of {es}?",
    "rows": "How many rows does the table have?",
    "terse": "[number of|total number of|how many] {es}",
    "long": "How long is the list of {es}?",
}
_SOME: Frames = {
    "how_many": "How many {es} {many}?",
    "how_many_of": "How many of the {es} {many}?",
    "count": "[Count|Please count|count] the {g}.",
    "number": "What is the number of {g}?",
    "are_there": "How many {g} are [there|listed|in the table]?",
    "terse": "[number of|total of|how many] {g}",
    "tell": "[Tell me|I want to know|Find out] how many {es} {many}.",
    "have_we": "How many {g} [do we have|have we got]?",
    "size": "How big is the group of {g}?",
    "only": "Looking only at the {g}, how many are there?",
    "those": "Take [the|all] {g}. How many is that?",
}
_DIFFERENT: Frames = {
    "how_many": "How many different [{n} values|entries for {n}|values of {n}] are there?",
    "count": "Count the [different|distinct|unique] {n} values.",
    "number": "What is the number of distinct {n} entries?",
    "terse": "[number of different|how many different|how many unique] {n} values",
    "once": "If every {n} counts only once, how many are there?",
    "among": "How many different {n} values do the {g} have?",
}
_FILLED: Frames = {
    "how_many": "For how many {es} is the {n} [known|given|listed]?",
    "have": "How many {es} have a {n} listed?",
    "count": "Count the {es} with a known {n}.",
    "entries": "How many entries does the column {c} have?",
}
FRAMES: Mapping[str, Frames] = {
    "count_all": _ALL,
    "count": _SOME,
    "count_distinct": _DIFFERENT,
    "count_filled": _FILLED,
}
"""The phrasings of each kind of question in this module."""


def counted(rng: Random, grid: Grid) -> Asked:
    """The rows, or those of a group."""
    row = grid.topic.row
    if rng.random() < 0.25:
        name, question = framed(rng, "count_all", _ALL, es=row.many)
        return Asked(name, question, f"select count(*) from {grid.source}", [[len(grid.rows)]])
    found = condition(rng, grid)
    many = selected(rng, grid, found)
    name, question = framed(rng, "count", _SOME, es=row.many, g=many.many, many=found.many)
    query = f"select count(*) from {grid.source}{many.where}"
    return Asked(name, question, query, [[len(many.rows)]])


def different(rng: Random, grid: Grid) -> Asked:
    """Different values of a column."""
    column = picked(rng, grid, Category)
    part = group(rng, grid)
    name, question = framed(rng, "count_distinct", _DIFFERENT, n=column.noun, g=part.many)
    rows, where = (part.rows, part.where) if name.endswith("among") else (grid.rows, "")
    count = len({row[column.name] for row in rows} - {None})
    query = f"select count(distinct {column.spelled}) from {grid.source}{where}"
    return Asked(name, question, query, [[count]])


def known(rng: Random, grid: Grid) -> Asked:
    """Values that are there, in a column where some are missing."""
    holes = [c for c in grid.of(*SAID) if any(row[c.name] is None for row in grid.rows)]
    if not holes:
        raise Unfit
    column = rng.choice(holes)
    name, question = framed(
        rng, "count_filled", _FILLED, es=grid.topic.row.many, n=measure(column), c=column.name
    )
    query = f"select count({column.spelled}) from {grid.source}"
    return Asked(name, question, query, [[len(grid.values(column))]])

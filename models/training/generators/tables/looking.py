# ruff: noqa: E501, S608 - a pattern is one line; no database sees the queries
"""Questions that look up: a cell, several cells, a row, the rows of a group, what there is."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from lottery_agent.models.training.generators.tables.asking import (
    Asked,
    Frames,
    Unfit,
    called,
    framed,
    group,
    picked,
    row_is,
    selected,
)
from lottery_agent.models.training.generators.tables.choosing import condition
from lottery_agent.models.training.generators.tables.fields import SAID, Category, Truth
from lottery_agent.models.training.generators.tables.grids import Grid

_VALUE: Frames = {
    "look_up": "[Look up|Please look up|look up] the {n} of {k}.",
    "find": "Find {k} and [give me|tell me|read out] the {n}.",
    "column": "What [does the column {c} say|is in the column {c}|stands under {c}] for {k}?",
    "row": "In the row of {k}, [what is the {n}|which {n} is there]?",
    "terse": "{n} [for|of] {k}",
    "tell": "[Tell me|Give me|Show me] the {n} of {k}.",
    "need": "I [need|want to know|am looking for|forgot] the {n} of {k}.",
    "listed": "What {n} is [listed|written down|recorded|entered] for {k}?",
    "according": "According to the table, what is the {n} of {k}?",
}
_TWO: Frames = {
    "what": "What are the {n} and the {m} of {k}?",
    "tell": "[Tell me|Give me|Show me] the {n} and [the |]{m} of {k}.",
    "both": "I need both the {n} and the {m} for {k}.",
    "which": "Which {n} and which {m} does {k} have?",
    "terse": "{k}: {n} and {m}",
    "list": "List {n} and {m} [for|of] {k}.",
}
_ROW: Frames = {
    "everything": "[Show|Tell|Give] me everything about {k}.",
    "row": "[Show|Print|Give me] the [whole|full|entire] row [of|for] {k}.",
    "all": "What do we know about {k}?",
    "details": "[All details|Details|all data|Full entry] [of|for|about] {k}",
    "entry": "What does the table say about {k}?",
}
_LIST: Frames = {
    "which": "Which {es} {many}?",
    "list": "[List|List all|Name|Name all|Find] the {g}.",
    "show": "[Show|Show me|Give me|Display] [all|the|all the] {g}.",
    "who": "{who} {one}?",
    "are": "[What|Which] are the {g}?",
    "tell": "[Tell me which|I want to know which|Can you say which|do you know which] {es} {many}",
    "terse": "{g}",
    "every": "[Give me every|Name every|Find every|I need every] {g1}.",
    "is_there": "[Are there any {g}? Which ones?|Do we have {g}, and which?|Is there any {g1}? Name them.]",
    "filter": "[Filter the table for|Pick out|Select|Look for] the {g}.",
}
_LIST_OF: Frames = {
    "what": "What are the [{n} values|values of {c}|entries under {c}] of the {g}?",
    "show": "[Show|List|Give me|Print] the {n} of [all|the] {g}.",
    "each": "What {n} does each {g1} have?",
    "names_and": "[List|Show|Give me] the {g} with their {n}.",
    "who_and": "Which {es} {many}, and what is their {n}?",
}
_DISTINCT: Frames = {
    "different": "Which different [values of {n}|entries for {n}|{n} values] are there?",
    "which": "[What|Which] {n} values [occur|appear|are listed|come up]?",
    "list": "[List|Show|Name] [each|every] {n} [once|only once|without repeats].",
    "unique": "[unique|distinct|all the different] values of {n}",
    "kinds": "Between which {n} entries does the table distinguish? [Each once.|No repeats.]",
    "among": "Which [different |distinct |]{n} entries do the {g} have[, each once|, without repeats]?",
}
FRAMES: Mapping[str, Frames] = {
    "value": _VALUE,
    "two": _TWO,
    "row": _ROW,
    "list": _LIST,
    "list_of": _LIST_OF,
    "distinct": _DISTINCT,
}
"""The phrasings of each kind of question in this module."""


def value(rng: Random, grid: Grid) -> Asked:
    """One cell: `How old is Tom?`."""
    column, row = rng.choice(grid.columns), rng.choice(grid.rows)
    query = f"select {column.spelled} from {grid.source} where {row_is(grid, row)}"
    key, answer = called(grid, row), [[row[column.name]]]
    if rng.random() < 0.6:
        _, question = framed(
            rng, "", {"": rng.choice(column.field.ask)}, k=key, n=column.noun, h=column.name.lower()
        )
        return Asked("table.value.ask", question, query, answer)
    if isinstance(column.field, Truth):
        raise Unfit
    name, question = framed(rng, "value", _VALUE, k=key, n=column.noun, c=column.name)
    return Asked(name, question, query, answer)


def two_values(rng: Random, grid: Grid) -> Asked:
    """Two cells of a row."""
    columns = grid.of(*SAID)
    if len(columns) < 2:
        raise Unfit
    one, two = rng.sample(columns, 2)
    if one.noun == two.noun:
        raise Unfit
    row = rng.choice(grid.rows)
    name, question = framed(rng, "two", _TWO, k=called(grid, row), n=one.noun, m=two.noun)
    query = f"select {one.spelled}, {two.spelled} from {grid.source} where {row_is(grid, row)}"
    return Asked(name, question, query, [[row[one.name], row[two.name]]])


def whole_row(rng: Random, grid: Grid) -> Asked:
    """All cells of a row."""
    row = rng.choice(grid.rows)
    name, question = framed(rng, "row", _ROW, k=called(grid, row))
    query = f"select * from {grid.source} where {row_is(grid, row)}"
    return Asked(name, question, query, [list(row.values())])


def listed(rng: Random, grid: Grid) -> Asked:
    """The names of the rows of a group."""
    found = condition(rng, grid)
    many = selected(rng, grid, found)
    name, question = framed(
        rng, "list", _LIST, es=grid.topic.row.many, e=grid.topic.row.one, g=many.many, g1=many.one,
        one=found.one, many=found.many, who="who" if grid.topic.person else f"which {grid.topic.row.one}",
    )  # fmt: skip
    query = f"select {grid.spelled_key} from {grid.source}{many.where}"
    return Asked(name, question, query, [[row[grid.key]] for row in many.rows])


def listed_of(rng: Random, grid: Grid) -> Asked:
    """Another column of the rows of a group, with their names or without."""
    column = picked(rng, grid, *SAID)
    found = condition(rng, grid, two=0.1)
    many = selected(rng, grid, found)
    name, question = framed(
        rng, "list_of", _LIST_OF, es=grid.topic.row.many, g=many.many, g1=many.one, many=found.many,
        n=column.noun, c=column.name,
    )  # fmt: skip
    named = name.endswith(("names_and", "who_and"))
    outputs = f"{grid.spelled_key}, {column.spelled}" if named else column.spelled
    cells = [
        [row[grid.key], row[column.name]] if named else [row[column.name]] for row in many.rows
    ]
    return Asked(name, question, f"select {outputs} from {grid.source}{many.where}", cells)


def distinct(rng: Random, grid: Grid) -> Asked:
    """What there is in a column, each once."""
    column = picked(rng, grid, Category, full=True)
    part = group(rng, grid, every=0.6)
    frames = _DISTINCT if part.where else {k: v for k, v in _DISTINCT.items() if k != "among"}
    name, question = framed(rng, "distinct", frames, n=column.noun, g=part.many)
    asked = name.endswith("among")
    rows = part.rows if asked else grid.rows
    query = f"select distinct {column.spelled} from {grid.source}{part.where if asked else ''}"
    return Asked(
        name, question, query, [[v] for v in dict.fromkeys(row[column.name] for row in rows)]
    )

# ruff: noqa: E501, S608 - a pattern is one line; no database sees the queries
"""Questions that take rows together by a column, or compare them with the average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from random import Random

from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.tables.asking import (
    Answer,
    Asked,
    Frames,
    Unfit,
    framed,
    measure,
    numbers,
    picked,
)
from lottery_agent.models.training.generators.tables.fields import Category, Number, Value
from lottery_agent.models.training.generators.tables.grids import Column, Grid, Row

_COUNTS: Frames = {
    "per": "How many {es} are there per {n}?",
    "each": "[Count|Please count] the {es} [for|in] each {n}.",
    "for_each": "For each {n}, how many {es} are [listed|there]?",
    "terse": "[number of|count of] {es} [by|per] {n}",
    "group": "Group the {es} by {n} and count them.",
    "spread": "How are the {es} spread over the {n} values? Give [counts|numbers].",
}
_VALUES: Frames = {
    "per": "What is the {how} {m} per {n}?",
    "each": "[Give me|Show|Work out] the {how} {m} for each {n}.",
    "for_each": "For each {n}, what is the {how} {m}?",
    "terse": "{how} {m} [by|per] {n}",
    "group": "Group the {es} by {n} and show the {how} {m}.",
}
_MOST: Frames = {
    "which": "Which {n} [occurs|appears|comes up] {often} often?",
    "has": "Which {n} has the {number} {es}?",
    "common": "What is the {often} common {n}?",
    "terse": "{n} with the {number} {es}",
    "frequent": "[Find|Name|Tell me] the {often} frequent {n} among the {es}.",
}
_MOST_VALUE: Frames = {
    "which": "Which {n} has the {high} {how} {m}?",
    "name": "[Name|Find|Tell me] the {n} with the {high} {how} {m}.",
    "terse": "{n} with {high} {how} {m}",
    "in_which": "For which {n} is the {how} {m} {high}?",
}
_HAVING: Frames = {
    "which": "Which {n} values [occur|appear|come up] {more} than {k} {times}?",
    "have": "Which {n} entries have {more} than {k} {es}?",
    "list": "[List|Name] each {n} that has {more} than {k} {es}.",
    "terse": "{n} with {more} than {k} {es}",
}
_ABOVE: Frames = {
    "which": "Which {es} have a {n} {than} average?",
    "list": "[List|Name|Show me] the {es} whose {n} is {than} the average.",
    "terse": "{es} with {n} {than} average",
    "are": "[For|Among] which {es} is the {n} {than} the mean?",
    "how_many": "How many {es} have a {n} {than} average?",
}
FRAMES: Mapping[str, Frames] = {
    "group_count": _COUNTS,
    "group_value": _VALUES,
    "group_most": _MOST,
    "group_best": _MOST_VALUE,
    "group_having": _HAVING,
    "average_beside": _ABOVE,
}
"""The phrasings of each kind of question in this module."""


def _parts(grid: Grid, column: Column[Category]) -> dict[Value | None, list[Row]]:
    parts: defaultdict[Value | None, list[Row]] = defaultdict(list)
    for row in grid.rows:
        parts[row[column.name]].append(row)
    if len(parts) < 2:
        raise Unfit
    return parts


def per_group(rng: Random, grid: Grid) -> Asked:
    """A count, sum or average for each value of a column."""
    column = picked(rng, grid, Category, full=True)
    parts = _parts(grid, column)
    start = f"select {column.spelled}, "
    end = f" from {grid.source} group by {column.spelled}"
    if rng.random() < 0.5 or not grid.of(Number, full=True):
        name, question = framed(rng, "group_count", _COUNTS, es=grid.topic.row.many, n=column.noun)
        counts: Answer = [[value, len(rows)] for value, rows in parts.items()]
        return Asked(name, question, f"{start}count(*){end}", counts)
    summed = picked(rng, grid, Number, full=True)
    how, way = _way(rng, summed)
    name, question = framed(
        rng,
        "group_value",
        _VALUES,
        es=grid.topic.row.many,
        n=column.noun,
        m=measure(summed) if way != "sum" else summed.noun,
        how=how,
    )
    values = [[value, _reckoned(way, rows, summed)] for value, rows in parts.items()]
    return Asked(name, question, f"{start}{way}({summed.spelled}){end}", values)


def best_group(rng: Random, grid: Grid) -> Asked:
    """The value that most rows have, or for which a sum or average is greatest."""
    column, down = picked(rng, grid, Category, full=True), rng.random() < 0.7
    parts = _parts(grid, column)
    if rng.random() < 0.6 or not grid.of(Number, full=True):
        often, number = ("most", "most") if down else ("least", "fewest")
        name, question = framed(
            rng,
            "group_most",
            _MOST,
            n=column.noun,
            es=grid.topic.row.many,
            often=often,
            number=number,
        )
        output, ranks = "count(*)", {value: Fraction(len(rows)) for value, rows in parts.items()}
    else:
        summed = picked(rng, grid, Number, full=True)
        how, way = _way(rng, summed)
        name, question = framed(
            rng, "group_best", _MOST_VALUE, n=column.noun, m=measure(summed) if way != 'sum' else summed.noun, how=how,
            high=rng.choice(("highest", "largest")) if down else rng.choice(("lowest", "smallest")),
        )  # fmt: skip
        output = f"{way}({summed.spelled})"
        ranks = {value: _reckoned(way, rows, summed) for value, rows in parts.items()}
    best = (max if down else min)(ranks, key=ranks.__getitem__)
    if list(ranks.values()).count(ranks[best]) > 1:
        raise Unfit
    query = f"select {column.spelled} from {grid.source} group by {column.spelled} order by {output}{' desc' * down} limit 1"
    return Asked(name, question, query, [[best]])


def big_groups(rng: Random, grid: Grid) -> Asked:
    """The values that more or fewer rows have than a number."""
    column, more = picked(rng, grid, Category, full=True), rng.random() < 0.75
    parts = _parts(grid, column)
    count = rng.randint(1, max(len(rows) for rows in parts.values()))
    found = [
        value for value, rows in parts.items() if (len(rows) > count if more else len(rows) < count)
    ]
    if not found:
        raise Unfit
    shown = in_words(count) if rng.random() < 0.4 else str(count)
    name, question = framed(
        rng, "group_having", _HAVING, n=column.noun, es=grid.topic.row.many if count > 1 else grid.topic.row.one,
        more="more" if more else "fewer", k=shown, times="times" if count > 1 else "time",
    )  # fmt: skip
    query = f"select {column.spelled} from {grid.source} group by {column.spelled} having count(*) {'>' if more else '<'} {count}"
    return Asked(name, question, query, [[value] for value in found])


def beside_average(rng: Random, grid: Grid) -> Asked:
    """The rows above or below the average."""
    column, above = picked(rng, grid, Number), rng.random() < 0.6
    values = numbers(grid.rows, column.name)
    mean = sum(values, Fraction(0)) / len(values)
    rows = [
        row for row in grid.rows
        if row[column.name] is not None
        and (Fraction(str(row[column.name])) > mean if above else Fraction(str(row[column.name])) < mean)
    ]  # fmt: skip
    than = rng.choice(
        ("above", "higher than", "over") if above else ("below", "lower than", "under")
    )
    name, question = framed(
        rng, "average_beside", _ABOVE, es=grid.topic.row.many, n=measure(column), than=than
    )
    counted = name.endswith("how_many")
    output = "count(*)" if counted else grid.spelled_key
    query = f"select {output} from {grid.source} where {column.spelled} {'>' if above else '<'} (select avg({column.spelled}) from {grid.source})"
    return Asked(
        name, question, query, [[len(rows)]] if counted else [[row[grid.key]] for row in rows]
    )


def _way(rng: Random, column: Column[Number]) -> tuple[str, str]:
    field = column.field
    ways = [(rng.choice(("average", "mean")), "avg"), (rng.choice(("highest", "greatest", "maximum")), "max"),
            (rng.choice(("lowest", "smallest", "minimum")), "min")]  # fmt: skip
    if field.adds:
        ways += [(rng.choice(("total", "overall")), "sum")] * 2
    return rng.choice(ways)


def _reckoned(way: str, rows: list[Row], column: Column[Number]) -> Fraction:
    values = numbers(rows, column.name)
    total = sum(values, Fraction(0))
    return {"avg": total / len(values), "sum": total, "max": max(values), "min": min(values)}[way]

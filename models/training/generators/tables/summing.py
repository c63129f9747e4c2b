# ruff: noqa: S608 - queries of the table language, which no database sees
"""Questions that sum, average, and reckon with two columns."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from statistics import median

from lottery_agent.models.training.generators.tables.asking import (
    Asked,
    Frames,
    Unfit,
    called,
    framed,
    group,
    measure,
    numbers,
    picked,
    row_is,
)
from lottery_agent.models.training.generators.tables.fields import Number
from lottery_agent.models.training.generators.tables.grids import Column, Grid

_SUM: Frames = {
    "total": "What is the total {n} of [all|the|all the] {g}?",
    "sum": "[Sum up|Add up|Total] the {n} of the {g}.",
    "how_much": "[What|How much] is the {n} of the {g} [altogether|in total|in all|together]?",
    "together": "[Taken together|All in all|In sum], what {n} do the {g} have?",
    "terse": "[total|sum of|overall] {n} of [all |]{g}",
    "what_sum": "What is the sum of the {n} for [all|the] {g}?",
    "come_to": "What do the {n} values of the {g} [come to|add up to|make together]?",
    "need": "I need the {n} of all {g} [added up|summed up].",
}
_SUM_COUNTED: Frames = {
    "how_many": "How many {n} do the {g} have [altogether|in total|in all|together]?",
    "total": "What is the total [number of |]{n} of [all|the] {g}?",
    "sum": "[Sum up|Add up] the {n} of the {g}.",
    "all": "[Taken together|All in all], how many {n} are there for the {g}?",
    "terse": "[total|sum of] {n} of [all |]{g}",
    "count_up": "Count up all {n} of the {g}.",
}
_AVERAGE: Frames = {
    "what": "What is the average {n} of [the|all|all the] {g}?",
    "mean": "[Give me|Work out|Calculate|Find] the mean {n} of the {g}.",
    "on_average": "On average, what {n} do the {g} have?",
    "terse": "[average|mean|avg] {n} of [all |the |]{g}",
    "how": "What {n} do the {g} have on average?",
    "typical": "What is the [mean value|arithmetic mean|average] of the {n} for the {g}?",
    "average_out": "What does the {n} of the {g} average out at?",
}
_MEDIAN: Frames = {
    "what": "What is the median {n} of the {g}?",
    "middle": "[Give me|Find] the median of the {n} for the {g}.",
    "terse": "median {n} of [the |]{g}",
    "half": "Which {n} has half of the {g} below it and half above it?",
}
_HIGHEST: Frames = {
    "what": "What is the [highest|greatest|largest|maximum] {n} [of|among|for] the {g}?",
    "terse": "[highest|maximum|max|biggest] {n} of [the |]{g}",
    "how_high": "How [high|big|large] is the [greatest|highest] {n} among the {g}?",
    "up_to": "Up to which value does the {n} of the {g} go?",
    "peak": "[Give me|Find|Name] the [top|peak|highest] {n} of the {g}.",
}
_LOWEST: Frames = {
    "what": "What is the [lowest|smallest|minimum|least] {n} [of|among|for] the {g}?",
    "terse": "[lowest|minimum|min|smallest] {n} of [the |]{g}",
    "how_low": "How [low|small] is the [smallest|lowest] {n} among the {g}?",
    "from": "From which value on does the {n} of the {g} start?",
    "bottom": "[Give me|Find|Name] the [bottom|lowest] {n} of the {g}.",
}
_RANGE: Frames = {
    "range": "What is the range of the {n} of the {g}?",
    "difference": "What is the difference between the highest and the lowest {n} of the {g}?",
    "apart": "How far apart are the smallest and the largest {n} of the {g}?",
    "spread": "[Give me|Work out] the spread of {n} among the {g}, highest minus lowest.",
}
_PRODUCT: Frames = {
    "times": "What is {n} times {m} [of|for] {k}?",
    "multiply": "[Multiply|Please multiply] the {n} of {k} by its {m}.",
    "product": "What is the product of {n} and {m} for {k}?",
    "each": "For each of the {g}, what is {n} times {m}?",
    "value": "What are [the|all] {g} worth, {n} times {m} [summed up|added up|in total]?",
    "total": "[Sum up|Add up] {n} times {m} over [all|the] {g}.",
}
_PLUS: Frames = {
    "sum": "What is the sum of the {n} and the {m} of {k}?",
    "plus": "What is {n} plus {m} [for|of] {k}?",
    "add": "Add the {n} and the {m} of {k}.",
    "each": "For each of the {g}, add {n} and {m}.",
    "together": "What do the {n} and {m} of {k} make together?",
}
_MINUS: Frames = {
    "difference": "What is the difference between the {n} and the {m} of {k}, {n} minus {m}?",
    "minus": "What is {n} minus {m} [for|of] {k}?",
    "subtract": "Subtract the {m} of {k} from its {n}.",
    "each": "For each of the {g}, what is {n} minus {m}?",
    "left": "What is left of the {n} of {k} without its {m}?",
}
_RATIO: Frames = {
    "divide": "Divide the {n} of {k} by its {m}.",
    "by": "What is {n} divided by {m} [for|of] {k}?",
    "per": "What is the {n} per {m} of {k}?",
    "ratio": "What is the ratio of {n} to {m} for {k}?",
}
_TWO_COLUMNS = (
    ("product", "*", _PRODUCT),
    ("plus", "+", _PLUS),
    ("minus", "-", _MINUS),
    ("ratio", "/", _RATIO),
)
FRAMES: Mapping[str, Frames] = {
    "sum": _SUM,
    "sum_counted": _SUM_COUNTED,
    "average": _AVERAGE,
    "median": _MEDIAN,
    "highest": _HIGHEST,
    "lowest": _LOWEST,
    "range": _RANGE,
    "product": _PRODUCT,
    "plus": _PLUS,
    "minus": _MINUS,
    "ratio": _RATIO,
}
"""The phrasings of each kind of question in this module."""


def reckoned(rng: Random, grid: Grid) -> Asked:
    """Sum, average, median, greatest or least value, or range of a column over a group."""
    column = picked(rng, grid, Number)
    field = column.field
    part = group(rng, grid, every=0.45)
    found = numbers(part.rows, column.name)
    kinds = [
        ("average", "avg({})", sum(found, Fraction(0)) / len(found), _AVERAGE),
        ("average", "avg({})", sum(found, Fraction(0)) / len(found), _AVERAGE),
        ("highest", "max({})", max(found), _HIGHEST),
        ("lowest", "min({})", min(found), _LOWEST),
        ("median", "median({})", median(found), _MEDIAN),
        ("range", "max({0}) - min({0})", max(found) - min(found), _RANGE),
    ]
    if field.adds:
        counted = field.counted
        family, frames = ("sum_counted", _SUM_COUNTED) if counted else ("sum", _SUM)
        kinds += [(family, "sum({})", sum(found, Fraction(0)), frames)] * 4
    family, output, answer, frames = rng.choice(kinds)
    noun = column.noun if family.startswith("sum") else measure(column)
    name, question = framed(rng, family, frames, n=noun, g=part.many)
    query = f"select {output.format(column.spelled)} from {grid.source}{part.where}"
    return Asked(name, question, query, [[answer]])


def combined(rng: Random, grid: Grid) -> Asked:
    """Two columns joined by a sign, for a row, for each row of a group, or summed up."""
    columns = grid.of(Number, full=True)
    if len(columns) < 2:
        raise Unfit
    one, two = rng.sample(columns, 2)
    family, sign, frames = rng.choice(_TWO_COLUMNS)
    part, row = group(rng, grid, every=0.6, two=0.0), rng.choice(grid.rows)
    name, question = framed(
        rng,
        family,
        frames,
        k=called(grid, row),
        g=part.many,
        n=_named(rng, one),
        m=_named(rng, two),
    )
    value = f"{one.spelled} {sign} {two.spelled}"
    if name.endswith("each"):
        answer = [
            [each[grid.key], _joined(sign, each[one.name], each[two.name])] for each in part.rows
        ]
        return Asked(
            name,
            question,
            f"select {grid.spelled_key}, {value} from {grid.source}{part.where}",
            answer,
        )
    if name.endswith(("value", "total")):
        total = sum(
            (_joined(sign, each[one.name], each[two.name]) for each in part.rows), Fraction(0)
        )
        return Asked(
            name, question, f"select sum({value}) from {grid.source}{part.where}", [[total]]
        )
    result = _joined(sign, row[one.name], row[two.name])
    return Asked(
        name, question, f"select {value} from {grid.source} where {row_is(grid, row)}", [[result]]
    )


def _named(rng: Random, column: Column[Number]) -> str:
    return column.name if rng.random() < 0.4 else column.noun


def _joined(sign: str, left: object, right: object) -> Fraction:
    one, two = Fraction(str(left)), Fraction(str(right))
    if sign == "/":
        if not two:
            raise Unfit
        return one / two
    return {"*": one * two, "+": one + two, "-": one - two}[sign]

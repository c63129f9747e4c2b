"""Conditions on one column of each kind: greater, between, equal, yes, after, missing, spelled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from lottery_agent.models.training.draft import spin, with_articles
from lottery_agent.models.training.generators.tables.conditions import (
    Condition,
    Test,
    both,
    compared,
    denied,
    phrased,
    quoted,
    said,
)
from lottery_agent.models.training.generators.tables.fields import (
    Category,
    Clock,
    Day,
    Field,
    Number,
    Truth,
    filled,
)
from lottery_agent.models.training.generators.tables.grids import Column, Grid, Row


def number(rng: Random, grid: Grid, column: Column[Number]) -> Condition:
    """Draw a comparison with a number."""
    field = column.field
    values = sorted(v for v in grid.values(column) if isinstance(v, Decimal))
    value = rng.choice(values) + rng.choice((-1, 0, 0, 0, 1)) * field.step
    if field.step == 1 and value > 100 and rng.random() < 0.5:
        value = round(value / 10) * Decimal(10)
    value = max(value, Decimal(0)) if field.low >= 0 else value
    spoken, written = said(rng, column, value)
    sign, name, phrases = rng.choice(
        [
            (">", "over", field.over),
            (">", "over", field.over),
            ("<", "under", field.under),
            ("<", "under", field.under),
            (">=", "least", _at_least(field)),
            ("<=", "most", _at_most(field)),
            ("=", "exactly", _exactly(field)),
        ]
    )
    phrase = filled(rng, phrases, v=spoken, n=field.noun)
    query = f"{column.spelled} {sign} {written}"
    return phrased(name, phrase, query, compared(column, sign, value))


def _at_least(field: Number) -> tuple[str, ...]:
    own = _instead(field.over, "more than", "at least")
    if field.counted:
        return (*own, "{has} {v} or more {n}", "{has} no fewer than {v} {n}",
                "{has} a minimum of {v} {n}")  # fmt: skip
    return (*own, "{has} a {n} of at least {v}", "{has} a {n} of {v} or more",
            "{has} a {n} not below {v}", "{has} a minimum {n} of {v}")  # fmt: skip


def _at_most(field: Number) -> tuple[str, ...]:
    own = _instead(field.under, "less than", "at most")
    if field.counted:
        return (*own, "{has} at most {v} {n}", "{has} {v} {n} or fewer", "{has} up to {v} {n}",
                "{has} no more than {v} {n}")  # fmt: skip
    return (*own, "{has} a {n} of at most {v}", "{has} a {n} of {v} or less",
            "{has} a {n} up to {v}", "{has} a {n} not above {v}")  # fmt: skip


def _exactly(field: Number) -> tuple[str, ...]:
    own = (*_instead(field.over, "more than ", ""), *_instead(field.over, "more than", "exactly"))
    if field.counted:
        return (*own, "{has} exactly {v} {n}", "{has} {v} {n}", "{has} just {v} {n}")
    return (*own, "{has} a {n} of {v}", "{has} a {n} of exactly {v}", "{has} the {n} {v}")


def _instead(phrases: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """Return the phrases that say `old`, with `new` in its place."""
    return tuple(phrase.replace(old, new) for phrase in phrases if f" {old}" in phrase)


def between(rng: Random, grid: Grid, column: Column[Field]) -> Condition:
    """Draw two limits."""
    field = column.field
    low, high = sorted(rng.sample(sorted(set(grid.values(column))), 2))
    (one, first), (two, second) = said(rng, column, low), said(rng, column, high)
    if isinstance(field, Day | Clock):
        phrase = f"{rng.choice(field.happens)} between {one} and {two}"
    elif isinstance(field, Number) and field.counted:
        phrase = f"{{has}} between {one} and {two} {field.noun}"
    else:
        span = rng.choice((f"between {one} and {two}", f"from {one} to {two}"))
        phrase = with_articles(f"{{has}} a {field.noun} {span}")
    lower, upper = compared(column, ">=", low), compared(column, "<=", high)
    query = f"{column.spelled} between {first} and {second}"
    return phrased("between", phrase, query, lambda row: both(lower(row), upper(row)))


def category(rng: Random, grid: Grid, column: Column[Category]) -> Condition:
    """Draw a value that a cell has, has not, or one of two."""
    field = column.field
    value = str(rng.choice(grid.values(column)))
    draw = rng.random()
    others = sorted({str(v) for v in grid.values(column)} - {value})
    if draw < 0.12 and others:
        other = rng.choice(others)
        phrase = filled(rng, field.among, v=f"{value} or {other}", n=field.noun)
        query = f"{column.spelled} in ({quoted(value)}, {quoted(other)})"
        return phrased("either", phrase, query, _is_one_of(column, (value, other)))
    phrase = filled(rng, field.among, v=value, n=field.noun)
    if draw < 0.3:
        query = f"{column.spelled} != {quoted(value)}"
        return denied(rng, "not", phrase, query, compared(column, "!=", value))
    before = value if field.before and rng.random() < 0.5 else None
    query = f"{column.spelled} = {quoted(value)}"
    return phrased("is", phrase, query, compared(column, "=", value), before=before)


def _is_one_of(column: Column[Field], options: tuple[str, ...]) -> Test:
    def test(row: Row) -> bool | None:
        cell = row[column.name]
        return None if cell is None else cell in options

    return test


def truth(rng: Random, grid: Grid, column: Column[Truth]) -> Condition:
    """Draw yes or no."""
    field = column.field
    phrase = filled(rng, field.holds, h=column.name.lower())

    def holds(row: Row) -> bool | None:
        cell = row[column.name]
        return None if cell is None else bool(cell)

    def fails(row: Row) -> bool | None:
        cell = row[column.name]
        return None if cell is None else not cell

    if not phrase.startswith("{"):  # a verb in the past: `passed`
        if rng.random() < 0.6:
            return phrased("yes", phrase, column.spelled, holds)
        no = rng.choice(("did not pass", "didn't pass", "failed"))
        return Condition("no", no, no, None, None, f"not {column.spelled}", fails)
    if rng.random() < 0.55:
        return phrased("yes", phrase, column.spelled, holds)
    return denied(rng, "no", phrase, f"not {column.spelled}", fails)


def day(rng: Random, grid: Grid, column: Column[Day]) -> Condition:
    """Draw a date, month or year that a date is compared with."""
    field = column.field
    value = rng.choice([v for v in grid.values(column) if isinstance(v, date)])
    happens, draw = rng.choice(field.happens), rng.random()
    month = value.strftime("%B")
    if draw < 0.3:
        return phrased(
            "year", f"{happens} in {value.year}", f"year({column.spelled}) = {value.year}",
            lambda row: None if row[column.name] is None else _date(row, column).year == value.year,
        )  # fmt: skip
    if draw < 0.45:
        return phrased(
            "month", f"{happens} in {month}", f"month({column.spelled}) = {value.month}",
            lambda row: None
            if row[column.name] is None
            else _date(row, column).month == value.month,
        )  # fmt: skip
    sign, link = rng.choice(
        ((">", "after"), (">", "later than"), ("<", "before"), ("<", "earlier than"), ("=", "on"))
    )
    spoken, written = said(rng, column, value)
    phrase = f"{happens} {link} {spoken}"
    return phrased(
        "day", phrase, f"{column.spelled} {sign} {written}", compared(column, sign, value)
    )


def _date(row: Row, column: Column[Field]) -> date:
    cell = row[column.name]
    assert isinstance(cell, date)  # noqa: S101 - the column holds dates
    return cell


def clock(rng: Random, grid: Grid, column: Column[Clock]) -> Condition:
    """Draw a time that a time is compared with."""
    field = column.field
    value = str(rng.choice(grid.values(column)))
    sign, link = rng.choice(((">", "after"), (">", "later than"), ("<", "before"), ("=", "at")))
    phrase = f"{rng.choice(field.happens)} {link} {value}"
    query = f"{column.spelled} {sign} {quoted(value)}"
    return phrased("time", phrase, query, compared(column, sign, value))


def missing(rng: Random, grid: Grid, column: Column[Field]) -> Condition:
    """Draw whether a cell is empty."""
    field, name = column.field, column.spelled
    noun = f"number of {field.noun}" if isinstance(field, Number) and field.counted else field.noun
    phrases: tuple[str, ...]
    if rng.random() < 0.55:
        phrases = ("{has} no {n} listed", "{is} without an entry for the {n}", "{has} no known {n}",
                   "{has} no entry for the {n}", "{has} an empty {n}")  # fmt: skip
        phrase = filled(rng, phrases, n=noun)
        return phrased("empty", phrase, f"{name} is null", lambda row: row[column.name] is None)
    phrases = ("{has} a {n} listed", "{has} an entry for the {n}", "{has} a known {n}")
    phrase = filled(rng, phrases, n=noun)
    query = f"{name} is not null"
    return phrased("filled", phrase, query, lambda row: row[column.name] is not None)


def letters(rng: Random, grid: Grid) -> Condition:
    """Return a condition on the spelling of the rows' names."""
    name = grid.name_of(rng.choice(grid.rows))
    what = rng.choice(("name", grid.key.lower()))
    key = grid.spelled_key
    draw = rng.random()
    if draw < 0.45:
        part, how = name[: rng.choice((1, 1, 2))], "starts with"
        said_how = "[starting with|that starts with|beginning with|that begins with]"
    elif draw < 0.7:
        part, how = name[-rng.choice((1, 1, 2)) :], "ends with"
        said_how = "[ending in|that ends in|ending with|that ends with]"
    else:
        start = rng.randrange(max(len(name) - 2, 1))
        part, how = name[start : start + rng.choice((1, 2, 2))], "contains"
        said_how = "[containing|that contains|with the letters]"
    if " " in part or not part.isalnum():
        part, how, said_how = name[:1], "starts with", "starting with"
    phrase = with_articles(spin(rng, f"{{has}} a {what} {said_how} {part}"))

    def test(row: Row) -> bool:
        cell, letters = grid.name_of(row).lower(), part.lower()
        found = {
            "starts with": cell.startswith(letters),
            "ends with": cell.endswith(letters),
            "contains": letters in cell,
        }
        return found[how]

    return phrased("letters", phrase, f"{key} {how} {quoted(part)}", test)

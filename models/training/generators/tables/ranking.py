# ruff: noqa: E501, S608 - a pattern is one line; no database sees the queries
"""Questions of order: the first, the last, the first few, all of them, and which of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.tables import fields
from lottery_agent.models.training.generators.tables.asking import (
    Asked,
    Frames,
    Group,
    Unfit,
    called,
    framed,
    group,
    picked,
)
from lottery_agent.models.training.generators.tables.conditions import quoted
from lottery_agent.models.training.generators.tables.fields import Field, Moment, Number
from lottery_agent.models.training.generators.tables.grids import Column, Grid, Row

_FIRST: Frames = {
    "which": "{which} {most}?",
    "which_of": "Which of the {g} {most}?",
    "superlative": "Which {g1} is the {top}?",
    "what_is": "[What|Which] is the {top} {g1}?",
    "name": "[Name|Tell me|Find|Give me] the {top} {g1}.",
    "with_the": "[Which|What] {g1} has the {high} {n}?",
    "terse": "{top} {g1}",
    "high_terse": "{g1} with the {high} {n}",
    "is_held": "[Who|What] comes [first|top] if the {g} are ordered by {n}, {high} first?",
}
_FEW: Frames = {
    "top": "[Which|What] are the {k} {top} {es}?",
    "list": "[List|Name|Show me|Give me] the {k} {es} with the {high} {n}.",
    "terse": "{k} {top} {es}",
    "by": "[Top|First] {k} {es} by {n}, {high} first",
    "which": "Which {k} {es} have the {high} {n}?",
    "of": "Of [all|the] {g}, which {k} have the {high} {n}?",
}
_SECOND: Frames = {
    "which": "Which {e} has the {nth} {high} {n}?",
    "is": "[Who|What] comes {nth} when the {es} are ordered by {n}, {high} first?",
    "terse": "{nth} {high} {n}: which {e}?",
    "name": "Name the {e} with the {nth} {high} {n}.",
}
_ORDER: Frames = {
    "sort": "[Sort|Order|Arrange|Rank] [the|all] {g} by {n}, {high} first.",
    "list": "[List|Show|Give me] [the|all] {g} from the {high} to the {low} {n}.",
    "terse": "{g} by {n}, {high} first",
    "begin": "[List|Show] the {g} by {n}, [beginning|starting] with the {high}.",
    "put": "Put the {g} in order of {n}, {word}.",
}
_TWO: Frames = {
    "which": "Which has the {high} {n}, {a} or {b}?",
    "between": "Between {a} and {b}, which has the {high} {n}?",
    "compare": "Compare {a} with {b}: which {e} has the {high} {n}?",
    "who": "{which} {most}, {a} or {b}?",
    "terse": "{a} or {b}: {high} {n}?",
}
_APART: Frames = {
    "difference": "What is the difference in {n} between {a} and {b}?",
    "how_much": "By how much do {a} and {b} differ in {n}?",
    "apart": "How far apart are {a} and {b} in {n}?",
    "terse": "{n} difference between {a} and {b}",
}
_TIMES: Frames = {
    "first": "Which {g1} {happens} [first|earliest]?",
    "earliest": "[What|Which] is the [earliest|first] {g1}[ by {n}|]?",
    "next": "[Which|What] {e} {happens} first after {v}?",
    "name": "[Tell me|Name|Find] the {g1} that {happens} [first|earliest].",
    "terse": "[first|earliest] {g1}",
}
_LATEST: Frames = {
    "last": "Which {g1} {happens} [last|latest]?",
    "latest": "[What|Which] is the [latest|last] {g1}[ by {n}|]?",
    "most_recent": "Which {e} {happens} last before {v}?",
    "name": "[Tell me|Name|Find] the {g1} that {happens} [last|latest].",
    "terse": "[last|latest] {g1}",
}
_ORDINALS = ("second", "third", "fourth")
FRAMES: Mapping[str, Frames] = {
    "first": _FIRST,
    "last": _FIRST,
    "few": _FEW,
    "second": _SECOND,
    "order": _ORDER,
    "which_of_two": _TWO,
    "apart": _APART,
    "earliest": _TIMES,
    "latest": _LATEST,
}
"""The phrasings of each kind of question in this module."""


def _ordered(
    rows: Sequence[Row], column: Column[Field], *, down: bool, first: int | None = None
) -> list[Row]:
    """Return the rows that have a value, by their value.

    Args:
        rows: The rows.
        column: The column.
        down: Whether the greatest comes first.
        first: How many of them are asked for; all without it.

    Raises:
        Unfit: If two that are asked for have the same value, so that their order is not known.
    """
    filled = [row for row in rows if row[column.name] is not None]
    filled.sort(key=lambda row: row[column.name], reverse=down)  # type: ignore[arg-type,return-value]
    seen = [row[column.name] for row in filled[: None if first is None else first + 1]]
    if len(set(seen)) < len(seen) or not filled:
        raise Unfit
    return filled


def _ends(rng: Random, column: Column[Number], *, down: bool) -> dict[str, str]:
    """Return how a sentence speaks of the greatest or the least value."""
    field = column.field
    if field.counted:
        high, low = ("most", "fewest") if down else ("fewest", "most")
        superlative = field.top if down else field.bottom
        return {
            "high": high,
            "low": low,
            "top": superlative,
            "word": "descending" if down else "ascending",
        }
    pairs = (("highest", "lowest"), ("largest", "smallest"), ("greatest", "least"))
    high, low = rng.choice(pairs) if down else rng.choice(pairs)[::-1]
    word = rng.choice(
        ("descending", "from high to low") if down else ("ascending", "from low to high")
    )
    return {"high": high, "low": low, "top": field.top if down else field.bottom, "word": word}


def _frames(frames: Frames, places: dict[str, str]) -> Frames:
    """Leave out frames whose places are empty: not every column has a superlative of its own."""
    return {
        name: text
        for name, text in frames.items()
        if not any(f"{{{place}}}" in text for place, filling in places.items() if not filling)
    }


def extreme(rng: Random, grid: Grid) -> Asked:
    """The row with the greatest or least value, of all or of a group."""
    column, down = picked(rng, grid, Number), rng.random() < 0.6
    field = column.field
    part = group(rng, grid, every=0.6)
    best = _ordered(part.rows, column, down=down, first=1)[0]
    row = grid.topic.row
    phrase = fields.filled(rng, field.most if down else field.least, n=field.noun)
    who = "who" if grid.topic.person and not part.where else f"which {part.one}"
    places = _ends(rng, column, down=down) | {
        "which": who, "most": fields.one(phrase), "g": part.many, "g1": part.one, "n": column.noun, "e": row.one,
    }  # fmt: skip
    name, question = framed(rng, "first" if down else "last", _frames(_FIRST, places), **places)
    return Asked(
        name, question, _query(grid, part, column, down=down, limit="1"), [[best[grid.key]]]
    )


def few(rng: Random, grid: Grid) -> Asked:
    """The first few rows by a column."""
    column, down = picked(rng, grid, Number), rng.random() < 0.6
    part = group(rng, grid, every=0.8, two=0.0)
    if len(part.rows) < 4:
        raise Unfit
    count = rng.randint(2, min(len(part.rows) - 1, 10))
    rows = _ordered(part.rows, column, down=down, first=count)
    shown = in_words(count) if rng.random() < 0.5 else str(count)
    places = _ends(rng, column, down=down) | {
        "k": shown, "es": part.many if part.where else grid.topic.row.many, "g": part.many, "n": column.noun,
    }  # fmt: skip
    name, question = framed(rng, "few", _frames(_FEW, places), **places)
    query = _query(grid, part, column, down=down, limit=str(count))
    return Asked(name, question, query, [[row[grid.key]] for row in rows[:count]])


def second(rng: Random, grid: Grid) -> Asked:
    """The row that comes second, third or fourth."""
    column, down = picked(rng, grid, Number), rng.random() < 0.7
    at = rng.randint(1, 3)
    rows = _ordered(grid.rows, column, down=down, first=at + 1)
    if len(rows) <= at:
        raise Unfit
    row = grid.topic.row
    places = _ends(rng, column, down=down) | {
        "nth": _ORDINALS[at - 1], "n": column.noun, "e": row.one, "es": row.many,
    }  # fmt: skip
    name, question = framed(rng, "second", _SECOND, **places)
    query = _query(grid, _every(grid), column, down=down, limit=f"1 offset {at}")
    return Asked(name, question, query, [[rows[at][grid.key]]])


def order(rng: Random, grid: Grid) -> Asked:
    """All rows of a group in order."""
    column, down = picked(rng, grid, Number, full=True), rng.random() < 0.55
    part = group(rng, grid, every=0.75, two=0.0)
    rows = _ordered(part.rows, column, down=down)
    places = _ends(rng, column, down=down) | {"g": part.many, "n": column.noun}
    name, question = framed(rng, "order", _ORDER, **places)
    return Asked(
        name, question, _query(grid, part, column, down=down), [[row[grid.key]] for row in rows]
    )


def which_of_two(rng: Random, grid: Grid) -> Asked:
    """Which of two rows has more, or how much they differ."""
    column, down = picked(rng, grid, Number, full=True), rng.random() < 0.6
    field = column.field
    one, two = rng.sample(grid.rows, 2)
    keys = ", ".join(quoted(grid.name_of(row)) for row in (one, two))
    pair = Group("", "", f" where {grid.spelled_key} in ({keys})", [one, two])
    best, other = _ordered([one, two], column, down=down)
    phrase = fields.filled(rng, field.most if down else field.least, n=field.noun)
    which = "who" if grid.topic.person else "which"
    places = _ends(rng, column, down=down) | {
        "a": called(grid, one), "b": called(grid, two), "n": column.noun, "e": grid.topic.row.one,
        "which": which, "most": fields.one(phrase),
    }  # fmt: skip
    if rng.random() < 0.35:
        name, question = framed(rng, "apart", _APART, **places)
        query = (
            f"select max({column.spelled}) - min({column.spelled}) from {grid.source}{pair.where}"
        )
        values = [best[column.name], other[column.name]]
        return Asked(name, question, query, [[max(values) - min(values)]])  # type: ignore[type-var,operator]
    name, question = framed(rng, "which_of_two", _TWO, **places)
    return Asked(
        name, question, _query(grid, pair, column, down=down, limit="1"), [[best[grid.key]]]
    )


def in_time(rng: Random, grid: Grid) -> Asked:
    """What comes first or last in time, of all, or after or before some time."""
    column, down = picked(rng, grid, Moment), rng.random() < 0.45
    part = group(rng, grid, every=0.8, two=0.0)
    rows = _ordered(part.rows, column, down=down)
    verb = fields.one(rng.choice(column.field.happens))
    middle = rng.choice(rows)[column.name]
    said = middle if isinstance(middle, str) else str(middle)
    name, question = framed(
        rng, "latest" if down else "earliest", _LATEST if down else _TIMES, g1=part.one, e=grid.topic.row.one, n=column.noun,
        happens=verb, v=said,
    )  # fmt: skip
    if not name.endswith(("next", "recent")):
        return Asked(
            name, question, _query(grid, part, column, down=down, limit="1"), [[rows[0][grid.key]]]
        )
    sign = "<" if down else ">"
    every = _ordered(grid.rows, column, down=down)
    left = every[every.index(next(row for row in every if row[column.name] == middle)) + 1 :]
    if not left:
        raise Unfit
    bounded = Group("", "", f" where {column.spelled} {sign} {quoted(said)}", left)
    return Asked(
        name, question, _query(grid, bounded, column, down=down, limit="1"), [[left[0][grid.key]]]
    )


def _every(grid: Grid) -> Group:
    return Group(grid.topic.row.many, grid.topic.row.one, "", grid.rows)


def _query(grid: Grid, part: Group, column: Column[Field], *, down: bool, limit: str = "") -> str:
    order_ = f" order by {column.spelled}{' desc' * down}"
    end = f" limit {limit}" if limit else ""
    return f"select {grid.spelled_key} from {grid.source}{part.where}{order_}{end}"

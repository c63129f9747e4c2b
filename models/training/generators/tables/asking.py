"""What the families of questions share: the frames of a sentence, and groups of rows in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from lottery_agent.models.training.draft import spin, with_articles
from lottery_agent.models.training.generators.tables.choosing import condition
from lottery_agent.models.training.generators.tables.conditions import Condition, quoted
from lottery_agent.models.training.generators.tables.fields import Field, Number
from lottery_agent.models.training.generators.tables.grids import Column, F, Grid, Row

Answer = Sequence[Sequence[object]]
"""Rows of an answer, known from the drawn values."""
Frames = Mapping[str, str]
"""Patterns of a question by their names; `[a|b]` are alternatives."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a table.

    Attributes:
        name: The name of its pattern.
        question: The question.
        query: The query that answers it.
        answer: The rows of the answer.
    """

    name: str
    question: str
    query: str
    answer: Answer


class Unfit(Exception):
    """A table has no column, or too few rows, for a kind of question."""


def framed(rng: Random, family: str, frames: Frames, **places: str) -> tuple[str, str]:
    """Draw a frame and fill it.

    Returns:
        The name of the pattern and the question.
    """
    name = rng.choice(list(frames))
    text = spin(rng, frames[name])
    for place, value in places.items():
        text = text.replace(f"{{{place}}}", value)
    text = with_articles(text)
    return f"table.{family}.{name}", text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that a sentence is about.

    Attributes:
        many: How it calls them: `people who live in Oslo`.
        one: How it calls one of them.
        where: The end of the query, from ` where ` on.
        rows: The rows.
    """

    many: str
    one: str
    where: str
    rows: Sequence[Row]


def picked(rng: Random, grid: Grid, *kinds: type[F], full: bool = False) -> Column[F]:
    """Draw a column of some kinds, without a missing cell if `full`.

    Raises:
        Unfit: If there is none.
    """
    found = grid.of(*kinds, full=full)
    if not found:
        raise Unfit
    return rng.choice(found)


def measure(column: Column[Field]) -> str:
    """Return what a column holds as one thing: `age`, `number of seats`."""
    counted = isinstance(column.field, Number) and column.field.counted
    return f"number of {column.noun}" if counted else column.noun


def called(grid: Grid, row: Row) -> str:
    """Return how a sentence calls a row."""
    return f"{grid.topic.article}{grid.name_of(row)}"


def row_is(grid: Grid, row: Row) -> str:
    """Return the condition that selects one row by its name."""
    return f"{grid.spelled_key} = {quoted(grid.name_of(row))}"


def link(rng: Random, grid: Grid) -> str:
    """Return the word that joins a noun and what is said of it."""
    return "who" if grid.topic.person else rng.choice(("that", "that", "which"))


def group(rng: Random, grid: Grid, *, every: float = 0.0, two: float = 0.2) -> Group:
    """Draw a group of rows; all of them in a share `every`.

    Raises:
        Unfit: If it is empty.
    """
    row = grid.topic.row
    if rng.random() < every:
        return Group(row.many, row.one, "", grid.rows)
    return selected(rng, grid, condition(rng, grid, two=two))


def selected(rng: Random, grid: Grid, found: Condition) -> Group:
    """Return the group that a condition selects.

    Raises:
        Unfit: If it is empty.
    """
    if not found.picks(grid):
        raise Unfit
    row, where = grid.topic.row, f" where {found.query}"
    if found.before:
        many, one = f"{found.before} {row.many}", f"{found.before} {row.one}"
    elif found.after and rng.random() < 0.5:
        many, one = f"{row.many} {found.after}", f"{row.one} {found.after}"
    else:
        joint = link(rng, grid)
        many, one = f"{row.many} {joint} {found.many}", f"{row.one} {joint} {found.one}"
    return Group(many, one, where, found.picks(grid))


def numbers(rows: Sequence[Row], header: str) -> list[Fraction]:
    """Return the numbers of a column, missing ones left out.

    Raises:
        Unfit: If there is none.
    """
    found = [Fraction(v) for row in rows if isinstance(v := row[header], Decimal)]
    if not found:
        raise Unfit
    return found


def exact(answer: Answer) -> str:
    """Return an answer as the table tool writes it without units."""
    return ("\n" if answer and len(answer[0]) > 1 else ", ").join(
        " | ".join(map(_cell, row)) for row in answer
    )


def _cell(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value)
        case int() | Decimal() | Fraction():
            return str(Fraction(value))
        case date():
            return value.isoformat()
        case _:
            return str(value)

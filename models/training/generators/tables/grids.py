"""Draws a table of a topic and writes it as CSV, Markdown, or with tabs or semicolons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Generic, TypeVar, cast

from lottery_agent.models.training.draft import capital
from lottery_agent.models.training.generators.tables.fields import (
    AnyField,
    Category,
    Clock,
    Day,
    Field,
    Number,
    Truth,
    Value,
)
from lottery_agent.models.training.generators.tables.topics import Topic
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.table.writer import is_word

Row = Mapping[str, Value | None]
"""The cells of a row by their header; None for a missing one."""

_SHORT = ("kg", "cm", "km", "m", "mm", "g", "km/h")
"""Units that a cell may have."""
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


F = TypeVar("F", bound=Field, covariant=True)


@dataclass(frozen=True, slots=True)
class Column(Generic[F]):
    """A column of a drawn table.

    Attributes:
        field: What kind it is.
        name: Its header.
        sign: A sign of money that stands in each cell, or nothing.
    """

    field: F
    name: str
    sign: str = ""

    @property
    def noun(self) -> str:
        """What it holds, as a sentence says it."""
        return self.field.noun

    @property
    def spelled(self) -> str:
        """The header as the table language writes it."""
        return self.name if is_word(self.name) else f'"{self.name}"'


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table.

    Attributes:
        topic: What it is about.
        title: What it is called, or nothing.
        key: Header of the first column, which names the rows.
        columns: The other columns.
        rows: The rows.
        text: The table as it is written.
    """

    topic: Topic
    title: str
    key: str
    columns: tuple[Column[AnyField], ...]
    rows: tuple[Row, ...]
    text: str

    @property
    def source(self) -> str:
        """The table's name as the table language writes it."""
        name = self.title or "table"
        return name if is_word(name) else f'"{name}"'

    @property
    def spelled_key(self) -> str:
        """The header of the first column as the table language writes it."""
        return self.key if is_word(self.key) else f'"{self.key}"'

    def of(self, *kinds: type[F], full: bool = False) -> list[Column[F]]:
        """Return the columns of some kinds; those without a missing cell if `full`."""
        return [
            cast("Column[F]", column)
            for column in self.columns
            if isinstance(column.field, kinds)
            and not (full and any(row[column.name] is None for row in self.rows))
        ]

    def values(self, column: Column[Field]) -> list[Value]:
        """Return the values of a column without the missing ones."""
        return [value for row in self.rows if (value := row[column.name]) is not None]

    def name_of(self, row: Row) -> str:
        """Return the cell that names a row."""
        return str(row[self.key])


def grid(
    rng: Random, words: Vocabulary, topic: Topic, *, small: bool = False, titled: float = 0.25
) -> Grid:
    """Draw a table.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        topic: What it is about.
        small: Whether it shall fit into a question.
        titled: How often it is called something, if the topic has titles.
    """
    headers: dict[str, Column[AnyField]] = {}
    key = rng.choice(topic.headers)
    wanted = rng.randint(2, 3) if small else min(rng.choice((2, 3, 3, 4, 4, 5, 6)), 6)
    for field in rng.sample(topic.fields, min(wanted, len(topic.fields))):
        name = rng.choice(field.headers)
        if name.lower() not in (key.lower(), *(known.lower() for known in headers)):
            sign = field.sign if isinstance(field, Number) and rng.random() < 0.2 else ""
            headers[name] = Column(field, name, "" if "(" in name else sign)
    count = rng.randint(3, 5) if small else rng.choice((3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30))
    names = _names(rng, words, topic, count)
    columns = tuple(headers.values())
    drawn = {column.name: _cells(rng, words, column.field, len(names)) for column in columns}
    rows = tuple(
        {key: name, **{header: cells[i] for header, cells in drawn.items()}}
        for i, name in enumerate(names)
    )
    title = rng.choice(topic.titles) if topic.titles and rng.random() < titled else ""
    title = capital(title) if rng.random() < 0.4 else title
    return Grid(topic, title, key, columns, rows, _written(rng, title, key, columns, rows))


def _names(rng: Random, words: Vocabulary, topic: Topic, count: int) -> list[str]:
    found: dict[str, str] = {}
    for _ in range(3 * count):
        name = topic.names(rng, words)
        found.setdefault(name.lower(), name)
        if len(found) == count:
            break
    return list(found.values())


def _cells(rng: Random, words: Vocabulary, field: AnyField, count: int) -> list[Value | None]:
    """Draw the cells of a column; in one of five some are missing."""
    match field:
        case Category():
            few = [field.draw(rng, words) for _ in range(rng.choice((2, 3, 4, 6)))]
            cells: list[Value | None] = [rng.choice(few) for _ in range(count)]
        case Number() | Day() | Clock():
            cells = [field.draw(rng) for _ in range(count)]
        case Truth():
            cells = [rng.random() < 0.5 for _ in range(count)]
    if rng.random() < 0.2:
        cells = [None if i and rng.random() < 0.2 else cell for i, cell in enumerate(cells)]
    return cells


def number_text(value: Decimal) -> str:
    """Return a number as digits: `1200`, `3.50`."""
    return f"{value:f}"


def day_text(rng: Random, value: date) -> str:
    """Return a date in one of the usual spellings that have one reading."""
    american = f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"
    return rng.choice((*_spellings(value), american))


def _spellings(value: date) -> tuple[str, str, str]:
    """Return the spellings of a date, of which a table uses one."""
    month = _MONTHS[value.month - 1]
    return (
        value.isoformat(),
        f"{value.day} {month} {value.year}",
        f"{value.day} {month[:3]} {value.year}",
    )


def _written(
    rng: Random, title: str, key: str, columns: Sequence[Column[AnyField]], rows: Sequence[Row]
) -> str:
    empty = rng.choice(("", "", "-", "n/a"))
    truths = rng.choice((("yes", "no"), ("yes", "no"), ("true", "false"), ("Yes", "No")))
    spelling = rng.randrange(3)
    units = {c.name: _unit(rng, c) for c in columns}
    grouped = rng.random() < 0.3
    delimiter = rng.choice((",", ",", ",", "|", "|", "|", ";", "\t"))

    def cell(column: Column[AnyField], value: Value | None) -> str:
        match value:
            case None:
                return empty
            case bool():
                return truths[0] if value else truths[1]
            case Decimal():
                digits = f"{value:,f}" if grouped and delimiter == "|" else number_text(value)
                sign = "-" if digits.startswith("-") else ""
                return f"{sign}{column.sign}{digits.removeprefix('-')}{units[column.name]}"
            case date():
                return _spellings(value)[spelling]
            case _:
                return value

    lines = [[key, *(c.name for c in columns)]]
    lines += [[str(row[key]), *(cell(c, row[c.name]) for c in columns)] for row in rows]
    if delimiter == "|":
        lines.insert(1, ["---"] * len(lines[0]))
        text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    else:
        link = delimiter + " " * (delimiter in ",;" and rng.random() < 0.3)
        text = "\n".join(link.join(line) for line in lines)
    heading = rng.choice((f"{title}:\n", f"# {title}\n\n", f"{title}\n\n", f"**{title}**\n"))
    return (heading if title else "") + text


def _unit(rng: Random, column: Column[AnyField]) -> str:
    field = column.field
    if not isinstance(field, Number) or field.unit not in _SHORT or "(" in column.name:
        return ""
    return f" {field.unit}" if rng.random() < 0.2 else ""

"""What the decoder may write about given tables: their names, and the words of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lottery_agent.toolbox.calls.narrowing import SMALL, numbers_in
from lottery_agent.toolbox.language import Spans
from lottery_agent.toolbox.table.tables import Table, column_of, plain
from lottery_agent.toolbox.table.writer import is_word

MAX_COLUMNS_SHOWN = 20
"""Columns of a table that its outline names."""


def outline(tables: Sequence[Table]) -> str:
    """Return tables as a prompt shows them, one a line: `table(name, age, "height (cm)")`."""
    return "\n".join(_outline(table) for table in tables)


def _outline(table: Table) -> str:
    names = [_spelled(each.name) for each in table.columns[:MAX_COLUMNS_SHOWN]]
    rest = ", ..." if len(table.columns) > MAX_COLUMNS_SHOWN else ""
    return f"{_spelled(table.name)}({', '.join(names)}{rest})"


def _spelled(name: str) -> str:
    return name if is_word(name) else f'"{name}"'


def narrowing(tables: Sequence[Table], question: str) -> Mapping[str, Iterable[str] | Spans]:
    """Return what the terminals of the table language are limited to.

    Args:
        tables: The tables, which names and texts may come from.
        question: The question, which numbers and texts may come from.
    """
    names = [name for table in tables for name in (table.name, *(c.name for c in table.columns))]
    short = [
        plain(each.name)
        for table in tables
        for each in table.columns
        if column_of(table, plain(each.name)) == each
    ]
    positive = [*numbers_in(question), *SMALL]
    signed = [*positive, *(f"-{number}" for number in positive if number.strip("0."))]
    quoted = [name for name in names if not is_word(name)]
    return {
        "WORD": [*names, *short],
        # Without a name that needs quotes the decoder is kept to those that need none.
        "QUOTED": quoted or names,
        "TEXT": Spans(question),
        "NUMBER": signed,
        "INTEGER": [number for number in positive if "." not in number],
    }

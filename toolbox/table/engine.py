"""Runs a plan in DuckDB: in memory, without files, network, extensions or settings to change.

The engine gets our tables and a statement that was printed from a plan; this is the second wall,
for a mistake in the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table.query import Plan, plans_in
from lottery_agent.toolbox.table.sql import statement, width
from lottery_agent.toolbox.table.tables import Table
from lottery_agent.toolbox.table.values import Column, digits_of, fold

MAX_ROWS = 1_000
"""Rows of an answer."""
MEMORY = "256MB"
"""Memory of the engine, below that of the sandbox."""

_SLICE = 2_000
"""Rows that are inserted at once: the engine copies a list for each of its vectors of rows."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "max_temp_directory_size": "0B",
    "threads": "1",
    "memory_limit": MEMORY,
    "lock_configuration": "true",
}
_TYPES = {"text": "varchar", "date": "date", "boolean": "boolean"}

Row = tuple[Decimal | int | float | str | date | bool | None, ...]


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Return the engine of this process; what a request makes in it is rolled back."""
    return duckdb.connect(":memory:", config=_SETTINGS)


def run(plan: Plan, tables: Sequence[Table]) -> list[Row]:
    """Return the rows of the answer.

    Args:
        plan: What is asked.
        tables: The tables that the plan refers to by position.

    Raises:
        ToolError: `limit` if there are too many rows, or a number is too large.
    """
    engine = connection().cursor()
    engine.begin()
    try:
        plans, cells = plans_in(plan)
        for i in {i for each in plans for i in each.tables}:
            used = {cell.column for cell in cells if cell.table == i and cell.column >= 0}
            _load(engine, i, tables[i], sorted(used))
        made = statement(plan)
        rows = engine.execute(made.text, list(made.parameters)).fetchmany(MAX_ROWS + 1)
    except duckdb.OutOfRangeException:
        raise ToolError(
            "a number becomes too large", kind="limit", hint="use smaller numbers"
        ) from None
    except duckdb.OutOfMemoryException:
        connection.cache_clear()  # it would keep what it has
        raise ToolError("the tables need too much memory", kind="limit") from None
    finally:
        engine.rollback()
        engine.close()
    if len(rows) > MAX_ROWS:
        raise ToolError(
            f"the answer has more than {MAX_ROWS:,} rows", kind="limit", hint="write `limit 100`"
        )
    return rows


def _load(
    engine: duckdb.DuckDBPyConnection, position: int, table: Table, used: Sequence[int]
) -> None:
    """Create a table of the columns in use, and fill it: one parameter for each column."""
    types = [(f"t{position}r", "bigint")]
    data: list[list[Any]] = [list(range(1, table.length + 1))]
    for i in used:
        column = table.columns[i]
        types.append((f"t{position}c{i}", _type(column)))
        data.append([str(v) if isinstance(v, Decimal) else v for v in column.values])
        if column.kind == "text":
            types.append((f"t{position}k{i}", "varchar"))
            data.append([None if v is None else fold(str(v)) for v in column.values])
    names = ", ".join(f"{name} {kind}" for name, kind in types)
    engine.execute(f"create table t{position} ({names})")
    parts = ", ".join(
        f"cast(unnest(cast(? as {'varchar' if kind.startswith('decimal') else kind}[])) as {kind})"
        for _, kind in types
    )
    insert = f"insert into t{position} select {parts}"
    for start in range(0, table.length, _SLICE):
        engine.execute(insert, [values[start : start + _SLICE] for values in data])


def _type(column: Column) -> str:
    if column.kind != "number":
        return _TYPES[column.kind]
    digits, scale = digits_of([v for v in column.values if isinstance(v, Decimal)])
    return f"decimal({width(digits)}, {scale})"

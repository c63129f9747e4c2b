"""Tables at hand: rows under a header, with names that a question can find them by."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table.query import Name, Value
from lottery_agent.toolbox.table.values import Column, column, fold

MAX_CELLS = 100_000
"""Cells of all tables together."""
MAX_COLUMNS = 100
"""Columns of a table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table as it stands in a text: cells that were not interpreted yet.

    Attributes:
        name: The name that the text gives it, or nothing.
        header: Names of the columns.
        line: Line of the header in the text, from 1.
        rows: The cells, as many in each row as the header has.
        lines: Line of each row in the text.
    """

    name: str
    header: tuple[str, ...]
    line: int
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: The name to show.
        columns: Its columns, all of equal length.
        names: Every name that finds it, folded.
    """

    name: str
    columns: tuple[Column, ...]
    names: frozenset[str]

    @property
    def length(self) -> int:
        """Number of rows."""
        return len(self.columns[0].values)


def tables_of(blocks: Sequence[Block]) -> tuple[Table, ...]:
    """Return the tables of some blocks, called `table`, `table2`… and by their own names.

    Texts that differ only in case or blanks become one text, spelled as it is first.

    Raises:
        ToolError: `limit` if there are too many cells or columns.
    """
    cells = sum(len(block.header) * (len(block.rows) + 1) for block in blocks)
    widest = max((len(block.header) for block in blocks), default=0)
    if cells > MAX_CELLS or widest > MAX_COLUMNS:
        raise ToolError(
            f"tables of {cells:,} cells with up to {widest} columns are too large",
            kind="limit",
            hint=f"give at most {MAX_CELLS:,} cells and {MAX_COLUMNS} columns",
        )
    made: list[Table] = []
    for number, block in enumerate(blocks, 1):
        taken = {name for table in made for name in table.names}
        numbered = "table" if number == 1 else f"table{number}"
        own = block.name if block.name and fold(block.name) not in taken else ""
        names = {fold(own), numbered} if own else {numbered}
        columns = tuple(
            column(name, [row[i] for row in block.rows], block.lines)
            for i, name in enumerate(unique_names(block.header))
        )
        made.append(Table(own or numbered, columns, frozenset(names)))
    return _one_spelling(made)


def unique_names(header: Sequence[str]) -> list[str]:
    """Return the names of columns; empty and repeated ones are numbered."""
    names: list[str] = []
    for i, given in enumerate(header, 1):
        name, count = given or f"column{i}", 2
        while fold(name) in map(fold, names):
            name, count = f"{given or 'column'}{count}", count + 1
        names.append(name)
    return names


def _one_spelling(tables: Sequence[Table]) -> tuple[Table, ...]:
    first: dict[str, str] = {}

    def same(value: Value | None) -> Value | None:
        return first.setdefault(fold(value), value) if isinstance(value, str) else value

    return tuple(
        replace(
            table,
            columns=tuple(
                replace(each, values=tuple(map(same, each.values))) if each.kind == "text" else each
                for each in table.columns
            ),
        )
        for table in tables
    )


def stacked(tables: Sequence[Table]) -> Table:
    """Return the rows of several tables below one another, in the columns that all of them have.

    Raises:
        ToolError: If no column is in all of them.
    """
    first, *others = tables
    shared = [
        [each, *found]
        for each in first.columns
        if len(found := [c for t in others if (c := column_of(t, each.name))]) == len(others)
    ]
    if not shared:
        raise ToolError(
            f"{first.name!r} and {others[0].name!r} have no column in common",
            hint=f"their columns: {', '.join(c.name for t in tables for c in t.columns)}",
        )
    columns = tuple(_below(columns) for columns in shared)
    name = " and ".join(table.name for table in tables)
    return Table(name, columns, frozenset().union(*(table.names for table in tables)))


def _below(columns: Sequence[Column]) -> Column:
    first = columns[0]
    if all((each.kind, each.unit) == (first.kind, first.unit) for each in columns):
        return replace(first, values=tuple(v for each in columns for v in each.values))
    values = tuple(None if v is None else str(v) for each in columns for v in each.values)
    kinds = " and ".join(dict.fromkeys(f"{each.kind} {each.unit}".strip() for each in columns))
    return Column(first.name, "text", values, doubt=f"the tables have {kinds} there")


def column_of(table: Table, name: str) -> Column | None:
    """Return the column of a name, or None; the name may leave out what stands in brackets."""
    for form in (fold, plain):
        found = [each for each in table.columns if form(each.name) == form(name)]
        if len(found) == 1:
            return found[0]
    return None


def plain(name: str) -> str:
    """Return a name without what it has in brackets, `_` and `-` read as blanks."""
    bare = re.sub(r"[(\[][^)\]]*[)\]]", " ", name)
    return fold(re.sub(r"[_-]", " ", bare if bare.strip() else name))


def unknown(what: str, name: Name, known: Iterable[str]) -> ToolError:
    """Return the error for a name that nothing has, with the names that are nearest to it."""
    every = list(dict.fromkeys(known))
    folded = {fold(each): each for each in reversed(every)}
    near = difflib.get_close_matches(fold(name.text), folded, n=3, cutoff=0.5)
    shown = [folded[each] for each in near] or every[:12]
    return ToolError(
        f"there is no {what} {name.text[:60]!r}",
        position=name.at,
        hint=f"{'perhaps' if near else 'there is'}: {', '.join(shown)}",
    )

"""The cells of a table that is read one by one, some of which take several columns or rows."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

MAX_COLUMNS = 100
MAX_CELLS = 100_000
MAX_CELL = 1_000
"""Characters in a cell of data. Where cells hold more, a page or a form is laid out."""


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    text: str = ""
    continues: bool = False


@dataclass(slots=True)
class Grid:
    """Collects cells, unless it becomes clear that they are no table of data."""

    _rows: list[list[_Cell]] = field(default_factory=list)
    _open: bool = False
    _is_data: bool = True

    def start_row(self) -> None:
        """Begin a row."""
        self._open = False
        self._rows.append([])

    def start_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Begin a cell that takes some columns and rows."""
        if not self._rows:
            self.start_row()
        self._open = True
        self._rows[-1].append(_Cell(columns, rows))

    def widen(self, columns: int) -> None:
        """Let the cell that was begun last take more columns."""
        if self._open:
            self._rows[-1][-1].columns = columns

    def join_above(self) -> None:
        """Let the cell that was begun last be the lower part of the one above it."""
        if self._open:
            self._rows[-1][-1].continues = True

    def write(self, text: str) -> None:
        """Add words to the cell that was begun last; words outside of cells are no data."""
        if not self._open:
            self._is_data = False
        if self._is_data:
            cell = self._rows[-1][-1]
            cell.text += text if not cell.text else f" {text}"
            self._is_data = len(cell.text) <= MAX_CELL

    def rows(self) -> list[list[str]]:
        """Return the table: two rows and two columns at least, or nothing if it is none of data.

        The words of a cell stand in each row that it takes, in the first of its columns.
        """
        rows = self._laid_out() if self._is_data else []
        rows = [row for row in rows if any(row)]
        return rows if len(rows) > 1 and max(map(len, rows)) > 1 else []

    def _laid_out(self) -> list[list[str]]:
        """Return the words of each place, nothing if there are too many places."""
        laid: list[list[str]] = []
        places = 0
        below: dict[int, tuple[str, int]] = {}  # by column: words for so many rows more
        for cells in self._rows:
            row: list[str] = []
            waiting = deque(cells)
            while waiting or any(column >= len(row) for column in below):
                column = len(row)
                if column in below:
                    text, more = below.pop(column)
                    cell = _Cell(1, more, text)
                else:
                    cell = waiting.popleft() if waiting else _Cell(1, 1)
                if column + cell.columns > MAX_COLUMNS:
                    return []
                if cell.continues and laid and column < len(laid[-1]):
                    cell.text = laid[-1][column]
                row += [cell.text, *[""] * (cell.columns - 1)]
                if cell.rows > 1:
                    below |= {i: (row[i], cell.rows - 1) for i in range(column, len(row))}
            places += len(row)
            if places > MAX_CELLS:
                return []
            laid.append(row)
        return laid

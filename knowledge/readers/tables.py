"""Tables in texts: finds Markdown's pipe tables, reads CSV and TSV, and writes pipe tables.

A pipe table is what every table becomes for those who compute with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from lottery_agent.knowledge.documents import Table

MAX_CHARACTERS = 2_000_000
"""A longer table is text only: nobody computes with it."""

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_SAMPLE = 50
"""Rows that tell the delimiter and the number of columns."""

Rows = Sequence[Sequence[str]]


def pipe_table(rows: Rows) -> str:
    """Return rows as a pipe table; the first is the header, short ones are filled up.

    Cells keep their words on one line. Rows without a word are left out.
    """
    width = max(map(len, rows), default=0)
    lines = [
        "| " + " | ".join([*map(_escaped, row), *[""] * (width - len(row))]) + " |"
        for row in rows
        if any(cell.strip() for cell in row)
    ]
    return "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]])


def _escaped(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")


def markdown_tables(text: str) -> tuple[Table, ...]:
    """Return the pipe tables of a text: a header, a rule with as many cells, and rows."""
    return tuple(_pipe_tables(text)) if "|" in text else ()


def _pipe_tables(text: str) -> Iterator[Table]:
    rows: list[list[str]] = []  # of the table that we are in, or of what may become one
    start = end = offset = 0
    in_table = False
    for line in [*text.splitlines(keepends=True), ""]:
        cells = _cells(line)
        stop = offset + len(line.rstrip())
        if in_table and cells:
            rows.append([*cells, *[""] * len(rows[0])][: len(rows[0])])
            end = stop
        elif rows and len(cells) == len(rows[0]) > 1 and all(map(_RULE.fullmatch, cells)):
            in_table = True
        else:
            if len(rows) > 1 and end - start <= MAX_CHARACTERS:
                yield Table(start, end, pipe_table(rows))
            in_table = False
            rows = [cells] if cells else []
            start = offset + len(line) - len(line.lstrip())
        offset += len(line)


def _cells(line: str) -> list[str]:
    """Return the cells between the pipes of a line, none if it has no pipe."""
    if "|" not in line:
        return []
    cells = _PIPE.split(line.strip().removeprefix("|"))
    if not cells[-1]:
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def delimited_tables(text: str, delimiters: str = ",;\t|") -> tuple[Table, ...]:
    """Return the table of a CSV or TSV file: two columns and two rows at least, else nothing.

    It begins at the first row that has as many cells as most rows have, so that a title above it
    stays outside. Quoted cells may hold delimiters and line ends.

    Args:
        text: The content of the file.
        delimiters: What may part cells, the likeliest first.
    """
    if len(text) > MAX_CHARACTERS:
        return ()
    delimiter = max(delimiters, key=lambda each: _usual(text, each)[0])
    _, width = _usual(text, delimiter)
    rows = list(dropwhile(lambda row: len(row[0]) != width, _rows(text, delimiter)))
    if width < 2 or len(rows) < 2:
        return ()
    return (Table(rows[0][1], rows[-1][2], pipe_table([cells for cells, *_ in rows])),)


def _usual(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows have the usual number of cells, if above 1, and that."""
    widths: Counter[int] = Counter()
    for number, (row, *_) in enumerate(_rows(text, delimiter)):
        if number == _SAMPLE:
            break
        widths[len(row)] += 1
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return (count, width) if width > 1 else (0, width)


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], int, int]]:
    """Yield the rows that are not empty, with the offsets of their first and last characters.

    What can't be read, as a quote that never ends, ends the table.
    """
    start = end = 0

    def lines() -> Iterator[str]:
        nonlocal end
        for line in io.StringIO(text, newline=""):
            end += len(line)
            yield line

    try:
        for row in csv.reader(lines(), delimiter=delimiter):
            if row:
                yield row, start, start + len(text[start:end].rstrip("\r\n"))
            start = end
    except csv.Error:
        return

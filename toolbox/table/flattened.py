"""Reads tables whose line breaks were lost: `name, age Ann, 7 Bob, 5`.

Such a line is still a table to the eye: with k columns, every (k - 1)th piece between commas holds
the last cell of one row and the first of the next. Only a table whose last column is numbers can be
taken apart without guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lottery_agent.toolbox.table.tables import Block
from lottery_agent.toolbox.table.values import read_number

_JOINT = re.compile(r"(?P<last>[$€£]?\d[\d.]*%?) (?P<first>\S.*)")
_LEAST_ROWS = 2
_MAX_CHARACTERS = 20_000


def flattened(text: str, line: int) -> Iterator[Block]:
    """Yield the tables without line breaks of a line.

    Args:
        text: The line. Where a paragraph ended, it has two blanks or more.
        line: Its number.
    """
    for segment in re.split(r"\s{2,}", text[:_MAX_CHARACTERS]):
        pieces = [piece.strip() for piece in segment.split(",")]
        # Words that lead up to the table end with a colon.
        pieces[0] = pieces[0].rpartition(": ")[2]
        block = next((b for k in range(3, len(pieces)) if (b := _cut(pieces, k, line))), None)
        if block is not None:
            yield block


def _cut(pieces: Sequence[str], columns: int, line: int) -> Block | None:
    """Return the table with so many columns, or None if the pieces are not one."""
    rows, rest = divmod(len(pieces) - 1, columns - 1)
    if rest or rows < _LEAST_ROWS + 1:
        return None
    joints = [_JOINT.fullmatch(pieces[i * (columns - 1)]) for i in range(2, rows)]
    firsts = [joint["first"] for joint in joints if joint]
    if len(firsts) < len(joints) or read_number(pieces[-1]) is None:
        return None
    header = _header_joint(pieces[columns - 1], [first.count(" ") + 1 for first in firsts])
    if header is None:
        return None
    cells = [*pieces[: columns - 1], *header]
    for i in range(1, rows):
        cells += pieces[i * (columns - 1) + 1 : (i + 1) * (columns - 1)]
        joint = joints[i - 1] if i - 1 < len(joints) else None
        cells += [joint["last"], joint["first"]] if joint else [pieces[-1]]
    table = [tuple(cells[i : i + columns]) for i in range(0, len(cells), columns)]
    if any(not cell for row in table for cell in row):
        return None
    return Block("", table[0], line, tuple(table[1:]), (line,) * (rows - 1))


def _header_joint(piece: str, words: Sequence[int]) -> tuple[str, str] | None:
    """Part the last name of the header from the first cell, which has as many words as others."""
    closed = re.fullmatch(r"(.*[)\]]) (\S.*)", piece)
    if closed:
        return closed[1], closed[2]
    parts = piece.split(" ")
    count = words[0] if words and len(set(words)) == 1 else 1
    if len(parts) <= count:
        return None
    return " ".join(parts[:-count]), " ".join(parts[-count:])

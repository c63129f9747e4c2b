"""Finds tables in a text by their notation: lines with the same number of cells.

Pipes (Markdown), tabs, semicolons and commas part cells. Nothing is guessed from words: a line of
cells without a header of its own, which fits the table before it, is one more row of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table.flattened import flattened
from lottery_agent.toolbox.table.tables import MAX_CELLS, Block, Table, tables_of
from lottery_agent.toolbox.table.values import column, read_number

MAX_CHARACTERS = 2_000_000
"""Length of the text."""

_DELIMITERS = "\t|;,"
_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
_NAME = re.compile(
    r"\s*(?:#+\s+|\*\*)?(?:table\s+\d+\s*[:.]\s*)?(?P<name>[^\W\d][\w-]*(?: [\w-]+){0,3}?)"
    r"(?:\.(?:csv|tsv|md))?\s*(?:\*\*)?:?(?:\*\*)?\s*",
    re.IGNORECASE,
)
_COMPARED = 50
"""Rows that a line without a header is compared with."""
_PROSE_CELL = 60
"""A longer cell between commas is part of a sentence."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    def cells(self, delimiter: str) -> tuple[str, ...]:
        return _cells(self.text, delimiter, self.number)


def found_tables(
    text: str | None = None, tables: Mapping[str, str] | None = None
) -> tuple[Table, ...]:
    """Return the tables of a text, or of texts that hold one table each.

    Args:
        text: A text with any number of tables.
        tables: Texts by the name of their table.

    Raises:
        ToolError: If there is no table, a row has another number of cells than its header, or the
            text is too large.
    """
    blocks = list(_blocks(text)) if text else []
    for name, own in (tables or {}).items():
        blocks.append(replace(_only(own, name), name=name))
    if not blocks:
        raise ToolError(
            "there is no table in the text",
            hint="write a header, and the cells of each row with commas, tabs or | between",
        )
    return tables_of(blocks)


def tables_in(text: str) -> tuple[Table, ...]:
    """Return the tables of a text; none if there is none that can be read."""
    try:
        return found_tables(text)
    except ToolError:
        return ()


def _blocks(text: str) -> Iterator[Block]:
    if len(text) > MAX_CHARACTERS:
        raise ToolError(
            f"a text of {len(text):,} characters is too long for tables",
            kind="limit",
            hint=f"give at most {MAX_CHARACTERS:,}",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ToolError(
            "half of a surrogate pair is no character", position=error.start, hint="leave it out"
        ) from None
    before: Block | None = None
    for lines, name in _paragraphs(text):
        for block in _in_paragraph(lines, name):
            if before is not None and _continues(before, block):
                before = replace(
                    before,
                    rows=(*before.rows, block.header, *block.rows),
                    lines=(*before.lines, block.line, *block.lines),
                )
                continue
            if before is not None and before.rows:
                yield before
            if block.rows:
                before = block
    if before is not None and before.rows:
        yield before


def _only(text: str, name: str) -> Block:
    """Return the table of a text that holds one table and nothing behind it."""
    found = list(_blocks(text))
    if len(found) != 1:
        raise ToolError(
            f"the text of {name!r} holds {len(found)} tables, not one",
            hint="write a header, and the cells of each row with commas, tabs or | between",
        )
    rows = {found[0].line, *found[0].lines}
    for lines, _ in _paragraphs(text):
        for line in lines:
            if line.number > found[0].line and line.number not in rows and "---" not in line.text:
                raise ToolError(f"line {line.number} of {name!r} is no row: {line.text[:60]!r}")
    return found[0]


def _paragraphs(text: str) -> Iterator[tuple[list[_Line], str]]:
    """Yield the runs of lines that are not empty, and the name that a heading before one gives."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraph: list[_Line] = []
    heading = ""
    for number, line in enumerate([*lines, ""], 1):
        if line.strip(" \t") or (line and "\t" in line and paragraph):
            paragraph.append(_Line(number, line))
        elif paragraph:
            yield paragraph, heading
            named = _NAME.fullmatch(paragraph[-1].text) if len(paragraph) == 1 else None
            heading = named["name"] if named else ""
            paragraph = []


def _in_paragraph(lines: Sequence[_Line], heading: str) -> Iterator[Block]:
    """Yield the tables of some lines without an empty one between them."""
    start = 0
    while start < len(lines):
        run = next((r for d in _DELIMITERS if (r := _run(lines, start, d))), None)
        if run is None:
            yield from flattened(lines[start].text, lines[start].number)
            start += 1
            continue
        end, delimiter = run
        if end == start + 1 and (blocks := list(flattened(lines[start].text, lines[start].number))):
            yield from blocks
            start = end
            continue
        named = _NAME.fullmatch(lines[start - 1].text) if start else None
        name = named["name"] if named else heading * (start == 0)
        yield _block(lines[start:end], delimiter, name)
        start = end


def _run(lines: Sequence[_Line], start: int, delimiter: str) -> tuple[int, str] | None:
    """Return where the rows that begin at a line end, or None if no table begins there."""
    width = _width(lines, start, delimiter)
    if width < 2 or _is_rule(lines[start].text, delimiter):
        return None
    end = start + 1
    while end < len(lines):
        if _width(lines, end, delimiter) == width or _is_rule(lines[end].text, delimiter):
            end += 1
            continue
        # A row that looks like a sentence is one only at the end of a table.
        inside = end + 1 < len(lines) and _width(lines, end + 1, delimiter) == width
        if not inside or _count(lines[end], delimiter) != width:
            break
        end += 1
    rows = end - start
    _check_neighbours(lines, start, end, delimiter)
    # Two lines with one comma each are sentences more often than a table.
    if delimiter in ",;" and rows < 3 and width < 3 and not _has_number(lines[end - 1], delimiter):
        return None
    return end, delimiter


def _check_neighbours(lines: Sequence[_Line], start: int, end: int, delimiter: str) -> None:
    """Refuse a table whose next line is a row with too many or too few cells.

    A row without a number among its commas may as well be a sentence.
    """
    following = _width(lines, end, delimiter) if end < len(lines) else 0
    if following < 2 or (delimiter in ",;" and not _has_number(lines[end], delimiter)):
        return
    single = end == start + 1
    if not single or (end + 1 < len(lines) and _width(lines, end + 1, delimiter) == following):
        raise _ragged(lines[end].number, following, _width(lines, start, delimiter))


def _has_number(line: _Line, delimiter: str) -> bool:
    return any(read_number(cell) for cell in line.cells(delimiter))


def _ragged(line: int, count: int, width: int) -> ToolError:
    return ToolError(
        f"line {line} has {count} cells, the table's header has {width}",
        hint='give each row as many cells as the header; write "a, b" for a cell with a comma',
    )


def _count(line: _Line, delimiter: str) -> int:
    if delimiter not in line.text:
        return 0
    return len(line.cells(delimiter))


def _width(lines: Sequence[_Line], index: int, delimiter: str) -> int:
    """Return how many cells a line has; 0 if it is a sentence rather than a row."""
    line = lines[index]
    if delimiter in ",;":
        text = line.text.rstrip()
        if text.endswith(("?", "!", ":")) or re.search(r"[A-Za-z]{3}\.$", text):
            return 0
        if delimiter in text and max(map(len, line.cells(delimiter))) > _PROSE_CELL:
            return 0
    return _count(line, delimiter)


def _is_rule(text: str, delimiter: str) -> bool:
    return delimiter == "|" and _RULE.fullmatch(text) is not None


def _block(lines: Sequence[_Line], delimiter: str, name: str) -> Block:
    rows = [
        (line.cells(delimiter), line.number) for line in lines if not _is_rule(line.text, delimiter)
    ]
    if sum(len(cells) for cells, _ in rows) > 2 * MAX_CELLS:
        raise ToolError("the table is too large", kind="limit", hint=f"at most {MAX_CELLS:,} cells")
    header, *body = rows
    return Block(
        name, *header, tuple(cells for cells, _ in body), tuple(number for _, number in body)
    )


def _continues(before: Block, block: Block) -> bool:
    """Say whether a block has no header of its own, but cells that fit the table before it."""
    if block.name or len(block.header) != len(before.header) or not before.rows:
        return False
    columns = [
        column(name, [row[i] for row in before.rows[:_COMPARED]], before.lines[:_COMPARED])
        for i, name in enumerate(before.header)
    ]
    typed = [(i, each) for i, each in enumerate(columns) if each.kind != "text"]
    return bool(typed) and all(
        column("", [block.header[i]], [0]).kind == each.kind for i, each in typed
    )


def _cells(text: str, delimiter: str, line: int) -> tuple[str, ...]:
    """Split a line into cells: quotes keep delimiters, Markdown's outer pipes are no cells."""
    if delimiter == "|":
        inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", text)
        parts = re.split(r"(?<!\\)\|", inner)
        return tuple(_bare(part.replace("\\|", "|")) for part in parts)
    if '"' not in text:
        return tuple(map(_bare, text.split(delimiter)))
    return tuple(_quoted_cells(text, delimiter, line))


def _quoted_cells(text: str, delimiter: str, line: int) -> Iterator[str]:
    position = 0
    while True:
        begin = re.compile(r'\s*"').match(text, position)
        if begin is None:
            end = text.find(delimiter, position)
            yield _bare(text[position : end if end >= 0 else len(text)])
        else:
            body = re.compile(r'((?:[^"]|"")*)"[ ]*').match(text, begin.end())
            if body is None:
                raise ToolError(f"the quote on line {line} has no end", hint='close it with "')
            yield " ".join(body[1].replace('""', '"').split())
            end = text.find(delimiter, body.end())
        if end < 0:
            return
        position = end + 1


def _bare(cell: str) -> str:
    """Return a cell with single blanks, without Markdown's marks for bold and code around it."""
    text = " ".join(cell.split())
    found = re.fullmatch(r"\*\*(.+)\*\*|`(.+)`", text)
    return (found[1] or found[2]) if found else text

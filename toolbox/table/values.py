"""What the cells of a column are: numbers, dates, truth values, or text.

A column has a kind only if every filled cell agrees, signs and units included, so that nothing is
read into a cell that it does not say. `007`, ordinals and mixed units stay text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lottery_agent.toolbox.calls.dates import read_date
from lottery_agent.toolbox.table.query import Kind, Value

MAX_DIGITS = 30
"""Longest number, before and behind the point together; longer ones stay text."""

EMPTY = frozenset({"", "-", "–", "—", "n/a", "null"})
"""What a cell without a value holds, in lower case."""

_TRUTH = {"true": True, "false": False, "yes": True, "no": False}
_MONEY = "$€£¥"
_NUMBER = re.compile(
    rf"(?P<sign>[-+−]?)(?P<money>[{_MONEY}]?) ?(?P<whole>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+|\d*)"
    rf"(?P<part>\.\d+)?(?P<unit> ?[%{_MONEY}°]| ?°[CF]| [A-Za-zµ][A-Za-z²³/]{{0,9}})?",
    re.ASCII,
)
_NO_UNIT = frozenset({"am", "pm", "bc", "ad", "st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its sign of money, per cent or unit."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its name, as the header writes it.
        kind: What its cells are.
        values: The cells; None for an empty one.
        unit: What its numbers are counted in (`$`, `%`, `kg`), or nothing.
        doubt: Why a column that looks like numbers is text, or nothing.
    """

    name: str
    kind: Kind
    values: tuple[Value | None, ...]
    unit: str = ""
    doubt: str = ""


def fold(text: str) -> str:
    """Return the form in which texts are compared: without case, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def read_number(text: str) -> Measured | None:
    """Read a number as tables write it: `1,234.50`, `$12`, `45%`, `80 cm`; None if it is none."""
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["whole"] or found["part"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    unit = (found["unit"] or "").strip()
    if (len(whole) > 1 and whole[0] == "0") or unit.lower() in _NO_UNIT:
        return None
    if (found["money"] and unit) or len(whole) + len(found["part"] or "") > MAX_DIGITS:
        return None
    sign = "-" if found["sign"] in ("-", "−") else ""
    return Measured(Decimal(f"{sign}{whole or 0}{found['part'] or ''}"), found["money"] or unit)


def read_truth(text: str) -> bool | None:
    """Read `true`, `false`, `yes` or `no`, in any case."""
    return _TRUTH.get(text.casefold())


def column(name: str, cells: Sequence[str], lines: Sequence[int]) -> Column:
    """Return the column of some cells.

    Args:
        name: Its name.
        cells: The cells, stripped.
        lines: The line of each cell, for the column's doubt.
    """
    filled = [cell for cell in cells if cell.lower() not in EMPTY]
    numbers = [read_number(cell) for cell in filled]
    units = {number.unit for number in numbers if number}
    if filled and all(numbers) and len(units) == 1:
        read = {cell: number.number for cell, number in zip(filled, numbers, strict=True) if number}
        if _fits(list(read.values())):
            return Column(name, "number", _all(cells, read), units.pop())
    for kind, found in (("date", _dates(filled)), ("boolean", _truths(filled))):
        if found:
            return Column(name, "date" if kind == "date" else "boolean", _all(cells, found))
    return Column(
        name,
        "text",
        tuple(None if cell.lower() in EMPTY else cell for cell in cells),
        doubt=_doubt(cells, lines, units),
    )


def _all(cells: Sequence[str], read: Mapping[str, Value]) -> tuple[Value | None, ...]:
    return tuple(read.get(cell) for cell in cells)


def _fits(numbers: Sequence[Decimal]) -> bool:
    """Say whether one fixed-point type holds all of the numbers."""
    return digits_of(numbers)[0] <= MAX_DIGITS


def digits_of(numbers: Sequence[Decimal]) -> tuple[int, int]:
    """Return how many digits a fixed-point type for the numbers needs, and how many behind it."""
    scale = max((-int(number.as_tuple().exponent) for number in numbers), default=0)
    whole = max((len(str(abs(int(number)))) for number in numbers), default=1)
    return whole + scale, scale


def _dates(cells: Sequence[str]) -> dict[str, Value]:
    """Read dates; where `3/4/2024` leaves it open, the month comes first unless a cell forbids."""
    for day_first in (False, True):
        read = {cell: read_date(cell, day_first=day_first) for cell in dict.fromkeys(cells)}
        if read and all(read.values()):
            return {cell: day for cell, day in read.items() if isinstance(day, date)}
    return {}


def _truths(cells: Sequence[str]) -> dict[str, Value]:
    read = {cell: read_truth(cell) for cell in dict.fromkeys(cells)}
    return {} if None in read.values() else {c: bool(truth) for c, truth in read.items()}


def _doubt(cells: Sequence[str], lines: Sequence[int], units: set[str]) -> str:
    """Say which cell keeps a column of numbers from being one."""
    filled = [(cell, line) for cell, line in zip(cells, lines, strict=True) if cell]
    strange = [
        (cell, line)
        for cell, line in filled
        if cell.lower() not in EMPTY and read_number(cell) is None
    ]
    if strange and 2 * len(strange) <= len(filled):
        cell, line = strange[0]
        return f"{cell[:40]!r} on line {line} is no number"
    if not strange and len(units) > 1:
        return f"its numbers have different units: {', '.join(sorted(u or 'none' for u in units))}"
    return ""

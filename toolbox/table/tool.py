"""The table tool: a question and texts with tables in, an answer with its check out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table import engine
from lottery_agent.toolbox.table.binding import Tables, bind
from lottery_agent.toolbox.table.evaluation import Evaluation, Exact
from lottery_agent.toolbox.table.finding import found_tables
from lottery_agent.toolbox.table.presentation import NOTHING, plain, readable, table, unit_of
from lottery_agent.toolbox.table.query import Cell, Plan, plans_in
from lottery_agent.toolbox.table.reader import read
from lottery_agent.toolbox.table.tables import Table
from lottery_agent.toolbox.table.values import fold

MAX_JOINED = 1_000_000
"""Pairs of rows of a join."""
MAX_RECOMPUTED = 50_000
"""Rows up to which the answer is computed a second time."""

_OPTIONS = {"call", "text", "tables"}
_TOLERANCE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the answer."""

    value: Exact
    is_exact: bool


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question to tables.

    Args:
        request: `call` (a sentence of the table language), and `text` (a text with tables) or
            `tables` (texts that hold one table each, by its name), or both.

    Returns:
        `answer` (one value, a list, or a Markdown table), `exact`, `kind` (`number`, `verdict` or
        `text`), `is_exact`, `value` (the number alone, or None), `rows` (lists of readable cells),
        `columns` (their names) and `checks`: `recomputed` tells whether plain Python finds the
        same; it is left out above 50,000 rows.

    Raises:
        ToolError: `syntax` if the sentence can't be read, `value` if a name is unknown or kinds do
            not fit, `limit` if something is too large.
    """
    unknown = sorted(set(request) - _OPTIONS)
    if unknown:
        raise ToolError(f"the table tool has no option {unknown[0]!r}")
    call, text, given = request.get("call"), request.get("text"), request.get("tables")
    if not isinstance(call, str):
        raise ToolError(f"`call` must be a sentence, not {call!r}")
    if text is not None and not isinstance(text, str):
        raise ToolError(f"`text` must be a text, not {text!r}")
    if given is not None and not (
        isinstance(given, Mapping) and all(isinstance(each, str) for each in given.values())
    ):
        raise ToolError("`tables` must be texts by name")
    select = read(call)
    tables = Tables(list(found_tables(text, given)))
    plan = bind(select, tables)
    joined = max(_joined(each, tables.tables) for each in plans_in(plan)[0])
    if joined > MAX_JOINED:
        raise ToolError(
            f"the tables have {joined:,} pairs of rows that agree",
            kind="limit",
            hint=f"join them by a column with fewer than {MAX_JOINED:,} pairs",
        )
    rows = engine.run(plan, tables.tables)
    if joined > MAX_RECOMPUTED:
        return _result(plan, [[_unchecked(value) for value in row] for row in rows], [])
    exact = Evaluation(tables.tables).rows(plan)
    passed = len(exact) == len(rows) and all(
        _agree(value, own) for row, owns in zip(rows, exact, strict=True)
        for value, own in zip(row, owns, strict=True)
    )  # fmt: skip
    check = {
        "name": "recomputed",
        "passed": passed,
        "detail": f"plain Python finds {'the same' if passed else 'something else'} "
        f"in {len(exact)} rows",
    }
    if not passed:
        return _result(plan, [[_unchecked(value) for value in row] for row in rows], [check])
    return _result(plan, [[_Cell(own, True) for own in owns] for owns in exact], [check])


def _joined(plan: Plan, tables: Sequence[Table]) -> int:
    """Return how many rows a plan goes through."""
    if plan.on is None:
        return tables[plan.tables[0]].length
    left, right = (_counted(cell, tables) for cell in plan.on)
    return max(sum(count * right[key] for key, count in left.items()), max(
        tables[i].length for i in plan.tables
    ))  # fmt: skip


def _counted(cell: Cell, tables: Sequence[Table]) -> Counter[object]:
    chosen = tables[cell.table]
    if cell.column < 0:
        return Counter(range(1, chosen.length + 1))
    values = (value for value in chosen.columns[cell.column].values if value is not None)
    return Counter(fold(value) if isinstance(value, str) else value for value in values)


def _unchecked(value: Any) -> _Cell:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _Cell(value, True)
    return _Cell(Fraction(value), not isinstance(value, float))


def _agree(value: Any, own: Exact) -> bool:
    """Say whether the engine's value is the one that was computed exactly."""
    if isinstance(own, Fraction) and isinstance(value, float):
        return abs(Fraction(value) - own) <= _TOLERANCE * (1 + abs(own))
    if isinstance(own, Fraction):
        return isinstance(value, int | Decimal) and Fraction(value) == own
    return type(value) is type(own) and bool(value == own)


def _result(
    plan: Plan, rows: Sequence[Sequence[_Cell]], checks: list[dict[str, Any]]
) -> dict[str, Any]:
    units = [unit_of(output) for output in plan.outputs]
    shown = [[readable(c.value, u) for c, u in zip(row, units, strict=True)] for row in rows]
    exact = [" | ".join(plain(cell.value) for cell in row) for row in rows]
    single = rows[0][0].value if len(rows) == 1 and len(plan.outputs) == 1 else None
    if not rows:
        answer = NOTHING
    elif len(plan.outputs) == 1:
        answer = ", ".join(row[0] for row in shown)
    else:
        answer = table(plan.columns, shown)
    kind = "verdict" if isinstance(single, bool) else "text"
    return {
        "answer": answer,
        "exact": ", ".join(exact) if len(plan.outputs) == 1 else "\n".join(exact),
        "kind": "number" if isinstance(single, Fraction) else kind,
        "is_exact": all(cell.is_exact for row in rows for cell in row),
        "value": readable(single) if isinstance(single, Fraction) else None,
        "rows": shown,
        "columns": list(plan.columns),
        "checks": checks,
    }

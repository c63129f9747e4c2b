"""Which expressions each row has, and which only rows that are taken together have."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table.query import Aggregate, Cell, Expression, parts_of


def check_grouped(value: Expression, group: Sequence[Expression]) -> None:
    """Refuse a column that has many values in one group of rows.

    Raises:
        ToolError: If a column is neither grouped nor inside an aggregate.
    """
    if value in group or isinstance(value, Aggregate):
        return
    if isinstance(value, Cell):
        raise ToolError(
            f"{value.name!r} has several values where rows are taken together",
            hint=f"write `group by {value.name}`, or for the row with the most "
            "`order by ... desc limit 1`",
        )
    for part in parts_of(value):
        check_grouped(part, group)


def has_aggregate(value: Expression) -> bool:
    """Say whether an expression takes rows together."""
    return isinstance(value, Aggregate) or any(map(has_aggregate, parts_of(value)))


def no_aggregate(value: Expression) -> Expression:
    """Return an expression that each row has a value for.

    Raises:
        ToolError: If it takes rows together.
    """
    if has_aggregate(value):
        raise ToolError(
            "rows are chosen before they are counted: no aggregate here",
            hint="use `having`, or compare with `(select max(...) from ...)`",
        )
    return value

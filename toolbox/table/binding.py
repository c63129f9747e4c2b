"""Looks up the names of a question in the tables at hand, and gives every value its kind.

What comes out refers to tables and columns by number and to values by constants: nothing that was
written reaches the engine as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.table import writer
from lottery_agent.toolbox.table.conditions import bind_condition
from lottery_agent.toolbox.table.grouping import check_grouped, has_aggregate, no_aggregate
from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Cell,
    Condition,
    Constant,
    Expression,
    Field,
    Function,
    Inner,
    Key,
    Name,
    Number,
    Output,
    Plan,
    Select,
    Text,
    kind_of,
)
from lottery_agent.toolbox.table.tables import Table, column_of, stacked, unknown
from lottery_agent.toolbox.table.values import MAX_DIGITS, Column, fold

MAX_ROUND = 10
"""Most digits behind the point that `round` keeps."""
MAX_INNER = 3
"""Questions inside one another."""

_ROW = "row"


@dataclass(slots=True)
class Tables:
    """The tables at hand; stacking some of them adds one."""

    tables: list[Table]

    def named(self, name: Name) -> int:
        """Return the position of a table.

        Raises:
            ToolError: If no table has the name.
        """
        for i, table in enumerate(self.tables):
            if fold(name.text) in table.names:
                return i
        raise unknown("table", name, (table.name for table in self.tables))

    def stack(self, positions: Sequence[int]) -> int:
        """Return the position of a table with the rows of several."""
        if len(positions) == 1:
            return positions[0]
        self.tables.append(stacked([self.tables[i] for i in positions]))
        return len(self.tables) - 1


def bind(select: Select, tables: Tables, *, depth: int = 0) -> Plan:
    """Look up the names of a question.

    Args:
        select: The question.
        tables: The tables; stacked ones are added.
        depth: How many questions this one is inside of.

    Raises:
        ToolError: If a name is unknown, or kinds do not fit.
    """
    if depth > MAX_INNER:
        raise ToolError(f"more than {MAX_INNER} questions inside one another", kind="limit")
    positions = [tables.named(name) for name in select.source.tables]
    if select.source.on is None:
        positions = [tables.stack(positions)]
    elif positions[0] == positions[1]:
        raise ToolError("a table can't be joined with itself", position=select.source.tables[1].at)
    return _Binder(tables, tuple(positions), select, depth).plan()


class _Binder:
    """Binds one question."""

    def __init__(
        self, tables: Tables, positions: tuple[int, ...], select: Select, depth: int
    ) -> None:
        self._tables = tables
        self._positions = positions
        self._select = select
        self._depth = depth

    def plan(self) -> Plan:
        select = self._select
        written = select.outputs or self._everything()
        named = {fold(output.name.text): output.value for output in written if output.name}
        outputs = tuple(self._value(output.value) for output in written)
        where = self._condition(select.where, no_aggregate)
        group = tuple(no_aggregate(self._value(each, named)) for each in select.group)
        having = self._condition(select.having, lambda value: value, named)
        order = tuple(
            Key(self._value(key.value, named, first=True), key.descending) for key in select.order
        )
        every = (*outputs, *(key.value for key in order))
        grouped = bool(group) or having is not None or any(map(has_aggregate, every))
        plan = Plan(
            tables=self._positions,
            on=self._on(),
            columns=tuple(_column_name(output) for output in written),
            outputs=outputs,
            distinct=select.distinct,
            where=where,
            grouped=grouped,
            group=group,
            having=having,
            order=order,
            limit=select.limit,
            offset=select.offset,
        )
        self._check(plan)
        return plan

    def _check(self, plan: Plan) -> None:
        if plan.grouped:
            for value in (*plan.outputs, *(key.value for key in plan.order)):
                check_grouped(value, plan.group)
        if plan.distinct and not all(key.value in plan.outputs for key in plan.order):
            raise ToolError("`distinct` rows can only be ordered by what is selected")

    def _everything(self) -> tuple[Output, ...]:
        if self._select.group or self._select.having:
            raise ToolError("`*` can't be grouped", hint="select the columns by name")
        names = [
            (self._tables.tables[i], each) for i in self._positions
            for each in self._tables.tables[i].columns
        ]  # fmt: skip
        several = len(self._positions) > 1
        return tuple(
            Output(Field(Name(each.name), Name(table.name) if several else None))
            for table, each in names
        )

    def _on(self) -> tuple[Cell, Cell] | None:
        if self._select.source.on is None:
            return None
        left, right = (self._cell(each) for each in self._select.source.on)
        if left.table == right.table:
            raise ToolError(
                "`on` must name a column of each table",
                position=self._select.source.on[1].at,
                hint="write table.column = table2.column",
            )
        if left.kind != right.kind:
            raise ToolError(
                f"{left.name!r} holds {left.kind} values and {right.name!r} {right.kind} values",
                position=self._select.source.on[0].at,
            )
        first, second = sorted((left, right), key=lambda c: self._positions.index(c.table))
        return first, second

    def _condition(
        self,
        condition: Condition | None,
        check: Callable[[Expression], Expression],
        named: dict[str, Expression] | None = None,
    ) -> Condition | None:
        if condition is None:
            return None

        def value(expression: Expression) -> Expression:
            bound = check(self._value(expression, named))
            if named is not None:  # `having`
                check_grouped(bound, tuple(self._value(e, named) for e in self._select.group))
            return bound

        return bind_condition(condition, value, self._inner)

    def _inner(self, select: Select | Plan) -> Plan:
        assert isinstance(select, Select)  # noqa: S101 - it is bound here
        plan = bind(select, self._tables, depth=self._depth + 1)
        if len(plan.outputs) != 1:
            raise ToolError(
                f"the inner question selects {len(plan.outputs)} columns", hint="select one"
            )
        return plan

    def _value(
        self,
        node: Expression,
        named: dict[str, Expression] | None = None,
        *,
        first: bool = False,
    ) -> Expression:
        """Bind an expression; `named` are outputs, looked up after columns or `first`."""
        match node:
            case Field():
                given = None if node.table else (named or {}).get(fold(node.name.text))
                if given is not None and (first or self._found(node) is None):
                    return self._value(given)
                return self._cell(node)
            case Number():
                return _number(node)
            case Text():
                return Constant(node.text, "text")
            case Arithmetic():
                left, right = (self._value(e, named) for e in (node.left, node.right))
                for side, written in ((left, node.left), (right, node.right)):
                    self._must_be(side, "number", written, f"`{node.sign}`")
                return Arithmetic(node.sign, left, right)
            case Function():
                return self._function(node, self._value(node.argument, named))
            case Aggregate():
                return self._aggregate(node, named)
            case Inner():
                plan = self._inner(node.select)
                if not (plan.limit == 1 or (plan.grouped and not plan.group)):
                    raise ToolError(
                        "the inner question may give several values",
                        position=node.at,
                        hint="select max(...) or another aggregate, write `limit 1`, or use `in`",
                    )
                return Inner(plan, node.at)
            case _:
                return node

    def _function(self, node: Function, argument: Expression) -> Expression:
        wanted = {"length": "text", "year": "date", "month": "date", "day": "date"}
        self._must_be(argument, wanted.get(node.name, "number"), node.argument, f"`{node.name}`")
        if node.digits is not None and (node.name != "round" or node.digits > MAX_ROUND):
            raise ToolError(
                f"{node.name} takes no {node.digits} digits",
                position=node.at,
                hint=f"only round does, up to {MAX_ROUND}",
            )
        return Function(node.name, argument, node.digits, node.at)

    def _aggregate(self, node: Aggregate, named: dict[str, Expression] | None) -> Expression:
        if node.argument is None:
            return node
        argument = self._value(node.argument, named)
        if has_aggregate(argument):
            raise ToolError(f"{node.name} can't take an aggregate", position=node.at)
        if node.name in ("sum", "avg", "median"):
            self._must_be(argument, "number", node.argument, f"`{node.name}`")
        if node.name in ("min", "max") and kind_of(argument) == "boolean":
            raise ToolError(f"{node.name} can't take truth values", position=node.at)
        return replace(node, argument=argument)

    def _must_be(self, value: Expression, kind: str, written: Expression, what: str) -> None:
        if kind_of(value) == kind:
            return
        column = self._column(value) if isinstance(value, Cell) else None
        reason = f": {column.doubt}" if column is not None and column.doubt else ""
        raise ToolError(
            f"{what} needs a {kind}, {writer.expression(written)} is a {kind_of(value)}{reason}",
            position=getattr(written, "at", None),
        )

    def _column(self, cell: Cell) -> Column | None:
        if cell.column < 0:
            return None
        return self._tables.tables[cell.table].columns[cell.column]

    def _cell(self, node: Field) -> Cell:
        found = self._found(node)
        if found is not None:
            return found
        columns = [
            each.name for i in self._searched(node) for each in self._tables.tables[i].columns
        ]
        raise unknown("column", node.name, columns)

    def _searched(self, node: Field) -> tuple[int, ...]:
        if node.table is None:
            return self._positions
        for i in self._positions:
            if fold(node.table.text) in self._tables.tables[i].names:
                return (i,)
        known = (self._tables.tables[i].name for i in self._positions)
        raise unknown("table", node.table, known)

    def _found(self, node: Field) -> Cell | None:
        cells = []
        for i in self._searched(node):
            table = self._tables.tables[i]
            column = column_of(table, node.name.text)
            if column is not None:
                at = table.columns.index(column)
                cells.append(Cell(i, at, column.name, column.kind, column.unit))
            elif fold(node.name.text) == _ROW:
                cells.append(Cell(i, -1, _ROW, "number"))
        if len(cells) > 1:
            names = [self._tables.tables[cell.table].name for cell in cells]
            raise ToolError(
                f"both tables have a column {node.name.text!r}",
                position=node.at,
                hint=f"write {names[0]}.{cells[0].name} or {names[1]}.{cells[1].name}",
            )
        return cells[0] if cells else None


def _column_name(output: Output) -> str:
    if output.name is not None:
        return output.name.text
    if isinstance(output.value, Field):
        return output.value.name.text
    return writer.expression(output.value)


def _number(node: Number) -> Constant:
    if sum(character.isdigit() for character in node.text) > MAX_DIGITS:
        raise ToolError(
            f"{node.text[:40]} has too many digits", kind="limit", position=node.at,
            hint=f"write at most {MAX_DIGITS}",
        )  # fmt: skip
    return Constant(Decimal(node.text), "number")

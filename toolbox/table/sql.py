"""Prints a plan as SQL for the engine.

Every name in it is made here from positions (`t0c2`) and every value is a bound parameter, so
nothing that a person, a model or a table wrote is ever part of the statement. A text column has a
twin (`t0k2`) that holds what its texts are compared by.

Three selects are nested: rows with their groups; the values asked for, the order (`w`) and the
first row (`r`), which makes the order complete; what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lottery_agent.toolbox.table.query import (
    Aggregate,
    Arithmetic,
    Between,
    Both,
    Cell,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Function,
    Inner,
    Match,
    Member,
    Not,
    OneOf,
    Plan,
    Presence,
    Truth,
    Value,
    kind_of,
    parts_of,
)
from lottery_agent.toolbox.table.values import digits_of, fold

_ROW_FACTOR = 1_000_000
"""Above the number of rows of any table."""
_SIGNS = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MATCHES = {
    "contains": "contains({}, {})",
    "starts with": "starts_with({}, {})",
    "ends with": "ends_with({}, {})",
    "like": "{} like {}",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and its parameters, in order."""

    text: str
    parameters: tuple[Any, ...]


def statement(plan: Plan) -> Statement:
    """Return the statement for a plan."""
    printer = _Printer(plan)
    text = printer.plan()
    return Statement(text, tuple(printer.parameters))


@dataclass(slots=True)
class _Printer:
    """Prints one plan; parameters are collected in the order of their marks in the text."""

    root: Plan
    parameters: list[Any] = field(default_factory=list)

    def plan(self, *, keys: bool = False) -> str:
        """Print the plan.

        Args:
            keys: Whether texts come out in the form that they are compared by.
        """
        plan = self.root
        outputs = [
            f"{self._key(each) if keys else self._value(each)} as o{i}"
            for i, each in enumerate(plan.outputs)
        ]
        same = [f"{self._key(each)} as q{i}" for i, each in enumerate(plan.outputs)]
        order = [f"{self._key(key.value)} as w{i}" for i, key in enumerate(plan.order)]
        row = self._row()
        rank = f"min({row}) as r" if plan.grouped else f"{row} as r"
        middle = _select([*outputs, *same, *order, rank], self._rows())
        if plan.group:
            names = [f"g{i}, h{i}" for i in range(len(plan.group))]
            middle += f" group by {', '.join(names)}"
        if plan.having is not None:
            middle += f" having {self._condition(plan.having)}"
        return self._shown(middle)

    def _shown(self, middle: str) -> str:
        plan = self.root
        keys = [f"w{i}" for i in range(len(plan.order))]
        shown = [f"o{i}" for i in range(len(plan.outputs))]
        text = _select(shown, f"({middle})")
        row = "r"
        if plan.distinct:
            same = [f"q{i}" for i in range(len(plan.outputs))]
            text += f" group by {', '.join([*shown, *same])}"
            keys, row = [f"min({key})" for key in keys], "min(r)"
        directions = ["desc" if key.descending else "asc" for key in plan.order]
        order = [f"{k} {d} nulls last" for k, d in zip(keys, directions, strict=True)]
        text += f" order by {', '.join([*order, f'{row} asc'])}"
        if plan.limit is not None:
            self.parameters += [plan.limit, plan.offset]
            text += " limit cast(? as bigint) offset cast(? as bigint)"
        return text

    def _rows(self) -> str:
        """Print the rows that are chosen, with their groups."""
        plan = self.root
        groups = [
            part
            for i, each in enumerate(plan.group)
            for part in (f"{self._row_value(each)} as g{i}", f"{self._row_key(each)} as h{i}")
        ]
        tables = " cross join ".join(f"t{table}" for table in plan.tables)
        if plan.on is not None:
            left, right = (self._row_key(cell) for cell in plan.on)
            tables = f"t{plan.tables[0]} join t{plan.tables[1]} on {left} = {right}"
        where = f" where {self._condition(plan.where, rows=True)}" if plan.where else ""
        return f"({_select(['*', *groups], tables)}{where})"

    def _row(self) -> str:
        first, *others = self.root.tables
        return f"t{first}r" + "".join(f" * {_ROW_FACTOR} + t{other}r" for other in others)

    def _row_value(self, node: Expression) -> str:
        return self._expression(node, keys=False, rows=True)

    def _row_key(self, node: Expression) -> str:
        return self._expression(node, keys=True, rows=True)

    def _value(self, node: Expression) -> str:
        return self._expression(node, keys=False)

    def _key(self, node: Expression) -> str:
        return self._expression(node, keys=True)

    def _condition(self, node: Condition, *, rows: bool = False) -> str:
        def key(value: Expression) -> str:
            return self._expression(value, keys=True, rows=rows)

        match node:
            case Not():
                return f"(not {self._condition(node.condition, rows=rows)})"
            case Both() | Either():
                left = self._condition(node.left, rows=rows)
                right = self._condition(node.right, rows=rows)
                return f"({left} {'and' if isinstance(node, Both) else 'or'} {right})"
            case Comparison():
                return f"({key(node.left)} {_SIGNS[node.sign]} {key(node.right)})"
            case Between():
                return f"({key(node.subject)} between {key(node.low)} and {key(node.high)})"
            case OneOf():
                subject = key(node.subject)
                return f"({subject} in ({', '.join(map(key, node.options))}))"
            case Member():
                subject = key(node.subject)
                return f"({subject} in ({self._inner(node.select, keys=True)}))"
            case Match():
                subject = key(node.subject)
                return f"({_MATCHES[node.how].format(subject, key(node.text))})"
            case Presence():
                return f"({key(node.subject)} is {'not ' * node.filled}null)"
            case Truth():
                return f"({key(node.subject)})"

    def _inner(self, plan: object, *, keys: bool) -> str:
        assert isinstance(plan, Plan)  # noqa: S101 - it is bound
        inner = _Printer(plan, self.parameters)
        return inner.plan(keys=keys)

    def _expression(self, node: Expression, *, keys: bool, rows: bool = False) -> str:
        if not rows and node in self.root.group:
            return f"{'h' if keys else 'g'}{self.root.group.index(node)}"
        match node:
            case Cell(column=-1):
                return f"t{node.table}r"
            case Cell():
                twin = "k" if keys and node.kind == "text" else "c"
                return f"t{node.table}{twin}{node.column}"
            case Constant():
                return self._constant(node.value, keys=keys)
            case Arithmetic():
                left = self._expression(node.left, keys=keys, rows=rows)
                right = self._expression(node.right, keys=keys, rows=rows)
                if node.sign == "/":
                    return f"(cast({left} as double) / nullif(cast({right} as double), 0))"
                return f"({left} {node.sign} {right})"
            case Function():
                return self._function(node, rows=rows)
            case Aggregate():
                return self._aggregate(node, keys=keys)
            case Inner():
                return f"({self._inner(node.select, keys=keys)})"
            case _:
                raise AssertionError(f"not bound: {node}")

    def _constant(self, value: Value, *, keys: bool) -> str:
        if isinstance(value, Decimal):
            digits, scale = digits_of([value])
            self.parameters.append(str(value))
            return f"cast(? as decimal({width(digits)}, {scale}))"
        if isinstance(value, str):
            self.parameters.append(fold(value) if keys else value)
            return "cast(? as varchar)"
        self.parameters.append(value)
        return "cast(? as boolean)" if isinstance(value, bool) else "cast(? as date)"

    def _function(self, node: Function, *, rows: bool) -> str:
        argument = self._expression(node.argument, keys=node.name != "length", rows=rows)
        if node.name != "round":
            return f"{node.name}({argument})"
        if is_float(node.argument):
            # Halves are exact in a decimal and not in a floating-point number.
            argument = f"cast({argument} as decimal(38, 12))"
        return f"round({argument}, {node.digits or 0})"

    def _aggregate(self, node: Aggregate, *, keys: bool) -> str:
        if node.argument is None:
            return "count(*)"
        key = self._expression(node.argument, keys=True, rows=True)
        if node.name in ("min", "max") and kind_of(node.argument) == "text" and not keys:
            value = self._expression(node.argument, keys=False, rows=True)
            return f"arg_{node.name}({value}, {key})"
        if node.name == "median":
            key = f"cast({key} as double)"
        return f"{node.name}({'distinct ' * node.distinct}{key})"


def _select(values: Sequence[str], source: str) -> str:
    return " ".join(("select", ", ".join(values), "from", source))


def width(digits: int) -> int:
    """Return the width of a fixed-point type; narrow ones leave room for products."""
    return 18 if digits <= 18 else 38


def is_float(node: Expression) -> bool:
    """Say whether the engine computes an expression in floating point."""
    match node:
        case Arithmetic(sign="/") | Aggregate(name="avg" | "median"):
            return True
        case Inner(select=Plan(outputs=(output,))):
            return is_float(output)
        case _:
            return any(is_float(part) for part in parts_of(node))

"""The tree of a question to tables: as it was written, and once its names have been looked up.

Reading gives `Field`, `Number` and `Text`; binding replaces them by `Cell` and `Constant`, which
know their kind, and every `Select` by a `Plan`. Everything in between is the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Kind = Literal["number", "text", "date", "boolean"]
Value: TypeAlias = Decimal | str | date | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A column's or table's name as it was written, with its offset in the sentence."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A column, perhaps with its table."""

    name: Name
    table: Name | None = None

    @property
    def at(self) -> int:
        """Offset in the sentence."""
        return (self.table or self.name).at


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, without its quotes."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a table that is at hand.

    Attributes:
        table: Position among the tables.
        column: Position among the table's columns; -1 is the number of the row, from 1.
        name: The name as the table writes it.
        kind: What the column holds.
        unit: What its numbers are counted in, or nothing.
    """

    table: int
    column: int
    name: str
    kind: Kind
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value of a kind."""

    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and `+`, `-`, `*` or `/` between them. Dividing by zero gives nothing."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Function:
    """`abs`, `round`, `length`, `year`, `month` or `day` of a value."""

    name: str
    argument: Expression
    digits: int | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count`, `sum`, `avg`, `min`, `max` or `median` over rows; without argument, of the rows."""

    name: str
    argument: Expression | None = None
    distinct: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Inner:
    """The one value that another question gives."""

    select: Select | Plan
    at: int = field(default=0, compare=False)


Expression: TypeAlias = (
    Field | Number | Text | Cell | Constant | Arithmetic | Function | Aggregate | Inner
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values and `=`, `!=`, `<`, `<=`, `>` or `>=` between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Match:
    """A text that `contains`, `starts with`, `ends with` or is `like` another."""

    how: str
    subject: Expression
    text: Text | Constant


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value that is among others."""

    subject: Expression
    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A value that is among those another question gives."""

    subject: Expression
    select: Select | Plan
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """A value between two others, both included."""

    subject: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a cell is filled, or empty."""

    subject: Expression
    filled: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """A column of truth values that holds."""

    subject: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """Two conditions that hold together."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """Two conditions of which at least one holds."""

    left: Condition
    right: Condition


Condition: TypeAlias = (
    Comparison | Match | OneOf | Member | Between | Presence | Truth | Not | Both | Either
)


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the answer."""

    value: Expression
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are put in order by."""

    value: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The tables: one, several below one another, or two side by side where two columns agree."""

    tables: tuple[Name, ...]
    on: tuple[Field, Field] | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """A question as it was written. No outputs stand for `*`."""

    outputs: tuple[Output, ...]
    source: Source
    distinct: bool = False
    where: Condition | None = None
    group: tuple[Expression, ...] = ()
    having: Condition | None = None
    order: tuple[Key, ...] = ()
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A question whose names are known.

    Attributes:
        tables: Positions of the one or two tables.
        on: The columns that agree where there are two.
        columns: Names of the answer's columns.
        outputs: Their values.
        grouped: Whether rows are taken together, by `group` or all of them.
    """

    tables: tuple[int, ...]
    on: tuple[Cell, Cell] | None
    columns: tuple[str, ...]
    outputs: tuple[Expression, ...]
    distinct: bool
    where: Condition | None
    grouped: bool
    group: tuple[Expression, ...]
    having: Condition | None
    order: tuple[Key, ...]
    limit: int | None
    offset: int


def kind_of(value: Expression) -> Kind:
    """Return what a bound expression gives."""
    match value:
        case Cell(kind=kind) | Constant(kind=kind):
            return kind
        case Aggregate(name="min" | "max", argument=argument) if argument is not None:
            return kind_of(argument)
        case Inner(select=Plan(outputs=(output,))):
            return kind_of(output)
        case _:
            return "number"


def plans_in(plan: Plan) -> tuple[list[Plan], list[Cell]]:
    """Return a plan with the plans inside it, and the cells that they refer to."""
    plans: list[Plan] = []
    cells: dict[Cell, None] = {}
    waiting: list[object] = [plan]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Plan):
            plans.append(node)
        if isinstance(node, Cell):
            cells[node] = None
        waiting += node if isinstance(node, tuple) else _fields(node)
    return plans, list(cells)


def _fields(node: object) -> list[object]:
    return [getattr(node, each.name) for each in fields(node)] if is_dataclass(node) else []


def parts_of(value: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside an expression; another question counts as closed."""
    match value:
        case Arithmetic():
            return value.left, value.right
        case Function():
            return (value.argument,)
        case Aggregate() if value.argument is not None:
            return (value.argument,)
        case _:
            return ()

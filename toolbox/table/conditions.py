"""Binds conditions: both sides of a comparison get one kind.

A text that is compared with a date or a number is read as one, so `day > '2024-03-01'` and
`age = '7'` mean what they say.
"""

from __future__ import annotations

from collections.abc import Callable

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.dates import read_date
from lottery_agent.toolbox.table import writer
from lottery_agent.toolbox.table.query import (
    Between,
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Kind,
    Match,
    Member,
    Not,
    Number,
    OneOf,
    Plan,
    Presence,
    Select,
    Text,
    Truth,
    Value,
    kind_of,
)
from lottery_agent.toolbox.table.values import read_number, read_truth

Bind = Callable[[Expression], Expression]
BindInner = Callable[["Select | Plan"], Plan]


def bind_condition(node: Condition, value: Bind, inner: BindInner) -> Condition:
    """Return a condition whose names are known and whose kinds fit.

    Args:
        node: The condition.
        value: Binds an expression.
        inner: Binds another question.

    Raises:
        ToolError: If two sides of a comparison are of different kinds.
    """
    match node:
        case Not():
            return Not(bind_condition(node.condition, value, inner))
        case Both() | Either():
            sides = [bind_condition(side, value, inner) for side in (node.left, node.right)]
            return type(node)(sides[0], sides[1])
        case Comparison():
            left, right = _agreed([node.left, node.right], value)
            return Comparison(node.sign, left, right)
        case Between():
            subject, low, high = _agreed([node.subject, node.low, node.high], value)
            return Between(subject, low, high)
        case OneOf():
            subject, *options = _agreed([node.subject, *node.options], value)
            return OneOf(subject, tuple(options))
        case Member():
            plan = inner(node.select)
            subject = value(node.subject)
            _same(subject, plan.outputs[0], node.subject, node.at)
            return Member(subject, plan, node.at)
        case Match():
            return _match(node, value(node.subject))
        case Presence():
            return Presence(value(node.subject), node.filled)
        case Truth():
            subject = value(node.subject)
            if kind_of(subject) != "boolean":
                raise ToolError(
                    f"{writer.expression(node.subject)} is no truth value",
                    position=getattr(node.subject, "at", None),
                    hint="compare it with something: `= 'yes'`",
                )
            return Truth(subject)


def _match(node: Match, subject: Expression) -> Match:
    if kind_of(subject) != "text":
        raise ToolError(
            f"`{node.how}` needs a text, {writer.expression(node.subject)} is a {kind_of(subject)}",
            position=getattr(node.subject, "at", None),
            hint="use = or <",
        )
    assert isinstance(node.text, Text)  # noqa: S101 - as it was read
    return Match(node.how, subject, Constant(node.text.text, "text"))


def _agreed(written: list[Expression], value: Bind) -> list[Expression]:
    """Bind values that are compared with the first one."""
    bound = [value(each) for each in written]
    # The kind is that of the first value that was not written in the question.
    models = [each for each in bound if not isinstance(each, Constant)] or bound
    kind = kind_of(models[0])
    fitted = [
        _fitted(each, node, kind) if isinstance(each, Constant) else each
        for each, node in zip(bound, written, strict=True)
    ]
    for each, node in zip(fitted, written, strict=True):
        _same(each, models[0], node, getattr(node, "at", None))
    return fitted


def _fitted(constant: Constant, written: Expression, kind: Kind) -> Constant:
    """Read a constant as a value of a kind."""
    if constant.kind == kind:
        return constant
    if kind == "text" and isinstance(written, Number):
        return Constant(written.text, "text")
    read = _read(str(constant.value), kind) if constant.kind == "text" else None
    if read is None:
        raise ToolError(
            f"{writer.expression(written)} is no {_WORDS[kind]}",
            position=getattr(written, "at", None),
            hint=f"compare it with a {_WORDS[kind]}, such as {_EXAMPLES[kind]}",
        )
    return Constant(read, kind)


_WORDS = {"number": "number", "date": "date", "boolean": "truth value", "text": "text"}
_EXAMPLES = {"number": "5", "date": "'2024-03-01'", "boolean": "'yes'", "text": "'Anna'"}


def _read(text: str, kind: Kind) -> Value | None:
    match kind:
        case "number":
            found = read_number(text)
            return found.number if found else None
        case "date":
            return read_date(text)
        case "boolean":
            return read_truth(text)
        case _:
            return None


def _same(one: Expression, other: Expression, written: Expression, at: int | None) -> None:
    if kind_of(one) == kind_of(other):
        return
    raise ToolError(
        f"{writer.expression(written)} is a {_WORDS[kind_of(one)]}, it is compared with a "
        f"{_WORDS[kind_of(other)]}",
        position=at,
        hint="compare values of one kind",
    )

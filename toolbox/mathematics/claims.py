"""What must be true if a result is right; `checks` and `verify` test it by other means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sympy import Expr, Symbol

from lottery_agent.toolbox.mathematics.values import Operand

ClaimKind = Literal[
    "derivative", "antiderivative", "definite", "limit", "series", "equal", "digits", "range"
]


@dataclass(frozen=True, slots=True)
class Claim:
    """A result of analysis with what it was computed from.

    Attributes:
        kind: What kind of result it is.
        given: The expression that went in.
        result: The expression that came out.
        variable: The name that was bound, if any.
        order: Order of a derivative or a series, the number of digits, or 0 for a product.
        bounds: Bounds of an integral or a range, or the point of a limit or series.
        side: The side from which a limit comes: `+` from the right, `-` from the left.
        note: What a reader should know, or nothing.
    """

    kind: ClaimKind
    given: Expr
    result: Expr
    variable: Symbol | None = None
    order: int = 1
    bounds: tuple[Expr, ...] = ()
    side: str = "+"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A result that multiplying out, or trying, can confirm.

    Attributes:
        kind: The function that gave it.
        given: The arguments.
        result: The value.
        note: What a reader should know, or nothing.
    """

    kind: str
    given: tuple[Any, ...]
    result: Operand
    note: str = ""

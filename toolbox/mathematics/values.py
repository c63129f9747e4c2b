"""What a step of a worksheet can be worth: an expression, a list, a relation, solutions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sympy


@dataclass(frozen=True, slots=True)
class Array:
    """A list of expressions, or of lists: a list of rows of equal length is a matrix."""

    items: tuple[sympy.Expr | Array, ...]

    @staticmethod
    def of(rows: Iterable[sympy.Expr | Array]) -> Array:
        """Return the list of some items."""
        return Array(tuple(rows))

    @staticmethod
    def from_matrix(matrix: sympy.Matrix) -> Array:
        """Return a matrix of SymPy as a list of rows."""
        return Array(tuple(Array(tuple(row)) for row in matrix.tolist()))

    @property
    def is_flat(self) -> bool:
        """Whether no item is a list itself."""
        return not any(isinstance(item, Array) for item in self.items)

    @property
    def is_matrix(self) -> bool:
        """Whether the items are rows of equal length, not empty."""
        widths = {len(row.items) if isinstance(row, Array) else -1 for row in self.items}
        return len(widths) == 1 and min(widths) > 0 and all(_is_flat(row) for row in self.items)

    def matrix(self) -> sympy.Matrix:
        """Return SymPy's matrix of these rows; a flat list is one column."""
        return sympy.Matrix(
            [list(row.items) if isinstance(row, Array) else [row] for row in self.items]
        )

    def leaves(self) -> Iterator[sympy.Expr]:
        """Yield every expression inside, in order."""
        for item in self.items:
            if isinstance(item, Array):
                yield from item.leaves()
            else:
                yield item

    def map(self, change: Callable[[sympy.Expr], sympy.Expr]) -> Array:
        """Return the list with every expression inside changed."""
        return Array(
            tuple(i.map(change) if isinstance(i, Array) else change(i) for i in self.items)
        )


def _is_flat(item: sympy.Expr | Array) -> bool:
    return isinstance(item, Array) and item.is_flat


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number written in some base: signs to read, not a value to compute with."""

    text: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sides and what is said of them: `=`, `!=`, `<`, `<=`, `>` or `>=`."""

    left: sympy.Expr
    sign: str
    right: sympy.Expr

    @property
    def difference(self) -> sympy.Expr:
        """The left side less the right one."""
        return self.left - self.right

    @property
    def free(self) -> set[sympy.Symbol]:
        """The unknown names on either side."""
        return set(self.left.free_symbols) | set(self.right.free_symbols)

    def relational(self) -> sympy.Basic:
        """Return SymPy's own object for it, already decided where SymPy can."""
        return _RELATIONALS[self.sign](self.left, self.right)

    def subs(self, values: dict[sympy.Symbol, sympy.Expr]) -> Relation:
        """Return the relation with values put in for its names."""
        return Relation(
            self.left.subs(values, simultaneous=True),
            self.sign,
            self.right.subs(values, simultaneous=True),
        )


_RELATIONALS = {
    "=": sympy.Eq,
    "!=": sympy.Ne,
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
}


@dataclass(frozen=True, slots=True)
class Chain:
    """Relations that hold together, as in `1 < x < 5`."""

    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The solutions of some relations.

    Attributes:
        relations: What was to be solved.
        unknowns: The names that were solved for, in order.
        alternatives: Each solution, as values by unknown; an unknown that may be anything is
            missing, and the others may mention it.
        region: The solutions of inequalities in one unknown, instead of `alternatives`.
        everything: Whether any values solve them.
        approximate: Whether the values were found numerically.
        note: What a reader should know, or nothing.
    """

    relations: tuple[Relation, ...]
    unknowns: tuple[sympy.Symbol, ...]
    alternatives: tuple[dict[sympy.Symbol, sympy.Expr], ...] = ()
    region: sympy.Set | None = None
    everything: bool = False
    approximate: bool = False
    note: str = ""

    @property
    def unique(self) -> dict[sympy.Symbol, sympy.Expr] | None:
        """The values of the unknowns, if there is exactly one solution."""
        if self.region is None and not self.everything and len(self.alternatives) == 1:
            return self.alternatives[0]
        return None


Operand = sympy.Expr | Array | bool | Numeral | Solutions
"""What a part of a sum can be worth; only expressions and lists can be computed with."""

Value = Operand | Relation | Chain
"""What a step can be worth."""


def symbol(name: str) -> sympy.Symbol:
    """Return the symbol of a name; unknowns stand for real numbers unless that has no solution."""
    return sympy.Symbol(name, real=True)

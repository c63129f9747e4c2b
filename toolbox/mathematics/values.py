"""What a step of a worksheet can be worth: a SymPy expression, a relation, or solutions."""

from __future__ import annotations

from dataclasses import dataclass

import sympy


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sides and what is said of them: `=`, `<`, `<=`, `>` or `>=`."""

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
        kinds = {"=": sympy.Eq, "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}
        return kinds[self.sign](self.left, self.right)

    def subs(self, values: dict[sympy.Symbol, sympy.Expr]) -> Relation:
        """Return the relation with values put in for its names."""
        return Relation(
            self.left.subs(values, simultaneous=True),
            self.sign,
            self.right.subs(values, simultaneous=True),
        )


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


Value = sympy.Expr | Relation | Solutions


def symbol(name: str) -> sympy.Symbol:
    """Return the symbol of a name; unknowns stand for real numbers unless that has no solution."""
    return sympy.Symbol(name, real=True)

"""Reads sentences of the logic language into formulas, within bounds.

A reader by recursive descent, because the general parser that the grammar file drives takes some
80 milliseconds for twenty sentences, several times what deciding them takes. The grammar file stays
the definition of the language: a test holds that both read the same formulas, and that what one
refuses the other refuses.

The bounds keep every later step (recursion, grounding, Z3) small on hostile input; they are far
above anything that a sentence of a natural language needs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Term,
    Variable,
)

MAX_CHARACTERS = 2_000
"""Length of one sentence."""
MAX_DEPTH = 40
"""Levels of nesting in one sentence."""
MAX_BRACKETS = 220
"""Brackets, negations and implications inside one another, those that nest nothing too."""
MAX_QUANTIFIERS = 6
"""Quantifiers inside one another."""
QUERY_MARK = "? "

_SIGN = r"\s\x00-\x1f\x7f_()~&|=!,?<>"
_WORD = rf"(?:[^{_SIGN}xyz-][^{_SIGN}]*|[xyz][^{_SIGN}]+)"
_NAME = re.compile(rf"{_WORD}(?:_{_WORD})*")
_VARIABLE = re.compile(r"[xyz]")
_QUANTIFIER = re.compile(r"(all|some) ([xyz]) ")
_COMPARISON = re.compile(r" (=|!=|<=|>=|<|>) ")
_SUM = re.compile(r" ([+-]) ")


@lru_cache(maxsize=4096)
def read(sentence: str, *, start: str = "statement") -> Formula:
    """Read one sentence.

    Args:
        sentence: A sentence of the logic language.
        start: `statement`, or `query` for a sentence that may begin with `? `.

    Raises:
        ToolError: `syntax` if it is not a sentence, `value` if a variable is not bound, `limit` if
            it is too long or too deep. `position` is the offset in the sentence.
    """
    if len(sentence) > MAX_CHARACTERS:
        raise ToolError(
            f"a sentence of {len(sentence):,} characters, at most {MAX_CHARACTERS:,} are read",
            kind="limit",
            position=MAX_CHARACTERS,
            hint="split it into several sentences",
        )
    begin = len(QUERY_MARK) if start == "query" and sentence.startswith(QUERY_MARK) else 0
    return _Reader(sentence, begin).sentence()


def is_name(text: str) -> bool:
    """Whether a text is a name: words joined by `_`."""
    return len(text) <= MAX_CHARACTERS and _NAME.fullmatch(text) is not None


def _joined(kind: type[And | Or], parts: list[Formula]) -> Formula:
    if len(parts) == 1:
        return parts[0]
    # `(a & b) & c` is one chain, as the grammar's own tree has it; `a & (b & c)` is not.
    first = parts[0].parts if isinstance(parts[0], kind) else parts[:1]
    return kind((*first, *parts[1:]))


class _Reader:
    """One pass over one sentence. `_at` is where the next sign is read."""

    def __init__(self, text: str, begin: int) -> None:
        self._text = text
        self._at = begin
        self._open = 0

    def sentence(self) -> Formula:
        formula = self._formula((), 0)
        if self._at != len(self._text):
            raise self._unexpected()
        return formula

    def _formula(self, bound: tuple[str, ...], depth: int) -> Formula:
        left = self._disjunction(bound, depth)
        if self._take(" -> "):
            self._deeper()
            right = self._formula(bound, depth + 1)
            self._open -= 1
            return Implies(left, right)
        if self._take(" <-> "):
            return Iff(left, self._disjunction(bound, depth + 1))
        return left

    def _disjunction(self, bound: tuple[str, ...], depth: int) -> Formula:
        """Read a chain of chains in one loop: a level of brackets costs few levels of recursion."""
        either: list[Formula] = []
        both = [self._literal(bound, depth)]
        while True:
            if self._take(" & "):
                both.append(self._literal(bound, depth + 1))
            elif self._take(" | "):
                either.append(_joined(And, both))
                both = [self._literal(bound, depth + 1)]
            else:
                either.append(_joined(And, both))
                return _joined(Or, either)

    def _literal(self, bound: tuple[str, ...], depth: int) -> Formula:
        if depth > MAX_DEPTH:
            raise self._too_deep(self._at)
        self._deeper()
        try:
            if self._take("~"):
                return Not(self._literal(bound, depth + 1))
            if self._take("("):
                inner = self._formula(bound, depth)
                self._expect(")")
                return inner
            if found := _QUANTIFIER.match(self._text, self._at):
                return self._quantified(found, bound, depth)
            return self._atom(bound)
        finally:
            self._open -= 1

    def _quantified(self, found: re.Match[str], bound: tuple[str, ...], depth: int) -> Formula:
        begin, self._at = self._at, found.end()
        kind = All if found[1] == "all" else Some
        inner = (*bound, found[2])
        if len(inner) > MAX_QUANTIFIERS or depth > MAX_DEPTH:
            raise self._too_deep(begin)
        if further := _QUANTIFIER.match(self._text, self._at):
            return kind(found[2], self._quantified(further, inner, depth + 1))
        self._expect("(")
        body = self._formula(inner, depth + 1)
        self._expect(")")
        return kind(found[2], body)

    def _atom(self, bound: tuple[str, ...]) -> Formula:
        begin = self._at
        left = self._sum(bound)
        if found := _COMPARISON.match(self._text, self._at):
            self._at = found.end()
            right = self._sum(bound)
            match found[1]:
                case "=":
                    return Equal(left, right)
                case "!=":
                    return Not(Equal(left, right))
                case sign:
                    return Compare(sign, left, right)
        match left:
            case Constant(name):
                return Atom(name)
            case Apply(name, inner):
                return Atom(name, inner)
        if self._at == len(self._text) or not isinstance(left, Variable):
            raise self._unexpected("a comparison such as ` = ` or ` < ` is missing")
        self._at = begin
        raise self._unexpected(f"{left.name!r} is a variable and no name of a predicate")

    def _sum(self, bound: tuple[str, ...]) -> Term:
        term = self._product(bound)
        while found := _SUM.match(self._text, self._at):
            self._at = found.end()
            term = Arithmetic(found[1], term, self._product(bound))
        return term

    def _product(self, bound: tuple[str, ...]) -> Term:
        term = self._factor(bound)
        while self._take(" * "):
            term = Arithmetic("*", term, self._factor(bound))
        return term

    def _factor(self, bound: tuple[str, ...]) -> Term:
        if self._take("-"):
            return Negative(Constant(self._name()))
        if self._peek_name() is None and (found := _VARIABLE.match(self._text, self._at)):
            if found[0] not in bound:
                raise ToolError(
                    f"the variable {found[0]!r} is free",
                    position=self._at,
                    hint=f"write `all {found[0]} (...)` or `some {found[0]} (...)` around it",
                )
            self._at = found.end()
            return Variable(found[0])
        name = self._name()
        if not self._take("("):
            return Constant(name)
        self._deeper()
        inner = [self._factor(bound)]
        while self._take(", "):
            inner.append(self._factor(bound))
        self._expect(")")
        self._open -= 1
        return Apply(name, tuple(inner))

    def _peek_name(self) -> re.Match[str] | None:
        return _NAME.match(self._text, self._at)

    def _name(self) -> str:
        found = self._peek_name()
        if found is None:
            raise self._unexpected()
        self._at = found.end()
        return found[0]

    def _take(self, sign: str) -> bool:
        if self._text.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unexpected(f"{sign!r} is missing")

    def _deeper(self) -> None:
        self._open += 1
        if self._open > MAX_BRACKETS:
            raise self._too_deep(self._at)

    def _too_deep(self, begin: int) -> ToolError:
        return ToolError(
            "the sentence is nested too deeply",
            kind="limit",
            position=begin,
            hint=f"at most {MAX_DEPTH} levels and {MAX_QUANTIFIERS} quantifiers",
        )

    def _unexpected(self, hint: str = "") -> ToolError:
        rest = self._text[self._at : self._at + 20]
        found = repr(rest) if rest else "the end"
        return ToolError(
            f"not a logic sentence: unexpected {found} at character {self._at + 1}",
            kind="syntax",
            position=self._at,
            hint=hint or "write it like `cat(Tom)`, `all x (cat(x) -> dog(x))` or `age(Tom) > 17`",
        )

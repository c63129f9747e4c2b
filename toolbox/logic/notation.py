"""Reads the usual notation of first-order logic, as textbooks and data sets write it.

`∀x (Cat(x) → Animal(x))`, `∃y ¬Likes(y, tom)`, `A ⊕ B`, `age(tom) ≥ 18`: such a sentence becomes
the formula that the logic language would write for it. From the tightest sign to the loosest: `¬`,
`∧`, `∨`, `⊕` (either, not both), `→` (to the right), `↔`. A quantifier reaches as far as `¬` does,
or, with a dot behind its variable (`∀x. P(x) → Q(x)`), as far as it can; without a dot too where
its variable would otherwise be free (`∀x P(x) → Q(x)`). Any name may be a variable; it becomes `x`,
`y`, `z` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
from lottery_agent.toolbox.logic.reader import MAX_CHARACTERS, MAX_DEPTH

_SIGNS = "∀∃∧∨¬→↔⊕≠≤≥⟷⇒⇔⟹⟺⊻"
_ALIKE = {"⟷": "↔", "⇔": "↔", "⟺": "↔", "⇒": "→", "⟹": "→", "⊻": "⊕", "&": "∧", "|": "∨",
          "~": "¬", "->": "→", "<->": "↔", "!=": "≠", "<=": "≤", ">=": "≥", "[": "(", "]": ")",
          "−": "-", "·": "*", "×": "*"}  # fmt: skip
_TOKEN = re.compile(r"<->|->|!=|<=|>=|[0-9]+\.[0-9]+|[^\W_](?:[\w'’-]*[^\W_])?|\S")
_NAME = re.compile(r"[^\W_]")
_VARIABLES = "xyzuvw"
_COMPARISONS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
_LEVELS = ("↔", "→", "⊕", "∨", "∧")


def is_notation(sentence: str) -> bool:
    """Whether a sentence has a sign that the logic language doesn't use."""
    return any(sign in sentence for sign in _SIGNS)


def read_notation(sentence: str) -> Formula:
    """Read a formula.

    Raises:
        ToolError: `syntax` if it is no formula, `value` if a variable is not bound, `limit` if it
            is too long or too deep. `position` is the offset in the sentence.
    """
    if len(sentence) > MAX_CHARACTERS:
        raise ToolError(
            f"a sentence of {len(sentence):,} characters, at most {MAX_CHARACTERS:,} are read",
            kind="limit",
            position=MAX_CHARACTERS,
            hint="split it into several sentences",
        )
    try:
        return _Reader(sentence, far=False).sentence()
    except _FreeVariable as error:
        try:
            return _Reader(sentence, far=True).sentence()
        except ToolError:
            raise error from None


class _FreeVariable(ToolError):
    """A variable is not bound where the quantifiers reach as little as they can."""


class _Reader:
    def __init__(self, text: str, *, far: bool) -> None:
        self._text = text
        self._far = far
        self._tokens = list(_TOKEN.finditer(text))
        self._at = 0

    @property
    def sign(self) -> str:
        """The next token, empty at the end."""
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at][0]
        return _ALIKE.get(token, token)

    def sentence(self) -> Formula:
        """Read the whole text; a full stop may end it."""
        formula = self.formula({}, 0, 0)
        self._take(".")
        if self.sign:
            raise self.unexpected()
        return formula

    def formula(self, bound: Mapping[str, str], level: int, depth: int) -> Formula:
        """Read a formula whose signs bind at least as tightly as `level`."""
        if depth > MAX_DEPTH:
            raise ToolError(
                "the formula is nested too deeply",
                kind="limit",
                position=self._offset(),
                hint=f"at most {MAX_DEPTH} levels",
            )
        if level == len(_LEVELS):
            return self._tight(bound, depth)
        sign = _LEVELS[level]
        parts = [self.formula(bound, level + 1, depth)]
        while self._take(sign):
            # `a → b → c` is `a → (b → c)`.
            inner = level if sign == "→" else level + 1
            parts.append(self.formula(bound, inner, depth + 1))
        return _joined(sign, parts)

    def _tight(self, bound: Mapping[str, str], depth: int) -> Formula:
        if self._take("¬"):
            return Not(self.formula(bound, len(_LEVELS), depth + 1))
        if self.sign in ("∀", "∃"):
            return self._quantified(bound, depth)
        if self._take("("):
            inner = self.formula(bound, 0, depth + 1)
            self._expect(")")
            return inner
        return self._atom(bound)

    def _quantified(self, bound: Mapping[str, str], depth: int) -> Formula:
        kind = All if self.sign == "∀" else Some
        self._at += 1
        written = self._name()
        free = [name for name in _VARIABLES if name not in bound.values()]
        if not free:
            raise ToolError(
                f"more than {len(_VARIABLES)} quantifiers inside one another",
                kind="limit",
                position=self._offset(),
                hint="split the formula",
            )
        inner = {**bound, written: free[0]}
        far = self._take(".") or self._take(":") or self._take(",") or self._far
        body = self.formula(inner, 0 if far else len(_LEVELS), depth + 1)
        return kind(free[0], body)

    def _atom(self, bound: Mapping[str, str]) -> Formula:
        left = self._sum(bound)
        sign = self.sign
        if sign in _COMPARISONS or sign in ("=", "≠"):
            self._at += 1
            right = self._sum(bound)
            if sign in _COMPARISONS:
                return Compare(_COMPARISONS[sign], left, right)
            return Equal(left, right) if sign == "=" else Not(Equal(left, right))
        match left:
            case Constant(name):
                return Atom(name)
            case Apply(name, inner):
                return Atom(name, inner)
        raise self.unexpected("a predicate or a comparison is missing")

    def _sum(self, bound: Mapping[str, str]) -> Term:
        term = self._product(bound)
        while self.sign in ("+", "-"):
            sign = self.sign
            self._at += 1
            term = Arithmetic(sign, term, self._product(bound))
        return term

    def _product(self, bound: Mapping[str, str]) -> Term:
        term = self._term(bound)
        while self._take("*"):
            term = Arithmetic("*", term, self._term(bound))
        return term

    def _term(self, bound: Mapping[str, str], depth: int = 0) -> Term:
        if self._take("-"):
            return Negative(Constant(self._name()))
        begin = self._offset()
        name = self._name()
        if self._take("("):
            if depth > MAX_DEPTH:
                raise ToolError("the term is nested too deeply", kind="limit", position=begin,
                                hint=f"at most {MAX_DEPTH} levels")  # fmt: skip
            inner = [self._term(bound, depth + 1)]
            while self._take(","):
                inner.append(self._term(bound, depth + 1))
            self._expect(")")
            return Apply(name, tuple(inner))
        if name in bound:
            return Variable(bound[name])
        if len(name) == 1 and name in _VARIABLES:
            raise _FreeVariable(
                f"the variable {name!r} is free",
                position=begin,
                hint=f"put `∀{name} (...)` or `∃{name} (...)` around it",
            )
        return Constant(name)

    def _name(self) -> str:
        if not _NAME.match(self.sign):
            raise self.unexpected("a name is missing")
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _take(self, sign: str) -> bool:
        if self.sign == sign:
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self.unexpected(f"{sign!r} is missing")

    def _offset(self) -> int:
        return self._tokens[self._at].start() if self.sign else len(self._text)

    def unexpected(self, hint: str = "") -> ToolError:
        """Return the error that the next token does not fit."""
        rest = self._text[self._offset() : self._offset() + 20]
        found = repr(rest) if rest else "the end"
        return ToolError(
            f"not a formula: unexpected {found} at character {self._offset() + 1}",
            kind="syntax",
            position=self._offset(),
            hint=hint or "write it like `∀x (Cat(x) → Animal(x))`",
        )


def _joined(sign: str, parts: list[Formula]) -> Formula:
    if len(parts) == 1:
        return parts[0]
    match sign:
        case "∧" | "∨":
            kind = And if sign == "∧" else Or
            first = parts[0].parts if isinstance(parts[0], kind) else parts[:1]
            return kind((*first, *parts[1:]))
        case "→":
            return Implies(parts[0], parts[1])
    joined = parts[0]
    for part in parts[1:]:
        # `a ⊕ b` is that exactly one of them holds: `~(a <-> b)`.
        joined = Iff(joined, part) if sign == "↔" else Not(Iff(joined, part))
    return joined

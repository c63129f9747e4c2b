"""Moves along the tokens of one text, and keeps the depth of what is being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong

MAX_DEPTH = 40
"""Deepest nesting that is read."""


class Cursor:
    """A place in the tokens of one text.

    Attributes:
        plain: The text, for numbers with separators.
        tokens: Its tokens with words settled.
        index: The token to be read next.
        typeset: Whether the text holds LaTeX.
        sheet: Whether it is a worksheet, whose names are those of the language.
        bars: How many `|` are open in the innermost bracket.
        separated: Whether a comma parts arguments in the innermost bracket.
    """

    def __init__(self, plain: str, tokens: list[Token], *, typeset: bool, sheet: bool) -> None:
        self.plain = plain
        self.tokens = tokens
        self.index = 0
        self.typeset = typeset
        self.sheet = sheet
        self.bars = 0
        self.separated = False
        self._depth = 0

    @property
    def now(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.index]

    @property
    def last(self) -> Token:
        """The token that was read last."""
        return self.tokens[self.index - 1]

    def peek(self, distance: int = 1) -> Token:
        """Return a token further on."""
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def at(self, *signs: str) -> bool:
        """Say whether one of some signs comes next."""
        return self.now.kind == "sign" and self.now.text in signs

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.now
        self.index += token.kind != "end"
        return token

    def skip(self, *signs: str) -> bool:
        """Go past one of some signs, if it comes next."""
        found = self.at(*signs)
        self.index += found
        return found

    def expect(self, sign: str, opened: Token) -> None:
        """Go past the sign that closes what a token opened."""
        if not self.skip(sign):
            found = shown(self.now)
            raise wrong(f"unexpected {found}", self.now, f"close {opened.text!r} with {sign!r}")

    @contextmanager
    def deeper(self, token: Token) -> Iterator[None]:
        """Read what a sign or a function takes, no deeper than the limit."""
        if self._depth >= MAX_DEPTH:
            hint = "name a part in a step of its own"
            raise wrong(f"nested deeper than {MAX_DEPTH}", token, hint, kind="limit")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    @contextmanager
    def inside(self, token: Token, *, separated: bool = False, bars: int = 0) -> Iterator[None]:
        """Read what a bracket holds; the bars and commas outside of it do not matter there."""
        before = self.bars, self.separated
        self.bars, self.separated = bars, separated
        try:
            with self.deeper(token):
                yield
        finally:
            self.bars, self.separated = before


def shown(token: Token) -> str:
    """Return a token as errors show it."""
    return token.text if token.kind == "end" else repr(token.text[:20])

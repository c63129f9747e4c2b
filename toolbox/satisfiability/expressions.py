"""Reads s-expressions of SMT-LIB into tokens and brackets, in linear time and without recursion.

What Z3 gets to see is printed from these tokens, never copied from the text, so that both agree on
where a command begins and ends: a string or a quoted symbol can't hide one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from lottery_agent.errors import ToolError

MAX_CHARACTERS = 2_000_000
"""Length of one text."""
MAX_TOKENS = 400_000
"""Tokens of one text, brackets included."""
MAX_DEPTH = 1_000
"""Brackets inside one another."""
MAX_TOKEN = 4_096
"""Length of one symbol or number, in characters; a string may be as long as the text."""

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n\f]++|;[^\n\r]*+)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<string>"[^"]*+(?:""[^"]*+)*+")
    |(?P<quoted>\|[^|\\]*+\|)
    |(?P<atom>[^ \t\r\n\f()"|;]++)""",
    re.VERBOSE,
)
_SIGNS = r"~!@$%^&*_\-+=<>.?/"
_ATOMS = (
    ("number", re.compile(r"[0-9]+(?:\.[0-9]+)?|\#x[0-9A-Fa-f]+|\#b[01]+", re.ASCII)),
    ("symbol", re.compile(rf"[A-Za-z{_SIGNS}][A-Za-z0-9{_SIGNS}]*", re.ASCII)),
    ("keyword", re.compile(rf":[A-Za-z0-9{_SIGNS}]+", re.ASCII)),
)


@dataclass(frozen=True, slots=True)
class Expressions:
    """A text as tokens. Positions of tokens count from 0.

    Attributes:
        text: The text.
        kinds: Of each token: open, close, symbol, quoted, number, string or keyword.
        starts: The offset of each token in the text.
        ends: The offset after each token.
        closing: For an opening bracket the position of the closing one, else the token's own.
    """

    text: str
    kinds: list[str]
    starts: array[int]
    ends: array[int]
    closing: array[int]

    def token(self, position: int) -> str:
        """Return a token as it is written."""
        return self.text[self.starts[position] : self.ends[position]]

    def children(self, position: int) -> Iterator[int]:
        """Yield the positions of the expressions between a bracket and its counterpart."""
        inner, end = position + 1, self.closing[position]
        while inner < end:
            yield inner
            inner = self.closing[inner] + 1

    def top(self) -> Iterator[int]:
        """Yield the positions of the expressions that are in no bracket."""
        position = 0
        while position < len(self.kinds):
            yield position
            position = self.closing[position] + 1

    def within(self, position: int) -> range:
        """Return the positions of all tokens of an expression."""
        return range(position, self.closing[position] + 1)

    def source(self, position: int) -> str:
        """Return an expression as it stands in the text."""
        return self.text[self.starts[position] : self.ends[self.closing[position]]]

    def printed(self, position: int) -> str:
        """Return an expression with one blank between tokens and no comments."""
        return " ".join(self.token(i) for i in self.within(position))

    def place(self, position: int, column: int) -> int:
        """Return the offset in the text of a place in the printed form of an expression.

        Args:
            position: The expression.
            column: Bytes of the printed form, in UTF-8, before the place.
        """
        for i in self.within(position):
            column -= len(self.token(i).encode("utf-8", "surrogatepass")) + 1
            if column < 0:
                return self.starts[i]
        return self.starts[position]


def read_expressions(text: str) -> Expressions:
    """Read a text.

    Raises:
        ToolError: `syntax` with the position if it is no sequence of s-expressions, `limit` if it
            is too long or too deep.
    """
    if len(text) > MAX_CHARACTERS:
        raise _limit(f"a text of {len(text):,} characters, at most {MAX_CHARACTERS:,} are read", 0)
    kinds: list[str] = []
    starts, ends, closing = array("l"), array("l"), array("l")
    pending: list[int] = []
    offset = 0
    while offset < len(text):
        kind, start, offset = _token(text, offset)
        if kind == "blank":
            continue
        position = len(kinds)
        closing.append(position)
        if kind == "open":
            pending.append(position)
            if len(pending) > MAX_DEPTH:
                raise _limit(f"brackets are nested deeper than {MAX_DEPTH:,} levels", start)
        elif kind == "close":
            if not pending:
                raise _refused("a closing bracket without an opening one", start, "remove it")
            closing[pending.pop()] = position
        kinds.append(kind)
        starts.append(start)
        ends.append(offset)
        if len(kinds) > MAX_TOKENS:
            raise _limit(f"more than {MAX_TOKENS:,} words and brackets", start)
    if pending:
        raise _refused("this bracket is not closed", starts[pending[-1]], "add a closing bracket")
    return Expressions(text, kinds, starts, ends, closing)


def _token(text: str, offset: int) -> tuple[str, int, int]:
    """Return kind, start and end of the next token, or of the blanks before it."""
    match = _TOKEN.match(text, offset)
    if match is None:
        raise _unfinished(text, offset)
    kind = match.lastgroup or ""
    if kind == "atom":
        kind = _atom(match[0], offset)
    elif kind in ("string", "quoted"):
        _check_characters(match[0], offset)
    return kind, offset, match.end()


def _atom(word: str, start: int) -> str:
    if len(word) > MAX_TOKEN:
        raise _limit(f"a word of {len(word):,} characters, at most {MAX_TOKEN:,} are read", start)
    for kind, pattern in _ATOMS:
        if pattern.fullmatch(word):
            return kind
    hint = "write other names between bars: |my name|"
    raise _refused(f"{word[:40]!r} is no symbol or number", start, hint)


def _check_characters(token: str, start: int) -> None:
    if token.isprintable():
        return
    for offset, character in enumerate(token):
        if not (character.isprintable() or character in "\t\n\r"):
            raise _refused(
                f"the character U+{ord(character):04X} can't be used",
                start + offset,
                "write printable characters",
            )


def _unfinished(text: str, offset: int) -> ToolError:
    what = "string" if text[offset] == '"' else "symbol"
    mark = text[offset]
    if mark == "|" and "\\" in text[offset:].partition("|")[2].partition("|")[0]:
        return _refused("a quoted symbol holds a backslash", offset, "leave the backslash out")
    return _refused(f"this {what} is not closed", offset, f"end it with {mark}")


def _refused(message: str, position: int, hint: str) -> ToolError:
    return ToolError(
        f"not an SMT-LIB script: {message}", kind="syntax", position=position, hint=hint
    )


def _limit(message: str, position: int) -> ToolError:
    return ToolError(message, kind="limit", position=position, hint="ask about a part of it")

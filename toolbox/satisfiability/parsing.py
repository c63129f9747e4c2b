"""Lets Z3 read declarations and terms of a script, and puts its complaints in their place.

Z3 gets one command at a time, printed from tokens; it keeps the declarations, as levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.satisfiability.expressions import Expressions

_PLACE = re.compile(r"line (\d+) column (\d+): (.*)", re.DOTALL)


class Parser:
    """Z3's parser with the declarations of one script.

    Args:
        expressions: The tokens of the script.
        context: Z3's context.
    """

    def __init__(self, expressions: Expressions, context: Any) -> None:
        self._tokens = expressions
        self._parser = z3.ParserContext(context)

    def declare(self, position: int) -> None:
        """Read a declaration or definition, a command of its own.

        Raises:
            ToolError: `value` with the position if it has no meaning.
        """
        self._read(self._tokens.printed(position), position)

    def formula(self, position: int) -> Any:
        """Return the formula of an assertion in Z3's form; names in it are known from then on.

        Raises:
            ToolError: `value` with the position if it is no formula.
        """
        (formula,) = self._read(f"(assert {self._tokens.printed(position)})", position, 8)
        return formula

    def terms(self, positions: Sequence[int]) -> list[Any]:
        """Return terms of any sort in Z3's form.

        Raises:
            ToolError: `value` with the position if one is no term.
        """
        terms = []
        for position in positions:
            printed = self._tokens.printed(position)
            # The parser gives formulas only, so each term equals itself.
            (equation,) = self._read(f"(assert (= {printed} {printed}))", position, 11)
            terms.append(equation.arg(0))
        return terms

    def push(self, levels: int) -> None:
        """Open levels of declarations."""
        self._parser.from_string(f"(push {levels})")

    def pop(self, levels: int) -> None:
        """Forget what was declared on the last levels."""
        self._parser.from_string(f"(pop {levels})")

    def _read(self, text: str, position: int, before: int = 0) -> list[Any]:
        """Let Z3 read a text that was printed from tokens.

        Args:
            text: The text.
            position: The expression that it was printed from.
            before: Characters before that expression in the text.
        """
        try:
            return list(self._parser.from_string(text))
        except z3.Z3Exception as error:
            raise self._told(error, text, position, before) from None

    def _told(self, error: Any, text: str, position: int, before: int) -> ToolError:
        words = error.value.decode("utf-8", "replace") if isinstance(error.value, bytes) else ""
        if "memory" in words:
            raise MemoryError(words)
        place = _PLACE.search(words)
        if place is None:
            words = " ".join(words.split())[:300]
            return ToolError(f"Z3 can't read this: {words}", position=self._tokens.starts[position])
        line, column, message = int(place[1]), int(place[2]), place[3]
        earlier = text.encode("utf-8", "surrogatepass").split(b"\n")[: line - 1]
        offset = sum(len(each) + 1 for each in earlier) + column - 1 - before
        message = " ".join(message.strip().removesuffix('")').split())[:300]
        return ToolError(message, position=self._tokens.place(position, max(0, offset)))

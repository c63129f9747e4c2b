"""What a control reads, and how it says that it can't."""

from __future__ import annotations

from dataclasses import dataclass

from lottery_agent.toolbox.mathematics.notation import numbers_in


class Unreadable(Exception):
    """A text fits none of the patterns that a control knows, so that it abstains."""


@dataclass(frozen=True, slots=True)
class Question:
    """An item as an arm sees it.

    Attributes:
        text: What is asked.
        context: The text that it is about; empty without one.
        options: Answer options.
    """

    text: str
    context: str = ""
    options: tuple[str, ...] = ()


def whole_number(text: str) -> int:
    """Return the number that a text writes in digits or in words; `a` and `an` are 1.

    Raises:
        Unreadable: If it is anything else.
    """
    if text.lower() in ("a", "an"):
        return 1
    found = numbers_in(text)
    if len(found) != 1 or not found[0].isdigit():
        raise Unreadable(text)
    return int(found[0])

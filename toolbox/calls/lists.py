"""Tools for lists, and for the letters of a word."""

from __future__ import annotations

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.tools import tool


@tool
def sort_words(words: list[str]) -> list[str]:
    """Put words into alphabetical order."""
    return sorted(words, key=lambda word: (word.casefold(), word))


@tool
def reverse_list(items: list[str]) -> list[str]:
    """Put the items of a list into the opposite order."""
    return items[::-1]


@tool
def unique(items: list[str]) -> list[str]:
    """Leave out items that the list has before, in either case."""
    return list({item.casefold(): item for item in reversed(items)}.values())[::-1]


@tool
def longest_word(words: list[str]) -> str:
    """Word with the most letters, the first of several."""
    return max(_some(words), key=_letters)


@tool
def shortest_word(words: list[str]) -> str:
    """Word with the fewest letters, the first of several."""
    return min(_some(words), key=_letters)


@tool
def count(items: list[str]) -> int:
    """Number of items in a list."""
    return len(items)


@tool
def letters(word: str) -> int:
    """Number of letters in a word; blanks and signs are not counted."""
    return _letters(word)


@tool
def count_letter(word: str, letter: str) -> int:
    """How often a letter occurs in a word, in either case."""
    if len(letter) != 1:
        raise ToolError(f"{letter!r} is not one letter")
    return word.casefold().count(letter.casefold())


@tool
def reverse_text(text: str) -> str:
    """Spell a text backwards."""
    return text[::-1]


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def _some(words: list[str]) -> list[str]:
    if not words:
        raise ToolError("the list is empty")
    return words

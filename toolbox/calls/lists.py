"""Tools for lists of words and of numbers. Words are compared without regard to case."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.tools import tool


@tool
def sort_words(words: list[str]) -> list[str]:
    """Put words into alphabetical order."""
    return sorted(words, key=lambda word: (word.casefold(), word))


@tool
def sort_words_descending(words: list[str]) -> list[str]:
    """Put words into reverse alphabetical order, Z first."""
    return sorted(words, key=lambda word: (word.casefold(), word), reverse=True)


@tool
def sort_by_length(words: list[str]) -> list[str]:
    """Put words in order of their length, the shortest first."""
    return sorted(words, key=_letters)


@tool
def sort_numbers(numbers: list[Fraction]) -> list[Fraction]:
    """Put numbers in order, the smallest first."""
    return sorted(numbers)


@tool
def sort_numbers_descending(numbers: list[Fraction]) -> list[Fraction]:
    """Put numbers in order, the largest first."""
    return sorted(numbers, reverse=True)


@tool
def reverse_list(items: list[str]) -> list[str]:
    """Put the items of a list into the opposite order."""
    return items[::-1]


@tool
def unique(items: list[str]) -> list[str]:
    """Leave out items that the list has before, in either case."""
    return _once(items)


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
def count_item(items: list[str], item: str) -> int:
    """How often an item is in a list."""
    return _folded(items).count(item.casefold())


@tool
def is_in(items: list[str], item: str) -> bool:
    """Whether an item is in a list."""
    return item.casefold() in _folded(items)


@tool
def position(items: list[str], item: str) -> int:
    """Place of an item in a list; the first one is 1."""
    if item.casefold() not in _folded(items):
        raise ToolError(f"{item!r} is not in the list")
    return _folded(items).index(item.casefold()) + 1


@tool
def nth_item(items: list[str], number: int) -> str:
    """Item at a place of a list; the first one is 1, the last one -1."""
    if number == 0 or abs(number) > len(items):
        raise ToolError(f"there is no item {number}", hint=f"the list has {len(items)}")
    return items[number - 1 if number > 0 else number]


@tool
def first_items(items: list[str], number: int) -> list[str]:
    """First few items of a list."""
    return items[: _natural(number)]


@tool
def last_items(items: list[str], number: int) -> list[str]:
    """Last few items of a list."""
    return items[max(len(items) - _natural(number), 0) :]


@tool
def most_common(items: list[str]) -> str:
    """Item that is in a list most often, the first of several."""
    folded = _folded(_some(items))
    counts = Counter(folded)
    return max(zip(items, folded, strict=True), key=lambda pair: counts[pair[1]])[0]


@tool
def starting_with(words: list[str], letters: str) -> list[str]:
    """Words that begin with some letters."""
    return [word for word in words if word.casefold().startswith(letters.casefold())]


@tool
def ending_with(words: list[str], letters: str) -> list[str]:
    """Words that end with some letters."""
    return [word for word in words if word.casefold().endswith(letters.casefold())]


@tool
def containing(words: list[str], letters: str) -> list[str]:
    """Words that have some letters in them, one behind the other."""
    return [word for word in words if letters.casefold() in word.casefold()]


@tool
def numbers_above(numbers: list[Fraction], limit: Fraction) -> list[Fraction]:
    """Numbers that are greater than a limit."""
    return [number for number in numbers if number > limit]


@tool
def numbers_below(numbers: list[Fraction], limit: Fraction) -> list[Fraction]:
    """Numbers that are less than a limit."""
    return [number for number in numbers if number < limit]


@tool
def even_numbers(numbers: list[int]) -> list[int]:
    """Numbers that are even."""
    return [number for number in numbers if number % 2 == 0]


@tool
def odd_numbers(numbers: list[int]) -> list[int]:
    """Numbers that are odd."""
    return [number for number in numbers if number % 2]


@tool
def in_both(first: list[str], second: list[str]) -> list[str]:
    """Items that are in both of two lists: their intersection."""
    return _once([item for item in first if item.casefold() in set(_folded(second))])


@tool
def in_either(first: list[str], second: list[str]) -> list[str]:
    """Items that are in one of two lists or in both: their union."""
    return _once([*first, *second])


@tool
def only_in_first(first: list[str], second: list[str]) -> list[str]:
    """Items of the first list that are not in the second one: the difference."""
    return _once([item for item in first if item.casefold() not in set(_folded(second))])


@tool
def only_in_one(first: list[str], second: list[str]) -> list[str]:
    """Items that are in just one of two lists: the symmetric difference."""
    both = set(_folded(first)) & set(_folded(second))
    return _once([item for item in [*first, *second] if item.casefold() not in both])


@tool
def all_in(first: list[str], second: list[str]) -> bool:
    """Whether every item of the first list is in the second one: a subset."""
    return set(_folded(first)) <= set(_folded(second))


def _folded(items: list[str]) -> list[str]:
    return [item.casefold() for item in items]


def _once(items: list[str]) -> list[str]:
    """Return items without repetition, each where it is first."""
    seen: dict[str, str] = {}
    for item in items:
        seen.setdefault(item.casefold(), item)
    return list(seen.values())


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def _natural(number: int) -> int:
    if number < 0:
        raise ToolError(f"{number} is no number of items", hint="write 0 or more")
    return number


def _some(words: list[str]) -> list[str]:
    if not words:
        raise ToolError("the list is empty")
    return words


TOOLS = (
    *(sort_words, sort_words_descending, sort_by_length, sort_numbers, sort_numbers_descending),
    *(reverse_list, unique, longest_word, shortest_word, count, count_item, is_in, position),
    *(nth_item, first_items, last_items, most_common, starting_with, ending_with, containing),
    *(numbers_above, numbers_below, even_numbers, odd_numbers),
    *(in_both, in_either, only_in_first, only_in_one, all_in),
)

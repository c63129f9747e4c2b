"""Tools for the letters of words, and for brackets."""

from __future__ import annotations

from collections import Counter

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls.tools import tool

_VOWELS = frozenset("aeiou")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


@tool
def letters(word: str) -> int:
    """Number of letters in a word; blanks and signs are not counted."""
    return sum(character.isalpha() for character in word)


@tool
def count_letter(word: str, letter: str) -> int:
    """How often a letter occurs in a word, in either case."""
    return word.casefold().count(_one(letter).casefold())


@tool
def count_vowels(word: str) -> int:
    """Number of vowels (a, e, i, o, u) in a word."""
    return sum(letter in _VOWELS for letter in word.casefold())


@tool
def count_words(text: str) -> int:
    """Number of words in a text."""
    return len(text.split())


@tool
def nth_letter(word: str, number: int) -> str:
    """Letter at a place of a word; the first one is 1, the last one -1."""
    found = [character for character in word if character.isalpha()]
    if number == 0 or abs(number) > len(found):
        raise ToolError(f"{word!r} has no letter {number}", hint=f"it has {len(found)}")
    return found[number - 1 if number > 0 else number]


@tool
def first_letters(words: list[str]) -> str:
    """First letters of words, put together."""
    return "".join(word[:1] for word in words)


@tool
def last_letters(words: list[str]) -> str:
    """Last letters of words, put together."""
    return "".join(word[-1:] for word in words)


@tool
def reverse_text(text: str) -> str:
    """Spell a text backwards."""
    return text[::-1]


@tool
def upper_case(text: str) -> str:
    """Write a text in capital letters."""
    return text.upper()


@tool
def is_palindrome(text: str) -> bool:
    """Whether a text reads the same backwards; only letters and digits count."""
    spelled = _spelled(text)
    return spelled == spelled[::-1]


@tool
def are_anagrams(first: str, second: str) -> bool:
    """Whether two texts have the same letters in another order."""
    return Counter(_spelled(first)) == Counter(_spelled(second))


@tool
def alphabet_position(letter: str) -> int:
    """Place of a letter in the alphabet; A is 1."""
    if _one(letter).lower() not in _ALPHABET:
        raise ToolError(f"{letter!r} is not in the alphabet", hint="write one of a to z")
    return _ALPHABET.index(letter.lower()) + 1


@tool
def letter_of_alphabet(number: int) -> str:
    """Letter at a place of the alphabet; 1 is A."""
    if not 1 <= number <= len(_ALPHABET):
        raise ToolError(f"the alphabet has no letter {number}", hint="it has 26")
    return _ALPHABET[number - 1].upper()


@tool
def close_brackets(text: str) -> str:
    """Brackets that are missing at the end of a text, so that all are closed."""
    return " ".join(_CLOSING[opened] for opened in reversed(_open(text)))


@tool
def brackets_match(text: str) -> bool:
    """Whether every bracket of a text is closed, in the right order."""
    try:
        return not _open(text)
    except ToolError:
        return False


def _open(text: str) -> list[str]:
    """Return the brackets that a text leaves open, in order."""
    opened: list[str] = []
    for place, character in enumerate(text, 1):
        if character in _CLOSING:
            opened.append(character)
        elif character in _CLOSING.values():
            if not opened or _CLOSING[opened[-1]] != character:
                expected = f", {_CLOSING[opened[-1]]!r} is expected" if opened else ""
                raise ToolError(f"{character!r} at place {place} closes no bracket{expected}")
            opened.pop()
    return opened


def _spelled(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _one(letter: str) -> str:
    if len(letter) != 1:
        raise ToolError(f"{letter!r} is not one letter")
    return letter


TOOLS = (
    *(letters, count_letter, count_vowels, count_words, nth_letter, first_letters, last_letters),
    *(reverse_text, upper_case, is_palindrome, are_anagrams, alphabet_position),
    *(letter_of_alphabet, close_brackets, brackets_match),
)

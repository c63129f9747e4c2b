"""How two answers compare: as words, as numbers, as options, as verdicts.

Every function takes plain text and is free of state, so that anybody can score results again.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Hashable, Sequence

RELATIVE = 0.001
ABSOLUTE = 0.001

_VERDICTS = {
    **dict.fromkeys(("true", "yes", "proved"), "true"),
    **dict.fromkeys(("false", "no", "disproved"), "false"),
    **dict.fromkeys(("unknown", "uncertain", "undetermined", "cannot be determined"), "unknown"),
    "contradiction": "contradiction",
}
# A sign belongs to the number only where no term stands before it; exponents, indices and the
# digits of a word (`x2`, `m^2`) are no numbers of their own.
_NUMBER = re.compile(
    r"(?:(?<![\w^.)])-)?(?<![\w^.])((?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)"
    r"(e[+-]?\d+)?(?:/(\d+))?",
    re.IGNORECASE,
)
_NUMBER_LIST = re.compile(r"[\d\s.,;/+e-]*", re.IGNORECASE)
# A stop right before a word is part of it: `U.S. dollars` has no letter.
_LETTERED = re.compile(r"\(?([A-Za-z])(?:\)\s*|[.:](?:\s+|$))(.*)", re.DOTALL)


def normalise(text: str) -> str:
    """Lower the case and drop punctuation, articles and extra spaces, as SQuAD's scorer does."""
    bare = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def token_f1(prediction: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall over normalised words."""
    guessed, wanted = normalise(prediction).split(), normalise(gold).split()
    if not guessed or not wanted:
        return float(guessed == wanted)
    shared = sum((Counter(guessed) & Counter(wanted)).values())
    return 2 * shared / (len(guessed) + len(wanted))


def same_words(prediction: str, gold: str) -> bool:
    """Say whether two texts match once normalised; without a word in `gold`, sign by sign."""
    plain = normalise(gold)
    return normalise(prediction) == plain if plain else same_notation(prediction, gold)


def numbers(text: str) -> list[float]:
    """Return the numbers of a text; a fraction counts as one, of `a ≈ b` only `b` counts."""
    plain = text.replace("−", "-").rpartition("≈")[2]
    values = []
    for match in _NUMBER.finditer(plain):
        value = float(match[1].replace(",", "") + (match[2] or ""))
        if match[3]:
            value = value / float(match[3]) if float(match[3]) else math.nan
        values.append(-value if match[0].startswith("-") else value)
    return values


def same_numbers(prediction: str, gold: str) -> bool:
    """Say whether both texts hold the same set of numbers, within the tolerance."""
    guessed, wanted = numbers(prediction), numbers(gold)
    return (
        bool(guessed)
        and all(any(_close(guess, want) for want in wanted) for guess in guessed)
        and all(any(_close(guess, want) for guess in guessed) for want in wanted)
    )


def same_notation(prediction: str, gold: str) -> bool:
    """Say whether two expressions are written alike, blanks and spelling of operators aside."""
    return _notation(prediction) == _notation(gold)


def is_number_list(text: str) -> bool:
    """Say whether a text is made of numbers only, such as `12`, `3/4` or `2, 3`."""
    return bool(numbers(text)) and bool(_NUMBER_LIST.fullmatch(text.replace("and", ",")))


def is_words(text: str) -> bool:
    """Say whether a text is neither a number nor an expression."""
    return not re.search(r"[\d^*+=<>/()]", text)


def verdict(text: str | None) -> str | None:
    """Return the verdict that a text states, in lower case, or None."""
    return _VERDICTS.get((text or "").strip().rstrip(".").lower())


def option_parts(option: str) -> tuple[str | None, str]:
    """Return the letter of an option, if it has one, and its text."""
    found = _LETTERED.fullmatch(option.strip())
    return (found[1], found[2]) if found else (None, option.strip())


def option_index(text: str, options: Sequence[str]) -> int | None:
    """Return the index of the option that a text names by letter or by its words."""
    named = _plain(text)
    whole = [_plain(option) for option in options]
    if named in whole:
        return whole.index(named)
    parts = [option_parts(option) for option in options]
    letters = [_plain(letter) for letter, _ in parts if letter]
    if len(letters) < len(options):
        return None
    bodies = [_plain(body) for _, body in parts]
    letter = named.strip("().: ")
    if letter in letters:
        return letters.index(letter)
    return bodies.index(named) if named in bodies else None


def meaning(text: str, options: Sequence[str] = ()) -> tuple[str, Hashable]:
    """Return what answers have in common that are judged alike, however they are spelled.

    That is the option where there are options, else the verdict, the numbers, or the text; an
    expression is what it is written like.

    Args:
        text: The answer.
        options: The options of its item.
    """
    index = option_index(text, options) if options else None
    if index is not None:
        return "option", index
    stated = verdict(text)
    if stated is not None:
        return "verdict", stated
    if is_number_list(text):
        return "numbers", frozenset(numbers(text))
    plain = normalise(text) if is_words(text) else ""
    return ("words", plain) if plain else ("notation", _notation(text))


def _plain(text: str) -> str:
    # Gentler than `normalise`: the options -3 and 3 must stay apart.
    return " ".join(text.casefold().split()).rstrip(".")


def _notation(text: str) -> str:
    spelled = text.replace("**", "^").replace("−", "-")
    return re.sub(r"\s+", "", re.sub("[·×]", "*", spelled))


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= max(ABSOLUTE, RELATIVE * abs(right))

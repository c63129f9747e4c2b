"""Brings the inflected words of a problem to one form each.

The model copies words as the sentences write them, so `Cats`, `cats` and `cat` must become one
predicate. Wrongly joined words prove wrong things, whereas words kept apart only leave a question
open; where English is ambiguous, words are therefore kept apart: comparatives (`taller` is not
`tall`), and past forms of one-place predicates (what is `eaten` need not eat).
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import simplemma

ARTICLES = frozenset({"a", "an", "the"})
COPULAS = frozenset({"am", "are", "be", "been", "is", "was", "were"})

_NUMERAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_EDGES = ".,:;!?\"'“”‘’„«»`[]{}"
# Plurals that simplemma reads as verbs.
_NOUNS = {
    "calves": "calf",
    "halves": "half",
    "loaves": "loaf",
    "thieves": "thief",
    "wives": "wife",
}
_COMPARATIVES = frozenset({"further", "farther", "less", "more", "worse", "worst", "most", "least"})
_SIBILANT_PLURALS = ("sses", "uses", "xes", "zes", "ches", "shes")
_PLURALS = ("s", "ing", "men", "children", "mice", "lice", "geese", "feet", "teeth", "oxen")
_LATIN_PLURALS = ("i", "a", "ae")


def is_numeral(name: str) -> bool:
    """Whether a name is a number, such as `12` or `2.50`."""
    return name.isascii() and _NUMERAL.fullmatch(name) is not None


def folded(word: str) -> str:
    """Return a word without the punctuation around it and without case.

    A word that is nothing but punctuation stays as it is.
    """
    plain = word.replace("’", "'").replace("‘", "'")
    return (plain.strip(_EDGES) or plain).casefold()


@cache
def lemma(word: str) -> str:
    """Return the dictionary form of a folded word, or the word if it is a comparative."""
    if word in _NOUNS:
        return _NOUNS[word]
    # The dictionary takes no half of a surrogate pair, which is no letter.
    if any("\ud800" <= letter <= "\udfff" for letter in word):
        return word
    if not simplemma.is_known(word, lang="en"):
        return _unknown(word)
    found: str = simplemma.lemmatize(word, lang="en").casefold()
    compared = word in _COMPARATIVES or word.endswith(("er", "est"))
    return word if compared and found[-2:] != word[-2:] else found


def _unknown(word: str) -> str:
    """Undo the regular plural of a word that no dictionary has (`wumpuses`)."""
    if not word.isalpha() or len(word) < 4:
        return word
    if word.endswith(_SIBILANT_PLURALS):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def predicate_key(name: str, arity: int) -> tuple[str, ...]:
    """Return what makes two names one predicate: their lemmas, without articles and `is`."""
    words = [folded(word) for word in name.split("_")]
    kept = _without(words, ARTICLES)
    if len(kept) > 1 and kept[0] in COPULAS:
        kept = kept[1:]
    return tuple(_present(word) if arity == 1 else lemma(word) for word in kept)


def _present(word: str) -> str:
    found = lemma(word)
    return found if found == word or word.endswith(_PLURALS + _LATIN_PLURALS) else word


def _without(words: list[str], silent: frozenset[str]) -> list[str]:
    kept = [word for word in words if word not in silent]
    return kept or words


class ConstantKeys:
    """Tells which names of things are one constant, in one problem.

    A capitalised word may be a proper name (`James`) or open a sentence (`Cats`). It is read as a
    common word, and loses its ending, only if the problem also writes that word in lower case.

    Args:
        names: All names of things in the problem.
    """

    def __init__(self, names: frozenset[str]) -> None:
        words = {word for name in names for word in name.split("_")}
        self._common = {folded(word) for word in words if not word[:1].isupper()}
        self._lemmas = {lemma(word) for word in self._common}

    def key(self, name: str) -> tuple[str, ...]:
        """Return what makes two names one constant; numbers are one if their values are."""
        if is_numeral(name):
            return (str(Fraction(name)),)
        words = [word for word in name.split("_") if folded(word) not in ARTICLES]
        return tuple(self._word(word) for word in words or name.split("_"))

    def _word(self, word: str) -> str:
        plain = folded(word)
        if not word[:1].isupper() or plain in self._common:
            return lemma(plain)
        base = lemma(plain)
        # `=` is in no word, so a name such as `Bill` stays apart from the lemma of `bills`.
        return base if base != plain and base in self._lemmas else f"={plain}"

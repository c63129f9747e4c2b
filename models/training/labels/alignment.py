"""Finds the words of a sentence that a formula's name stands for.

`ProfessionalBasketballPlayer` stands for `professional basketball players`, and `yevgenykurochkin`
for `Yevgeny Kurochkin`. Only runs of words count, in their order, with nothing but function words
between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lottery_agent.graphs.words import FUNCTION_WORDS
from lottery_agent.toolbox.calls.narrowing import words_in
from lottery_agent.toolbox.logic.words import lemma

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z']+|\d+")
_SILENT = frozenset({"is", "are", "was", "be", "has", "have"})
"""Words that a name may begin with and that are no part of it."""
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence that belong together.

    Attributes:
        start: Position of the first word.
        name: The words as they stand, joined by `_`.
        words: The same words, in lower case.
    """

    start: int
    name: str
    words: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """A sentence whose words can be looked up."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """The words as they stand."""
        return words_in(self.text)

    @cached_property
    def _lemmas(self) -> list[str]:
        return [lemma(word.lower()) for word in self.words]

    def run(self, name: str) -> Run | None:
        """Return the words that a name stands for, or None if the sentence has none.

        Args:
            name: A name in camel case, with `_`, or with its words written as one.
        """
        parts = _PART.findall(name)
        if len(parts) > 1 and parts[0].lower() in _SILENT:
            parts = parts[1:]
        found = self._glued("".join(parts)) or self._parted([part.lower() for part in parts])
        if found is None:
            return None
        found = [i for i in found if self.words[i].lower() not in _ARTICLES] or found
        words = [self.words[i] for i in found]
        return Run(found[0], "_".join(words), frozenset(word.lower() for word in words))

    def _glued(self, name: str) -> list[int] | None:
        """Find words that are the name when they are written as one."""
        wanted = re.sub(r"\W", "", name).lower()
        plain = [re.sub(r"[\W_]", "", word).lower() for word in self.words]
        for start in range(len(plain)):
            text = ""
            for end in range(start, len(plain)):
                if wanted in (text + plain[end], text + self._lemmas[end]):
                    return list(range(start, end + 1))
                text += plain[end]
                if not wanted.startswith(text):
                    break
        return None

    def _parted(self, parts: list[str]) -> list[int] | None:
        """Find the parts of the name, with function words between them at most."""
        wanted = [lemma(part) for part in parts]
        for start in range(len(self._lemmas)):
            found: list[int] = []
            for at in range(start, len(self._lemmas)):
                if self._lemmas[at] == wanted[len(found)]:
                    found.append(at)
                    if len(found) == len(wanted):
                        return found
                elif not found or self.words[at].lower() not in FUNCTION_WORDS:
                    break
        return None

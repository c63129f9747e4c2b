# ruff: noqa: E501 - lists of words
"""What the slots of documents are filled with: names, times, prices, places, reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from random import Random

from lottery_agent.models.training.draft import capital, with_articles
from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_SLOT = re.compile(r"\{(\w+)\}")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_PLACES = "the kitchen|the cellar|the courtyard|the hall|the attic|the garage|the library|the office|the garden|the staircase|the playground|the car park".split(
    "|"
)
_FOODS = "flour|sugar|butter|cinnamon|ginger|rice|cheese|cream|honey|yoghurt|garlic|basil|lemon juice|salt|almonds|spinach|pumpkin|milk".split(
    "|"
)
_REASONS = (
    "{place} is being painted", "the {us} are too {a}", "nobody had ordered the {us}", "{N} is ill",
    "the {us} attract wasps", "there were no {us} left", "it would be too {a} for the {us}",
    "the {u} broke in {month}", "there is not enough money for the {us}",
    "the {us} need more room", "{N} has lost the {u}", "the {a} {u} is still wet",
    "{N} and {M} could not agree on the {us}", "the law asks for {a} {us}",
    "too many people complained about the {us}", "the old {u} has become {a}",
    "there was a storm in {C}", "the {us} could fall on somebody", "it is too {a} in {month}",
)  # fmt: skip
_PURPOSES = (
    "the {us} stay {a}", "nobody falls over the {us}", "{place} stays quiet", "{N} can sleep",
    "the {us} have enough room", "the {a} {u} is not damaged", "cars can reach {place}",
    "everybody can see the {u}", "the {us} last until {month}",
)  # fmt: skip
_DONE = "holds|carries|protects|measures|cleans|covers|replaces|supports".split("|")
_OWN = ("n2", "n3", "dur2")
"""Slots whose digit is part of the name."""


def _number(rng: Random, least: int = 2, most: int = 30) -> str:
    number = rng.randint(least, most)
    return str(number) if rng.random() < 0.8 or most > 90 else in_words(number)


def _ordinal(rng: Random) -> str:
    number = rng.randint(2, 28)
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number < 20 else ends.get(number % 10, 'th')}"


def _time(rng: Random) -> str:
    hour, minutes = rng.randint(1, 12), rng.choice(("00", "15", "30", "45", "10", "20"))
    return rng.choice(
        (
            f"{hour}:{minutes}",
            f"{hour} {rng.choice(('am', 'pm'))}",
            f"{hour} o'clock",
            f"{rng.randint(6, 23):02d}:{minutes}",
        )
    )


def _date(rng: Random) -> str:
    day, month = rng.randint(1, 30), rng.choice(_MONTHS)
    return rng.choice((f"{day} {month}", f"{month} {day}", f"the {_ordinal(rng)} of {month}"))


def _price(rng: Random) -> str:
    return rng.choice(
        (
            f"${rng.randint(2, 900)}",
            f"{rng.randint(2, 900)} euros",
            f"£{rng.randint(1, 60)}.{rng.randint(10, 99)}",
            f"{in_words(rng.randint(2, 30))} pounds",
        )
    )


def _duration(rng: Random) -> str:
    shapes = (f"{rng.randint(5, 90)} minutes", f"{_number(rng)} hours")
    return rng.choice((*shapes, *shapes, "half an hour", "an hour and a half"))


def _rhythm(rng: Random) -> str:
    units = ("days", "weeks", "months")
    own = f"every {_number(rng, 2, 12)} {rng.choice(units)}"
    fixed = ("twice a day", "once a week", "three times a month", "every morning", "each evening")
    return rng.choice((own, own, *fixed))


def _amount(rng: Random) -> str:
    return rng.choice(
        (
            f"{rng.randint(2, 80) * 10} g",
            f"{_number(rng, 2, 12)} spoonfuls",
            "half a cup",
            f"{_number(rng)} ounces",
        )
    )


_PLAIN: Mapping[str, Callable[[Random], str]] = {
    "n": _number,
    "n2": lambda rng: _number(rng, 31, 59),
    "n3": lambda rng: _number(rng, 60, 400),
    "nth": _ordinal,
    "time": _time,
    "day": lambda rng: rng.choice(_DAYS),
    "month": lambda rng: rng.choice(_MONTHS),
    "date": _date,
    "price": _price,
    "dur": _duration,
    "dur2": lambda rng: f"{_number(rng)} {rng.choice(('days', 'weeks', 'months'))}",
    "freq": _rhythm,
    "year": lambda rng: str(rng.randint(1850, 2030)),
    "phone": lambda rng: f"{rng.randint(100, 999)} {rng.randint(1000, 9999)}",
}


def _name(rng: Random, words: Vocabulary) -> str:
    return words.name(rng)


def _password(rng: Random, words: Vocabulary) -> str:
    return rng.choice((str(rng.randint(1000, 9999)), f"{words.noun(rng).one}{rng.randint(1, 99)}"))


def _food(rng: Random, words: Vocabulary) -> str:
    return rng.choice(_FOODS) if rng.random() < 0.7 else words.noun(rng).many


def _place(rng: Random, words: Vocabulary) -> str:
    return rng.choice(_PLACES) if rng.random() < 0.5 else f"the {words.noun(rng).one} room"


def _named_place(rng: Random, words: Vocabulary) -> str:
    kinds = ("Square", "Inn", "Bridge", "Corner", "Street", "Park")
    return f"{words.name(rng)} {rng.choice(kinds)}"


def _near(first: str) -> Callable[[Random, Vocabulary], str]:
    def place(rng: Random, words: Vocabulary) -> str:
        ways = (first, first, "behind", "next to", "in front of")
        return f"{rng.choice(ways)} {_place(rng, words)}"

    return place


def _reason(rng: Random, words: Vocabulary) -> str:
    return Slots(rng, words, set()).fill(rng.choice(_REASONS))


def _purpose(rng: Random, words: Vocabulary) -> str:
    return Slots(rng, words, set()).fill(rng.choice(_PURPOSES))


_WORDED: Mapping[str, Callable[[Random, Vocabulary], str]] = {
    **dict.fromkeys("NMCKD", _name),
    "F": lambda rng, words: f"{words.name(rng)} {words.name(rng)}",
    "a": lambda rng, words: words.adjective(rng),
    "A": lambda rng, words: capital(words.adjective(rng)),
    "a_job": lambda rng, words: article(words.noun(rng).one),
    "code": _password,
    "food": _food,
    "place": _place,
    "place_name": _named_place,
    "in_place": _near("in"),
    "at_place": _near("at"),
    "p_own": lambda rng, words: f"the {words.adjective(rng)} {words.noun(rng).one}",
    "is_made": lambda rng, words: f"{rng.choice(_DONE)} {words.noun(rng).many}",
    "reason": _reason,
    "purpose": _purpose,
    "amount": lambda rng, _: _amount(rng),
}
_NOUNS = frozenset(f"{lead}" for letter in "tuv" for lead in (letter, f"{letter}s", f"a_{letter}"))
_VERBS = frozenset(("w", "w_past", "w_ing"))


class Slots(dict[str, str]):
    """Values of slots, drawn when they are first needed; none is drawn twice in a document.

    `t`, `ts` and `a_t` are one noun, in the singular, in the plural and with its article; `w`,
    `w_past` and `w_ing` one verb. A digit at the end draws another value.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        used: Values that are taken; what is drawn is added.
        known: Values that are settled.
    """

    def __init__(
        self,
        rng: Random,
        words: Vocabulary,
        used: set[str],
        known: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(known or {})
        self._rng, self._words, self._used = rng, words, used

    def fill(self, pattern: str) -> str:
        """Return a pattern with its slots filled."""
        return with_articles(_SLOT.sub(lambda found: self[found[1]], pattern))

    def copy(self) -> Slots:
        """Return slots with the same values; what is drawn for them later is their own."""
        return Slots(self._rng, self._words, self._used, self)

    def __missing__(self, key: str) -> str:
        """Draw a value."""
        root = key if key in _OWN else key.rstrip("0123456789")
        if root in _NOUNS:
            self._draw_noun(root.removeprefix("a_")[0], key[len(root) :])
        elif root in _VERBS:
            verb = self._words.verb(self._rng)
            self.update(w=verb.base, w_past=verb.past, w_ing=verb.ing)
        else:
            self[key] = self._fresh(lambda: self._value(root))
        return self[key]

    def _draw_noun(self, letter: str, digit: str) -> None:
        noun = self._words.noun(self._rng)
        for _ in range(20):
            if noun.one not in self._used:
                break
            noun = self._words.noun(self._rng)
        self._used.add(noun.one)
        self[f"{letter}{digit}"], self[f"{letter}s{digit}"] = noun.one, noun.many
        self[f"a_{letter}{digit}"] = article(noun.one)

    def _fresh(self, draw: Callable[[], str]) -> str:
        value = draw()
        for _ in range(20):
            if value not in self._used:
                break
            value = draw()
        self._used.add(value)
        return value

    def _value(self, root: str) -> str:
        if plain := _PLAIN.get(root):
            return plain(self._rng)
        return _WORDED[root](self._rng, self._words)

    def swap(self, key: str, others: Collection[str] = ()) -> None:
        """Draw another value for a slot, or take one of the others."""
        old = self.pop(key)
        left = sorted(set(others) - {old})
        if left and self._rng.random() < 0.5:
            self[key] = self._rng.choice(left)

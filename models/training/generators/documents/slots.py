# ruff: noqa: E501 - lists of words
"""What the slots of documents are filled with: names, times, prices, places, reasons."""

from __future__ import annotations

import re
from random import Random

from lottery_agent.models.training.draft import capital
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
    "the {us} attract wasps", "we ran out of {us}", "it would be too {a} for the {us}",
    "the {u} broke in {month}", "there is not enough money for the {us}", "the {us} need more room",
)  # fmt: skip
_DONE = "holds|carries|protects|measures|cleans|covers|replaces|supports".split("|")


class Slots(dict[str, str]):
    """Values of slots, drawn when they are first needed; none is drawn twice in a document."""

    def __init__(
        self, rng: Random, words: Vocabulary, used: set[str], known: dict[str, str] | None = None
    ) -> None:
        super().__init__(known or {})
        self._rng, self._words, self._used = rng, words, used

    def fill(self, pattern: str) -> str:
        """Return a pattern with its slots filled."""
        return _SLOT.sub(lambda found: self[found[1]], pattern)

    def __missing__(self, key: str) -> str:
        """Draw a value."""
        base = key[1:] if key[0] == "D" and len(key) > 1 else key
        root = re.sub(r"\d$", "", base) if base not in ("n2", "n3", "dur2") else base
        if root in ("t", "ts", "a_t", "u", "us", "a_u", "v", "vs", "a_v"):
            return self._noun(key, root)
        if root in ("w", "w_past", "w_ing"):
            verb = self._words.verb(self._rng)
            self.update(w=verb.base, w_past=verb.past, w_ing=verb.ing)
            return self[key]
        for _ in range(20):
            value = self._value(root)
            if value not in self._used:
                break
        self._used.add(value)
        self[key] = value
        return value

    def _noun(self, key: str, root: str) -> str:
        noun = self._words.noun(self._rng)
        letter, digit = root.strip("as_") or root[0], key[-1] if key[-1].isdigit() else ""
        self.update({f"{letter}{digit}": noun.one, f"{letter}s{digit}": noun.many})
        self[f"a_{letter}{digit}"] = article(noun.one)
        self[key] = noun.many if root.endswith("s") else self.get(key, noun.one)
        return self[key]

    def _value(self, root: str) -> str:
        rng, words = self._rng, self._words
        number, hour = rng.randint(2, 30), rng.randint(1, 12)
        match root:
            case "N" | "M" | "C" | "K" | "D":
                return words.name(rng)
            case "F":
                return f"{words.name(rng)} {words.name(rng)}"
            case "a":
                return words.adjective(rng)
            case "A":
                return capital(words.adjective(rng))
            case "n":
                return str(number) if rng.random() < 0.8 else in_words(number)
            case "n2":
                return str(rng.randint(31, 59))
            case "n3":
                return str(rng.randint(60, 400))
            case "time":
                minutes = rng.choice(("00", "15", "30", "45", "10", "20"))
                return rng.choice(
                    (
                        f"{hour}:{minutes}",
                        f"{hour} {rng.choice(('am', 'pm'))}",
                        f"{hour} o'clock",
                        f"{rng.randint(6, 23):02d}:{minutes}",
                    )
                )
            case "day":
                return rng.choice(_DAYS)
            case "month":
                return rng.choice(_MONTHS)
            case "date":
                day, month = rng.randint(1, 30), rng.choice(_MONTHS)
                return rng.choice((f"{day} {month}", f"{month} {day}", f"the {day}th of {month}"))
            case "price":
                return rng.choice(
                    (
                        f"${rng.randint(2, 900)}",
                        f"{rng.randint(2, 900)} euros",
                        f"£{rng.randint(1, 60)}.{rng.randint(10, 99)}",
                        f"{in_words(number)} pounds",
                    )
                )
            case "dur":
                return rng.choice(
                    (
                        f"{rng.randint(5, 90)} minutes",
                        f"{number} hours",
                        "half an hour",
                        "an hour and a half",
                    )
                )
            case "dur2":
                return f"{in_words(number) if rng.random() < 0.4 else number} {rng.choice(('days', 'weeks', 'months'))}"
            case "freq":
                return rng.choice(
                    (
                        f"every {in_words(number)} days",
                        "twice a day",
                        "once a week",
                        "three times a month",
                        "every morning",
                        "every other week",
                    )
                )
            case "year":
                return str(rng.randint(1850, 2030))
            case "code":
                return rng.choice(
                    (str(rng.randint(1000, 9999)), f"{words.noun(rng).one}{rng.randint(1, 99)}")
                )
            case "phone":
                return f"{rng.randint(100, 999)} {rng.randint(1000, 9999)}"
            case "food":
                return rng.choice(_FOODS) if rng.random() < 0.7 else words.noun(rng).many
            case "amount":
                return rng.choice(
                    (
                        f"{rng.randint(2, 80) * 10} g",
                        f"{number} spoonfuls",
                        "half a cup",
                        f"{in_words(number)} ounces",
                    )
                )
            case "place_name":
                return f"{words.name(rng)} {rng.choice(('Square', 'Inn', 'Bridge', 'Corner', 'Street', 'Park'))}"
            case "place":
                return (
                    rng.choice(_PLACES) if rng.random() < 0.6 else f"the {words.noun(rng).one} room"
                )
            case "in_place":
                place = self._value("place")
                return f"{rng.choice(('in', 'behind', 'next to', 'in front of'))} {place}"
            case "at_place":
                return f"{rng.choice(('at', 'behind', 'next to', 'in front of'))} {self._value('place')}"
            case "p_own":
                return f"the {words.adjective(rng)} {words.noun(rng).one}"
            case "is_made":
                return f"{rng.choice(_DONE)} {words.noun(rng).many}"
            case "a_job":
                return article(words.noun(rng).one)
            case "reason" | "reason_now":
                return Slots(rng, words, set()).fill(rng.choice(_REASONS))
            case _:
                raise KeyError(root)


def swapped(slots: Slots, key: str) -> Slots:
    """Return the slots with another value for one of them."""
    del slots[key]
    return slots

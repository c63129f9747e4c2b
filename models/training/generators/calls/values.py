"""What calls are about, as a question says it and as an argument: dates, times, numbers, lists.

A question says the same value in many ways; the argument is always the value itself, or the very
words of the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary

MONTHS = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


@dataclass(frozen=True, slots=True)
class Day:
    """A date and how a question writes it."""

    said: str
    value: date


def ending(number: int) -> str:
    """Return the two letters behind an ordinal number: `st` for 1 and 21, `th` for 11."""
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def ordinal(rng: Random, number: int) -> str:
    """Return an ordinal number in digits or, up to tenth, in words."""
    if number <= len(_PLACES) and rng.random() < 0.6:
        return _PLACES[number - 1]
    return f"{number}{ending(number)}"


def numeral(rng: Random, number: int, *, share: float = 0.25) -> str:
    """Return a number in digits or, up to twelve, now and then in words."""
    if 0 < number <= len(_NUMERALS) and rng.random() < share:
        return _NUMERALS[number - 1]
    return str(number)


def year(rng: Random) -> int:
    """Draw a year, most likely one of our time."""
    if rng.random() < 0.75:
        return rng.randint(1960, 2040)
    return rng.randint(1600, 2300)


def some_day(rng: Random) -> date:
    """Draw a date."""
    return date(year(rng), 1, 1) + timedelta(days=rng.randrange(365))


def written(rng: Random, value: date, *, with_year: bool = True) -> str:
    """Return a date in one of the usual spellings.

    Of the spellings in digits that can be read in two ways, only those are used that have one
    reading: a day above 12, or the sign `.`, which always has the day first.
    """
    number, name, full = value.day, MONTHS[value.month - 1], f"{value.day}{ending(value.day)}"
    name = name if rng.random() < 0.85 else name[:3]
    if not with_year:
        return rng.choice((f"{number} {name}", f"{name} {number}", f"{name} {full}",
                           f"the {full} of {name}", f"{full} {name}"))  # fmt: skip
    spellings = [
        f"{number} {name} {value.year}", f"{number} {name} {value.year}",
        f"{name} {number}, {value.year}", f"{name} {number}, {value.year}",
        f"{name} {full}, {value.year}", f"{full} {name} {value.year}",
        f"the {full} of {name} {value.year}", f"{name} {number} {value.year}",
        value.isoformat(), value.isoformat(), f"{number}.{value.month}.{value.year}",
        f"{number:02}.{value.month:02}.{value.year}", f"{number}. {name} {value.year}",
    ]  # fmt: skip
    if number > 12:
        spellings += [
            f"{number}/{value.month:02}/{value.year}", f"{value.month:02}/{number}/{value.year}",
            f"{value.month}/{number}/{value.year}",
        ]  # fmt: skip
    return rng.choice(spellings)


def day(rng: Random) -> Day:
    """Draw a date and its spelling."""
    value = some_day(rng)
    return Day(written(rng, value), value)


def days(rng: Random, *, most: int = 20_000, full: bool = False) -> tuple[Day, Day]:
    """Draw two dates, the earlier one first, at most so many days apart.

    Args:
        rng: Where to draw from.
        most: Most days between them.
        full: Whether each has its year. Else the first of two dates in one year may lack it.
    """
    start = some_day(rng)
    end = start + timedelta(days=round(most ** rng.uniform(0.15, 1)))
    short = start.year == end.year and rng.random() < 0.35 and not full
    return Day(written(rng, start, with_year=not short), start), Day(written(rng, end), end)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number and how a question says it, with what is counted."""

    said: str
    value: int


def counted(rng: Random, unit: str, *, most: int) -> Quantity:
    """Draw a number of some unit: `12 days`, `a week`, `three months`."""
    value = rng.choice((rng.randint(2, 12), rng.randint(2, most), rng.randint(2, most)))
    if rng.random() < 0.08:
        return Quantity(rng.choice((f"1 {unit}", f"one {unit}", f"a {unit}")), 1)
    return Quantity(f"{numeral(rng, value)} {unit}s", value)


def time(rng: Random) -> str:
    """Draw a time of day as people write it, which is what the tools read."""
    hour, minute = rng.randint(0, 23), rng.choice((0, 15, 30, 45, *range(0, 60, 5), *range(60)))
    draw = rng.random()
    if draw < 0.5:
        return f"{hour:02}:{minute:02}" if rng.random() < 0.5 else f"{hour}:{minute:02}"
    if draw > 0.97:
        return rng.choice(("noon", "midnight"))
    half = rng.choice(("am", "am", "AM") if hour < 12 else ("pm", "pm", "PM"))
    shown = (hour - 1) % 12 + 1
    gap = rng.choice((" ", " ", ""))
    if minute == 0 and rng.random() < 0.7:
        return f"{shown}{gap}{half}"
    return f"{shown}:{minute:02}{gap}{half}"


def other_time(rng: Random, first: str) -> str:
    """Draw another time of day, written in the manner of the first."""
    wanted = _manner(first)
    while True:
        other = time(rng)
        if other != first and (_manner(other) == wanted or rng.random() < 0.05):
            return other


def _manner(text: str) -> tuple[bool, bool]:
    return text[-1:] in "mM", " " in text


def words_of(rng: Random, words: Vocabulary, count: int) -> list[str]:
    """Draw single words that differ, of one kind: things, names or a mixture."""
    kind = rng.choice(("one", "one", "many", "name", "adjective", "mixed"))
    found: dict[str, str] = {}
    while len(found) < count:
        chosen = rng.choice(("one", "many", "name")) if kind == "mixed" else kind
        if chosen == "name":
            word = words.name(rng)
        elif chosen == "adjective":
            word = words.adjective(rng)
        else:
            word = getattr(words.noun(rng), chosen)
        found.setdefault(word.casefold(), word)
    return list(found.values())


def items(rng: Random, words: Vocabulary, count: int) -> list[str]:
    """Draw items that differ: words, pairs of words, or numbers that are only listed."""
    draw = rng.random()
    if draw < 0.75:
        return words_of(rng, words, count)
    if draw < 0.87:
        found: dict[str, None] = {}
        while len(found) < count:
            found[f"{words.adjective(rng)} {words.noun(rng).one}"] = None
        return list(found)
    most = rng.choice((12, 100, 1000))
    return [str(number) for number in rng.sample(range(1, most + 1), count)]


def repeated(rng: Random, words: Vocabulary) -> list[str]:
    """Draw items of which some come more than once."""
    kinds = items(rng, words, rng.randint(2, 4))
    found = [*kinds, *rng.choices(kinds, k=rng.randint(1, 4))]
    rng.shuffle(found)
    return found


def numbers(rng: Random, count: int, *, whole: bool = False) -> list[str]:
    """Draw different numbers as a question writes them, perhaps with a sign or a fraction."""
    low, high = rng.choice(((1, 20), (1, 100), (1, 100), (1, 1000), (-30, 30), (1, 100_000)))
    places = 0 if whole or rng.random() < 0.7 else rng.choice((1, 1, 2))
    found: dict[str, None] = {}
    while len(found) < count:
        number = rng.randint(low, high)
        digits = rng.randint(0, 10**places - 1) if places and rng.random() < 0.8 else 0
        found[f"{number}.{digits:0{places}}" if digits else str(number)] = None
    return list(found)


def size(rng: Random) -> int:
    """Draw the length of a list, most likely a short one."""
    return rng.choice((2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 10, rng.randint(9, 20)))


def listed(rng: Random, values: Sequence[str], *, plain: bool = False) -> str:
    """Return a list as it is typed: with commas, `and`, signs, brackets or quotation marks.

    Args:
        rng: Where to draw from.
        values: What is listed.
        plain: Whether the values are numbers, which nobody puts in quotation marks.
    """
    draw = rng.random()
    if draw < 0.42:
        return ", ".join(values)
    if draw < 0.6 and len(values) > 1:
        comma = rng.choice(("", "", ",")) if len(values) > 2 else ""
        return f"{', '.join(values[:-1])}{comma} and {values[-1]}"
    if draw < 0.8 and not any(" " in value for value in values):
        return " ".join(values)
    if draw < 0.86:
        return f"[{', '.join(values)}]"
    if draw < 0.9 or plain:
        return "; ".join(values)
    if draw < 0.94:
        return " / ".join(values)
    mark = rng.choice("'\"")
    return ", ".join(f"{mark}{value}{mark}" for value in values)


def quoted(rng: Random, text: str, *, share: float = 0.35) -> str:
    """Return a text, now and then in quotation marks."""
    if rng.random() > share:
        return text
    mark = rng.choice(("'", '"', '"'))
    return f"{mark}{text}{mark}"


def word(rng: Random, words: Vocabulary) -> str:
    """Draw one word."""
    return words_of(rng, words, 1)[0]


def phrase(rng: Random, words: Vocabulary) -> str:
    """Draw a few words that could be a title or a sentence."""
    one, two, verb = words.noun(rng), words.noun(rng), words.verb(rng)
    return rng.choice(
        (
            f"{words.adjective(rng)} {one.one}",
            f"the {words.adjective(rng)} {one.one}",
            f"{words.name(rng)} and the {one.one}",
            f"{words.name(rng)} {verb.past} the {two.one}",
            f"the {one.one} {verb.third} many {words.adjective(rng)} {two.many}",
            f"{one.many} {verb.base} {two.many}",
            f"my {one.one} is {words.adjective(rng)}",
            f"{words.name(rng)} {words.name(rng)}",
        )
    )

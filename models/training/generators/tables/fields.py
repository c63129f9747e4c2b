"""Kinds of columns: how headers write them, what their cells hold, and how people speak of them.

Verbs stand in braces and agree with their subject: `{live} in {v}` becomes `lives in Oslo`. Other
places are `{v}` for a value, `{n}` for what the column holds and `{k}` for the thing that a row is
about. `[a|b]` are alternatives, `|` outside of brackets parts patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from lottery_agent.models.training.draft import spin, with_articles
from lottery_agent.models.training.generators.vocabulary import Vocabulary

Value = Decimal | str | date | bool
_VERB = re.compile(r"^\{(\w+)\}")
_BARS = re.compile(r"\|(?![^\[]*\])")


def patterns(text: str) -> tuple[str, ...]:
    """Return the patterns that bars part; bars inside of brackets are alternatives of one."""
    return tuple(_BARS.split(text)) if text else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A kind of column.

    Attributes:
        headers: Spellings of its header.
        noun: What it holds, as a sentence says it.
        ask: Questions for its value of one row.
    """

    headers: tuple[str, ...]
    noun: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """Numbers.

    Attributes:
        low: Least value, in steps.
        high: Greatest value, in steps.
        step: The value is a multiple of it.
        unit: What a sentence may say behind the number.
        sign: A sign of money before the number, in some tables.
        counted: Whether `noun` is a plural that is counted (`most seats`).
        adds: Whether the sum over rows means something.
        over: Verb phrases for more than a value.
        under: Verb phrases for less than a value.
        top: A superlative for the greatest value, such as `oldest`.
        bottom: A superlative for the least value.
        most: Verb phrases for having the greatest value.
        least: Verb phrases for having the least value.
    """

    low: int
    high: int
    step: Decimal
    unit: str
    sign: str
    counted: bool
    adds: bool
    over: tuple[str, ...]
    under: tuple[str, ...]
    top: str
    bottom: str
    most: tuple[str, ...]
    least: tuple[str, ...]

    def draw(self, rng: Random) -> Decimal:
        """Draw a value."""
        return rng.randint(self.low, self.high) * self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Field):
    """Words that several rows may share.

    Attributes:
        draw: Draws a value.
        among: Verb phrases for having a value.
        before: Whether a value may stand before what it describes (`red cars`).
    """

    draw: Callable[[Random, Vocabulary], str]
    among: tuple[str, ...]
    before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(Field):
    """Yes or no. `holds` are verb phrases for yes."""

    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Field):
    """Dates or times. `happens` are verb phrases that one may follow: `{was} born`."""

    happens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Moment):
    """Dates, from the year `first` to the year `last`."""

    first: int
    last: int

    def draw(self, rng: Random) -> date:
        """Draw a date."""
        return date(rng.randint(self.first, self.last), rng.randint(1, 12), rng.randint(1, 28))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Moment):
    """Times of the day, written as `08:15`."""

    def draw(self, rng: Random) -> str:
        """Draw a time."""
        return f"{rng.randint(5, 22):02d}:{rng.choice(range(0, 60, 5)):02d}"


AnyField = Number | Category | Truth | Day | Clock
"""Every kind of column but the first, which names its rows."""
SAID = (Number, Category, Day, Clock)
"""The kinds whose cells are said as they stand."""


def number(
    headers: str,
    span: tuple[int, int],
    noun: str,
    *,
    step: str = "1",
    unit: str = "",
    sign: str = "",
    counted: bool = False,
    adds: bool = False,
    over: str = "",
    under: str = "",
    ends: str = "|",
    most: str = "",
    least: str = "",
    ask: str = "",
) -> Number:
    """Return a kind of column of numbers; what all of them have in common is added."""
    if counted:
        over += "|{has} more than {v} {n}|{has} over {v} {n}"
        under += "|{has} fewer than {v} {n}|{has} less than {v} {n}"
        most += "|{has} the most {n}|{has} the greatest number of {n}"
        least += "|{has} the fewest {n}|{has} the least {n}"
        ask += "|How many {n} does {k} have?|How many {n} are listed for {k}?"
    else:
        over += "|{has} a {n} [above|over|of more than|higher than|greater than] {v}"
        under += "|{has} a {n} [below|under|of less than|lower than|smaller than] {v}"
        most += "|{has} the [highest|largest|greatest] {n}"
        least += "|{has} the [lowest|smallest|least] {n}"
    ask += (
        "|What is the {n} of {k}?|Which {n} does {k} have?|{n} of {k}?|What {n} is given for {k}?"
    )
    top, bottom = ends.split("|")
    return Number(
        headers=patterns(headers), noun=noun, ask=patterns(ask.strip("|")), low=span[0],
        high=span[1], step=Decimal(step), unit=unit, sign=sign, counted=counted, adds=adds,
        over=patterns(over.strip("|")), under=patterns(under.strip("|")), top=top, bottom=bottom,
        most=patterns(most.strip("|")), least=patterns(least.strip("|")),
    )  # fmt: skip


def category(
    headers: str,
    values: str | Callable[[Random, Vocabulary], str],
    noun: str,
    *,
    among: str = "",
    before: bool = False,
    ask: str = "",
) -> Category:
    """Return a kind of column of words; what all of them have in common is added."""
    listed = patterns(values) if isinstance(values, str) else ()
    among += "|{has} {v} as {n}|{has} the {n} {v}"
    ask += (
        "|What is the {n} of {k}?|Which {n} does {k} have?|{n} of {k}?|What {n} is given for {k}?"
    )
    return Category(
        headers=patterns(headers), noun=noun, ask=patterns(ask.strip("|")),
        draw=(lambda rng, _: rng.choice(listed)) if isinstance(values, str) else values,
        among=patterns(among.strip("|")), before=before,
    )  # fmt: skip


def truth(headers: str, noun: str, holds: str, ask: str) -> Truth:
    """Return a kind of column of yes and no."""
    return Truth(headers=patterns(headers), noun=noun, ask=patterns(ask), holds=patterns(holds))


def day(headers: str, noun: str, happens: str, ask: str, years: tuple[int, int]) -> Day:
    """Return a kind of column of dates."""
    asked = f"{ask}|What is the {{n}} of {{k}}?|Which {{n}} does {{k}} have?"
    return Day(
        headers=patterns(headers), noun=noun, ask=patterns(asked), happens=patterns(happens),
        first=years[0], last=years[1],
    )  # fmt: skip


def clock(headers: str, noun: str, happens: str, ask: str) -> Clock:
    """Return a kind of column of times."""
    asked = f"{ask}|What is the {{n}} of {{k}}?|Which {{n}} does {{k}} have?"
    return Clock(
        headers=patterns(headers), noun=noun, ask=patterns(asked), happens=patterns(happens)
    )


def filled(rng: Random, choices: Sequence[str], **places: str) -> str:
    """Draw a pattern, its alternatives too, and fill its places; a verb in braces stays."""
    text = spin(rng, rng.choice(choices))
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return with_articles(text)


_THIRD = {"is": "is", "has": "has", "was": "was", "go": "goes", "do": "does", "reach": "reaches"}
_PLURAL = {"is": "are", "has": "have", "was": "were"}


def one(phrase: str) -> str:
    """Return a verb phrase for one subject: `lives in Oslo`."""
    return _VERB.sub(lambda verb: _THIRD.get(verb[1], f"{verb[1]}s"), phrase)


def many(phrase: str) -> str:
    """Return a verb phrase for several subjects: `live in Oslo`."""
    return _VERB.sub(lambda verb: _PLURAL.get(verb[1], verb[1]), phrase)


def denied(phrase: str, *, plural: bool, short: bool = False) -> str:
    """Return the opposite of a verb phrase: `does not live in Oslo`."""
    verb = _VERB.match(phrase)
    word, rest = (verb[1], phrase[verb.end() :]) if verb else ("", phrase)
    no = "n't" if short else " not"
    if word in ("is", "was"):
        return f"{_PLURAL[word] if plural else word}{no}{rest}"
    return f"{'do' if plural else 'does'}{no} {'have' if word == 'has' else word}{rest}"


def reduced(phrase: str) -> str | None:
    """Return a verb phrase as it follows a noun without `that`: `in Oslo`; None if it can't."""
    for verb, link in (("{is} ", ""), ("{was} ", ""), ("{has} ", "with ")):
        if phrase.startswith(verb):
            return link + phrase.removeprefix(verb)
    return None

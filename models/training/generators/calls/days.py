# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tools that count with dates."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Fill, Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    WEEKDAYS,
    counted,
    day,
    days,
    year,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def one_day(rng: Random, words: Vocabulary) -> Filled:
    """Draw a date, and two weekdays that it may fall on."""
    drawn = day(rng)
    one, two = rng.sample(WEEKDAYS, 2)
    return Filled({"d": drawn.said, "W": one, "V": two}, (drawn.value,))


def two_days(*, most: int = 20_000, full: bool = False, swapped: bool = False) -> Fill:
    """Return a way to draw two dates.

    Args:
        most: Most days between them.
        full: Whether each has its year.
        swapped: Whether the call has the later one first.
    """

    def fill(rng: Random, words: Vocabulary) -> Filled:
        start, end = days(rng, most=most, full=full or swapped)
        said = {"a": start.said, "b": end.said}
        order = (end, start) if swapped else (start, end)
        return Filled(said, tuple(each.value for each in order))

    return fill


def shifted(unit: str, *, most: int, back: bool = False) -> Fill:
    """Return a way to draw a date and a number of some unit, after it or before it."""

    def fill(rng: Random, words: Vocabulary) -> Filled:
        drawn, number = day(rng), counted(rng, unit, most=most)
        value = -number.value if back else number.value
        return Filled({"d": drawn.said, "n": number.said}, (drawn.value, value))

    return fill


def _year(rng: Random, words: Vocabulary) -> Filled:
    drawn = rng.choice((year(rng), 100 * rng.randint(15, 24)))
    return Filled({"y": str(drawn)}, (drawn,))


_AFTER = (
    "[What|Which] date is {n} after {d}?",
    "[What|Which] [day|date] [comes|is|will it be] {n} [after|later than] {d}?",
    "[Add|Please add] {n} to {d}.",
    "{n} after {d}",
    "If today is {d}, [what|which] date will it be in {n}?",
    "Go {n} forward from {d}.",
    "{N}'s {t} was [ordered|started|planted] on {d} and takes {n}. On [what|which] date is it ready?",
    "[Tell me|Give me|Find] the date {n} [from|after] {d}.",
    "The {adj} {t} must be paid {n} after {d}, [which|what] date is that?",
    "It is {d} now. {N} comes back in {n}, [what|on which] date is that?",
    "{d} plus {n}",
)
_BEFORE = (
    "[What|Which] date [is|was] {n} before {d}?",
    "[What|Which] [day|date] was it {n} [before|earlier than] {d}?",
    "[Subtract|Take] {n} from {d}.",
    "{n} before {d}",
    "If today is {d}, [what|which] date was it {n} ago?",
    "Go {n} back from {d}.",
    "{N} must [book|reply|sign] {n} before {d}. [Which|What] date is that?",
    "[Tell me|Give me|Find] the date {n} [before|prior to] {d}.",
    "The {ts} were made {n} before {d}, so [on which|on what] date?",
    "{d} minus {n}",
)


def _shifts(tool: str, unit: str, most: int) -> tuple[Group, Group]:
    return (
        Group(tool, shifted(unit, most=most), _AFTER),
        Group(tool, shifted(unit, most=most, back=True), _BEFORE),
    )


_LIFE = 33_000
"""Days of a long life."""

GROUPS = (
    Group(
        "weekday",
        one_day,
        (
            "[What|Which] [weekday|day of the week] [is|was|will be] {d}?",
            "On [what|which] [weekday|day of the week|day] [does|did|will] {d} fall?",
            "{N} was born on {d}. [What|Which] [weekday|day of the week] was that?",
            "[Tell me|Give me|Find|Look up|Name] the [weekday|day of the week] of {d}.",
            "[weekday|day of the week|week day] [of|for|on] {d}",
            "What day [was it|is it|will it be] on {d}?",
            "Is {d} a {W} or a {V}?",
            "[Is|Was] {d} a {W}?",
            "The {t} [arrives|comes|is due|was made] on {d}, [what|which] [day of the week|weekday] is that?",
            "[Work out|Say|Check] on which weekday {d} [falls|fell].",
            "My {t} is from {d}, what day of the week was it?",
            "{d} is [what|which] [day of the week|weekday]?",
        ),
    ),
    Group(
        "days_between",
        two_days(),
        (
            "How many days [are there|are|lie] between {a} and {b}?",
            "How many days [are there |]from {a} [to|until|till] {b}?",
            "[number of days|days|how many days] between {a} and {b}",
            "How long is it from {a} [to|until] {b}[,| counted] in days?",
            "[Count|Give me|Tell me|Work out] the [days|number of days] [from|between] {a} [and|to] {b}.",
            "{N} [arrived|came|moved in] on {a} and went [home|away] on {b}. How many days was that?",
            "If today is {a}, how many days [are left |is it |]until {b}?",
            "The {t} was ordered on {a} and came on {b}, how many days did it take?",
            "How many days passed [between|from] {a} [and|to] {b}?",
        ),
    ),
    Group(
        "days_between",
        two_days(most=9000, full=True),
        (
            "{N} was born on {a} and {M} on {b}. How many days older is {N}?",
            "The {t} of {N} is from {a}, that of {M} from {b}. By how many days do they differ?",
        ),
    ),
    Group(
        "days_between",
        two_days(most=1000, swapped=True),
        ("It is {b}. How many days ago was {a}?", "How many days before {b} was {a}?"),
    ),
    Group(
        "time_between",
        two_days(most=_LIFE),
        (
            "How many years, months and days [are there|lie|are] between {a} and {b}?",
            "[Give|Tell me|Work out|State] the time [from|between] {a} [to|and] {b} in years, months and days.",
            "years, months and days [from|between] {a} [to|and] {b}",
            "{N} was born on {a}. How many years, months and days old was {N} on {b}?",
            "How long, in years, months and days, [is|was] it from {a} [to|until] {b}?",
            "Exact age in years, months and days of somebody born {a}, on {b}",
            "The {t} stood from {a} until {b}. How many years, months and days is that?",
            "[Express|Write] the time from {a} to {b} [as|in] years, months and days.",
        ),
    ),
    *_shifts("add_days", "day", 400),
    *_shifts("add_weeks", "week", 60),
    *_shifts("add_months", "month", 60),
    *_shifts("add_years", "year", 120),
    Group(
        "age",
        two_days(most=_LIFE, full=True),
        (
            "How old was {N} on {b}, if {N} was born on {a}?",
            "{N} was born on {a}. How old was {N} on {b}?",
            "[Give|Tell me|Work out|What is] the age on {b} of [a person|someone|a man|a woman] born on {a}",
            "age of {N}, born {a}, on {b}",
            "I was born on {a}, how old [am I|will I be|was I] on {b}?",
            "What age [did|had] {N} have on {b} with a birthday on {a}?",
            "born {a}, how old on {b}",
            "How many years old is somebody on {b} who was born on {a}?",
            "Date of birth {a}. [What is the age|How old] on {b}?",
        ),
    ),
    Group(
        "leap_year",
        _year,
        (
            "[Is|Was] {y} a leap year?",
            "Will {y} be a leap year?",
            "[Does|Did|Will] {y} have a 29 February?",
            "[Check|Tell me|Find out|Say] [if|whether] {y} [is|was] a leap year.",
            "leap year {y}",
            "Did the year {y} have 366 days?",
            "{N} says that {y} was a leap year. Is that right?",
            "Is there a February 29 in {y}?",
            "{y}: leap year or not?",
        ),
    ),
)
"""The patterns of each tool."""

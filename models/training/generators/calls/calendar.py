# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tools that look a day up in its week, month, quarter or year."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.days import one_day, two_days
from lottery_agent.models.training.generators.calls.patterns import Filled, Group
from lottery_agent.models.training.generators.calls.values import (
    MONTHS,
    WEEKDAYS,
    day,
    numeral,
    ordinal,
    year,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def _named(rng: Random, words: Vocabulary) -> Filled:
    drawn, name = day(rng), rng.choice(WEEKDAYS)
    return Filled({"d": drawn.said, "W": name}, (drawn.value, name))


def _month(rng: Random) -> tuple[int, int, str]:
    """Return a year, a month, and how both are said."""
    y, m = year(rng), rng.randint(1, 12)
    name = MONTHS[m - 1]
    return y, m, rng.choice((f"{name} {y}", f"{name} {y}", f"{name}, {y}", f"{name} of {y}"))


def _nth(rng: Random, words: Vocabulary) -> Filled:
    (y, m, said), number, name = _month(rng), rng.randint(1, 4), rng.choice(WEEKDAYS)
    return Filled({"m": said, "k": ordinal(rng, number), "W": name}, (y, m, number, name))


def _last(rng: Random, words: Vocabulary) -> Filled:
    (y, m, said), name = _month(rng), rng.choice(WEEKDAYS)
    return Filled({"m": said, "W": name}, (y, m, -1, name))


def _one_month(rng: Random, words: Vocabulary) -> Filled:
    y, m, said = _month(rng)
    return Filled({"m": said, "name": MONTHS[m - 1], "y": str(y)}, (y, m))


def _day_number(rng: Random, words: Vocabulary) -> Filled:
    y, number = year(rng), rng.randint(1, 365)
    said = {"y": str(y), "n": str(number), "k": ordinal(rng, number)}
    return Filled(said, (y, number))


def _year(rng: Random, words: Vocabulary) -> Filled:
    y = year(rng)
    return Filled({"y": str(y)}, (y,))


def _worked(rng: Random, words: Vocabulary) -> Filled:
    drawn, number = day(rng), rng.randint(1, 40)
    said = {"d": drawn.said, "n": numeral(rng, number), "s": "" if number == 1 else "s"}
    return Filled(said, (drawn.value, number))


def _worked_back(rng: Random, words: Vocabulary) -> Filled:
    filled = _worked(rng, words)
    first, number = filled.arguments
    assert isinstance(number, int)  # noqa: S101 - drawn above
    return Filled(filled.said, (first, -number))


GROUPS = (
    Group(
        "next_weekday",
        _named,
        (
            "[Which|What] date is the [first|next] {W} after {d}?",
            "When is the [next|first] {W} after {d}?",
            "[Give|Tell|Find] me the {W} that [follows|comes after] {d}.",
            "[first|next] {W} after {d}",
            "If today is {d}, [when|on which date] is the [next|coming] {W}?",
            "It is {d} and {N} comes next {W}. [On which|On what|Which] date is that?",
            "The {t} is cleaned every {W}. When is that the first time after {d}?",
            "[Find|Name] the date of the {W} following {d}.",
        ),
    ),
    Group(
        "previous_weekday",
        _named,
        (
            "[Which|What] date was the [last|previous] {W} before {d}?",
            "When was the [last|previous] {W} before {d}?",
            "[Give|Tell|Find] me the {W} [before|that comes before] {d}.",
            "[last|previous] {W} before {d}",
            "If today is {d}, [when|on which date] was last {W}?",
            "Today is {d}. {N} came last {W}, [on which|on what] date?",
            "[Find|Name] the date of the {W} preceding {d}.",
            "{d} is the deadline. What is the date of the {W} just before it?",
        ),
    ),
    Group(
        "nth_weekday",
        _nth,
        (
            "When is the {k} {W} [of|in] {m}?",
            "[Which|What] date [is|was|has] the {k} {W} [of|in] {m}?",
            "[Give|Tell me|Find] the date of the {k} {W} [in|of] {m}.",
            "{k} {W} [in|of] {m}",
            "The {ts} meet on the {k} {W} of {m}. [Which|What] date is that?",
            "On what day of the month does the {k} {W} of {m} fall?",
            "{N} visits us on the {k} {W} of {m}, so on which date?",
        ),
    ),
    Group(
        "nth_weekday",
        _last,
        (
            "When is the last {W} [of|in] {m}?",
            "[Give|Tell me|Find] the date of the last {W} [in|of] {m}.",
            "last {W} [in|of] {m}",
            "On which date [is|was] the final {W} of {m}?",
        ),
    ),
    Group(
        "days_in_month",
        _one_month,
        (
            "How many days [does|did|will] {m} have?",
            "[Number of|How many] days in {m}",
            "How many days [are|were] [there |]in {m}?",
            "[Tell me|Give|Find|Say] the number of days [of|in] {m}.",
            "how many days long [is|was] {m}",
            "How long is the month of {name} in the year {y}, in days?",
            "In {y}, how many days had {name}?",
        ),
    ),
    Group(
        "end_of_month",
        one_day,
        (
            "What is the last day of the month of {d}?",
            "[Give|Tell me|Find] the date on which the month of {d} ends.",
            "It is {d}, when is the month over?",
            "[end|last day] of the month for {d}",
            "Today is {d}. [What is|Give me] the last date of this month[?|.]",
            "The rent for the month of {d} is due on its last day. [Which|What] date is that?",
            "[Which|What] date is the end of the month that {d} is in?",
            "When does the month that has {d} in it end?",
        ),
    ),
    Group(
        "day_of_year",
        one_day,
        (
            "[Which|What] day of the year is {d}?",
            "[Give|Tell me|Find] the day number of {d} [within|in] its year.",
            "How many days into the year is {d}?",
            "day of the year [of|for] {d}",
            "Counting from 1 January, [which|what] number has the day {d}?",
            "{d} is day number what of its year?",
            "How far into its year is {d}, counted in days with 1 January as 1?",
            "What number of day in the year [is|was] {d}?",
        ),
    ),
    Group(
        "date_of_day",
        _day_number,
        (
            "[Which|What] date is day {n} of {y}?",
            "[Give|Tell me|Find] the date of the {k} day of {y}.",
            "[Which|What] date is day number {n} [in|of] {y}?",
            "day {n} of {y}",
            "On which date [does|did] the {k} day of the year {y} fall?",
            "[Which|What] date [has|had] {y} on its {k} day?",
            "{N} came on day {n} of the year {y}. Which date was that?",
        ),
    ),
    Group(
        "week_number",
        one_day,
        (
            "In which week of the year is {d}?",
            "[Give|Tell me|Find] the [ISO |]week number of {d}.",
            "[What|Which] calendar week is {d}?",
            "[week number|calendar week|ISO week] [of|for] {d}",
            "[What|Which] week number does {d} have?",
            "We plan the {ts} by weeks. Which number has the week of {d}?",
            "{d} is in which [calendar |]week?",
        ),
    ),
    Group(
        "quarter",
        one_day,
        (
            "In which quarter [of the year |]is {d}?",
            "[Give|Tell me|Find] the quarter [of|for] {d}.",
            "[Which|What] quarter does {d} [belong to|fall in|lie in]?",
            "quarter [of|for] {d}",
            "{N} paid for the {t} on {d}. Which quarter of the year was that?",
            "Is {d} in the first, second, third or fourth quarter?",
            "{d}: Q1, Q2, Q3 or Q4?",
        ),
    ),
    Group(
        "is_weekend",
        one_day,
        (
            "[Is|Was] {d} on a weekend?",
            "[Check|Tell me|Find out] [if|whether] {d} [is|was] a Saturday or Sunday.",
            "Is {d} [part of the|a] weekend?",
            "weekend on {d}?",
            "Does {d} fall on a weekend?",
            "The {t} comes on {d}. Is that at the weekend?",
            "[Did|Does] {N} have to work on {d}, or [was|is] it a weekend?",
            "Is {d} a weekend day or not?",
        ),
    ),
    Group(
        "workdays",
        two_days(most=500),
        (
            "How many [working days|workdays|business days] are there [from|between] {a} [to|and] {b}?",
            "Count the [days from Monday to Friday|working days|workdays|business days] [from|between] {a} [to|and] {b}.",
            "how many [workdays|working days] do I have from {a} to {b}",
            "[workdays|business days|working days] [from|between] {a} [to|and] {b}",
            "[Give|Tell me] the number of [working days|weekdays without weekends] from {a} until {b}.",
            "{N} works on the {t} from {a} to {b}, weekends off. How many days is that?",
            "Leaving out Saturdays and Sundays, how many days are from {a} to {b}?",
        ),
    ),
    Group(
        "add_workdays",
        _worked,
        (
            "[Which|What] date is {n} [working day|workday|business day]{s} after {d}?",
            "[Add|Please add] {n} [workday|working day|business day]{s} to {d}.",
            "{n} [business day|working day|workday]{s} [after|from] {d}",
            "The {t} was ordered on {d} and takes {n} working day{s}. When is it there?",
            "If today is {d}, [what|which] date is it in {n} [business day|working day]{s}?",
            "{N} answers within {n} workday{s} after {d}. Which date is the latest?",
        ),
    ),
    Group(
        "add_workdays",
        _worked_back,
        (
            "[Which|What] date is {n} [working day|workday|business day]{s} before {d}?",
            "{n} [business day|working day|workday]{s} before {d}",
            "Go {n} workday{s} back from {d}.",
        ),
    ),
    Group(
        "easter",
        _year,
        (
            "When [was|is] Easter in {y}?",
            "[Give|Tell me|Find] the date of Easter [Sunday |]{y}.",
            "[What is|what's|What was] the date of [easter|Easter Sunday] in {y}?",
            "Easter {y}",
            "On [which|what] [date|day] [does|did] Easter [Sunday |]fall in {y}?",
            "{N} marries on Easter Sunday {y}. Which date is that?",
            "Was Easter of {y} in March or in April?",
        ),
    ),
)
"""The patterns of each tool."""

# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tool that writes a date in a form."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Fill, Filled, Group
from lottery_agent.models.training.generators.calls.values import counted, day
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_FORMATS = {
    "MM/DD/YYYY": ("MM/DD/YYYY", "MM/DD/YYYY", "month/day/year with two digits each for month and day"),
    "DD/MM/YYYY": ("DD/MM/YYYY", "DD/MM/YYYY", "day/month/year with slashes"),
    "DD.MM.YYYY": ("DD.MM.YYYY", "DD.MM.YYYY", "day.month.year with dots"),
    "YYYY-MM-DD": ("YYYY-MM-DD", "YYYY-MM-DD", "ISO format YYYY-MM-DD", "year-month-day"),
    "Month D, YYYY": ("Month D, YYYY", "Month D, YYYY", "month name, day, comma and year"),
    "D Month YYYY": ("D Month YYYY", "D Month YYYY", "day, month name and year"),
}  # fmt: skip
"""How a question names each format."""
_STEPS = {
    "tomorrow": (1, 0),
    "yesterday": (-1, 0),
    "the day after tomorrow": (2, 0),
    "the day before yesterday": (-2, 0),
    "a week from today": (7, 0),
    "in a week": (7, 0),
    "a week ago": (-7, 0),
    "a month ago": (0, -1),
    "a month from now": (0, 1),
    "a year ago": (0, -12),
    "in a year": (0, 12),
}
"""Days and months to a day that is said by where it lies from today."""


def _form(rng: Random) -> tuple[str, str]:
    form = rng.choice(list(_FORMATS))
    return form, rng.choice(_FORMATS[form])


def _formatted(rng: Random, words: Vocabulary) -> Filled:
    drawn, (form, said) = day(rng), _form(rng)
    return Filled({"d": drawn.said, "F": said}, (drawn.value, form))


def _stepped(rng: Random, words: Vocabulary) -> Filled:
    drawn, (form, said) = day(rng), _form(rng)
    step, (days, months) = rng.choice(list(_STEPS.items()))
    arguments = (drawn.value, form, days, months) if months else (drawn.value, form, days)
    return Filled({"d": drawn.said, "F": said, "s": step}, arguments)


def _moved(*, back: bool) -> Fill:
    """Return a way to draw a date in a format, some days or months after another or before it."""

    def fill(rng: Random, words: Vocabulary) -> Filled:
        drawn, (form, said) = day(rng), _form(rng)
        unit = rng.choice(("day", "day", "month"))
        number = counted(rng, unit, most=90 if unit == "day" else 30)
        value = -number.value if back else number.value
        rest = (value,) if unit == "day" else (0, value)
        said_of = {"d": drawn.said, "F": said, "n": number.said}
        return Filled(said_of, (drawn.value, form, *rest))

    return fill


GROUPS = (
    Group(
        "format_date",
        _formatted,
        (
            "[Write|Give|Show|Put] {d} [in the form|as|in the format] {F}.",
            "How [is|do I write|would you write] {d} [written |]as {F}?",
            "{d} [in|as|to] {F}",
            "[Change|Rewrite|Reformat] the date {d} to {F}.",
            "The {t} is dated {d}. [How does that look|What is that] in {F}?",
            "[What is|what's] {d} in the [form|format] {F}?",
            "{N} writes {d}. In {F} that is?",
        ),
    ),
    Group(
        "format_date",
        _stepped,
        (
            "My calendar shows {d}. How do I write the date {s} as {F}?",
            "We have {d} [today|now]. [Write|Give] the date {s} [as|in the form] {F}.",
            "It is {d} today, which date is it {s}, written as {F}?",
        ),
    ),
    Group(
        "format_date",
        _moved(back=False),
        (
            "What is the date {n} after {d} in the form {F}?",
            "Add {n} to {d} and write it as {F}.",
            "Today is {d} and {N} comes in {n}. What date is that in {F}?",
        ),
    ),
    Group(
        "format_date",
        _moved(back=True),
        (
            "What was the date {n} before {d} in the form {F}?",
            "{n} before {d}, written as {F}",
            "{N} finished the {t} {n} ago and today is {d}. Which date is that, as {F}?",
        ),
    ),
)
"""The patterns of the tool."""

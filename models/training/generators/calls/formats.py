# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tool that writes a date in a form."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from lottery_agent.models.training.draft import capital, spin
from lottery_agent.models.training.generators.calls.patterns import Fill, Filled, Group
from lottery_agent.models.training.generators.calls.values import counted, day
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.days import add_months

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
    "one week ago": (-7, 0),
    "one year ago from today": (0, -12),
    "24 hours ago": (-1, 0),
    "48 hours from now": (2, 0),
    "two days ago": (-2, 0),
    "ten days ago": (-10, 0),
    "5 days from today": (5, 0),
    "today": (0, 0),
}
"""Days and months to a day that is said by where it lies from today."""
_AFTER = {
    "one week later": (7, 0),
    "24 hours later": (1, 0),
    "three days later": (3, 0),
    "one year later": (0, 12),
    "one month earlier": (0, -1),
    "two weeks earlier": (-14, 0),
}
"""Days and months to a day that is said by where it lies from the date that was named last."""
_KNOWN = (
    ("today is {d}.", 0),
    ("[It is|It's] {d} today.", 0),
    ("{N} reads the paper of today, {d}.", 0),
    ("{N} thinks that today is {e}, but {M} knows that it is {d}.", 0),
    ("yesterday was {d}.", -1),
    ("yesterday, [on |]{d}, {N} [sold the {t}|lost the {t}|came home].", -1),
    ("it was {d} yesterday.", -1),
    ("tomorrow is {d}.", 1),
    ("{N} has a [flight|meeting|party] tomorrow, [on |]{d}.", 1),
    ("the [lesson|meeting] of today was moved to tomorrow, {d}.", 1),
    ("the day before yesterday was {d}.", -2),
    ("the day after tomorrow is {d}.", 2),
    ("a week ago it was {d}.", -7),
    ("[three days ago|3 days ago], [on |]{d}, {N} [left|called|was born].", -3),
    ("in two days it [is|will be] {d}.", 2),
)
"""Sentences that tell a date by where it lies from today, and the days that it lies after it."""


def _form(rng: Random) -> tuple[str, str]:
    form = rng.choice(list(_FORMATS))
    return form, rng.choice(_FORMATS[form])


def _formatted(rng: Random, words: Vocabulary) -> Filled:
    drawn, (form, said) = day(rng), _form(rng)
    return Filled({"d": drawn.said, "F": said}, (drawn.value, form))


def _stepped(rng: Random, words: Vocabulary) -> Filled:
    drawn, (form, said) = day(rng), _form(rng)
    step, (days, months) = rng.choice(list({**_STEPS, **_AFTER}.items()))
    arguments = (drawn.value, form, days, months) if months else (drawn.value, form, days)
    return Filled({"d": drawn.said, "F": said, "s": step, "is": _is(days, months)}, arguments)


def _known(rng: Random, words: Vocabulary) -> Filled:
    """Draw a date that lies somewhere from today, and one that is asked for so.

    The days to today come first, then the months. The tool takes the months first, so only dates
    are drawn for which both come to the same day.
    """
    form, said = _form(rng)
    sentence, from_today = rng.choice(_KNOWN)
    steps = _STEPS if from_today else {**_STEPS, **_AFTER}
    step, (days, months) = rng.choice(list(steps.items()))
    to_today, rest = timedelta(-from_today), timedelta(days)
    while True:
        drawn, other = day(rng), day(rng)
        asked = add_months(drawn.value + to_today, months) + rest
        if (
            drawn.value != other.value
            and asked == add_months(drawn.value, months) + to_today + rest
        ):
            break
    one = two = words.name(rng)
    while one == two:
        two = words.name(rng)
    known = spin(rng, sentence).format(
        d=drawn.said, e=other.said, N=one, M=two, t=words.noun(rng).one
    )
    moved = (days - from_today, months) if months else (days - from_today,)
    places = {"k": capital(known), "F": said, "s": step, "is": _is(days, months)}
    return Filled(places, (drawn.value, form, *(moved if any(moved) else ())))


def _is(days: int, months: int) -> str:
    """Return the verb of a question for the date of a day before today, after it, or today."""
    if days or months:
        return "was it" if min(days, months) < 0 else "will it be"
    return "is it"


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
            "It is {d} today, which date {is} {s}, written as {F}?",
        ),
    ),
    Group(
        "format_date",
        _known,
        (
            "{k} What is the date {s} in {F}?",
            "{k} [Which|What] date {is} {s}, as {F}?",
            "{k} [Write|Give me] the date {s} [as|in the form] {F}.",
            "{k} [what's|tell me] the date {s} ({F})",
            "{k} What day of the calendar {is} {s}? Use {F}.",
            "{k} {s}: which date is that, in {F}?",
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

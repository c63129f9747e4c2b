# ruff: noqa: E501 - a pattern of language is one line
"""Questions for the tools that count with times of the day."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.calls.patterns import Fill, Filled, Group
from lottery_agent.models.training.generators.calls.values import numeral, other_time, time
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_ACTS = "film|game|concert|lesson|meeting|show|match|call|class|flight"


def _minutes(*, back: bool = False) -> Fill:
    """Return a way to draw a time and some minutes after it or before it."""

    def fill(rng: Random, words: Vocabulary) -> Filled:
        at = time(rng)
        number = rng.choice((rng.randint(1, 12), 5 * rng.randint(1, 24), rng.randint(2, 300)))
        unit = "minute" if number == 1 else rng.choice(("minutes", "minutes", "minutes", "min"))
        said = {"x": at, "n": f"{numeral(rng, number)} {unit}"}
        return Filled(said, (at, -number if back else number))

    return fill


def _hours(*, back: bool = False) -> Fill:
    """Return a way to draw a time and some hours after it or before it."""

    def fill(rng: Random, words: Vocabulary) -> Filled:
        at = time(rng)
        text = rng.choice(("1", "{}", "{}", "{}", "{}", "{}.5", "{}.25")).format(rng.randint(2, 30))
        said = text if "." in text else numeral(rng, int(text))
        unit = "hour" if text == "1" else "hours"
        value = float(text) if "." in text else int(text)
        return Filled({"x": at, "n": f"{said} {unit}"}, (at, -value if back else value))

    return fill


def _times(rng: Random, words: Vocabulary) -> Filled:
    start = time(rng)
    end = other_time(rng, start)
    return Filled({"a": start, "b": end}, (start, end))


def _in_two_halves(rng: Random, words: Vocabulary) -> Filled:
    at = time(rng)
    while at[-1] not in "mM":
        at = time(rng)
    return Filled({"x": at}, (at,))


def _in_one_piece(rng: Random, words: Vocabulary) -> Filled:
    at = time(rng)
    while not at[-1].isdigit():
        at = time(rng)
    return Filled({"x": at}, (at,))


def _zone(rng: Random) -> str:
    sign, hours = rng.choice("+-"), rng.randint(1, 12)
    minutes = rng.choice(("", "", "", "", ":30", ":45"))
    lead = rng.choice(("UTC", "UTC", "GMT", ""))
    if not lead and rng.random() < 0.5:
        return f"{sign}{hours:02}{minutes or ':00'}"
    if lead and rng.random() < 0.1:
        return lead
    return f"{lead}{sign}{hours}{minutes}"


def _zones(rng: Random, words: Vocabulary) -> Filled:
    at, source = time(rng), _zone(rng)
    target = source
    while target == source:
        target = _zone(rng)
    return Filled({"x": at, "p": source, "q": target}, (at, source, target))


GROUPS = (
    Group(
        "add_minutes",
        _minutes(),
        (
            "What time is it {n} after {x}?",
            "[Add|Please add] {n} to {x}.",
            "It is {x}, what time [is it|will it be] in {n}?",
            f"The [{_ACTS}] [starts|begins] at {{x}} and lasts {{n}}. When [does it end|is it over]?",
            "My [bus|train|lift] goes at {x} and needs {n}, when do I arrive?",
            "{n} after {x}",
            "{N} puts the {t} into the oven at {x} for {n}. When is it done?",
            "[Tell me|Give me] the time {n} later than {x}.",
            "It takes {n} to clean the {t}. {N} starts at {x}. At what time is {N} done?",
            "{x} plus {n}",
        ),
    ),
    Group(
        "add_minutes",
        _minutes(back=True),
        (
            "What time was it {n} before {x}?",
            "{n} before {x}",
            f"The [{_ACTS}] ends at {{x}} and lasts {{n}}. When did it [start|begin]?",
            "[Take|Subtract] {n} from {x}.",
            "I have to be there at {x} and it is {n} away, when do I have to go?",
            "It is {x}. {N} called {n} ago, at what time?",
        ),
    ),
    Group(
        "add_hours",
        _hours(),
        (
            "What time is it {n} after {x}?",
            "[Add|Please add] {n} to {x}.",
            "It is {x} now, [which|what] time will it be in {n}?",
            "The train starts at {x} and arrives {n} later, what time is that?",
            f"The [{_ACTS}] [starts|begins] at {{x}} and lasts {{n}}. When is it over?",
            "{n} after {x}",
            "{N} sleeps for {n} from {x}. When does {N} wake up?",
            "[Tell me|Give me] the time {n} later than {x}.",
            "{x} plus {n}",
        ),
    ),
    Group(
        "add_hours",
        _hours(back=True),
        (
            "What time was it {n} before {x}?",
            "{n} before {x}",
            "[Take|Subtract] {n} from {x}.",
            "The {t} must be in the oven for {n} and be done at {x}. When does it go in?",
            "It is {x}. What time was it {n} ago?",
        ),
    ),
    Group(
        "minutes_between",
        _times,
        (
            "How many minutes [are|are there|lie] between {a} and {b}?",
            "[Count|Give me|Tell me] the minutes [from|between] {a} [to|and] {b}.",
            "how many minutes is it from {a} [to|until|till] {b}",
            f"The [{_ACTS}] [lasted|went on] from {{a}} [to|until] {{b}}. How many minutes was that?",
            "If I start at {a} and stop at {b}, how many minutes is that?",
            "minutes [from|between] {a} [to|and] {b}",
            "{N} waited for {M} from {a} to {b}. How many minutes did {N} wait?",
            "It is {a}. How many minutes are left until {b}?",
        ),
    ),
    Group(
        "duration",
        _times,
        (
            "How long is it from {a} [to|until] {b}?",
            "[Give|Tell me|Work out] [the |]hours and minutes from {a} to {b}.",
            "I slept from {a} to {b}, how long is that?",
            "The {t} shop is open from {a} to {b}. [For how long|How long] is it open?",
            "How many hours and minutes pass between {a} and {b}?",
            f"The [{_ACTS}] [starts|begins] at {{a}} and ends at {{b}}. How long does it [last|take]?",
            "[length of time|hours and minutes] [from|between] {a} [to|and] {b}",
            "{N} works from {a} until {b}. How long is the working day?",
            "It is {a}, how long [is it |]until {b}?",
        ),
    ),
    Group(
        "to_24_hours",
        _in_two_halves,
        (
            "What is {x} on a 24-hour clock?",
            "[Write|Give|Show] {x} in [24-hour|24 hour|military] time.",
            "how do I write {x} without am and pm",
            "{x} in [24h|24-hour|24 hour] [time|format]",
            "[Change|Rewrite] {x} to the 24-hour [clock|format].",
            "My watch counts from 0 to 24. What does it show at {x}?",
            "The {t} comes at {x}. What is that from 00:00 to 23:59?",
            "Which time is {x} if the day has 24 hours on the clock?",
        ),
    ),
    Group(
        "to_12_hours",
        _in_one_piece,
        (
            "What is {x} on a 12-hour clock?",
            "[Write|Give|Show] {x} with am or pm.",
            "how do you say {x} in am and pm time",
            "{x} in [12h|12-hour|12 hour] [time|format]",
            "[Change|Rewrite] {x} to the 12-hour [clock|format].",
            "The timetable says {x}. What is that with am or pm?",
            "{N} reads {x}. Is that am or pm, and which hour?",
            "What does an American call {x}?",
        ),
    ),
    Group(
        "change_zone",
        _zones,
        (
            "It is {x} in {p}. What time is it in {q}?",
            "[Give|Show|Write] {x} {p} in the time zone {q}.",
            "when it's {x} in {p}, what's the time in {q}",
            "{x} {p} [in|to] {q}",
            "The call with {N} is at {x} in {p}. At what time is that in {q}?",
            "[Change|Move] {x} from [the zone |]{p} to [the zone |]{q}.",
            "What is {x} {p} for somebody in {q}?",
            "{N} lives in {p} and phones at {x}. Which time has {M} in {q}?",
        ),
    ),
)
"""The patterns of each tool."""

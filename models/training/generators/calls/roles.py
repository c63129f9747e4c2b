# ruff: noqa: E501 - a pattern of language is one line
"""Parameters of made-up tools: their names, their types, and how a question says their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.calls import draws
from lottery_agent.models.training.generators.calls.values import days
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.tools import Parameter
from lottery_agent.toolbox.calls.types import parameter_type


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says about some parameters, and their arguments."""

    text: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """One or two parameters of a tool that a question names together.

    Attributes:
        parameters: The parameters.
        about: What they are, for the tool's description.
        say: Draws values and the words for them.
    """

    parameters: tuple[Parameter, ...]
    about: str
    say: Callable[[Random, Vocabulary], Said]


Maker = Callable[[Random, Vocabulary], Role]


def _parameter(name: str, annotation: object) -> Parameter:
    return Parameter(name, parameter_type(annotation, name))


def _single(
    names: str,
    annotation: object,
    about: str,
    patterns: str,
    draw: Callable[[Random, Vocabulary], tuple[str, object]],
) -> Maker:
    """Return a maker of one parameter.

    Args:
        names: What it may be called.
        annotation: Its type.
        about: What it is.
        patterns: How a question says it, with choices and a place `{}`.
        draw: Draws the text for that place and the argument.
    """

    def make(rng: Random, words: Vocabulary) -> Role:
        name, pattern = rng.choice(names.split()), rng.choice(patterns.split(" / "))

        def say(rng: Random, words: Vocabulary) -> Said:
            text, value = draw(rng, words)
            return Said(spin(rng, pattern).format(text), (value,))

        return Role((_parameter(name, annotation),), about, say)

    return make


def _span(rng: Random, words: Vocabulary) -> Role:
    """Make two dates, from one to the other."""
    names = rng.choice(
        (
            ("start", "end"),
            ("first", "last"),
            ("begin", "end"),
            ("check_in", "check_out"),
            ("since", "until"),
            ("start_date", "end_date"),
        )
    )
    pattern = rng.choice(
        ("from {} [to|until|till] {}", "between {} and {}", "from {} [to|until] {}")
    )

    def say(rng: Random, words: Vocabulary) -> Said:
        one, two = days(rng, most=60)
        return Said(spin(rng, pattern).format(one.said, two.said), (one.value, two.value))

    return Role(tuple(_parameter(name, date) for name in names), "from one day to another", say)


def _way(rng: Random, words: Vocabulary) -> Role:
    """Make two places or persons, from one to the other; a question may name the second first."""
    names = rng.choice(
        (
            ("source", "target"),
            ("origin", "destination"),
            ("sender", "receiver"),
            ("from_place", "to_place"),
            ("start", "goal"),
            ("giver", "taker"),
        )
    )

    def say(rng: Random, words: Vocabulary) -> Said:
        (one, _), (two, _) = draws.name(rng, words), draws.name(rng, words)
        pattern = rng.choice(("from {0} to {1}", "from {0} to {1}", "to {1} from {0}"))
        return Said(pattern.format(one, two), (one, two))

    return Role(tuple(_parameter(name, str) for name in names), "from one place to another", say)


def _flag(rng: Random, words: Vocabulary) -> Role:
    """Make a truth value that is named by a quality."""
    quality = words.adjective(rng)
    while not (quality.isascii() and quality.isalpha()):
        quality = words.adjective(rng)
    name = rng.choice((quality, f"is_{quality}", f"make_{quality}"))

    def say(rng: Random, words: Vocabulary) -> Said:
        value = rng.random() < 0.55
        yes = (
            "and make it {}",
            "and it must be {}",
            "- {}, please -",
            "with {} = yes",
            "and yes, {}",
        )
        no = ("but not {}", "and it need not be {}", "which is not {}", "with {} = no", "not {}")
        return Said(rng.choice(yes if value else no).format(quality), (value,))

    return Role((_parameter(name, bool),), f"whether it is {quality}", say)


def _lasting(rng: Random, words: Vocabulary) -> Role:
    """Make a length of time in a unit that the parameter's name tells."""
    unit = rng.choice(
        ("seconds", "minutes", "minutes", "hours", "days", "nights", "weeks", "months")
    )
    name = rng.choice((unit, unit, f"{unit}_long", f"in_{unit}"))

    def say(rng: Random, words: Vocabulary) -> Said:
        text, value = draws.whole(rng, words)
        return Said(f"{rng.choice(('for', 'for', 'over'))} {text} {unit}", (value,))

    return Role((_parameter(name, int),), f"for some {unit}", say)


_CHOICES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("size", ("small", "medium", "large"), "in {} / in size {} / of {} size"),
    ("colour", ("red", "blue", "yellow", "black", "white"), "in {} / in {} colour / with the colour {}"),
    ("priority", ("low", "normal", "high"), "with {} priority / at {} priority"),
    ("unit", ("metric", "imperial"), "in {} units / with {} measures"),
    ("language", ("English", "French", "German", "Spanish"), "in {} / into {}"),
    ("format", ("pdf", "csv", "json"), "as {} / as a {} file / in {} format"),
    ("way", ("email", "phone", "letter"), "by {} / over {}"),
    ("seat_class", ("first", "second"), "in {} class"),
    ("side", ("left", "right"), "on the {} side / on the {}"),
    ("speed", ("slow", "normal", "fast"), "at {} speed / with {} speed"),
    ("mood", ("calm", "happy", "sad"), "in a {} mood / so that it sounds {}"),
    ("season", ("spring", "summer", "autumn", "winter"), "in {} / for the {}"),
    ("shape", ("round", "square", "oval"), "in a {} shape / that is {}"),
    ("level", ("easy", "medium", "hard"), "at {} level / of {} difficulty"),
)  # fmt: skip


def _choice(rng: Random, words: Vocabulary) -> Role:
    """Make a choice among a few words: one of a known kind, or made of the vocabulary."""
    if rng.random() < 0.6:
        name, choices, patterns = rng.choice(_CHOICES)
    else:
        found = {
            words.noun(rng).one if rng.random() < 0.5 else words.adjective(rng)
            for _ in range(rng.randint(2, 5))
        }
        choices = tuple(sorted(found))
        name = rng.choice(("kind", "type", "mode", "style", "group", "category", "option"))
        patterns = f"with {name} {{}} / of the {name} {{}} / as {name} {{}} / ({{}})"
    pattern = rng.choice(patterns.split(" / "))

    def say(rng: Random, words: Vocabulary) -> Said:
        value = rng.choice(choices)
        return Said(pattern.format(value), (value,))

    parameter = _parameter(name, Literal[choices])
    return Role((parameter,), f"by {name}", say)


ROLES: Sequence[tuple[int, Maker]] = (
    (6, _single("name person who user customer guest member player employee", str, "for a person", "for {} / for {} / of {}", draws.name)),
    (4, _single("recipient receiver to contact friend", str, "to a person", "to {}", draws.name)),
    (4, _single("place city town location area where country", str, "at a place", "in {} / at {} / near {}", draws.name)),
    (4, _single("item thing product title object material", str, "of a thing", "of the {} / with the {} / about the {}", draws.thing)),
    (2, _single("reference id number serial order_id room", str, "by its reference", "with the reference {} / number {} / for {} / with id {}", draws.reference)),
    (3, _single("text message note comment words", str, "with a text", "saying {} / with the text {} / that says {}", draws.quoted_words)),
    (1, _single("email address mail", str, "at an address", "at {} / to {}", draws.address)),
    (5, _single("count number quantity amount copies times", int, "some times", "{} times", draws.whole)),
    (4, _single("people persons guests seats children", int, "for some people", "for {} [people|persons|guests]", draws.few)),
    (4, _lasting),
    (5, _single("amount price budget limit sum money", float, "for an amount", "for {} [euros|dollars|pounds] / at {} / of {} euros / up to {}", draws.number)),
    (3, _single("weight length temperature width volume", float, "of a measure", "with {} / of {} / at {}", draws.number)),
    (6, _single("day date when on start due", date, "on a day", "on {} / for {} / on {}", draws.some_date)),
    (3, _single("time at start_time hour when", str, "at a time of the day", "at {}", draws.some_time)),
    (3, _single("items names tags things members words", list[str], "of several things", "for {} / of {} / with {}", draws.some_items)),
    (2, _single("values numbers scores prices", list[float], "of numbers", "of {} / for {} / with {}", draws.values)),
    (1, _single("points ids years counts", list[int], "of whole numbers", "of {} / for {}", draws.whole_values)),
    (1, _single("dates days", list[date], "on several days", "on {}", draws.dates)),
    (3, _span),
    (3, _way),
    (3, _flag),
    (4, _choice),
)  # fmt: skip
"""What a tool may take, with how often it does."""


def role(rng: Random, words: Vocabulary) -> Role:
    """Draw a role."""
    ((_, maker),) = rng.choices(ROLES, [weight for weight, _ in ROLES])
    return maker(rng, words)

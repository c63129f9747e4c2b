# ruff: noqa: E501 - a pattern of language is one line
"""What variables, counters, switches, and people or things in places are after some changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    announced,
    inside,
    name_of,
    people,
    say,
    verdict,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How changes of numbers are told: `{a}` and `{b}` are names, `{n}` a number.

    `ends` asks for a number as the beginning of a sentence.
    """

    names: str
    is_: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    plus_other: tuple[str, ...]
    copies: tuple[str, ...]
    swaps: tuple[str, ...]
    what: tuple[str, ...]
    total: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """How changes of a state are told: `{a}` is in the state `{v}`, a place with `{in}` or `{into}`.

    Attributes:
        names: What is in a state, parted by `|`; people if empty.
        values: The states, parted by `|`; groups of them by `/`.
        is_, becomes, like: Say what the state is, becomes, or that it is that of `{b}`.
        what, who, has_it: Ask.
        ends: Asks what the state is as the beginning of a sentence.
    """

    names: str
    values: str
    is_: tuple[str, ...]
    becomes: tuple[str, ...]
    like: tuple[str, ...]
    what: tuple[str, ...]
    who: tuple[str, ...]
    has_it: tuple[str, ...]
    ends: tuple[str, ...]


NUMBERS: Mapping[str, Numbers] = {
    "letters": Numbers(
        "b|c|d|k|m|n|p|q|x|y|z",
        ("{a} is {n}", "{a} = {n}", "let {a} be {n}", "{a} starts at {n}", "{a} equals {n}"),
        ("add {n} to {a}", "increase {a} by {n}", "{a} goes up by {n}", "{a} += {n}"),
        ("subtract {n} from {a}", "decrease {a} by {n}", "{a} goes down by {n}", "{a} -= {n}"),
        ("add {b} to {a}", "{a} grows by {b}", "{a} += {b}"),
        ("{a} becomes equal to {b}", "copy {b} into {a}", "{a} takes the value of {b}", "let {a} be what {b} is"),
        ("swap {a} and {b}", "{a} and {b} exchange their values"),
        ("What is {a} [now|]?", "What is the value of {a}?", "Which value does {a} have at the end?", "{a} = ?"),
        ("What is {a} + {b}?", "What is the sum of {a} and {b} now?"),
        ends=("At the end, {a} is", "The value of {a} is now", "So in the end {a} equals"),
    ),
    "words": Numbers(
        "total|score|speed|count|level|width|price|limit|rate|budget|height|volume|load|depth",
        ("the {a} is {n}", "the {a} starts at {n}", "the {a}: {n}", "we begin with a {a} of {n}"),
        ("the {a} rises by {n}", "the {a} goes up by {n}", "{n} is added to the {a}", "raise the {a} by {n}"),
        ("the {a} falls by {n}", "the {a} drops by {n}", "{n} is taken off the {a}", "lower the {a} by {n}"),
        ("the {b} is added to the {a}", "the {a} goes up by the {b}"),
        ("the {a} is made equal to the {b}", "the {a} becomes the same as the {b}"),
        ("the {a} and the {b} are swapped", "somebody mixes up {a} and {b}, so they are swapped"),
        ("What is the {a} [now|]?", "How high is the {a} at the end?", "Which {a} do we have now?"),
        ("What are {a} and {b} together?", "What is the sum of {a} and {b}?"),
        ends=("In the end the {a} is", "So the {a} is now", "Now the {a} stands at"),
    ),
    "dials": Numbers(
        "first counter|second counter|third counter|upper dial|lower dial|left gauge|right gauge|main meter|small meter",
        ("the {a} shows {n}", "the {a} reads {n}", "the {a} stands at {n}"),
        ("the {a} goes up by {n}", "the {a} moves up {n}", "{n} is added on the {a}"),
        ("the {a} goes down by {n}", "the {a} drops {n}", "{n} is subtracted on the {a}"),
        ("the number on the {b} is added to the {a}", "the {a} goes up by what the {b} shows"),
        ("the {a} is put to the same number as the {b}", "the {a} is matched to the {b}"),
        ("the numbers on the {a} and the {b} are swapped",),
        ("What does the {a} show [now|]?", "What is the reading of the {a}?", "Which number is on the {a}?"),
        ("What do the {a} and the {b} add up to?",),
        ends=("At the end the {a} shows", "The number on the {a} is now", "So the {a} now reads"),
    ),
    "ages": Numbers(
        "",
        ("{a} is {n}", "{a} has level {n}", "{a} starts at {n}", "{a} is at {n}"),
        ("{a} climbs by {n}", "{a} gains {n}", "{a} goes up {n}"),
        ("{a} falls by {n}", "{a} drops {n}", "{a} goes down {n}"),
        ("{a} gains as much as {b} has", "{a} climbs by the number of {b}"),
        ("{a} is moved to the number of {b}", "{a} gets the same number as {b}"),
        ("{a} and {b} swap numbers", "{a} swaps numbers with {b}"),
        ("At what number is {a} [now|]?", "Which number does {a} have [now|]?", "Where is {a} now, as a number?"),
        ("What are {a} and {b} together?", "What is the total of {a} and {b}?"),
        ends=("In the end {a} is at", "So the number of {a} is now", "At the end, {a} has the number"),
    ),
}  # fmt: skip
STATES: Mapping[str, States] = {
    "rooms": States(
        "", "kitchen|garden|hall|office|cellar|attic|bathroom|garage|bedroom|pantry/school|castle|park|station|library|bank|forest|hotel|church|zoo",
        ("{a} is in the {v}", "{a} starts in the {v}", "{a} waits in the {v}"),
        ("{a} goes to the {v}", "{a} moves to the {v}", "{a} walks into the {v}", "{a} goes back to the {v}", "{a} hurries to the {v}"),
        ("{a} joins {b}", "{a} goes where {b} is", "{a} follows {b} and is in the same place"),
        ("Where is {a} [now|]?", "In which place is {a} [now|]?", "Where can I find {a}?"),
        ("Who is in the {v} [now|]?", "Who can be found in the {v}?"),
        ("Is {a} in the {v} [now|]?", "Can {a} be found in the {v}?"),
        ends=("At the end, {a} is in the", "So now {a} is in the", "The place where {a} is at last is the"),
    ),
    "objects": States(
        "key|letter|phone|hammer|map|wallet|camera|cake|ladder|milk|torch|passport|remote|lamp|vase",
        "drawer|shelf|table|fridge|box|car|cupboard|basket|desk|cellar|sofa|window sill|backpack",
        ("the {a} [lies|is] {in} the {v}", "the {a} is {in} the {v}", "at first the {a} is {in} the {v}"),
        ("somebody moves the {a} to the {v}", "the {a} is put {into} the {v}", "I put the {a} {in} the {v}", "the {a} ends up {in} the {v}"),
        ("the {a} is put where the {b} is", "the {a} is moved next to the {b}, to the same place"),
        ("Where is the {a} [now|]?", "In which place is the {a}?", "Where do I find the {a}?"),
        ("What is {in} the {v} [now|]?", "Which thing is {in} the {v}?"),
        ("Is the {a} {in} the {v} [now|]?",),
        ends=("So the place of the {a} is now the", "The place where the {a} ends up is the", "The place of the {a} is now the"),
    ),
    "switches": States(
        "lamp|heater|radio|fan|alarm|oven|screen|printer|camera|fountain|motor", "on|off",
        ("the {a} is {v}", "at first the {a} is {v}"),
        ("the {a} is switched {v}", "somebody switches the {a} {v}", "I switch the {a} {v}", "a timer switches the {a} {v}"),
        ("the {a} is made to do the same as the {b}",),
        ("In what state is the {a} [now|]?", "What is the state of the {a}?"),
        ("Which of them is {v} now?", "What is {v} now?"),
        ("Is the {a} {v} [now|]?", "Is the {a} {v} at the end?"),
        ends=("In the end the {a} is", "So the {a} is now"),
    ),
    "gates": States(
        "window|gate|cabinet|safe|shutter|hatch|shop|garage|church|suitcase", "open|closed/locked|unlocked/open|shut",
        ("the {a} is {v}", "the {a} is {v} in the morning"),
        ("somebody sees to it that the {a} is {v}", "the guard makes sure that the {a} is {v}", "the {a} is {v} from then on", "the {a} becomes {v}", "I find the {a} {v}"),
        ("the {a} is made just like the {b}",),
        ("In what state is the {a}?", "How is the {a} now?", "What is the {a} now?"),
        ("Which one is {v} now?", "What is {v} at the end?"),
        ("Is the {a} {v} [now|]?", "Is the {a} still {v}?"),
        ends=("At night the {a} is", "So in the end the {a} is", "The {a} is now"),
    ),
    "colours": States(
        "light|screen|sign|ball|wall|flag|signal|cube|fence|bulb", "red|yellow|blue|white|black|purple|grey|pink",
        ("the {a} is {v}", "the {a} is {v} at first", "we see that the {a} is {v}"),
        ("the {a} becomes {v}", "the {a} changes to {v}", "the {a} is painted {v}", "somebody makes the {a} {v}"),
        ("the {a} is painted like the {b}", "the {a} takes on the colour of the {b}"),
        ("What colour is the {a} [now|]?", "Which colour does the {a} have?"),
        ("Which one is {v} now?", "What is {v} in the end?"),
        ("Is the {a} {v} [now|]?", "Is the {a} still {v}?"),
        ends=("The colour of the {a} is now", "At the end, the {a} is", "So the {a} is now"),
    ),
}  # fmt: skip


_SOON = (
    "[then|soon] the numbers change", "these numbers go up and down", "the values do not stay the same",
    "now some sums are done, step by step", "the following changes are made",
)  # fmt: skip
"""Announces changes of numbers."""
_MOVING = (
    "this changes in the course of the day", "over the day there are changes", "none of this stays as it is",
    "in the next hours somebody changes this", "[soon|later] things are different",
)  # fmt: skip
"""Announces changes of states."""


def numbers(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of numbers that change."""
    key = rng.choice(list(NUMBERS))
    manner = NUMBERS[key]
    count = rng.choice((1, 2, 2, 2, 3, 4))
    names = (
        rng.sample(manner.names.split("|"), count) if manner.names else people(rng, words, count)
    )
    world = {name: rng.randint(1, 90) for name in names}
    start = [
        Said(say(rng, manner.is_, a=name, n=str(value)), (f"{name_of(name)} = {value}",))
        for name, value in world.items()
    ]
    start += announced(rng, _SOON)
    events = [_change(rng, manner, world) for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 5, 6)))]
    one, *others = rng.sample(names, count)
    template, subjects = f"state.number.{key}", names if not manner.names else ()
    if others and rng.random() < 0.15:
        question = say(rng, manner.total, a=one, b=others[0])
        query = f"{name_of(one)} + {name_of(others[0])}"
        answer = str(world[one] + world[others[0]])
    else:
        question = say(rng, manner.ends if rng.random() < 0.15 else manner.what, a=one)
        query, answer = name_of(one), str(world[one])
    return Told(template, start, events, question, query, answer, subjects, before=True)


def _change(rng: Random, manner: Numbers, world: dict[str, int]) -> Said:
    one, *others = rng.sample(list(world), len(world))
    draw, number = rng.random(), rng.randint(1, 40)
    a, b = name_of(one), name_of(others[0]) if others else ""
    if draw < 0.35 or not others:
        if rng.random() < 0.5:
            world[one] += number
            return Said(say(rng, manner.plus, a=one, n=str(number)), (f"{a} += {number}",))
        world[one] -= number
        return Said(say(rng, manner.minus, a=one, n=str(number)), (f"{a} -= {number}",))
    two = others[0]
    if draw < 0.55:
        world[one] += world[two]
        return Said(say(rng, manner.plus_other, a=one, b=two), (f"{a} += {b}",))
    if draw < 0.75:
        world[one] = world[two]
        return Said(say(rng, manner.copies, a=one, b=two), (f"{a} <- {b}",))
    world[one], world[two] = world[two], world[one]
    return Said(say(rng, manner.swaps, a=one, b=two), (f"{a} <-> {b}",))


def states(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of places, colours or switches that change."""
    key = rng.choice(list(STATES))
    manner = STATES[key]
    values = rng.choice(manner.values.split("/")).split("|")
    count = rng.choice((1, 2, 2, 3, 4))
    names = (
        rng.sample(manner.names.split("|"), count) if manner.names else people(rng, words, count)
    )
    world = {name: rng.choice(values) for name in names}
    start = [
        Said(
            say(rng, manner.is_, a=name, v=value, **inside(value)), (f"{name_of(name)} = {value}",)
        )
        for name, value in world.items()
    ]
    start += announced(rng, _MOVING)
    events = [
        _becomes(rng, manner, world, values) for _ in range(rng.choice((1, 2, 2, 3, 4, 5, 6)))
    ]
    question, query, answer = _asked(rng, manner, world, values)
    return Told(f"state.place.{key}", start, events, question, query, answer, before=True)


def _becomes(rng: Random, manner: States, world: dict[str, str], values: Sequence[str]) -> Said:
    one, *others = rng.sample(list(world), len(world))
    if others and rng.random() < 0.15:
        world[one] = world[others[0]]
        said = say(rng, manner.like, a=one, b=others[0])
        return Said(said, (f"{name_of(one)} <- {name_of(others[0])}",))
    world[one] = rng.choice([value for value in values if value != world[one]])
    said = say(rng, manner.becomes, a=one, v=world[one], **inside(world[one]))
    return Said(said, (f"{name_of(one)} = {world[one]}",))


def _asked(
    rng: Random, manner: States, world: Mapping[str, str], values: Sequence[str]
) -> tuple[str, str, str]:
    one = rng.choice(list(world))
    draw, value = rng.random(), rng.choice(sorted({*world.values()}))
    if draw < 0.55:
        patterns = manner.ends if rng.random() < 0.2 else manner.what
        return say(rng, patterns, a=one), name_of(one), world[one]
    if draw < 0.75:
        holders = sorted(name_of(name).casefold() for name in world if world[name] == value)
        return say(rng, manner.who, v=value, **inside(value)), f"who is {value}", ", ".join(holders)
    other = world[one] if rng.random() < 0.5 else rng.choice(values)
    question = say(rng, manner.has_it, a=one, v=other, **inside(other))
    return question, f"{name_of(one)} is {other}", verdict(world[one] == other)

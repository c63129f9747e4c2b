# ruff: noqa: E501 - a pattern of language is one line
"""What variables, counters, switches, and people or things in places are after some changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Told,
    name_of,
    people,
    say,
    verdict,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How changes of numbers are told: `{a}` and `{b}` are names, `{n}` a number."""

    names: str
    is_: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    plus_other: tuple[str, ...]
    copies: tuple[str, ...]
    swaps: tuple[str, ...]
    what: tuple[str, ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """How changes of a state are told: `{a}` is in the state `{v}`.

    Attributes:
        names: What is in a state, parted by `|`; people if empty.
        values: The states, parted by `|`; groups of them by `/`.
        is_, becomes, like: Say what the state is, becomes, or that it is that of `{b}`.
        what, who, has_it: Ask.
    """

    names: str
    values: str
    is_: tuple[str, ...]
    becomes: tuple[str, ...]
    like: tuple[str, ...]
    what: tuple[str, ...]
    who: tuple[str, ...]
    has_it: tuple[str, ...]


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
    ),
}  # fmt: skip
STATES: Mapping[str, States] = {
    "rooms": States(
        "", "kitchen|garden|hall|office|cellar|attic|bathroom|garage|bedroom|balcony/school|market|park|station|library|bank|beach|hotel|church|zoo",
        ("{a} is in the {v}", "{a} starts in the {v}", "{a} waits in the {v}"),
        ("{a} goes to the {v}", "{a} moves to the {v}", "{a} walks into the {v}", "{a} goes back to the {v}", "{a} hurries to the {v}"),
        ("{a} joins {b}", "{a} goes where {b} is", "{a} follows {b} and is in the same place"),
        ("Where is {a} [now|]?", "In which place is {a} [now|]?", "Where can I find {a}?"),
        ("Who is in the {v} [now|]?", "Who can be found in the {v}?"),
        ("Is {a} in the {v} [now|]?", "Can {a} be found in the {v}?"),
    ),
    "objects": States(
        "keys|letter|phone|hammer|map|wallet|camera|cake|ladder|milk|scissors|passport|remote|lamp|vase",
        "drawer|shelf|table|fridge|box|car|cupboard|basket|desk|cellar|sofa|window sill|backpack",
        ("the {a} [lies|is] on the {v}", "the {a} is in the {v}", "at first the {a} is in the {v}"),
        ("somebody moves the {a} to the {v}", "the {a} is put into the {v}", "I put the {a} in the {v}", "the {a} ends up in the {v}"),
        ("the {a} is put where the {b} is", "the {a} is moved next to the {b}, to the same place"),
        ("Where is the {a} [now|]?", "In which place is the {a}?", "Where do I find the {a}?"),
        ("What is in the {v} [now|]?", "Which thing is in the {v}?"),
        ("Is the {a} in the {v} [now|]?",),
    ),
    "switches": States(
        "lamp|heater|radio|fan|alarm|oven|screen|printer|camera|fountain|motor", "on|off",
        ("the {a} is {v}", "at first the {a} is {v}"),
        ("the {a} is switched {v}", "somebody switches the {a} {v}", "I switch the {a} {v}", "a timer switches the {a} {v}"),
        ("the {a} is made to do the same as the {b}",),
        ("In what state is the {a} [now|]?", "What is the state of the {a}?"),
        ("Which of them is {v} now?", "What is {v} now?"),
        ("Is the {a} {v} [now|]?", "Is the {a} {v} at the end?"),
    ),
    "gates": States(
        "window|gate|valve|lid|curtain|safe|shutter|hatch|bridge|shop", "open|closed|locked",
        ("the {a} is {v}", "the {a} is {v} in the morning"),
        ("now the {a} is {v}", "the guard makes sure that the {a} is {v}", "after a while the {a} is {v}", "the {a} becomes {v}"),
        ("the {a} is made just like the {b}",),
        ("In what state is the {a}?", "How is the {a} now?", "What is the {a} now?"),
        ("Which one is {v} now?", "What is {v} at the end?"),
        ("Is the {a} {v} [now|]?", "Is the {a} still {v}?"),
    ),
    "colours": States(
        "light|screen|sign|ball|wall|flag|signal|cube|fence|bulb", "red|yellow|blue|white|black|purple|grey|pink",
        ("the {a} is {v}", "the {a} is {v} at first", "we see that the {a} is {v}"),
        ("the {a} becomes {v}", "the {a} changes to {v}", "the {a} is painted {v}", "somebody makes the {a} {v}"),
        ("the {a} is painted like the {b}", "the {a} takes on the colour of the {b}"),
        ("What colour is the {a} [now|]?", "Which colour does the {a} have?"),
        ("Which one is {v} now?", "What is {v} in the end?"),
        ("Is the {a} {v} [now|]?", "Is the {a} still {v}?"),
    ),
}  # fmt: skip


def numbers(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of numbers that change."""
    key = rng.choice(list(NUMBERS))
    manner = NUMBERS[key]
    count = rng.choice((1, 2, 2, 2, 3))
    names = (
        rng.sample(manner.names.split("|"), count) if manner.names else people(rng, words, count)
    )
    world = {name: rng.randint(1, 90) for name in names}
    start = [say(rng, manner.is_, a=name, n=str(value)) for name, value in world.items()]
    lines = [f"{name_of(name)} = {value}" for name, value in world.items()]
    events = []
    for _ in range(rng.choice((1, 2, 2, 3, 3, 4))):
        sentence, line = _change(rng, manner, world)
        events.append(sentence)
        lines.append(line)
    one, *others = rng.sample(names, count)
    template, subjects = f"state.number.{key}", names if not manner.names else ()
    if others and rng.random() < 0.15:
        question = say(rng, manner.total, a=one, b=others[0])
        query, answer = f"{name_of(one)} + {name_of(others[0])}", world[one] + world[others[0]]
        return Told(template, start, events, question, lines, query, str(answer), subjects)
    question = say(rng, manner.what, a=one)
    return Told(template, start, events, question, lines, name_of(one), str(world[one]), subjects)


def _change(rng: Random, manner: Numbers, world: dict[str, int]) -> tuple[str, str]:
    one, *others = rng.sample(list(world), len(world))
    draw, number = rng.random(), rng.randint(1, 40)
    a, b = name_of(one), name_of(others[0]) if others else ""
    if draw < 0.35 or not others:
        if rng.random() < 0.5:
            world[one] += number
            return say(rng, manner.plus, a=one, n=str(number)), f"{a} += {number}"
        world[one] -= number
        return say(rng, manner.minus, a=one, n=str(number)), f"{a} -= {number}"
    two = others[0]
    if draw < 0.55:
        world[one] += world[two]
        return say(rng, manner.plus_other, a=one, b=two), f"{a} += {b}"
    if draw < 0.75:
        world[one] = world[two]
        return say(rng, manner.copies, a=one, b=two), f"{a} <- {b}"
    world[one], world[two] = world[two], world[one]
    return say(rng, manner.swaps, a=one, b=two), f"{a} <-> {b}"


def states(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of places, colours or switches that change."""
    key = rng.choice(list(STATES))
    manner = STATES[key]
    values = rng.choice(manner.values.split("/")).split("|")
    count = rng.choice((1, 2, 2, 3))
    names = (
        rng.sample(manner.names.split("|"), count) if manner.names else people(rng, words, count)
    )
    world = {name: rng.choice(values) for name in names}
    start = [say(rng, manner.is_, a=name, v=value) for name, value in world.items()]
    lines = [f"{name_of(name)} = {value}" for name, value in world.items()]
    events = []
    for _ in range(rng.choice((1, 2, 2, 3, 4))):
        one, *others = rng.sample(names, count)
        if others and rng.random() < 0.15:
            world[one] = world[others[0]]
            events.append(say(rng, manner.like, a=one, b=others[0]))
            lines.append(f"{name_of(one)} <- {name_of(others[0])}")
            continue
        world[one] = rng.choice([value for value in values if value != world[one]])
        events.append(say(rng, manner.becomes, a=one, v=world[one]))
        lines.append(f"{name_of(one)} = {world[one]}")
    template, one = f"state.place.{key}", rng.choice(names)
    draw, value = rng.random(), rng.choice(sorted({*world.values()}))
    if draw < 0.55:
        return Told(
            template, start, events, say(rng, manner.what, a=one), lines, name_of(one), world[one]
        )
    if draw < 0.75:
        holders = sorted(name_of(name).casefold() for name in names if world[name] == value)
        question = say(rng, manner.who, v=value)
        return Told(template, start, events, question, lines, f"who is {value}", ", ".join(holders))
    other = world[one] if rng.random() < 0.5 else rng.choice(values)
    question = say(rng, manner.has_it, a=one, v=other)
    answer = verdict(world[one] == other)
    return Told(template, start, events, question, lines, f"{name_of(one)} is {other}", answer)

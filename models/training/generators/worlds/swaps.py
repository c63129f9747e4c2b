# ruff: noqa: E501 - a pattern of language is one line
"""Who has, sits on, plays, reads or dances with what, after some of them have swapped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Told,
    listed,
    name_of,
    people,
    say,
    verdict,
)

Values = Callable[[Random, Vocabulary, int], tuple[str, list[str]]]
"""Draws what they have: the word for all of it, and one value for each."""

_COLOURS = "red blue yellow black white grey brown purple pink silver golden beige".split()
_THINGS = "ball hat scarf umbrella balloon cup pen bike coat mug book lamp bowl plate chair blanket towel bucket cap jacket phone helmet ribbon kite".split()


_PLACED = {
    "left": "on the left", "right": "on the right", "middle": "in the middle", "front": "at the front",
    "back": "at the back", "top": "at the top", "bottom": "at the bottom", "centre": "in the centre",
    "corner": "in the corner",
}  # fmt: skip
"""How a sentence says the values that are places."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a swap is told.

    Attributes:
        values: What they have.
        has: Says what one has; `{v}` is the value, `{w}` a value that is a place.
        shorter: The same after another sentence of its kind, or nothing: `Ben the blue one`.
        swaps: Says that two swap; `{t}` is the word for what they have.
        what: Asks what one has.
        who: Asks who has a value.
        has_it: Asks whether one has a value.
        together: Says in one sentence what all have, in the order of their names.
        lead: What may be said before, or nothing.
    """

    values: Values
    has: tuple[str, ...]
    swaps: tuple[str, ...]
    what: tuple[str, ...]
    who: tuple[str, ...]
    has_it: tuple[str, ...]
    shorter: str = ""
    together: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


def _coloured(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    thing = rng.choice(_THINGS) if rng.random() < 0.7 else words.noun(rng).one
    return thing, [f"{colour} {thing}" for colour in rng.sample(_COLOURS, count)]


def _different(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    found: dict[str, str] = {}
    while len(found) < count:
        noun = rng.choice(_THINGS) if rng.random() < 0.4 else words.noun(rng).one
        found.setdefault(noun.lower(), noun)
    return "things", list(found.values())


def _from(kind: str, values: str) -> Values:
    every = values.split("|")
    return lambda rng, _, count: (kind, rng.sample(every, count))


def _numbered(kind: str, low: int, high: int) -> Values:
    return lambda rng, _, count: (
        kind,
        [f"{kind} {n}" for n in rng.sample(range(low, high), count)],
    )


def _partners(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    return "partner", [f"{name}" for name in people(rng, words, count)]


def _titles(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    found: dict[str, str] = {}
    while len(found) < count:
        title = f"{words.adjective(rng).capitalize()} {words.noun(rng).many.capitalize()}"
        found.setdefault(title.lower(), title)
    return "book", list(found.values())


MANNERS: Mapping[str, Manner] = {
    "hold": Manner(
        _coloured, ("{a} [has|holds|is holding|carries] [the|a] {v}",),
        ("{a} and {b} swap", "{a} and {b} swap {t}s", "{a} swaps with {b}", "{a} and {b} exchange their {t}s", "{b} and {a} swap their {t}s with each other"),
        ("[Which|What] {t} does {a} [have|hold] [now|in the end|]?", "What is {a} holding [now|at the end]?", "Which {t} has {a} got?"),
        ("Who has the {v} [now|in the end|]?", "Who is holding the {v}?", "With whom is the {v} [now|]?"),
        ("Does {a} have the {v} [now|]?", "Is {a} holding the {v}?"), shorter="{a} the {v}",
    ),
    "trade": Manner(
        _different, ("{a} has [a|the] {v}", "{a} [owns|brought along] [a|the] {v}", "{a} starts with [a|the] {v}"),
        ("{a} and {b} trade", "{a} trades with {b}", "{a} and {b} trade {t}", "{a} makes a trade with {b}", "{a} lets {b} have what {a} has, and takes what {b} had"),
        ("What does {a} have [now|after the trades|in the end]?", "What has {a} got [now|]?", "What did {a} end up with?"),
        ("Who has the {v} [now|]?", "Who ends up with the {v}?", "Who got the {v}?", "Whose is the {v} now?"),
        ("Does {a} end up with the {v}?", "Has {a} got the {v} now?"),
    ),
    "gift": Manner(
        _different, ("{a} [unwraps|gets|is given|draws] [a|the] {v}", "{a}'s present is [a|the] {v} for {a}"),
        ("{a} and {b} swap presents", "{a} and {b} exchange gifts", "{a} would rather have {b}'s gift, so {a} and {b} swap", "{a} gives {b} that gift and gets the one of {b} for it"),
        ("Which [gift|present] does {a} take home?", "What does {a} get in the end?", "What is the [gift|present] of {a} [now|]?"),
        ("Who [goes home with|takes home] the {v}?", "Who [gets|keeps] the {v} in the end?"),
        ("Does {a} go home with the {v}?", "Does {a} have the {v} in the end?"),
        lead=("It is a party with presents", "Everybody gets one present"),
    ),
    "seat": Manner(
        _numbered("seat", 1, 30), ("{a} [sits on|is on|has|takes] {v}",),
        ("{a} and {b} change places", "{a} and {b} swap seats", "{a} changes places with {b}", "{b} asks {a} to swap seats, and they do: {a} and {b} swap"),
        ("[Which|What] seat [does {a} have|is {a} on] now?", "Where does {a} sit [now|in the end]?", "What is the seat of {a}?"),
        ("Who [sits on|is on|has] {v} [now|in the end]?", "Whose seat is {v} now?"),
        ("Is {a} on {v} now?", "Does {a} sit on {v}?"),
    ),
    "play": Manner(
        _from("position", "striker|defender|winger|centre|captain|sweeper|libero|forward|halfback"),
        ("{a} [plays|plays as|starts as] {v}", "{a} is [the|] {v}"),
        ("{a} and {b} switch positions", "{a} and {b} switch", "{a} switches roles with {b}", "the coach tells {a} and {b} to switch positions"),
        ("[What|Which position] does {a} play [now|at the end]?", "In which position does {a} end up?", "As what does {a} finish?"),
        ("Who plays {v} [now|in the end]?", "Who is [the|] {v} now?"),
        ("Does {a} play {v} now?", "Is {a} the {v} now?"), shorter="{a} {v}",
        together=("{a} play {v}, in this order", "{a} play {v} respectively"),
    ),
    "dance": Manner(
        _partners, ("{a} [dances with|is paired with|has the partner] {v}", "{a}'s partner is {v}, so {a} dances with {v}"),
        ("{a} and {b} switch partners", "{a} and {b} exchange partners", "the song changes, and {a} and {b} swap partners"),
        ("Who does {a} dance with [now|at the end]?", "Who is the partner of {a} [now|]?", "With whom does {a} dance the last dance?"),
        ("Who dances with {v} [now|]?", "Who is {v} paired with now?"),
        ("Does {a} dance with {v} [now|]?", "Is {v} the partner of {a} now?"), shorter="{a} with {v}",
        together=("{a} dance with {v}", "{a} are dancing with {v} respectively", "the partners of {a} are {v}, in this order"),
    ),
    "room": Manner(
        _numbered("room", 1, 400), ("{a} [stays in|sleeps in|has|lives in] {v}",),
        ("{a} and {b} swap rooms", "{a} and {b} exchange rooms", "{a} moves into the room of {b}, and {b} into that of {a}"),
        ("[Which|What] room [does {a} have|is {a} in] now?", "Where does {a} stay [now|in the end]?"),
        ("Who [is in|has|stays in] {v} [now|in the end]?", "Who sleeps in {v} now?"),
        ("Is {a} in {v} now?", "Does {a} have {v} in the end?"), shorter="{a} in {v}", together=("{a} have {v} respectively", "{a} stay in {v}, in this order"),
    ),
    "shift": Manner(
        _from("day", "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
        ("{a} [works on|has the shift on|is on duty on|cooks on|is down for] {v}",),
        ("{a} and {b} swap shifts", "{a} and {b} swap days", "{a} agrees to a swap with {b}", "{a} can't make it and swaps with {b}"),
        ("On which day does {a} work [now|]?", "When does {a} work now?", "What day does {a} have now?"),
        ("Who works on {v} [now|]?", "Whose day is {v} now?", "Who has {v} now?"),
        ("Does {a} work on {v} now?", "Is {a} down for {v} now?"), shorter="{a} on {v}", together=("{a} work on {v} respectively",),
    ),
    "read": Manner(
        _titles, ("{a} [is reading|reads|has|is given] {v}",),
        ("{a} and {b} swap books", "{a} passes the book on to {b} and gets the one of {b}", "{a} and {b} exchange books", "{a} and {b} trade books"),
        ("[Which|What] book does {a} have [now|at the end]?", "What is {a} reading now?"),
        ("Who has {v} [now|in the end]?", "Who is reading {v} now?"),
        ("Is {a} reading {v} now?", "Does {a} have {v} now?"), shorter="{a} {v}",
    ),
    "line": Manner(
        _from("place", "|".join(_PLACED)),
        ("the {a} [is|stands|lies] {w}",),
        ("the {a} and the {b} change places", "I swap the {a} and the {b}", "somebody swaps the {a} with the {b}", "the {a} goes where the {b} is, and the {b} where the {a} was"),
        ("Where is the {a} [now|in the end]?", "In which place is the {a} now?"),
        ("Which one is {w} now?", "What is {w} at last?"),
        ("Is the {a} {w} now?",), shorter="the {a} {w}",
    ),
}  # fmt: skip


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of swaps."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    count = rng.choice((2, 3, 3, 3, 4))
    kind, values = manner.values(rng, words, count)
    if key == "line":
        kind, holders = rng.choice((_coloured, _different))(rng, words, count)
    else:
        holders = people(rng, words, count, but=values)
    world = dict(zip(holders, values, strict=True))
    start = _start(rng, manner, world, kind)
    lines = [f"{name_of(holder)} = {value}" for holder, value in world.items()]
    events = []
    for _ in range(rng.choice((1, 1, 2, 2, 3, 3, 4))):
        one, two = rng.sample(holders, 2)
        world[one], world[two] = world[two], world[one]
        they = count == 2 and key != "line" and rng.random() < 0.4
        pattern = (
            ("they swap", "they trade", "the two of them swap", "they switch")
            if they
            else manner.swaps
        )
        events.append(say(rng, pattern, a=one, b=two, t=kind))
        lines.append(f"{name_of(one)} <-> {name_of(two)}")
    question, query, answer = _question(rng, manner, world, kind)
    return Told(f"state.swap.{key}", start, events, question, lines, query, answer)


def _start(rng: Random, manner: Manner, world: Mapping[str, str], kind: str) -> list[str]:
    lead = [rng.choice(manner.lead)] if manner.lead and rng.random() < 0.4 else []
    draw = rng.random()
    if draw < 0.15 and manner.together:
        everyone, values = listed(rng, list(world)), listed(rng, list(world.values()))
        return [*lead, say(rng, manner.together, a=everyone, v=values)]
    pattern = rng.choice(manner.has)
    said = [
        say(rng, pattern, a=holder, v=value, w=_PLACED.get(value, ""))
        for holder, value in world.items()
    ]
    if manner.shorter and draw < 0.4:
        shown = (
            {a: v.replace(f" {kind}", " one") for a, v in world.items()} if draw < 0.2 else world
        )
        rest = [say(rng, manner.shorter, a=a, v=v, w=_PLACED.get(v, "")) for a, v in shown.items()]
        said = [listed(rng, [said[0], *rest[1:]])]
    return [*lead, *said]


def _question(
    rng: Random, manner: Manner, world: Mapping[str, str], kind: str
) -> tuple[str, str, str]:
    holder, value = rng.choice(list(world.items()))
    draw = rng.random()
    if draw < 0.6:
        return say(rng, manner.what, a=holder, t=kind), name_of(holder), value
    if draw < 0.85:
        return (
            say(rng, manner.who, v=value, w=_PLACED.get(value, "")),
            f"who is {value}",
            name_of(holder),
        )
    other = value if rng.random() < 0.5 else rng.choice(list(world.values()))
    question = say(rng, manner.has_it, a=holder, v=other, w=_PLACED.get(other, ""))
    return question, f"{name_of(holder)} is {other}", verdict(other == value)

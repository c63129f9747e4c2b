# ruff: noqa: E501 - a pattern of language is one line
"""Who has, sits on, plays, reads or dances with what, after some of them have swapped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.kinds import plural
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    announced,
    introduced,
    listed,
    name_of,
    people,
    say,
    thing,
    verdict,
)

Values = Callable[[Random, Vocabulary, int], tuple[str, list[str]]]
"""Draws what they have: the word for all of it, and one value for each."""

_COLOURS = "red blue yellow black white grey brown purple pink silver golden beige".split()
_THINGS = "ball hat shawl umbrella balloon cup pen bike coat mug book lamp bowl plate chair blanket towel bucket cap jacket phone helmet ribbon kite".split()


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
        swaps: Says that two swap; `{t}` is the word for what they have, `{ts}` its plural.
        what: Asks what one has.
        who: Asks who has a value.
        has_it: Asks whether one has a value.
        together: Says in one sentence what all have, in the order of their names.
        lead: What may be said before, or nothing; `{all}` are all who take part.
        opening: What may stand before a colon and what each has.
        soon: Announces the swaps.
        ends, ends_who: Ask what one has, or who has a value, as the beginning of a sentence.
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
    opening: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    ends_who: tuple[str, ...] = ()


def _coloured(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    one = rng.choice(_THINGS) if rng.random() < 0.7 else thing(rng, words).one
    return one, [f"{colour} {one}" for colour in rng.sample(_COLOURS, count)]


def _different(rng: Random, words: Vocabulary, count: int) -> tuple[str, list[str]]:
    found: dict[str, str] = {}
    while len(found) < count:
        noun = rng.choice(_THINGS) if rng.random() < 0.4 else thing(rng, words).one
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
        ("{a} and {b} swap", "{a} and {b} swap {ts}", "{a} swaps with {b}", "{a} and {b} exchange their {ts}", "{b} and {a} swap their {ts} with each other"),
        ("[Which|What] {t} does {a} [have|hold] [now|in the end|]?", "What is {a} holding [now|at the end]?", "Which {t} has {a} got?"),
        ("Who has the {v} [now|in the end|]?", "Who is holding the {v}?", "With whom is the {v} [now|]?"),
        ("Does {a} have the {v} [now|]?", "Is {a} holding the {v}?"), shorter="{a} the {v}",
        lead=("{all} are [neighbours|friends|cousins] and play a game", "{all} sit in a circle", "{all} [meet|come together] for a game"),
        opening=("each of them holds a {t}", "everybody [has|holds] a {t} [at first|at the start|]", "{all} each hold one {t}", "these are the {ts}"),
        soon=("[as the game goes on|in the course of the game], some of them exchange {ts}", "they [often|sometimes|like to] swap {ts}", "from time to time two of them trade {ts}", "in each round two of them exchange what they hold"),
        ends=("At the end, {a} [has|holds] the", "In the end {a} is holding the", "So the {t} that {a} has now is the", "When the game is over, {a} is left with the"),
        ends_who=("The {v} is now with", "So in the end the {v} belongs to", "The one with the {v} is"),
    ),
    "trade": Manner(
        _different, ("{a} has [a|the] {v}", "{a} [owns|brought along] [a|the] {v}", "{a} starts with [a|the] {v}"),
        ("{a} and {b} trade", "{a} trades with {b}", "{a} and {b} trade {t}", "{a} makes a trade with {b}", "{a} lets {b} have what {a} has, and takes what {b} had"),
        ("What does {a} have [now|after the trades|in the end]?", "What has {a} got [now|]?", "What did {a} end up with?"),
        ("Who has the {v} [now|]?", "Who ends up with the {v}?", "Who got the {v}?", "Whose is the {v} now?"),
        ("Does {a} end up with the {v}?", "Has {a} got the {v} now?"),
        shorter="{a} [the|a] {v}",
        lead=("{all} [are at a flea market|collect odd things|meet to trade]", "it is the day of the big swap meet"),
        opening=("everybody holds something", "they all brought something", "{all} [have brought|own|come with] different things", "here is what they have at the start"),
        soon=("they [often|constantly|now and then] trade things", "as the day goes on, some of them exchange things", "over the afternoon a few trades are made", "before they go home, there is some trading"),
        ends=("At the end, {a} has the", "After the last trade {a} owns the", "So {a} now has the", "What {a} ends up with is the"),
        ends_who=("So now the {v} is with", "In the end, the {v} belongs to", "The {v} has gone to"),
    ),
    "gift": Manner(
        _different, ("{a} [unwraps|gets|is given|draws] [a|the] {v}", "{a}'s present is [a|the] {v} for {a}"),
        ("{a} and {b} swap presents", "{a} and {b} exchange gifts", "{a} would rather have {b}'s gift, so {a} and {b} swap", "{a} gives {b} that gift and gets the one of {b} for it"),
        ("Which [gift|present] does {a} take home?", "What does {a} get in the end?", "What is the [gift|present] of {a} [now|]?"),
        ("Who [goes home with|takes home] the {v}?", "Who [gets|keeps] the {v} in the end?"),
        ("Does {a} go home with the {v}?", "Does {a} have the {v} in the end?"),
        lead=("It is a party with presents", "Everybody gets one present", "{all} [celebrate together|are guests at a party|sit around the tree]"),
        shorter="{a} [the|a] {v}",
        opening=("everyone [gets|unwraps|draws] something", "the presents are dealt out", "there is a present for each of them", "{all} open their presents"),
        soon=("[during|over] the evening people [often|sometimes] swap presents", "as the party goes on, some of them exchange gifts", "not all are happy, so presents change hands"),
        ends=("At the end of the party, {a} has the", "{a} goes home with the", "The present that {a} takes along is the"),
        ends_who=("In the end the {v} is taken home by", "The {v} ends up with"),
    ),
    "seat": Manner(
        _numbered("seat", 1, 30), ("{a} [sits on|is on|has|takes] {v}",),
        ("{a} and {b} change places", "{a} and {b} swap seats", "{a} changes places with {b}", "{b} asks {a} to swap seats, and they do: {a} and {b} swap"),
        ("[Which|What] seat [does {a} have|is {a} on] now?", "Where does {a} sit [now|in the end]?", "What is the seat of {a}?"),
        ("Who [sits on|is on|has] {v} [now|in the end]?", "Whose seat is {v} now?"),
        ("Is {a} on {v} now?", "Does {a} sit on {v}?"),
        shorter="{a} on {v}",
        lead=("{all} [are in the theatre|go to the cinema together|take the same plane]",),
        opening=("everyone has a seat", "this is how they sit", "the seats of {all} are as follows", "they take their seats"),
        soon=("during the evening people [often|constantly|again and again] swap seats", "in each break some of them change places", "they do not stay there: there is a lot of swapping", "as the show goes on, some change seats"),
        ends=("In the last round {a} is sitting on", "At the end, {a} sits on", "So {a} is now on", "When the lights go out, {a} has"),
        ends_who=("The one who sits on {v} at the end is", "So {v} is now taken by"),
    ),
    "play": Manner(
        _from("position", "striker|defender|winger|centre|captain|sweeper|libero|forward|halfback"),
        ("{a} [plays|plays as|starts as] {v}", "{a} is [the|] {v}"),
        ("{a} and {b} switch positions", "{a} and {b} switch", "{a} switches roles with {b}", "the coach tells {a} and {b} to switch positions"),
        ("[What|Which position] does {a} play [now|at the end]?", "In which position does {a} end up?", "As what does {a} finish?"),
        ("Who plays {v} [now|in the end]?", "Who is [the|] {v} now?"),
        ("Does {a} play {v} now?", "Is {a} the {v} now?"), shorter="{a} {v}",
        together=("{a} play {v}, in this order", "{a} play {v} respectively"),
        lead=("{all} are [friends|players|on a team] in the same club", "{all} [play|train] together every week"),
        opening=("each of them has a position", "the line-up is this", "the team starts like this", "{all} begin in these positions"),
        soon=("[as the match goes on|over the season], players switch positions [now and then|again and again]", "the coach likes to mix them up", "in the second half some of them exchange roles"),
        ends=("At the end of the match, {a} is playing", "In the last minutes {a} plays", "So the position of {a} is now"),
        ends_who=("The one who plays {v} at the end is", "So the {v} is now"),
    ),
    "dance": Manner(
        _partners, ("{a} [dances with|is paired with|has the partner] {v}", "{a}'s partner is {v}, so {a} dances with {v}"),
        ("{a} and {b} switch partners", "{a} and {b} exchange partners", "the song changes, and {a} and {b} swap partners"),
        ("Who does {a} dance with [now|at the end]?", "Who is the partner of {a} [now|]?", "With whom does {a} dance the last dance?"),
        ("Who dances with {v} [now|]?", "Who is {v} paired with now?"),
        ("Does {a} dance with {v} [now|]?", "Is {v} the partner of {a} now?"), shorter="{a} with {v}",
        together=("{a} dance with {v}", "{a} are dancing with {v} respectively", "the partners of {a} are {v}, in this order"),
        lead=("{all} [are at a ball|go to a dance|have come to the wedding]", "the band begins to play"),
        opening=("everybody has a partner", "the couples are these", "for the first song they are paired like this", "{all} each choose a partner"),
        soon=("they often trade partners", "[during|in the course of] the evening they [swap|exchange] partners [now and then|many times]", "whenever the drummer calls, two of them switch partners", "as the songs go by, some of them take new partners"),
        ends=("At the end of the evening, {a} is dancing with", "For the last song {a} is with", "So {a} now dances with", "The partner of {a} is now"),
        ends_who=("{v} is now dancing with", "At the end, {v} has the partner"),
    ),
    "room": Manner(
        _numbered("room", 1, 400), ("{a} [stays in|sleeps in|has|lives in] {v}",),
        ("{a} and {b} swap rooms", "{a} and {b} exchange rooms", "{a} moves into the room of {b}, and {b} into that of {a}"),
        ("[Which|What] room [does {a} have|is {a} in] now?", "Where does {a} stay [now|in the end]?"),
        ("Who [is in|has|stays in] {v} [now|in the end]?", "Who sleeps in {v} now?"),
        ("Is {a} in {v} now?", "Does {a} have {v} in the end?"), shorter="{a} in {v}", together=("{a} have {v} respectively", "{a} stay in {v}, in this order"),
        lead=("{all} [stay at the same inn|spend a week in a hotel|share a house]",),
        opening=("everyone is given a room", "the rooms are these", "they sleep as follows", "this is who stays where"),
        soon=("during the week guests swap rooms [now and then|several times]", "some are not content and change rooms", "before the night there are some changes of rooms"),
        ends=("At the end of the week, {a} is in", "So {a} now sleeps in", "The room that {a} has in the end is"),
        ends_who=("The guest in {v} is now", "So {v} now belongs to"),
    ),
    "shift": Manner(
        _from("day", "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
        ("{a} [works on|has the shift on|is on duty on|cooks on|is down for] {v}",),
        ("{a} and {b} swap shifts", "{a} and {b} swap days", "{a} agrees to a swap with {b}", "{a} can't make it and swaps with {b}"),
        ("On which day does {a} work [now|]?", "When does {a} work now?", "What day does {a} have now?"),
        ("Who works on {v} [now|]?", "Whose day is {v} now?", "Who has {v} now?"),
        ("Does {a} work on {v} now?", "Is {a} down for {v} now?"), shorter="{a} on {v}", together=("{a} work on {v} respectively",),
        lead=("{all} [work at the same clinic|cook for the camp|look after the shop]",),
        opening=("the plan for the week is this", "each of them has one day", "these are the days of {all}", "the shifts are as follows"),
        soon=("over the week they swap days [now and then|quite often]", "some of them are busy, so the plan changes", "then the phone rings again and again, and shifts are exchanged"),
        ends=("In the final plan {a} works on", "So {a} is now on duty on", "The day of {a} is now"),
        ends_who=("The one on duty on {v} is now", "So in the final plan {v} is covered by"),
    ),
    "read": Manner(
        _titles, ("{a} [is reading|reads|has|is given] {v}",),
        ("{a} and {b} swap books", "{a} passes the book on to {b} and gets the one of {b}", "{a} and {b} exchange books", "{a} and {b} trade books"),
        ("[Which|What] book does {a} have [now|at the end]?", "What is {a} reading now?"),
        ("Who has {v} [now|in the end]?", "Who is reading {v} now?"),
        ("Is {a} reading {v} now?", "Does {a} have {v} now?"), shorter="{a} {v}",
        lead=("{all} are in the same [class|reading circle|literature course]", "{all} love to read"),
        opening=("everyone has something to read", "they begin with these books", "the books are dealt out", "each of them buys a book"),
        soon=("as the term goes on, they pass [books|their books] around", "over the weeks some of them trade books", "in the holidays they exchange books [now and then|quite often]"),
        ends=("At the end of the term, {a} has", "In the last week {a} is reading", "So the book of {a} is now"),
        ends_who=("The reader of {v} is now", "So {v} is now with"),
    ),
    "line": Manner(
        _from("place", "|".join(_PLACED)),
        ("the {a} [is|stands|lies] {w}",),
        ("the {a} and the {b} change places", "I swap the {a} and the {b}", "somebody swaps the {a} with the {b}", "the {a} goes where the {b} is, and the {b} where the {a} was"),
        ("Where is the {a} [now|in the end]?", "In which place is the {a} now?"),
        ("Which one is {w} now?", "What is {w} at last?"),
        ("Is the {a} {w} now?",), shorter="the {a} {w}",
        lead=("[some|several] things are on the table", "I play with a few things"),
        opening=("everything has its place", "this is where things are", "they are laid out like this"),
        soon=("they are moved [around|about] [now and then|a lot]", "somebody likes to mix them up", "now the places are mixed up"),
        ends_who=("The one that is {w} now is the", "So in the end, what is {w} is the"),
    ),
}  # fmt: skip


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of swaps."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    count = rng.choice((2, 3, 3, 3, 4, 4, 5, 5, 6, 7))
    kind, values = manner.values(rng, words, count)
    if key == "line":
        kind, holders = rng.choice((_coloured, _different))(rng, words, count)
    else:
        holders = people(rng, words, count, but=values)
    world = dict(zip(holders, values, strict=True))
    start = _start(rng, manner, world, kind)
    events = []
    for _ in range(rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 7))):
        one, two = rng.sample(holders, 2)
        world[one], world[two] = world[two], world[one]
        they = count == 2 and key != "line" and rng.random() < 0.3
        pattern = (
            ("they swap", "they trade", "the two of them swap", "they switch")
            if they
            else manner.swaps
        )
        text = say(rng, pattern, a=one, b=two, t=kind, ts=plural(kind))
        events.append(Said(text, (f"{name_of(one)} <-> {name_of(two)}",)))
    question, query, answer = _question(rng, manner, world, kind)
    return Told(f"state.swap.{key}", start, events, question, query, answer, before=True)


def _start(rng: Random, manner: Manner, world: Mapping[str, str], kind: str) -> list[Said]:
    everyone, order = listed(rng, list(world)), list(world.items())
    lead = []
    if manner.lead and rng.random() < 0.5:
        lead = [Said(say(rng, manner.lead, all=everyone))]
        if manner is not MANNERS["line"] and rng.random() < 0.5:
            lead = [introduced(rng, everyone, t=kind, ts=plural(kind))]
    soon = announced(rng, manner.soon, t=kind, ts=plural(kind))
    if rng.random() < 0.3:
        rng.shuffle(order)
    lines = tuple(f"{name_of(holder)} = {value}" for holder, value in order)
    names, values = [holder for holder, _ in order], [value for _, value in order]
    draw = rng.random()
    if draw < 0.15 and manner.together:
        shown = {"a": listed(rng, names), "v": listed(rng, values)}
        return [*lead, Said(say(rng, manner.together, **shown), lines), *soon]
    short = [_has(rng, manner.shorter, *pair) for pair in order] if manner.shorter else []
    if draw < 0.4 and short and manner.opening:
        opening = say(rng, manner.opening, all=everyone, t=kind, ts=plural(kind))
        return [*lead, Said(f"{opening}: {listed(rng, short)}", lines), *soon]
    pattern = rng.choice(manner.has)
    said = [_has(rng, pattern, *pair) for pair in order]
    if draw < 0.6 and short:
        if draw < 0.5:
            ones = [(holder, value.replace(f" {kind}", " one")) for holder, value in order]
            short = [_has(rng, manner.shorter, *pair) for pair in ones]
        return [*lead, Said(listed(rng, [said[0], *short[1:]]), lines), *soon]
    if draw < 0.7 and manner.opening:
        opening = say(rng, manner.opening, all=everyone, t=kind, ts=plural(kind))
        return [*lead, Said(f"{opening}: {listed(rng, said)}", lines), *soon]
    each = [Said(text, (line,)) for text, line in zip(said, lines, strict=True)]
    return [*lead, *each, *soon]


def _has(rng: Random, pattern: str, holder: str, value: str) -> str:
    return say(rng, pattern, a=holder, v=value, w=_PLACED.get(value, ""))


def _question(
    rng: Random, manner: Manner, world: Mapping[str, str], kind: str
) -> tuple[str, str, str]:
    holder, value = rng.choice(list(world.items()))
    draw = rng.random()
    if draw < 0.6:
        what = manner.ends if manner.ends and rng.random() < 0.35 else manner.what
        return say(rng, what, a=holder, t=kind, ts=plural(kind)), name_of(holder), value
    if draw < 0.85:
        who = manner.ends_who if manner.ends_who and rng.random() < 0.3 else manner.who
        return (
            say(rng, who, v=value, w=_PLACED.get(value, "")),
            f"who is {value}",
            name_of(holder),
        )
    other = value if rng.random() < 0.5 else rng.choice(list(world.values()))
    question = say(rng, manner.has_it, a=holder, v=other, w=_PLACED.get(other, ""))
    return question, f"{name_of(holder)} is {other}", verdict(other == value)

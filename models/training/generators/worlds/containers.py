# ruff: noqa: E501 - a pattern of language is one line
"""What is in boxes, jars, buses or ponds after things were put in, taken out or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.vocabulary import Noun, Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    announced,
    counted,
    inside,
    listed,
    name_of,
    say,
)

_KINDS = (
    "first",
    "second",
    "big",
    "small",
    "blue",
    "red",
    "left",
    "right",
    "old",
    "new",
    "white",
    "upper",
    "lower",
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How contents are told. `{p}` is the place, `{q}` another, `{x}` what and how many.

    `{are}`, `{s}`, `{es}`, `{they}` and `{them}` agree with it; `{in}` and `{into}` stand before
    the place.

    Attributes:
        places: Names of places, parted by `|`.
        things: What may be in them, singular and plural joined by `:`, parted by `|`.
        holds, puts, takes, moves: Say what is in a place and what happens.
        how_many: Asks for a count; `{t}` is the plural.
        what: Asks for all that is in a place.
        ends: Asks for a count as the beginning of a sentence.
        open: Whether drawn nouns may be in it.
    """

    places: str
    things: str
    holds: tuple[str, ...]
    puts: tuple[str, ...]
    takes: tuple[str, ...]
    moves: tuple[str, ...]
    how_many: tuple[str, ...]
    what: tuple[str, ...] = ()
    ends: tuple[str, ...] = ("In the end, the number of {t} in the {p} is",)
    open: bool = True


MANNERS: Mapping[str, Manner] = {
    "box": Manner(
        "box|basket|drawer|chest|bin|carton|tin|case|cupboard|bowl|purse|backpack",
        "apple:apples|egg:eggs|nail:nails|sock:socks|spoon:spoons|toy:toys|brick:bricks|pear:pears|candle:candles|lemon:lemons|screw:screws|ribbon:ribbons|potato:potatoes",
        ("the {p} holds {x}", "there {are} {x} in the {p}", "the {p} contains {x}", "the {p} has {x} in it", "in the {p} there {are} {x}"),
        ("I put {x} into the {p}", "{x} {are} put into the {p}", "I add {x} to the {p}", "{x} go{es} into the {p}", "somebody puts {x} in the {p}"),
        ("I take {x} out of the {p}", "{x} {are} taken out of the {p}", "I remove {x} from the {p}", "somebody takes {x} from the {p}"),
        ("I move {x} from the {p} to the {q}", "{x} go{es} from the {p} into the {q}", "I take {x} out of the {p} and put {them} into the {q}", "{x} {are} moved from the {p} to the {q}"),
        ("How many {t} are in the {p} [now|]?", "How many {t} does the {p} hold [now|]?", "How many {t} are left in the {p}?"),
        ("What is in the {p} [now|]?", "What does the {p} hold now?"),
        ends=("In the end, the number of {t} in the {p} is", "So now the {p} holds this many {t}:", "The {t} in the {p} now number"),
    ),
    "jar": Manner(
        "jar|mug|glass|vase|pot|cup|tumbler|can|tube",
        "pen:pens|bean:beans|sweet:sweets|coin:coins|button:buttons|olive:olives|bead:beads|nut:nuts|clip:clips|flower:flowers|cookie:cookies",
        ("the {p} contains {x}", "there {are} {x} in the {p}", "my {p} is filled with {x}", "the {p} has {x} inside"),
        ("she drops {x} into the {p}", "he adds {x}, so {they} {are} in the {p}", "{x} {are} added to the {p}", "we put {x} into the {p}"),
        ("she eats or uses {x} from the {p}", "he takes {x} out of the {p}", "{x} {are} removed from the {p}", "we take {x} from the {p}"),
        ("{x} {are} tipped from the {p} into the {q}", "she moves {x} from the {p} to the {q}"),
        ("How many {t} does the {p} contain?", "How many {t} are there in the {p}?", "How many {t} has the {p} got in it now?"),
        ("What does the {p} contain [now|]?",),
        ends=("At the end, the {p} contains this number of {t}:", "The number of {t} in the {p} is now"),
    ),
    "bus": Manner(
        "bus|train|boat|trolleybus|carriage|plane|minibus|coach",
        "passenger:passengers|child:children|tourist:tourists|student:students|adult:adults|worker:workers",
        ("there {are} {x} on the {p}", "the {p} carries {x}", "the {p} starts with {x} on board"),
        ("{x} get{s} on the {p}", "{x} board{s} the {p}", "at the next stop {x} join{s} the {p}", "the {p} takes on {x}"),
        ("{x} get{s} off the {p}", "{x} step{s} off the {p}", "the {p} drops off {x}", "at the station {x} get{s} out of the {p}"),
        ("{x} change{s} from the {p} to the {q}", "{x} get{s} off the {p} and board{s} the {q}"),
        ("How many {t} are on the {p} [now|]?", "How many {t} does the {p} carry now?", "How many {t} are still on the {p}?"),
        open=False,
        ends=("The number of {t} on the {p} is now", "So the {p} goes on with this many {t}:"),
    ),
    "farm": Manner(
        "pond|stable|field|barn|pen|meadow|yard|park|orchard|paddock",
        "horse:horses|hen:hens|rabbit:rabbits|cow:cows|pony:ponies|frog:frogs|swan:swans|pig:pigs|donkey:donkeys|turkey:turkeys|lamb:lambs",
        ("there {are} {x} in the {p}", "the {p} is home to {x}", "{x} live{s} in the {p}", "the {p} has {x}"),
        ("{x} come{s} into the {p}", "the farmer brings {x} to the {p}", "{x} {are} let into the {p}", "{x} {are} added to the {p}"),
        ("{x} {are} taken away from the {p}", "{x} escape{s} from the {p}", "the farmer removes {x} from the {p}"),
        ("the farmer moves {x} from the {p} to the {q}", "{x} go{es} over from the {p} to the {q}", "{x} {are} led from the {p} into the {q}"),
        ("How many {t} are in the {p} [now|]?", "How many {t} live in the {p} [now|]?", "How many {t} are left in the {p}?"),
        ("What is in the {p} now?", "What animals does the {p} hold?"), open=False,
        ends=("At the end of the day, the number of {t} in the {p} is", "So the count of {t} in the {p} is now"),
    ),
    "store": Manner(
        "shelf|warehouse|fridge|freezer|cellar|truck|store room|trolley|counter|rack",
        "bottle:bottles|parcel:parcels|book:books|pizza:pizzas|cake:cakes|chair:chairs|tyre:tyres|lamp:lamps|sack:sacks|pallet:pallets|letter:letters",
        ("{in} the {p} there {are} {x}", "the {p} is stocked with {x}", "we have {x} {in} the {p}", "stock of the {p}: {x}"),
        ("{x} arrive{s} for the {p}", "we load {x} {into} the {p}", "{x} {are} delivered to the {p}", "we stock up the {p} with {x}"),
        ("{x} {are} sold from the {p}", "we unload {x} from the {p}", "{x} {are} taken from the {p}", "a customer takes {x} from the {p}"),
        ("we transfer {x} from the {p} to the {q}", "{x} {are} carried from the {p} to the {q}"),
        ("How many {t} are {in} the {p} now?", "How many {t} do we have {in} the {p} [now|]?", "How many {t} remain {in} the {p}?"),
        ("What is left {in} the {p}?",),
        ends=("The stock of {t} {in} the {p} is now", "At closing time the number of {t} {in} the {p} is"),
    ),
}  # fmt: skip


_SOON = (
    "over the day some {t} are put in and some are taken out", "[then|now] things are moved about",
    "the number of {t} does not stay the same", "people come and go, and so do the {t}",
    "there is some coming and going", "[soon|later] the numbers change", "we count the {t} again and again",
)  # fmt: skip
"""Announces what happens."""
_ONE = {"are": "is", "s": "s", "es": "es", "they": "it", "them": "it"}
_MANY = {"are": "are", "s": "", "es": "", "they": "they", "them": "them"}
"""What agrees with one thing, and with many."""


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a story of contents."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    places = _places(rng, manner)
    things = _things(rng, words, manner)
    world = {place: {rng.choice(things): 0} for place in places}
    if len(things) > 1 and rng.random() < 0.4:
        world[places[0]] = dict.fromkeys(things, 0)
    start = []
    for place, held in world.items():
        for thing in held:
            held[thing] = rng.randint(2, 40)
        lines = [f"put {n} {thing.many} in {name_of(place)}" for thing, n in held.items()]
        amounts = [f"{counted(rng, number)} {thing.many}" for thing, number in held.items()]
        said = say(rng, manner.holds, x=listed(rng, amounts), **_at(place), **_MANY)
        start.append(Said(said, tuple(lines)))
    start += announced(rng, _SOON, t=things[0].many)
    often = rng.choice((1, 2, 2, 3, 3, 4, 5, 6))
    events = [_event(rng, manner, world, things) for _ in range(often)]
    place = rng.choice(places)
    key = f"state.contents.{key}"
    if manner.what and rng.random() < 0.12:
        left = {thing: n for thing, n in world[place].items() if n}
        shown = ", ".join(sorted(f"{n} {thing.one.lower()}" for thing, n in left.items()))
        question = say(rng, manner.what, **_at(place))
        return Told(key, start, events, question, name_of(place), shown or "nothing", before=True)
    thing = rng.choice(list(world[place]))
    patterns = manner.ends if rng.random() < 0.15 else manner.how_many
    question = say(rng, patterns, t=thing.many, **_at(place))
    query = f"{thing.many} in {name_of(place)}"
    return Told(key, start, events, question, query, str(world[place][thing]), before=True)


def _places(rng: Random, manner: Manner) -> list[str]:
    every = manner.places.split("|")
    if rng.random() < 0.55:
        return [rng.choice(every)]
    if rng.random() < 0.4:
        place = rng.choice(every)
        return [f"{kind} {place}" for kind in rng.sample(_KINDS, 2)]
    return rng.sample(every, 2)


def _things(rng: Random, words: Vocabulary, manner: Manner) -> list[Noun]:
    known = [Noun(*pair.split(":")) for pair in manner.things.split("|")]
    found: dict[str, Noun] = {}
    while len(found) < rng.choice((1, 1, 2)):
        noun = words.noun(rng) if manner.open and rng.random() < 0.35 else rng.choice(known)
        found.setdefault(noun.one, noun)
    return list(found.values())


def _event(
    rng: Random, manner: Manner, world: dict[str, dict[Noun, int]], things: list[Noun]
) -> Said:
    place = rng.choice(list(world))
    full = [thing for thing, number in world[place].items() if number]
    draw = rng.random()
    if draw < 0.4 or not full:
        return _put(rng, manner, world, place, things)
    thing = rng.choice(full)
    number = _number(rng, world[place][thing])
    text, many = _amount(rng, number, thing)
    world[place][thing] -= number
    agree = _ONE if number == 1 else _MANY
    taken = f"take {many} from {name_of(place)}"
    others = [other for other in world if other != place]
    if draw < 0.72 or not others:
        said = say(rng, manner.takes, x=text, **_at(place), **agree)
        return Said(said, (taken,))
    other = others[0]
    world[other][thing] = world[other].get(thing, 0) + number
    said = say(rng, manner.moves, q=other, x=text, **_at(place), **agree)
    return Said(said, (taken, f"put {many} in {name_of(other)}"))


def _put(
    rng: Random,
    manner: Manner,
    world: dict[str, dict[Noun, int]],
    place: str,
    things: Sequence[Noun],
) -> Said:
    """Put something in, two kinds at once now and then."""
    count = 2 if len(things) > 1 and rng.random() < 0.25 else 1
    texts, lines = [], []
    agree = _MANY
    for thing in rng.sample(things, count):
        number = _number(rng, 20)
        agree = _ONE if number == 1 and count == 1 else _MANY
        world[place][thing] = world[place].get(thing, 0) + number
        text, many = _amount(rng, number, thing)
        texts.append(text)
        lines.append(f"put {many} in {name_of(place)}")
    said = say(rng, manner.puts, x=listed(rng, texts), **_at(place), **agree)
    return Said(said, tuple(lines))


def _at(place: str) -> dict[str, str]:
    """Return what patterns say of a place."""
    return {"p": place, **inside(place)}


def _number(rng: Random, most: int) -> int:
    return rng.randint(2, most) if most > 1 and rng.random() > 0.1 else 1


def _amount(rng: Random, number: int, thing: Noun) -> tuple[str, str]:
    """Return how a sentence and a program say how many of a thing."""
    if number == 1:
        return f"one {thing.one}", f"1 {thing.one}"
    return f"{counted(rng, number)} {thing.many}", f"{number} {thing.many}"

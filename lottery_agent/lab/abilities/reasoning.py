"""Long-context reasoning: facts that stand far apart in a long text have to be combined.

Facts of the same form about other things stand between them, so that no single sentence gives the
answer away, and every option is named in the text or follows from it as easily as the right one.
"""

from __future__ import annotations

from random import Random

from lottery_agent.lab.abilities.probes import Probe, lettered
from lottery_agent.lab.abilities.prose import (
    CHESTS,
    HOUSES,
    ROOMS,
    THINGS,
    sentences,
    things,
    woven,
)

WORDS = (300, 800)
OPTIONS = 4
CHANCE = 1 / OPTIONS
_FORMS = ("two facts", "three facts", "sum of two")
KINDS = tuple(f"{form}, {words} words" for words in WORDS for form in _FORMS)


def make(random: Random, kind: str) -> Probe:
    """Return a probe."""
    form, _, length = kind.removesuffix(" words").partition(", ")
    prose = sentences(random, int(length))
    facts, question, right, wrong = _sum(random) if form == "sum of two" else _chain(random, form)
    answer, options = lettered(random, right, wrong)
    return Probe(kind, question, answer, _spread(random, prose, facts), options)


def _chain(random: Random, form: str) -> tuple[list[str], str, str, list[str]]:
    """Return facts that lead from a thing over a chest, perhaps over a room, to a place."""
    objects = things(random, OPTIONS, THINGS)
    chests = things(random, OPTIONS, CHESTS)
    rooms, houses = random.sample(ROOMS, OPTIONS), random.sample(HOUSES, OPTIONS)
    facts = [f"The {x} is kept in the {y}." for x, y in zip(objects, chests, strict=True)]
    facts += [f"The {x} stands in the {y}." for x, y in zip(chests, rooms, strict=True)]
    if form == "two facts":
        return facts, f"In which room is the {objects[0]}?", rooms[0], rooms[1:]
    facts += [f"The {x} belongs to {y}." for x, y in zip(rooms, houses, strict=True)]
    return facts, f"In which house is the {objects[0]}?", houses[0], houses[1:]


def _sum(random: Random) -> tuple[list[str], str, str, list[str]]:
    """Return facts about numbers, and the sum of two; the other options are sums of other two."""
    while True:
        chests = things(random, OPTIONS, CHESTS)
        coins = random.sample(range(11, 60), OPTIONS)
        one, two, three, four = coins
        sums = (one + two, one + three, two + four, three + four)
        if len(set(sums)) == OPTIONS:
            break
    facts = [f"The {x} holds {y} coins." for x, y in zip(chests, coins, strict=True)]
    question = f"How many coins do the {chests[0]} and the {chests[1]} hold together?"
    right, *wrong = (f"{each} coins" for each in sums)
    return facts, question, right, wrong


def _spread(random: Random, prose: list[str], facts: list[str]) -> str:
    """Return the prose with the facts in it: shuffled, and evenly far apart."""
    shuffled = random.sample(facts, len(facts))
    places = {
        (2 * n + 1) * len(prose) // (2 * len(facts)): [fact] for n, fact in enumerate(shuffled)
    }
    return woven(prose, places)

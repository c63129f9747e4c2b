# ruff: noqa: E501 - a list of words is one line
"""The values of a puzzle: pets, drinks, towns, days, rooms, with the verbs that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.puzzles.things import (
    SORTS,
    Thing,
    common,
    distinct,
    proper,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary, held_out

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = (
    "January February March April May June July August September October November December".split()
)

_HOLDINGS = """
pet|has|does not have|have|belongs to|@animals
drink|drinks|does not drink|drink|goes to|tea coffee water milk juice cocoa lemonade cider cola
town|lives in|does not live in|live in|is home to|@places
country|comes from|does not come from|come from|is the home of|@places
job|works as|does not work as|work as|is the job of|@jobs
colour|likes|does not like|like|is liked by|red blue yellow purple white black grey brown pink
colour|chose|did not choose|choose|was chosen by|red blue yellow purple white black grey brown pink
hat|has|does not have|have|belongs to|@hats
instrument|plays|does not play|play|is played by|@objects
sport|plays|does not play|play|is played by|tennis football chess golf hockey rugby cricket squash badminton
fruit|ate|did not eat|eat|was eaten by|@food
subject|studies|does not study|study|is studied by|maths physics history biology art Latin chemistry drama
language|speaks|does not speak|speak|is spoken by|French Spanish Welsh Polish Hindi Greek Turkish Swedish
car|drives|does not drive|drive|is driven by|@vehicles
prize|won|did not win|win|went to|@nouns
present|got|did not get|get|was given to|@nouns
thing|picked|did not pick|pick|was picked by|@nouns
task|does|does not do|do|is done by|cleaning cooking shopping ironing painting sweeping
dish|orders|does not order|order|is ordered by|pizza salad curry pasta stew risotto ramen
room|sleeps in|does not sleep in|sleep in|is taken by|@rooms
"""
_TIMES = {
    "day": DAYS,
    "month": MONTHS,
    "season": ["spring", "summer", "autumn", "winter"],
    "week": [f"week {n}" for n in range(1, 8)],
    "date": [f"{n} {month}" for month in ("May", "June", "March") for n in range(3, 11)],
    "year": [f"year {n}" for n in range(1, 8)],
}
_STUFF = "coins stamps shells cards books apples tokens beads tickets badges photos sweets pears letters".split()
_GOT = {
    "got": "get", "found": "find", "collected": "collect", "picked": "pick", "caught": "catch",
    "counted": "count", "carried": "carry", "saw": "see", "ordered": "order", "read": "read",
    "wrote": "write", "made": "make", "lost": "lose", "won": "win",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Values:
    """The values that things can have, and what a sentence needs to speak of them."""

    things: tuple[Thing, ...]
    verbs: Mapping[str, str]


def _verbs(kind: str, has: str, hasnt: str, have: str, by: str) -> dict[str, str]:
    many = kind[:-1] + "ies" if kind.endswith("y") and kind[-2] not in "aou" else kind + "s"
    many = "dishes" if kind == "dish" else many
    return {"kind": kind, "kinds": many, "has": has, "hasnt": hasnt, "have": have, "by": by}


def holdings(rng: Random, words: Vocabulary, count: int) -> Values:
    """Draw values that people have, like, or play."""
    if rng.random() < 0.15:
        verb = words.verb(rng)
        found = distinct(rng, lambda: words.noun(rng).one, count)
        own = _verbs("thing", verb.third, f"does not {verb.base}", verb.base, "goes to")
        return Values(tuple(map(common, found)), own)
    line = rng.choice([line for line in _HOLDINGS.strip().splitlines() if _usable(line)])
    *forms, source = line.split("|")
    if source == "@jobs":
        jobs = "teacher nurse pilot doctor lawyer painter tailor farmer chef judge engineer".split()
        things = [Thing(t.listed, t.listed, t.name) for t in map(common, rng.sample(jobs, count))]
    elif source == "@hats":
        colours = "red blue yellow purple white black grey brown".split()
        things = [common(f"{colour} {forms[0]}") for colour in rng.sample(colours, count)]
    elif source == "@rooms":
        things = [proper(f"room {n}") for n in rng.sample(range(1, 13), count)]
    elif source == "@nouns":
        things = list(map(common, distinct(rng, lambda: words.noun(rng).one, count)))
    elif source.startswith("@"):
        things = list(rng.choice(SORTS[source[1:]])(rng, words, count).things)
    else:
        things = list(map(proper, rng.sample(source.split(), count)))
    return Values(tuple(things), _verbs(*forms))


def _usable(line: str) -> bool:
    return not held_out() & set(line.replace("|", " ").split())


def times(rng: Random, words: Vocabulary, count: int) -> Values:
    """Draw days, months or other times, in their order."""
    kind = rng.choice(("day", "day", "day", *_TIMES))
    found = [name for name in _TIMES[kind] if name.lower() not in held_out()]
    count = min(count, len(found))
    first = rng.randrange(len(found) - count + 1)
    chosen = tuple(map(proper, found[first : first + count]))
    on = "on" if kind in ("day", "date") else "in"
    return Values(chosen, {"kind": kind, "kinds": f"{kind}s", "on": on})


def places_for_groups(rng: Random, words: Vocabulary, count: int) -> Values:
    """Draw teams, rooms or cars."""
    kind = rng.choice("team room car group hut tent boat class".split())
    draw = rng.random()
    if draw < 0.4:
        things = [proper(f"{kind} {chr(65 + i)}") for i in range(count)]
    elif draw < 0.55:
        things = [proper(f"{kind} {i + 1}") for i in range(count)]
    else:
        colours = rng.sample("red blue yellow purple white black grey brown".split(), count)
        things = [Thing(f"the {c} {kind}", f"the {c} {kind}", f"{c}_{kind}") for c in colours]
    return Values(
        tuple(things), {"kind": kind, "kinds": f"{kind}es" if kind == "class" else f"{kind}s"}
    )


def numbers(rng: Random) -> dict[str, str]:
    """Draw what is counted, and how it came to be had."""
    got = rng.choice([word for word in _GOT if word not in held_out()])
    stuff = rng.choice([word for word in _STUFF if word not in held_out()])
    return {"got": got, "get": _GOT[got], "stuff": stuff}

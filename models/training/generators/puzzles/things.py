# ruff: noqa: E501 - a list of words is one line
"""The things of a puzzle and the values that they take: words of the vocabulary and of short lists.

A thing has three forms: as an introduction lists it (`a red book`), as a clue says it (`the red
book`), and its name in the puzzle language (`red_book`), which is the phrase without its article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.vocabulary import Vocabulary, held_out, made_up

_PEOPLE = "friends people students neighbours colleagues children players cousins tourists clerks guests members actors singers soldiers scouts teachers runners customers pupils sailors".split()
_THEMES = {
    "animals": {
        "birds": "robin sparrow heron gull swan crow raven finch kestrel magpie pigeon eagle puffin wren hawk cardinal stork crane",
        "animals": "horse cow pig donkey rabbit fox badger hare mouse hamster turtle lizard camel zebra lion tiger panda beaver squirrel hedgehog",
        "pets": "cat dog rabbit hamster turtle lizard snake canary goldfish gerbil",
        "insects": "ant bee wasp moth beetle cricket ladybird hornet termite",
    },
    "vehicles": {
        "vehicles": "truck tractor motorcycle lorry taxi bus coach scooter convertible hatchback minivan limousine jeep pickup",
        "boats": "yacht canoe barge kayak raft sloop schooner trawler",
    },
    "buildings": {
        "buildings": "tower church castle bridge school hospital theatre library hotel mill temple palace chapel barn",
    },
    "objects": {
        "tools": "hammer saw spanner chisel drill rake shovel axe wrench ladder file",
        "instruments": "piano guitar flute cello trumpet drum harp clarinet banjo lute",
        "pieces of furniture": "chair table sofa desk bench wardrobe lamp stool shelf bed",
        "toys": "doll kite ball puzzle robot train yo-yo top",
    },
}
_PLURALS = {
    "food": {
        "fruits": "apples pears plums figs kiwis mangoes peaches lemons limes cherries grapes bananas melons apricots papayas",
        "vegetables": "carrots onions leeks turnips radishes beans potatoes peppers cucumbers beets",
        "dishes": "noodles dumplings pancakes waffles meatballs dates olives crackers sausages",
    },
    "plants": {
        "flowers": "roses tulips daisies lilies orchids poppies irises violets",
        "trees": "oaks elms pines birches maples willows cedars poplars",
    },
}
_PROPER = {
    "places": {
        "towns": "Lima Oslo Paris Rome Cairo Delhi Tokyo Madrid Lisbon Dublin Vienna Prague Athens Berlin Quito Nairobi Boston Denver Austin",
        "countries": "Chile Peru Norway Kenya India Japan Spain Greece Egypt Cuba Ghana Nepal Malta Latvia Fiji",
    },
}
_COLOURS = "red blue yellow purple white black grey brown pink silver golden violet turquoise scarlet beige".split()
_SORTS = "book car box cup house hat flag ball lamp bag chair vase ship tent candle coat card bottle boat folder key".split()
_EVENTS = "lesson talk meeting lecture workshop interview class session film song speech concert tour".split()
_SUBJECTS = "history maths biology chemistry physics geography art drama French Spanish Latin computing poetry budget hiring safety marketing sales design legal research planning".split()
_JOBS = "teacher nurse pilot doctor lawyer painter tailor farmer chef judge engineer poet miner clerk tutor driver".split()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing or a value of a puzzle."""

    listed: str
    said: str
    name: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort, with the noun for them."""

    things: tuple[Thing, ...]
    many: str
    one: str
    sort: str


Draw = Callable[[Random, Vocabulary, int], Group]


def _allowed(words: Iterable[str]) -> list[str]:
    """Return the words that training may use."""
    reserved = held_out()
    return [word for word in words if word.lower() not in reserved and word.isalpha()]


def proper(name: str) -> Thing:
    """Return a thing with a name of its own."""
    return Thing(name, name, name.replace(" ", "_"))


def common(phrase: str) -> Thing:
    """Return a thing called by a common noun, `red book`."""
    return Thing(article(phrase), f"the {phrase}", phrase.replace(" ", "_"))


def plural(phrase: str) -> Thing:
    """Return several things as one, `the apples`."""
    return Thing(phrase, f"the {phrase}", phrase.replace(" ", "_"), plural=True)


def distinct(rng: Random, draw: Callable[[], str], count: int) -> list[str]:
    """Draw different words; made-up ones where a small vocabulary has no more."""
    found: dict[str, str] = {}
    for attempt in range(20 * count):
        word = draw() if attempt < 10 * count else made_up(rng)
        if word.replace(" ", "").isalpha():
            found.setdefault(word.lower(), word)
        if len(found) == count:
            break
    return list(found.values())


def _people(rng: Random, words: Vocabulary, count: int) -> Group:
    draw = rng.random()
    if draw < 0.1 and count <= len(_JOBS):
        return Group(tuple(map(common, rng.sample(_JOBS, count))), "people", "person", "people")
    names = distinct(rng, lambda: words.name(rng), count)
    if draw < 0.17:
        last = distinct(rng, lambda: words.name(rng), 2 * count)[-count:]
        names = [f"{one} {two}" for one, two in zip(names, last, strict=True)]
    elif draw < 0.24:
        names = [f"{rng.choice(('Mr', 'Mrs', 'Ms', 'Dr'))} {name}" for name in names]
    elif draw < 0.27:
        names = rng.sample([chr(65 + i) for i in range(1, 24)], count)
    many = rng.choice(_allowed(_PEOPLE))
    one = {"people": "person", "children": "child"}.get(many, many[:-1])
    return Group(tuple(map(proper, names)), many, one, "people")


def _coloured(rng: Random, words: Vocabulary, count: int) -> Group:
    noun = rng.choice(_allowed(_SORTS))
    many = noun + ("es" if noun.endswith("x") else "s")
    draw = rng.random()
    if draw < 0.3:
        sort = words.noun(rng)
        noun, many = (sort.one, sort.many) if sort.one.isalpha() else (noun, many)
    if draw > 0.4:
        first = rng.sample(_allowed(_COLOURS), count)
    else:
        first = distinct(rng, lambda: words.adjective(rng), count)
    return Group(tuple(common(f"{word} {noun}") for word in first), many, noun, "objects")


def _nouns(rng: Random, words: Vocabulary, count: int) -> Group:
    found = tuple(map(common, distinct(rng, lambda: words.noun(rng).one, count)))
    many = rng.choice(("things", "objects", "items"))
    return Group(found, many, many[:-1], "objects")


def _labelled(rng: Random, words: Vocabulary, count: int) -> Group:
    noun = rng.choice(("box", "jar", "parcel", "folder", "room", "machine"))
    labels = [chr(65 + i) for i in range(count)] if rng.random() < 0.5 else range(1, count + 1)
    many = noun + ("es" if noun.endswith("x") else "s")
    return Group(tuple(proper(f"{noun} {label}") for label in labels), many, noun, "objects")


def _events(rng: Random, words: Vocabulary, count: int) -> Group:
    noun = rng.choice(_EVENTS)
    many = noun + ("es" if noun.endswith("s") else "s")
    first = rng.sample(_SUBJECTS, count)
    return Group(tuple(common(f"{word} {noun}") for word in first), many, noun, "events")


def _crops(rng: Random, words: Vocabulary, count: int) -> Group:
    found = tuple(map(plural, distinct(rng, lambda: words.noun(rng).many, count)))
    return Group(found, "goods", "sort of goods", "food")


def _themed(
    sort: str, themes: dict[str, str], form: Callable[[str], Thing]
) -> Callable[[Random, Vocabulary, int], Group]:
    def draw(rng: Random, words: Vocabulary, count: int) -> Group:
        many = rng.choice(sorted(themes))
        found = _allowed(themes[many].split())
        if len(found) < count:
            found += distinct(rng, lambda: words.noun(rng).one, count)
        one = "piece of furniture" if many.startswith("pieces") else _singular(many)
        return Group(tuple(map(form, rng.sample(found, count))), many, one, sort)

    return draw


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith("shes") else noun[:-1]


SORTS: dict[str, Sequence[Draw]] = {
    "people": (_people,),
    "objects": (_coloured, _coloured, _nouns, _nouns, _labelled, _themed("objects", _THEMES["objects"], common)),
    "events": (_events,),
    "food": (_crops, _themed("food", _PLURALS["food"], plural), _themed("food", _PLURALS["food"], plural)),
    "plants": (_themed("plants", _PLURALS["plants"], plural),),
    "places": (_themed("places", _PROPER["places"], proper),),
    **{
        sort: (_themed(sort, _THEMES[sort], common),)
        for sort in ("animals", "vehicles", "buildings")
    },
}  # fmt: skip
"""The sorts of things that a scene may have, and how each is drawn."""


def group(rng: Random, words: Vocabulary, sorts: Sequence[str], count: int) -> Group:
    """Draw some things of one of the sorts."""
    return rng.choice(SORTS[rng.choice(sorts)])(rng, words, count)

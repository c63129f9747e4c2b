# ruff: noqa: E501 - tables of words are long lines
"""Who and what a story is about: owners, items and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary

_FOOD = "apple pear plum cookie muffin sandwich peach cherry grape biscuit carrot tomato potato egg sausage pancake olive almond walnut fig apricot radish pretzel waffle dumpling cracker doughnut cupcake strawberry sweet".split()
_THINGS = "book pen sticker stamp card button coin shell bead toy balloon ribbon crayon notebook photo key magazine puzzle comic ruler candle cup plate spoon hat shirt sock badge brick tile nail screw doll ball kite game postcard poster lamp chair bottle battery eraser envelope blanket pillow necklace bracelet".split()
_PLANTS = "rose tulip tree bush seedling daisy pumpkin lily fern sunflower cactus".split()
_ANIMALS = "chicken sheep cow horse rabbit cat hen pigeon lamb fish hamster turtle bee".split()
_CROWDS = "passenger child student guest player worker pupil dancer swimmer runner tourist".split()
_MEASURED = (
    ("litre of", "litres of", "water milk juice paint petrol tea lemonade"),
    ("kilogram of", "kilograms of", "flour sugar rice sand wheat salt"),
    ("metre of", "metres of", "rope ribbon wire cloth"),
    ("cup of", "cups of", "flour sugar milk rice coffee"),
)
_ODD = {"sheep": "sheep", "fish": "fish", "child": "children", "cactus": "cactuses"}
_ROLES = "farmer teacher baker nurse shopkeeper painter tailor florist librarian cook builder mechanic clerk chef coach pilot manager".split()
_GROUPS = "twins pupils nurses farmers neighbours campers scouts sisters brothers teachers".split()
_PLACES = (
    ("in", "into", "out of", "basket drawer cupboard box fridge crate bucket shed chest bowl suitcase tank garage"),
    ("in", "into", "out of", "shop library school kitchen garden cellar office classroom warehouse store park yard"),
    ("on", "onto", "off", "shelf table tray desk cart wall counter"),
)  # fmt: skip
_CROWDED = (("on", "bus"), ("on", "train"), ("on", "boat"), ("in", "hall"), ("in", "room"), ("in", "pool"), ("in", "cinema"), ("on", "plane"))  # fmt: skip
_CONTAINERS = {
    "thing": "box carton case packet pack row stack drawer crate pile sack tin basket tray bundle",
    "food": "box carton tray packet basket sack plate tin tub crate bowl pack bucket pile",
    "plant": "row bed pot bunch tray box crate",
    "animal": "cage pen tank group hutch row",
}
_COLOURS = "red blue yellow white black purple brown pink grey old new big small wooden broken plain striped round".split()


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who has something; `they` are several, `I` tells the story."""

    name: str
    she: str

    @property
    def plural(self) -> bool:
        """Whether verbs take the plural."""
        return self.she == "they"

    @property
    def first(self) -> bool:
        """Whether this is the teller."""
        return self.she == "I"

    def pronoun(self, case: str) -> str:
        """Return the pronoun as subject (`s`), object (`o`) or possessive (`p`)."""
        return {
            "she": ("she", "her", "her"),
            "he": ("he", "him", "his"),
            "they": ("they", "them", "their"),
            "I": ("I", "me", "my"),
        }[self.she]["sop".index(case)]

    def named(self, case: str) -> str:
        """Return the name in a case."""
        if self.first:
            return self.pronoun(case)
        if case != "p":
            return self.name
        return self.name + ("'" if self.plural and self.name.endswith("s") else "'s")


@dataclass(frozen=True, slots=True)
class Item:
    """What is counted. `kind` says what may happen to it."""

    one: str
    many: str
    kind: str


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money, written with the coin of the story."""

    value: int | Fraction


Slot = Owner | Money | int | Fraction | str


@dataclass(slots=True)
class Scene:
    """What a story is about.

    Attributes:
        rng: Where to draw from.
        words: Where names and rare nouns come from.
        past: Whether it is told in the past.
        slots: What stands for the `{…}` of the sentences.
        top: Size of the larger numbers.
    """

    rng: Random
    words: Vocabulary
    past: bool = True
    slots: dict[str, Slot] = field(default_factory=dict)
    top: int = 50

    def number(self, low: int = 2, top: int | None = None) -> int:
        """Draw a number of the story's size."""
        return self.rng.randint(low, max(low + 1, top or self.top))

    def item(self, key: str) -> Item:
        """Return the item whose plural stands in a slot."""
        return self.items[key]

    items: dict[str, Item] = field(default_factory=dict)


def open_scene(rng: Random, words: Vocabulary, *kinds: str) -> Scene:
    """Draw the owners, items, places and the size of the numbers.

    Args:
        rng: Where to draw from.
        words: Where names and rare nouns come from.
        kinds: Kinds of items to choose the first from; any if there are none.
    """
    scene = Scene(rng, words, past=rng.random() < 0.8)
    scene.top = rng.choice((12, 20, 20, 50, 50, 100, 100, 400))
    genders = ["she", "he"]
    rng.shuffle(genders)
    names = _names(rng, words, 5)
    for key, she, name in zip("SMDEF", (*genders, *genders, genders[0]), names, strict=True):
        scene.slots[key] = Owner(name, she)
    draw = rng.random()
    if draw < 0.08:
        scene.slots["S"] = Owner("I", "I")
    elif draw < 0.16:
        scene.slots["S"] = Owner(f"the {rng.choice(_GROUPS)}", "they")
    elif draw < 0.3:
        scene.slots["S"] = Owner(f"the {rng.choice(_ROLES)}", genders[0])
    used: set[str] = set()
    for at, key in enumerate("TUV"):
        item = draw_item(rng, words, *(kinds if at == 0 else ("thing", "food")))
        while item.many in used:
            item = draw_item(rng, words, "thing", "food")
        used.add(item.many)
        scene.items[key] = item
        scene.slots[key], scene.slots[key.lower()] = item.many, item.one
    at_, to, off, places = rng.choice(_PLACES)
    place = rng.choice(places.split())
    if scene.items["T"].kind == "crowd":
        at_, place = rng.choice(_CROWDED)
        to, off = {"in": ("into", "out of"), "on": ("onto", "off")}[at_]
    if scene.items["T"].kind in ("plant", "animal"):
        at_, to, off, place = (
            "in",
            "into",
            "out of",
            rng.choice(("garden", "field", "yard", "park")),
        )
    scene.slots |= {"at": f"{at_} the {place}", "to": f"{to} the {place}", "off": f"{off} the {place}", "place": place}  # fmt: skip
    for key, container in zip(
        ("c", "k"),
        rng.sample(_CONTAINERS.get(scene.items["T"].kind, _CONTAINERS["thing"]).split(), 2),
        strict=True,
    ):
        scene.slots[key] = container
        scene.slots[key.upper()] = plural(container)
    colours = rng.sample(
        _COLOURS[:11] if scene.items["T"].kind in ("plant", "animal") else _COLOURS, 3
    )
    mine = scene.slots["S"] == Owner("I", "I")
    scene.slots |= {"they": "we" if mine else "they", "them": "us" if mine else "them"}
    scene.slots |= {"a1": colours[0], "a2": colours[1], "a3": colours[2]}
    return scene


def _names(rng: Random, words: Vocabulary, count: int) -> list[str]:
    found: dict[str, None] = {}
    for _ in range(60):
        found.setdefault(words.name(rng))
        if len(found) == count:
            break
    return [*found, *(f"Mara{index}" for index in range(count))][:count]


def draw_item(rng: Random, words: Vocabulary, *kinds: str) -> Item:
    """Draw what is counted; a thing is any noun four times in ten."""
    kind = rng.choice(kinds or ("thing", "thing", "thing", "food", "food", "plant", "animal"))
    if kind == "thing" and rng.random() < 0.4:
        noun = words.noun(rng)
        return Item(noun.one, noun.many, "thing")
    if kind == "measured":
        one, many, stuffs = rng.choice(_MEASURED)
        stuff = rng.choice(stuffs.split())
        return Item(f"{one} {stuff}", f"{many} {stuff}", "measured")
    table = {"thing": _THINGS, "food": _FOOD, "plant": _PLANTS, "animal": _ANIMALS, "crowd": _CROWDS}[kind]  # fmt: skip
    noun_ = rng.choice(table)
    one, many = noun_, plural(noun_)
    if kind != "crowd" and rng.random() < 0.12:
        adjective = rng.choice(_COLOURS[:11] if kind in ("plant", "animal") else _COLOURS)
        one, many = f"{adjective} {one}", f"{adjective} {many}"
    return Item(one, many, kind)


def plural(noun: str) -> str:
    """Return the plural of a noun of the tables."""
    if noun in _ODD:
        return _ODD[noun]
    if noun == "shelf":
        return "shelves"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")) or noun in ("tomato", "potato"):
        return noun + "es"
    return noun + "s"

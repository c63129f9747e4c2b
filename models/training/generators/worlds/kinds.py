# ruff: noqa: E501 - a pattern of language is one line
"""Kinds of things, and which kinds could be taken for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lottery_agent.models.training.generators.vocabulary import Noun


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things.

    Attributes:
        called: What the kind is called, in the plural, parted by `|`.
        members: Things of the kind, parted by `|`; a plural that no rule gives follows a colon.
        size: How big they are: `small` ones lie on a table, `big` ones stand in a room or a street;
            an `animal` lives on a farm or in the wild, a `place` stands where it is, `people`
            belong to nobody.
    """

    called: str
    members: str
    size: str = "small"

    @property
    def nouns(self) -> list[Noun]:
        """The members."""
        return [_noun(member) for member in self.members.split("|")]


KINDS: Mapping[str, Kind] = {
    "mammal": Kind("mammals", "cow|horse|pig|sheep:sheep|rabbit|cat|hamster|donkey|pony|lion|tiger|bear|wolf:wolves|fox|deer:deer|elephant|giraffe|zebra|camel|monkey|kangaroo|panda|squirrel|hedgehog|badger|mouse:mice|rat|bull|llama|hare", "animal"),
    "bird": Kind("birds", "hen|goose:geese|swan|turkey|pigeon|dove|sparrow|robin|crow|raven|eagle|hawk|falcon|owl|penguin|ostrich|flamingo|pelican|peacock|stork|heron|gull|finch|canary|rooster|chicken|swallow|woodpecker", "animal"),
    "fish": Kind("fish", "trout:trout|carp:carp|eel|shark|herring|goldfish:goldfish|salmon:salmon|pike:pike|sardine|piranha|stingray|catfish:catfish", "animal"),
    "reptile": Kind("reptiles", "snake|lizard|gecko|crocodile|alligator|tortoise|turtle|chameleon|python|cobra|viper|rattlesnake|boa|skink", "animal"),
    "insect": Kind("insects", "ant|bee|wasp|fly|beetle|butterfly|moth|grasshopper|cricket|dragonfly|ladybird|mosquito:mosquitoes|cockroach|flea|hornet|termite|bumblebee"),
    "fruit": Kind("fruits|pieces of fruit", "apple|pear|banana|plum|peach|cherry|grape|lemon|lime|mango|kiwi|pineapple|melon|fig|apricot|strawberry|raspberry|blackberry|blueberry|coconut|papaya|grapefruit|date|pomegranate|tangerine"),
    "vegetable": Kind("vegetables|pieces of vegetable", "carrot|potato:potatoes|onion|cabbage|cauliflower|turnip|leek|radish|beetroot|parsnip|artichoke|courgette|zucchini|sprout|head of lettuce|head of broccoli|stalk of celery|bulb of garlic|yam|sweet potato:sweet potatoes|shallot"),
    "nut": Kind("nuts", "almond|walnut|hazelnut|cashew|pecan|chestnut|pistachio|peanut|acorn|macadamia"),
    "pastry": Kind("pastries|baked goods", "muffin|croissant|pretzel|bagel|doughnut|scone|waffle|pie|tart|cake|brownie|cookie|eclair|strudel|cupcake|biscuit"),
    "dish": Kind("dishes|meals", "pizza|burger|omelette|sandwich|taco|pancake|stew|salad|curry|lasagne|steak|burrito|kebab|casserole|risotto"),
    "sweet": Kind("sweets|candies", "toffee|lollipop|caramel|bar of chocolate|gumdrop|jelly bean|mint|truffle|stick of liquorice|praline|candy cane"),
    "drink": Kind("drinks|beverages", "cup of tea|cup of coffee|glass of milk|bottle of water|bottle of wine|can of beer|glass of juice|mug of cocoa|lemonade|milkshake|smoothie|espresso|cider|cappuccino|bottle of cola|glass of sherry"),
    "tool": Kind("tools|hand tools", "hammer|saw|screwdriver|wrench|chisel|drill|spanner|file|mallet|crowbar|sander|plane|pickaxe|shovel|rake|spade|hoe|trowel|pitchfork|spirit level|soldering iron|hacksaw"),
    "kitchen": Kind("kitchen utensils|kitchen things|things for the kitchen", "pan|pot|ladle|spoon|fork|plate|bowl|whisk|grater|sieve|saucepan|colander|spatula|corkscrew|rolling pin|teapot|saucer|chopping board|tin opener|wok|baking tray"),
    "furniture": Kind("pieces of furniture|items of furniture", "chair|table|sofa|bed|desk|wardrobe|armchair|stool|bookcase|cupboard|bench|dresser|couch|sideboard|bunk bed|chest of drawers:chests of drawers|rocking chair|nightstand|cabinet", "big"),
    "appliance": Kind("appliances|electrical appliances|electric devices", "toaster|fridge|oven|stove|microwave|washing machine|dishwasher|freezer|blender|hairdryer|vacuum cleaner|heater|television|computer|printer|laptop|radio|coffee machine|electric fan", "big"),
    "clothing": Kind("items of clothing|pieces of clothing|garments|clothes", "shirt|skirt|dress|coat|jacket|sweater|blouse|hat|cap|sock|glove|belt|tie|vest|cardigan|jumper|hoodie|raincoat|T-shirt|beret|kilt|cloak|waistcoat"),
    "shoe": Kind("shoes|pieces of footwear", "sandal|slipper|sneaker|clog|moccasin|loafer|flip-flop|high heel|galosh|running shoe|ballet shoe|football shoe"),
    "jewel": Kind("pieces of jewellery|jewels|items of jewellery", "ring|necklace|bracelet|brooch|earring|tiara|pendant|anklet|crown|locket|bangle|cufflink"),
    "vehicle": Kind("vehicles|land vehicles", "car|truck|bus|lorry|motorcycle|scooter|tractor|minibus|taxi|ambulance|fire engine|limousine|jeep|camper|bulldozer|coach|moped|police car|pickup|snowplough", "big"),
    "boat": Kind("boats|watercraft", "canoe|kayak|yacht|rowing boat|sailing boat|barge|gondola|catamaran|motorboat|lifeboat|fishing boat|houseboat|trawler|speedboat", "big"),
    "toy": Kind("toys", "doll|teddy bear|puppet|rocking horse|jigsaw|yo-yo|spinning top|rattle|building block|kite|toy car|toy train|dollhouse|tin soldier|rag doll|toy robot"),
    "instrument": Kind("musical instruments|instruments", "piano|flute|drum|guitar|trumpet|trombone|clarinet|cello|harp|banjo|saxophone|tuba|accordion|oboe|bassoon|viola|ukulele|xylophone|tambourine|mandolin|lute|harpsichord|recorder|keyboard|double bass"),
    "weapon": Kind("weapons", "sword|spear|dagger|rifle|pistol|cannon|crossbow|lance|sabre|musket|shotgun|longbow|revolver|halberd|catapult"),
    "flower": Kind("flowers", "rose|tulip|daisy|lily|daffodil|orchid|sunflower|poppy|carnation|violet|iris:irises|geranium|lilac|marigold|snowdrop|pansy|dahlia|petunia|hyacinth|peony|buttercup"),
    "tree": Kind("trees", "oak|birch|pine|fir|maple|willow|elm|beech|poplar|spruce|cedar|larch|sycamore|cypress|redwood|eucalyptus:eucalyptuses|palm|yew", "place"),
    "stationery": Kind("things for the office|office supplies|pieces of stationery", "pen|eraser|ruler|stapler|envelope|notepad|notebook|paper clip|glue stick|crayon|marker|sharpener|folder|highlighter|hole punch|drawing pin|rubber band"),
    "book": Kind("things to read|publications", "novel|dictionary|atlas:atlases|magazine|newspaper|comic|cookbook|textbook|encyclopedia|biography|thriller|brochure|fairy tale|guidebook"),
    "sport": Kind("pieces of sports equipment|things for sports", "tennis racket|football|basketball|volleyball|baseball bat|golf club|hockey stick|skateboard|surfboard|dumbbell|snowboard|ski|javelin|shuttlecock|golf ball|boxing glove"),
    "toiletry": Kind("toiletries|things for the bathroom|bathroom things", "toothbrush|comb|sponge|razor|bar of soap|bottle of shampoo|tube of toothpaste|hairbrush|nail file|washcloth|bath towel|lipstick|stick of deodorant"),
    "person": Kind("people|persons", "nurse|cook|painter|teacher|farmer|tailor|doctor|waiter|singer|dancer|sailor|soldier|policeman:policemen|lawyer|baker|butcher|carpenter|student|tourist|clown|king|queen|fireman:firemen|engineer|actor|photographer|miner|librarian", "people"),
    "building": Kind("buildings", "church|school|castle|factory|hotel|hospital|library|theatre|palace|windmill|cottage|skyscraper|chapel|temple|barn|supermarket|town hall|villa|farmhouse|mosque", "place"),
    "shape": Kind("shapes|geometric shapes", "circle|square|triangle|rectangle|pentagon|hexagon|octagon|oval|rhombus:rhombuses|trapezoid|ellipse|parallelogram|semicircle"),
    "stone": Kind("precious stones|gemstones|jewels", "diamond|ruby|emerald|sapphire|opal|topaz:topazes|amethyst|pearl|garnet|turquoise|agate|moonstone"),
    "other": Kind("", "key|ladder|mirror|umbrella|blanket|candle|map|coin|shell|feather|rope|rock|postcard|photo|clock|vase|battery|suitcase|flag|carpet|curtain|bell|wallet|pillow|bucket|stamp|balloon|magnet|statue|tent"),
}  # fmt: skip
"""Kinds of things. Nothing is of two kinds; `other` is never asked for."""


@dataclass(frozen=True, slots=True)
class Wide:
    """Several kinds together.

    Attributes:
        called: What they are called, parted by `|`.
        kinds: The kinds.
        but: Kinds that are not told besides: somebody could count them too.
    """

    called: str
    kinds: tuple[str, ...]
    but: tuple[str, ...]


_ANIMALS = ("mammal", "bird", "fish", "reptile", "insect")
_FOOD = ("fruit", "vegetable", "nut", "pastry", "dish", "sweet", "drink", "fish", "bird")
WIDE = (
    Wide("animals|creatures", _ANIMALS, ("person",)),
    Wide("animals", ("mammal", "bird", "reptile"), ("person",)),
    Wide("plants", ("flower", "tree"), ("fruit", "vegetable", "nut")),
    Wide("things to eat|pieces of food|items of food", ("fruit", "vegetable", "pastry"), _FOOD),
    Wide("foods|things to eat", ("fruit", "dish", "pastry"), _FOOD),
    Wide("snacks|things to eat", ("nut", "sweet", "pastry"), _FOOD),
    Wide("means of transport|vehicles", ("vehicle", "boat"), ("toy", "sport", "mammal")),
    Wide("things to put on", ("clothing", "shoe"), ("jewel", "sport", "toiletry", "other")),
    Wide("living things", ("mammal", "bird", "tree", "flower"), (*_ANIMALS, *_FOOD, "person")),
    Wide("fruits and vegetables|fruits or vegetables", ("fruit", "vegetable"), ("nut",)),
    Wide("tools and weapons", ("tool", "weapon"), ("toy",)),
    Wide("toys and musical instruments", ("toy", "instrument"), ()),
    Wide("animals and plants", ("mammal", "bird", "flower"), (*_ANIMALS, *_FOOD, "person", "tree")),
)
"""What several kinds together are called; they may share a name."""

CLASHES = """
tool kitchen stationery weapon toiletry sport appliance vehicle tree other
kitchen weapon appliance furniture drink dish toiletry other
furniture appliance instrument other
toy sport instrument vehicle boat weapon building other
clothing shoe jewel sport reptile toiletry
shoe sport reptile
jewel stone other
vehicle boat sport
boat sport building
fruit nut dish drink sweet pastry tree
nut sweet pastry tree dish vegetable
pastry sweet dish
sweet drink
dish drink vegetable fish
weapon sport person fish other
stationery book toiletry instrument other
book other
sport insect other
building other vehicle
toiletry other
shape instrument building other
stone other fish
instrument appliance other
fish bird
bird sport
person mammal bird vehicle stationery book
"""
"""Kinds that are not told together unless both are counted: one could be taken for the other."""

LIVING = frozenset({*_ANIMALS, "person"})
"""Kinds of which nobody says that they are things."""


def clashing(called: str, kinds: Iterable[str]) -> set[str]:
    """Return the kinds that are not told besides those that are asked for.

    Args:
        called: What is asked for.
        kinds: Its kinds.
    """
    found = {kind for each in kinds for kind in (each, *_alike(each))}
    found |= {key for key, kind in KINDS.items() if called in kind.called.split("|")}
    for wide in WIDE:
        if called in wide.called.split("|"):
            found |= {*wide.kinds, *wide.but}
    return found


def _alike(kind: str) -> set[str]:
    """Return the kinds that a kind could be taken for."""
    found: set[str] = set()
    for line in CLASHES.strip().splitlines():
        first, *rest = line.split()
        if kind == first:
            found |= set(rest)
        elif kind in rest:
            found.add(first)
    return found


def _noun(member: str) -> Noun:
    one, _, many = member.partition(":")
    if many:
        return Noun(one, many)
    if " of " in one:
        first, _, rest = one.partition(" ")
        return Noun(one, f"{plural(first)} {rest}")
    return Noun(one, plural(one))


def plural(word: str) -> str:
    """Return the plural that the rules give a word."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")

"""Plain prose in which facts are hidden, and the names of the things that the facts are about.

The sentences tell of people and their work; no fact of a probe is about any of their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

_WHO = (
    "The gardener", "A young carpenter", "The old ferryman", "Our neighbour", "The night porter",
    "A retired teacher", "The baker's daughter", "One of the masons", "The choir",
    "A passing rider", "The surveyor", "Her elder brother",
)  # fmt: skip
_DID = (
    "swept the courtyard", "mended a torn sail", "counted the geese", "asked for warm bread",
    "carried two ladders uphill", "wrote a short letter", "watered the young birches",
    "painted the gate grey", "listened to the rain", "repaired the millwheel",
    "told a story about the sea", "looked for the lost dog", "tuned the church organ",
    "shovelled snow off the steps",
)  # fmt: skip
_WHEN = (
    "before breakfast", "in the early afternoon", "while the kettle boiled", "without any hurry",
    "as the bells rang", "after a long walk", "under a clear sky", "and then went home",
    "because the weather allowed it", "with great care",
)  # fmt: skip

MATERIALS = (
    "copper", "marble", "willow", "velvet", "amber", "iron", "cedar", "silver", "linen", "ivory",
)  # fmt: skip
THINGS = ("lantern", "compass", "flute", "teapot", "locket", "hourglass", "anchor", "mirror")
CHESTS = ("chest", "crate", "basket", "cabinet", "trunk")
ROOMS = (
    "north gallery", "tower room", "long cellar", "glass hall", "east attic", "corner study",
    "green parlour", "upper loft",
)  # fmt: skip
HOUSES = (
    "Harrow House", "Tilbury Lodge", "Wexley Manor", "Dunmore Hall", "Kestrel Court",
    "Ashby Grange", "Corven Abbey", "Lindal Tower",
)  # fmt: skip
CODES = (
    "quiet harbour", "seven sparrows", "broken ladder", "winter orchard", "golden thimble",
    "hidden staircase", "paper moon", "distant thunder", "salted almond", "crooked mile",
    "morning ferry", "scarlet ribbon", "hollow oak", "tin whistle", "northern wheat",
    "woollen curtain",
)  # fmt: skip


def sentences(random: Random, words: int) -> list[str]:
    """Return different sentences that together have at least so many words, and hardly more."""
    found: dict[str, None] = {}
    count = 0
    while count < words:
        sentence = " ".join(random.choice(part) for part in (_WHO, _DID, _WHEN)) + "."
        if sentence not in found:
            found[sentence] = None
            count += len(sentence.split())
    return list(found)


def things(random: Random, count: int, kinds: Sequence[str]) -> list[str]:
    """Return names of different things, no two of one material."""
    return [f"{material} {random.choice(kinds)}" for material in random.sample(MATERIALS, count)]


def woven(prose: Sequence[str], facts: Mapping[int, Sequence[str]]) -> str:
    """Return prose with facts in it.

    Args:
        prose: The sentences around.
        facts: By how many of these stand before them, the facts to put there.
    """
    return " ".join(_woven(prose, facts))


def _woven(prose: Sequence[str], facts: Mapping[int, Sequence[str]]) -> Iterator[str]:
    for place in range(len(prose) + 1):
        yield from facts.get(place, ())
        yield from prose[place : place + 1]

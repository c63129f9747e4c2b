"""Qualities by which things are compared, with the words for more and for less."""

from __future__ import annotations

from random import Random

from lottery_agent.models.training.generators.vocabulary import Vocabulary

_PAIRS = """
tall taller tallest shorter shortest
heavy heavier heaviest lighter lightest
long longer longest shorter shortest
big bigger biggest smaller smallest
large larger largest smaller smallest
wide wider widest narrower narrowest
deep deeper deepest shallower shallowest
thick thicker thickest thinner thinnest
loud louder loudest quieter quietest
strong stronger strongest weaker weakest
rich richer richest poorer poorest
hot hotter hottest colder coldest
warm warmer warmest cooler coolest
bright brighter brightest dimmer dimmest
hard harder hardest softer softest
high higher highest lower lowest
noisy noisier noisiest quieter quietest
"""
_QUALITIES = (
    "popular famous crowded difficult dangerous colourful polite careful useful spicy".split()
)


def scale(rng: Random, words: Vocabulary) -> dict[str, str]:
    """Draw a quality: its word, and the words for more, most, less and least of it."""
    if rng.random() < 0.55:
        quality, more, most, less, least = rng.choice(_PAIRS.strip().splitlines()).split()
        if rng.random() < 0.15:
            less, least = f"less {quality}", f"least {quality}"
    else:
        quality = rng.choice(_QUALITIES) if rng.random() < 0.4 else words.adjective(rng)
        more, most = f"more {quality}", f"most {quality}"
        less, least = f"less {quality}", f"least {quality}"
    return {"quality": quality, "more": more, "most": most, "less": less, "least": least}

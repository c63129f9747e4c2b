# ruff: noqa: E501 - a pattern of language is one line
"""Facts beside the point: other items, other owners, ages, times and prices."""

from __future__ import annotations

from lottery_agent.models.training.generators.ledgers.scene import Money, Scene

_ASIDES = {
    "u": (
        "{S} also <S:have> {w} {V}", "there <T:be> also {w} {V} {at}", "{S} <S:have> {w} {V} as well",
        "{S} also <S:take> {w} {V} along", "{w} {V} <T:be> {at} too",
    ),
    "o": (
        "{E} <E:have> {w} {T}", "{E} <E:have> {w} {T} of {E.p} own", "{E} <E:own> {w} {V}", "{E}, a friend of {S.p}, <E:have> {w} {V}",
        "{E} <E:have> {w} {T}",
    ),
    "a": ("!{S} <S:be> {age} years old", "{S} <S:live> {w} kilometres away", "{S} <S:wait> for {w} minutes", "!it was {age} degrees outside", "!{S} <S:get> up at {few}", "{few} people were waiting outside"),
    "y": ("the {place} is {w} years old", "[it took|they needed] {w} minutes [to count|to look at] everything", "{E} <E:have> {w} {V}"),
    "p": ("!a {v} costs {coins}", "{S} once paid {coins} for a {v}", "!{S} <S:have> {few} [cousins|brothers and sisters|neighbours]"),
}  # fmt: skip


def drawn(scene: Scene, kinds: str, *, named: bool) -> list[str]:
    """Return a fact beside the point.

    Args:
        scene: What the story is about; gets the numbers of the facts.
        named: Whether the question names the owner, so that another may have the same items.
        kinds: Letters: `u` another item, `o` another owner, `a` age or way, `p` price or kin, `y` what has to do with a place.
    """
    rng = scene.rng
    scene.slots |= {
        "w": scene.number(),
        "age": rng.choice((*range(14, 20), *range(24, 30))),
        "few": rng.randint(2, 6),
        "coins": Money(rng.randint(2, 30)),
    }
    found = rng.choice(_ASIDES[rng.choice(kinds)])
    if not named:
        found = found.replace("{T}", "{V}")
    chosen = [found]
    return [text.replace("there <T:be>", "there were") for text in chosen]

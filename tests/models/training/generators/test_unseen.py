"""What the recipe holds out of the generators: single phrasings, no whole construction."""

from __future__ import annotations

from collections import Counter

from lottery_agent.models.training.generators import constructions, tables, worlds
from lottery_agent.models.training.recipe import load_recipe

RECIPE = load_recipe()


def phrasings() -> list[str]:
    """Return the names of all phrasings of constructions, tables and stories."""
    return [*constructions.PHRASINGS, *tables.PHRASINGS, *worlds.MANNERS]


def test_what_is_held_out_is_there() -> None:
    families = {name.split(".")[0] + "." + name.split(".")[1] for name in phrasings()}
    unseen = [name for name in RECIPE.unseen_templates if ".".join(name.split(".")[:2]) in families]
    assert len(unseen) > 30
    assert set(unseen) <= set(phrasings())


def test_three_to_five_in_a_hundred_phrasings_are_held_out() -> None:
    every = set(phrasings())
    share = len(every & set(RECIPE.unseen_templates)) / len(every)
    assert 0.03 < share < 0.05


def test_each_construction_keeps_most_of_its_phrasings() -> None:
    unseen = set(RECIPE.unseen_templates)
    groups: dict[str, list[str]] = {}
    for name in phrasings():
        groups.setdefault(name.rsplit(".", 1)[0], []).append(name)
    kept = Counter({name: len(set(found) - unseen) for name, found in groups.items()})
    thinned = {name for name, found in groups.items() if unseen & set(found)}
    assert min(kept[name] for name in thinned) >= 3

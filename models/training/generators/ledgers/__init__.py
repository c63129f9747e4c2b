"""Word problems drawn as a small world: what owners have, what happens to it, and what is asked.

A family draws the scene, the facts and the question, and simulates what happens; the telling finds
the words. The worksheet comes from the question's steps, the answer from the simulation.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from lottery_agent.models.training.draft import Draft, rough
from lottery_agent.models.training.generators.ledgers import (
    asides,
    changes,
    groups,
    owners,
    parts,
    prices,
)
from lottery_agent.models.training.generators.ledgers.scene import Owner, Scene
from lottery_agent.models.training.generators.ledgers.sheet import Step, written
from lottery_agent.models.training.generators.ledgers.telling import Plot, told
from lottery_agent.models.training.generators.vocabulary import Vocabulary

Family = Callable[[Random, Vocabulary], tuple[Scene, Plot]]

FAMILIES: dict[str, tuple[Family, int]] = {
    "changes": (changes.draw, 30),
    "owners": (owners.draw, 20),
    "groups": (groups.draw, 25),
    "prices": (prices.draw, 17),
    "parts": (parts.draw, 14),
}
"""The families by name, with how often each is drawn."""


def draft(rng: Random, words: Vocabulary) -> Draft:
    """Draw a word problem of one to four steps with its worksheet and its answer."""
    names = list(FAMILIES)
    weights = [weight for _, weight in FAMILIES.values()]
    while True:
        name = rng.choices(names, weights)[0]
        made = _draft(rng, words, name)
        if made is not None:
            return made


def _draft(rng: Random, words: Vocabulary, name: str) -> Draft | None:
    scene, plot = FAMILIES[name][0](rng, words)
    answer = Fraction(plot.answer)
    if answer <= 0:
        return None
    beside = (
        asides.drawn(scene, plot.asides, named="{S" in plot.question)
        if plot.asides and rng.random() < 0.33
        else []
    )
    text = rough(rng, told(plot, scene, beside), share=0.08)
    sheet = written(_filled(plot.step, scene), text, _spare(scene))
    if sheet is None:
        return None
    template = f"mathematics.story.{name}.{plot.form}"
    return Draft("worksheet", {"question": text}, sheet, template, answer=str(answer))


def _filled(step: Step, scene: Scene) -> Step:
    """Return a step with the words of the scene for its names; a step used twice stays one."""
    made: dict[int, Step] = {}

    def fill(old: Step) -> Step:
        if id(old) not in made:
            parts = tuple(fill(part) if isinstance(part, Step) else part for part in old.parts)
            made[id(old)] = Step(old.sign, parts, tuple(_word(n, scene) for n in old.named))
        return made[id(old)]

    return fill(step)


def _word(name: str, scene: Scene) -> str:
    value = scene.slots.get(name.strip("{}"), "") if name.startswith("{") else name
    return value.name if isinstance(value, Owner) else str(value)


def _spare(scene: Scene) -> list[str]:
    keys = ("T", "t", "S", "M", "place", "U", "u", "C", "c", "D")
    return [_word(f"{{{key}}}", scene) for key in keys if key in scene.slots] + [
        "many",
        "more",
        "money",
    ]

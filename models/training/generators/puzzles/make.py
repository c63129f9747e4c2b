"""Makes whole puzzles: things, a hidden solution, and clues that are true of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations, product
from random import Random

from lottery_agent.models.training.generators.puzzles import values as kinds
from lottery_agent.models.training.generators.puzzles.clues import (
    Cast,
    Clue,
    Slots,
    World,
    clue,
    joined,
    wording,
)
from lottery_agent.models.training.generators.puzzles.scales import scale
from lottery_agent.models.training.generators.puzzles.scenes import Scene, Template, scene, scenes
from lottery_agent.models.training.generators.puzzles.things import Group, Thing, group
from lottery_agent.models.training.generators.puzzles.wording import cardinal, fill, listed, style
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_MOST_CLUES = 9


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A puzzle.

    Attributes:
        scene: What its things do.
        cast: Who takes part.
        declarations: The sentences that introduce things and values.
        fillers: Sentences that say nothing.
        clues: Sentences that are true of the solution.
        every: All worlds that the declarations allow.
        left: The worlds in which all clues are true.
        solution: The hidden one.
    """

    scene: Scene
    cast: Cast
    declarations: tuple[Clue, ...]
    fillers: tuple[Clue, ...]
    clues: tuple[Clue, ...]
    every: tuple[World, ...]
    left: tuple[World, ...]
    solution: World


def puzzle(rng: Random, words: Vocabulary, scene: Scene | None = None) -> Puzzle:
    """Draw a puzzle whose clues leave one solution, or nearly so.

    Args:
        rng: The source of choices.
        words: The vocabulary.
        scene: What its things do; drawn without one.
    """
    chosen = scene or rng.choice(scenes())
    cast, declarations, every = _set_up(rng, words, chosen)
    solution = rng.choice(every)
    clues, left = _clues(rng, cast, chosen, every, solution)
    fillers = tuple(filler(rng, words, cast, chosen) for _ in range(rng.choice((0, 0, 1, 1, 2))))
    return Puzzle(chosen, cast, declarations, fillers, clues, every, left, solution)


def _clues(
    rng: Random, cast: Cast, scene: Scene, every: tuple[World, ...], solution: World
) -> tuple[tuple[Clue, ...], tuple[World, ...]]:
    templates = scene.used_as("clue")
    found: list[Clue] = []
    left = every
    enough = rng.choice((1, 1, 1, 1, 2, 3, 6))
    for _ in range(4 * _MOST_CLUES):
        if rng.random() < 0.14:
            new = joined(rng, cast, templates, solution)
        else:
            new = clue(rng, cast, rng.choice(templates), solution)
        if new is None:
            continue
        still = tuple(world for world in left if new.holds(world))
        if len(still) == len(left) and rng.random() < 0.9:
            continue
        found.append(new)
        left = still
        if len(left) <= enough or len(found) == _MOST_CLUES:
            break
    return tuple(found), left


def _set_up(
    rng: Random, words: Vocabulary, scene: Scene
) -> tuple[Cast, tuple[Clue, ...], tuple[World, ...]]:
    """Draw who takes part, how they are introduced, and all worlds that this allows."""
    sorts = scene.about["things"].split()
    valued = scene.about.get("values")
    size = rng.choice((3, 3, 4) if valued else (3, 3, 4, 4, 5, 5, 5, 6, 7))
    things = group(rng, words, sorts, size)
    intro = rng.choice(scene.used_as("intro"))
    texts = _words_of(rng, words, things, scene)
    named: tuple[Thing, ...] = ()
    low, high = rng.choice((0, 1, 1, 2)), rng.randint(5, 9)
    if valued == "numbers":
        texts |= kinds.numbers(rng)
        texts |= {"low": str(low), "high": cardinal(rng, high, 0.5)}
        every = _spread(range(low, high + 1), size, intro.sense)
        line = f"{_names(things.things)} in {low} to {high}{_limit(intro.sense, 0)}"
        last = high
    elif valued == "two":
        return _grid(rng, words, things, intro, texts, scene)
    elif valued:
        count = size + rng.choice((0, 0, 0, 1)) if intro.sense == "different" else rng.randint(2, 4)
        if valued == "groups":
            count = 2 if size == 4 else rng.choice((2, 3))
            drawn = kinds.places_for_groups(rng, words, count)
        else:
            drawn = (kinds.times if valued == "times" else kinds.holdings)(rng, words, count)
        named = drawn.things
        texts |= drawn.verbs
        places = range(1, len(named) + 1)
        room = max(1, size // len(named)) + (intro.sense == "at_most")
        every = _spread(places, size, intro.sense, room)
        line = f"{_names(things.things)} in {_names(named)}{_limit(intro.sense, room)}"
        texts |= {"k": cardinal(rng, room, 0.3), "m": cardinal(rng, len(named), 0.3)}
        link = "or" if intro.sense in ("different", "free") else "and"
        link = rng.choice(("and", "or")) if intro.sense == "different" else link
        link = "and" if valued in ("times", "groups") and intro.sense != "free" else link
        texts["values"] = listed(rng, [thing.listed for thing in named], link=link)
        last = len(named)
    else:
        every = tuple(permutations(range(1, size + 1)))
        if scene.name == "circle":
            every = tuple(world for world in every if world[0] == 1)
        line = f"{'circle' if scene.name == 'circle' else 'order'}({_names(things.things)})"
        last = size
    if not every:
        return _set_up(rng, words, scene)
    worlds = tuple((*world, *range(1, len(named) + 1)) for world in every)
    lists = (range(size), range(size, size + len(named)))
    cast = Cast((*things.things, *named), lists, size, last, texts, style(rng))
    names = tuple(thing.name for thing in cast.things)
    declared = Clue(fill(rng, intro.pattern, texts), line, lambda _: True, names, intro.name)
    return cast, (declared,), worlds


def _grid(
    rng: Random,
    words: Vocabulary,
    things: Group,
    intro: Template,
    texts: dict[str, str],
    scene: Scene,
) -> tuple[Cast, tuple[Clue, ...], tuple[World, ...]]:
    """Draw three lists that go together."""
    size = len(things.things)
    first = kinds.holdings(rng, words, size)
    second = kinds.holdings(rng, words, size)
    while second.verbs["kind"] == first.verbs["kind"] or {*first.things} & {*second.things}:
        second = kinds.holdings(rng, words, size)
    texts |= first.verbs
    texts |= {f"{key}2": text for key, text in second.verbs.items()}
    cast_things = (*things.things, *first.things, *second.things)
    lists = tuple(range(i * size, (i + 1) * size) for i in range(3))
    cast = Cast(cast_things, lists, 3 * size, size, texts, style(rng))
    declared = [_declaration(rng, intro, texts, things.things)]
    for values in (first, second):
        told = {**texts, **values.verbs, "values": listed(rng, [t.listed for t in values.things])}
        declared.append(_declaration(rng, rng.choice(scene.used_as("values")), told, values.things))
    orders = tuple(permutations(range(1, size + 1)))
    every = tuple(orders[0] + one + two for one, two in product(orders, orders))
    return cast, tuple(declared), every


def _declaration(
    rng: Random, template: Template, texts: dict[str, str], things: tuple[Thing, ...]
) -> Clue:
    names = tuple(thing.name for thing in things)
    text = fill(rng, template.pattern, texts)
    return Clue(text, f"match({_names(things)})", lambda _: True, names, template.name)


def _words_of(rng: Random, words: Vocabulary, things: Group, scene: Scene) -> dict[str, str]:
    size = len(things.things)
    people = things.sort == "people"
    alive = things.sort in ("people", "animals")
    texts = {
        "list": listed(rng, [thing.listed for thing in things.things]),
        "five": cardinal(rng, size, 0.15),
        "group": things.many,
        "one": things.one,
        "Who": rng.choice(
            (
                *(("who", "who", "who of them") if people else ("what", "which")),
                f"which {things.one}",
                f"which {things.one}",
                f"which of the {things.many}",
                "which of them",
                "which of these",
                "which one",
            )
        ),
        "younger": "younger" if alive else "newer",
        "youngest": "youngest" if alive else "newest",
        "born": "born" if alive else rng.choice(("made", "built")),
    }
    return texts | scale(rng, words) if "scale" in scene.about else texts


def _names(things: Iterable[Thing]) -> str:
    return ", ".join(thing.name for thing in things)


def _limit(sense: str, number: int) -> str:
    return {
        "different": " different",
        "exactly": f" exactly {number}",
        "at_most": f" at most {number}",
        "at_least": f" at least {number}",
    }.get(sense, "")


def _spread(places: range, size: int, limit: str, number: int = 1) -> tuple[World, ...]:
    """Return all ways in which things take values within a limit."""
    if limit == "different":
        return tuple(permutations(places, size))
    low = number if limit in ("exactly", "at_least") else 0
    high = number if limit in ("exactly", "at_most") else size
    found = product(places, repeat=size)
    return tuple(
        world for world in found if all(low <= world.count(place) <= high for place in places)
    )


def filler(rng: Random, words: Vocabulary, cast: Cast, of: Scene) -> Clue:
    """Return a sentence that says nothing about the places."""
    own = of.used_as("none")
    template = rng.choice(own if own and rng.random() < 0.3 else scene("nothing").templates)
    texts, _, _ = wording(rng, cast, Slots())
    texts |= {
        "n": cardinal(rng, rng.randint(2, 9), cast.style.digits),
        "digit": str(rng.randint(1, 9)),
        "noun": words.noun(rng).one,
        "noun2": words.noun(rng).one,
        "adjective": words.adjective(rng),
        "adjective2": words.adjective(rng),
        "name": words.name(rng),
        "name2": words.name(rng),
        "past": words.verb(rng).past,
    }
    text = fill(rng, template.pattern, {**cast.words, **texts})
    return Clue(text, "none", lambda _: True, (), template.name)

"""Clues: a pattern with its slots drawn, so that it is true of a world, or may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from lottery_agent.models.training.generators.puzzles.scenes import Template, scene
from lottery_agent.models.training.generators.puzzles.senses import SENSES, Sense
from lottery_agent.models.training.generators.puzzles.things import Thing
from lottery_agent.models.training.generators.puzzles.wording import (
    Style,
    cardinal,
    fill,
    ordinal,
)

World = tuple[int, ...]
"""The place of each thing, then of each value that has a name."""

_PARTS = re.compile(r"[&|]|exactly\(|atleast\(|atmost\(")
_NUMBER = re.compile(r"\{([nmpq])([+-]1)?\}")
_OPPOSITE = {
    " = ": " != ",
    " != ": " = ",
    " < ": " >= ",
    " > ": " <= ",
    " <= ": " > ",
    " >= ": " < ",
}
_POOLS = ("abcd", "vwu", "xy")
_TRIES = 12
_TIMES = ("", "", "twice", "three times", "four times", "five times", "six times")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in a puzzle, and the words that sentences about them need.

    Attributes:
        things: Things, then values that have names, as in a world.
        lists: Positions of the things of each list, and of the values.
        free: How many of them have a place of their own to find.
        last: The number of the last place.
        words: Texts for slots that are the same in all sentences.
        style: How the sentences are written.
    """

    things: tuple[Thing, ...]
    lists: tuple[range, ...]
    free: int
    last: int
    words: Mapping[str, str]
    style: Style


@dataclass(frozen=True, slots=True)
class Clue:
    """A statement about the places.

    Attributes:
        text: The sentence, without its end mark and its capital.
        line: Its line in the puzzle language.
        holds: Whether it is true in a world.
        names: The names in its line.
        template: The name of its pattern; of several, joined by `+`.
    """

    text: str
    line: str
    holds: Callable[[World], bool]
    names: tuple[str, ...] = ()
    template: str = ""


@dataclass(slots=True)
class Slots:
    """What was drawn for the letters of a sense.

    Attributes:
        places: Positions in the world, by letter.
        numbers: Numbers, by letter.
    """

    places: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def draw(rng: Random, cast: Cast, letters: str) -> Slots | None:
    """Draw different things for the letters, None if there are too few."""
    found = Slots()
    for pool, members in zip(_POOLS, cast.lists, strict=False):
        wanted = [letter for letter in letters if letter in pool]
        if len(wanted) > len(members):
            return None
        found.places.update(zip(wanted, rng.sample(members, len(wanted)), strict=True))
    known = "".join(_POOLS[: len(cast.lists)])
    return found if all(letter in known or letter in "nmpqz*" for letter in letters) else None


def clue(
    rng: Random, cast: Cast, template: Template, world: World | None, *, plain: bool = False
) -> Clue | None:
    """Return a clue of a pattern.

    Args:
        rng: The source of choices.
        cast: Who takes part.
        template: The pattern, whose sense is one of `SENSES`.
        world: Where the clue must be true; None if it may be false.
        plain: Whether only a statement without parts will do.

    Returns:
        The clue, or None if the pattern fits nothing.
    """
    sense = SENSES[template.sense]
    if sense.parity not in (None, cast.last % 2) or (plain and _PARTS.search(sense.line)):
        return None
    for _ in range(_TRIES):
        slots = draw(rng, cast, sense.slots)
        if slots is None:
            return None
        choices = list(_numbers(sense, cast, slots, world))
        if not choices:
            continue
        slots.numbers = rng.choice(choices)
        return _worded(rng, cast, template, sense, slots)
    return None


def _numbers(sense: Sense, cast: Cast, slots: Slots, world: World | None) -> list[dict[str, int]]:
    """Return the numbers for the letters with which a sense is true."""
    letters = [letter for letter in sense.slots if letter in "nmpq"]
    span = range(sense.least, cast.last + sense.most + 1)
    found: list[dict[str, int]] = [{}]
    for letter in letters:
        found = [
            {**numbers, letter: number}
            for numbers in found
            for number in span
            if number not in numbers.values()
        ]
    if world is None:
        return found
    return [numbers for numbers in found if _rule(sense, cast, slots.places, numbers)(world)]


def _rule(
    sense: Sense, cast: Cast, places: Mapping[str, int], numbers: Mapping[str, int]
) -> Callable[[World], bool]:
    def holds(world: World) -> bool:
        arguments = [
            world[: cast.free]
            if letter == "*"
            else cast.last
            if letter == "z"
            else numbers[letter]
            if letter in numbers
            else world[places[letter]]
            for letter in sense.slots
        ]
        return sense.rule(*arguments)

    return holds


def _worded(rng: Random, cast: Cast, template: Template, sense: Sense, slots: Slots) -> Clue:
    texts, tokens, plural = wording(rng, cast, slots)
    names = tuple(cast.things[place].name for place in slots.places.values())
    return Clue(
        fill(rng, template.pattern, {**cast.words, **texts}, plural),
        put(sense.line, tokens, slots.numbers),
        _rule(sense, cast, slots.places, slots.numbers),
        names,
        template.name,
    )


def put(line: str, tokens: Mapping[str, str], numbers: Mapping[str, int]) -> str:
    """Return a line with its slots filled."""

    def number(found: re.Match[str]) -> str:
        letter, shift = found.groups()
        return tokens[letter] if letter in "pq" else str(numbers[letter] + int(shift or 0))

    filled = _NUMBER.sub(number, line)
    return re.sub(r"\{(\w)\}", lambda found: tokens[found[1]], filled)


def wording(
    rng: Random, cast: Cast, slots: Slots
) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Return the texts of slots, the tokens that stand for them in a line, and which are plural."""
    texts: dict[str, str] = {}
    tokens: dict[str, str] = {}
    plural: set[str] = set()
    digits = cast.style.digits
    for letter, place in slots.places.items():
        thing = cast.things[place]
        is_value = letter not in _POOLS[0]
        texts[letter.upper()] = thing.listed if is_value and rng.random() < 0.3 else thing.said
        tokens[letter] = thing.name
        if thing.plural:
            plural.add(letter)
    for letter, number in slots.numbers.items():
        texts[letter] = cardinal(rng, number, digits)
        texts[f"{letter}th"] = ordinal(rng, number, digits) if number < 13 else str(number)
        tokens[letter] = "first" if number == 1 else str(number)
        if letter in "pq" and number == cast.last and rng.random() < 0.6:
            texts[f"{letter}th"] = tokens[letter] = "last"
    number = slots.numbers.get("n", 1)
    texts["thing"] = cast.words["one" if number == 1 else "group"]
    texts["have_n"] = cast.words.get("has" if number == 1 else "have", "")
    texts["times"] = _TIMES[number] if number < len(_TIMES) else f"{number} times"
    if number != 1:
        plural.add("n")
    return texts, tokens, plural


def joined(
    rng: Random, cast: Cast, templates: Sequence[Template], world: World | None
) -> Clue | None:
    """Return a clue made of two statements of a scene.

    Args:
        rng: The source of choices.
        cast: Who takes part.
        templates: The patterns of the scene's clues.
        world: Where the clue must be true; None if it may be false.
    """
    template = rng.choice(scene("joined").templates)
    for _ in range(_TRIES):
        one, two = (clue(rng, cast, rng.choice(templates), None, plain=True) for _ in range(2))
        if one is None or two is None or one.line == two.line:
            continue
        line, rule = _compound(template.sense, one, two)
        if world is None or rule(world):
            text = fill(rng, template.pattern, {"p": one.text, "q": two.text})
            patterns = "+".join((template.name, one.template, two.template))
            return Clue(text, line, rule, (*one.names, *two.names), patterns)
    return None


def _compound(sense: str, one: Clue, two: Clue) -> tuple[str, Callable[[World], bool]]:
    """Return the line and the rule of a statement made of two."""
    p, q, a, b = one.line, two.line, one.holds, two.holds
    found: dict[str, tuple[str, Callable[[World], bool]]] = {
        "implies": (f"{p} -> {q}", lambda w: not a(w) or b(w)),
        "unless": (f"{opposite(q)} -> {p}", lambda w: b(w) or a(w)),
        "iff": (f"{p} <-> {q}", lambda w: a(w) == b(w)),
        "or": (f"{p} | {q}", lambda w: a(w) or b(w)),
        "exactly": (f"exactly(1, {p}, {q})", lambda w: a(w) != b(w)),
        "atmost": (f"atmost(1, {p}, {q})", lambda w: not (a(w) and b(w))),
        "and": (f"{p} & {q}", lambda w: a(w) and b(w)),
        "nor": (f"{opposite(p)} & {opposite(q)}", lambda w: not a(w) and not b(w)),
    }
    return found[sense]


def opposite(line: str) -> str:
    """Return the line that says the opposite of one without parts."""
    for sign, other in _OPPOSITE.items():
        if sign in line:
            return line.replace(sign, other)
    return line[1:] if line.startswith("~") else f"~{line}"

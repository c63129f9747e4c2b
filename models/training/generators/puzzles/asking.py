"""What is asked of a puzzle: queries with the answer that the worlds give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.puzzles.clues import (
    Cast,
    Slots,
    World,
    clue,
    draw,
    joined,
    put,
    wording,
)
from lottery_agent.models.training.generators.puzzles.make import Puzzle
from lottery_agent.models.training.generators.puzzles.scenes import Template, scene
from lottery_agent.models.training.generators.puzzles.wording import fill, listed

Look = Callable[[World, Cast, Slots], str]
"""What a question asks for, in one world."""

_SIGNS = (" = ", " != ", " < ", " > ", " <= ", " >= ", "beside(", "between(", "opposite(")
_VERDICTS = ("whether", "must", "can", "cannot")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a puzzle.

    Attributes:
        text: The question, without its end mark and its capital.
        line: Its query.
        answer: What the puzzle tool must answer.
        names: The names in the query.
        template: The names of its patterns, joined by `+`.
    """

    text: str
    line: str
    answer: str
    names: tuple[str, ...]
    template: str

    @property
    def supposes_nothing(self) -> bool:
        """Whether it asks for something, so that nobody could read a statement in it."""
        return not any(sign in self.line for sign in _SIGNS)


def _those(world: World, cast: Cast, place: int) -> str:
    """Return the things at a place."""
    names = [cast.things[i].name for i in cast.lists[0] if world[i] == place]
    return ", ".join(names) or "nobody"


def _value(number: int, cast: Cast) -> str:
    """Return the name of a value, or its number if it has no name."""
    values = cast.lists[1] if len(cast.lists) > 1 else range(0)
    return cast.things[values[number - 1]].name if values else str(number)


def _apart(world: World, slots: Slots) -> int:
    return abs(world[slots.places["a"]] - world[slots.places["b"]])


_QUERIES: Mapping[str, tuple[str, str, Look]] = {
    "first": ("", "? first", lambda w, c, s: _those(w, c, 1)),
    "last": ("", "? last", lambda w, c, s: _those(w, c, c.last)),
    "middle": ("", "? middle", lambda w, c, s: _those(w, c, (c.last + 1) // 2)),
    "place": ("n", "? {n}", lambda w, c, s: _those(w, c, s.numbers["n"])),
    "number": ("n", "? {n}", lambda w, c, s: _those(w, c, s.numbers["n"])),
    "numbered": ("n", "? {n}", lambda w, c, s: _those(w, c, s.numbers["n"])),
    "from_end": ("n", "? last - {n-1}", lambda w, c, s: _those(w, c, c.last + 1 - s.numbers["n"])),
    "second": ("", "? 2", lambda w, c, s: _those(w, c, 2)),
    "second_last": ("", "? last - 1", lambda w, c, s: _those(w, c, c.last - 1)),
    "third_last": ("", "? last - 2", lambda w, c, s: _those(w, c, c.last - 2)),
    "number_before": ("a", "? {a} - 1", lambda w, c, s: str(w[s.places["a"]] - 1)),
    "number_after": ("a", "? last - {a}", lambda w, c, s: str(c.last - w[s.places["a"]])),
    "number_between": ("ab", "? distance({a}, {b}) - 1", lambda w, c, s: str(_apart(w, s) - 1)),
    "distance": ("ab", "? distance({a}, {b})", lambda w, c, s: str(_apart(w, s))),
    "difference": (
        "ab",
        "? {a} - {b}",
        lambda w, c, s: str(w[s.places["a"]] - w[s.places["b"]]),
    ),
    "sum": ("ab", "? {a} + {b}", lambda w, c, s: str(w[s.places["a"]] + w[s.places["b"]])),
    "where": ("a", "? {a}", lambda w, c, s: str(w[s.places["a"]])),
    "thing": ("a", "? {a}", lambda w, c, s: _value(w[s.places["a"]], c)),
    "value": ("v", "? {v}", lambda w, c, s: _those(w, c, w[s.places["v"]])),
    "count_value": (
        "v",
        "? count({v})",
        lambda w, c, s: str(w[: c.free].count(w[s.places["v"]])),
    ),
}
_AMONG = {"among_first": "first", "among_last": "last", "among_value": "{v}"}
_BEST = {"least": min, "most": max}


def asked(rng: Random, puzzle: Puzzle) -> Asked | None:
    """Draw a question about a puzzle, None if what was drawn fits nothing."""
    templates = puzzle.scene.used_as("ask", *_VERDICTS)
    if rng.random() < 0.3:
        return _wrapped(rng, puzzle)
    template = rng.choice(templates)
    if template.use in _VERDICTS:
        return _verdict(rng, puzzle, template)
    if template.sense in _AMONG:
        return _among(rng, puzzle, template)
    if template.sense in _BEST:
        return _best(rng, puzzle, template)
    return _found(rng, puzzle, template)


def _wrapped(rng: Random, puzzle: Puzzle) -> Asked | None:
    """Ask about a statement: `Is it true that …`."""
    wrapper = rng.choice(scene("asked").templates)
    templates = puzzle.scene.used_as("clue")
    if rng.random() < 0.1:
        said = joined(rng, puzzle.cast, templates, None)
    else:
        said = clue(rng, puzzle.cast, rng.choice(templates), None)
    if said is None:
        return None
    line, answer = _judged(wrapper.sense, said.line, [said.holds(world) for world in puzzle.left])
    text = fill(rng, wrapper.pattern, {"p": said.text})
    return Asked(text, line, answer, said.names, f"{wrapper.name}+{said.template}")


def _verdict(rng: Random, puzzle: Puzzle, template: Template) -> Asked | None:
    said = clue(rng, puzzle.cast, template, None)
    if said is None:
        return None
    line, answer = _judged(template.use, said.line, [said.holds(world) for world in puzzle.left])
    return Asked(said.text, line, answer, said.names, said.template)


def _judged(use: str, line: str, truths: Sequence[bool]) -> tuple[str, str]:
    """Return the query for a verdict, and the verdict."""
    if use == "whether":
        return f"? {line}", str(all(truths)) if len({*truths}) == 1 else "Unknown"
    held = {"must": all(truths), "can": any(truths), "cannot": not any(truths)}
    return f"? {use}({line})", str(held[use])


def _found(rng: Random, puzzle: Puzzle, template: Template) -> Asked | None:
    cast = puzzle.cast
    if template.sense == "count":
        text = fill(rng, template.pattern, cast.words)
        return Asked(text, "? count()", str(len(puzzle.left)), (), template.name)
    letters, line, look = _QUERIES[template.sense]
    slots = draw(rng, cast, letters)
    if slots is None or (template.sense == "middle" and cast.last % 2 == 0):
        return None
    if "n" in letters:
        least = 1 if template.sense == "numbered" else 2
        slots.numbers["n"] = rng.randint(least, max(2, cast.last - 1))
    found = {look(world, cast, slots) for world in puzzle.left}
    return _said(rng, puzzle, template, slots, line, found.pop() if len(found) == 1 else "Unknown")


def _best(rng: Random, puzzle: Puzzle, template: Template) -> Asked | None:
    slots = draw(rng, puzzle.cast, "a")
    if slots is None:
        return None
    place = _BEST[template.sense](world[slots.places["a"]] for world in puzzle.left)
    answer = _value(place, puzzle.cast)
    return _said(rng, puzzle, template, slots, f"? {template.sense}({{a}})", answer)


def _among(rng: Random, puzzle: Puzzle, template: Template) -> Asked | None:
    cast = puzzle.cast
    about = _AMONG[template.sense]
    slots = draw(rng, cast, "v" if about == "{v}" else "")
    if slots is None:
        return None
    people = list(cast.lists[0])
    chosen = people if rng.random() < 0.6 else rng.sample(people, rng.randint(2, len(people)))
    options = [cast.things[i] for i in chosen]

    def place(world: World) -> int:
        return {"first": 1, "last": cast.last}.get(about) or world[slots.places["v"]]

    sure = [i for i in chosen if all(world[i] == place(world) for world in puzzle.left)]
    line = f"? {about} in {', '.join(thing.name for thing in options)}"
    link = "and" if "of {options}" in template.pattern else "or"
    told = {"options": listed(rng, [thing.said for thing in options], link=link)}
    answer = cast.things[sure[0]].name if len(sure) == 1 else "Unknown"
    names = tuple(thing.name for thing in options)
    return _said(rng, puzzle, template, slots, line, answer, told, names)


def _said(
    rng: Random,
    puzzle: Puzzle,
    template: Template,
    slots: Slots,
    line: str,
    answer: str,
    told: Mapping[str, str] | None = None,
    names: tuple[str, ...] = (),
) -> Asked:
    texts, tokens, plural = wording(rng, puzzle.cast, slots)
    text = fill(rng, template.pattern, {**puzzle.cast.words, **texts, **(told or {})}, plural)
    own = tuple(puzzle.cast.things[place].name for place in slots.places.values())
    return Asked(text, put(line, tokens, slots.numbers), answer, (*own, *names), template.name)

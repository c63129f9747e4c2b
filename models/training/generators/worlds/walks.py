# ruff: noqa: E501 - a pattern of language is one line
"""Where somebody stands after steps and turns, and which way they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt
from random import Random

from lottery_agent.models.training.draft import capital
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import Told, counted, say, verdict

_WAYS = ("north", "east", "south", "west")
_STEPS = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a walk is told. `{a}` walks, `{n}` steps of `{u}`, `{d}` is a direction.

    `{be}` is `am` or `are`.

    Attributes:
        walkers: Who walks, parted by `|`; a drawn name if empty.
        units: Steps, parted by `|`; what `{u}` stands for.
        faces, forward, back, left, right, around, moves, side: Say what happens.
        place, facing, distance, home: Ask for the end.
    """

    walkers: str
    units: str
    faces: tuple[str, ...]
    forward: tuple[str, ...]
    back: tuple[str, ...]
    left: tuple[str, ...]
    around: tuple[str, ...]
    moves: tuple[str, ...]
    side: tuple[str, ...]
    place: tuple[str, ...]
    facing: tuple[str, ...]
    distance: tuple[str, ...]
    home: tuple[str, ...]


MANNERS: Mapping[str, Manner] = {
    "robot": Manner(
        "the robot|a robot|the rover|the drone|the little robot|the machine", "steps|units|squares|fields",
        ("{a} faces {d} at first", "{a} starts facing {d}", "at the start {a} looks {d}"),
        ("{a} moves forward {n} {u}", "{a} drives {n} {u} ahead", "{a} goes {n} {u} forward", "{a} advances {n} {u}"),
        ("{a} moves back {n} {u}", "{a} reverses {n} {u}", "{a} goes {n} {u} backwards"),
        ("{a} turns {d}", "{a} rotates to the {d}", "{a} makes a quarter rotation to the {d}", "{a} swings {d}"),
        ("{a} turns around", "{a} makes a half rotation", "{a} spins around", "{a} rotates by 180 degrees"),
        ("{a} moves {n} {u} {d}", "{a} goes {d} for {n} {u}", "{a} drives {n} {u} to the {d}"),
        ("{a} moves {n} {u} to the {d} without turning", "{a} slides {n} {u} {d}"),
        ("[What are the coordinates of|At which point is|What is the position of] {a} [now|], if it started at (0, 0)?", "On which square does {a} stand, counted from (0, 0)?"),
        ("Which way does {a} face [now|]?", "In which direction does {a} look at the end?", "What is {a} facing?"),
        ("How far is {a} from the start, in a straight line?", "What is the distance from {a} to the starting point?", "How many {u} is {a} away from where it started?"),
        ("Is {a} back where it started?", "Does {a} end on the field where it started?"),
    ),
    "you": Manner(
        "you|you|I|we", "steps|metres|paces|blocks|yards",
        ("{a} face {d}", "{a} {be} facing {d}", "{a} start off looking {d}"),
        ("{a} walk {n} {u}", "{a} go {n} {u} straight on", "{a} take {n} {u} forward", "{a} walk forward {n} {u}"),
        ("{a} step back {n} {u}", "{a} walk {n} {u} backwards"),
        ("{a} rotate to the {d}", "{a} swing round to the {d}", "{a} make a quarter rotation to the {d}", "{a} pivot {d}"),
        ("{a} spin around", "{a} face the other way", "{a} rotate by 180 degrees"),
        ("{a} walk {n} {u} {d}", "{a} go {n} {u} to the {d}", "{a} head {d} for {n} {u}"),
        ("{a} step {n} {u} to the {d} and still look the same way", "{a} sidestep {n} {u} to the {d}"),
        ("Where {be} {a} now, seen from (0, 0)?", "At which coordinates {be} {a} now?"),
        ("Which way {be} {a} facing [now|]?", "In which direction do {a} look [now|]?", "What direction {be} {a} facing at the end?"),
        ("How far {be} {a} from [the start|where this began], in a straight line?", "How far away from the start {be} {a}?"),
        ("{be} {a} back at the start?", "Do {a} end where this began?"),
    ),
    "person": Manner(
        "", "steps|metres|kilometres|miles|blocks",
        ("{a} faces {d}", "{a} is looking {d}", "{a} starts facing {d}"),
        ("{a} walks {n} {u}", "{a} goes {n} {u} straight ahead", "{a} walks forward {n} {u}", "{a} hikes {n} {u}"),
        ("{a} walks back {n} {u}", "{a} goes {n} {u} backwards"),
        ("{a} turns {d}", "{a} turns to the {d}", "{a} does a quarter rotation to the {d}", "at the corner {a} turns {d}"),
        ("{a} turns around", "{a} turns back", "{a} faces about"),
        ("{a} walks {n} {u} {d}", "{a} heads {d} for {n} {u}", "{a} goes {n} {u} to the {d}", "{a} hikes {d}, {n} {u}"),
        ("{a} sidesteps {n} {u} to the {d}",),
        ("Where is {a} [now|], if the start is (0, 0)?", "At which coordinates does {a} stand?"),
        ("Which way does {a} face [now|]?", "In which direction is {a} looking [now|]?", "Which way is {a} facing in the end?"),
        ("How far is {a} from the start, as the crow flies?", "How far away from the starting point is {a}?", "In a straight line, how far has {a} got from the start?"),
        ("Is {a} back at the start?", "Has {a} come back to the start?"),
    ),
    "list": Manner(
        "", "steps|cells|paces|squares",
        ("face {d}", "start facing {d}", "look {d}"),
        ("forward {n}", "{n} {u} forward", "go ahead {n} {u}", "walk {n} {u}"),
        ("back {n}", "{n} {u} back", "go back {n} {u}"),
        ("rotate {d}", "rotate to the {d}", "swing to the {d}", "a quarter rotation {d}", "pivot {d}"),
        ("rotate by 180 degrees", "spin around", "face the other way", "about-face"),
        ("{d} {n}", "{n} {u} {d}", "go {n} {u} {d}", "{n} {u} to the {d}"),
        ("{n} {u} to the {d} without turning", "sidestep {d} {n} {u}"),
        ("Which position is that, from (0, 0)?", "At what coordinates does this end?", "Where does that lead, from (0, 0)?"),
        ("Which way do you look then?", "What direction do you face at the end?", "Facing which way?"),
        ("How far from the start is that, in a straight line?", "What is the straight distance from the beginning?"),
        ("Does this end where it began?", "Is this a round trip, back at the start?", "Are we back at the start?"),
    ),
}  # fmt: skip


@dataclass(slots=True)
class _Walker:
    """Where the walker is: kept apart from the tool, to know the answer."""

    east: int = 0
    north: int = 0
    heading: int = 0

    def step(self, way: str, count: int) -> None:
        east, north = _STEPS[way]
        self.east += east * count
        self.north += north * count

    def turn(self, quarters: int) -> None:
        self.heading = (self.heading + quarters) % 4


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a walk."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    name = rng.choice(manner.walkers.split("|")) if manner.walkers else words.name(rng)
    be = "am" if name == "I" else "are"
    places = {"a": name, "be": be, "u": rng.choice(manner.units.split("|"))}
    walker = _Walker()
    start, lines, events = [], [], []
    only_turns = rng.random() < 0.12
    on_map = not only_turns and rng.random() < 0.35
    if not on_map and rng.random() < (1 if only_turns else 0.45):
        walker.heading = rng.randrange(4)
        way = _WAYS[walker.heading]
        start.append(say(rng, manner.faces, d=way, **places))
        lines.append(f"face {way}")
    for _ in range(rng.choice((2, 2, 3, 3, 4, 4, 5, 6))):
        sentence, line = _event(rng, manner, walker, places, on_map=on_map, only_turns=only_turns)
        events.append(sentence)
        lines.append(line)
    if not on_map and not only_turns and rng.random() < 0.15:
        _return(rng, manner, walker, places, events, lines)
    question, query, answer = _question(
        rng, manner, walker, places, on_map=on_map, only_turns=only_turns
    )
    question = capital(question)
    return Told(f"state.walk.{key}", start, events, question, lines, query, answer, (name,))


def _event(
    rng: Random,
    manner: Manner,
    walker: _Walker,
    places: Mapping[str, str],
    *,
    on_map: bool,
    only_turns: bool,
) -> tuple[str, str]:
    count = rng.randint(1, 15)
    number = counted(rng, count)
    if on_map:
        way = rng.choice(_WAYS)
        walker.step(way, count)
        return say(rng, manner.moves, n=number, d=way, **places), f"{way} {count}"
    draw = rng.random()
    if only_turns or draw < 0.38:
        to = rng.choice(("left", "left", "right", "right", "around"))
        walker.turn({"left": 3, "right": 1, "around": 2}[to])
        patterns = manner.around if to == "around" else manner.left
        return say(rng, patterns, d=to, **places), f"turn {to}"
    ahead = _WAYS[walker.heading]
    if draw < 0.85:
        walker.step(ahead, count)
        return say(rng, manner.forward, n=number, **places), f"forward {count}"
    if draw < 0.93:
        walker.step(ahead, -count)
        return say(rng, manner.back, n=number, **places), f"back {count}"
    side = rng.choice(("left", "right"))
    walker.step(_WAYS[(walker.heading + (1 if side == "right" else 3)) % 4], count)
    return say(rng, manner.side, n=number, d=side, **places), f"{side} {count}"


def _return(
    rng: Random,
    manner: Manner,
    walker: _Walker,
    places: Mapping[str, str],
    events: list[str],
    lines: list[str],
) -> None:
    """Let a walker who went one way only come back the same way."""
    if {line.split()[0] for line in lines} <= {"forward", "face"} and (walker.east or walker.north):
        count = abs(walker.east + walker.north)
        events += [
            say(rng, manner.around, **places),
            say(rng, manner.forward, n=str(count), **places),
        ]
        lines += ["turn around", f"forward {count}"]
        walker.turn(2)
        walker.step(_WAYS[walker.heading], count)


def _question(
    rng: Random,
    manner: Manner,
    walker: _Walker,
    places: Mapping[str, str],
    *,
    on_map: bool,
    only_turns: bool,
) -> tuple[str, str, str]:
    draw = rng.random()
    if only_turns or (draw < 0.25 and not on_map):
        return say(rng, manner.facing, **places), "facing", _WAYS[walker.heading]
    if draw < 0.5:
        return (
            say(rng, manner.home, **places),
            "home",
            verdict(not walker.east and not walker.north),
        )
    if draw < 0.75:
        squared = walker.east**2 + walker.north**2
        root = isqrt(squared)
        answer = str(root) if root * root == squared else f"sqrt({squared})"
        return say(rng, manner.distance, **places), "distance", answer
    return say(rng, manner.place, **places), "position", f"({walker.east}, {walker.north})"

# ruff: noqa: E501 - a pattern of language is one line
"""Where somebody stands after steps and turns, and which way they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from random import Random
from typing import Literal

from lottery_agent.models.training.draft import capital
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.worlds.telling import (
    Said,
    Told,
    announced,
    counted,
    say,
    verdict,
)

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
        steady: Says that the walker looks the same way all the time.
        place, facing, distance, home: Ask for the end.
        ends: Asks which way the walker looks as the beginning of a sentence.
        if_done: Asks before the walk is told whether it ends where it began.
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
    steady: tuple[str, ...]
    ends: tuple[str, ...]
    if_done: tuple[str, ...]


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
        ("Is {a} back where it started?", "Does {a} end on the field where it started?", "Has {a} come back to its first field?", "Does {a} [finish|stop] where it began?", "Is {a} at its starting point again?"),
        ("{a} always looks the same way", "{a} faces the same way all the time", "all the while {a} looks straight ahead", "{a} never changes the way it faces", "{a} is pointed one way the whole time"),
        ("In the end {a} faces", "So {a} is now looking", "The direction that {a} faces is"),
        ("Does {a} end where it began if it does the following?", "Will {a} be back at its start after these commands?", "Given this program, does {a} come back to where it started?"),
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
        ("{be} {a} back at the start?", "Do {a} end where this began?", "Do {a} [finish|arrive] where {a} started?", "{be} {a} at the starting point again?", "Have {a} come back to the beginning?", "Do {a} get back to where {a} started?"),
        ("{a} always look straight ahead", "{a} {be} facing the same way all the time", "{a} look the same way the whole time", "{a} never look anywhere else"),
        ("In the end {a} {be} facing", "So now {a} {be} looking", "The direction that {a} {be} facing is"),
        ("Do {a} end up where {a} began if {a} do this?", "Will {a} be back at the start after this?", "Do {a} get back to where {a} started when {a} do the following?", "If {a} do all of this, {be} {a} back at the beginning?"),
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
        ("Is {a} back at the start?", "Has {a} come back to the start?", "Does {a} end where the walk began?", "Is {a} at the starting point again?", "Does {a} [get|come] back to the beginning?"),
        ("{a} always looks straight ahead", "{a} faces the same way all the time", "the whole time {a} looks in one direction", "{a} never looks anywhere else"),
        ("At the end {a} faces", "So {a} is now facing", "The direction in which {a} is looking is"),
        ("Does {a} come back to the start with this walk?", "Is {a} back where the walk began after this?", "Will {a} end at the starting point, walking like this?"),
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
        ("Does this end where it began?", "Is this a round trip, back at the start?", "Are we back at the start?", "Is that the starting point again?", "Does that lead back to the beginning?"),
        ("always look straight ahead", "look the same way all the time", "face one way throughout", "never look to the side"),
        ("At the end you face", "So now you look", "The direction that you face is"),
        ("Does the following end where it begins?", "Is this a way back to the start?", "Do these commands lead back to where they begin?"),
    ),
    "orders": Manner(
        "you", "steps|paces|strides|metres|yards|feet",
        ("face {d}", "begin facing {d}", "start by facing {d}", "look {d} first"),
        ("take {n} {u}", "take {n} {u} forward", "go {n} {u} forwards", "walk {n} {u} straight on", "go ahead {n} {u}", "march {n} {u}", "move {n} {u} forward"),
        ("take {n} {u} back", "go {n} {u} backwards", "walk {n} {u} backwards", "take {n} {u} backward", "move back {n} {u}"),
        ("rotate {d}", "rotate to the {d}", "make a quarter rotation to the {d}", "swing {d}", "pivot to the {d}", "wheel {d}"),
        ("spin around", "make a half rotation", "about-face", "face the other way", "rotate by 180 degrees", "wheel around"),
        ("take {n} {u} {d}", "go {n} {u} {d}", "walk {n} {u} to the {d}", "move {d} {n} {u}", "march {d} for {n} {u}"),
        ("take {n} {u} to the {d} without looking there", "sidestep {n} {u} to the {d}", "shuffle {n} {u} to the {d}, still facing the same way"),
        ("At which coordinates do you end, from (0, 0)?", "Where are you then, if you began at (0, 0)?"),
        ("Which way do you face then?", "In which direction do you look in the end?", "What direction are you facing?"),
        ("How far are you from where you began, in a straight line?", "How many {u} is it from there straight back to the start?", "What is the distance to the start, as the crow flies?"),
        ("Are you back where you began?", "Do you [finish|end up|arrive] where you started?", "Have you come back to the start?", "Is this the place where you began?", "Does this take you back to your starting place?", "Are you at the start again?"),
        ("always look straight ahead", "look straight ahead all the time", "face the same way the whole time", "don't change the way you face", "stay facing the same way throughout", "never look to either side"),
        ("In the end you are facing", "You are now looking", "The direction you end up facing is"),
        ("Do you end up where you began if you do this?", "Will these orders take you back to your starting place?", "Suppose you do the following: are you back at the start?", "Is the place where you began also where you end if you do all this?", "Do you come full circle when you obey these commands?"),
    ),
}  # fmt: skip
_SOON = (
    "there are some orders", "here are the steps", "this is what is done", "the way goes like this", "the route is described below",
    "listen to the directions", "the following steps are taken in order",
)  # fmt: skip
"""Announces the way."""


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


_Turning = Literal["open", "map", "turns", "steady"]
"""What happens on a way: steps and turns, steps by the map, turns alone, or steps with no turn."""


def told(rng: Random, words: Vocabulary) -> Told:
    """Draw a walk."""
    key = rng.choice(list(MANNERS))
    manner = MANNERS[key]
    name = rng.choice(manner.walkers.split("|")) if manner.walkers else words.name(rng)
    be = "am" if name == "I" else "are"
    places = {"a": name, "be": be, "u": rng.choice(manner.units.split("|"))}
    walker = _Walker()
    way = _way(rng)
    start = []
    if way != "map" and rng.random() < (1 if way == "turns" else 0.4):
        walker.heading = rng.randrange(4)
        facing = _WAYS[walker.heading]
        start.append(Said(say(rng, manner.faces, d=facing, **places), (f"face {facing}",)))
    if way == "steady":
        start.append(Said(say(rng, manner.steady, **places)))
    start += announced(rng, _SOON)
    often = rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 7, 8))
    events = [_event(rng, manner, walker, places, way) for _ in range(often)]
    if way == "open" and rng.random() < 0.15:
        events += _return(rng, manner, walker, places, events)
    if way in ("steady", "map") and rng.random() < 0.4:
        events += _undone(rng, manner, walker, places, way)
    query, answer = _question(rng, walker, way)
    question = capital(say(rng, _patterns(rng, manner, query), **places))
    template = f"state.walk.{key}"
    ahead = capital(say(rng, manner.if_done, **places)) if query == "home" else ""
    return Told(template, start, events, question, query, answer, (name,), before=True, ahead=ahead)


def _way(rng: Random) -> _Turning:
    draw = rng.random()
    return "turns" if draw < 0.1 else "map" if draw < 0.35 else "steady" if draw < 0.5 else "open"


def _event(
    rng: Random, manner: Manner, walker: _Walker, places: Mapping[str, str], way: _Turning
) -> Said:
    count = rng.randint(1, 15)
    number = counted(rng, count)
    if way == "map":
        return _by_map(rng, manner, walker, places, rng.choice(_WAYS), count)
    draw = rng.random()
    if way == "turns" or (way == "open" and draw < 0.38):
        to = rng.choice(("left", "left", "right", "right", "around"))
        walker.turn({"left": 3, "right": 1, "around": 2}[to])
        patterns = manner.around if to == "around" else manner.left
        return Said(say(rng, patterns, d=to, **places), (f"turn {to}",))
    if way == "steady":
        return _steadily(rng, manner, walker, places, rng.choice(_SIDES), count)
    ahead = _WAYS[walker.heading]
    if draw < 0.85:
        walker.step(ahead, count)
        return Said(say(rng, manner.forward, **_steps(number, places)), (f"forward {count}",))
    if draw < 0.93:
        walker.step(ahead, -count)
        return Said(say(rng, manner.back, **_steps(number, places)), (f"back {count}",))
    side = rng.choice(("left", "right"))
    walker.step(_WAYS[(walker.heading + _SIDES.index(side)) % 4], count)
    return Said(say(rng, manner.side, d=side, **_steps(number, places)), (f"{side} {count}",))


_SIDES = ("forward", "right", "back", "left")
"""The ways to go without a turn, clockwise."""


def _steps(number: str, places: Mapping[str, str]) -> dict[str, str]:
    """Return what fills a pattern of so many steps: `1 step`."""
    unit = places["u"]
    one = "foot" if unit == "feet" else unit.removesuffix("s")
    return {**places, "n": number, "u": one if number == "1" else unit}


def _by_map(
    rng: Random, manner: Manner, walker: _Walker, places: Mapping[str, str], way: str, count: int
) -> Said:
    walker.step(way, count)
    said = say(rng, manner.moves, d=way, **_steps(counted(rng, count), places))
    return Said(said, (f"{way} {count}",))


def _steadily(
    rng: Random, manner: Manner, walker: _Walker, places: Mapping[str, str], way: str, count: int
) -> Said:
    """Go to a side, back or forward while looking ahead."""
    walker.step(_WAYS[(walker.heading + _SIDES.index(way)) % 4], count)
    patterns = {"forward": manner.forward, "back": manner.back}.get(way, manner.moves)
    said = say(rng, patterns, d=way, **_steps(counted(rng, count), places))
    return Said(said, (f"{way} {count}",))


def _return(
    rng: Random,
    manner: Manner,
    walker: _Walker,
    places: Mapping[str, str],
    events: Sequence[Said],
) -> list[Said]:
    """Let a walker who went one way only come back the same way."""
    lines = {line.split()[0] for said in events for line in said.lines}
    if not lines <= {"forward"} or not (walker.east or walker.north):
        return []
    count = abs(walker.east + walker.north)
    walker.turn(2)
    walker.step(_WAYS[walker.heading], count)
    return [
        Said(say(rng, manner.around, **places), ("turn around",)),
        Said(say(rng, manner.forward, **_steps(str(count), places)), (f"forward {count}",)),
    ]


def _undone(
    rng: Random, manner: Manner, walker: _Walker, places: Mapping[str, str], way: _Turning
) -> list[Said]:
    """Let a walker who does not turn come back: by as much as is left each way."""
    go, names = (_by_map, _WAYS) if way == "map" else (_steadily, _SIDES)
    turned = walker.heading if way == "steady" else 0
    events = []
    for left, positive in rng.sample([(walker.east, 1), (walker.north, 0)], 2):
        if left:
            to = (positive + (2 if left > 0 else 0) - turned) % 4
            events.append(go(rng, manner, walker, places, names[to], abs(left)))
    return events


def _question(rng: Random, walker: _Walker, way: _Turning) -> tuple[str, str]:
    """Draw a query, and return it with its answer."""
    draw = rng.random()
    if way == "turns" or (draw < 0.25 and way == "open"):
        return "facing", _WAYS[walker.heading]
    if draw < 0.55:
        return "home", verdict(not walker.east and not walker.north)
    if draw < 0.78:
        squared = walker.east**2 + walker.north**2
        root = isqrt(squared)
        return "distance", str(root) if root * root == squared else f"sqrt({squared})"
    return "position", f"({walker.east}, {walker.north})"


def _patterns(rng: Random, manner: Manner, query: str) -> Sequence[str]:
    if query == "home":
        return manner.home
    if query == "facing":
        return manner.ends if rng.random() < 0.2 else manner.facing
    return manner.distance if query == "distance" else manner.place

"""Reads BIG-bench's coloured objects into a table: a row for each thing, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lottery_agent.lab.controls.question import Question, Unreadable, whole_number
from lottery_agent.lab.controls.workbench import Found, Workbench
from lottery_agent.toolbox.logic.words import lemma

_SCENE = re.compile(
    r"On the \w+, (?:you see|I see|there is|there are)(?: [\w ]+ arranged in a (?:row|line):)? "
    r"(?P<things>[^.:]+)\. (?P<asked>.+)"
)
_THING = re.compile(r"(?P<count>\w+) (?P<colour>\w+) (?P<name>[\w ]+)")
_KIND = r"(?:thing|object|item)s?"
_FIRST = "select colour from table where place = "
_COUNT = "select count(*) from table where "


@dataclass(frozen=True, slots=True)
class Thing:
    """Equal things of a scene.

    Attributes:
        count: How many.
        colour: Their colour.
        name: What they are called, as it stands.
    """

    count: int
    colour: str
    name: str

    @property
    def key(self) -> str:
        """The name, equal for one and for several."""
        return _key(self.name)


def _key(name: str) -> str:
    return " ".join(lemma(word) for word in name.lower().split())


def scene(question: str) -> tuple[list[Thing], str]:
    """Return the things that a question shows, in their order, and what it asks of them.

    Raises:
        Unreadable: If it shows none, or one of them has no number and colour.
    """
    shown = _SCENE.fullmatch(question)
    if shown is None:
        raise Unreadable(question)
    things = []
    for part in re.split(r", and |, | and ", shown["things"]):
        thing = _THING.fullmatch(part)
        if thing is None:
            raise Unreadable(part)
        things.append(Thing(whole_number(thing["count"]), thing["colour"], thing["name"]))
    return things, shown["asked"]


def coloured_objects(question: Question, bench: Workbench) -> Found:
    """Answer a question about the colours, places and numbers of things."""
    things, asked = scene(question.text)
    every = [thing for thing in things for _ in range(thing.count)]
    rows = [f"{place},{each.colour},{each.key}" for place, each in enumerate(every, 1)]
    tables = {"things": "\n".join(["place,colour,thing", *rows])}
    call, verdict = query(asked, things)
    answer = bench.query(call, tables)
    return Found(str(answer.text != "0"), "verdict") if verdict else answer


def query(asked: str, things: Sequence[Thing]) -> tuple[str, bool]:
    """Return the query of the table language that a question asks, and whether it asks if.

    Args:
        asked: The question, without the scene.
        things: The scene.

    Raises:
        Unreadable: If the question fits no template, or names nothing or too much of the scene.
    """
    for pattern, form in _QUERIES.items():
        if found := re.fullmatch(pattern.replace("KIND", _KIND), asked):
            return form(found, things), pattern.startswith("Is ")
    raise Unreadable(asked)


_Form = Callable[[re.Match[str], Sequence[Thing]], str]


def _colour(found: re.Match[str], things: Sequence[Thing]) -> str:
    return f"select colour from table where {_named(found['what'], things)}"


def _whether(found: re.Match[str], things: Sequence[Thing]) -> str:
    return f"{_COUNT}{_named(found['what'], things)} and colour = '{found['colour']}'"


def _neither(found: re.Match[str], _: Sequence[Thing]) -> str:
    return f"{_COUNT}colour != '{found['one']}' and colour != '{found['other']}'"


def _most(found: re.Match[str], _: Sequence[Thing]) -> str:
    return f"{_FIRST}(select {'min' if found['side'] == 'left' else 'max'}(place) from table)"


def _beside(found: re.Match[str], things: Sequence[Thing]) -> str:
    sign = "-" if found["side"] == "left" else "+"
    return f"{_FIRST}{_place(found['what'], things)} {sign} 1"


def _furthest(found: re.Match[str], things: Sequence[Thing]) -> str:
    distance = f"abs(place - {_place(found['what'], things)})"
    return f"select colour from table where {distance} = (select max({distance}) from table)"


def _others(found: re.Match[str], things: Sequence[Thing]) -> str:
    sign = "<" if found["side"] == "left" else ">"
    place = _place(found["what"], things)
    return f"{_COUNT}colour != '{found['colour']}' and place {sign} {place}"


def _left_over(found: re.Match[str], _: Sequence[Thing]) -> str:
    gone, counted = (_described(found[name]) for name in ("gone", "counted"))
    return f"{_COUNT}{counted} and not ({gone})"


_QUERIES: Mapping[str, _Form] = {
    r"Is the (?P<what>[\w ]+) (?P<colour>\w+)\?": _whether,
    r"How many KIND are neither (?P<one>\w+) nor (?P<other>\w+)\?": _neither,
    r"What is the colou?r of the (?P<side>left|right)-?most KIND\?": _most,
    r"What is the colou?r of the KIND directly to the (?P<side>left|right) of (?P<what>the [\w ]+)\?": _beside,
    r"What is the colou?r of the KIND furthest from (?P<what>the [\w ]+)\?": _furthest,
    r"How many non-(?P<colour>\w+) KIND do you see to the (?P<side>left|right) of (?P<what>the [\w ]+)\?": _others,
    r"If I remove all the (?P<gone>[\w ]+) from the \w+, how many (?P<counted>[\w ]+) remain on it\?": _left_over,
    r"What (?:is the )?colou?r (?:is|of) the (?P<what>[\w ]+)\?": _colour,
}
"""What a question asks, by how it says so; the first that fits counts."""


def _place(what: str, things: Sequence[Thing]) -> str:
    return f"(select max(place) from table where {_named(what, things)})"


def _named(what: str, things: Sequence[Thing]) -> str:
    """Return the condition that one thing of the scene meets alone: `the mug`, `the red item`."""
    described = what.removeprefix("the ")
    colour = _of_kind(described)
    met = [thing for thing in things if colour == thing.colour or _key(described) == thing.key]
    if sum(thing.count for thing in met) != 1:
        raise Unreadable(what)
    return _described(described)


def _described(what: str) -> str:
    colour = _of_kind(what)
    return f"colour = '{colour}'" if colour else f"thing = '{_key(what)}'"


def _of_kind(what: str) -> str | None:
    """Return the colour of `red items`, None for anything else."""
    found = re.fullmatch(rf"(\w+) {_KIND}", what)
    return found[1] if found else None

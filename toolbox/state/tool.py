"""Runs a program of the state language: simulates it, answers its queries, and checks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.state import replay
from lottery_agent.toolbox.state.answers import FREE, WALKER, answer, same
from lottery_agent.toolbox.state.program import (
    Begin,
    Busy,
    Compare,
    Count,
    End,
    Equals,
    Event,
    Face,
    Move,
    Name,
    Program,
    Put,
    Query,
    Total,
    Turn,
    show,
)
from lottery_agent.toolbox.state.reader import read
from lottery_agent.toolbox.state.world import World, numeral, simulate, thing_key

_WHOLE_WORLD = 12
"""Most names or stretches of which every step shows all; with more it shows those of its line."""


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the program in `request["call"]`.

    Returns:
        `answer` (as written), `exact` (canonical), `kind` (`number`, `verdict` or `text`),
        `is_exact`, `value` (the number alone, or None), `answers` (one for each query), `steps`
        (each event with the world after it) and `checks`: `traced back` follows every value to the
        line that it came from, `steps added` sums the walk as complex numbers, `counts added` sums
        what was put into a place and taken out of it, `open minutes` goes through a day.

    Raises:
        ToolError: `syntax` if the sentence is not in the language, `value` if an event can't
            happen or a name has no value, `limit` if the program is too long.
    """
    sentence = request.get("call")
    if not isinstance(sentence, str):
        raise ToolError("the request holds no call", hint='send {"call": "a = 1\\n? a"}')
    program = read(sentence)
    written = _written(program)
    worlds = list(simulate(program.events))
    end = worlds[-1] if worlds else World()
    replies = []
    for query in program.queries:
        try:
            replies.append(answer(end, query, written))
        except ToolError as error:
            message = f"in `? {show(query)}`: {error.message}"
            raise ToolError(message, kind=error.kind, hint=error.hint) from None
    alone = replies[0] if len(replies) == 1 else None
    return {
        "answer": ", ".join(reply.answer for reply in replies),
        "exact": ", ".join(reply.exact for reply in replies),
        "kind": alone.kind if alone else "text",
        "is_exact": True,
        "value": alone.value if alone else None,
        "answers": [reply.answer for reply in replies],
        "steps": [
            {"event": show(event), "world": _shown(world, event, written)}
            for event, world in zip(program.events, worlds, strict=True)
        ],
        "checks": list(_checks(program, end)),
    }


def _written(program: Program) -> dict[str, str]:
    """Return how each name and thing was first written, by its key."""
    found: dict[str, str] = {}
    for event in program.events:
        for name in _names(event):
            found.setdefault(name.key, name.written)
        if isinstance(event, Put):
            found.setdefault(thing_key(event.thing), event.thing.written)
    return found


def _names(part: Event | Query) -> Iterator[Name]:
    fields = (getattr(part, field) for field in part.__slots__)
    return (value for value in fields if isinstance(value, Name))


def _shown(world: World, event: Event, written: Mapping[str, str]) -> str:
    if isinstance(event, Move | Turn | Face):
        east, north = numeral(world.east).written, numeral(world.north).written
        return f"at ({east}, {north}) facing {world.heading}"
    if isinstance(event, Put):
        key = (event.place.key, thing_key(event.thing))
        count = numeral(world.contents[key]).written
        return f"{written[key[0]]} holds {count} {written[key[1]]}"
    if isinstance(event, Begin | End | Busy):
        return str(world.day) if len(world.day.taken) <= _WHOLE_WORLD else show(event)
    touched = {name.key for name in _names(event)}
    keys = [key for key in world.values if len(world.values) <= _WHOLE_WORLD or key in touched]
    return "; ".join(f"{written[key]}: {world.values[key].written}" for key in keys)


def _checks(program: Program, end: World) -> Iterator[dict[str, Any]]:
    events = program.events
    asked = {name.key for query in program.queries for name in _asked(query)}
    if "who" in asked - end.values.keys():
        asked |= end.values.keys()
    values = sorted(asked & end.values.keys())
    if values:
        wrong = [key for key in values if not _agrees(program, end, key)]
        yield _check("traced back", wrong, ", ".join(values))
    if asked & set(WALKER) - end.values.keys():
        walk = replay.walked(events)
        place = (end.north, -end.east)
        wrong = [] if walk.place == place else ["position"]
        wrong += [] if replay.heading_of(walk) == end.heading else ["facing"]
        yield _check("steps added", wrong, f"north {place[0]}, west {place[1]}")
    counts = [key for key in end.contents if key[0] in asked]
    if counts:
        wrong = [key[1] for key in counts if replay.inside(events, *key) != end.contents[key]]
        yield _check("counts added", wrong, ", ".join(sorted({key[0] for key in counts})))
    if any(map(_asks_free, program.queries)) and FREE not in end.values:
        found = [(each.first.minutes, each.last.minutes) for each in end.day.free()]
        wrong = [] if replay.open_minutes(events) == found else ["free"]
        yield _check("open minutes", wrong, end.day.whole().written)


def _agrees(program: Program, end: World, key: str) -> bool:
    found = replay.traced(program.events, key)
    return found is not None and same(found, end.values[key])


def _check(name: str, wrong: list[str], detail: str) -> dict[str, Any]:
    said = f"differs for {', '.join(wrong)}" if wrong else detail
    return {"name": name, "passed": not wrong, "detail": said[:200]}


def _asks_free(query: Query) -> bool:
    match query:
        case Total(((_, Name() as name),)):
            return name.key == FREE
    return False


def _asked(query: Query) -> Iterator[Name]:
    match query:
        case Total(terms):
            yield from (term for _, term in terms if isinstance(term, Name))
        case Compare(left, _, right):
            yield from _asked(left)
            yield from _asked(right)
        case Equals(name):
            yield name
        case Count(_, place):
            yield place

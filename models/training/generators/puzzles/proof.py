"""Asks the puzzle tool whether a puzzle's lines say what its sentences say.

The tool reads the lines; the rules behind the sentences are plain Python and never saw them. Every
line must agree with its rule in all worlds, so it holds in the hidden solution too, and the worlds
that the declarations allow must be the tool's.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lottery_agent.errors import ToolError
from lottery_agent.models.training.generators.puzzles.clues import Cast, Clue, World
from lottery_agent.models.training.generators.puzzles.make import Puzzle
from lottery_agent.toolbox.puzzle.constraint import Every, holds
from lottery_agent.toolbox.puzzle.puzzle import Line, read_puzzle
from lottery_agent.toolbox.puzzle.puzzle import Puzzle as Read
from lottery_agent.toolbox.puzzle.statement import Name, Whether

_TRIED = 120
"""Worlds in which lines are tried; of more, some are drawn."""


def refusal(puzzle: Puzzle, claims: Sequence[Clue] = ()) -> str | None:
    """Return why a puzzle is no good, or None if each of its lines is proven.

    Args:
        puzzle: The puzzle.
        claims: Statements beside it, such as options, that need not be true.
    """
    given = [*puzzle.declarations, *puzzle.fillers, *puzzle.clues]
    lines = [Line(clue.line, clue.text, i) for i, clue in enumerate(given)]
    asked = [Line(claim.line, claim.text, i) for i, claim in enumerate(claims)]
    try:
        read, queries = read_puzzle(lines, (), asked)
        claimed = [
            (claim, read.meaning.constraint(query.formula))
            for claim, query in zip(claims, queries, strict=True)
            if isinstance(query, Whether)
        ]
    except ToolError as error:
        return error.message
    if not _everyone(read, puzzle.cast):
        return "the names are not those of the puzzle"
    said = {clue.line: clue.constraint for clue in read.clues}
    first = len(puzzle.declarations)
    declared = Every((*read.structure, *(said[i] for i in range(first) if i in said)))
    stated = [(clue, said.get(i, Every(()))) for i, clue in enumerate(given) if i >= first]
    for world in (*_some(puzzle.every), puzzle.solution):
        places = _places(read, puzzle.cast, world)
        if not holds(declared, places):
            return "the declarations forbid a world"
        for clue, constraint in (*stated, *claimed):
            if holds(constraint, places) != clue.holds(world):
                return f"{clue.line!r} does not say {clue.text!r}"
    return None if all(clue.holds(puzzle.solution) for clue in puzzle.clues) else "a clue is false"


def _everyone(read: Read, cast: Cast) -> bool:
    """Say whether the tool knows the things of the cast, and no others."""
    own = [read.vocabulary.thing(Name(thing.name)) for thing in cast.things[: cast.free]]
    return len(read.things) == cast.free and {*own} == {*range(cast.free)}


def _places(read: Read, cast: Cast, world: World) -> list[int]:
    places = [0] * cast.free
    for thing, place in zip(cast.things[: cast.free], world, strict=False):
        index = read.vocabulary.thing(Name(thing.name))
        assert index is not None  # noqa: S101 - `_everyone` made sure
        places[index] = place
    return places


def _some(worlds: Sequence[World]) -> Sequence[World]:
    if len(worlds) <= _TRIED:
        return worlds
    return Random(len(worlds)).sample(worlds, _TRIED)  # noqa: S311 - no secret

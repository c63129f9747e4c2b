"""A puzzle after reading: things, what is known of them, and queries over the same names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.puzzle.constraint import Constraint
from lottery_agent.toolbox.puzzle.meaning import Meaning
from lottery_agent.toolbox.puzzle.reader import read_query, read_statement
from lottery_agent.toolbox.puzzle.statement import (
    Choice,
    Nothing,
    Order,
    Query,
    Statement,
    Whether,
    names,
)
from lottery_agent.toolbox.puzzle.vocabulary import Group, Thing, Vocabulary

MAX_LINES = 500
"""Lines of one problem, queries and options among them."""
MAX_CHARACTERS = 20_000
"""Characters of all lines; the parser reads some ten thousand a second."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a request.

    Attributes:
        text: The line as it stands.
        place: What to call it in an error, such as `premise 2`.
        number: Its position among the lines that the caller gave, from 0 on.
        offset: Where it begins in the text that the caller gave, in characters.
    """

    text: str
    place: str
    number: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Clue:
    """A line that says something.

    Attributes:
        line: Its position among the lines that the caller gave, from 0 on.
        text: The line as it stands.
        constraint: What it says.
    """

    line: int
    text: str
    constraint: Constraint


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What is given.

    Attributes:
        things: Everything that has a place.
        groups: Which things were declared together.
        structure: What holds because of the declarations.
        clues: What the lines say, in their order.
        vocabulary: The names, for words in answers.
        meaning: Translates formulas of queries.
    """

    things: tuple[Thing, ...]
    groups: tuple[Group, ...]
    structure: tuple[Constraint, ...]
    clues: tuple[Clue, ...]
    vocabulary: Vocabulary
    meaning: Meaning


def read_puzzle(
    premises: Sequence[Line], queries: Sequence[Line], options: Sequence[Line]
) -> tuple[Puzzle, tuple[Query, ...]]:
    """Read the lines of a request and settle their names.

    Args:
        premises: Declarations and formulas.
        queries: What is asked.
        options: Formulas that are asked one by one.

    Returns:
        The puzzle, and its queries followed by the options as queries.

    Raises:
        ToolError: If a line can't be read or has no meaning (the message says which line, its
            position counts from the beginning of the caller's text), or the puzzle is too large.
    """
    everything = [*premises, *queries, *options]
    if len(everything) > MAX_LINES:
        raise ToolError(f"{len(everything):,} lines, at most {MAX_LINES} are read", kind="limit")
    if sum(len(line.text) for line in everything) > MAX_CHARACTERS:
        raise ToolError(f"the puzzle has more than {MAX_CHARACTERS:,} characters", kind="limit")
    given = [placed(line, partial(read_statement, line.text)) for line in premises]
    asked = [placed(line, partial(read_query, line.text)) for line in queries]
    asked += [placed(line, partial(_option, line.text)) for line in options]
    vocabulary = Vocabulary(name for sentence in (*given, *asked) for name in names(sentence))
    vocabulary.prepare([sentence for sentence in given if isinstance(sentence, Choice)])
    meaning = Meaning(vocabulary)
    said = [
        (position, placed(premises[position], partial(vocabulary.declare, sentence)))
        for position, sentence in enumerate(given)
        if isinstance(sentence, Order | Choice)
    ]
    if not vocabulary.things:
        raise ToolError(
            "nothing is declared", hint="begin with order(a, b, c) or `a, b in red, green`"
        )
    said += [
        (position, placed(premises[position], partial(meaning.constraint, sentence)))
        for position, sentence in enumerate(given)
        if not isinstance(sentence, Order | Choice | Nothing)
    ]
    clues = tuple(
        Clue(premises[position].number, premises[position].text, constraint)
        for position, constraint in sorted(said, key=lambda pair: pair[0])
        if constraint is not None
    )
    puzzle = Puzzle(
        tuple(vocabulary.things),
        tuple(vocabulary.groups),
        tuple(vocabulary.structure),
        clues,
        vocabulary,
        meaning,
    )
    return puzzle, tuple(asked)


def _option(text: str) -> Query:
    statement: Statement = read_statement(text)
    if isinstance(statement, Order | Choice | Nothing):
        raise ToolError(f"an option is a statement such as `a = 1`, not {text!r}")
    return Whether(statement)


def placed(line: Line, read: Callable[[], _T]) -> _T:
    """Do something with a line, and name the line in an error."""
    try:
        return read()
    except ToolError as error:
        raise ToolError(
            f"{line.place}: {error.message}",
            kind=error.kind,
            position=line.offset + (error.position or 0),
            hint=error.hint,
        ) from None


def row(puzzle: Puzzle, places: Sequence[int]) -> str:
    """Return a solution in one line: who is where."""
    shown: list[str] = []
    for shape in ("order", "circle", "match"):
        groups = [group for group in puzzle.groups if group.shape == shape]
        seats: dict[tuple[object, int], list[str]] = {}
        for group in groups:
            for index in group.things:
                thing = puzzle.things[index]
                seats.setdefault((thing.kind, places[index]), []).append(thing.name)
        numbered = sorted(seats.items(), key=lambda item: item[0][1])
        if shape == "match":
            shown += [" = ".join(together) for _, together in numbered]
        elif shape == "circle" and numbered:
            shown.append(f"round the table {', '.join(' + '.join(t) for _, t in numbered)}")
        else:
            shown += [f"{place} {' + '.join(together)}" for (_, place), together in numbered]
    for group in puzzle.groups:
        if group.shape == "choice":
            for index in group.things:
                thing = puzzle.things[index]
                value = puzzle.vocabulary.show(thing.kind, places[index])
                shown.append(f"{thing.name} = {value}")
    return ", ".join(shown)

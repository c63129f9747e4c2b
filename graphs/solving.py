"""Solves a puzzle that is written in lines, and tells whether what it says makes sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.readings import Way, alike, elected
from lottery_agent.graphs.tooling import Outcome, run_tool, told
from lottery_agent.toolbox.logic.words import ConstantKeys
from lottery_agent.toolbox.puzzle.reader import read_query, read_statement
from lottery_agent.toolbox.puzzle.statement import Choice, Order, Whether, names

NOTHING = "none"
"""The line of a sentence that says nothing of the puzzle."""
PLACES = ("first", "last", "middle")
"""Words of the puzzle language that a sentence need not have."""
_READINGS = 32
"""Readings of a puzzle that are tried at most."""


def solve_lines(
    handles: Handles,
    premises: Sequence[str],
    asked: Sequence[str],
    mode: str | None,
    *,
    quiet: bool = False,
) -> Outcome:
    """Solve a puzzle that is written.

    Args:
        handles: The run's handles.
        premises: Its lines.
        asked: The query, or the options.
        mode: How one of the options fits; None for a query.
        quiet: Tell nobody.
    """
    order = order_of_all([*premises, *(asked if mode else ())])
    request: dict[str, Any] = {"premises": [*premises, *order]}
    request |= {"options": list(asked), "mode": mode} if mode else {"query": asked[0]}
    lines = [*request["premises"], *asked]
    call = "\n".join(line for line in lines if line != NOTHING)
    return run_tool(handles, "puzzle", request, call=call, quiet=quiet)


def _makes_sense(outcome: Outcome, *, chosen: bool) -> bool:
    """Tell whether a puzzle can mean what was solved: it is consistent, and has an answer.

    Args:
        outcome: What the tool found.
        chosen: Whether there are options, of which one is right.
    """
    result = outcome.result
    if result is None or result["answer"] == "Contradiction" or is_open(outcome):
        return False
    if result["kind"] == "option":
        return result["index"] is not None
    return result["answer"] != "Unknown" or not chosen


def is_open(outcome: Outcome) -> bool:
    """Tell whether a query asks for something, and several things could be it."""
    result = outcome.result
    if result is None or result["answer"] != "Unknown" or "query" not in result:
        return False
    return not isinstance(read_query(result["query"]), Whether)


def most_sensible(
    handles: Handles,
    premises: Sequence[Sequence[Way]],
    asked: Sequence[Sequence[Way]],
    mode: str | None,
    chosen: bool,
) -> tuple[Outcome, float] | None:
    """Solve the readings of a puzzle, and return the answer of those that make sense.

    That a puzzle makes sense rules out the readings that do not.

    Args:
        handles: The run's handles.
        premises: The ways to write each sentence.
        asked: Those to write the query, or each option.
        mode: How one of the options fits; None for a query.
        chosen: Whether there are options, of which one is right.

    Returns:
        The most probable reading with the most probable answer, and its confidence; None if no
        reading that was tried makes sense.
    """
    choices = [*premises, *([alike(asked, PLACES)] if mode else asked)]

    def solve(reading: tuple[Way, ...]) -> tuple[str, tuple[str, Mapping[str, Any]]] | None:
        lines = [text for way in reading[: len(premises)] for text in way.texts]
        questions = [text for way in reading[len(premises) :] for text in way.texts]
        outcome = solve_lines(handles, lines, questions, mode, quiet=True)
        if outcome.result is None or not _makes_sense(outcome, chosen=chosen):
            return None
        return str(outcome.result["answer"]), (outcome.work.call, outcome.result)

    found = elected(choices, solve, _READINGS)
    if found is None:
        return None
    (call, result), share = found
    return told(handles, "puzzle", call, lambda: result), share


def declares(line: str) -> bool:
    """Tell whether a line says what there is, and not only what is true of it."""
    try:
        return isinstance(read_statement(line), Order | Choice)
    except ToolError:
        return False


def order_of_all(lines: Sequence[str]) -> list[str]:
    """Return an order of everything that lines compare, if none of them declares anything.

    "Gwen is taller than Harold. Harold is taller than Ivy." introduces nobody.
    """
    found: list[str] = []
    for line in lines:
        try:
            statement = read_statement(line)
        except ToolError:
            return []  # the tool will say what is wrong with it
        if isinstance(statement, Order | Choice):
            return []
        found += (name.text for name in names(statement))
    keys = ConstantKeys(frozenset(found))
    things: dict[tuple[str, ...], str] = {}
    for name in found:
        if name.lower() not in PLACES:
            things.setdefault(keys.key(name), name)
    return [f"order({', '.join(things.values())})"] if len(things) > 1 else []

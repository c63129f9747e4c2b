"""The puzzle tool: plain data in, verdicts, values and options with their reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle.answers import prepare
from lottery_agent.toolbox.puzzle.case import FITTING, MAX_SOLUTIONS, Case, Prepared, choose
from lottery_agent.toolbox.puzzle.constraint import Constraint
from lottery_agent.toolbox.puzzle.printing import show
from lottery_agent.toolbox.puzzle.puzzle import Line, placed, read_puzzle
from lottery_agent.toolbox.puzzle.reader import QUERY_MARK
from lottery_agent.toolbox.puzzle.statement import Query, Whether

MAX_SECONDS = 8.0
"""Time for one request. Below the sandbox's own limit, so that the answer is a clear message."""

_KEYS = {"call", "premises", "query", "queries", "options", "mode", "limit", "seconds"}


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Solve a puzzle.

    Args:
        request: Plain data, of which `call` or `premises` is needed:

            * `call`: lines of the puzzle language in one text, queries among them.
            * `premises`: statements, one a sentence.
            * `query`, or `queries` (a list): what is asked, with or without the leading `? `.
            * `options`: statements of which one fits, and `mode`, how it fits: it `must` hold (the
              default), `can`, or `cannot`.
            * `limit` (default and at most 1,000,000): solutions that are counted.
            * `seconds` (default 8): time for the whole request.

    Returns:
        The result of the query, or of the options; `{"results": [...]}` for several queries; the
        only solution if nothing is asked. A result has `query`, `answer` (readable), `exact`,
        `kind` (verdict, number, text or option), `is_exact`, `value` (the number alone, or None),
        `used` (positions of the lines that suffice), `minimal` (whether none of these can be left
        out), `explanation` (lines of text), `solutions`
        (shown as rows) and `checks`:

            * `consistent`: the puzzle has a solution.
            * `refuted`: the other answers have none.
            * `verified`: every solution that Z3 gave was evaluated line by line in plain Python.
            * `enumerated`, for small puzzles: all solutions, found without Z3, agree.
            * `unique`, for options: one alone fits.

        A puzzle without a solution gets the answer Contradiction with the lines that clash. For
        options, `index` is the position of the one that fits, and `verdicts` tells of each.

    Raises:
        ToolError: `syntax` or `value` if a line can't be read, `limit` if the puzzle is too large
            or too hard.
    """
    unknown = sorted(set(request) - _KEYS)
    if unknown:
        raise ToolError(f"the puzzle tool has no option {unknown[0]!r}")
    premises, queries = _lines(request)
    options = [
        Line(text, f"option {i + 1}", i) for i, text in enumerate(_texts(request, "options"))
    ]
    mode = request.get("mode", "must")
    if mode not in FITTING:
        raise ToolError(f"no mode {mode!r}", hint=f"one of: {', '.join(FITTING)}")
    if options and queries:
        raise ToolError("give either queries or `options`")
    limit = _number(request, "limit", MAX_SOLUTIONS)
    budget = Budget(_number(request, "seconds", MAX_SECONDS))
    puzzle, asked = read_puzzle(premises, queries, options)
    prepared = [
        placed(line, partial(prepare, puzzle, query, f"{i}_"))
        for i, (line, query) in enumerate(zip([*queries, *options], asked, strict=True))
    ] or ([] if "queries" in request else [prepare(puzzle, None, "")])
    questions: dict[str, Constraint] = {}
    for each in prepared:
        questions.update(each.questions)
    case = Case(puzzle, questions, budget, int(limit))
    if options:
        choices = [
            (line.text, query.formula, f"{i}_")
            for i, (line, query) in enumerate(zip(options, asked, strict=True))
            if isinstance(query, Whether)
        ]
        return choose(case, choices, mode=mode, kind="option")
    if len(prepared) == 1 and "queries" not in request:
        return _named(asked[0] if asked else None, prepared[0].answer(case))
    return {
        "results": [
            _guarded(query, each, case) for query, each in zip(asked, prepared, strict=True)
        ]
    }


def _named(query: Query | None, result: dict[str, Any]) -> dict[str, Any]:
    return {"query": "" if query is None else show(query), **result}


def _guarded(query: Query, prepared: Prepared, case: Case) -> dict[str, Any]:
    try:
        return _named(query, prepared.answer(case))
    except ToolError as error:
        return {"query": show(query), "error": {"message": error.message, "kind": error.kind}}


def _lines(request: Mapping[str, Any]) -> tuple[list[Line], list[Line]]:
    """Return the premises and the queries of a request."""
    if "call" not in request and "premises" not in request:
        raise ToolError("give `call` or `premises`")
    if "query" in request and "queries" in request:
        raise ToolError("give either `query` or `queries`")
    premises = [
        Line(text, f"premise {i + 1}", i) for i, text in enumerate(_texts(request, "premises"))
    ]
    queries: list[Line] = []
    call = request.get("call")
    if call is not None:
        if not isinstance(call, str):
            raise ToolError(f"`call` must be a text, not {call!r:.40}")
        offset = 0
        for i, text in enumerate(call.split("\n"), start=len(premises)):
            line = Line(text, f"line {i + 1}", i, offset)
            (queries if text.startswith(QUERY_MARK) else premises).append(line)
            offset += len(text) + 1
    if "query" in request:
        queries.append(Line(_text(request["query"], "query"), "query"))
    queries += [Line(text, f"query {i + 1}") for i, text in enumerate(_texts(request, "queries"))]
    return premises, queries


def _texts(request: Mapping[str, Any], key: str) -> list[str]:
    value = request.get(key, ())
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ToolError(f"`{key}` must be a list of sentences, not {value!r:.40}")
    return [_text(sentence, key) for sentence in value]


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise ToolError(f"`{key}` holds {value!r:.40}, which is not a sentence")
    return value


def _number(request: Mapping[str, Any], key: str, most: float) -> float:
    value = request.get(key, most)
    if not isinstance(value, int | float) or not value > 0:
        raise ToolError(f"`{key}` must be a positive number, not {value!r:.40}")
    return min(value, most)

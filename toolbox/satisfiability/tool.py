"""The satisfiability tool: the text of a file in, a verdict with its evidence out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import z3

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.satisfiability import clausal, scripted

MAX_SECONDS = 8.0
"""Time for a request that sets none. Below the sandbox's limit, so that the message is clear."""
MAX_MODELS = 10_000
"""Models that may be asked for."""
MEMORY_MEGABYTES = 600
"""What Z3 may take. Below the sandbox's limit, where it could not tell what happened."""

_OPTIONS = {"text", "format", "models", "variables", "core", "seconds"}
_FORMATS = ("cnf", "wcnf", "smt2")


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Decide a problem.

    Args:
        request: Plain data:

            * `text`: the text of a file.
            * `format`: `cnf` (DIMACS), `wcnf` (weighted clauses) or `smt2` (SMT-LIB 2).
            * `models` (default none): how many models to look for; then they are counted, too.
            * `variables` (default all): what models must differ in: numbers, or names in SMT-LIB.
            * `core` (default false): for an unsatisfiable problem, find a part of it that is
              unsatisfiable already and of which nothing can be left out.
            * `seconds` (default 8): time for the whole request.

    Returns:
        `answer` and `exact` (satisfiable, unsatisfiable or unknown; with soft clauses also the
        least cost; where a script asks more than once, all answers), `kind` (verdict), `is_exact`,
        `value` (the least cost, or None), `models` (of DIMACS lists of literals, of SMT-LIB objects
        of values by name), `count` (how many models there are, where all were found), `core`
        (`items`, each with `text`, `line` and a `number` or `name`, and `minimal`), `objectives`,
        `outputs` (what Z3's program would print for the script), `notes`, `explanation` and
        `checks`:

            * `model`: the model meets every clause (every assertion is true in it).
            * `refuted`: the core, or the whole problem, was refuted again by other means.
            * `minimal`: each item of the core was left out, and the others hold together.
            * `optimal`: nothing better was found to exist, without optimizing.
            * `status`: the verdict is the one that the script announces.

    Raises:
        ToolError: `syntax` or `value` with the position if the text can't be read, `limit` if the
            problem is too large or could not be decided.
        MemoryError: If Z3 used up its memory; the process should not be used any more.
    """
    unknown = sorted(set(request) - _OPTIONS)
    if unknown:
        raise ToolError(f"the satisfiability tool has no option {unknown[0]!r}")
    text, form = request.get("text"), request.get("format")
    if not isinstance(text, str):
        raise ToolError("the request holds no text", hint="send the text of a file")
    if form not in _FORMATS:
        raise ToolError(f"no format {form!r}", hint=f"one of: {', '.join(_FORMATS)}")
    models = _models(request.get("models"))
    variables = _variables(request.get("variables"))
    core = bool(request.get("core", False))
    budget = Budget(_seconds(request.get("seconds", MAX_SECONDS)))
    z3.set_param("memory_max_size", MEMORY_MEGABYTES)
    if form == "smt2":
        return scripted.solve(text, models=models, names=variables, core=core, budget=budget)
    try:
        return clausal.solve(
            text,
            weighted=form == "wcnf",
            models=models,
            variables=variables,
            core=core,
            budget=budget,
        )
    except z3.Z3Exception as error:
        if "memory" in str(error):
            raise MemoryError(str(error)) from None
        raise


def _models(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_MODELS:
        raise ToolError(f"{value!r} is no number of models", hint=f"ask for 1 to {MAX_MODELS:,}")
    return value


def _variables(value: object) -> list[int | str] | None:
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ToolError(f"`variables` must be a list, not {value!r}")
    return list(value)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
        raise ToolError(f"{value!r} is no number of seconds", hint="give a positive number")
    return float(value)

"""Answers questions about clauses, with evidence that was checked without the solver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.satisfiability.clauses import (
    Problem,
    broken,
    cost,
    holds,
    literals,
)
from lottery_agent.toolbox.satisfiability.dimacs import read_dimacs
from lottery_agent.toolbox.satisfiability.refutation import refute
from lottery_agent.toolbox.satisfiability.search import Core, Model, Search

MAX_SHOWN = 1_000_000
"""Literals of all models of one answer together."""
MAX_STEPS = 60
"""Steps of a refutation that are shown; longer ones are checked only."""


def solve(
    text: str,
    *,
    weighted: bool,
    models: int | None,
    variables: Sequence[int | str] | None,
    core: bool,
    budget: Budget,
) -> dict[str, Any]:
    """Decide a DIMACS text; `tool.execute` says what is asked and what comes back."""
    problem = read_dimacs(text, weighted=weighted)
    search = Search(problem, budget)
    matter = _matter(problem, variables)
    if models is not None and models * max(1, len(matter)) > MAX_SHOWN:
        raise ToolError(
            f"{models:,} models of {len(matter):,} variables are too much to show",
            kind="limit",
            hint="ask for fewer models, or name the variables that matter",
        )
    if problem.soft:
        return _cheapest(problem, search, matter, models=models, core=core)
    first = search.model()
    if first is None:
        return _unsatisfiable(problem, search if core else None)
    if models is None:
        return _satisfiable(problem, [first], matter, count=None)
    return _enumerated(problem, search, matter, models)


def _matter(problem: Problem, variables: Sequence[int | str] | None) -> list[int]:
    if variables is None:
        if problem.shown is not None:
            return list(problem.shown)
        return list(range(1, problem.variables + 1))
    chosen: list[int] = []
    for variable in variables:
        number = int(variable) if str(variable).isascii() and str(variable).isdigit() else 0
        if not 1 <= number <= problem.variables:
            raise ToolError(
                f"there is no variable {variable!r}", hint=f"name 1 to {problem.variables}"
            )
        chosen.append(number)
    return list(dict.fromkeys(chosen))


def _enumerated(
    problem: Problem, search: Search, matter: Sequence[int], most: int
) -> dict[str, Any]:
    found: list[Model] = []
    notes: list[str] = []
    try:
        for model in search.models(matter):
            if len(found) == most:
                notes.append(f"there are more than {most} models")
                break
            found.append(model)
    except ToolError:
        notes.append(f"time ran out after {len(found)} models; there may be more")
    count = None if notes else len(found)
    return _satisfiable(problem, found, matter, count=count, notes=notes)


def _satisfiable(
    problem: Problem,
    models: Sequence[Model],
    matter: Sequence[int],
    *,
    count: int | None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    failing = [bad for model in models for bad in broken(problem.clauses, model)[:1]]
    total = len(problem.clauses)
    detail = f"clause {failing[0] + 1} fails" if failing else f"{total} of {total} clauses hold"
    check = {"name": "model", "passed": not failing, "detail": detail}
    said = [] if count is None else [f"there {'is' if count == 1 else 'are'} {count} in all"]
    return {
        **_result("satisfiable", problem, [check]),
        "models": [literals(model, matter) for model in models],
        "count": count,
        "notes": [*problem.notes, *notes],
        "explanation": "; ".join([f"a model meets all {len(problem.clauses)} clauses", *said]),
    }


def _cheapest(
    problem: Problem,
    search: Search,
    matter: Sequence[int],
    *,
    models: int | None,
    core: bool,
) -> dict[str, Any]:
    if models is not None and models > 1:
        raise ToolError(
            "models of weighted clauses are not counted", hint="ask for one model of least cost"
        )
    best = search.least_cost()
    if best is None:
        return _unsatisfiable(problem, search if core else None)
    paid = cost(problem, best)
    cheaper = search.cheaper(paid) if paid else False
    result = _satisfiable(problem, [best], matter, count=None)
    if cheaper is not None:
        detail = "no model costs less" if not cheaper else "a model costs less"
        result["checks"].append({"name": "optimal", "passed": not cheaper, "detail": detail})
    lost = broken(problem.soft, best)
    result["broken"] = [
        {
            "number": i + 1,
            "line": problem.soft_lines[i],
            "weight": problem.weights[i],
            "text": _words(problem.soft[i]),
        }
        for i in lost
    ]
    answer = f"satisfiable at cost {paid}"
    said = f"{len(lost)} of {len(problem.soft)} soft clauses are broken"
    return {**result, "answer": answer, "exact": answer, "value": str(paid), "explanation": said}


def _unsatisfiable(problem: Problem, search: Search | None) -> dict[str, Any]:
    core = None if search is None else search.core()
    positions = range(len(problem.clauses)) if core is None else core.positions
    clauses = [problem.clauses[i] for i in positions]
    checks = []
    steps = refute(clauses, [f"clause {i + 1}" for i in positions])
    if steps is not None:
        what = "clauses" if core is None else "clauses of the core"
        detail = f"the {what} were refuted again in {len(steps)} steps"
        checks.append({"name": "refuted", "passed": True, "detail": detail})
    if core is not None:
        checks.append(_minimal(problem, core))
    shown = "no values of the variables meet all clauses"
    if steps is not None and len(steps) <= MAX_STEPS:
        shown = "\n".join(steps)
    result = _result("unsatisfiable", problem, checks)
    if core is not None:
        items = [
            {"number": i + 1, "line": problem.lines[i], "text": _words(problem.clauses[i])}
            for i in core.positions
        ]
        result["core"] = {"items": items, "minimal": core.minimal}
    return {**result, "explanation": shown}


def _minimal(problem: Problem, core: Core) -> dict[str, Any]:
    """Evaluate what is said to make each clause of a core necessary."""
    shown = sum(
        all(holds(problem.clauses[i], model) for i in core.positions if i != position)
        for position, model in core.witnesses.items()
    )
    detail = f"for {shown} of {len(core.positions)} clauses a model meets all others"
    return {"name": "minimal", "passed": shown == len(core.positions), "detail": detail}


def _words(clause: Sequence[int]) -> str:
    return " ".join(map(str, (*clause, 0)))


def _result(verdict: str, problem: Problem, checks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "answer": verdict,
        "exact": verdict,
        "kind": "verdict",
        "is_exact": True,
        "value": None,
        "models": [],
        "count": 0 if verdict == "unsatisfiable" else None,
        "core": None,
        "notes": list(problem.notes),
        "checks": checks,
    }

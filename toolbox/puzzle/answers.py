"""Answers each form of query."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.toolbox.puzzle import explain
from lottery_agent.toolbox.puzzle.case import (
    FITTING,
    Case,
    Prepared,
    Result,
    check,
    choose,
    contradiction,
    decided,
    lines,
    report,
)
from lottery_agent.toolbox.puzzle.puzzle import Puzzle, row
from lottery_agent.toolbox.puzzle.search import count_solutions
from lottery_agent.toolbox.puzzle.statement import (
    Among,
    Comparison,
    Formula,
    Mode,
    Name,
    Optimum,
    Query,
    Solutions,
    What,
    Whether,
)
from lottery_agent.toolbox.puzzle.values import measured, optimum, what


def prepare(puzzle: Puzzle, query: Query | None, name: str) -> Prepared:
    """Return how a query is answered.

    Args:
        puzzle: The puzzle.
        query: The query, None to ask for the solution.
        name: What the labels of its questions begin with.

    Raises:
        ToolError: If the query has no meaning in the puzzle.
    """
    match query:
        case None:
            return Prepared({}, _solve)
        case Whether(formula):
            constraint = puzzle.meaning.constraint(formula)
            return Prepared({name: constraint}, lambda case: _whether(case, formula, name))
        case Mode(mode, formula):
            constraint = puzzle.meaning.constraint(formula)
            return Prepared({name: constraint}, lambda case: _mode(case, mode, formula, name))
        case Among(subject, candidates):
            return _among(puzzle, subject, candidates, name)
        case Optimum(which, term):
            scope, linear, low, questions = measured(puzzle, term, name)
            return Prepared(
                questions, lambda case: optimum(case, which, term, scope, linear, low, name)
            )
        case What(term):
            return what(puzzle, term, name)
        case Solutions():
            return Prepared({}, _count)


def _whether(case: Case, formula: Formula, label: str) -> Result:
    return decided(case, formula, label)[1]


def _mode(case: Case, mode: str, formula: Formula, label: str) -> Result:
    decision, result = decided(case, formula, label)
    if decision.verdict != "Contradiction":
        result["answer"] = result["exact"] = str(decision.verdict in FITTING[mode])
    return result


def _among(puzzle: Puzzle, subject: Name, candidates: Sequence[Name], name: str) -> Prepared:
    formulas = [Comparison(subject, "=", candidate) for candidate in candidates]
    labels = [f"{name}o{position}" for position in range(len(formulas))]
    questions = {
        label: puzzle.meaning.constraint(formula)
        for label, formula in zip(labels, formulas, strict=True)
    }

    def answer(case: Case) -> Result:
        return choose(
            case,
            list(zip((c.text for c in candidates), formulas, labels, strict=True)),
            mode="must",
            kind="text",
        )

    return Prepared(questions, answer)


def _count(case: Case) -> Result:
    count = count_solutions(case.puzzle, limit=case.limit, budget=case.budget)
    places = case.decider.solution()
    answer = f"more than {case.limit:,}" if count is None else str(count)
    explanation = (
        explain.contradiction(case.puzzle, case.decider.contradiction().used)
        if places is None
        else "\n".join(row(case.puzzle, each) for each in case.enumeration.solutions[:5])
    )
    return report(
        answer,
        exact=str(count) if count is not None else f"> {case.limit}",
        kind="number" if count is not None else "text",
        number=count,
        is_exact=count is not None,
        explanation=explanation,
        solutions=[row(case.puzzle, each) for each in case.enumeration.solutions[:5]],
        checks=[
            check(
                "consistent",
                (places is None) == (count == 0),
                "search and Z3 agree on whether there is a solution",
            )
        ],
    )


def _solve(case: Case) -> Result:
    """Answer with the solution if there is one alone."""
    places = case.decider.solution()
    if places is None:
        return contradiction(case)
    used: set[int] = set()
    for thing, place in enumerate(places):
        other, clues = case.decider.elsewhere(thing, place)
        if other is not None:
            return _several(case, places, other)
        used |= clues
    answer = row(case.puzzle, places)
    return report(
        answer,
        kind="text",
        explanation=explain.forced(case.puzzle, sorted(used), answer),
        used=lines(case, sorted(used)),
        minimal=False,
        solutions=[answer],
        checks=case.checks(
            consistent=True,
            refuted=(True, "no thing can be anywhere else"),
            agree=lambda found: found == (places,),
        ),
    )


def _several(case: Case, *found: tuple[int, ...]) -> Result:
    shown = [row(case.puzzle, places) for places in found]
    return report(
        "Unknown",
        kind="verdict",
        explanation="\n".join(["There is more than one solution.", *shown]),
        solutions=shown,
        checks=case.checks(consistent=True, refuted=None, agree=lambda every: {*found} <= {*every}),
    )

"""A puzzle being asked: verdicts and options as results, with their checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle import explain
from lottery_agent.toolbox.puzzle.constraint import Constraint, holds
from lottery_agent.toolbox.puzzle.decide import Decider, Decision
from lottery_agent.toolbox.puzzle.printing import show
from lottery_agent.toolbox.puzzle.puzzle import Puzzle, row
from lottery_agent.toolbox.puzzle.search import Enumeration, enumerate_solutions
from lottery_agent.toolbox.puzzle.statement import Comparison, Formula, Not, Sign

MAX_SOLUTIONS = 1_000_000
"""Solutions that are counted."""
_CHECKED_SOLUTIONS = 1_000
_CHECKING_WORK = 20_000
_FLIPPED: Mapping[Sign, Sign] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

Result: TypeAlias = dict[str, Any]


class Case:
    """A puzzle with the means to decide about it.

    Args:
        puzzle: The puzzle.
        questions: All that will be asked, by label.
        budget: The time for everything.
        limit: Solutions that are counted at most.
    """

    def __init__(
        self, puzzle: Puzzle, questions: Mapping[str, Constraint], budget: Budget, limit: int
    ) -> None:
        self.puzzle = puzzle
        self.questions = questions
        self.limit = limit
        self.budget = budget
        self.decider = Decider(puzzle, questions, budget)

    @cached_property
    def enumeration(self) -> Enumeration:
        """The solutions by plain search, as far as they are quickly found."""
        return enumerate_solutions(
            self.puzzle, limit=_CHECKED_SOLUTIONS, work=_CHECKING_WORK, budget=self.budget
        )

    def decide(self, label: str) -> Decision:
        """Decide one question."""
        return self.decider.decide(label)

    def checks(
        self,
        *,
        consistent: bool,
        refuted: tuple[bool, str] | None,
        agree: Callable[[tuple[tuple[int, ...], ...]], bool],
    ) -> list[dict[str, Any]]:
        """Return the checks of a result.

        Args:
            consistent: Whether the puzzle has a solution.
            refuted: Whether the other answers were refuted, and by what; None if nothing was.
            agree: Whether the answer fits all solutions of the puzzle.
        """
        found = "there is a solution" if consistent else "the lines can't all hold"
        checks = [check("consistent", consistent, found)]
        if refuted is not None:
            checks.append(check("refuted", *refuted))
        verified = self.decider.verified
        checks.append(check("verified", True, f"{verified} solutions evaluated line by line"))
        if self.enumeration.complete:
            solutions = self.enumeration.solutions
            checks.append(
                check("enumerated", agree(solutions), f"{len(solutions)} solutions in all")
            )
        return checks


FITTING = {
    "must": frozenset({"True"}),
    "can": frozenset({"True", "Unknown"}),
    "cannot": frozenset({"False"}),
}
"""The verdicts on a formula that must, can or cannot hold."""


def check(name: str, passed: bool, detail: str) -> dict[str, Any]:
    """Return a check of a result."""
    return {"name": name, "passed": passed, "detail": detail}


def report(
    answer: str,
    *,
    kind: str,
    explanation: str,
    checks: Sequence[Mapping[str, Any]],
    exact: str | None = None,
    number: int | None = None,
    is_exact: bool = True,
    used: Sequence[int] = (),
    minimal: bool = True,
    solutions: Sequence[str] = (),
) -> Result:
    """Return a result.

    Args:
        answer: The readable answer.
        kind: What it is: verdict, number, text or option.
        explanation: Why it holds, one step a line.
        checks: How it was checked.
        exact: The canonical form, the answer itself by default.
        number: The answer as a number, if it is one.
        is_exact: Whether the answer is more than a bound.
        used: Positions of the lines that suffice.
        minimal: Whether none of these can be left out.
        solutions: Solutions that show it, as rows.
    """
    return {
        "answer": answer,
        "exact": answer if exact is None else exact,
        "kind": kind,
        "is_exact": is_exact,
        "value": number,
        "used": list(used),
        "minimal": minimal,
        "explanation": explanation,
        "solutions": list(solutions),
        "checks": [dict(check) for check in checks],
    }


def lines(case: Case, used: Sequence[int]) -> list[int]:
    """Return the positions of the lines in which clues stand."""
    return [case.puzzle.clues[position].line for position in used]


def words(formula: Formula) -> tuple[str, str]:
    """Return a formula and its opposite in words."""
    match formula:
        case Comparison(left, sign, right):
            opposite: Formula = Comparison(left, _FLIPPED[sign], right)
        case Not(body):
            opposite = body
        case _:
            opposite = Not(formula)
    return show(formula), show(opposite)


def contradiction(case: Case) -> Result:
    """Return that the puzzle has no solution, and why."""
    decision = case.decider.contradiction()
    return report(
        "Contradiction",
        kind="verdict",
        explanation=explain.contradiction(case.puzzle, decision.used),
        used=lines(case, decision.used),
        minimal=decision.minimal,
        checks=case.checks(
            consistent=False, refuted=(False, "nothing holds"), agree=lambda found: not found
        ),
    )


def decided(case: Case, formula: Formula, label: str) -> tuple[Decision, Result]:
    """Decide a formula, and return the decision with its result."""
    decision = case.decide(label)
    if decision.verdict == "Contradiction":
        return decision, contradiction(case)
    constraint = case.questions[label]

    def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
        found = {holds(constraint, places) for places in solutions}
        return found == {"True": {True}, "False": {False}}.get(decision.verdict, {True, False})

    sides = [
        f"{word}: {'a solution' if places else 'none'}"
        for word, places in (("with it", decision.along), ("without it", decision.against))
    ]
    shown = [row(case.puzzle, s) for s in (decision.along, decision.against) if s is not None]
    return decision, report(
        decision.verdict,
        kind="verdict",
        explanation=explain.verdict(case.puzzle, *words(formula), decision),
        used=lines(case, decision.used),
        minimal=decision.minimal,
        solutions=shown,
        checks=case.checks(consistent=True, refuted=(True, "; ".join(sides)), agree=agree),
    )


def choose(
    case: Case, options: Sequence[tuple[str, Formula, str]], *, mode: str, kind: str
) -> Result:
    """Return the only option that must, can or cannot hold.

    Args:
        case: The puzzle.
        options: Of each option its text, its formula and the label of its question.
        mode: `must`, `can` or `cannot`.
        kind: The kind of the result.
    """
    decisions, results = [], []
    for _, formula, label in options:
        decision, result = decided(case, formula, label)
        if decision.verdict == "Contradiction":
            return result
        decisions.append(decision)
        results.append(result)
    fitting = [i for i, decision in enumerate(decisions) if decision.verdict in FITTING[mode]]
    unique = len(fitting) == 1
    verdicts = [
        {
            "option": text,
            "verdict": result["answer"],
            "used": result["used"],
            "explanation": result["explanation"],
        }
        for (text, _, _), result in zip(options, results, strict=True)
    ]
    agreed = {c["name"]: c for result in results for c in result["checks"]}
    for result in results:  # one option that failed a check fails it for all
        agreed.update({c["name"]: c for c in result["checks"] if not c["passed"]})
    counted = f"{len(fitting)} of {len(options)} options {mode} hold"
    if unique:
        explanation = results[fitting[0]]["explanation"]
        answer = options[fitting[0]][0]
    else:
        explanation = "\n".join(
            [f"{counted}.", *(f"{v['option']}: {v['verdict']}" for v in verdicts)]
        )
        answer = "Unknown"
    return {
        **report(
            answer,
            kind=kind if unique else "verdict",
            explanation=explanation,
            used=results[fitting[0]]["used"] if unique else (),
            minimal=all(result["minimal"] for result in results),
            solutions=results[fitting[0]]["solutions"] if unique else (),
            checks=[*agreed.values(), check("unique", unique, counted)],
        ),
        "index": fitting[0] if unique else None,
        "verdicts": verdicts,
    }


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query whose questions are known, to be answered when the solver knows them too.

    Attributes:
        questions: What it will ask, by label.
        answer: Answers it.
    """

    questions: Mapping[str, Constraint]
    answer: Callable[[Case], Result]

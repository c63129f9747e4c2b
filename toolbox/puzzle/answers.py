"""Answers each form of query, with an explanation and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.puzzle import explain
from lottery_agent.toolbox.puzzle.constraint import Constraint, Linear, Member, holds, value
from lottery_agent.toolbox.puzzle.decide import (
    Decider,
    Decision,
    best_value,
    possible_values,
    value_questions,
)
from lottery_agent.toolbox.puzzle.encoding import MAX_SPAN, Encoding
from lottery_agent.toolbox.puzzle.meaning import Scope
from lottery_agent.toolbox.puzzle.printing import show, show_term
from lottery_agent.toolbox.puzzle.puzzle import Puzzle, row
from lottery_agent.toolbox.puzzle.search import (
    Enumeration,
    count_solutions,
    enumerate_solutions,
)
from lottery_agent.toolbox.puzzle.statement import (
    Among,
    Comparison,
    Extreme,
    Formula,
    Mode,
    Name,
    Not,
    Number,
    Optimum,
    Query,
    Solutions,
    Sum,
    Term,
    What,
    Whether,
)
from lottery_agent.toolbox.puzzle.vocabulary import Kind

MAX_SOLUTIONS = 1_000_000
"""Solutions that are counted."""
_CHECKED_SOLUTIONS = 1_000
_CHECKING_WORK = 20_000
_SHOWN_VALUES = 10

Result = dict[str, Any]


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
        checks = [_check("consistent", consistent, found)]
        if refuted is not None:
            checks.append(_check("refuted", *refuted))
        verified = self.decider.verified
        checks.append(_check("verified", True, f"{verified} solutions evaluated line by line"))
        if self.enumeration.complete:
            solutions = self.enumeration.solutions
            checks.append(
                _check("enumerated", agree(solutions), f"{len(solutions)} solutions in all")
            )
        return checks


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query whose questions are known, to be answered when the solver knows them too.

    Attributes:
        questions: What it will ask, by label.
        answer: Answers it.
    """

    questions: Mapping[str, Constraint]
    answer: Callable[[Case], Result]


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
            scope, linear, low, questions = _measured(puzzle, term, name)
            return Prepared(
                questions, lambda case: _optimum(case, which, term, scope, linear, low, name)
            )
        case What(term):
            return _what(puzzle, term, name)
        case Solutions():
            return Prepared({}, _count)


def _check(name: str, passed: bool, detail: str) -> dict[str, Any]:
    return {"name": name, "passed": passed, "detail": detail}


def _result(
    answer: str,
    *,
    kind: str,
    explanation: str,
    checks: Sequence[Mapping[str, Any]],
    exact: str | None = None,
    number: int | None = None,
    is_exact: bool = True,
    used: Sequence[int] = (),
    solutions: Sequence[str] = (),
) -> Result:
    return {
        "answer": answer,
        "exact": answer if exact is None else exact,
        "kind": kind,
        "is_exact": is_exact,
        "value": number,
        "used": list(used),
        "explanation": explanation,
        "solutions": list(solutions),
        "checks": [dict(check) for check in checks],
    }


def _lines(case: Case, used: Sequence[int]) -> list[int]:
    return [case.puzzle.clues[position].line for position in used]


def _words(formula: Formula) -> tuple[str, str]:
    """Return a formula and its opposite in words."""
    flipped = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
    match formula:
        case Comparison(left, sign, right):
            opposite: Formula = Comparison(left, flipped[sign], right)  # type: ignore[arg-type]
        case Not(body):
            opposite = body
        case _:
            opposite = Not(formula)
    return show(formula), show(opposite)


def _contradiction(case: Case) -> Result:
    decision = case.decider.contradiction()
    return _result(
        "Contradiction",
        kind="verdict",
        explanation=explain.contradiction(case.puzzle, decision.used),
        used=_lines(case, decision.used),
        checks=case.checks(
            consistent=False, refuted=(False, "nothing holds"), agree=lambda found: not found
        ),
    )


def decided(case: Case, formula: Formula, label: str) -> tuple[Decision, Result]:
    """Decide a formula, and return the decision with its result."""
    decision = case.decide(label)
    if decision.verdict == "Contradiction":
        return decision, _contradiction(case)
    constraint = case.questions[label]

    def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
        found = {holds(constraint, places) for places in solutions}
        return found == {"True": {True}, "False": {False}}.get(decision.verdict, {True, False})

    sides = [
        f"{word}: {'a solution' if places else 'none'}"
        for word, places in (("with it", decision.along), ("without it", decision.against))
    ]
    shown = [row(case.puzzle, s) for s in (decision.along, decision.against) if s is not None]
    return decision, _result(
        decision.verdict,
        kind="verdict",
        explanation=explain.verdict(case.puzzle, *_words(formula), decision),
        used=_lines(case, decision.used),
        solutions=shown,
        checks=case.checks(consistent=True, refuted=(True, "; ".join(sides)), agree=agree),
    )


def _whether(case: Case, formula: Formula, label: str) -> Result:
    return decided(case, formula, label)[1]


FITTING = {
    "must": frozenset({"True"}),
    "can": frozenset({"True", "Unknown"}),
    "cannot": frozenset({"False"}),
}
"""The verdicts on a formula that must, can or cannot hold."""


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
        **_result(
            answer,
            kind=kind if unique else "verdict",
            explanation=explanation,
            used=results[fitting[0]]["used"] if unique else (),
            solutions=results[fitting[0]]["solutions"] if unique else (),
            checks=[*agreed.values(), _check("unique", unique, counted)],
        ),
        "index": fitting[0] if unique else None,
        "verdicts": verdicts,
    }


def _measured(
    puzzle: Puzzle, term: Term, name: str
) -> tuple[Scope, Linear, int, dict[str, Constraint]]:
    """Return the scope of a term, the term as a sum, its smallest value and its questions."""
    scope = puzzle.meaning.scope(term)
    if scope.kind is not None and scope.kind.shape in ("circle", "match"):
        raise ToolError(
            f"{show_term(term)!r} has no number", hint="ask `? a = b` or `? a in b, c` instead"
        )
    linear = puzzle.meaning.linear(term, scope)
    low, high = Encoding([thing.domain for thing in puzzle.things]).bounds(linear)
    if high - low > MAX_SPAN:
        raise ToolError(f"{show_term(term)!r} has too many values", kind="limit")
    return scope, linear, low, value_questions(linear, low, high, name)


def _shown(puzzle: Puzzle, kind: Kind | None, term: Term, number: int) -> tuple[str, str]:
    """Return a value of a term in words, and the kind of result that it is."""
    named = kind is not None and kind.shape == "named" and 1 <= number <= len(kind.labels)
    if kind is not None and named and _is_place(term):
        return puzzle.vocabulary.show(kind, number), "text"
    return str(number), "number"


def _is_place(term: Term) -> bool:
    """Say whether a term is a place and no distance or other amount."""
    match term:
        case Name() | Number():
            return True
        case Extreme(_, terms):
            return all(map(_is_place, terms))
        case Sum(((_, first), *shifts)):
            return _is_place(first) and all(isinstance(shift, Number) for _, shift in shifts)
        case _:
            return False


def _optimum(
    case: Case, which: Any, term: Term, scope: Scope, linear: Linear, low: int, name: str
) -> Result:
    best = best_value(case.decider, linear, low, name, which=which)
    if best is None:
        return _contradiction(case)
    number, places = best
    text, kind = _shown(case.puzzle, scope.kind, term, number)
    word = "largest" if which == "most" else "smallest"

    def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
        found = [value(linear, each) for each in solutions]
        return number == (max(found) if which == "most" else min(found))

    return _result(
        text,
        kind=kind,
        number=number if kind == "number" else None,
        explanation=(f"The {word} {show_term(term)} is {text}, as in: {row(case.puzzle, places)}."),
        solutions=[row(case.puzzle, places)],
        checks=case.checks(
            consistent=True, refuted=(True, f"no solution has a {word[:-3]}er one"), agree=agree
        ),
    )


def _what(puzzle: Puzzle, term: Term, name: str) -> Prepared:
    scope = puzzle.meaning.scope(term)
    shapes = scope.kind.shape if scope.kind is not None else "number"
    asks_thing = isinstance(term, Name) and puzzle.vocabulary.thing(term) is not None
    if shapes in ("circle", "match") and asks_thing:
        return _partners(puzzle, scope, name)
    if not scope.things and _is_place(term):
        return _who(puzzle, term, scope, name)
    scope, linear, low, questions = _measured(puzzle, term, name)

    def answer(case: Case) -> Result:
        found, complete = possible_values(case.decider, linear, low, name, most=_SHOWN_VALUES)
        if not found:
            return _contradiction(case)
        texts = [_shown(puzzle, scope.kind, term, number)[0] for number, _ in found]
        if len(found) == 1:
            return _fixed_value(case, term, scope, linear, found[0], f"{name}e{found[0][0] - low}")
        numbers = {number for number, _ in found}

        def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
            every = {value(linear, places) for places in solutions}
            return every == numbers if complete else numbers < every

        shown = [
            (f"With {show_term(term)} = {t}", p) for t, (_, p) in zip(texts, found, strict=True)
        ]
        listed = ", ".join(
            t for _, t in sorted(zip(found, texts, strict=True), key=lambda pair: pair[0][0])
        )
        more = "" if complete else " and others"
        return _result(
            "Unknown",
            kind="verdict",
            explanation=f"It can be {listed}{more}.\n{explain.examples(puzzle, shown[:2])}",
            solutions=[row(puzzle, places) for _, places in shown[:2]],
            checks=case.checks(consistent=True, refuted=None, agree=agree),
        )

    return Prepared(questions, answer)


def _fixed_value(
    case: Case,
    term: Term,
    scope: Scope,
    linear: Linear,
    found: tuple[int, tuple[int, ...]],
    label: str,
) -> Result:
    number, places = found
    text, kind = _shown(case.puzzle, scope.kind, term, number)
    decision = case.decide(label)
    return _result(
        text,
        kind=kind,
        number=number if kind == "number" else None,
        explanation=explain.forced(case.puzzle, decision.used, f"{show_term(term)} = {text}"),
        used=_lines(case, decision.used),
        solutions=[row(case.puzzle, places)],
        checks=case.checks(
            consistent=True,
            refuted=(decision.verdict == "True", "no solution has another value"),
            agree=lambda solutions: {value(linear, each) for each in solutions} == {number},
        ),
    )


def _who(puzzle: Puzzle, term: Term, scope: Scope, name: str) -> Prepared:
    """Ask for the things at a place, or with a value."""
    number = puzzle.meaning.linear(term, scope).constant
    members = [
        index
        for index, thing in enumerate(puzzle.things)
        if thing.kind.shape in ("number", "named")
        and (scope.kind is None or thing.kind == scope.kind)
        and number in thing.domain
    ]
    if not members:
        raise ToolError(f"nothing can be at {show_term(term)!r}", hint="ask for a place or a value")
    questions: dict[str, Constraint] = {
        f"{name}w{index}": Member(index, frozenset((number,))) for index in members
    }
    return Prepared(questions, lambda case: _things_that(case, show_term(term), members, name))


def _partners(puzzle: Puzzle, scope: Scope, name: str) -> Prepared:
    """Ask for the things that share the place of a thing, of which the number says nothing."""
    (asked,) = scope.things
    members = [
        index
        for index, thing in enumerate(puzzle.things)
        if thing.kind == scope.kind and index != asked
    ]
    subject = Name(puzzle.things[asked].name)
    questions = {
        f"{name}w{index}": puzzle.meaning.constraint(
            Comparison(subject, "=", Name(puzzle.things[index].name))
        )
        for index in members
    }
    return Prepared(questions, lambda case: _things_that(case, subject.text, members, name))


def _things_that(case: Case, asked: str, members: Sequence[int], name: str) -> Result:
    """Answer which things have a place, where each may or may not have it."""
    names = [case.puzzle.things[index].name for index in members]
    decisions = [case.decide(f"{name}w{index}") for index in members]
    if decisions[0].verdict == "Contradiction":
        return _contradiction(case)
    sure = [n for n, decision in zip(names, decisions, strict=True) if decision.verdict == "True"]
    open_ = [(n, d) for n, d in zip(names, decisions, strict=True) if d.verdict == "Unknown"]

    def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
        expected = {"True": {True}, "False": {False}, "Unknown": {True, False}}
        return all(
            {holds(case.questions[f"{name}w{index}"], each) for each in solutions}
            == expected[decision.verdict]
            for index, decision in zip(members, decisions, strict=True)
        )

    checks = case.checks(
        consistent=True,
        refuted=(True, f"{len(members)} things were tried both ways"),
        agree=agree,
    )
    if open_:
        known = [f"{', '.join(sure)} for sure; "] if sure else []
        shown = [(f"With {n}", d.along) for n, d in open_[:2] if d.along is not None]
        return _result(
            "Unknown",
            kind="verdict",
            explanation="".join([*known, "perhaps ", ", ".join(n for n, _ in open_), ".\n"])
            + explain.examples(case.puzzle, shown),
            solutions=[row(case.puzzle, places) for _, places in shown],
            checks=checks,
        )
    answer = ", ".join(sure) or "nobody"
    relevant = [d for d in decisions if d.verdict == ("True" if sure else "False")]
    used = sorted({position for decision in relevant for position in decision.used})
    return _result(
        answer,
        kind="text",
        explanation=explain.forced(case.puzzle, used, f"{asked}: {answer}"),
        used=_lines(case, used),
        checks=checks,
    )


def _count(case: Case) -> Result:
    count = count_solutions(case.puzzle, limit=case.limit, budget=case.budget)
    places = case.decider.solution()
    answer = f"more than {case.limit:,}" if count is None else str(count)
    explanation = (
        explain.contradiction(case.puzzle, case.decider.contradiction().used)
        if places is None
        else "\n".join(row(case.puzzle, each) for each in case.enumeration.solutions[:5])
    )
    return _result(
        answer,
        exact=str(count) if count is not None else f"> {case.limit}",
        kind="number" if count is not None else "text",
        number=count,
        is_exact=count is not None,
        explanation=explanation,
        solutions=[row(case.puzzle, each) for each in case.enumeration.solutions[:5]],
        checks=[
            _check(
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
        return _contradiction(case)
    used: set[int] = set()
    for thing, place in enumerate(places):
        other, clues = case.decider.elsewhere(thing, place)
        if other is not None:
            shown = [row(case.puzzle, places), row(case.puzzle, other)]
            return _result(
                "Unknown",
                kind="verdict",
                explanation="\n".join(["There is more than one solution.", *shown]),
                solutions=shown,
                checks=case.checks(
                    consistent=True,
                    refuted=None,
                    agree=lambda found, other=other: {places, other} <= {*found},
                ),
            )
        used |= clues
    answer = row(case.puzzle, places)
    return _result(
        answer,
        kind="text",
        explanation=explain.forced(case.puzzle, sorted(used), answer),
        used=_lines(case, sorted(used)),
        solutions=[answer],
        checks=case.checks(
            consistent=True,
            refuted=(True, "no thing can be anywhere else"),
            agree=lambda found: found == (places,),
        ),
    )

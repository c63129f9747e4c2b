"""Answers what the value of a term is, and which things have a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.puzzle import explain
from lottery_agent.toolbox.puzzle.case import (
    Case,
    Prepared,
    Result,
    contradiction,
    lines,
    report,
)
from lottery_agent.toolbox.puzzle.constraint import Constraint, Linear, Member, holds, value
from lottery_agent.toolbox.puzzle.decide import best_value, possible_values, value_questions
from lottery_agent.toolbox.puzzle.encoding import MAX_SPAN, Encoding
from lottery_agent.toolbox.puzzle.meaning import Scope
from lottery_agent.toolbox.puzzle.printing import show_term
from lottery_agent.toolbox.puzzle.puzzle import Puzzle, row
from lottery_agent.toolbox.puzzle.statement import Comparison, Extreme, Name, Number, Sum, Term
from lottery_agent.toolbox.puzzle.vocabulary import Kind

_SHOWN_VALUES = 10


def measured(
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


def optimum(
    case: Case,
    which: Literal["most", "least"],
    term: Term,
    scope: Scope,
    linear: Linear,
    low: int,
    name: str,
) -> Result:
    """Answer with the largest or the smallest value that a term can have."""
    best = best_value(case.decider, linear, low, name, which=which)
    if best is None:
        return contradiction(case)
    number, places = best
    text, kind = _shown(case.puzzle, scope.kind, term, number)
    word = "largest" if which == "most" else "smallest"

    def agree(solutions: tuple[tuple[int, ...], ...]) -> bool:
        found = [value(linear, each) for each in solutions]
        return number == (max(found) if which == "most" else min(found))

    return report(
        text,
        kind=kind,
        number=number if kind == "number" else None,
        explanation=(f"The {word} {show_term(term)} is {text}, as in: {row(case.puzzle, places)}."),
        solutions=[row(case.puzzle, places)],
        checks=case.checks(
            consistent=True, refuted=(True, f"no solution has a {word[:-3]}er one"), agree=agree
        ),
    )


def what(puzzle: Puzzle, term: Term, name: str) -> Prepared:
    """Ask for the value of a term, or for the things at a place."""
    scope = puzzle.meaning.scope(term)
    shapes = scope.kind.shape if scope.kind is not None else "number"
    asks_thing = isinstance(term, Name) and puzzle.vocabulary.thing(term) is not None
    if shapes in ("circle", "match") and asks_thing:
        return _partners(puzzle, scope, name)
    if not scope.things and _is_place(term):
        return _who(puzzle, term, scope, name)
    scope, linear, low, questions = measured(puzzle, term, name)

    def answer(case: Case) -> Result:
        found, complete = possible_values(case.decider, linear, low, name, most=_SHOWN_VALUES)
        if not found:
            return contradiction(case)
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
        return report(
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
    return report(
        text,
        kind=kind,
        number=number if kind == "number" else None,
        explanation=explain.forced(case.puzzle, decision.used, f"{show_term(term)} = {text}"),
        used=lines(case, decision.used),
        minimal=decision.minimal,
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
        return contradiction(case)
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
        return report(
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
    return report(
        answer,
        kind="text",
        explanation=explain.forced(case.puzzle, used, f"{asked}: {answer}"),
        used=lines(case, used),
        minimal=len(relevant) == 1 and relevant[0].minimal,
        checks=checks,
    )

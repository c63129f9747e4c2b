"""Answers requests in which premises are rules: `stratified` and `defeasible` semantics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic import disputes, failures
from lottery_agent.toolbox.logic.arguments import Arguments
from lottery_agent.toolbox.logic.formula import Formula, show
from lottery_agent.toolbox.logic.request import check_request
from lottery_agent.toolbox.logic.rules import Program, is_rule_line, read_program
from lottery_agent.toolbox.logic.stratified import PerfectModel

_OPTIONS = {"premises", "query", "queries", "semantics", "seconds", "distinct_names"}

_Answer = Callable[[Formula], dict[str, Any]]


def by_rules(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a request whose semantics is not classical.

    Args:
        request: Plain data: `semantics`, `premises`, and `query` or `queries`. `seconds` and
            `distinct_names` change nothing: the work is counted, so that a request takes about a
            second at most, and different names always are different things.

    Returns:
        Results as those of the logic tool. `used` are the premises of the proof, not always the
        fewest.

    Raises:
        ToolError: `syntax` or `value` if a sentence can't be read or has no meaning with these
            semantics, `limit` if the problem is too large.
    """
    semantics = str(request.get("semantics"))
    if semantics not in ANSWERS:
        raise ToolError(
            f"`semantics` is {semantics!r:.60}",
            position=0,
            hint=f"one of: classical, {', '.join(ANSWERS)}",
        )
    refused = sorted(name for name in set(request) - _OPTIONS if request[name])
    if refused:
        raise ToolError(
            f"`{refused[0]}` has no meaning with {semantics} semantics",
            position=0,
            hint=f"options are {', '.join(sorted(_OPTIONS))}",
        )
    asked = check_request({name: request[name] for name in set(request) - {"semantics"}})
    program = read_program(asked.premises, asked.sentences)
    answer = ANSWERS[semantics](program)
    if asked.asked == "query":
        return answer(program.theory.queries[0])
    return {"results": [_guarded(answer, query) for query in program.theory.queries]}


def check_statements(premises: Sequence[str]) -> None:
    """Refuse lines that only rules can be.

    Raises:
        ToolError: `value`.
    """
    for i, premise in enumerate(premises, 1):
        if is_rule_line(premise):
            raise ToolError(
                f"premise {i}: `{premise[:60]}` names or prefers a rule",
                position=0,
                hint='ask with semantics "defeasible"',
            )


def _guarded(answer: _Answer, query: Formula) -> dict[str, Any]:
    try:
        return answer(query)
    except ToolError as error:
        return {"query": show(query), "error": {"message": error.message, "kind": error.kind}}


def _stratified(program: Program) -> _Answer:
    model = PerfectModel(program)

    def answer(query: Formula) -> dict[str, Any]:
        found = model.answer(query)
        steps = failures.steps_to(found.proof, model.facts)
        return _result(
            program,
            query,
            found.verdict,
            failures.premises_of(steps),
            failures.explain(found, model, program),
            ("one of the query and its opposite holds, not both", found.decided),
        )

    return answer


def _defeasible(program: Program) -> _Answer:
    arguments = Arguments(program)

    def answer(query: Formula) -> dict[str, Any]:
        found = arguments.answer(query)
        steps = failures.steps_to(found.proof, arguments.theory.proved) if found.proof else []
        return _result(
            program,
            query,
            found.verdict,
            failures.premises_of(steps),
            disputes.explain(found, arguments.theory, program),
            ("query and opposite are not both proved", found.decided),
        )

    return answer


ANSWERS: Mapping[str, Callable[[Program], _Answer]] = {
    "stratified": _stratified,
    "defeasible": _defeasible,
}
"""What a program means."""


def _result(
    program: Program,
    query: Formula,
    verdict: str,
    used: list[int],
    explanation: str,
    refuted: tuple[str, bool],
) -> dict[str, Any]:
    consistent = verdict != "Contradiction"
    return {
        "query": show(query),
        "answer": verdict,
        "exact": verdict,
        "kind": "verdict",
        "is_exact": True,
        "value": None,
        "used": used,
        "core": [program.sentences[i] for i in used],
        "explanation": explanation,
        "models": [],
        "checks": [
            {
                "name": "consistent",
                "passed": consistent,
                "detail": "no certain conclusions clash"
                if consistent
                else "certain conclusions clash",
            },
            {"name": "refuted", "passed": refuted[1], "detail": refuted[0]},
        ],
    }

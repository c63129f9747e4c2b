"""The logic tool: a request of plain data in, verdicts with checks and explanations out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.decide import Decider, Decision
from lottery_agent.toolbox.logic.explain import explain
from lottery_agent.toolbox.logic.formula import Formula, show
from lottery_agent.toolbox.logic.theory import Theory, read_theory

MAX_SECONDS = 8.0
"""Time for one request. Below the sandbox's own limit, so that the answer is a clear message."""

_OPTIONS = {"premises", "query", "queries", "distinct_names", "closed_world", "seconds"}


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Decide what follows from premises.

    Args:
        request: Plain data:

            * `premises`: sentences of the logic language, each a statement.
            * `query`, or `queries` (a list): what is asked, with or without the leading `? `.
            * `distinct_names` (default false): different constants name different things. Numbers
              of different value always differ.
            * `closed_world` (default false): a fact that does not follow is false. A query that is
              open otherwise is then evaluated over the named things, where a fact holds if and only
              if the premises prove it.
            * `seconds` (default 8): time for the whole request.

    Returns:
        For `query` a result; for `queries` `{"results": [a result for each]}`, where the result of
        a query that could not be decided is `{"query", "error": {"message", "kind"}}`. A result
        has `query`, `answer` and `exact` (True, False, Unknown or Contradiction), `kind`
        (verdict), `is_exact`, `used` (positions of the premises that suffice, none of which can be
        left out), `explanation` (lines of text), `models` (for Unknown, a world for the query and
        one against it, where found) and `checks`:

            * `consistent`: the premises can hold together.
            * `refuted`: both polarities of the query were decided and fit the verdict.

    Raises:
        ToolError: `syntax` or `value` if a sentence can't be read, `limit` if the problem is too
            large or could not be decided.
    """
    unknown = sorted(set(request) - _OPTIONS)
    if unknown:
        raise ToolError(f"the logic tool has no option {unknown[0]!r}")
    premises = _sentences(request.get("premises", ()), "premises")
    many = "queries" in request
    if many == ("query" in request):
        raise ToolError("give either `query` or `queries`")
    queries = _sentences(request["queries"] if many else [request["query"]], "queries")
    budget = Budget(min(float(request.get("seconds", MAX_SECONDS)), MAX_SECONDS))
    theory = read_theory(premises, queries)
    decider = Decider(
        theory, distinct_names=bool(request.get("distinct_names", False)), budget=budget
    )
    closed = bool(request.get("closed_world", False))
    if not many:
        return _result(theory, theory.queries[0], _decide(decider, theory.queries[0], closed))
    return {"results": [_guarded(decider, theory, query, closed) for query in theory.queries]}


def _sentences(value: object, name: str) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ToolError(f"`{name}` must be a list of sentences, not {value!r}")
    for sentence in value:
        if not isinstance(sentence, str):
            raise ToolError(f"`{name}` holds {sentence!r}, which is not a sentence")
    return list(value)


def _guarded(decider: Decider, theory: Theory, query: Formula, closed: bool) -> dict[str, Any]:
    try:
        return _result(theory, query, _decide(decider, query, closed))
    except ToolError as error:
        return {"query": show(query), "error": {"message": error.message, "kind": error.kind}}


def _decide(decider: Decider, query: Formula, closed: bool) -> Decision:
    return decider.decide_closed(query) if closed else decider.decide(query)


def _result(theory: Theory, query: Formula, decision: Decision) -> dict[str, Any]:
    refuted = (
        f"premises and query: {decision.with_query}; "
        f"premises and its opposite: {decision.with_opposite}"
    )
    # One unsatisfiable side proves the other; were the other side open, the premises might be
    # contradictory, which is the other check's matter.
    contradiction = decision.verdict == "Contradiction"
    return {
        "query": show(query),
        "answer": decision.verdict,
        "exact": decision.verdict,
        "kind": "verdict",
        "is_exact": True,
        "used": list(decision.used),
        "explanation": explain(theory, query, decision),
        "models": [model.show() for model in decision.models],
        "checks": [
            {
                "name": "consistent",
                "passed": decision.consistent == "satisfiable",
                "detail": f"premises: {decision.consistent}",
            },
            {"name": "refuted", "passed": not contradiction, "detail": refuted},
        ],
    }

"""The logic tool: a request of plain data in, verdicts with checks and explanations out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.budget import Budget
from lottery_agent.toolbox.logic.byrules import by_rules, check_statements
from lottery_agent.toolbox.logic.choices import chosen, fits
from lottery_agent.toolbox.logic.decide import Core, Decider, Decision
from lottery_agent.toolbox.logic.explain import contradiction, explain
from lottery_agent.toolbox.logic.formula import Formula, all_terms, show
from lottery_agent.toolbox.logic.listing import list_worlds
from lottery_agent.toolbox.logic.request import Request, check_request
from lottery_agent.toolbox.logic.terms import Constant
from lottery_agent.toolbox.logic.theory import Theory, read_theory


def execute(request: Mapping[str, Any]) -> dict[str, Any]:
    """Decide what follows from premises.

    Args:
        request: Plain data:

            * `premises`: sentences of the logic language, each a statement; or formulas in the
              usual notation (`∀x (Cat(x) → Animal(x))`).
            * One of four questions. `query`, or `queries` (a list): does it follow, its opposite,
              or neither? With or without the leading `? `. `options` (a list of statements) with
              `mode` `must` (default), `can` or `cannot`: which of them must hold, can hold, can't
              hold? `models` (true): in which worlds do the premises hold? At most `limit`
              (default 10, up to 100) are listed.
            * `distinct_names` (default false): different constants name different things. Numbers
              of different value always differ.
            * `domain` (names): only these things exist, each one thing.
            * `closed_world` (default false): what need not hold doesn't. A query that is open
              otherwise is then decided over the smallest worlds of the premises.
            * `integers` (default false): numbers are whole. Otherwise they are rational:
              between 17 and 18 there are ages.
            * `semantics` (default `classical`): `stratified` for a closed world with negation as
              failure, `defeasible` for named rules with preferences. Premises must then be facts
              and rules; see `by_rules`.
            * `seconds` (default 8): time for the whole request.

    Returns:
        For `query` a result; for `queries` `{"results": [a result for each]}`, where the result of
        a query that could not be decided is `{"query", "error": {"message", "kind"}}`. A result
        has `query`, `answer` and `exact` (True, False, Unknown or Contradiction), `kind`
        (verdict), `is_exact`, `used` (positions of the premises that suffice, none of which can be
        left out; were that not certain within the limits, `minimal` is false), `core` (the same
        with the sentences as they were written), `explanation` (lines of text), `models` (for
        Unknown, a world for the query and one against it, where found) and `checks`:

            * `consistent`: the premises can hold together.
            * `refuted`: both polarities of the query were decided and fit the verdict.

        For `options`, `answer` is the only option that fits, or says that none or several do;
        `kind` is option; `fits` are the positions of those that fit, `verdicts` holds a result
        for each option, and the check `unique` tells whether just one fits. For `models`,
        `answer` tells their number, `worlds` are the worlds as lines of text and `complete` tells
        whether these are all: all there are over a finite domain, else all with as few things as
        the premises allow. Premises that can't hold together give the verdict Contradiction in
        every case.

    Raises:
        ToolError: `syntax` or `value` if a sentence can't be read, `limit` if the problem is too
            large or could not be decided. `position` counts in all sentences joined by newlines,
            premises first.
    """
    if request.get("semantics", "classical") != "classical":
        return by_rules(request)
    asked = check_request({name: request[name] for name in set(request) - {"semantics"}})
    check_statements(asked.premises)
    budget = Budget(asked.seconds)
    theory = read_theory(asked.premises, asked.sentences, domain=asked.domain)
    if asked.integers:
        _check_whole(theory)
    decider = Decider(
        theory, distinct_names=asked.distinct_names, integers=asked.integers, budget=budget
    )
    session = _Session(asked, theory, decider)
    match asked.asked:
        case "query":
            return session.result(theory.queries[0])
        case "queries":
            return {"results": [session.guarded(query) for query in theory.queries]}
        case "options":
            return session.options()
        case "models":
            return session.models(budget)


def _check_whole(theory: Theory) -> None:
    found = (
        term.name
        for formula in (*theory.premises, *theory.queries)
        for term in all_terms(formula)
        if isinstance(term, Constant) and "." in term.name
    )
    for name in found:
        if name not in theory.constants and name not in theory.numbers:
            raise ToolError(
                f"{name} is not whole, and `integers` says that numbers are",
                position=0,
                hint="leave `integers` out, or count in smaller units",
            )


class _Session:
    """Answers the questions of one request."""

    def __init__(self, asked: Request, theory: Theory, decider: Decider) -> None:
        self._asked = asked
        self._theory = theory
        self._decider = decider

    def decide(self, query: Formula) -> Decision:
        if self._asked.closed_world:
            return self._decider.decide_closed(query)
        return self._decider.decide(query)

    def guarded(self, query: Formula) -> dict[str, Any]:
        try:
            return self.result(query)
        except ToolError as error:
            return {"query": show(query), "error": {"message": error.message, "kind": error.kind}}

    def result(self, query: Formula) -> dict[str, Any]:
        decision = self.decide(query)
        refuted = (
            f"premises and query: {decision.with_query}; "
            f"premises and its opposite: {decision.with_opposite}"
        )
        # One unsatisfiable side proves the other; were the other side open, the premises might be
        # contradictory, which is the other check's matter.
        contradictory = decision.verdict == "Contradiction"
        return {
            "query": show(query),
            **_verdict(decision.verdict),
            **self._core(Core(decision.used, decision.minimal)),
            "explanation": explain(self._theory, query, decision),
            "models": [model.show() for model in decision.models],
            "checks": [
                _check(
                    "consistent",
                    f"premises: {decision.consistent}",
                    passed=decision.consistent == "satisfiable",
                ),
                _check("refuted", refuted, passed=not contradictory),
            ],
        }

    def options(self) -> dict[str, Any]:
        results = [self.result(query) for query in self._theory.queries]
        verdicts = [result["answer"] for result in results]
        if "Contradiction" in verdicts:
            return self._contradiction() | {"verdicts": results, "fits": []}
        mode, written = self._asked.mode, self._asked.sentences
        fitting = [i for i, verdict in enumerate(verdicts) if fits(verdict, mode)]
        answer = chosen(written, fitting, mode)
        lines = [f"{text}: {verdict}" for text, verdict in zip(written, verdicts, strict=True)]
        if len(fitting) == 1:
            lines += ["", results[fitting[0]]["explanation"]]
        return {
            "answer": answer,
            "exact": answer,
            "kind": "option",
            "is_exact": True,
            "fits": fitting,
            "verdicts": results,
            "explanation": "\n".join(lines),
            "checks": [
                results[0]["checks"][0],
                _check(
                    "refuted",
                    "both polarities of every option were decided",
                    passed=all(result["checks"][1]["passed"] for result in results),
                ),
                _check("unique", f"{len(fitting)} of {len(written)} fit", passed=len(fitting) == 1),
            ],
        }

    def models(self, budget: Budget) -> dict[str, Any]:
        status, _ = self._decider.consistent()
        if status == "unsatisfiable":
            return self._contradiction() | {"worlds": [], "complete": True}
        listing = list_worlds(self._decider.space, self._asked.limit, budget)
        count = len(listing.worlds)
        answer = f"{count} world{'s' if count > 1 else ''}"
        shown = [world.show() for world in listing.worlds]
        return {
            "answer": answer if listing.complete else f"more than {answer}",
            "exact": str(count) if listing.complete else f"> {count}",
            "kind": "text",
            "is_exact": listing.complete,
            "worlds": shown,
            "complete": listing.complete,
            "explanation": "\n".join(f"{i}. {world}" for i, world in enumerate(shown, 1)),
            "checks": [_check("consistent", f"premises: {status}", passed=True)],
        }

    def _contradiction(self) -> dict[str, Any]:
        _, core = self._decider.consistent()
        return {
            **_verdict("Contradiction"),
            **self._core(core),
            "explanation": contradiction(self._theory, core.used),
            "checks": [_check("consistent", "premises: unsatisfiable", passed=False)],
        }

    def _core(self, core: Core) -> dict[str, Any]:
        written = self._asked.premises
        return {
            "used": list(core.used),
            "core": [{"position": i, "sentence": written[i]} for i in core.used],
            "minimal": core.minimal,
        }


def _verdict(verdict: str) -> dict[str, Any]:
    return {"answer": verdict, "exact": verdict, "kind": "verdict", "is_exact": True}


def _check(name: str, detail: str, *, passed: bool) -> dict[str, Any]:
    return {"name": name, "passed": passed, "detail": detail}

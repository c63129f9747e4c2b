"""Closed world with negation as failure: what can't be proved is false.

A program of facts and rules means its perfect model (Apt, Blair and Walker 1988; Przymusinski
1988): the facts that follow when `~p(Tom)` in a body holds just if `p(Tom)` can't be proved. The
things are those that the problem names, and different names are different things.

Facts and conclusions with `~` follow the ProofWriter data (Tafjord, Dalvi and Clark 2021): they
prove nothing that failure does not give anyway, but they can clash. Where both `p(Tom)` and
`~p(Tom)` are concluded, every verdict is `Contradiction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.bodies import HIDDEN, FailureClauses, is_hidden
from lottery_agent.toolbox.logic.clauses import QUERY, Clause, Fact, Instance, opposite, signed
from lottery_agent.toolbox.logic.datalog import Evaluation
from lottery_agent.toolbox.logic.formula import Atom, Formula, Not
from lottery_agent.toolbox.logic.rules import Program
from lottery_agent.toolbox.logic.strata import strata
from lottery_agent.toolbox.logic.variables import apart, number_variables

Verdict = Literal["True", "False", "Contradiction"]

GOAL = HIDDEN + "goal"
"""Begins the predicates that stand for queries."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one query.

    Attributes:
        query: What was asked.
        verdict: Whether it holds in the perfect model.
        proof: The last step of the proof of the query or of its opposite; for `Contradiction`, the
            two facts that clash are its body.
        decided: Whether exactly one of the query and its opposite holds.
    """

    query: Formula
    verdict: Verdict
    proof: Instance
    decided: bool


class PerfectModel:
    """The perfect model of a program.

    Args:
        program: Facts, rules and queries.

    Raises:
        ToolError: `value` if the program has preferences or is not stratified, `limit` if it is too
            much work.
    """

    def __init__(self, program: Program) -> None:
        if program.preferences:
            position = program.preferences[0][2]
            raise ToolError(
                f"premise {position + 1}: `{program.sentences[position]}` has no meaning with "
                "negation as failure",
                hint='ask with semantics "defeasible"',
            )
        self._program = program
        self._made = FailureClauses()
        self._goals = 0
        self.clauses: list[Clause] = []
        for rule in program.rules:
            self.clauses += self._made.clauses(
                signed(rule.head), rule.body, rule.source, rule.numbers
            )
        self._evaluation = Evaluation(program.domain)
        for group in strata(self.clauses):
            self._evaluation.run(group)

    @property
    def parts(self) -> Mapping[str, Formula]:
        """What the predicates mean that bodies added, as `FailureClauses.parts`."""
        return self._made.parts

    @property
    def facts(self) -> dict[Fact, Instance]:
        """All facts, each with the instance that it first followed by."""
        return self._evaluation.facts

    def answer(self, query: Formula) -> Answer:
        """Decide a query.

        Raises:
            ToolError: `limit` if it is too much work, `value` if it has no meaning here.
        """
        asked = apart(query)
        clash = self._clash()
        if clash is not None:
            return Answer(query, "Contradiction", clash, False)
        found = [self._holds(formula) for formula in (asked, Not(asked))]
        proofs = [instance for instance in found if instance is not None]
        if not proofs:
            raise ToolError("the query compares the size of what is no number")
        verdict: Verdict = "True" if found[0] is not None else "False"
        return Answer(query, verdict, proofs[0], len(proofs) == 1)

    def _holds(self, formula: Formula) -> Instance | None:
        """Return how a formula without free variables follows, None if it does not."""
        self._goals += 1
        goal = Atom(f"{GOAL}{self._goals}")
        clauses = self._made.clauses(goal, [formula], QUERY, number_variables(formula))
        for group in strata(clauses):
            self._evaluation.run(group)
        return self.facts.get((goal.predicate, ()))

    def _clash(self) -> Instance | None:
        for fact in self.facts:
            if not is_hidden(fact[0]) and opposite(fact) in self.facts:
                return Instance((GOAL, ()), (fact, opposite(fact)), (), QUERY)
        return None

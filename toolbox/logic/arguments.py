"""Decides queries of defeasible theories: proved, disproved, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lottery_agent.toolbox.logic.bodies import HIDDEN, normal, proofs
from lottery_agent.toolbox.logic.clauses import QUERY, Clause, Fact, Instance, opposite
from lottery_agent.toolbox.logic.datalog import Evaluation
from lottery_agent.toolbox.logic.defeasible import DefeasibleTheory
from lottery_agent.toolbox.logic.formula import All, Atom, Formula, Not
from lottery_agent.toolbox.logic.lacks import ground, is_ground
from lottery_agent.toolbox.logic.rules import Program
from lottery_agent.toolbox.logic.variables import apart, number_variables

Verdict = Literal["True", "False", "Unknown", "Contradiction"]

GOAL = HIDDEN + "goal"
"""Begins the predicates that stand for queries."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one query.

    Attributes:
        query: What was asked.
        verdict: `True` if it is proved, `False` if its opposite is.
        proof: The last step of the proof, where there is one; for `Contradiction`, the two literals
            that clash are its body.
        open: For `Unknown`, the literals that the query speaks of.
        decided: Whether query and opposite are not both proved.
    """

    query: Formula
    verdict: Verdict
    proof: Instance | None = None
    open: tuple[Fact, ...] = ()
    decided: bool = True


class Arguments:
    """The arguments of a defeasible theory.

    Args:
        program: Facts, rules, preferences and queries.

    Raises:
        ToolError: As for `DefeasibleTheory`.
    """

    def __init__(self, program: Program) -> None:
        self.theory = DefeasibleTheory(program)
        self._evaluation = Evaluation(program.domain)
        self._evaluation.assume(self.theory.proved)
        self._goals = 0

    def answer(self, query: Formula) -> Answer:
        """Decide a query: a literal, or a formula that is proved from proved literals.

        That something holds of all things is never proved, because there may be more of them; a
        thing of which it does not hold disproves it.

        Raises:
            ToolError: `limit` if it is too much work.
        """
        clash = self.theory.clash()
        if clash is not None:
            proof = Instance((GOAL, ()), (clash, opposite(clash)), (), QUERY)
            return Answer(query, "Contradiction", proof, decided=False)
        asked = apart(query)
        along, against = self._proof(asked), self._proof(Not(asked))
        if along is not None:
            return Answer(query, "True", along, decided=against is None)
        if against is not None:
            return Answer(query, "False", against)
        return Answer(query, "Unknown", None, self._open(asked))

    def _proof(self, formula: Formula) -> Instance | None:
        self._goals += 1
        goal = Atom(f"{GOAL}{self._goals}")
        numbers = number_variables(formula)
        clauses = []
        for literals in normal([formula]):
            if not any(isinstance(literal, All) for literal in literals):
                body, conditions = proofs(literals)
                clauses.append(Clause(goal, body, (), conditions, QUERY, numbers))
        self._evaluation.run(clauses)
        return self._evaluation.facts.get((goal.predicate, ()))

    def _open(self, formula: Formula) -> tuple[Fact, ...]:
        """Return the literals of a query and of its opposite that are not proved."""
        found: dict[Fact, None] = {}
        for side in (formula, Not(formula)):
            for literals in normal([side]):
                body, _ = proofs([part for part in literals if not isinstance(part, All)])
                found |= dict.fromkeys(ground(atom) for atom in body if is_ground(atom))
        return tuple(fact for fact in found if fact not in self.theory.proved)

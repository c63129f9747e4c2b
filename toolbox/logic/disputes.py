"""Tells why a defeasible verdict holds: which rule won, what it beat, why others do not apply."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from lottery_agent.toolbox.logic.arguments import Answer
from lottery_agent.toolbox.logic.clauses import QUERY, Fact, Instance, literal_of, opposite
from lottery_agent.toolbox.logic.defeasible import DefeasibleTheory
from lottery_agent.toolbox.logic.failures import steps_to
from lottery_agent.toolbox.logic.formula import negated, show
from lottery_agent.toolbox.logic.lacks import lacking
from lottery_agent.toolbox.logic.rules import Program

MAX_TOLD = 20
"""Literals of which it is told why they are not proved."""


def explain(answer: Answer, theory: DefeasibleTheory, program: Program) -> str:
    """Return the reasons for a verdict, one a line."""
    disputes = _Disputes(theory, program)
    lines: list[str] = []
    if answer.proof is not None:
        for step in steps_to(answer.proof, theory.proved):
            if step.source != QUERY:
                lines += disputes.step(step)
    asked = show(answer.query)
    match answer.verdict:
        case "True":
            lines.append(f"So {asked} is proved.")
        case "False":
            lines.append(f"So {show(negated(answer.query))}: {asked} is disproved.")
        case "Unknown":
            lines += disputes.open(answer.open)
            lines.append(f"So {asked} is neither proved nor disproved.")
        case "Contradiction" if answer.proof is not None:
            clash = " and ".join(show(literal_of(fact)) for fact in answer.proof.body)
            lines.append(f"Both {clash} are certain: the premises clash.")
    return "\n".join(lines)


class _Disputes:
    def __init__(self, theory: DefeasibleTheory, program: Program) -> None:
        self._theory = theory
        self._program = program

    def step(self, step: Instance) -> Iterator[str]:
        """Yield what a step concludes, and how it stands against rules to the contrary."""
        text = show(literal_of(step.head))
        if step.head in self._theory.certain:
            yield f"{text} [{step.source + 1}]"
            return
        yield f"{text} by {self._name(step.source)}"
        contrary = opposite(step.head)
        active = self._theory.active(contrary)
        for source in sorted(active):
            winner = self._winner(step, source)
            yield f"  {self._name(source)} concludes the opposite, but {winner} is over it"
        for source, lack in self._lacks(contrary):
            if source not in active and not self._beats(step.source, source):
                over = f", which is over {self._name(step.source)},"
                stronger = over if self._beats(source, step.source) else ""
                yield f"  {self._name(source)}{stronger} does not apply: {lack}"

    def open(self, facts: tuple[Fact, ...]) -> Iterator[str]:
        """Yield why literals are not proved, then why what they lack is not."""
        waiting = deque(facts)
        told: set[Fact] = set()
        while waiting and len(told) < MAX_TOLD:
            fact = waiting.popleft()
            if fact in told or fact in self._theory.proved:
                continue
            told.add(fact)
            reasons = list(self._why_not(fact, waiting))
            yield f"{show(literal_of(fact))}: {'; '.join(reasons) or 'nothing concludes it'}"

    def _why_not(self, fact: Fact, waiting: deque[Fact]) -> Iterator[str]:
        contrary = opposite(fact)
        active, against = self._theory.active(fact), self._theory.active(contrary)
        if contrary in self._theory.certain:
            yield f"{show(literal_of(contrary))} is certain"
            return
        for source in sorted(active):
            unbeaten = [
                self._name(other)
                for other in sorted(against)
                if not any(self._beats(own, other) for own in active)
            ]
            opposed = ", ".join(unbeaten)
            yield (
                f"{self._name(source)} applies, but not over {opposed}"
                if unbeaten
                else f"{self._name(source)} applies, but what opposes it is not settled"
            )
        for clause in self._theory.clauses:
            lack = lacking(clause, fact, self._theory.proved, {})
            if lack is not None and clause.source not in active:
                waiting += lack.facts
                yield f"{self._name(clause.source)} {lack.text}"

    def _lacks(self, fact: Fact) -> Iterator[tuple[int, str]]:
        seen: set[int] = set()
        for clause in self._theory.clauses:
            lack = lacking(clause, fact, self._theory.proved, {})
            if lack is not None and clause.source not in seen:
                seen.add(clause.source)
                yield clause.source, lack.text

    def _winner(self, step: Instance, loser: int) -> str:
        winners = [step.source, *sorted(self._theory.active(step.head))]
        return self._name(next(own for own in winners if self._beats(own, loser)))

    def _beats(self, one: int, other: int) -> bool:
        return self._theory.preferences.beats(one, other)

    def _name(self, source: int) -> str:
        label = self._program.labels.get(source)
        return f"[{source + 1}]" if label is None else f"{label} [{source + 1}]"

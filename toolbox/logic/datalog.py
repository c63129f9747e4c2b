"""Applies clauses to facts until nothing new follows, bottom-up.

Semi-naive evaluation (Ullman, Principles of Database and Knowledge-Base Systems, 1988, chapter 3):
each new fact is joined once with the facts before it, so the work follows the facts that hold and
not the size of the ground program.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from lottery_agent.toolbox.logic.clauses import QUERY, Clause, Domain, Fact, Instance, Key, key
from lottery_agent.toolbox.logic.joins import MAX_STEPS, Plan, Store


class Evaluation:
    """Facts that grow by the clauses that are run.

    Args:
        domain: What variables range over.
        every: Whether all instances are kept, not only the first for each fact.
        steps: The work that may be done.
    """

    def __init__(self, domain: Domain, *, every: bool = False, steps: int = MAX_STEPS) -> None:
        self._store = Store(domain, steps)
        self._every = every
        self.instances: dict[Instance, None] = {}
        """Clauses applied to things, each once, in the order in which they were found."""

    @property
    def facts(self) -> dict[Fact, Instance]:
        """All facts, each with the first instance that it followed by."""
        return self._store.facts

    def assume(self, facts: Iterable[Fact]) -> None:
        """Let facts hold."""
        for fact in facts:
            self.facts[fact] = Instance(fact, (), (), QUERY)
            self._store.add(fact)

    def run(self, clauses: Sequence[Clause]) -> None:
        """Add all that follows.

        Args:
            clauses: Clauses whose `absent` atoms are about predicates that these clauses do not
                conclude, and no clauses that are run later.

        Raises:
            ToolError: `limit` if it is too much work; the message names the premise.
        """
        own = {key(clause.head) for clause in clauses}
        triggers: dict[Key, list[Plan]] = {}
        for clause in clauses:
            for position, atom in enumerate(clause.body):
                if key(atom) in own:
                    triggers.setdefault(key(atom), []).append(Plan(clause, self._store, position))
        new: deque[Fact] = deque()
        for clause in clauses:
            self._take(Plan(clause, self._store, None), (), new)
        while new:
            fact = new.popleft()
            self._store.add(fact)
            for plan in triggers.get((fact[0], len(fact[1])), ()):
                self._take(plan, fact[1], new)

    def _take(self, plan: Plan, row: tuple[str, ...], new: deque[Fact]) -> None:
        for instance in plan.instances(row):
            if self._every:
                self.instances[instance] = None
            if instance.head not in self.facts:
                self.facts[instance.head] = instance
                new.append(instance.head)

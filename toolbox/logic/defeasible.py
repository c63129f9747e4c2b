"""Defeasible rules with preferences, as BoardgameQA (Kazemi et al. 2023) uses them.

Facts are certain. A named rule concludes something unless a rule to the contrary stands against it:
of two rules that conclude `p` and `~p`, the preferred one wins if its body is proved; if its body
is not, the other one concludes. What this means in every case is defeasible logic (Nute 1994;
Antoniou, Billington, Governatori and Maher 2001), read as its meta-program and evaluated by the
well-founded semantics (Maher and Governatori 1999), as spelled out here:

* What follows from facts and rules without a name is certain. No other rule can oppose it; if `p`
  and `~p` are both certain, every verdict is `Contradiction`.
* A rule applies if all of its body is proved. `~p` in a body is the opposite of `p`, proved like
  any conclusion: that `p` can't be proved is not enough.
* `p` is proved if it is certain; or if a rule for it applies, `~p` is not certain, and each rule
  for `~p` that applies is beaten by some rule for `p` that applies. A rule without a name can be
  opposed where its body is not certain, and has no preferences.
* So where two rules disagree and neither is preferred, neither concludes, and the verdict is
  `Unknown`. A conclusion that rests on itself is not proved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.bodies import proofs, strict_literals
from lottery_agent.toolbox.logic.clauses import (
    Clause,
    Fact,
    Instance,
    opposite,
    signed,
)
from lottery_agent.toolbox.logic.datalog import Evaluation
from lottery_agent.toolbox.logic.preferences import Preferences
from lottery_agent.toolbox.logic.rules import Program, Rule

MAX_WORK = 300_000
"""Applied rules looked at, over all rounds; about a second."""

Conclusion: TypeAlias = tuple[Fact, int]
"""A literal and the position of the rule that concludes it."""


@dataclass(frozen=True, slots=True)
class _State:
    """An estimate of what holds.

    Attributes:
        proved: Literals, each with the rule that it was first proved by.
        opposed: Literals that a rule to the contrary stands against.
        beaten: Conclusions over which a preferred rule wins.
    """

    proved: Mapping[Fact, Instance]
    opposed: frozenset[Fact]
    beaten: frozenset[Conclusion]


class DefeasibleTheory:
    """What is proved from facts, rules and preferences.

    Args:
        program: Facts, rules and preferences.

    Attributes:
        clauses: The rules, with `~p` as a predicate of its own.
        preferences: Which rule wins.
        certain: What follows from facts and rules without a name.
        proved: All that is proved, each with the rule that it was proved by; what a proof needs
            comes before it.
        instances: The rules applied to things, by conclusion, as far as their bodies might hold.

    Raises:
        ToolError: `value` if preferences are wrong or a body has no meaning here, `limit` if it is
            too much work.
    """

    def __init__(self, program: Program) -> None:
        self.preferences = Preferences(program)
        self.clauses = [clause for rule in program.rules for clause in _clauses(rule)]
        evaluation = Evaluation(program.domain, every=True)
        # All that might hold if no rule stood against another: proofs use nothing else.
        evaluation.run(self.clauses)
        self.instances: dict[Fact, list[Instance]] = {}
        for instance in evaluation.instances:
            self.instances.setdefault(instance.head, []).append(instance)
        self._all = list(evaluation.instances)
        self.certain = closure([i for i in self._all if i.source not in program.labels])
        self._work = MAX_WORK
        self._duels = self._found_duels()
        self.proved = self._told(self._settled())

    def applies(self, instance: Instance) -> bool:
        """Whether the body of an applied rule is proved."""
        return all(fact in self.proved for fact in instance.body)

    def clash(self) -> Fact | None:
        """Return a literal that is certain and whose opposite is."""
        return next((fact for fact in self.certain if opposite(fact) in self.certain), None)

    def active(self, fact: Fact) -> set[int]:
        """Return the rules that conclude a literal and whose bodies are proved."""
        return {i.source for i in self.instances.get(fact, ()) if self.applies(i)}

    def _told(self, proved: Mapping[Fact, Instance]) -> Mapping[Fact, Instance]:
        """Return each literal with the rule that beats most others, which tells the reader most."""
        self.proved = proved
        order = {fact: i for i, fact in enumerate(proved)}

        def strength(instance: Instance) -> int:
            return len(self._duels.get((instance.head, instance.source), ()))

        def possible(fact: Fact) -> Iterator[Instance]:
            # What a proof needs must come before it, so that no proof goes round in a circle.
            yield proved[fact]
            for instance in self.instances[fact]:
                if all(order.get(need, len(order)) < order[fact] for need in instance.body):
                    yield instance

        return {
            fact: proved[fact] if fact in self.certain else max(possible(fact), key=strength)
            for fact in proved
        }

    def _settled(self) -> Mapping[Fact, Instance]:
        """Return the proved literals of the well-founded model, by the alternating fixpoint.

        Estimates take turns at too little and too much (Van Gelder 1993), until too little stays.
        """
        low = _State({}, frozenset(), frozenset())
        while True:
            high = self._estimate(low)
            better = self._estimate(high)
            if (better.proved.keys(), better.opposed, better.beaten) == (
                low.proved.keys(),
                low.opposed,
                low.beaten,
            ):
                return better.proved
            low = better

    def _estimate(self, other: _State) -> _State:
        """Return what holds if exactly those oppositions and defeats fail that `other` lacks."""
        self._spend(len(self._all))
        free = [
            instance
            for instance in self._all
            if instance.head not in other.opposed and opposite(instance.head) not in self.certain
        ]
        proved = closure(free, self.certain)
        applied = {
            (instance.head, instance.source)
            for instance in self._all
            if all(fact in proved for fact in instance.body)
        }
        opposed = {opposite(fact) for fact, source in applied if (fact, source) not in other.beaten}
        beaten = {
            (opposite(fact), loser)
            for fact, source in applied
            for loser in self._duels.get((fact, source), ())
        }
        return _State(proved, frozenset(opposed), frozenset(beaten))

    def _found_duels(self) -> Mapping[Conclusion, Sequence[int]]:
        """Return, for each conclusion, the rules to the contrary that it wins over."""
        sources = {fact: {i.source for i in self.instances[fact]} for fact in self.instances}
        duels: dict[Conclusion, Sequence[int]] = {}
        for fact, own in sources.items():
            against = sources.get(opposite(fact), set())
            self._spend(len(own) * len(against))
            for winner in own:
                losers = [loser for loser in against if self.preferences.beats(winner, loser)]
                if losers:
                    duels[fact, winner] = losers
        return duels

    def _spend(self, work: int) -> None:
        self._work -= work
        if self._work < 0:
            raise ToolError(
                "too many rules stand against one another", kind="limit", hint="use fewer rules"
            )


def _clauses(rule: Rule) -> list[Clause]:
    """Return the clauses of a rule, its negations as predicates of their own."""
    made = []
    for literals in strict_literals(rule.body):
        body, conditions = proofs(literals)
        head = signed(rule.head)
        made.append(Clause(head, body, (), conditions, rule.source, rule.numbers))
    return made


def closure(
    instances: Sequence[Instance], start: Mapping[Fact, Instance] | None = None
) -> dict[Fact, Instance]:
    """Return the facts that follow, each with the first instance that concludes it.

    Args:
        instances: Rules applied to things.
        start: Facts to begin with.
    """
    found = dict(start or {})
    missing = [len(set(instance.body)) for instance in instances]
    uses: dict[Fact, list[int]] = {}
    for i, instance in enumerate(instances):
        for fact in set(instance.body):
            uses.setdefault(fact, []).append(i)
    waiting = deque(found)
    for i, instance in enumerate(instances):
        if not missing[i] and instance.head not in found:
            found[instance.head] = instance
            waiting.append(instance.head)
    while waiting:
        fact = waiting.popleft()
        for i in uses.get(fact, ()):
            missing[i] -= 1
            head = instances[i].head
            if not missing[i] and head not in found:
                found[head] = instances[i]
                waiting.append(head)
    return found

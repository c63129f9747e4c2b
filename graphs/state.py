"""What a run of the machine remembers. Plain data only: a checkpoint may hold it."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Annotated, TypedDict

from lottery_agent.answer import AnswerKind, Check, Citation, Reason, Work


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a specialist offers to the verifier.

    Either `text` is an answer, or `error` says what the model should repair, or `reason` says why
    there is nothing to offer.

    Attributes:
        confidence: The specialist's own estimate that `text` is right, in [0, 1].
        binding: Names of the checks that must pass; the others only inform.
        final: Whether a person decided on it, so that no other attempt may follow.
    """

    text: str | None = None
    kind: AnswerKind | None = None
    exact: bool = False
    confidence: float = 0.0
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    binding: frozenset[str] = field(default_factory=frozenset)
    error: str | None = None
    reason: Reason | None = None
    final: bool = False

    def stands(self, threshold: float) -> bool:
        """Tell whether it can be the answer: it has a text, is sure enough, and passed its checks.

        That premises contradict each other is an answer, although no check can then confirm it.

        Args:
            threshold: Least confidence, in [0, 1].
        """
        if self.error is not None or self.text is None:
            return False
        if self.final:
            return True
        failed = any(check.name in self.binding and not check.passed for check in self.checks)
        return self.confidence >= threshold and (not failed or self.reason == "contradiction")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A call of an acting tool that a person is asked to approve.

    Attributes:
        tool: Name of the tool.
        call: The call, exactly as it will run.
        confidence: The operator's estimate that it is the right one, in [0, 1].
    """

    tool: str
    call: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Step:
    """A sub-question of a plan and, once solved, its answer. `number` counts from 1."""

    number: int
    question: str
    answer: str | None = None
    confidence: float = 0.0
    kind: AnswerKind | None = None
    exact: bool = False
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """The agent that comes next if the chosen one has nothing to offer.

    Attributes:
        agent: Its name.
        confidence: Probability that it is the right one, given that the chosen one is not.
    """

    agent: str
    confidence: float


class Task(TypedDict):
    """The input of the machine."""

    question: str
    context: str | None
    options: list[str] | None
    history: list[tuple[str, str]]
    depth: int


class State(Task, total=False):
    """The machine's state. Lists grow; everything else holds the latest value."""

    agent: str
    route_confidence: float
    fallback: Fallback | None
    attempts: int
    rejected: str | None
    feedback: str | None
    escalated: bool
    candidate: Candidate
    proposal: Proposal
    plan: list[str]
    plan_confidence: float
    steps: Annotated[list[Step], operator.add]
    work: Annotated[list[Work], operator.add]
    checks: list[Check]
    reason: Reason | None
    answered: bool

"""Lets independent derivations vote: self-consistency (Wang et al. 2023, arXiv 2203.11171)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.tooling import Outcome
from lottery_agent.graphs.writer import Draft
from lottery_agent.models.engine import Sampling

CERTAIN = 0.9
"""A first derivation at least this probable needs no vote."""
TEMPERATURE = 0.7
"""Of the derivations that vote."""


def sampled(handles: Handles, attempt: int, number: int = 0) -> Sampling:
    """Return how a derivation is sampled, with a seed that no other of the run has.

    Args:
        handles: The run's handles.
        attempt: Which attempt of the specialist it belongs to.
        number: Which derivation of the attempt it is; 0 is the one that is shown.
    """
    return Sampling(temperature=TEMPERATURE, seed=handles.policy.seed + 100 * attempt + number)


def ballots(handles: Handles, draft: Draft, attempt: int) -> list[Draft]:
    """Return a draft once for each derivation that votes beside the first one."""
    return [
        replace(draft, sampling=sampled(handles, attempt, number))
        for number in range(1, handles.policy.samples)
    ]


def elected(first: Outcome, others: Sequence[Outcome | None]) -> tuple[Outcome, float, Check]:
    """Return what gave the answer that most derivations reach; the first one wins a tie.

    Args:
        first: The most probable derivation.
        others: Derivations that were sampled; None for one that can't be counted.

    Returns:
        The winner, the share of all derivations that agree with it, and a check that they are
        more than half. Without any result the first one, and a share of 0.
    """
    voters = [outcome for outcome in (first, *others) if outcome and outcome.result is not None]
    votes = Counter(_answer(outcome) for outcome in voters)
    cast = 1 + len(others)
    if not votes:
        return first, 0.0, Check("agreement", False, f"none of {cast} derivations has a result")
    answer, count = votes.most_common(1)[0]
    winner = next(outcome for outcome in voters if _answer(outcome) == answer)
    detail = f"{count} of {cast} derivations agree"
    return winner, count / cast, Check("agreement", count > cast / 2, detail)


def _answer(outcome: Outcome) -> str:
    return str(outcome.result["exact"]) if outcome.result is not None else ""

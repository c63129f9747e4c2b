"""Lets independent derivations vote: self-consistency (Wang et al. 2023, arXiv 2203.11171).

A vote may weigh as much as a judge finds its derivation likely to be right: DIVERSE (Li et al.
2022, arXiv 2206.02336).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
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


def disputed(outcomes: Sequence[Outcome | None]) -> bool:
    """Tell whether derivations reach different answers."""
    return len({_answer(outcome) for outcome, _ in _voters(outcomes)}) > 1


def elected(
    first: Outcome, others: Sequence[Outcome | None], weights: Sequence[float] | None = None
) -> tuple[Outcome, float, Check]:
    """Return what gave the answer with most votes; the answer that came first wins a tie.

    Each vote counts as much as its weight, and of the derivations that give the answer the one with
    most weight is returned. Only the weights' relations matter: equal weights give the plain vote,
    and a weight of 0 takes a vote away. A derivation without a result votes for nothing, with the
    weight of the heaviest vote.

    Args:
        first: The most probable derivation.
        others: Derivations that were sampled; None for one that can't be counted.
        weights: Weight of each derivation, the first one's before the others', 0 or more; None for
            votes of equal weight.

    Returns:
        The winner, its answer's share of all weight, and a check that this is more than half.
        Without any result the first one, and a share of 0.
    """
    cast = (first, *others)
    voters = list(_voters(cast, weights))
    if not voters:
        none = f"none of {len(cast)} derivations has a result"
        return first, 0.0, Check("agreement", False, none)
    votes: defaultdict[str, list[float]] = defaultdict(list)
    for outcome, weight in voters:
        votes[_answer(outcome)].append(weight)
    answer = max(votes, key=lambda each: math.fsum(votes[each]))
    agreed = [voter for voter in voters if _answer(voter[0]) == answer]
    winner, _ = max(agreed, key=lambda voter: voter[1])
    heaviest = max(weight for _, weight in voters)
    void = [heaviest] * (len(cast) - len(voters))
    total = math.fsum([*(weight for _, weight in voters), *void])
    share = math.fsum(votes[answer]) / total if total else 0.0
    detail = f"{len(agreed)} of {len(cast)} derivations agree"
    if weights is not None:
        detail += f"; weighed by how likely each is right, {share:.0%}"
    return winner, share, Check("agreement", share > 1 / 2, detail)


def _voters(
    outcomes: Sequence[Outcome | None], weights: Sequence[float] | None = None
) -> Iterator[tuple[Outcome, float]]:
    """Yield the derivations that have a result, each with its weight."""
    weights = [1.0] * len(outcomes) if weights is None else weights
    for outcome, weight in zip(outcomes, weights, strict=True):
        if outcome is not None and outcome.result is not None:
            yield outcome, weight


def _answer(outcome: Outcome) -> str:
    return str(outcome.result["exact"]) if outcome.result is not None else ""

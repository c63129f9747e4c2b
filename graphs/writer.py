"""Lets the model write: submits prompts together, counts them, and gives up in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lottery_agent.graphs.handles import Examples, Handles
from lottery_agent.models.engine import Completion, Request, Sampling
from lottery_agent.models.prompts import Example, Prompt

if TYPE_CHECKING:
    from lottery_agent.models.engine import Constraint, Engine, Handle

_POLL_SECONDS = 0.05
"""How long a cancelled run may go unnoticed while it waits for the engine."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence to be written.

    Attributes:
        prompt: What the model reads.
        grammar: What it may write; None for free text.
        max_tokens: Most tokens of the sentence.
        sampling: How tokens are chosen; greedy by default.
    """

    prompt: Prompt
    grammar: Constraint | None
    max_tokens: int
    sampling: Sampling = field(default_factory=Sampling)


def engine_of(handles: Handles, *, escalated: bool) -> Engine:
    """Return the engine that answers: the larger one once a question was escalated."""
    return handles.larger if escalated and handles.larger is not None else handles.engine


def guide(handles: Handles, agent: str, *, escalated: bool) -> Examples | None:
    """Return the worked examples for a prompt, or None if the model was trained on it."""
    examples = handles.larger_examples if escalated else handles.examples
    return examples if examples is not None and examples.wanted(agent) else None


def examples_for(
    handles: Handles, agent: str, text: str, k: int, *, escalated: bool = False
) -> list[Example]:
    """Return up to `k` worked examples, nearest last; none if the model was trained on these."""
    examples = guide(handles, agent, escalated=escalated)
    return [e for e, _ in examples.nearest(agent, text, k)] if examples is not None else []


def write(
    handles: Handles, drafts: Sequence[Draft], *, escalated: bool = False
) -> list[Completion]:
    """Have all drafts written in one batch and return the completions in order.

    Raises:
        BudgetExceeded, Cancelled: If the run must end.
        EngineError: If the engine can't serve a draft.
    """
    engine = engine_of(handles, escalated=escalated)
    pending: list[Handle] = []
    try:
        pending.extend(start(handles, draft, engine) for draft in drafts)
        return [wait(handles, handle) for handle in pending]
    finally:
        for handle in pending:
            if not handle.done():
                handle.cancel()


def start(handles: Handles, draft: Draft, engine: Engine) -> Handle:
    """Submit one draft without waiting for it."""
    handles.budget.start_call()
    return engine.submit(
        Request(
            prompt=engine.renderer.render(draft.prompt),
            max_tokens=draft.max_tokens,
            constraint=draft.grammar if handles.policy.constrained else None,
            sampling=draft.sampling,
            deadline=handles.budget.deadline,
        )
    )


def wait(handles: Handles, handle: Handle) -> Completion:
    """Wait for a completion; cancel it as soon as the run is cancelled."""
    while True:
        try:
            completion = handle.result(_POLL_SECONDS)
            break
        except TimeoutError:
            if handles.budget.cancelled:
                handle.cancel()
    handles.budget.add(
        prompt=completion.prompt_tokens,
        reused=completion.reused_tokens,
        completion=len(completion.tokens),
    )
    handles.budget.check()
    return completion


def score(
    handles: Handles,
    prompt: Prompt,
    labels: Sequence[str],
    *,
    temperature: float = 1.0,
    escalated: bool = False,
) -> tuple[float, ...]:
    """Return the probability of each label as the model's next words, summing to 1.

    Args:
        handles: The run's handles.
        prompt: What the model reads.
        labels: What it may say.
        temperature: Divides the log-probabilities; fitted so that the result is calibrated
            (temperature scaling, Guo et al. 2017, arXiv 1706.04599).
        escalated: Whether the larger engine answers.
    """
    engine = engine_of(handles, escalated=escalated)
    rendered = engine.renderer.render(prompt)
    handles.budget.start_call()
    scores = engine.score(rendered, labels, deadline=handles.budget.deadline)
    handles.budget.add(prompt=len(rendered.head) + len(rendered.tail), reused=0, completion=0)
    top = max(scores)
    weights = [math.exp((value - top) / temperature) for value in scores]
    return tuple(weight / sum(weights) for weight in weights)


def certainty(completion: Completion) -> float:
    """Return the probability of the whole sentence under its grammar, in [0, 1].

    A sentence that was cut at its token limit is no sentence: its certainty is 0.
    """
    return math.exp(sum(completion.logprobs)) if completion.finish == "stop" else 0.0

"""Repeated sampling: many derivations are drawn, and a verifier chooses one.

After Brown et al. 2024, "Large Language Monkeys: Scaling Inference Compute with Repeated Sampling"
(arXiv 2407.21787). A derivation is a worksheet. One that does not run, or that fails a check, is
out of the race; of the others the judge's best one wins. A model that was not trained to judge lets
them vote instead, the paper's other way to choose.

Every sample is in the answer, its worksheet as work and what it gives as a check, so that whether
any of k samples is right (`lottery_agent.lab.passes`) can be counted later without a model.

Done otherwise: the decoder is held to the mathematics language, so fewer samples are void than in
the paper; and there are tens of samples, not thousands.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from lottery_agent.answer import Check
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.judge import judged
from lottery_agent.graphs.mathematician import values_known, worksheet_draft
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.tooling import Outcome, run_written
from lottery_agent.graphs.voting import elected, sampled
from lottery_agent.graphs.writer import write
from lottery_agent.lab.passes import sample
from lottery_agent.lab.strategies.exercise import Exercise, State, Strategy, conclude


class _State(State, total=False):
    outcomes: list[Outcome]


def draw(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Draw derivations and run them, as many as the policy's `samples`."""
    handles = runtime.context
    draft = worksheet_draft(handles, state)
    numbers = range(handles.policy.samples)
    drafts = [replace(draft, sampling=sampled(handles, 0, number)) for number in numbers]
    outcomes = [run_written(handles, "mathematics", each) for each in write(handles, drafts)]
    return {"outcomes": outcomes, "work": [outcome.work for outcome in outcomes]}


def choose(state: _State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """Choose among the derivations that pass all checks; the earlier of equal ones."""
    handles, outcomes = runtime.context, state["outcomes"]
    sound = [outcome for outcome in outcomes if _is_sound(outcome, state)]
    samples = tuple(
        sample(number, _answer(outcome), sound=outcome in sound)
        for number, outcome in enumerate(outcomes, 1)
    )
    if not sound:
        failed = Candidate(reason="error", error="no sample passes all checks", checks=samples)
        return {"candidate": failed}
    weights = judged(handles, state["question"], sound, context=state.get("context"))
    if weights is None:
        best, _, how = elected(sound[0], sound[1:])
    else:
        best = sound[max(range(len(sound)), key=weights.__getitem__)]
        how = Check("judged", True, f"right with p = {max(weights):.2f}, the most of all samples")
    result = best.result or {}
    agreed = sum(_answer(each) == _answer(best) for each in sound)
    candidate = Candidate(
        text=_answer(best),
        kind=result["kind"],
        exact=bool(result["is_exact"]),
        confidence=agreed / len(outcomes),
        checks=(Check("ran", True, best.work.call), *best.checks, how, *samples),
    )
    return {"candidate": candidate}


def _is_sound(outcome: Outcome, state: State) -> bool:
    """Tell whether a derivation has a result, and all its checks pass."""
    checks = (*outcome.checks, values_known(outcome, state))
    return outcome.result is not None and all(check.passed for check in checks)


def _answer(outcome: Outcome) -> str | None:
    return None if outcome.result is None else str(outcome.result["answer"])


@cache
def graph() -> Strategy:
    """Return the compiled strategy."""
    steps: StateGraph[_State, Handles, Exercise, State] = StateGraph(
        _State, context_schema=Handles, input_schema=Exercise, output_schema=State
    )
    steps.add_sequence([draw, choose, conclude])
    steps.add_edge(START, "draw")
    steps.add_edge("conclude", END)
    return steps.compile(name="repeated")

"""What all strategies share: what one is given, what it remembers, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from lottery_agent.answer import AnswerKind, Check
from lottery_agent.graphs import state as machine
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.options import choose_option
from lottery_agent.graphs.verifier import abstain, answer


class Exercise(machine.Task):
    """The input of a strategy.

    Attributes:
        agent: Name of the strategy, for the answer.
        form: Name of the scorer, which tells the form of the answer (`lab.forms.form_of`).
    """

    agent: str
    form: str


class State(machine.State, total=False):
    """The machine's state, with the form of the answer. Each strategy adds what is its own."""

    form: str


Strategy: TypeAlias = CompiledStateGraph[Any, Handles, Exercise, State]
"""A compiled strategy. It holds no live object: those are in the handles."""


def conclude(state: State, runtime: Runtime[Handles]) -> dict[str, Any]:
    """End with the candidate, whatever its checks say: they only inform.

    An answer in other words than the options' becomes the option that the model finds stated.
    """
    candidate, options = state["candidate"], state.get("options")
    if candidate.text is not None and options and candidate.kind != "option":
        candidate = choose_option(runtime.context, state["question"], options, candidate)
    if candidate.error is not None:
        failed = Check("ran", False, candidate.error)
        candidate = replace(candidate, checks=(*candidate.checks, failed))
    update = {"candidate": candidate, "checks": list(candidate.checks)}
    ended = State(**{**state, **update, "reason": candidate.reason or "error"})  # type: ignore[typeddict-item]
    return {**update, **(abstain(ended, runtime) if candidate.text is None else answer(ended))}


def kind_of(state: State) -> AnswerKind:
    """Return the kind of an answer that was read by the form that is asked for."""
    if state.get("options"):
        return "option"
    kinds: dict[str, AnswerKind] = {"number": "number", "verdict": "verdict"}
    return kinds.get(state["form"], "text")

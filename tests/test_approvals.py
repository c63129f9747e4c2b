"""Acting tools: nothing happens before a person has said yes."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from lottery_agent import Agent, Answer, Conversation, UsageError
from lottery_agent.approvals import MOST, Approvals
from lottery_agent.events import ApprovalNeeded
from lottery_agent.graphs.state import Proposal
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.engine.scripted import Said
from lottery_agent.toolbox.calls import tool

LAUNCHED: list[int] = []
CALL = {"router": {"call": 1.0}, "operator": "launch(3)"}


@tool(kind="acting")
def launch(count: int) -> str:
    """Launch rockets."""
    LAUNCHED.append(count)
    return f"launched {count}"


@tool(kind="acting")
def explode() -> str:
    """Explode on the ground."""
    LAUNCHED.append(0)
    raise ValueError("too hot")


@tool
def rockets() -> int:
    """Count the rockets that were launched."""
    return sum(LAUNCHED)


@pytest.fixture(autouse=True)
def _on_the_ground() -> None:
    LAUNCHED.clear()


class Names:
    def __init__(self, names: list[str]) -> None:
        self.names = names

    def nearest(self, question: str, k: int) -> list[str]:
        return self.names[:k]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "config.toml"))
    # The index needs an embedder, and this is about what comes after it.
    monkeypatch.setattr(
        "lottery_agent.assembly.Parts._signatures",
        lambda self: Names(["launch", "explode", "rockets"]),
    )
    with ExitStack() as stack:

        def make(script: object) -> Agent:
            engine = stack.enter_context(ScriptedEngine(script))  # type: ignore[arg-type]
            return stack.enter_context(Agent(engine=engine, tools=[launch, explode, rockets]))

        yield make


def test_the_call_waits_and_runs_once_it_is_approved(make: Any) -> None:
    agent, conversation = make(CALL), Conversation()
    events = list(agent.stream("Launch 3 rockets", conversation=conversation))
    waiting = events[-1].answer
    assert ApprovalNeeded("launch", "launch(3)") in events
    assert (waiting.status, waiting.answer, waiting.reason) == ("waiting", None, None)
    assert waiting.work[-1].call == "launch(3)"
    assert LAUNCHED == conversation.turns == []

    over_the_wire = Answer.from_json(json.loads(json.dumps(waiting.to_json())))
    answer = agent.resume(over_the_wire, True, conversation=conversation)
    assert (answer.status, answer.answer, answer.id) == ("answered", "launched 3", waiting.id)
    assert [check.name for check in answer.checks[:2]] == ["approved", "ran"]
    assert LAUNCHED == [3]
    assert conversation.turns == [("Launch 3 rockets", "launched 3")]
    assert answer.usage.model_calls == 2, "the call was not written again"
    with pytest.raises(UsageError, match="no run waits"):
        agent.resume(waiting, True)


def test_without_approval_nothing_happens(make: Any) -> None:
    agent = make(CALL)
    answer = agent.resume(agent.ask("Launch 3 rockets", id="mine"), False)
    assert (answer.status, answer.reason, answer.id) == ("abstained", "cancelled", "mine")
    assert [(check.name, check.passed) for check in answer.checks] == [
        ("approved", False),
        ("answerable", False),
    ]
    assert LAUNCHED == []


def test_what_was_approved_stands_even_if_the_model_was_unsure(make: Any) -> None:
    agent = make({"router": {"call": 0.4, "math": 0.3}, "operator": Said("launch(3)", 0.2)})
    answer = agent.resume(agent.ask("Launch 3 rockets"), True)
    assert (answer.status, answer.answer) == ("answered", "launched 3")
    assert answer.confidence < 0.5
    assert LAUNCHED == [3]


def test_other_tools_wait_for_nobody(make: Any) -> None:
    agent = make({"router": {"call": 1.0}, "operator": "rockets()"})
    answer = agent.ask("How many rockets?")
    assert (answer.status, answer.answer) == ("answered", "0")
    with pytest.raises(UsageError, match="'answered' needs no approval"):
        agent.resume(answer, True)


def test_a_plan_waits_for_each_of_its_calls(make: Any) -> None:
    agent = make(
        {
            "router": [{"plan": 1.0}, *[{"call": 1.0}] * 2],
            "planner": "Launch 3 rockets\nLaunch 4 rockets",
            "operator": ["launch(3)", "launch(4)"],
        }
    )
    answer = agent.ask("Launch 3 rockets and then 4 rockets")
    asked = []
    while answer.status == "waiting":
        asked.append(answer.work[-1].call)
        answer = agent.resume(answer, True)
    assert sorted(asked) == ["launch(3)", "launch(4)"]
    assert sorted(LAUNCHED) == [3, 4]
    assert answer.status == "answered"


def test_a_closed_agent_and_another_agent_resume_nothing(make: Any) -> None:
    agent, other = make(CALL), make(CALL)
    waiting = agent.ask("Launch 3 rockets")
    with pytest.raises(UsageError, match="no run of this agent waits"):
        other.resume(waiting, True)
    agent.close()
    with pytest.raises(UsageError, match="closed"):
        agent.resume(waiting, True)


def test_only_so_many_runs_wait(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST > 100
    monkeypatch.setattr("lottery_agent.approvals.MOST", 2)
    agent = make(CALL)
    first, *others = [agent.ask("Launch 3 rockets") for _ in range(3)]
    with pytest.raises(UsageError, match="no run waits"):
        agent.resume(first, True)
    assert all(agent.resume(each, True).status == "answered" for each in others)


@pytest.mark.filterwarnings("ignore")
def test_a_checkpoint_constructs_nothing_but_the_state() -> None:
    serde = Approvals()._saver.serde
    known, strange = Proposal("launch", "launch(3)", 1.0), Said("launch(3)", 1.0)
    assert serde.loads_typed(serde.dumps_typed(known)) == known
    assert not isinstance(serde.loads_typed(serde.dumps_typed(strange)), Said)


def test_tools_travel_with_a_pickled_agent(make: Any) -> None:
    with pickle.loads(pickle.dumps(make(CALL))) as copy:
        assert copy._tools == (launch, explode, rockets)


def test_a_wrong_tool_is_an_error_at_once() -> None:
    def weekday(day: int) -> str:
        """Clash with a built-in tool."""
        return str(day)

    with pytest.raises(UsageError, match="two tools called 'weekday'"):
        Agent(tools=[weekday])


def test_what_failed_after_approval_is_not_tried_again(make: Any) -> None:
    agent = make({"router": {"call": 0.6, "chat": 0.4}, "operator": "explode()", "direct": "Done."})
    answer = agent.resume(agent.ask("Explode"), True)
    assert (answer.status, answer.reason) == ("abstained", "error")
    assert LAUNCHED == [0]

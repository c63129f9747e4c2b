"""Arms that lack one thing: one for each tool and one for the constraint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from lottery_agent.assembly import assemble, tool_names
from lottery_agent.cli import main
from lottery_agent.errors import UsageError
from lottery_agent.graphs.budget import Budget
from lottery_agent.graphs.handles import Handles
from lottery_agent.lab.arms import ARMS, DEFAULT
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.settings import load_settings
from lottery_agent.toolbox.worker import TOOLS


@contextmanager
def handles_of(name: str) -> Iterator[Handles]:
    """Give what an arm's agent runs with."""
    settings = load_settings({**ARMS[name].settings, "knowledge": "none"})
    with ScriptedEngine({}) as engine, closing(assemble(settings, engine=engine)) as parts:
        budget = Budget(calls=1, tokens=1, seconds=1)
        yield parts.handles(settings, budget=budget, emit=lambda event: None, seed=0)


def test_there_is_an_arm_without_each_tool() -> None:
    assert tool_names() == (*TOOLS, "knowledge")
    for tool in tool_names():
        assert ARMS[f"without_{tool}"].settings == {"withheld": (tool,)}
        assert ARMS[f"without_{tool}"].way == "agent"


def test_what_an_arm_lacks_its_agent_lacks() -> None:
    with handles_of("agent") as whole:
        assert (whole.policy.withheld, whole.policy.constrained) == (frozenset(), True)
        assert whole.library() is not None
        functions = tuple(name for name in whole.registry.names if name != "state")
    with handles_of("without_table") as handles:
        assert handles.policy.withheld == {"table"}
    with handles_of("unconstrained") as handles:
        assert not handles.policy.constrained
    with handles_of("without_calls") as handles:
        assert handles.registry.names == ("state",)
    with handles_of("without_state") as handles:
        assert handles.registry.names == functions
    with handles_of("without_knowledge") as handles:
        assert handles.library() is None


def test_a_tool_that_does_not_exist_is_refused() -> None:
    settings = load_settings({"withheld": ["abacus"]})
    with ScriptedEngine({}) as engine, pytest.raises(UsageError, match=r"'abacus'.*mathematics"):
        assemble(settings, engine=engine)


def test_arms_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "arms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(ARMS) + 1
    assert any(
        "without_puzzle" in line and "agent without the tool puzzle" in line for line in lines
    )
    assert any("(needs --larger NAME|PATH)" in line for line in lines)
    assert main(["lab", "arms", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["arms"]
    assert [arm["name"] for arm in listed] == list(ARMS)
    assert {arm["name"] for arm in listed if arm["default"]} == set(DEFAULT)
    assert {arm["needs"] for arm in listed} == {None, "larger", "endpoint"}

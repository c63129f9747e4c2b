"""The speed program measures what it says: small runs, and the aims at full size."""

from __future__ import annotations

import json
import random
import sys

import pytest

from lottery_agent.toolbox import speed
from lottery_agent.toolbox.sandbox import Sandbox
from lottery_agent.toolbox.worker import TOOLS


def test_every_tool_has_a_typical_call_that_runs(tools: Sandbox) -> None:
    assert {call.tool for call in speed.CALLS} == set(TOOLS)
    chance = random.Random(0)
    for call in speed.CALLS:
        requests = [call.make(chance) for _ in range(3)]
        assert requests[0] != requests[1]
        for request in requests:
            assert tools.run(call.tool, request)["answer"], call.name


def test_theories_of_five_hops_are_true_and_need_all_hops(tools: Sandbox) -> None:
    result = tools.run("logic", speed.five_hops(random.Random(3)))
    assert result["answer"] == "True"
    assert len(result["used"]) == 6


def test_it_prints_medians_and_ratios(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weekday = [call for call in speed.CALLS if call.name == "weekday"]
    monkeypatch.setattr(speed.measure, "__defaults__", (tuple(weekday),))
    monkeypatch.setattr(speed, "_model_is_here", lambda: False)
    monkeypatch.setattr(sys, "argv", ["speed", "--runs", "3", "--seed", "5", "--json"])
    speed.main()
    found = json.loads(capsys.readouterr().out)
    (cost,) = found["calls"]
    assert (found["runs"], found["seed"], found["five_hops"]) == (3, 5, None)
    assert cost["over_here"] == pytest.approx(cost["warm"] / cost["here"])
    assert cost["under_started"] == pytest.approx(cost["started"] / cost["warm"])
    assert cost["started"] > cost["warm"] > 0
    monkeypatch.setattr(sys, "argv", ["speed", "--runs", "1"])
    speed.main()
    out = capsys.readouterr().out
    assert "weekday" in out
    assert "not in the cache" in out


@pytest.mark.heavy
def test_a_warm_call_costs_little() -> None:
    costs = speed.measure(runs=30)
    assert [cost.name for cost in costs if cost.over_here > 2] == []
    assert [cost.name for cost in costs if cost.under_started < 15] == []

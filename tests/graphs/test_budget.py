"""What is left of a run's limits."""

from __future__ import annotations

from lottery_agent.graphs.budget import Budget


def test_calls_are_left_as_far_as_each_limit_goes() -> None:
    budget = Budget(calls=50, tokens=1_000, seconds=3_600)
    assert budget.calls_left == 50
    budget.start_call()
    assert budget.calls_left == 49
    budget.add(prompt=90, reused=0, completion=10)
    assert budget.calls_left == 9  # a hundred tokens each
    budget.start_call()
    budget.add(prompt=900, reused=0, completion=0)
    assert budget.calls_left == 0


def test_a_run_that_is_late_has_no_calls_left() -> None:
    budget = Budget(calls=50, tokens=1_000, seconds=3_600)
    budget.start_call()
    budget._seconds = 0.0
    assert budget.calls_left == 0

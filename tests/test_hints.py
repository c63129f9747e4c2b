"""Hints for names that nothing has."""

from __future__ import annotations

from lottery_agent.hints import meant


def test_the_nearest_name_is_told() -> None:
    assert meant("agnt", ["model", "agent"]) == "did you mean agent?"


def test_without_one_all_are_listed_or_another_hint_is_given() -> None:
    assert meant("x", ["model", "agent"]) == "there is model, agent"
    assert meant("x", ["model", "agent"], otherwise="list them") == "list them"
    assert meant("x", iter(["model"])) == "there is model"

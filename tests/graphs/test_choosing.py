"""Labels are scored by a model that was trained on the prompt; else worked examples vote."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lottery_agent.models.prompts import Example
from tests.graphs.conftest import Ask


@dataclass
class Neighbours:
    """Worked examples of one prompt, the same for every question."""

    agent: str
    found: list[tuple[Example, float]]

    def wanted(self, agent: str) -> bool:
        return agent == self.agent

    def nearest(self, agent: str, text: str, k: int) -> list[tuple[Example, float]]:
        assert agent == self.agent
        return self.found[-k:]


def votes(*labels: tuple[str, float]) -> Neighbours:
    return Neighbours("router", [(Example("…", label), near) for label, near in labels])


def test_the_nearest_examples_vote(ask: Ask) -> None:
    script = {"mathematician": "answer = 2 + 2", "direct": "four"}
    run = ask(script, "2 + 2?", examples=votes(("chat", 0.2), ("chat", 0.3), ("math", 0.9)))
    assert run.final["agent"] == "mathematician"
    assert run.final["route_confidence"] > 0.99
    assert "router" not in run.agents


def test_equally_near_examples_share_the_vote(ask: Ask) -> None:
    near = votes(("chat", 0.5), ("math", 0.5), ("math", 0.5), ("chat", 0.5))
    run = ask({"mathematician": "answer = 2 + 2", "direct": "four"}, "Two and 2?", examples=near)
    assert run.final["route_confidence"] == pytest.approx(0.5)


def test_without_examples_every_label_is_as_likely(ask: Ask) -> None:
    run = ask({"mathematician": "answer = 2 + 2"}, "Two and 2?", examples=votes())
    assert run.final["route_confidence"] == pytest.approx(1 / 6)
    assert run.text is None


def test_only_prompts_that_were_not_trained_get_examples(ask: Ask) -> None:
    shown = Neighbours("mathematician", [(Example("3 + 3?", "answer = 3 + 3"), 0.9)])
    run = ask(
        {"router": {"math": 1.0}, "mathematician": "answer = 2 + 2"}, "Two and 2?", examples=shown
    )
    prompts = {prompt.agent: prompt.examples for prompt in run.engine.prompts}
    assert prompts == {"router": (), "mathematician": (Example("3 + 3?", "answer = 3 + 3"),)}

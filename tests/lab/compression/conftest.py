"""A tiny model in a cache of its own, and stand-ins that know what each compression leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from lottery_agent._settings_model import Settings
from lottery_agent.answer import Answer, TicketInfo, Work
from lottery_agent.lab import opening
from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.opening import AskerOf
from tests.models.tiny import write_tiny_model

Knows = Callable[[LiveArm, Settings, str, int], bool]
"""Tells whether an arm knows the n-th probe of an ability with these settings."""
Asked = list[tuple[str, str, str]]
"""What was asked: arm, type, and ability."""
Answering = Callable[..., Asked]


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny random model without an adapter; keys and values of 32 fit into any type."""
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LOTTERY_THREADS", "1")  # several wait for each other on a busy machine
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path, width=128, heads=4)
    return path


class StandIn:
    """Answers right what it knows, and else with nothing."""

    def __init__(
        self, arm: LiveArm, settings: Settings, ability: str, knows: Knows, asked: Asked, stop: int
    ) -> None:
        probes = (ABILITIES[ability].probe(number, 0) for number in range(200))
        self.right = {(each.question, each.context): (n, each) for n, each in enumerate(probes)}
        self.arm, self.settings, self.ability = arm, settings, ability
        self.knows, self.asked, self.stop = knows, asked, stop

    def ask(
        self, question: str, *, context: str | None = None, options: Sequence[str] | None = None
    ) -> Answer:
        if len(self.asked) == self.stop:
            raise KeyboardInterrupt
        self.asked.append((self.arm.name, self.settings.ticket_type, self.ability))
        number, probe = self.right[question, context]
        known = self.knows(self.arm, self.settings, self.ability, number)
        return Answer(
            question,
            "answered",
            answer=probe.answer if known else "none of it",
            kind="text",
            confidence=0.5,
            work=(Work("mathematics", "answer = 1", "1"),) if self.arm.way == "agent" else (),
            ticket=TicketInfo("tiny", self.settings.ticket_type, "0" * 64, 1),
        )


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Put stand-ins in the place of all arms; returns what they are asked."""

    def install(knows: Knows, *, stop: int = -1) -> Asked:
        asked: Asked = []

        @contextmanager
        def opened(arm: LiveArm, settings: Settings) -> Iterator[AskerOf]:
            def asker_of(benchmark: Benchmark) -> StandIn:
                ability = benchmark.name.removeprefix("ability_")
                return StandIn(arm, settings, ability, knows, asked, stop)

            yield asker_of

        monkeypatch.setattr(opening, "opened", opened)
        return asked

    return install

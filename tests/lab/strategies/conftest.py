"""Strategies whose model is scripted; their tools are the real ones, run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from lottery_agent._settings_model import Settings
from lottery_agent.answer import Answer, Check
from lottery_agent.graphs.budget import Budget
from lottery_agent.graphs.handles import Handles, Policy
from lottery_agent.knowledge import Passage
from lottery_agent.lab.strategies.opening import Strategist
from lottery_agent.models.engine import Completion, Request, ScriptedEngine
from lottery_agent.models.engine.scripted import Script
from lottery_agent.models.engine.tracking import TrackedRequest
from lottery_agent.settings import load_settings
from lottery_agent.toolbox.calls import builtin_registry
from tests.graphs.conftest import AllNames, LocalTools, Shelf


class RecordingEngine(ScriptedEngine):
    """A scripted engine that remembers how it was to sample."""

    def submit(self, request: Request) -> TrackedRequest[Completion]:
        self.__dict__.setdefault("requests", []).append(request)
        return super().submit(request)


@dataclass
class Run:
    """A strategy's answer, and what its model and its tools were given."""

    answer: Answer
    engine: RecordingEngine
    tools: LocalTools

    @property
    def requests(self) -> list[Request]:
        """What the model was to write, in order."""
        return list(self.engine.__dict__.get("requests", []))

    @property
    def agents(self) -> list[str]:
        return [prompt.agent for prompt in self.engine.prompts]

    def check(self, name: str) -> Check:
        return next(check for check in self.answer.checks if check.name == name)


Ask = Callable[..., Run]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Ask a strategy one question; its model follows a script."""
    engines: list[ScriptedEngine] = []

    def run(
        strategy: str,
        script: Script,
        question: str,
        *,
        form: str = "text",
        context: str | None = None,
        options: Sequence[str] | None = None,
        passages: Sequence[Passage] = (),
        policy: Policy | None = None,
        judges: bool = False,
        pace: float = 0.0,
        **limits: float,
    ) -> Run:
        engine = RecordingEngine(script, pace=pace)
        engines.append(engine)
        tools = LocalTools()
        settings: Settings = load_settings({"timeout": 3600, **limits})

        def handles(budget: Budget) -> Handles:
            return Handles(
                engine=engine,
                tools=tools,
                registry=builtin_registry(),
                signatures=AllNames,
                library=lambda: Shelf(list(passages)),
                budget=budget,
                emit=lambda event: None,
                policy=policy or Policy(),
                judges=judges,
            )

        asker = Strategist(strategy, form, handles, settings)
        answer = asker.ask(question, context=context, options=options)
        return Run(answer, engine, tools)

    yield run
    for engine in engines:
        engine.close()

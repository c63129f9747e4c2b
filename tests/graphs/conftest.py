"""A machine whose model is scripted; its tools are the real ones, run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from lottery_agent.events import Event
from lottery_agent.graphs.budget import Budget
from lottery_agent.graphs.handles import Examples, Handles, Policy
from lottery_agent.graphs.machine import RECURSION_LIMIT, machine
from lottery_agent.graphs.state import State as RunState
from lottery_agent.graphs.state import Task
from lottery_agent.knowledge import Passage
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.models.engine.scripted import Script
from lottery_agent.toolbox import calls, logic, mathematics, puzzle, satisfiability, state, table
from lottery_agent.toolbox.calls import builtin_registry

TOOLS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "mathematics": mathematics.execute,
    "logic": logic.execute,
    "puzzle": puzzle.execute,
    "satisfiability": satisfiability.execute,
    "calls": calls.execute,
    "state": state.execute,
    "table": table.execute,
}


class LocalTools:
    """Runs tools in this process and remembers what it ran."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, Mapping[str, Any]]] = []

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        self.ran.append((tool, request))
        return TOOLS[tool](dict(request))


@dataclass
class Shelf:
    """A library that finds the same passages for every query."""

    passages: list[Passage] = field(default_factory=list)
    tables: Mapping[str, str] = field(default_factory=dict)
    queries: list[str] = field(default_factory=list)

    def search(self, query: str, k: int) -> list[Passage]:
        self.queries.append(query)
        return self.passages[:k]

    def rank(self, text: str, query: str, k: int) -> list[Passage]:
        return [Passage("context", "context", text, 0, len(text), 1.0, "")]

    def table_of(self, passage: Passage) -> str | None:
        return self.tables.get(passage.id)


class AllNames:
    """An index that finds every tool."""

    def nearest(self, question: str, k: int) -> list[str]:
        return ["weekday", "days_between", "convert", "sort_words", "state"][:k]


@dataclass
class Run:
    """A finished run of the machine."""

    final: RunState
    events: list[Event]
    engine: ScriptedEngine
    tools: LocalTools
    budget: Budget

    @property
    def text(self) -> str | None:
        return self.final["candidate"].text if self.final["answered"] else None

    @property
    def agents(self) -> list[str]:
        return [prompt.agent for prompt in self.engine.prompts]

    def check(self, name: str) -> bool:
        return next(check.passed for check in self.final["checks"] if check.name == name)


Ask = Callable[..., Run]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Run the machine on a question with a scripted model."""
    engines: list[ScriptedEngine] = []

    def run(
        script: Script,
        question: str,
        *,
        context: str | None = None,
        options: list[str] | None = None,
        passages: list[Passage] | None = None,
        tables: Mapping[str, str] | None = None,
        larger: Script | None = None,
        policy: Policy | None = None,
        depth: int = 2,
        calls: int = 100,
        history: list[tuple[str, str]] | None = None,
        examples: Examples | None = None,
        judges: bool = False,
        larger_judges: bool = False,
    ) -> Run:
        if isinstance(script, Mapping):
            script = {"language": {"rules": 1.0}, **script}
        engine = ScriptedEngine(script)
        engines.append(engine)
        bigger = None
        if larger is not None:
            bigger = ScriptedEngine(larger, name="larger")
            engines.append(bigger)
        tools = LocalTools()
        events: list[Event] = []
        budget = Budget(calls=calls, tokens=1_000_000, seconds=60)
        handles = Handles(
            engine=engine,
            larger=bigger,
            tools=tools,
            registry=builtin_registry(),
            signatures=AllNames,
            library=lambda: Shelf(passages or [], tables or {}),
            budget=budget,
            emit=events.append,
            policy=policy or Policy(),
            examples=examples,
            judges=judges,
            larger_judges=larger_judges,
        )
        task: Task = {
            "question": question,
            "context": context,
            "options": options,
            "history": history or [],
            "depth": depth,
        }
        config = {"recursion_limit": RECURSION_LIMIT}
        final = machine().invoke(task, context=handles, config=config)  # type: ignore[arg-type]
        return Run(final, events, engine, tools, budget)

    yield run
    for engine in engines:
        engine.close()

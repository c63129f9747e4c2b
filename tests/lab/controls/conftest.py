"""The tools without a sandbox, and an asker of any control."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import pytest

from lottery_agent.answer import Answer
from lottery_agent.lab.controls.control import Control
from lottery_agent.lab.controls.solvers import SOLVERS

Ask = Callable[..., Answer]


class InProcess:
    """Runs tools in this process."""

    def run(
        self, tool: str, request: Mapping[str, Any], *, seconds: float | None = None
    ) -> dict[str, Any]:
        home = "calls.run" if tool == "calls" else tool
        result: dict[str, Any] = import_module(f"lottery_agent.toolbox.{home}").execute(request)
        return result


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Ask the control of a benchmark: its name, the question, perhaps options and a context."""

    def asked(
        name: str, question: str, options: list[str] | None = None, context: str | None = None
    ) -> Answer:
        return Control(SOLVERS[name], InProcess()).ask(question, context=context, options=options)

    return asked

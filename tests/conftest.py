"""Fixtures for all tests: the real model where a test asks for it, and a guard where none does."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

_MAY_LOAD = ("real", "heavy", "package")


@pytest.fixture(autouse=True)
def _no_real_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make loading a model an error, except in tests that are marked for it."""
    if any(request.node.get_closest_marker(name) for name in _MAY_LOAD):
        return

    def refuse(path: object, **_options: object) -> NoReturn:
        pytest.fail(f"an unmarked test loads the model {path}: use ScriptedEngine, or mark it real")

    monkeypatch.setattr("lottery_agent.models.engine.library.load", refuse)


@pytest.fixture(scope="session")
def base_model() -> Path:
    """The default base model, fetched on first use."""
    from lottery_agent.models.zoo import fetch

    return fetch("smollm2-135m")

"""Fixtures for all tests: the real model where a test asks for it, and a guard where none does."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples in every run, and no limit on their time: a busy machine is no failure.
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")

_MAY_LOAD = ("real", "heavy", "package")
_TINY_BYTES = 2_000_000


@pytest.fixture(autouse=True)
def _no_real_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make loading a model an error, except a tiny one, and in tests that are marked for it."""
    if any(request.node.get_closest_marker(name) for name in _MAY_LOAD):
        return
    from lottery_agent.models.engine import library

    load = library.load

    def guarded(path: str | Path, **options: Any) -> library.Model:
        if Path(path).is_file() and Path(path).stat().st_size > _TINY_BYTES:
            pytest.fail(f"a test without a mark loads {path}: use ScriptedEngine, or mark it real")
        return load(path, **options)

    monkeypatch.setattr(library, "load", guarded)


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let programs that tests start be interrupted, even where a shell runs us in the background.

    Such a shell ignores SIGINT, and what is ignored stays ignored in child processes.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def base_model() -> Path:
    """The default base model, fetched on first use."""
    from lottery_agent.models.zoo import fetch

    return fetch("smollm2-135m")

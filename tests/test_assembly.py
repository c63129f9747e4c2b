"""The parts of an agent follow its settings."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lottery_agent import assembly
from lottery_agent.assembly import Loaded, assemble
from lottery_agent.graphs.budget import Budget
from lottery_agent.models.engine import ScriptedEngine
from lottery_agent.settings import load_settings

FROZEN = """
import os, sys
if sys.argv[1:2] != ["--run-tools"]:
    sys.exit("this would start the application")
from lottery_agent.toolbox.worker import main
main({"who": "__main__:who"})
"""
TOOL = """
def who(request):
    import os, time
    time.sleep(0.2)
    return {"pid": os.getpid()}
"""


def test_a_frozen_application_runs_tools_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = tmp_path / "application.py"
    application.write_text(TOOL + FROZEN)
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("tool_workers = 3\n")
    command = [sys.executable, "-I", str(application), "--run-tools"]
    settings = load_settings({"tool_command": command})
    with ScriptedEngine({}) as engine:
        parts = assemble(settings, engine=engine)
        try:
            with ThreadPoolExecutor(6) as threads:
                calls = [threads.submit(parts.sandbox.run, "who", {}) for _ in range(6)]
                pids = {call.result()["pid"] for call in calls}
        finally:
            parts.close()
    assert len(pids) == 3


@pytest.mark.parametrize(
    ("trained", "judges"),
    [(frozenset({"judge"}), True), (frozenset({"mathematician"}), False), (None, False)],
)
def test_who_judges_is_known_to_the_graphs(
    trained: frozenset[str] | None,
    judges: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ScriptedEngine({}) as engine:
        monkeypatch.setattr(assembly, "load_engine", lambda *_: Loaded(engine, trained=trained))
        settings = load_settings({"model": f"model of {judges} {trained}"})
        parts = assemble(settings)
        try:
            budget = Budget(calls=1, tokens=1, seconds=1)
            handles = parts.handles(settings, budget=budget, emit=print, seed=0)
            assert (handles.judges, handles.larger_judges) == (judges, False)
        finally:
            parts.close()

"""Hostile input, through the real sandbox: nothing is executed, no limit is exceeded by a tenth.

Time and memory are measured from outside. Whatever comes, the reply is a result or an error with a
reason, never a dead worker; what is no sentence is refused at a place in it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import pytest

from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.sandbox import Sandbox
from tests.toolbox.attacks import BOMBS, HOLES, MARK, TEXTS, filled

SECONDS = 1.0
MEGABYTES = 1024
TOLERANCE = 1.1
SLACK = 0.1  # seconds: what starting a thread and reaping a process take on a busy machine


# Told apart by its command line from the workers of other sandboxes that may still live.
COMMAND = (sys.executable, "-I", "-X", "hostile", "-m", "lottery_agent.toolbox.worker")


def _is_hostile(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[: len(COMMAND)] == list(COMMAND)
    except psutil.Error:  # it has just ended
        return False


class Watch:
    """Measures the hostile sandbox's worker while a block runs."""

    def __init__(self) -> None:
        (self._worker,) = filter(_is_hostile, psutil.Process().children())
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._measure, daemon=True)
        self._before = self._used = self._processor()
        self.memory = 0

    def __enter__(self) -> Watch:
        self._start = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._start
        self._over.set()
        self._thread.join()

    @property
    def processor(self) -> float:
        return self._used - self._before

    def _processor(self) -> float:
        times = self._worker.cpu_times()
        return float(times.user + times.system)

    def _measure(self) -> None:
        while not self._over.wait(0.01):
            try:
                self.memory = max(self.memory, self._worker.memory_info().vms)
                self._used = self._processor()
            except psutil.Error:
                return


@pytest.fixture(scope="module")
def hostile() -> Iterator[Sandbox]:
    with Sandbox(seconds=SECONDS, megabytes=MEGABYTES, command=COMMAND) as sandbox:
        yield sandbox


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, where whatever is executed leaves its mark."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def attack(sandbox: Sandbox, tool: str, request: Mapping[str, Any], folder: Path) -> None:
    """Send a request, and hold it to the limits; the parent is unharmed."""
    with contextlib.suppress(ToolError):
        sandbox.run(tool, {})  # loading the tool again is not counted
    before = (dict(os.environ), Path.cwd(), threading.active_count())
    error: ToolError | None = None
    with Watch() as watch:
        try:
            assert isinstance(sandbox.run(tool, request), dict)
        except ToolError as caught:
            error = caught
    assert list(folder.iterdir()) == []
    assert (dict(os.environ), Path.cwd(), threading.active_count()) == before
    assert watch.processor <= TOLERANCE * SECONDS
    assert watch.seconds <= TOLERANCE * SECONDS + SLACK
    assert watch.memory <= TOLERANCE * MEGABYTES * 2**20
    if error is not None:
        assert error.kind in ("syntax", "value", "limit"), str(error)
        assert 0 < len(str(error)) < 1_000
        if error.kind == "syntax":
            assert error.position is not None, str(error)
            assert error.position >= 0


def marked(request: Any, folder: Path) -> Any:
    """Return a request that leaves a file in the folder if it is executed."""
    if isinstance(request, Mapping):
        return {marked(key, folder): marked(value, folder) for key, value in request.items()}
    if isinstance(request, list):
        return [marked(value, folder) for value in request]
    return request.replace(MARK, str(folder / "mark")) if isinstance(request, str) else request


_turns = {tool: count() for tool in HOLES}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("tool", HOLES)
def test_a_hostile_text_in_some_place(hostile: Sandbox, folder: Path, tool: str, name: str) -> None:
    places = HOLES[tool]
    request = filled(places[next(_turns[tool]) % len(places)], TEXTS[name])
    attack(hostile, tool, marked(request, folder), folder)


@pytest.mark.heavy
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("tool", HOLES)
def test_a_hostile_text_in_any_place(hostile: Sandbox, folder: Path, tool: str, name: str) -> None:
    for request in HOLES[tool]:
        attack(hostile, tool, marked(filled(request, TEXTS[name]), folder), folder)


@pytest.mark.parametrize(
    ("tool", "request_"),
    [
        pytest.param(tool, request, id=f"{tool} {number}")
        for tool, requests in BOMBS.items()
        for number, request in enumerate(requests)
    ],
)
def test_bombs(hostile: Sandbox, folder: Path, tool: str, request_: Mapping[str, Any]) -> None:
    attack(hostile, tool, marked(request_, folder), folder)


def _nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("tool", HOLES)
@pytest.mark.parametrize(
    "value",
    [
        _nested(500),
        _nested(100_000),
        "x" * 17_000_000,
        ["x"] * 1_000_000,
        {"x" * 100_000: {}},
        10**4_000,
        float("inf"),
        float("nan"),
    ],
    ids=["deep", "too deep", "too long", "many", "long key", "long number", "infinity", "nan"],
)
def test_requests_that_are_bombs(hostile: Sandbox, folder: Path, tool: str, value: Any) -> None:
    for request in ({"call": value}, {value if isinstance(value, str) else "x": value}):
        attack(hostile, tool, request, folder)


def test_a_tool_that_is_no_tool(hostile: Sandbox) -> None:
    for name in ("", "os:system", "../mathematics", "mathematics\0", "x" * 1_000_000, "__main__"):
        with pytest.raises(UsageError, match="no tool"):
            hostile.run(name, {})

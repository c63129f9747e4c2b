import gc
import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lottery_agent import frames
from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.sandbox import Sandbox

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("misbehaving_worker.py")))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=20, megabytes=512, command=COMMAND) as sandbox:
        yield sandbox


def workers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if "misbehaving_worker" in str(child.cmdline())
    ]


def test_a_call_returns_the_result_although_the_tool_prints(sandbox: Sandbox) -> None:
    request = {"text": "naïve 数 \x00 \ud800", "list": [1, 2.5, None, True]}
    assert sandbox.run("echo", request)["echo"] == request


def test_workers_stay_warm(sandbox: Sandbox) -> None:
    assert sandbox.run("echo", {})["pid"] == sandbox.run("echo", {})["pid"]


def test_a_late_call_is_killed_and_the_next_one_runs(sandbox: Sandbox) -> None:
    first = sandbox.run("echo", {})["pid"]
    start = time.monotonic()
    with pytest.raises(ToolError, match=r"longer than 0\.2 seconds") as caught:
        sandbox.run("sleep", {"seconds": 60}, seconds=0.2)
    assert caught.value.kind == "limit"
    assert time.monotonic() - start < 10
    assert not psutil.pid_exists(first)
    assert sandbox.run("echo", {})["pid"] != first


def test_a_call_that_holds_the_interpreter_is_killed(sandbox: Sandbox) -> None:
    with pytest.raises(ToolError) as caught:
        sandbox.run("spin", {}, seconds=0.3)
    assert caught.value.kind == "limit"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is enforced on Linux")
def test_memory_is_limited(sandbox: Sandbox) -> None:
    assert sandbox.run("eat", {"megabytes": 50})["size"] == 50 * 1024 * 1024
    with pytest.raises(ToolError, match="memory") as caught:
        sandbox.run("eat", {"megabytes": 600})
    assert caught.value.kind == "limit"
    assert sandbox.run("eat", {"megabytes": 50})["size"] == 50 * 1024 * 1024


def test_a_crash_is_told_and_the_next_call_runs(sandbox: Sandbox) -> None:
    with pytest.raises(ToolError, match="status 3") as caught:
        sandbox.run("leave", {"status": 3})
    assert caught.value.kind == "crash"
    assert sandbox.run("echo", {"again": 1})["echo"] == {"again": 1}


def test_a_worker_that_is_killed_while_idle_is_replaced(sandbox: Sandbox) -> None:
    os.kill(sandbox.run("echo", {})["pid"], signal.SIGKILL)
    time.sleep(0.2)
    assert sandbox.run("echo", {"again": 1})["echo"] == {"again": 1}


def test_a_refusal_comes_back_whole(sandbox: Sandbox) -> None:
    with pytest.raises(ToolError) as caught:
        sandbox.run("refuse", {})
    error = caught.value
    assert (error.message, error.kind, error.position, error.hint) == (
        "no such thing",
        "value",
        7,
        "another thing",
    )


@pytest.mark.parametrize(
    ("tool", "kind", "words"),
    [
        ("fail", "crash", "KeyError"),
        ("nest", "limit", "nested too deeply"),
        ("strange", "crash", "TypeError"),
        ("flood", "crash", "above the limit"),
        ("missing", "crash", "ModuleNotFoundError"),
    ],
)
def test_bugs_of_tools_become_one_line(sandbox: Sandbox, tool: str, kind: str, words: str) -> None:
    with pytest.raises(ToolError, match=words) as caught:
        sandbox.run(tool, {})
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)
    assert sandbox.run("echo", {})["echo"] == {}


def test_tools_read_no_input_of_ours(sandbox: Sandbox) -> None:
    assert sandbox.run("read_input", {}) == {"own": "", "inherited": "''"}


def test_mistakes_of_the_caller(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError, match="no tool 'hammer'"):
        sandbox.run("hammer", {})
    with pytest.raises(UsageError, match="JSON"):
        sandbox.run("echo", {"value": object()})
    with pytest.raises(ToolError, match="above the limit"):
        sandbox.run("echo", {"value": "x" * (17 * 1024 * 1024)})
    for seconds in (0, -1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="not positive"):
            sandbox.run("echo", {}, seconds=seconds)
    with pytest.raises(UsageError):
        Sandbox(workers=0)
    assert sandbox.run("echo", {})["echo"] == {}


def test_a_worker_that_can_not_start_is_told() -> None:
    with Sandbox(command=["/no/such/program"]) as sandbox, pytest.raises(UsageError, match="start"):
        sandbox.run("echo", {})


def test_threads_share_the_pool_and_get_their_own_answers() -> None:
    with Sandbox(workers=2, command=COMMAND) as sandbox, ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda n: sandbox.run("echo", {"n": n}), range(200)))
    assert [result["echo"]["n"] for result in results] == list(range(200))
    assert 1 <= len({result["pid"] for result in results}) <= 2


def test_a_worker_outlives_the_thread_that_first_used_it(sandbox: Sandbox) -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(sandbox.run("echo", {})["pid"]))
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert sandbox.run("echo", {})["pid"] == found[0]


def test_warming_does_not_wait_and_does_not_confuse_calls() -> None:
    with Sandbox(workers=2, command=COMMAND) as sandbox:
        sandbox.warm("echo", "sleep", "missing", "hammer")
        assert len(workers()) == 2
        assert sandbox.run("echo", {"n": 1})["echo"] == {"n": 1}
        with pytest.raises(ToolError):
            sandbox.run("missing", {})
        assert sandbox.run("echo", {"n": 2})["echo"] == {"n": 2}


def test_closing_leaves_no_process_and_stops_running_calls() -> None:
    sandbox = Sandbox(command=COMMAND)
    sandbox.run("echo", {})
    errors: list[Exception] = []

    def wait() -> None:
        try:
            sandbox.run("sleep", {"seconds": 60})
        except UsageError as error:
            errors.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.3)
    sandbox.close()
    sandbox.close()
    thread.join(10)
    assert len(errors) == 1
    assert workers() == []
    with pytest.raises(UsageError, match="closed"):
        sandbox.run("echo", {})


def test_a_forgotten_sandbox_is_cleaned_up() -> None:
    Sandbox(command=COMMAND).run("echo", {})
    gc.collect()
    assert workers() == []


def test_an_interrupted_call_does_not_answer_the_next_one(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.run("echo", {})

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("lottery_agent.toolbox.sandbox._Worker._receive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            sandbox.run("echo", {"n": 1})
    assert sandbox.run("echo", {"n": 2})["echo"] == {"n": 2}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import sys, threading
        from lottery_agent.toolbox.sandbox import Sandbox
        sandbox = Sandbox(workers=2, command={COMMAND!r})
        print(sandbox.run("echo", {{}})["pid"], flush=True)
        sandbox.run("sleep", {{"seconds": 100}})
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 15
    while psutil.pid_exists(worker) and time.monotonic() < deadline:
        if psutil.Process(worker).status() == psutil.STATUS_ZOMBIE:
            break  # ended; whoever inherited it has not collected it yet
        time.sleep(0.05)
    else:
        assert not psutil.pid_exists(worker)


def test_a_users_files_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sympy.py", "json.py", "lottery_agent.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import os; os._exit(42)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Sandbox() as sandbox:
        assert sandbox.run("mathematics", {"call": "answer = 2 + 2"})["answer"] == "4"


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@settings(derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.text(), json_data), max_size=3))
def test_frames_are_read_as_they_were_written(messages: list[dict[str, Any]]) -> None:
    stream = io.BytesIO(b"".join(frames.encode(message) for message in messages))
    assert [frames.read(stream) for _ in messages] == messages
    assert frames.read(stream) is None


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0\5{}", b"\xff\xff\xff\xff", b"\0\0\0\2[]"])
def test_broken_frames_are_refused(data: bytes) -> None:
    with pytest.raises(frames.FrameError):
        frames.read(io.BytesIO(data))

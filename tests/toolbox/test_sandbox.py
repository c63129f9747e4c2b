import gc
import io
import os
import signal
import socket
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
from lottery_agent.toolbox import landlock, seccomp
from lottery_agent.toolbox.pipes import PumpedPipes
from lottery_agent.toolbox.sandbox import Sandbox

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("misbehaving_worker.py")))


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the limit is kept on Linux")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=20, megabytes=512, command=COMMAND) as sandbox:
        yield sandbox


@pytest.fixture
def pumped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox that talks as it does on Windows."""
    monkeypatch.setattr("lottery_agent.toolbox.processes.pipes", PumpedPipes)
    with Sandbox(seconds=20, megabytes=512, command=COMMAND) as sandbox:
        yield sandbox


@pytest.fixture(params=["sandbox", "pumped"])
def either(request: pytest.FixtureRequest) -> Sandbox:
    """Sandboxes with both kinds of pipes."""
    sandbox: Sandbox = request.getfixturevalue(request.param)
    return sandbox


def workers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if "misbehaving_worker" in str(child.cmdline())
    ]


def test_a_call_returns_the_result_although_the_tool_prints(either: Sandbox) -> None:
    request = {"text": "naïve 数 \x00 \ud800", "list": [1, 2.5, None, True]}
    assert either.run("echo", request)["echo"] == request


def test_workers_stay_warm(sandbox: Sandbox) -> None:
    assert sandbox.run("echo", {})["pid"] == sandbox.run("echo", {})["pid"]


def test_a_late_call_is_killed_and_the_next_one_runs(either: Sandbox) -> None:
    first = either.run("echo", {})["pid"]
    start = time.monotonic()
    with pytest.raises(ToolError, match=r"longer than 0\.2 seconds") as caught:
        either.run("sleep", {"seconds": 60}, seconds=0.2)
    assert caught.value.kind == "limit"
    assert time.monotonic() - start < 10
    assert not psutil.pid_exists(first)
    assert either.run("echo", {})["pid"] != first


def test_a_call_that_holds_the_interpreter_is_killed(sandbox: Sandbox) -> None:
    with pytest.raises(ToolError) as caught:
        sandbox.run("spin", {}, seconds=0.3)
    assert caught.value.kind == "limit"


@LINUX
def test_memory_is_limited(sandbox: Sandbox) -> None:
    assert sandbox.run("eat", {"megabytes": 50})["size"] == 50 * 1024 * 1024
    with pytest.raises(ToolError, match="memory") as caught:
        sandbox.run("eat", {"megabytes": 600})
    assert caught.value.kind == "limit"
    assert sandbox.run("eat", {"megabytes": 50})["size"] == 50 * 1024 * 1024


def test_a_crash_is_told_and_the_next_call_runs(either: Sandbox) -> None:
    with pytest.raises(ToolError, match="status 3") as caught:
        either.run("leave", {"status": 3})
    assert caught.value.kind == "crash"
    assert either.run("echo", {"again": 1})["echo"] == {"again": 1}


def test_a_worker_that_is_killed_while_idle_is_replaced(either: Sandbox) -> None:
    os.kill(either.run("echo", {})["pid"], signal.SIGKILL)
    time.sleep(0.2)
    assert either.run("echo", {"again": 1})["echo"] == {"again": 1}


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
        ("flood", "limit", "above the limit"),
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
    assert sandbox.run("read_input", {}) == {"own": ""}


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
        deadline = time.monotonic() + 60
        while len(workers()) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)  # a process may not have become a worker yet
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
        patch.setattr("lottery_agent.toolbox.pipes.PolledPipes.receive", interrupt)
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


def test_a_worker_that_is_killed_in_the_middle_of_a_call(either: Sandbox) -> None:
    pid = either.run("echo", {})["pid"]
    killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(ToolError, match=r"died \(SIGKILL\)") as caught:
        either.run("sleep", {"seconds": 60})
    killer.join()
    assert caught.value.kind == "crash"
    assert either.run("echo", {})["pid"] != pid


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\0\0\0\5hello", "something else than an answer"),
        ("\xff\xff\xff\xff", "above the limit"),
        ("\0\0\0\2[]", "no JSON object"),
        ("\0\0\x9c\x40" + "[" * 40_000, "something else than an answer"),
    ],
)
def test_garbage_is_no_answer(either: Sandbox, text: str, words: str) -> None:
    with pytest.raises(ToolError, match=words) as caught:
        either.run("garble", {"text": text})
    assert caught.value.kind == "crash"
    assert either.run("echo", {"n": 1})["echo"] == {"n": 1}


def test_a_worker_that_closes_its_pipe_is_replaced(either: Sandbox) -> None:
    start = time.monotonic()
    with pytest.raises(ToolError) as caught:
        either.run("close", {})
    assert caught.value.kind == "crash"
    assert time.monotonic() - start < 10
    assert either.run("echo", {"n": 1})["echo"] == {"n": 1}


def test_a_stopped_worker_holds_nobody(sandbox: Sandbox) -> None:
    pid = sandbox.run("echo", {})["pid"]
    os.kill(pid, signal.SIGSTOP)
    start = time.monotonic()
    with pytest.raises(ToolError, match="longer"):  # more than a pipe takes
        sandbox.run("echo", {"text": "x" * 4_000_000}, seconds=0.3)
    assert time.monotonic() - start < 5
    assert sandbox.run("echo", {})["pid"] != pid


def test_the_last_words_of_a_worker_are_told(either: Sandbox) -> None:
    with pytest.raises(ToolError, match="status 4") as caught:
        either.run("mutter", {"bytes": 1_000_000, "status": 4})
    assert "these are | my last words" in str(caught.value)
    assert len(str(caught.value)) < 500


def test_a_talkative_worker_is_not_held_up(either: Sandbox) -> None:
    pid = either.run("mutter", {"bytes": 3_000_000})["pid"]
    assert either.run("echo", {})["pid"] == pid


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such timer")
def test_time_of_the_processor_is_limited() -> None:
    with Sandbox(processor_seconds=0.4, command=COMMAND) as sandbox:
        first = sandbox.run("sleep", {"seconds": 0.6})["pid"]  # sleeping costs nothing
        with pytest.raises(ToolError, match=r"more than 0\.4 seconds of the processor") as caught:
            sandbox.run("burn", {"threads": 2})
        assert caught.value.kind == "limit"
        assert sandbox.run("echo", {})["pid"] != first


def test_each_call_has_its_own_processor_time() -> None:
    with Sandbox(seconds=20, processor_seconds=0.5, command=COMMAND) as sandbox:
        pids = {sandbox.run("toil", {"seconds": 0.2})["pid"] for _ in range(4)}
    assert len(pids) == 1


def test_a_result_that_is_too_large_is_refused() -> None:
    with Sandbox(reply_bytes=1000, command=COMMAND) as sandbox:
        pid = sandbox.run("echo", {"text": "x" * 500})["pid"]
        with pytest.raises(ToolError, match="above the limit of 1,000") as caught:
            sandbox.run("echo", {"text": "x" * 1000})
        assert caught.value.kind == "limit"
        assert sandbox.run("echo", {})["pid"] == pid


def test_a_worker_is_replaced_after_its_calls() -> None:
    with Sandbox(calls=3, command=COMMAND) as sandbox:
        pids = [sandbox.run("echo", {})["pid"] for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_a_worker_that_has_grown_is_replaced() -> None:
    with Sandbox(megabytes=400, command=COMMAND) as sandbox:
        pids = [sandbox.run("keep", {"megabytes": 70})["pid"] for _ in range(5)]
    assert 1 < len(set(pids)) < 5


def test_a_hundred_threads_and_dying_workers() -> None:
    def work(n: int) -> object:
        try:
            if n % 25 == 7:
                return sandbox.run("leave", {"status": 3})
            return sandbox.run("echo", {"n": n})["echo"]["n"]
        except ToolError as error:
            return error.kind

    with Sandbox(workers=3, seconds=60, command=COMMAND) as sandbox:
        with ThreadPoolExecutor(100) as threads:
            found = list(threads.map(work, range(300)))
        assert len(workers()) <= 3
    assert found == ["crash" if n % 25 == 7 else n for n in range(300)]
    assert workers() == []


@LINUX
def test_a_tool_can_not_get_out(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = sandbox.run("escape", {"folder": str(tmp_path), "port": port})
    assert found == {"done": [], "threads": True}
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_confinement_says_what_the_platform_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    assert not landlock.restrict(["/usr"])
    assert not seccomp.restrict()


@pytest.mark.parametrize(
    "options", [{"workers": 0}, {"calls": 0}, {"megabytes": 0}, {"reply_bytes": 0}]
)
def test_a_sandbox_without_room_is_refused(options: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="can't have"):
        Sandbox(**options)


def test_warming_some_workers_starts_no_more() -> None:
    with Sandbox(workers=3, command=COMMAND) as sandbox:
        sandbox.warm("echo", workers=1)
        assert len(workers()) == 1
        assert sandbox.run("echo", {})["pid"] == workers()[0].pid


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


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.text(), json_data), max_size=3))
def test_frames_are_read_as_they_were_written(messages: list[dict[str, Any]]) -> None:
    stream = io.BytesIO(b"".join(frames.encode(message) for message in messages))
    assert [frames.read(stream) for _ in messages] == messages
    assert frames.read(stream) is None


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0\5{}", b"\xff\xff\xff\xff", b"\0\0\0\2[]"])
def test_broken_frames_are_refused(data: bytes) -> None:
    with pytest.raises(frames.FrameError):
        frames.read(io.BytesIO(data))

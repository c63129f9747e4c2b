"""Isolation: what kills the engine's process is an error here, and the engine goes on."""

from __future__ import annotations

import gc
import inspect
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import gguf
import psutil
import pytest

from lottery_agent import Agent, errors
from lottery_agent.errors import (
    BudgetExceeded,
    Cancelled,
    EngineCrashed,
    EngineError,
    GrammarError,
    LotteryError,
    ModelFileError,
    PromptTooLong,
    ToolError,
    UsageError,
)
from lottery_agent.models.engine import (
    Completion,
    Engine,
    IsolatedEngine,
    LlamaEngine,
    Request,
    Sampling,
)
from lottery_agent.models.engine.messages import from_error, to_error
from lottery_agent.models.prompts import Example, Prompt

COMMAND = (sys.executable, "-I", str(Path(__file__).with_name("misbehaving_host.py")))

Start = Callable[..., IsolatedEngine]


@dataclass(frozen=True)
class Grammar:
    text: str


LONG = Grammar("start: /[a-z]{1500}/")
SLOW = Grammar("start: X\nX: " + " & ".join(f"/.*a.{{{n}}}b.*/" for n in range(2, 80)))
"""It takes minutes to compile, so it is given up after ten seconds."""


@pytest.fixture
def start(tiny_q8: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def start(*arguments: str, **options: object) -> IsolatedEngine:
            chosen = {"sequences": 2, "threads": 1, "command": (*COMMAND, *arguments), **options}
            engine = IsolatedEngine(tiny_q8, name="t", type="Q8_0", **chosen)  # type: ignore[arg-type]
            return stack.enter_context(engine)

        yield start
    assert hosts() == [], "a process was left behind"


def hosts() -> list[psutil.Process]:
    """Return the engine's processes under this one, and any that ended and was not collected."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            line = " ".join(child.cmdline())
        except psutil.ZombieProcess:
            found.append(child)
        except psutil.NoSuchProcess:
            continue
        else:
            if "misbehaving_host" in line or "engine.host" in line:
                found.append(child)
    return found


def request(engine: Engine, question: str = "Who?", **options: object) -> Request:
    prompt = engine.renderer.render(Prompt("agent", "Answer in one word.", question))
    return Request(prompt, **{"max_tokens": 8, **options})  # type: ignore[arg-type]


def long_request(engine: Engine) -> Request:
    return request(engine, "long", max_tokens=1600, constraint=LONG)


def outcome(completion: Completion) -> Completion:
    return replace(completion, seconds=0.0, reused_tokens=0)


def ended(process: int) -> bool:
    """Wait for a process that is not our child to end."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
                return True  # whoever inherited it has not collected it yet
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def test_the_same_bits_as_in_this_process(start: Start, tiny_q8: Path) -> None:
    isolated = start(command=None)
    with LlamaEngine(tiny_q8, name="t", type="Q8_0", threads=1, sequences=2) as here:
        assert isolated.info == here.info
        prompt = Prompt("a", "Größe <|im_end|>", "q", (Example("a", "b"),), (("c", "d\ud800"),))
        assert isolated.renderer.render(prompt) == here.renderer.render(prompt)
        assert isolated.renderer.target("x = 1") == here.renderer.target("x = 1")
        assert isolated.renderer.hash("head") == here.renderer.hash("head")
        assert isolated.count("naïve 👍") == here.count("naïve 👍")
        sampling = Sampling(temperature=0.9, top_p=0.9, min_p=0.01, seed=2**63)
        for options in ({}, {"sampling": sampling}, {"constraint": Grammar("start: /[a-d]{3}/")}):
            one, other = (engine.submit(request(engine, **options)) for engine in (isolated, here))
            assert outcome(one.result(60)) == outcome(other.result(60))
        rendered = request(here).prompt
        assert isolated.score(rendered, ["a", "bc"]) == here.score(rendered, ["a", "bc"])


def test_options_are_those_of_the_engine() -> None:
    here, isolated = (inspect.signature(kind).parameters for kind in (LlamaEngine, IsolatedEngine))
    assert list(isolated) == [*here, "command", "restarts"]
    for name, parameter in here.items():
        assert isolated[name].default == parameter.default


def test_no_native_code_of_the_model_here(tiny_q8: Path) -> None:
    script = textwrap.dedent(f"""
        import sys
        from lottery_agent.models.engine import IsolatedEngine, Request
        from lottery_agent.models.prompts import Prompt
        with IsolatedEngine({str(tiny_q8)!r}, name="t", type="Q8_0") as engine:
            prompt = engine.renderer.render(Prompt("a", "Answer.", "Who?"))
            assert engine.submit(Request(prompt, 3)).result().tokens
            print(sorted({{"llama_cpp", "llguidance", "numpy"}} & {{*sys.modules}}))
    """)
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_killed_process_fails_what_it_ran_and_is_replaced(start: Start, name: str) -> None:
    engine = start()
    before = outcome(engine.submit(request(engine)).result(60))
    first = engine.process_id
    assert first is not None
    running = engine.submit(long_request(engine))
    next(iter(running))
    os.kill(first, getattr(signal, name))
    with pytest.raises(EngineCrashed, match=f"was ended by {name}") as caught:
        running.result(60)
    assert caught.value.hint
    with pytest.raises(EngineCrashed):
        list(running)
    assert outcome(engine.submit(request(engine)).result(60)) == before
    assert engine.usable
    assert engine.process_id not in (None, first)
    assert len(hosts()) == 1


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("abort!", "SIGABRT: "),
        ("segfault!", "SIGSEGV"),
        ("leave!", "ended with status 3"),
        ("babble!", "ended by SIGKILL"),
        ("fail!", "status 70: the engine failed: it met a bug"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_what_ends_the_process_from_within(
    start: Start, word: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = start()
    with pytest.raises(EngineCrashed, match=message) as caught:
        engine.count(word)
    assert "\n" not in str(caught.value)
    assert engine.count("abc") > 0
    assert capfd.readouterr() == ("", ""), "nothing reaches the user's terminal"


def test_output_of_the_process_is_kept_for_the_crash(
    start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = start()
    assert engine.count("print!") > 0
    with pytest.raises(EngineCrashed, match="status 3: on standard error") as caught:
        engine.count("leave!")
    assert caught.value.output == "on standard output\non standard error\n"
    assert capfd.readouterr() == ("", "")


def test_what_was_waiting_goes_on_after_a_crash(start: Start) -> None:
    engine = start(sequences=1)
    alone = outcome(engine.submit(request(engine)).result(60))
    running = engine.submit(long_request(engine))
    next(iter(running))
    waiting = [engine.submit(request(engine)) for _ in range(8)]
    with pytest.raises(EngineCrashed):
        engine.count("leave!")
    with pytest.raises(EngineCrashed) as caught:
        running.result(60)
    with pytest.raises(EngineCrashed) as neighbour:
        waiting[0].result(60)  # the process had it already, to be busy
    assert str(neighbour.value) == str(caught.value)
    assert neighbour.value is not caught.value, "each has its own traceback"
    assert {outcome(handle.result(60)) for handle in waiting[1:]} == {alone}


def test_a_process_that_keeps_dying_is_given_up(start: Start) -> None:
    engine = start(restarts=2)
    rendered = request(engine).prompt
    for _ in range(2):
        with pytest.raises(EngineCrashed, match="status 3"):
            engine.count("leave!")
    assert engine.usable
    waiting = [engine.submit(Request(rendered, 3)) for _ in range(20)]
    with pytest.raises(EngineCrashed):
        engine.count("leave!")
    given_up = r"ended 3 times within a minute.* status 3"
    with pytest.raises(EngineCrashed, match=given_up):
        waiting[-1].result(60)
    assert not engine.usable
    with pytest.raises(EngineCrashed, match=given_up):
        engine.submit(Request(rendered, 3))
    assert hosts() == []
    begun = time.monotonic()
    engine.close()
    assert time.monotonic() - begun < 1
    with pytest.raises(EngineCrashed, match="3 times"):
        engine.score(rendered, ["a"])


def test_a_process_that_dies_at_each_start_is_given_up(start: Start, tmp_path: Path) -> None:
    engine = start(str(tmp_path / "started"), restarts=2)
    rendered = request(engine).prompt
    with pytest.raises(EngineCrashed, match="status 3"):
        engine.count("leave!")
    with pytest.raises(EngineCrashed, match=r"ended 3 times .* status 4"):
        engine.submit(Request(rendered, 3)).result(60)
    assert not engine.usable


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_agent_outlives_its_engine(
    tiny_q8: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTTERY_HOME", str(tmp_path))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path))
    monkeypatch.setenv("LOTTERY_ISOLATE", "1")
    options = {"adapter": False, "tools": False, "threads": 1, "window": 1024}
    with Agent(model=str(tiny_q8), larger_model=str(tiny_q8), **options) as agent:
        before = agent.ask("hi")
        assert before.error is None
        (host,) = hosts()
        host.kill()
        deadline = time.monotonic() + 20
        while host in hosts() or not hosts():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        after = agent.ask("hi")
        assert (after.status, after.answer) == (before.status, before.answer)
    assert hosts() == []


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_crash_while_loading(start: Start) -> None:
    with pytest.raises(EngineCrashed, match="SIGSEGV while it loaded") as caught:
        start("segfault")
    assert caught.value.hint
    assert hosts() == []


def test_what_can_not_be_loaded_is_told_as_in_this_process(start: Start, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\xff" * 100)
    for path in (tmp_path / "missing.gguf", broken):
        with pytest.raises(ModelFileError) as here:
            LlamaEngine(path, name="t", type="Q8_0")
        with pytest.raises(ModelFileError) as there:
            IsolatedEngine(path, name="t", type="Q8_0")
        assert str(there.value) == str(here.value)
    for options in ({"window": 0}, {"sequences": 0}, {"threads": -1}, {"restarts": -1}):
        with pytest.raises(UsageError):
            start(**options)
    with pytest.raises(EngineError, match="can't be started"):
        start(command=["/no/such/program"])
    assert hosts() == []


def test_a_file_that_was_replaced_is_not_loaded_again(
    tiny: ModuleType, tmp_path: Path, start: Start
) -> None:
    path = tmp_path / "model.gguf"
    tiny.write_tiny_model(path, type=gguf.GGMLQuantizationType.Q8_0)
    with IsolatedEngine(path, name="t", type="Q8_0", command=COMMAND) as engine:
        fresh = tmp_path / "fresh.gguf"
        tiny.write_tiny_model(fresh, type=gguf.GGMLQuantizationType.Q8_0, seed=1)
        fresh.replace(path)
        with pytest.raises(EngineCrashed):
            engine.count("leave!")
        with pytest.raises(EngineError, match="changed while it was running"):
            engine.count("abc")
        path.unlink()
        assert not engine.usable


def test_a_file_that_was_removed_is_told(tiny_q8: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(tiny_q8.read_bytes())
    with IsolatedEngine(path, name="t", type="Q8_0", command=COMMAND) as engine:
        path.unlink()
        with pytest.raises(EngineCrashed):
            engine.count("leave!")
        with pytest.raises(EngineError, match=r"can't be started again: .*No such file"):
            engine.count("abc")


def test_the_working_directory_may_change(
    tiny_q8: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_q8.parent)
    for name in ("llama_cpp.py", "json.py", "lottery_agent.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import os; os._exit(42)")
    with IsolatedEngine(tiny_q8.name, name="t", type="Q8_0", command=COMMAND) as engine:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        with pytest.raises(EngineCrashed):
            engine.count("leave!")
        assert engine.count("abc") > 0, "and no file of the user is imported"


def test_closing_leaves_nothing_behind(start: Start) -> None:
    def open_files() -> int:
        return psutil.Process().num_fds() if os.name == "posix" else 0

    threads, files = threading.active_count(), open_files()
    for crash in (False, True, False):
        engine = start()
        running = engine.submit(long_request(engine))
        if crash:
            with pytest.raises(EngineCrashed):
                engine.count("leave!")
        begun = time.monotonic()
        engine.close()
        engine.close()
        assert time.monotonic() - begun < 1
        with pytest.raises(EngineError):
            running.result(1)
        assert hosts() == []
    assert threading.active_count() == threads
    gc.collect()
    assert open_files() == files


def test_a_process_that_does_not_end_by_itself_is_killed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lottery_agent.models.engine.isolated.GRACE", 0.2)
    engine = start()
    errors: list[EngineError] = []

    def ask() -> None:
        try:
            engine.count("hang!")
        except EngineError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.1)
    begun = time.monotonic()
    engine.close()
    assert time.monotonic() - begun < 2
    thread.join(10)
    assert "closed" in str(errors[0])


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer")
def test_an_interrupt_while_loading_leaves_no_process(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lottery_agent.models.engine.isolated.GRACE", 0.2)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            start("hang")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert hosts() == []


PROGRAM = """
    import sys, threading, time
    from lottery_agent.models.engine import IsolatedEngine, Request
    from lottery_agent.models.prompts import Prompt
    class LONG: text = "start: /[a-z]{{1900}}/"
    def ask():
        prompt = engine.renderer.render(Prompt("a", "Answer.", "Who?"))
        return engine.submit(Request(prompt, 1900, LONG))
    engine = IsolatedEngine({path!r}, name="t", type="Q8_0", threads=1, command={command!r})
    next(iter(ask()))
    print(engine.process_id, flush=True)
"""


def run(path: Path, rest: str, *words: str, **options: object) -> subprocess.Popen[str]:
    program = textwrap.dedent(PROGRAM.format(path=str(path), command=(*COMMAND, *words)))
    return subprocess.Popen(
        [sys.executable, "-c", program + textwrap.dedent(rest)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def first_line(program: subprocess.Popen[str]) -> int:
    assert program.stdout is not None
    line = program.stdout.readline()
    assert line, program.communicate()
    return int(line)


def rest_of(program: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for the end; `communicate` would lose what was read ahead with the first line."""
    assert program.stdout is not None
    assert program.stderr is not None
    return program.stdout.read(), program.stderr.read()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_the_process_ends_with_a_parent_that_was_killed(tiny_q8: Path, name: str) -> None:
    with run(tiny_q8, "ask().result()") as program:
        child = first_line(program)
        program.send_signal(getattr(signal, name))
        rest_of(program)
        assert ended(child)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_the_process_ends_with_a_parent_that_leaves_while_it_loads(tiny_q8: Path) -> None:
    script = f"""
        import os, threading, time
        from lottery_agent.models.engine import IsolatedEngine
        load = lambda: IsolatedEngine({str(tiny_q8)!r}, name="t", type="Q8_0",
                                      command={(*COMMAND, "hang")!r})
        threading.Thread(target=load, daemon=True).start()
        time.sleep(0.7)
        os._exit(0)
    """
    before = {process.pid for process in psutil.process_iter()}
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True, timeout=60)
    mine = [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if process.pid not in before and str(tiny_q8) in str(process.info["cmdline"])
    ]
    assert all(ended(process) for process in mine)
    left = [p.pid for p in psutil.process_iter(["cmdline"]) if "hang" in (p.info["cmdline"] or [])]
    assert all(ended(process) for process in left if process not in before)


def test_a_program_that_never_closes_ends_at_once(tiny_q8: Path) -> None:
    begun = time.monotonic()
    with run(tiny_q8, "handle = ask()") as program:
        child = first_line(program)
        output = rest_of(program)
        assert (program.wait(20), output) == (0, ("", ""))
        assert ended(child)
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_is_for_the_parent_alone(tiny_q8: Path) -> None:
    rest = """
        import os, signal
        handle = ask()
        try:
            os.killpg(0, signal.SIGINT)
            handle.result()
        except KeyboardInterrupt:
            handle.cancel()
        os.kill(engine.process_id, signal.SIGINT)
        print(engine.process_id, engine.count("abc") > 0, flush=True)
        engine.close()
    """
    with run(tiny_q8, rest, start_new_session=True) as program:
        child = first_line(program)
        output = rest_of(program)
    assert output == (f"{child} True\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_copy_can_not_use_or_close_it(tiny_q8: Path) -> None:
    rest = """
        import os, warnings
        warnings.simplefilter("ignore")
        if os.fork() == 0:
            try:
                engine.count("abc")
            except Exception as error:
                print(error, flush=True)
            sys.exit()
        os.wait()
        print(engine.count("abc") > 0, engine.process_id, flush=True)
        engine.close()
    """
    with run(tiny_q8, rest) as program:
        child = first_line(program)
        output, problems = rest_of(program)
    assert problems == ""
    assert output.splitlines() == [
        "an engine can't be used in a forked process (load another one there)",
        f"True {child}",
    ]
    assert problems == ""


def test_there_is_room_again_after_a_while(start: Start) -> None:
    engine = start(queue=2)
    handles = [engine.submit(long_request(engine)) for _ in range(2)]
    begun = time.monotonic()
    late = engine.submit(request(engine, deadline=begun + 0.2))
    assert time.monotonic() - begun >= 0.2
    with pytest.raises(BudgetExceeded):
        late.result(0)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: engine.submit(request(engine)).result(60))
        time.sleep(0.1)
        assert not waiting.done()
        for handle in handles:
            handle.cancel()
        assert waiting.result(60).tokens


def test_closing_ends_the_wait_for_room(start: Start) -> None:
    engine = start(queue=1)
    engine.submit(long_request(engine))
    rendered = request(engine).prompt
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(engine.submit, Request(rendered, 3))
        time.sleep(0.1)
        engine.close()
        with pytest.raises(EngineError, match="closed"):
            waiting.result(60)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_deadlines_and_cancels_hold_while_the_process_stands_still(start: Start) -> None:
    engine = start()
    asked = request(engine, deadline=time.monotonic() + 0.3), request(engine)
    process = psutil.Process(engine.process_id)
    process.suspend()
    try:
        begun = time.monotonic()
        late, unwanted = map(engine.submit, asked)
        unwanted.cancel()
        with pytest.raises(Cancelled):
            unwanted.result(5)
        with pytest.raises(BudgetExceeded):
            late.result(5)
        assert time.monotonic() - begun < 2
    finally:
        process.resume()
    assert engine.submit(request(engine)).result(60).tokens


def test_texts_that_are_too_long_to_send(start: Start) -> None:
    engine = start()
    with pytest.raises(EngineError, match="above the limit"):
        engine.count("word " * 4_000_000)
    huge = Request(request(engine).prompt, 3, Grammar(f'start: "{"x" * 17_000_000}"'))
    with pytest.raises(EngineError, match="above the limit"):
        engine.submit(huge).result(60)
    assert engine.count("abc") > 0


def test_many_threads_get_their_own_answers(start: Start) -> None:
    engine = start(sequences=4)
    questions = [f"question {number}" for number in range(12)]
    sampling = Sampling(temperature=1.0, seed=3)

    def ask(question: str) -> Completion:
        asked = request(engine, question, sampling=sampling, max_tokens=12)
        chance = random.Random(question).random()
        handle = engine.submit(asked)
        if chance < 0.5:
            assert "".join(handle) == handle.result(60).text
        return outcome(handle.result(60))

    def disturb(number: int) -> None:
        handle = engine.submit(long_request(engine))
        if number % 2:
            next(iter(handle))
        handle.cancel()
        with pytest.raises(GrammarError):
            engine.submit(request(engine, constraint=Grammar("start: nothing"))).result(60)

    alone = [ask(question) for question in questions]
    with ThreadPoolExecutor(12) as pool:
        disturbing = [pool.submit(disturb, number) for number in range(12)]
        assert list(pool.map(ask, questions * 3)) == alone * 3
        for done in disturbing:
            done.result()


def test_a_grammar_that_is_being_compiled_holds_up_nobody(start: Start) -> None:
    engine = start()
    slow = engine.submit(request(engine, constraint=SLOW))
    streamed = engine.submit(request(engine, "stream", constraint=Grammar("start: /[a-z]{6}/")))
    assert "".join(streamed) == streamed.result(60).text
    unwanted = engine.submit(long_request(engine))
    next(iter(unwanted))
    unwanted.cancel()
    with pytest.raises(Cancelled):
        unwanted.result(60)
    assert engine.submit(request(engine)).result(60).tokens
    assert not slow.done(), "the others waited for it"
    slow.cancel()
    with pytest.raises(Cancelled):
        slow.result(60)


def every_error() -> list[LotteryError]:
    special = {
        "BudgetExceeded": BudgetExceeded("seconds", 2.5, 1),
        "EngineCrashed": EngineCrashed("it died", hint="ask again", output="a\nb"),
        "PromptTooLong": PromptTooLong(3000, 2048),
        "ToolError": ToolError("no", kind="limit", position=3, hint="less"),
    }
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [special.get(kind.__name__) or kind("naïve", hint="do that") for kind in kinds]


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_errors_travel_with_all_they_say(error: LotteryError) -> None:
    there = to_error(json.loads(json.dumps(from_error(error))))
    assert type(there) is type(error)
    assert vars(there) == vars(error)
    assert str(there) == str(error)
    assert there.args == error.args


def test_other_errors_travel_as_the_nearest_kind() -> None:
    class Special(GrammarError):
        pass

    assert type(to_error(from_error(Special("odd")))) is GrammarError
    there = to_error(from_error(ZeroDivisionError("by zero")))
    assert (type(there), there.message) == (
        EngineError,
        "the engine failed: ZeroDivisionError: by zero",
    )

"""`lottery batch`: options reach the settings, outcomes become exit codes."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from lottery_agent.answer import Answer
from lottery_agent.cli import main
from lottery_agent.errors import ModelFileError


class FakeAgent:
    """Stands in for the agent; remembers its settings and what it was asked."""

    settings: ClassVar[Any] = None
    asked: ClassVar[list[tuple[str, str | None]]] = []
    unusable: ClassVar[bool] = False

    def __init__(self, *, settings: Any) -> None:
        type(self).settings = settings

    def __enter__(self) -> "FakeAgent":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def prepare(self) -> None:
        if self.unusable:
            raise ModelFileError("the model is broken", hint="pull it again")

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        options: Sequence[str] | None = None,
    ) -> Answer:
        if question == "interrupt":
            raise KeyboardInterrupt
        self.asked.append((question, context))
        return Answer(question=question, status="answered", answer="yes", kind="text")


@pytest.fixture(autouse=True)
def agent(monkeypatch: pytest.MonkeyPatch) -> type[FakeAgent]:
    monkeypatch.setattr("lottery_agent.agent.Agent", FakeAgent)
    monkeypatch.setattr(FakeAgent, "asked", [])
    monkeypatch.setattr(FakeAgent, "settings", None)
    return FakeAgent


def write(path: Path, *lines: dict[str, Any] | str) -> str:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines))
    return str(path)


def test_all_lines_done(
    tmp_path: Path, agent: type[FakeAgent], capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "why", "context": "so"})
    assert main(["batch", source, "-o", str(tmp_path / "out.jsonl")]) == 0
    assert agent.asked == [("why", "so")]
    result = json.loads((tmp_path / "out.jsonl").read_text())
    assert (result["id"], result["answer"]) == ("a", "yes")
    shown = capsys.readouterr()
    assert shown.out == "1 lines: 1 answered, 0 abstained, 0 failed, 0 done before\n"
    assert shown.err == ""


def test_shared_options_reach_the_settings(tmp_path: Path, agent: type[FakeAgent]) -> None:
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "why", "context": "so"})
    words = "--model m --no-adapter --no-tools --knowledge none --no-context --seed 7 --timeout 9"
    words += " --gpu-layers -1"
    assert main(["batch", source, "-o", str(tmp_path / "out.jsonl"), *words.split()]) == 0
    settings = agent.settings
    assert (settings.model, settings.adapter, settings.tools) == ("m", False, False)
    assert (settings.knowledge, settings.seed, settings.timeout) == ("none", 7, 9.0)
    assert settings.gpu_layers == -1
    assert agent.asked == [("why", None)]


def test_options_left_out_leave_the_environment_in_charge(
    tmp_path: Path, agent: type[FakeAgent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTTERY_ADAPTER", "false")
    monkeypatch.setenv("LOTTERY_SEED", "3")
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "why"})
    assert main(["batch", source, "-o", str(tmp_path / "out.jsonl")]) == 0
    assert (agent.settings.adapter, agent.settings.seed) == (False, 3)


def test_a_failed_line_gives_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "why"}, "{broken")
    assert main(["batch", source, "-o", str(tmp_path / "out.jsonl"), "--json"]) == 1
    summary = json.loads(capsys.readouterr().out)
    assert (summary["lines"], summary["answered"], summary["failed"]) == (2, 1, 1)


def test_bad_input_gives_exit_code_2_and_one_line(
    tmp_path: Path, agent: type[FakeAgent], capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "out.jsonl")
    assert main(["batch", str(tmp_path / "none.jsonl"), "-o", output]) == 2
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "why"})
    assert main(["batch", source, "-o", output, "--timeout", "-1"]) == 2
    assert agent.settings is None, "no model is needed to find out"
    agent.unusable = True
    try:
        assert main(["batch", source, "-o", output]) == 2
    finally:
        agent.unusable = False
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("lottery: ") for line in lines)
    assert not Path(output).exists()


def test_ctrl_c_gives_exit_code_130_and_resume_goes_on(
    tmp_path: Path, agent: type[FakeAgent], capsys: pytest.CaptureFixture[str]
) -> None:
    items = [{"id": n, "question": q} for n, q in enumerate(["one", "interrupt", "two"])]
    source = write(tmp_path / "in.jsonl", *items)
    output = tmp_path / "out.jsonl"
    assert main(["batch", source, "-o", str(output)]) == 130
    assert "--resume" in capsys.readouterr().err
    assert [json.loads(line)["id"] for line in output.read_text().splitlines()] == [0]
    write(tmp_path / "in.jsonl", *({**item, "question": "now"} for item in items))
    assert main(["batch", source, "-o", str(output), "--resume"]) == 0
    assert [json.loads(line)["id"] for line in output.read_text().splitlines()] == [0, 1, 2]


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a child there")
def test_a_real_run_ends_cleanly_on_ctrl_c(tmp_path: Path, base_model: Path) -> None:
    source = write(
        tmp_path / "in.jsonl", *({"id": n, "question": f"What is {n} + 1?"} for n in range(200))
    )
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "lottery_agent", "batch", source, "-o", str(output)]
    with subprocess.Popen(
        [*command, "--knowledge", "none"], stderr=subprocess.PIPE, text=True
    ) as process:
        end = time.monotonic() + 120
        while not (output.exists() and output.stat().st_size) and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    done = [json.loads(line)["id"] for line in output.read_text().splitlines()]
    assert done
    assert done == list(range(len(done)))

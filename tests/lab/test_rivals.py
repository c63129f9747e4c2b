"""Rivals: a larger model as arms of a run, and what is refused."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from lottery_agent.cli import main
from lottery_agent.errors import UsageError
from lottery_agent.lab import arms
from lottery_agent.lab.arms import ARMS
from lottery_agent.lab.endpoint.address import Endpoint
from lottery_agent.lab.rivals import Rivals
from lottery_agent.lab.runs import order_of, read_manifest
from tests.lab.conftest import Write, sums

HELPER = Path(__file__).parent.parent / "models" / "tiny.py"
BOTH = Rivals("models/big.gguf", Endpoint("https://example.org/v1", "served"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two tiny random models, the second one larger."""
    spec = importlib.util.spec_from_file_location("lottery_tests_tiny_lab", HELPER)
    assert spec is not None
    assert spec.loader is not None
    tiny = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tiny  # dataclasses look their module up
    spec.loader.exec_module(tiny)
    folder = tmp_path_factory.mktemp("gguf")
    small, large = folder / "small.gguf", folder / "large.gguf"
    tiny.write_tiny_model(small)
    tiny.write_tiny_model(large, layers=3)
    return small, large


def test_arms_get_the_rivals_that_they_need() -> None:
    wanting = [arm for arm in ARMS.values() if arm.needs]
    assert {arm.needs for arm in wanting} == {"larger", "endpoint"}
    for arm in wanting:
        with pytest.raises(UsageError, match=f"--{arm.needs} "):
            arms.choose([arm.name])
        (joined,) = arms.choose([arm.name], BOTH)
        assert joined.name == arm.name
        assert joined.title in (f"{arm.title}: big.gguf", f"{arm.title}: served")
    assert arms.choose(["agent"], BOTH) == [ARMS["agent"]]


def test_without_a_choice_a_rival_answers_in_all_its_ways_beside_the_agent() -> None:
    assert arms.default() == arms.DEFAULT
    assert arms.default(Rivals("big.gguf")) == (*arms.DEFAULT, "larger", "larger_thoughts")
    served = ("endpoint", "endpoint_thoughts")
    assert arms.default(BOTH) == (*arms.DEFAULT, "larger", "larger_thoughts", *served)
    BOTH.check_use(arms.choose(arms.default(BOTH), BOTH))


def test_a_manifest_holds_them() -> None:
    chosen = arms.choose(["agent", "larger", "endpoint_thoughts"], BOTH)
    entries = json.loads(json.dumps({arm.name: arm.to_json() for arm in chosen}))
    assert Rivals.recorded(entries) == BOTH
    assert arms.choose(entries, Rivals.recorded(entries)) == chosen
    assert "needs" not in entries["agent"]
    assert "endpoint" not in entries["larger"]


def test_a_rival_that_no_arm_uses_is_refused() -> None:
    BOTH.check_use(arms.choose(["larger_thoughts", "endpoint"], BOTH))
    with pytest.raises(UsageError, match="add -a endpoint"):
        BOTH.check_use(arms.choose(["larger"], BOTH))


def test_two_models_answer_a_run(
    models: tuple[Path, Path],
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LOTTERY_WINDOW", "512")
    small, large = models
    place = ["--data", str(write("svamp_dev", sums(4)).parent)]
    folder = tmp_path / "run"
    words = ["-b", "svamp", "-a", "model", "-a", "larger", "-a", "larger_thoughts", "--json"]
    command = ["lab", "run", str(folder), *place, *words, "--model", str(small)]
    assert main([*command, "--larger", str(large)]) == 0
    cells = json.loads(capsys.readouterr().out)["benchmarks"]["svamp"]
    assert cells["model"]["model_bytes"] == small.stat().st_size
    assert cells["larger"]["model_bytes"] == large.stat().st_size
    assert cells["larger_thoughts"]["model_bytes"] == large.stat().st_size
    entry = read_manifest(folder)["arms"]["larger"]
    assert entry["settings"] == {"adapter": False, "model": str(large)}
    assert entry["title"] == "larger model, at once: large.gguf"
    assert order_of(folder, Path(place[1])).arms[1].settings["model"] == str(large)
    assert main(["lab", "run", str(folder), "--resume", *place]) == 0


def test_wrong_options(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "run"
    run = ["lab", "run", str(folder), "--data", str(write("svamp_dev", sums(4)).parent)]
    run += ["-b", "svamp"]
    for words, message in (
        (["-a", "larger"], "give --larger"),
        (["-a", "endpoint"], "--endpoint URL"),
        (["--endpoint", "http://127.0.0.1:1"], "go together"),
        (["--endpoint-model", "m"], "go together"),
        (["--endpoint", "x", "--endpoint-model", "m"], "no URL"),
        (["-a", "agent", "--larger", "m.gguf"], "add -a larger"),
    ):
        assert main([*run, *words]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert message in line
    assert not folder.exists()

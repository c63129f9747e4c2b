"""The smallest ticket: asked from small to large, until one matches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lottery_agent._settings_model import Settings
from lottery_agent.cli import main
from lottery_agent.lab.arms import LiveArm

from .conftest import Answering

TYPES = ("F16", "Q8_0", "Q4_0")


def from_eight_bits(arm: LiveArm, settings: Settings, ability: str, number: int) -> bool:
    return settings.ticket_type in ("F16", "Q8_0")


def smallest(folder: Path, model: Path, *words: str) -> int:
    command = ["lab", "smallest", str(folder), "--model", str(model), "-j", "1", "-a", "model"]
    return main([*command, *(word for type in TYPES for word in ("--type", type)), *words])


def test_the_search_goes_up_and_stops_at_the_first_match(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(from_eight_bits)
    assert smallest(tmp_path / "s", model, "-b", "ability_tools", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(dict.fromkeys(type for _, type, _ in asked)) == ["F16", "Q4_0", "Q8_0"]
    assert shown["smallest"]["type"] == "Q8_0"
    assert [each["matches"] for each in shown["candidates"]] == [False, True]
    assert shown["level"] == pytest.approx(0.975)  # two candidates share the error
    sizes = [each["bytes"] for each in shown["candidates"]]
    assert sizes == sorted(sizes)


def test_what_is_larger_than_the_match_is_not_asked(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(lambda *_: True)
    assert smallest(tmp_path / "s", model, "-b", "ability_tools") == 0
    assert {type for _, type, _ in asked} == {"F16", "Q4_0"}
    said = capsys.readouterr().out
    assert "The smallest that matches: tiny-Q4_0" in said
    assert "not asked" in said


def test_an_interrupted_search_is_resumed(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(from_eight_bits, stop=250)
    assert smallest(tmp_path / "s", model, "-b", "ability_tools") == 130
    assert "--resume" in capsys.readouterr().err
    asked = answering(from_eight_bits)
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume", "-j", "1"]) == 0
    assert len(asked) == 600 - 250
    assert "The smallest that matches: tiny-Q8_0" in capsys.readouterr().out


def test_wrong_input(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(from_eight_bits)

    def no(*words: str) -> str:
        assert smallest(tmp_path / "s", model, *words) == 2
        shown = capsys.readouterr()
        assert shown.err.count("\n") == 1
        assert not (tmp_path / "s").exists()
        return shown.err

    assert "no task is named" in no()
    assert "is several tasks" in no("-b", "abilities")
    assert "unknown type 'Q9'" in no("-b", "ability_tools", "--type", "Q9")
    assert "there are no recorded answers" in no("-b", "ability_tools", "--against", "gpt-4")
    one = ["lab", "smallest", str(tmp_path / "s"), "--model", str(model), "-b", "ability_tools"]
    assert main([*one, "--type", "F16"]) == 2
    assert "no candidate beside the reference" in capsys.readouterr().err
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume"]) == 2
    assert "no search in" in capsys.readouterr().err
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume", "-a", "model"]) == 2
    assert "--arm can't be changed" in capsys.readouterr().err

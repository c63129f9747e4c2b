"""The smallest ticket: asked from small to large, until one matches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lottery_agent._settings_model import Settings
from lottery_agent.cli import main
from lottery_agent.lab.abilities.registry import write_items
from lottery_agent.lab.arms import LiveArm
from tests.models.tiny import write_tiny_model

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


def test_a_reference_that_guesses_has_no_match(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(lambda arm, settings, ability, number: number % 5 == 0)
    assert smallest(tmp_path / "s", model, "-b", "ability_tools") == 0
    assert {type for _, type, _ in asked} == {"F16", "Q4_0"}  # what came next could not match
    said = capsys.readouterr().out
    assert "model tiny-F16 is not surely better than chance" in said
    assert "No smaller file was shown to match." in said
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["ended"], shown["reference_at_chance"], shown["smallest"]) == (True, True, None)
    assert not shown["candidates"][0]["matches"]


def test_a_file_of_the_users_is_a_task(
    model: Path,
    tmp_path: Path,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It needs no folder of benchmark files, and no ability of its name comes in its place."""
    monkeypatch.delenv("LOTTERY_DATA", raising=False)
    write_items(tmp_path, ["tools"], count=170, seed=0)
    own = ("-b", str(tmp_path / "ability_tools.jsonl.gz"))
    answering(from_eight_bits, stop=250)
    assert smallest(tmp_path / "s", model, *own) == 130
    asked = answering(from_eight_bits)
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume", "-j", "1", "--json"]) == 0
    assert len(asked) == 3 * 170 - 250
    shown = json.loads(capsys.readouterr().out)
    assert (shown["task"], shown["smallest"]["type"]) == ("ability_tools", "Q8_0")
    assert not (tmp_path / "s" / "items").exists()
    Path(own[1]).unlink()
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume"]) == 2
    assert "ability_tools.jsonl.gz" in capsys.readouterr().err


def test_a_search_is_not_continued_with_another_model(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(from_eight_bits, stop=250)
    assert smallest(tmp_path / "s", model, "-b", "ability_tools") == 130
    capsys.readouterr()
    write_tiny_model(model, width=128, heads=4, layers=3)
    asked = answering(from_eight_bits)
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume"]) == 2
    assert "begun with other model files" in capsys.readouterr().err
    assert asked == []


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
    assert "--suite has no meaning for an ability" in no("-b", "ability_tools", "--suite", "dev")
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": 1, "question": "What is 4 + 4?", "answer": "8"}\n', "utf-8")
    assert "--items has no meaning for a benchmark" in no("-b", str(own), "--items", "9")
    assert "--seed has no meaning for a benchmark" in no("-b", str(own), "--seed", "9")
    own.write_text('{"id": 1, "question": "What is 4 + 4?"}\n', "utf-8")
    assert "item 1 has no answer" in no("-b", str(own))
    assert "there are no recorded answers" in no("-b", "ability_tools", "--against", "gpt-4")
    one = ["lab", "smallest", str(tmp_path / "s"), "--model", str(model), "-b", "ability_tools"]
    assert main([*one, "--type", "F16"]) == 2
    assert "no candidate beside the reference" in capsys.readouterr().err
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume"]) == 2
    assert "no search in" in capsys.readouterr().err
    assert main(["lab", "smallest", str(tmp_path / "s"), "--resume", "-a", "model"]) == 2
    assert "--arm can't be changed" in capsys.readouterr().err

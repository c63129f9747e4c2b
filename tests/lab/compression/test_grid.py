"""Grids over a tiny model: begun, killed, resumed, and what they show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lottery_agent._settings_model import Settings
from lottery_agent.cli import main
from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive
from lottery_agent.lab.abilities.registry import Ability
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.compression import folders
from lottery_agent.lab.compression.grid import default_text, grid_of
from lottery_agent.lab.compression.losses import read_losses
from lottery_agent.lab.compression.measures import measures_of
from lottery_agent.lab.compression.suites import SUITES
from lottery_agent.lab.compression.tables import measures_table
from lottery_agent.lab.costs import COSTS
from lottery_agent.lab.judged import judge_run
from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report.words import NONE
from lottery_agent.lab.runs import read_manifest
from tests.models.tiny import write_tiny_model

from .conftest import Answering

TEXT = "The keeper lit the lamp, and the boats came home one by one. " * 6


def without_planning(arm: LiveArm, settings: Settings, ability: str, number: int) -> bool:
    """A model alone loses planning in Q4_0; with tools it keeps it."""
    return arm.way == "agent" or ability != "planning" or settings.base_type == "F16"


def compress(folder: Path, model: Path, *words: str, text: bool = True) -> int:
    command = ["lab", "compress", str(folder), "--model", str(model), "-j", "1"]
    if text:
        path = model.with_name("text.txt")
        path.write_text(TEXT, "utf-8")
        command += ["--text", str(path)]
    return main([*command, *words])


CELLS = ("--cell", "F16", "--cell", "Q4_0")


def test_what_is_lost_and_what_tools_make_up_for(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(without_planning)
    assert compress(tmp_path / "grid", model, *CELLS, "--items", "80", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert len(asked) == 2 * 2 * 5 * 80
    assert [each["title"] for each in shown["cells"]] == ["F16", "Q4_0"]
    fates = {(each["arm"], each["ability"]): each["fate"] for each in shown["losses"]}
    assert fates["model", "planning"] == "lost"
    assert [key for key, fate in fates.items() if fate != "survives"] == [("model", "planning")]
    made_up = {
        (each["cell"], each["ability"]): (each["enough"], each["tools"])
        for each in shown["made_up"]
    }
    assert made_up["Q4_0", "planning"] == (True, {"mathematics": 80})
    (total,) = [each for each in shown["totals"] if each["arm"] == "model"]
    assert total["row"]["comparison"]["difference"] == pytest.approx(-0.2)
    assert shown["gaps"] == []


def test_what_fifty_probes_can_show_and_twenty_cannot(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(without_planning)
    few, enough = tmp_path / "few", tmp_path / "enough"
    assert compress(few, model, *CELLS, "--items", "20") == 0
    said = capsys.readouterr().out
    assert "retrieval (51), tools (51), planning (51)" in said
    found = read_losses(few)
    assert {each.fate for each in found.losses if each.arm == "agent"} == {"undecided"}
    (total,) = (each for each in found.totals if each.arm == "agent")
    assert total.fate == "survives"
    assert compress(enough, model, *CELLS, "--items", "50") == 0
    for loss in read_losses(enough).losses:
        gone = (loss.arm, loss.ability) == ("model", "planning")
        assert loss.fate == ("lost" if gone else "survives"), loss.ability


def test_other_cells_do_not_weaken_what_is_said_of_one(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(without_planning)
    one, three = tmp_path / "one", tmp_path / "three"
    options = ("--items", "8", "-a", "model")
    assert compress(one, model, *CELLS, *options) == 0
    assert compress(three, model, *CELLS, "--cell", "Q8_0", "--cell", "Q5_0", *options) == 0
    alone = read_losses(one).losses
    assert [each for each in read_losses(three).losses if each.cell == "Q4_0"] == list(alone)


def test_perplexity_decides_what_looks_fine(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(without_planning)
    folder = tmp_path / "grid"
    assert compress(folder, model, *CELLS, "--items", "3", "--ability", "planning") == 0
    measured = measures_of(folder)
    ratio = (
        measured["Q4_0-F16"].files["model"].perplexity
        / measured["F16-F16"].files["model"].perplexity
    )
    strict, generous = (
        read_losses(folder, factor=factor) for factor in (ratio - 1e-6, ratio + 1e-6)
    )
    for loss, other in zip(strict.losses, generous.losses, strict=True):
        assert loss.perplexity == pytest.approx(ratio)
        assert (strict.fine(loss), generous.fine(other)) == (False, True)


def test_measures_of_a_cell(model: Path, tmp_path: Path, answering: Answering) -> None:
    answering(without_planning)
    folder = tmp_path / "grid"
    cells = ("--cell", "F16", "--cell", "Q8_0", "--cell", "F16:Q8_0")
    assert compress(folder, model, *cells, "--items", "1", "--ability", "tools") == 0
    whole, small, kept = measures_of(folder).values()
    assert [each.cell for each in (whole, small, kept)] == ["F16-F16", "Q8_0-F16", "F16-Q8_0"]
    assert (whole.prefill, whole.decode) == (1, 1)
    assert min(small.prefill, small.decode, kept.prefill, kept.decode) > 0
    exact, coarse, other = (each.files["model"] for each in (whole, small, kept))
    assert (exact.type, coarse.type, other.type) == ("F16", "Q8_0", "F16")
    assert coarse.bytes < exact.bytes == other.bytes
    assert len({exact.perplexity, coarse.perplexity, other.perplexity}) == 3
    assert exact.bits_per_byte == pytest.approx(
        math.log2(exact.perplexity) * (exact.tokens - 1) / len(TEXT)
    )
    for cell, kv_type in (("F16-F16", "F16"), ("F16-Q8_0", "Q8_0")):
        settings = read_manifest(folder / "cells" / cell)["settings"]
        assert (settings["base_type"], settings["kv_type"]) == ("F16", kv_type)


def test_the_commands_that_make_it_again(
    model: Path, tmp_path: Path, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lottery_agent.lab.compression.findings import commands

    answering(without_planning)
    folder = tmp_path / "grid"
    monkeypatch.setenv("LOTTERY_SAMPLES", "3")
    monkeypatch.setenv("LOTTERY_SEED", "7")
    monkeypatch.setenv("LOTTERY_KV_TYPE", "Q8_0")  # of no effect: each cell has its own
    options = ("--items", "1", "--ability", "tools", "--timeout", "99")
    assert compress(folder, model, *CELLS, *options) == 0
    again, shown = commands(read_losses(folder, terms=Terms(margin=0.2)))
    variables, _, command = again.partition("lottery lab compress GRID ")
    assert {"LOTTERY_SAMPLES=3", "LOTTERY_SEED=7"} <= set(variables.split())
    assert "KV_TYPE" not in variables
    assert command == (
        "--cell F16:F16 --cell Q4_0:F16 --ability tools -a agent -a model --text TEXT --items 1 "
        "--seed 0 --model tiny.gguf --timeout 99.0"
    )
    assert shown == "lottery lab losses GRID --margin 20"


def test_suites_take_what_their_description_says() -> None:
    assert [suite.minutes for suite in SUITES.values()] == [4, 30, 260]


def test_a_grid_that_is_killed_is_resumed(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    options = (*CELLS, "--items", "4", "--ability", "planning", "--ability", "tools")
    answering(without_planning)
    assert compress(whole, model, *options) == 0
    answering(without_planning, stop=21)
    assert compress(parted, model, *options) == 130
    assert "--resume" in capsys.readouterr().err
    found = read_losses(parted)
    assert len(found.cells) == 2
    assert "Q4_0 has not ended: 1 of 4 parts are there" in found.gaps[0]
    assert {loss.ability for loss in found.losses} == {"planning"}
    asked = answering(without_planning)
    assert main(["lab", "compress", str(parted), "--resume", "-j", "1"]) == 0
    assert len(asked) == 32 - 21
    for path in sorted((whole / "cells").rglob("*.jsonl")):
        if path.name != "costs.jsonl":
            assert path.read_bytes() == (parted / path.relative_to(whole)).read_bytes()
    assert main(["lab", "compress", str(parted), "--resume"]) == 0
    assert len(asked) == 32 - 21
    assert len((parted / "measures.jsonl").read_text().splitlines()) == 2


def test_all_together_is_over_the_same_abilities_in_each_cell(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    """A cell that has ended one ability of two has no total to stand beside the others."""
    answering(without_planning, stop=20)
    options = (*CELLS, "--items", "4", "--ability", "planning", "--ability", "tools")
    assert compress(tmp_path / "grid", model, *options) == 130
    whole, partial = read_losses(tmp_path / "grid").cells
    assert list(partial.parts) == ["planning"]
    assert {arm: each.items for arm, each in whole.wholes.items()} == {"agent": 8, "model": 8}
    assert partial.wholes == {}


def test_a_grid_is_not_continued_with_another_model(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(without_planning, stop=2)
    grid = tmp_path / "grid"
    assert compress(grid, model, *CELLS, "--items", "4", "--ability", "tools") == 130
    capsys.readouterr()
    write_tiny_model(model, width=128, heads=4, layers=3)
    asked = answering(without_planning)
    message = refused(capsys, main(["lab", "compress", str(grid), "--resume"]))
    assert "begun with other model files" in message
    assert asked == []


def test_a_cell_that_does_something_else_is_not_continued(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(without_planning)
    grid = tmp_path / "grid"
    assert compress(grid, model, *CELLS, "--items", "2", "--ability", "tools") == 0
    begun = grid_of(grid)
    order = begun.order(grid, begun.cells[0], jobs=1)
    with pytest.raises(UsageError, match="begun with other settings"):
        folders.answer(grid / "cells" / "Q4_0-F16", order)


def test_a_kill_while_a_run_is_begun_leaves_nothing_in_the_way(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    folder = tmp_path / "grid"
    options = (*CELLS, "--items", "2", "--ability", "tools")
    answering(without_planning, stop=0)
    assert compress(folder, model, *options) == 130
    half = folder / "cells" / ".Q4_0-F16"
    half.mkdir()
    (half / "manifest.json").write_text("{", "utf-8")
    (folder / "measures.jsonl").write_text('{"cell": "F16-F1', "utf-8")
    answering(without_planning)
    assert main(["lab", "compress", str(folder), "--resume"]) == 0
    assert read_losses(folder).gaps == ()
    assert not half.exists()


def test_the_engine_runs_each_type(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "grid"
    cells = ("--cell", "F16", "--cell", "Q4_0", "--cell", "F16:Q8_0")
    options = ("--items", "3", "--ability", "operations", "--ability", "tools", "-a", "model")
    assert compress(folder, model, *cells, *options, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["losses"]) == 2 * 2
    for cell, type in (("F16-F16", "F16"), ("Q4_0-F16", "Q4_0"), ("F16-Q8_0", "F16")):
        run = judge_run(folder / "cells" / cell, folder / "items")
        for parts in run.parts.values():
            answers = parts["model"].answers.values()
            assert len(answers) == 3
            assert {each.ticket.type for each in answers if each.ticket} == {type}


def test_losses_need_no_model(
    model: Path,
    tmp_path: Path,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, out = tmp_path / "grid", tmp_path / "out"
    asked = answering(without_planning)
    assert compress(folder, model, *CELLS, "--items", "80") == 0
    count = len(asked)
    capsys.readouterr()
    files = ["--html", str(out / "g.html"), "--markdown", str(out / "g.md"), "--svg", str(out)]
    model.unlink()
    monkeypatch.setattr(Ability, "probe", None)  # and no probe has to be made again
    assert main(["lab", "losses", str(folder), *files]) == 0
    said = capsys.readouterr().out
    assert "Q4_0, model: perplexity is" in said
    assert "planning lost" in said
    assert "makes up for it" in said
    assert len(asked) == count
    assert {path.name for path in out.iterdir()} == {
        "g.html",
        "g.md",
        "pareto.svg",
        "radar.svg",
        "measures.svg",
    }
    page = (out / "g.html").read_text("utf-8")
    assert page.count("<svg") >= 2 + 2 + 3
    assert "retrieval: 100 words, depth 0" in page
    assert (out / "radar.svg").read_text("utf-8").count('class="bound curve"') == 2
    assert "](<radar.svg>)" in (out / "g.md").read_text("utf-8")
    assert not (folder / "losses.html").exists()
    assert main(["lab", "losses", str(folder), "--json"]) == 0
    assert not (folder / "losses.html").exists()
    assert main(["lab", "losses", str(folder)]) == 0
    assert (folder / "losses.html").read_bytes() == (out / "g.html").read_bytes()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert main(["lab", "losses", str(folder), *files]) == 0
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert str(tmp_path) not in page


def test_energy_is_shown_where_it_was_measured(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(without_planning)
    folder = tmp_path / "grid"
    assert compress(folder, model, *CELLS, "--items", "2", "--ability", "tools") == 0

    def shown(joules: Mapping[str, float | None]) -> list[str] | None:
        """Give each cell the energy that an arm used on a probe; return what the table says."""
        for cell, used in joules.items():
            path = folder / "cells" / cell / COSTS
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for row in rows:
                row["energy_joules"] = None if used is None else used * row["items"]
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        table = measures_table(read_losses(folder))
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert ("joules" in table.columns) == ("oules" in table.caption)
        if "joules" not in table.columns:
            return None
        return [row[table.columns.index("joules")].text for row in table.rows]

    assert shown({"F16-F16": None, "Q4_0-F16": None}) is None
    assert shown({"F16-F16": 30.0}) == ["30", NONE]
    assert shown({"Q4_0-F16": 12.0}) == ["30", "12"]


def test_a_reference_that_guesses_has_nothing_to_lose(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(lambda arm, settings, ability, number: number % 5 == 0)
    folder = tmp_path / "grid"
    assert compress(folder, model, *CELLS, "--items", "40", "--ability", "tools") == 0
    losses = read_losses(folder, terms=Terms(margin=0.15))
    assert {loss.fate for loss in losses.losses} == {"guessing"}


def test_the_folder_may_be_moved(model: Path, tmp_path: Path, answering: Answering) -> None:
    answering(without_planning)
    assert compress(tmp_path / "a", model, *CELLS, "--items", "3") == 0
    before = read_losses(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    assert read_losses(tmp_path / "b").losses == before.losses
    run = tmp_path / "b" / "cells" / "Q4_0-F16"
    assert main(["lab", "scores", str(run), "--data", str(tmp_path / "b" / "items")]) == 0


def test_the_text_of_the_package_is_long_enough() -> None:
    assert len(default_text().split()) > 2500


def refused(capsys: pytest.CaptureFixture[str], code: int) -> str:
    assert code == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert shown.out == ""
    return shown.err


def test_wrong_input(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(without_planning)
    grid = tmp_path / "grid"

    def no(*words: str) -> str:
        message = refused(capsys, compress(grid, model, *words))
        assert not grid.exists()
        return message

    assert "unknown type 'Q9'" in no("--cell", "Q9")
    assert "unknown KV type 'Q9'" in no("--cell", "F16:Q9")
    assert "no ability 'magic'" in no("--ability", "magic")
    assert "no suite 'huge'" in no("--suite", "huge")
    assert "'control' has no model" in no("-a", "control")
    assert "did you mean model" in no("-a", "modell")
    assert "--factor 0.5" in no("--factor", "0.5")
    assert "--margin 0" in no("--margin", "0")
    assert "cannot read" in no("--text", str(tmp_path / "none.txt"))
    gone = refused(capsys, compress(grid, tmp_path / "gone.gguf"))
    assert "gone.gguf" in gone
    assert not grid.exists()
    grid.mkdir()
    (grid / "notes.txt").write_text("mine", "utf-8")
    assert "--resume" in refused(capsys, compress(grid, model))
    assert "no grid in" in refused(capsys, main(["lab", "losses", str(grid)]))
    resume = ["lab", "compress", str(grid), "--resume"]
    assert "no grid in" in refused(capsys, main([*resume, "--margin", "10"]))
    assert "--items can't be changed" in refused(capsys, main([*resume, "--items", "9"]))


def test_a_type_of_keys_and_values_that_the_model_cannot_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTTERY_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "narrow.gguf"
    write_tiny_model(path)  # its keys are of 16 values, a block of the type of 32
    message = refused(capsys, compress(tmp_path / "grid", path, "--cell", "F16:Q8_0"))
    assert "narrow can't keep keys and values in Q8_0" in message
    assert "--cell TYPE:KV" in message


def test_a_folder_in_use(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(without_planning)
    grid = tmp_path / "grid"
    assert compress(grid, model, *CELLS, "--items", "1", "--ability", "tools") == 0
    capsys.readouterr()
    with exclusive(grid):
        message = refused(capsys, main(["lab", "compress", str(grid), "--resume"]))
    assert "is in use by another process" in message


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("grid.json", lambda data: "{", "can't be read"),
        ("grid.json", lambda data: data.replace('"version": 1', '"version": 9'), "another version"),
        ("grid.json", lambda data: data.replace('"cells"', '"sells"'), "can't be read"),
        ("text.txt", lambda data: data + "!", "other text"),
        ("measures.jsonl", lambda data: data.replace("perplexity", "x"), "is no measurement"),
    ],
)
def test_broken_files(
    file: str, change: Any, message: str, model: Path, tmp_path: Path, answering: Answering
) -> None:
    answering(without_planning)
    grid = tmp_path / "grid"
    assert compress(grid, model, *CELLS, "--items", "1", "--ability", "tools") == 0
    path = grid / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(UsageError, match=message):
        read_losses(grid)


def test_other_probes_are_not_asked_on(model: Path, tmp_path: Path, answering: Answering) -> None:
    answering(without_planning)
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, seed in ((one, "0"), (other, "0")):
        options = ("--items", "2", "--ability", "tools", "--seed", seed)
        assert compress(folder, model, *CELLS, *options) == 0
    assert main(["lab", "abilities", str(tmp_path / "items"), "--items", "2", "--seed", "5"]) == 0
    name = "ability_tools.jsonl.gz"
    (one / "items" / name).write_bytes((tmp_path / "items" / name).read_bytes())
    with pytest.raises(UsageError, match="begun with other abilities"):
        grid_of(one)
    assert grid_of(other).count == 2

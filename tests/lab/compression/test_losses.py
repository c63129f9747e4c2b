"""A grid's report: which test says what, what is not known yet, and where it is never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from lottery_agent.cli import main
from lottery_agent.lab.compression.losses import Losses, read_losses
from lottery_agent.lab.compression.measures import FILE
from lottery_agent.lab.compression.tables import losses_table
from lottery_agent.lab.report.words import NONE

from .conftest import Answering


def losses(folder: Path, model: Path, answering: Answering, *, lost: int, measured: bool) -> Losses:
    """Ask 40 sums: the first four are known in Q4_0 alone, the next ones in F16 alone."""
    unknown = {"F16": range(4), "Q4_0": range(4, 4 + lost)}
    answering(lambda arm, settings, ability, number: number not in unknown[settings.base_type])
    (text := model.with_name("text.txt")).write_text("The keeper lit the lamp. " * 12, "utf-8")
    cells = ["--cell", "F16", "--cell", "Q4_0"]
    asked = ["--ability", "operations", "--items", "40", "-a", "model", "-j", "1"]
    given = ["--model", str(model), "--text", str(text)]
    assert main(["lab", "compress", str(folder), *given, *cells, *asked]) == 0
    if not measured:
        (folder / FILE).unlink()
    return read_losses(folder)


def test_worse_is_where_the_interval_lies_below_nothing(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    """McNemar's exact test alone says a little more."""
    found = [
        losses(tmp_path / str(lost), model, answering, lost=lost, measured=True).losses[0]
        for lost in (13, 14)
    ]
    assert [loss.fate for loss in found] == ["undecided", "worse"]
    assert [loss.row.comparison.high < 0 for loss in found] == [False, True]
    assert all(loss.row.mcnemar < 0.05 for loss in found)


def test_what_is_not_measured_yet_looks_neither_fine_nor_bad(
    model: Path, tmp_path: Path, answering: Answering
) -> None:
    found = losses(tmp_path / "grid", model, answering, lost=0, measured=False)
    (loss,) = found.losses
    assert found.fine(loss) is None
    assert found.to_json()["losses"][0]["fine"] is None
    (row,) = losses_table(found).rows
    assert (row[-1].text, row[-1].tone) == (NONE, None)


def test_a_report_overwrites_no_part_of_a_grid(
    model: Path, tmp_path: Path, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "grid"
    losses(folder, model, answering, lost=0, measured=True)
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {folder / "grid.json", folder / "text.txt"} < kept.keys()
    capsys.readouterr()
    for path in kept:
        assert main(["lab", "losses", str(folder), "--markdown", str(path)]) == 2
        assert "may be a part of" in capsys.readouterr().err
    assert kept == {path: path.read_bytes() for path in kept}
    for name in ("losses.html", "losses.html", "text.md"):
        assert main(["lab", "losses", str(folder), "--markdown", str(folder / name)]) == 0

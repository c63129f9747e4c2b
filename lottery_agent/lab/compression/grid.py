"""Grids: the arms answer the abilities' probes in each cell, and each cell is measured.

A grid is a folder: `grid.json` says what is done, `items/` has the probes, `text.txt` is what
perplexity is measured on, `cells/TYPE-KVTYPE/` is a run of the lab for each cell, which all its
commands take (`--data GRID/items`), and `measures.jsonl` has size, perplexity and speed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent import __version__
from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive
from lottery_agent.lab import arms as live
from lottery_agent.lab.abilities.registry import ABILITIES, write_items
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.compression import folders
from lottery_agent.lab.compression.cells import Cell, compressible
from lottery_agent.lab.compression.measures import keep, measure, measures_of
from lottery_agent.lab.manifests import check_empty, check_same, read_manifest, write_manifest
from lottery_agent.lab.model_files import KEY, check_model_files, model_files
from lottery_agent.lab.runs import Order, identity
from lottery_agent.lab.suites import SUITES
from lottery_agent.progress import Progress, silent

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

MANIFEST = "grid.json"
ITEMS, CELLS = "items", "cells"
VERSION = 1
_TEXT = "text.txt"
_BEGIN, RESUME = "lottery lab compress GRID", "lottery lab compress GRID --resume"


@dataclass(frozen=True, slots=True)
class Grid:
    """What a grid does.

    Attributes:
        cells: The cells, each once; the first is the reference.
        abilities: The abilities' names.
        count: Probes of each ability.
        seed: Decides the probes.
        arms: Who answers.
        settings: What all cells have in common.
        text: What perplexity is measured on.
    """

    cells: tuple[Cell, ...]
    abilities: tuple[str, ...]
    count: int
    seed: int
    arms: tuple[LiveArm, ...]
    settings: Settings
    text: str

    @property
    def reference(self) -> Cell:
        """The cell that the others are compared with."""
        return self.cells[0]

    def order(self, folder: Path, cell: Cell, *, jobs: int) -> Order:
        """Return what the run of a cell is to do."""
        return Order(
            suite=SUITES["full"],
            benchmarks=tuple(ABILITIES[name].benchmark for name in self.abilities),
            arms=self.arms,
            settings=cell.settings(self.settings),
            data=folder / ITEMS,
            jobs=jobs,
        )


def default_text() -> str:
    """Return the text that perplexity is measured on: plain prose about everyday things."""
    return files("lottery_agent.lab.compression").joinpath("prose.txt").read_text("utf-8")


def begin(folder: Path, grid: Grid) -> None:
    """Begin a grid: make every model file, so that a type that can't be is found out now.

    Raises:
        UsageError: If the folder is not empty, or something of the grid is unknown or impossible.
    """
    check_empty(folder, RESUME)
    for name in grid.abilities:
        if name not in ABILITIES:
            raise UsageError(
                f"there is no ability {name!r}", hint=f"there is {', '.join(ABILITIES)}"
            )
    compressible(grid.arms)
    for cell in grid.cells:
        cell.tickets(grid.settings, grid.arms)
    write_items(folder / ITEMS, grid.abilities, count=grid.count, seed=grid.seed)
    try:
        (folder / _TEXT).write_text(grid.text, "utf-8")
        (folder / CELLS).mkdir()
    except OSError as error:
        raise UsageError(f"cannot write {str(folder)!r}: {error.strerror}") from None
    write_manifest(folder / MANIFEST, _manifest(folder, grid))


def grid_of(folder: Path) -> Grid:
    """Return what a grid was begun to do.

    Raises:
        UsageError: If the folder holds none, or its probes or its text are no longer the same.
    """
    from lottery_agent.settings import load_settings

    manifest = _read(folder)
    try:
        grid = Grid(
            cells=tuple(Cell(**each) for each in manifest["cells"]),
            abilities=tuple(manifest["abilities"]),
            count=manifest["items"],
            seed=manifest["seed"],
            arms=tuple(live.choose(manifest["arms"])),
            settings=load_settings(manifest["settings"]),
            text=(folder / _TEXT).read_text("utf-8"),
        )
        now = _probed(folder, grid)
    except (KeyError, TypeError, AttributeError, OSError, ValueError) as error:
        raise UsageError(
            f"the grid in {str(folder)!r} can't be read: {error!r}", hint="begin another one"
        ) from None
    check_same(folder, {key: manifest.get(key) for key in now}, now, "grid")
    return grid


def execute(folder: Path, grid: Grid, *, jobs: int = 8, progress: Progress = silent) -> None:
    """Do what is left of a grid: cell by cell, first its answers, then its measures.

    Args:
        folder: Folder of the grid.
        grid: What it does.
        jobs: Items that an arm answers at once.
        progress: Shows how far it is.

    Raises:
        UsageError: If another process is at it, or a model can't be loaded.
    """
    with exclusive(folder):
        manifest = _read(folder)
        for cell in grid.cells:
            # A cell takes long, and an adapter may have been trained anew meanwhile.
            check_model_files(folder, manifest, model_files(grid.arms, grid.settings), "grid")
            run = folder / CELLS / cell.folder
            folders.answer(run, grid.order(folder, cell, jobs=jobs), progress=progress)
            if cell.folder not in measures_of(folder):
                measured = measure(
                    cell, grid.reference, grid.arms, grid.settings, grid.text, progress=progress
                )
                keep(folder, measured)


def _manifest(folder: Path, grid: Grid) -> dict[str, Any]:
    """Return all that a grid depends on, as plain data."""
    manifest = {
        "version": VERSION,
        "package": __version__,
        "cells": [cell.to_json() for cell in grid.cells],
        "items": grid.count,
        "seed": grid.seed,
        "arms": [arm.name for arm in grid.arms],
        "settings": grid.settings.model_dump(mode="json"),
        KEY: model_files(grid.arms, grid.settings),
        **_probed(folder, grid),
    }
    return dict(json.loads(json.dumps(manifest)))


def _probed(folder: Path, grid: Grid) -> dict[str, Any]:
    """Return the hashes of what the models are given."""
    benchmarks = [ABILITIES[name].benchmark for name in grid.abilities]
    data = folder / ITEMS
    return {
        "abilities": {
            name: identity(each, [str(item.id) for item in each.items(data)], data)["sha256"]
            for name, each in zip(grid.abilities, benchmarks, strict=True)
        },
        "text": hashlib.sha256(grid.text.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _read(folder: Path) -> dict[str, Any]:
    return read_manifest(folder / MANIFEST, what="grid", command=_BEGIN, version=VERSION)

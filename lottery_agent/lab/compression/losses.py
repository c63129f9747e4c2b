"""What a grid shows: each arm in each cell against the same arm in the reference cell.

An ability *survives* a compression if the arm matches itself uncompressed, is *lost* if it falls
short of that, and is *worse* if it is surely less often right, but perhaps by less than the margin.
Where the uncompressed arm may be guessing, there is nothing to lose.

What is asked of a grid is whether an arm keeps its abilities with one type. So the abilities of an
arm in a cell are corrected together, and all that is said of one arm in one cell may be believed at
once; other cells and arms are other questions. Abilities have no probe in common, so Hochberg's
method will do (`hochberg`), by which all abilities survive together if each does alone.

What tools make up for is asked of the agent in a compressed cell against the model alone in the
reference cell: does the compressed model with tools do at least what the whole one does without?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal

from lottery_agent.comparison import same_notation
from lottery_agent.lab.abilities.registry import ABILITIES, kinds_of
from lottery_agent.lab.compression.cells import Cell
from lottery_agent.lab.compression.grid import ITEMS, Grid, grid_of
from lottery_agent.lab.compression.measures import Measures, measures_of
from lottery_agent.lab.compression.results import (
    Answers,
    CellResult,
    cell_result,
    ended,
    judged_cell,
    tools_of,
)
from lottery_agent.lab.judged import Judged
from lottery_agent.lab.pairing import Pairing, Row, Terms, joined, pair, rows_of
from lottery_agent.lab.statistics import hochberg
from lottery_agent.scoring import Equivalent

MARGIN = 0.15
"""Difference that still counts as a match. It is not the 5 points of benchmarks: with the 50 probes
of an ability nothing smaller than 10.5 points can be shown, even if both are right on the very same
ones, and hardly any change of a model leaves all answers as they were."""
FACTOR = 1.05
"""Perplexity of so many times that of the reference still looks fine."""

Fate = Literal["survives", "lost", "worse", "undecided", "guessing"]


@dataclass(frozen=True, slots=True)
class Loss:
    """An arm in a cell against the same arm in the reference cell.

    Attributes:
        cell: Title of the cell.
        ability: The ability; `total` for all together.
        arm: The arm.
        row: What the pairs show.
        fate: What became of the ability.
        perplexity: Perplexity of the arm's model file, as a ratio to that in the reference cell;
            None if one of them was not measured yet.
    """

    cell: str
    ability: str
    arm: str
    row: Row
    fate: Fate
    perplexity: float | None


@dataclass(frozen=True, slots=True)
class MadeUp:
    """The agent in a cell against a model alone in the reference cell.

    Attributes:
        cell: Title of the cell.
        ability: The ability.
        agent: The agent's arm.
        alone: The other arm.
        row: What the pairs show.
        tools: What answered the probes that the agent got right, and how many.
    """

    cell: str
    ability: str
    agent: str
    alone: str
    row: Row
    tools: Mapping[str, int]

    @property
    def enough(self) -> bool:
        """Whether the agent does at least what the other one does."""
        return self.row.comparison.verdict_of_all in ("beats", "matches")


@dataclass(frozen=True, slots=True)
class Losses:
    """What a grid shows.

    Attributes:
        grid: What it does.
        terms: Margin, level and seed of the comparisons.
        factor: Up to which ratio perplexity looks fine.
        cells: The cells that have begun, in the order of the grid.
        losses: By cell, arm and ability; one correction for each arm in a cell.
        totals: The same over all abilities; no correction covers these.
        made_up: By cell, model alone and ability; one correction for each model in a cell.
        gaps: What is missing, one sentence each.
    """

    grid: Grid
    terms: Terms
    factor: float
    cells: tuple[CellResult, ...]
    losses: tuple[Loss, ...]
    totals: tuple[Loss, ...]
    made_up: tuple[MadeUp, ...]
    gaps: tuple[str, ...]

    def fine(self, loss: Loss) -> bool | None:
        """Tell whether perplexity looks fine where this was lost; None if it was not measured."""
        return None if loss.perplexity is None else loss.perplexity <= self.factor

    def to_json(self) -> dict[str, Any]:
        """Return what a grid shows as plain data."""
        return {
            "version": 1,
            "reference": self.grid.reference.title,
            "arms": [arm.name for arm in self.grid.arms],
            "abilities": list(self.grid.abilities),
            "terms": asdict(self.terms),
            "factor": self.factor,
            "cells": [{**asdict(each), "title": each.cell.title} for each in self.cells],
            "losses": [{**asdict(each), "fine": self.fine(each)} for each in self.losses],
            "totals": [{**asdict(each), "fine": self.fine(each)} for each in self.totals],
            "made_up": [{**asdict(each), "enough": each.enough} for each in self.made_up],
            "gaps": list(self.gaps),
        }


def read_losses(
    folder: Path,
    *,
    terms: Terms | None = None,
    factor: float = FACTOR,
    equivalent: Equivalent = same_notation,
) -> Losses:
    """Compute what a grid shows, whether it has ended or not. No model is needed.

    Args:
        folder: Folder of the grid.
        terms: Margin, level and seed of the comparisons.
        factor: Up to which ratio perplexity looks fine.
        equivalent: Compares two expressions that are no numbers.

    Raises:
        UsageError: If the folder holds no grid, or a file is broken.
    """
    grid, used = grid_of(folder), terms or Terms(margin=MARGIN)
    judged = {cell: judged_cell(folder, cell, grid, equivalent) for cell in grid.cells}
    measures = measures_of(folder)
    kinds = {name: kinds_of(ABILITIES[name].benchmark, folder / ITEMS) for name in grid.abilities}
    cells = tuple(
        cell_result(folder, cell, judged[cell], measures.get(cell.folder), kinds)
        for cell in grid.cells
        if judged[cell]
    )
    return Losses(
        grid=grid,
        terms=used,
        factor=factor,
        cells=cells,
        losses=tuple(_losses(grid, judged, measures, used)),
        totals=tuple(_totals(grid, judged, measures, used)),
        made_up=tuple(_made_up(grid, judged, used)),
        gaps=tuple(_gaps(grid, judged, measures)),
    )


def _pair(one: Judged, other: Judged) -> Pairing:
    return pair(
        one.asked.benchmark,
        one.asked.golds,
        (one.file, other.file),
        (one.judgements, other.judgements),
    )


Key = tuple[Cell, str, str]
"""Cell, arm and ability."""


def _pairings(grid: Grid, judged: Mapping[Cell, Answers]) -> dict[Key, Pairing]:
    """Return the pairs of each arm in each cell with the same arm in the reference cell."""
    found = {}
    for cell in grid.cells[1:]:
        for arm in grid.arms:
            for ability in grid.abilities:
                own = ended(judged[cell], ability, arm.name)
                whole = ended(judged[grid.reference], ability, arm.name)
                if own is not None and whole is not None:
                    found[cell, arm.name, ability] = _pair(own, whole)
    return found


def _losses(
    grid: Grid, judged: Mapping[Cell, Answers], measures: Mapping[str, Measures], terms: Terms
) -> Iterator[Loss]:
    pairings = _pairings(grid, judged)
    for cell in grid.cells[1:]:
        for arm in grid.arms:
            mine = {key[2]: each for key, each in pairings.items() if key[:2] == (cell, arm.name)}
            ratio = _ratio(measures, cell, grid.reference, arm.name)
            rows = rows_of(list(mine.values()), terms, correct=hochberg)
            for ability, row in zip(mine, rows, strict=True):
                yield Loss(cell.title, ability, arm.name, row, _fate(row), ratio)


def _totals(
    grid: Grid, judged: Mapping[Cell, Answers], measures: Mapping[str, Measures], terms: Terms
) -> Iterator[Loss]:
    """Yield each arm over all abilities, if there are several and it has ended all of them."""
    pairings = _pairings(grid, judged)
    for cell in grid.cells[1:]:
        for arm in grid.arms:
            mine = [each for key, each in pairings.items() if key[:2] == (cell, arm.name)]
            if len(mine) == len(grid.abilities) > 1:
                (row,) = rows_of([joined(mine)], terms)
                ratio = _ratio(measures, cell, grid.reference, arm.name)
                yield Loss(cell.title, "total", arm.name, row, _fate(row), ratio)


def _ratio(measures: Mapping[str, Measures], cell: Cell, whole: Cell, arm: str) -> float | None:
    """Return how many times the perplexity of the reference an arm's model has."""
    own, other = measures.get(cell.folder), measures.get(whole.folder)
    if own is None or other is None:
        return None
    return own.files[arm].perplexity / other.files[arm].perplexity


def _fate(row: Row) -> Fate:
    found = row.comparison
    if row.second_at_chance:
        return "guessing"
    if found.verdict_of_all == "falls short":
        return "lost"
    if found.worse_of_all:
        return "worse"
    return "survives" if found.verdict_of_all in ("beats", "matches") else "undecided"


def _made_up(grid: Grid, judged: Mapping[Cell, Answers], terms: Terms) -> Iterator[MadeUp]:
    agents = [arm.name for arm in grid.arms if arm.way == "agent"][:1]
    alone = [arm.name for arm in grid.arms if arm.way == "alone"]
    for cell, agent, other in product(grid.cells, agents, alone):
        found: dict[str, tuple[Judged, Pairing]] = {}
        for ability in grid.abilities:
            own = ended(judged[cell], ability, agent)
            whole = ended(judged[grid.reference], ability, other)
            if own is not None and whole is not None:
                found[ability] = own, _pair(own, whole)
        rows = rows_of([pairing for _, pairing in found.values()], terms, correct=hochberg)
        for (ability, (own, _)), row in zip(found.items(), rows, strict=True):
            yield MadeUp(cell.title, ability, agent, other, row, tools_of(own, right=True))


def _gaps(
    grid: Grid, judged: Mapping[Cell, Answers], measures: Mapping[str, Measures]
) -> Iterator[str]:
    for cell in grid.cells:
        wanted = len(grid.arms) * len(grid.abilities)
        there = sum(
            ended(judged[cell], ability, arm.name) is not None
            for ability in grid.abilities
            for arm in grid.arms
        )
        if there < wanted:
            yield (
                f"{cell.title} has not ended: {there} of {wanted} parts are there. "
                "Continue it with lottery lab compress GRID --resume."
            )
        elif cell.folder not in measures:
            yield f"{cell.title} has not been measured. Continue with --resume."

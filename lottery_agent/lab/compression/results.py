"""The results of each cell of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.lab.compression.cells import Cell
from lottery_agent.lab.compression.grid import CELLS, ITEMS, Grid
from lottery_agent.lab.compression.measures import Measures
from lottery_agent.lab.costs import costs_of, joules_of
from lottery_agent.lab.judged import Judged, judge_run
from lottery_agent.lab.runs import results_of
from lottery_agent.lab.scores import answered_by
from lottery_agent.scoring import Equivalent, Tally, tally

Answers = Mapping[str, Mapping[str, Judged]]
"""The judged answers of a cell, by ability and arm."""


@dataclass(frozen=True, slots=True)
class Part:
    """An arm on an ability in a cell.

    Attributes:
        tally: Counts and rates.
        chance: Share of the probes that guessing gets right.
        kinds: The same for each kind of probe.
        answered_by: How many probes the tool of the last call answered, by tool.
        missing: Probes without a result; until there is none, nothing is compared.
    """

    tally: Tally
    chance: float
    kinds: Mapping[str, Tally]
    answered_by: Mapping[str, int]
    missing: int


@dataclass(frozen=True, slots=True)
class CellResult:
    """A cell with all that is known of it.

    Attributes:
        cell: The cell.
        measures: Size, perplexity and speed; None if they were not measured yet.
        peak_bytes: Largest memory of an arm; None if nobody answered yet.
        joules: Joules for a probe, over all arms, of all processor packages of the machine; None
            if they were not measured all along.
        parts: By ability, then by arm.
        wholes: The counts of each arm over all abilities of the grid, if it has ended them.
    """

    cell: Cell
    measures: Measures | None
    peak_bytes: int | None
    joules: float | None
    parts: Mapping[str, Mapping[str, Part]]
    wholes: Mapping[str, Tally]


def judged_cell(folder: Path, cell: Cell, grid: Grid, equivalent: Equivalent) -> Answers:
    """Return the answers of a cell; empty if there are none yet."""
    run, names = folder / CELLS / cell.folder, {_benchmark(name): name for name in grid.abilities}
    begun = (results_of(run, arm.name, each) for arm in grid.arms for each in names)
    if not any(path.is_file() and path.stat().st_size for path in begun):
        return {}
    found = judge_run(run, folder / ITEMS, equivalent=equivalent)
    return {names[benchmark]: parts for benchmark, parts in found.parts.items()}


def _benchmark(ability: str) -> str:
    return ABILITIES[ability].benchmark.name


def cell_result(
    folder: Path,
    cell: Cell,
    run: Answers,
    measures: Measures | None,
    kinds: Mapping[str, Mapping[str, str]],
) -> CellResult:
    """Return all that is known of a cell.

    Args:
        folder: Folder of the grid.
        cell: The cell.
        run: Its judged answers, not empty.
        measures: What was measured of it.
        kinds: By each ability of the grid, the kind of each probe by its id.
    """
    costs = [each for row in costs_of(folder / CELLS / cell.folder).values() for each in row]
    results = sum(len(judged.answers) for arms in run.values() for judged in arms.values())
    return CellResult(
        cell=cell,
        measures=measures,
        peak_bytes=max((cost.peak_bytes for cost in costs), default=None),
        joules=joules_of(costs, results),
        parts={
            ability: {arm: _part(judged, kinds[ability]) for arm, judged in arms.items()}
            for ability, arms in run.items()
        },
        wholes=dict(_wholes(run, kinds)),
    )


def _wholes(run: Answers, abilities: Iterable[str]) -> Iterator[tuple[str, Tally]]:
    arms = dict.fromkeys(arm for parts in run.values() for arm in parts)
    for arm in arms:
        found = [ended(run, ability, arm) for ability in abilities]
        if None not in found:
            yield arm, tally([j for each in found if each for j in each.judgements.values()])


def _part(judged: Judged, kinds: Mapping[str, str]) -> Part:
    there = [each for name, each in judged.judgements.items() if name in judged.answers]
    return Part(
        tally=tally(there),
        chance=judged.asked.chance,
        kinds={
            kind: tally([each for each in there if kinds.get(each.id) == kind])
            for kind in dict.fromkeys(kinds[each.id] for each in there if each.id in kinds)
        },
        answered_by=tools_of(judged, right=False),
        missing=judged.missing,
    )


def tools_of(judged: Judged, *, right: bool) -> dict[str, int]:
    """Return who answered, and how many; only what is right if so asked."""
    counts: dict[str, int] = {}
    for name, answer in judged.answers.items():
        tool = answered_by(answer)
        if tool and (not right or judged.judgements[name].outcome == "correct"):
            counts[tool] = counts.get(tool, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def ended(run: Answers, ability: str, arm: str) -> Judged | None:
    """Return the answers of an arm to an ability, if all of them are there."""
    judged = run.get(ability, {}).get(arm)
    return None if judged is None or judged.missing else judged

"""The figures of a grid: accuracy by bytes, a radar of abilities for each cell, and measures."""

from __future__ import annotations

from collections.abc import Mapping

from lottery_agent.lab.compression.losses import Losses
from lottery_agent.lab.compression.results import CellResult
from lottery_agent.lab.report import bars, planes, words
from lottery_agent.lab.report.bars import Bar, Kind
from lottery_agent.lab.report.drawing import Drawing
from lottery_agent.lab.report.planes import Place
from lottery_agent.lab.report.plots import Figure, pareto
from lottery_agent.lab.report.radar import Outline, radar
from lottery_agent.scoring import Tally

_AXES = 3
"""Fewest axes that make a radar."""


def figures(losses: Losses) -> dict[str, Figure]:
    """Return the figures that have something to show, by name."""
    made = (_sizes(losses), _radars(losses), _measured(losses))
    return {figure.name: figure for figure in made if figure.drawings}


def _sizes(losses: Losses) -> Figure:
    """Draw accuracy by bytes: over all abilities for each arm, then by ability."""
    drawings = []
    for arm in losses.grid.arms:
        wholes = {
            each.cell.title: (each, each.wholes[arm.name])
            for each in losses.cells
            if arm.name in each.wholes
        }
        drawings += _plane(f"{arm.name}, all abilities", wholes, arm.name, losses)
    for ability in losses.grid.abilities:
        for arm in losses.grid.arms:
            found = {
                each.cell.title: (each, each.parts[ability][arm.name].tally)
                for each in losses.cells
                if arm.name in each.parts.get(ability, {})
            }
            drawings += _plane(f"{arm.name}, {ability}", found, arm.name, losses)
    return Figure(
        "pareto",
        "Accuracy by bytes",
        "Right answers with their 95% Wilson interval by the size of the model file. The dashed "
        "line goes through the cells that none of the same size or smaller equals.",
        tuple(drawings),
    )


def _plane(
    title: str, found: Mapping[str, tuple[CellResult, Tally]], arm: str, losses: Losses
) -> list[Drawing]:
    places = [
        Place(name, _kind(arm, losses), each.measures.files[arm].bytes, t.accuracy, t.low, t.high)
        for name, (each, t) in found.items()
        if each.measures is not None
    ]
    if len({place.bytes for place in places}) < 2:
        return []
    return [planes.sizes(title, places, pareto(places))]


def _kind(arm: str, losses: Losses) -> Kind:
    ways = {each.name: each.way for each in losses.grid.arms}
    return "own" if ways[arm] == "agent" else "other"


def _radars(losses: Losses) -> Figure:
    """Draw the first agent and the first other arm of each cell, and the latter uncompressed."""
    names = losses.grid.abilities
    drawings = []
    if len(names) >= _AXES and losses.cells:
        arms = [arm.name for arm in losses.grid.arms]
        agent = next((each for each in arms if _kind(each, losses) == "own"), None)
        other = next((each for each in arms if _kind(each, losses) == "other"), None)
        reference = next((c for c in losses.cells if c.cell == losses.grid.reference), None)
        chances = _chances(losses)
        for each in losses.cells:
            outlines = []
            if other is not None and reference is not None and each is not reference:
                title = f"{other}, {reference.cell.title}"
                outlines.append(Outline(title, "recorded", _shares(reference, other, names)))
            if other is not None:
                outlines.append(Outline(other, "other", _shares(each, other, names)))
            if agent is not None:
                outlines.append(Outline(agent, "own", _shares(each, agent, names)))
            shown = [each for each in outlines if any(v is not None for v in each.values)]
            drawings.append(radar(each.cell.title, names, shown, bounds=chances))
    return Figure(
        "radar",
        "Abilities",
        "Percent of right answers by ability; the outermost ring is 100. Disc: the agent; ring: "
        "the model alone; diamond: the model alone in the reference cell. Dashed: guessing.",
        tuple(drawings),
    )


def _shares(result: CellResult, arm: str, names: tuple[str, ...]) -> tuple[float | None, ...]:
    parts = [result.parts.get(name, {}).get(arm) for name in names]
    return tuple(None if part is None else part.tally.accuracy for part in parts)


def _chances(losses: Losses) -> tuple[float, ...]:
    """Return the share of each ability's probes that guessing gets right, if all are known."""
    found = {
        name: part.chance
        for each in losses.cells
        for name, parts in each.parts.items()
        for part in parts.values()
    }
    names = losses.grid.abilities
    return tuple(found[name] for name in names) if found.keys() >= set(names) else ()


def _measured(losses: Losses) -> Figure:
    arms = {
        "with the adapter": next(
            (a for a in losses.grid.arms if a.settings.get("adapter", True)), None
        ),
        "without it": next(
            (a for a in losses.grid.arms if not a.settings.get("adapter", True)), None
        ),
    }
    measured = [(each.cell.title, each.measures) for each in losses.cells if each.measures]
    drawings = []
    for name, arm in arms.items():
        if arm is not None and measured:
            rows = []
            for title, measures in measured:
                value = measures.files[arm.name].perplexity
                rows.append(Bar(title, "other", value, words.number(value)))
            drawings.append(bars.bars(f"perplexity, {name}", rows))
    if measured:
        for title, which in (("speed of reading", "prefill"), ("speed of writing", "decode")):
            rows = []
            for name, measures in measured:
                value = float(getattr(measures, which))
                rows.append(Bar(name, "other", value, f"{value:.2f}"))
            drawings.append(bars.bars(title, rows))
    return Figure(
        "measures",
        "Perplexity and speed",
        "Perplexity on a fixed text, lower is better. Speeds are ratios to the reference cell, "
        "measured in turn with it.",
        tuple(drawings),
    )

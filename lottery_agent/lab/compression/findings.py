"""What a grid comes to in sentences, and the commands that make it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from lottery_agent.lab.compression.grid import default_text
from lottery_agent.lab.compression.losses import FACTOR, MARGIN, Fate, Loss, Losses
from lottery_agent.lab.report import words
from lottery_agent.lab.report.summary import with_settings

_OF_GRID = {"model": "--model", "timeout": "--timeout"}
"""Settings that `lottery lab compress` has options for. Its `--seed` is of the probes."""
_OF_CELL = ("ticket_type", "base_type", "kv_type")
"""Settings that a cell decides."""

FATES: Mapping[Fate, str] = {
    "survives": "survives",
    "lost": "lost",
    "worse": "worse",
    "undecided": "undecided",
    "guessing": "may have been guessing already",
}


def fate(loss: Loss) -> str:
    """Return what became of an ability; if that is undecided, how many probes would decide it."""
    return f"{FATES[loss.fate]}{_needed(loss)}"


def _needed(loss: Loss) -> str:
    found = loss.row.comparison
    return words.in_brackets(found.items_to_decide_of_all if loss.fate == "undecided" else None)


def title(losses: Losses) -> str:
    """Return what the report is called."""
    return f"What compression destroys: {losses.grid.reference.short}"


def scope(losses: Losses) -> str:
    """Return what was asked of whom."""
    grid = losses.grid
    asked = f"{words.counted(grid.count, 'probe')} of each of {len(grid.abilities)} abilities"
    arms = "; ".join(f"{arm.name}: {arm.title}" for arm in grid.arms)
    return (
        f"{words.counted(len(grid.cells), 'cell')}, {asked} from seed {grid.seed}. The reference "
        f"is {grid.reference.title}. Arms: {arms}."
    )


def findings(losses: Losses) -> Iterator[str]:
    """Yield what the grid comes to, a few sentences for each cell."""
    agents = [arm.name for arm in losses.grid.arms if arm.way == "agent"]
    for each in losses.cells:
        mine = [loss for loss in losses.losses if loss.cell == each.cell.title]
        for arm in losses.grid.arms:
            found = [loss for loss in mine if loss.arm == arm.name]
            if found:
                said = f"{_perplexity(losses, found[0])}{_sorted(found)}"
                yield f"{each.cell.title}, {arm.name}: {said}."
        gone = [each for each in mine if each.arm not in agents and each.fate in ("lost", "worse")]
        for loss in gone:
            yield from _made_up(losses, loss)


def _perplexity(losses: Losses, loss: Loss) -> str:
    if loss.perplexity is None:
        return ""
    looks = "which looks fine" if losses.fine(loss) else "which does not look fine"
    return f"perplexity is {loss.perplexity:.3f} times the reference's, {looks}; "


def _sorted(found: Sequence[Loss]) -> str:
    """Return which abilities met which fate, and how many probes would decide the undecided."""
    parts = []
    for met, said in FATES.items():
        names = [f"{loss.ability}{_needed(loss)}" for loss in found if loss.fate == met]
        if names:
            parts.append(f"{', '.join(names)} {said}")
    return "; ".join(parts)


def _made_up(losses: Losses, loss: Loss) -> Iterator[str]:
    """Say of what a model alone lost whether the agent has it, and by which tools."""
    for each in losses.made_up:
        if (each.cell, each.ability, each.alone) == (loss.cell, loss.ability, loss.arm):
            tools = ", ".join(f"{tool} {count}" for tool, count in each.tools.items()) or "nothing"
            verb = "makes up for it" if each.enough else "does not surely make up for it"
            yield (
                f"{loss.cell}: {loss.arm} lost {loss.ability}; {each.agent} {verb} "
                f"({words.percent(each.row.first.accuracy)} against "
                f"{words.percent(each.row.second.accuracy)} uncompressed, right by {tools})."
            )


def commands(losses: Losses) -> list[str]:
    """Return the command lines that do the same again and report it."""
    grid = losses.grid
    again = ["lottery", "lab", "compress", "GRID"]
    for cell in grid.cells:
        again += ["--cell", f"{cell.type}:{cell.kv_type}"]
    for name in grid.abilities:
        again += ["--ability", name]
    for arm in grid.arms:
        again += ["-a", arm.name]
    if grid.text != default_text():
        again += ["--text", "TEXT"]
    again += ["--items", str(grid.count), "--seed", str(grid.seed)]
    shown = ["lottery", "lab", "losses", "GRID"]
    if losses.terms.margin != MARGIN:
        shown += ["--margin", f"{100 * losses.terms.margin:g}"]
    if losses.factor != FACTOR:
        shown += ["--factor", f"{losses.factor:g}"]
    settings = grid.settings.model_dump(mode="json")
    return [with_settings(again, settings, _OF_GRID, chosen=_OF_CELL), shlex.join(shown)]

"""The tables of a grid's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lottery_agent.lab.compression.findings import fate
from lottery_agent.lab.compression.losses import Fate, Loss, Losses, MadeUp
from lottery_agent.lab.report import words
from lottery_agent.lab.report.tables import JOULES, Table, Value
from lottery_agent.lab.report.words import NONE
from lottery_agent.scoring import Tally

_TONES: Mapping[Fate, str | None] = {
    "survives": "matches",
    "lost": "falls short",
    "worse": "falls short",
    "undecided": "undecided",
    "guessing": None,
}


def measures_table(losses: Losses) -> Table:
    """Return size, perplexity, speed and memory of each cell, energy only if one measured it."""
    rows = []
    energy = any(each.joules is not None for each in losses.cells)
    whole = next((c.measures for c in losses.cells if c.cell == losses.grid.reference), None)
    arms = _one_of_each_file(losses)
    for each in losses.cells:
        found = each.measures
        for arm in arms:
            file = found.files[arm] if found else None
            other = whole.files[arm] if whole else None
            rows.append(
                (
                    Value(each.cell.title),
                    Value(arm),
                    Value(words.size(file.bytes if file else None)),
                    Value(words.number(file.perplexity if file else None)),
                    Value(f"{file.perplexity / other.perplexity:.3f}" if file and other else NONE),
                    Value(f"{file.bits_per_byte:.3f}" if file else NONE),
                    Value(f"{found.prefill:.2f}" if found else NONE),
                    Value(f"{found.decode:.2f}" if found else NONE),
                    *((Value(words.number(each.joules)),) if energy else ()),
                    Value(words.size(each.peak_bytes)),
                )
            )
    columns = "file", "perplexity", "ratio", "bits/byte", "reading", "writing"
    caption = (
        "Size of the model file; perplexity, also as a ratio to the reference cell and as bits for "
        "each byte of the text; speeds of reading and writing as ratios to the reference cell; "
        "peak memory with tool workers. Arms with the same model file are one row."
    )
    joules = f"Energy is the mean over the probes of all arms. {JOULES}"
    return Table(
        "measures",
        f"{caption} {joules}" if energy else caption,
        ("cell", "model of", *columns, *(("joules",) if energy else ()), "memory"),
        tuple(rows),
        texts=2,
    )


def _one_of_each_file(losses: Losses) -> list[str]:
    """Return arms that together run every model file of a cell, each file once."""
    measured = next((each.measures for each in losses.cells if each.measures), None)
    if measured is None:
        return [losses.grid.arms[0].name]
    first: dict[str, str] = {}
    for arm, file in measured.files.items():
        first.setdefault(file.sha256, arm)
    return list(first.values())


def accuracy_table(losses: Losses) -> Table:
    """Return right answers by ability, arm and cell."""
    rows = []
    for ability in losses.grid.abilities:
        for arm in losses.grid.arms:
            cells = []
            for each in losses.cells:
                part = each.parts.get(ability, {}).get(arm.name)
                loss = _of(losses.losses, each.cell.title, arm.name, ability)
                shown = NONE if part is None else words.accuracy(part.tally)
                cells.append(Value(shown, tone=None if loss is None else _TONES[loss.fate]))
            rows.append((Value(ability), Value(arm.name), *cells))
    for arm in losses.grid.arms:
        wholes = [each.wholes.get(arm.name) for each in losses.cells]
        cells = [Value(_accuracy(whole), strong=True) for whole in wholes]
        rows.append((Value("all together"), Value(arm.name), *cells))
    return Table(
        "accuracy",
        "Right answers with their 95% Wilson interval.",
        ("ability", "arm", *(each.cell.title for each in losses.cells)),
        tuple(rows),
        texts=2,
    )


def _accuracy(whole: Tally | None) -> str:
    return NONE if whole is None else words.accuracy(whole)


def _of(losses: Sequence[Loss], cell: str, arm: str, ability: str) -> Loss | None:
    wanted = (cell, arm, ability)
    return next((each for each in losses if (each.cell, each.arm, each.ability) == wanted), None)


def losses_table(losses: Losses) -> Table:
    """Return what became of each ability in each cell."""
    rows = []
    for loss in (*losses.losses, *losses.totals):
        row = loss.row
        ratio = NONE if loss.perplexity is None else f"{loss.perplexity:.3f}"
        rows.append(
            (
                Value(loss.cell),
                Value(loss.arm),
                Value("all together" if loss.ability == "total" else loss.ability),
                Value(fate(loss), strong=True, tone=_TONES[loss.fate]),
                Value(words.verdict(row)),
                Value(words.difference(row)),
                Value(words.p_value(row.mcnemar_of_all)),
                Value(ratio, tone="falls short" if losses.fine(loss) is False else None),
            )
        )
    margin = f"{100 * losses.terms.margin:g}"
    return Table(
        "losses",
        "Each arm against itself in the reference cell, on the same probes. Differences are in "
        f"points with their 95% score interval. An ability survives if the interval lies above "
        f"−{margin}, is lost if it lies below, and is worse if it lies below 0 at least. What "
        "became of it is corrected by Hochberg's method over the abilities of an arm in a cell, "
        "so that all that is said of one arm in one cell may be believed together; beside it the "
        "verdict of each alone. In brackets: with how many probes it would be decided. "
        "Perplexity is a ratio to the reference cell.",
        ("cell", "arm", "ability", "became of it", "alone", "difference", "p", "perplexity"),
        tuple(rows),
        texts=5,
    )


def made_up_table(losses: Losses) -> Table:
    """Return whether the compressed agent does what the whole model does alone."""
    return Table(
        "made-up",
        "The agent in each cell against a model alone in the reference cell, on the same probes, "
        "corrected by Hochberg's method over the abilities of a cell; in brackets, with how many "
        "probes it would be decided. And what answered the probes that the agent got right.",
        ("cell", "against", "ability", "verdict", "right by", "difference", "agent", "other"),
        tuple(map(_made_up_row, losses.made_up)),
        texts=5,
    )


def _made_up_row(each: MadeUp) -> tuple[Value, ...]:
    found = each.row.comparison.verdict_of_all
    needed = words.in_brackets(each.row.comparison.items_to_decide_of_all)
    tools = ", ".join(f"{tool} {count}" for tool, count in each.tools.items()) or NONE
    return (
        Value(each.cell),
        Value(each.alone),
        Value(each.ability),
        Value(f"{found}{needed}", strong=True, tone=found),
        Value(tools),
        Value(words.difference(each.row)),
        Value(words.accuracy(each.row.first)),
        Value(words.accuracy(each.row.second)),
    )


def kinds_table(losses: Losses) -> Table:
    """Return right answers by kind of probe: length and depth, size, restraint."""
    rows = []
    for ability in losses.grid.abilities:
        kinds = dict.fromkeys(
            kind
            for each in losses.cells
            for part in each.parts.get(ability, {}).values()
            for kind in part.kinds
        )
        for kind in sorted(kinds):
            for arm in losses.grid.arms:
                parts = [each.parts.get(ability, {}).get(arm.name) for each in losses.cells]
                found = [None if part is None else part.kinds.get(kind) for part in parts]
                cells = [Value(f"{t.correct} of {t.items}" if t else NONE) for t in found]
                rows.append((Value(f"{ability}: {kind}"), Value(arm.name), *cells))
    return Table(
        "kinds",
        "Right answers by kind of probe.",
        ("kind", "arm", *(each.cell.title for each in losses.cells)),
        tuple(rows),
        texts=2,
    )

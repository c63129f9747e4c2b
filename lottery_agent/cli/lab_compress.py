"""`lottery lab compress`, `losses` and `abilities`: what compression destroys."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli import options
from lottery_agent.cli.lab import AsJson, Margin, check_resume
from lottery_agent.cli.lab_runs import Jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lottery_agent.lab.compression.cells import Cell
    from lottery_agent.lab.compression.grid import Grid
    from lottery_agent.lab.compression.losses import Losses

_PAGE = "losses.html"

Folder = Annotated[Path, typer.Argument(metavar="GRID", help="Folder of the grid.")]


def _factor(value: float) -> float:
    """Check a factor of perplexity.

    Raises:
        UsageError: If it is below 1, or none at all.
    """
    from lottery_agent.errors import UsageError

    if not 1 <= value < 100:
        raise UsageError(f"--factor {value:g} is no factor", hint="give one from 1 on, like 1.05")
    return value


Factor = Annotated[
    float,
    typer.Option(
        "--factor",
        metavar="X",
        help="Perplexity up to X times the reference's looks fine.",
        callback=_factor,
    ),
]
Abilities = Annotated[
    list[str] | None,
    typer.Option(
        "--ability",
        metavar="NAME",
        help="What is probed; by default all five abilities. Repeatable.",
        show_default=False,
    ),
]


def compress(
    context: typer.Context,
    folder: Folder,
    suite: Annotated[
        str,
        typer.Option(
            "--suite",
            metavar="NAME",
            help="Cells, probes and arms: smoke (roughly 4 minutes on two idle cores), small (30) "
            "or full (260).",
        ),
    ] = "smoke",
    cells: Annotated[
        list[str] | None,
        typer.Option(
            "--cell",
            metavar="TYPE[:KV]",
            help="Type of the weights, and of keys and values (F16 if it is left out). The first "
            "is the reference. Repeatable.",
            show_default=False,
        ),
    ] = None,
    abilities: Abilities = None,
    arm: Annotated[
        list[str] | None,
        typer.Option(
            "-a", "--arm", metavar="NAME", help="Who answers; repeatable.", show_default=False
        ),
    ] = None,
    items: Annotated[
        int | None,
        typer.Option("--items", metavar="N", min=1, max=1000, help="Probes of each ability."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Seed of the probes.")
    ] = 0,
    model: options.Model = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", help="Limit on seconds per question.")
    ] = 3600.0,
    text: Annotated[
        Path | None,
        typer.Option(
            "--text",
            metavar="FILE",
            help="Text to measure perplexity on, instead of that of the package.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue a grid; all else is as it was begun.")
    ] = False,
    jobs: Jobs = 8,
    margin: Margin = 15.0,
    factor: Factor = 1.05,
    as_json: AsJson = False,
) -> None:
    """Let arms answer probes of five abilities in each compression, beside perplexity."""
    from lottery_agent.lab.compression import grid as grids
    from lottery_agent.progress import task

    if resume:
        check_resume(context, "margin", "factor")
        grid = grids.grid_of(folder)
    else:
        grid = _grid(suite, cells, abilities, arm, items, seed, model, timeout, text)
        grids.begin(folder, grid)
    try:
        grids.execute(folder, grid, jobs=jobs, progress=task)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; continue with `lottery lab compress {folder} --resume`", err=True)
        raise
    _tell(_read(folder, margin, factor), [], as_json=as_json)


def losses(
    folder: Folder,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a page that needs no network; GRID/losses.html if nothing else is asked.",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(
            "--markdown", metavar="FILE", help="Write tables for papers.", show_default=False
        ),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FOLDER", help="Write the figures.", show_default=False),
    ] = None,
    margin: Margin = 15.0,
    factor: Factor = 1.05,
    as_json: AsJson = False,
) -> None:
    """Report a grid, finished or not: what was lost, and what tools make up. No model is needed."""
    from lottery_agent.cli.lab_report import write
    from lottery_agent.lab.compression.figures import figures
    from lottery_agent.lab.compression.reporting import markdown as in_markdown
    from lottery_agent.lab.compression.reporting import page
    from lottery_agent.lab.report.drawing import file_of

    found = _read(folder, margin, factor)
    if not (html or markdown or svg or as_json):
        html = folder / _PAGE
    files: dict[Path, str] = {}
    drawn = figures(found) if svg is not None else {}
    paths = {name: Path(svg or "") / f"{name}.svg" for name in drawn}
    for name, figure in drawn.items():
        files[paths[name]] = file_of(figure.title, figure.drawings)
    if html is not None:
        files[html] = page(found)
    if markdown is not None:
        links = {
            name: Path(os.path.relpath(path, markdown.parent)).as_posix()
            for name, path in paths.items()
        }
        files[markdown] = in_markdown(found, pictures=links)
    write(files, folder)
    _tell(found, list(files), as_json=as_json)


def abilities(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the items.")],
    items: Annotated[
        int, typer.Option("--items", metavar="N", min=1, max=1000, help="Probes of each ability.")
    ] = 50,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Seed of the probes.")
    ] = 0,
) -> None:
    """Write the abilities' probes, for `lottery lab run -b abilities --data FOLDER`."""
    from lottery_agent.lab.abilities.registry import ABILITIES, write_items

    write_items(folder, ABILITIES, count=items, seed=seed)
    for ability in ABILITIES.values():
        typer.echo(f"{ability.benchmark.name}: {ability.title}")


def parsed(cell: str, model: str) -> Cell:
    """Return the cell that `TYPE[:KV]` means."""
    from lottery_agent.lab.compression.cells import Cell

    type, _, kv_type = cell.partition(":")
    return Cell(model, type, kv_type or "F16")


def _grid(
    suite: str,
    cells: Sequence[str] | None,
    abilities: Sequence[str] | None,
    arm: Sequence[str] | None,
    items: int | None,
    seed: int,
    model: str | None,
    timeout: float,
    text: Path | None,
) -> Grid:
    from lottery_agent.errors import UsageError
    from lottery_agent.lab import arms
    from lottery_agent.lab.abilities.registry import ABILITIES
    from lottery_agent.lab.compression.grid import Grid, default_text
    from lottery_agent.lab.compression.suites import suite_of
    from lottery_agent.settings import load_settings

    chosen = suite_of(suite)
    settings = load_settings(options.overrides(model=model, timeout=timeout))
    wanted = cells or [f"{type}:{kv_type}" for type, kv_type in chosen.types]
    try:
        words = default_text() if text is None else text.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {str(text)!r}: {error}", hint="name a text file") from None
    if len(words.split()) < 2:
        raise UsageError(f"{str(text)!r} has no text", hint="name a file of some pages")
    return Grid(
        cells=tuple(dict.fromkeys(parsed(each, settings.model) for each in wanted)),
        abilities=tuple(dict.fromkeys(abilities or ABILITIES)),
        count=items or chosen.items,
        seed=seed,
        arms=tuple(arms.choose(arm or chosen.arms)),
        settings=settings,
        text=words,
    )


def _read(folder: Path, margin: float, factor: float) -> Losses:
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.lab.compression.losses import read_losses
    from lottery_agent.lab.pairing import Terms

    with Equivalence() as equivalent:
        return read_losses(
            folder, terms=Terms(margin=margin / 100), factor=factor, equivalent=equivalent
        )


def _tell(found: Losses, paths: Sequence[Path], *, as_json: bool) -> None:
    """Print what a grid shows."""
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    from rich.console import Console

    from lottery_agent.cli.show import one_line, table
    from lottery_agent.lab.compression.findings import findings
    from lottery_agent.lab.compression.tables import accuracy_table, losses_table, measures_table

    console = Console()
    for made in (measures_table(found), accuracy_table(found), losses_table(found)):
        if made.rows:
            rows = [[one_line(value.text).plain for value in row] for row in made.rows]
            console.print(table("", made.columns, rows))
            console.print(one_line(made.caption, style="dim"))
    for sentence in (*findings(found), *found.gaps):
        console.print(one_line(sentence), soft_wrap=True)
    for path in paths:
        console.print(one_line(f"wrote {path}"), soft_wrap=True)

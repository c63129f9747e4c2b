"""`lottery lab data`: which benchmark files are there, and how they are made from the originals."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli.lab import AsJson, Data

if TYPE_CHECKING:
    from rich.console import Console

    from lottery_agent.lab.importers.building import Built

app = typer.Typer(add_completion=False, invoke_without_command=True)


@app.callback()
def data(context: typer.Context, folder: Data = None, as_json: AsJson = False) -> None:
    """Show which benchmarks and recorded answers are there, and where each comes from."""
    if context.invoked_subcommand is not None:
        return
    from lottery_agent.lab.inventory import take_inventory
    from lottery_agent.lab.suites import SUITES

    inventory = take_inventory(folder)
    if as_json:
        suites = [suite.to_json() for suite in SUITES.values()]
        typer.echo(json.dumps({**inventory.to_json(), "suites": suites}, ensure_ascii=False))
        return
    from rich.console import Console

    from lottery_agent.cli.compared import show_inventory

    show_inventory(Console(soft_wrap=True), inventory)


@app.command()
def build(
    originals: Annotated[
        Path,
        typer.Argument(metavar="ORIGINALS", help="Folder of what the authors publish, as it is."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where to write the benchmark files.")
    ],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the benchmark files from downloaded originals, and compare them with the published."""
    from lottery_agent.errors import UsageError
    from lottery_agent.lab.importers.building import build as make

    built = make(originals, out, overwrite=overwrite)
    if as_json:
        files = [each.to_json() for each in built]
        typer.echo(json.dumps({"version": 1, "out": str(out), "files": files}, ensure_ascii=False))
    else:
        from rich.console import Console

        _show(Console(soft_wrap=True), built)
    broken = [each.file.name for each in built if each.state == "broken"]
    if broken:
        raise UsageError(
            f"not made of what is there: {', '.join(broken)}", hint="each one's line says why"
        )


def _show(console: Console, built: list[Built]) -> None:
    """Print what became of each file, one line each, and then what that means."""
    from lottery_agent.cli.show import one_line

    words = {
        "equal": "built and equal",
        "other": "built, other items",
        "kept": "kept",
        "missing": "original not found",
        "broken": "not built",
    }
    for each in built:
        size = "" if each.count is None else f"{each.count} items"
        console.print(one_line(f"{each.file.name:28}{words[each.state]:20}{size}".rstrip()))
        if each.problem:
            console.print(one_line(f"  {each.problem}", style="dim"))
    counts = Counter(words[each.state] for each in built)
    console.print(one_line(", ".join(f"{count} {state}" for state, count in counts.items())))
    console.print(
        one_line(
            "Not made: recorded answers of other models, and the files that only training uses."
        )
    )

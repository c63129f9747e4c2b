"""`lottery score`: compare the output of a batch with gold answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli.show import plain

if TYPE_CHECKING:
    from rich.table import Table

    from lottery_agent.scoring import Report, Tally

_CAPTION = "accuracy with its 95% Wilson interval; coverage, wrong: of all items"


def score(
    output: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Output of `lottery batch`.")],
    answers: Annotated[
        Path,
        typer.Option("--answers", metavar="FILE", help="Items with gold answers (.jsonl, .gz)."),
    ],
    contains: Annotated[
        bool,
        typer.Option(
            "--contains", help="Accept a text that holds a gold answer among other words."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Score results: accuracy with its 95% interval, coverage and wrong answers, per task."""
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.jsonl import read_as, read_objects
    from lottery_agent.scoring import Gold, score

    golds = list(read_as(answers, Gold.from_json))
    results = list(read_objects(output))
    with Equivalence() as equivalent:
        report = score(results, golds, contains=contains, equivalent=equivalent)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    console.print(_table(report))
    if report.missing:
        console.print(f"{report.missing} items have no result; they count as failed.")
    if report.extra:
        console.print(f"{report.extra} results belong to no item; they are left out.")


def _table(report: Report) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, show_edge=False, padding=0, caption=_CAPTION)
    table.add_column("task")
    for name in ("items", "accuracy", "coverage", "wrong", "abstained", "failed", "F1"):
        table.add_column(name, justify="right")
    for task, counts in report.tasks.items():
        table.add_row(plain(task), *_cells(counts))
    table.add_section()
    table.add_row("total", *_cells(report.total), style="bold")
    return table


def _cells(counts: Tally) -> tuple[str, ...]:
    return (
        str(counts.items),
        f"{counts.accuracy:.1%} ({100 * counts.low:.0f}–{100 * counts.high:.0f})",
        f"{counts.coverage:.1%}",
        f"{counts.wrong_share:.1%}",
        str(counts.abstained),
        str(counts.failed),
        "" if counts.f1 is None else f"{counts.f1:.3f}",
    )

"""`lottery doctor`: is everything there and working, and what to do if not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lottery_agent.cli.examinations import Finding


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> int:
    """Examine the installation and test it for ten seconds. Nothing is downloaded."""
    from lottery_agent.cli.examinations import examinations, guarded
    from lottery_agent.progress import track
    from lottery_agent.settings import load_settings

    settings = load_settings()
    findings: list[Finding] = []
    for name, examine in track(examinations(settings), "Examining"):
        findings.extend(guarded(name, examine))
    healthy = all(finding.status != "failed" for finding in findings)
    if as_json:
        report = {"ok": healthy, "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _show(findings, healthy)
    return 0 if healthy else 1


def _show(findings: list[Finding], healthy: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    marks = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red")}
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, colour = marks[finding.status]
        table.add_row(Text(mark, style=colour), finding.name, Text(finding.detail))
        if finding.remedy:
            table.add_row("", "", Text(f"→ {finding.remedy}", style=colour))
    console = Console()
    console.print(table)
    console.print("All is well." if healthy else "Something is broken: see the ✗ above.")

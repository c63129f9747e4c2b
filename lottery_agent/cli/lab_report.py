"""`lottery lab report`: the report of a run, as files and as data."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli.lab import AsJson, Data, Margin, checked
from lottery_agent.cli.lab_runs import Folder

if TYPE_CHECKING:
    from lottery_agent.lab.report.data import RunReport
    from lottery_agent.lab.report.plots import Figure

_PAGE = "report.html"
_PARTS = frozenset({"manifest.json", "grid.json", "text.txt", ".lock"})
"""Files of runs and grids, beside those of lines."""


def report(
    folder: Folder,
    arm: Annotated[
        str | None,
        typer.Option(
            "-a",
            "--arm",
            metavar="NAME",
            help="The arm to compare with all others; by default the agent.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a page that needs no network; RUN/report.html if nothing else is asked.",
            show_default=False,
        ),
    ] = None,
    items: Annotated[
        bool,
        typer.Option("--items", help="Put the items, gold answers and all work into the page."),
    ] = False,
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
    verdicts: Annotated[
        Path | None,
        typer.Option(
            "--verdicts",
            metavar="FILE",
            help="Write manifest, answers and verdicts, without texts of items.",
            show_default=False,
        ),
    ] = None,
    margin: Margin = 5.0,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Report a run, finished or not: tables, plots and verdicts. No model is needed."""
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.errors import UsageError
    from lottery_agent.lab.pairing import Terms
    from lottery_agent.lab.report.reading import read_report

    place = checked(data)
    if not (html or markdown or svg or verdicts or as_json):
        html = folder / _PAGE
    if items and html is None:
        raise UsageError("--items is for the page", hint="add --html FILE")
    with Equivalence() as equivalent:
        found = read_report(
            folder,
            place,
            arm=arm,
            terms=Terms(margin=margin / 100),
            items=True,
            equivalent=equivalent,
        )
    files = _files(found, items=items, html=html, markdown=markdown, svg=svg, verdicts=verdicts)
    write(files, folder)
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    _tell(found, list(files))


def _files(
    report: RunReport,
    *,
    items: bool,
    html: Path | None,
    markdown: Path | None,
    svg: Path | None,
    verdicts: Path | None,
) -> dict[Path, str]:
    """Return the texts of the files that are asked for."""
    from lottery_agent.lab.report.committed import committed, written
    from lottery_agent.lab.report.drawing import file_of
    from lottery_agent.lab.report.markdown import markdown as in_markdown
    from lottery_agent.lab.report.page import page
    from lottery_agent.lab.report.plots import figures
    from lottery_agent.lab.report.words import Anchors

    files: dict[Path, str] = {}
    bare = report.without_items()
    if html is not None:
        files[html] = page(report if items else bare)
    drawn: Mapping[Path, Figure] = (
        {} if svg is None else {svg / f"{each.name}.svg": each for each in figures(bare, Anchors())}
    )
    for path, figure in drawn.items():
        files[path] = file_of(figure.title, figure.drawings)
    if markdown is not None:
        links = {
            figure.name: Path(os.path.relpath(path, markdown.parent)).as_posix()
            for path, figure in drawn.items()
        }
        files[markdown] = in_markdown(bare, pictures=links)
    if verdicts is not None:
        files[verdicts] = f"{written(committed(report))}\n"
    return files


def write(files: Mapping[Path, str], folder: Path) -> None:
    """Write files, in folders that are made where they are missing.

    Args:
        files: Their texts.
        folder: Folder of the run or the grid that they tell of.

    Raises:
        UsageError: If one can't be written, or may be a part of what they tell of.
    """
    from lottery_agent.errors import UsageError
    from lottery_agent.replacing import replacing

    for path, text in files.items():
        if _is_part(path.resolve(), folder.resolve()):
            raise UsageError(
                f"{str(path)!r} may be a part of a run or a grid", hint="name another file"
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_bytes(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(
                f"cannot write {str(path)!r}: {reason}", hint="name another file"
            ) from None


def _is_part(path: Path, folder: Path) -> bool:
    """Tell whether a file may be a part of a run or a grid, of the one in a folder or another."""
    lines = path.name.endswith((".jsonl", ".jsonl.gz"))
    return lines or (path.name in _PARTS and folder in path.parents)


def _tell(report: RunReport, paths: list[Path]) -> None:
    """Say what the report comes to and where it is."""
    from rich.console import Console

    from lottery_agent.cli.show import one_line
    from lottery_agent.lab.report.summary import findings

    console = Console(soft_wrap=True)
    for sentence in (*findings(report), *report.gaps):
        console.print(one_line(sentence))
    for path in paths:
        console.print(one_line(f"wrote {path}"))

"""`lottery lab`: the commands that test the hypothesis, and comparisons of results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lottery_agent.lab.answers import Arm
    from lottery_agent.lab.benchmarks import Benchmark

app = typer.Typer(
    help="Test whether the tiny model matches a large one.",
    no_args_is_help=True,
    add_completion=False,
)


def _difference(points: float) -> float:
    """Check a difference between two shares.

    Raises:
        UsageError: If it is none that two shares can have.
    """
    from lottery_agent.errors import UsageError

    if not 0 < points < 100:
        raise UsageError(f"--margin {points:g} is no difference", hint="give points, such as 5")
    return points


AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Folder of benchmark files."
    ),
]
Margin = Annotated[
    float,
    typer.Option(
        "--margin",
        metavar="POINTS",
        help="Difference that still counts as a match.",
        callback=_difference,
    ),
]


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A.jsonl", help="Results of `lottery batch`.")],
    second: Annotated[
        Path | None,
        typer.Argument(metavar="[B.jsonl]", help="Results to compare with.", show_default=False),
    ] = None,
    benchmarks: Annotated[
        list[str] | None,
        typer.Option(
            "-b",
            "--benchmark",
            metavar="NAME|FILE",
            help="What was asked: a benchmark, bbh, or a file of items with answers. Repeatable.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="MODEL/METHOD",
            help="Compare with recorded answers; parts of the names will do.",
        ),
    ] = None,
    suite: Annotated[
        str, typer.Option("--suite", metavar="NAME", help="Items: smoke, dev or full.")
    ] = "full",
    margin: Margin = 5.0,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Seed of the bootstrap.")
    ] = 0,
    folder: Data = None,
    as_json: AsJson = False,
) -> None:
    """Compare two results item by item: which beats, matches or falls short of the other."""
    from lottery_agent.equivalence import Equivalence
    from lottery_agent.errors import UsageError
    from lottery_agent.lab.answers import ResultFile
    from lottery_agent.lab.catalogue import choose
    from lottery_agent.lab.comparing import compare_arms
    from lottery_agent.lab.pairing import Terms
    from lottery_agent.lab.suites import suite_of

    if not benchmarks:
        raise UsageError(
            "no benchmark is named",
            hint="name what was asked with --benchmark NAME",
        )
    folder = checked(folder)
    terms = Terms(cap=suite_of(suite).cap, margin=margin / 100, seed=seed)
    chosen = choose(benchmarks, folder)
    ours = ResultFile.read(first)
    other = _other(second, against, chosen, folder)
    with Equivalence() as equivalent:
        report = compare_arms(ours, other, chosen, folder, terms, equivalent=equivalent)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
        return
    from rich.console import Console

    from lottery_agent.cli.compared import show_comparison

    show_comparison(Console(), report)


def is_typed(context: typer.Context, name: str) -> bool:
    """Tell whether a parameter of a command was typed, and is no default or environment variable.

    Args:
        context: The command.
        name: The parameter, as Python names it.
    """
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def check_resume(context: typer.Context, *free: str) -> None:
    """Check that only options are given which may differ when something is continued.

    Args:
        context: The command, called with `--resume`.
        free: Parameters that may be given, beside the folder and `--json`.

    Raises:
        UsageError: If another one is given.
    """
    from lottery_agent.errors import UsageError

    allowed = {"folder", "resume", "jobs", "as_json", *free}
    for parameter in context.command.params:
        name = parameter.name or ""
        if name not in allowed and is_typed(context, name):
            raise UsageError(
                f"{max(parameter.opts, key=len)} can't be changed by --resume",
                hint="leave it out, or begin anew in another folder",
            )


def checked(data: Path | None) -> Path | None:
    """Return the folder of benchmark files, if one is named: files of the user's need none.

    Raises:
        UsageError: If it is not there.
    """
    from lottery_agent.errors import UsageError

    if data is not None and not data.is_dir():
        raise UsageError(f"there is no folder {str(data)!r}", hint="give another --data")
    return data


def _other(
    second: Path | None, against: str | None, chosen: list[Benchmark], folder: Path | None
) -> Arm:
    """Return what the first arm is compared with."""
    from lottery_agent.errors import UsageError
    from lottery_agent.lab.answers import RecordedAnswers, ResultFile

    if second is not None and against is None:
        return ResultFile.read(second)
    if second is None and against is not None:
        return RecordedAnswers.find(against, chosen, folder)
    raise UsageError(
        "one thing to compare with is needed", hint="give B.jsonl or --against MODEL/METHOD"
    )

"""What the commands of `lottery train` share: options, what a step needs, and printing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from lottery_agent.models.training.recipe import Recipe

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run.", show_default=False)]
Base = Annotated[
    str | None, typer.Option("--model", metavar="NAME|PATH", help="Base; else the recipe's name.")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Training files."),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FOLDER", help="Where to write; else RUN/adapter."),
]
Adapter = Annotated[
    Path | None,
    typer.Option(
        "-a", "--adapter", metavar="FOLDER", help="The exported adapter; else RUN/adapter."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Threads = Annotated[int, typer.Option(min=0, help="Processor threads; 0 for all.")]

_EXTRA = 'pip install "lottery-agent[train]"'


def recipe_of(run: Path) -> Recipe:
    """Return the recipe of a run.

    Raises:
        UsageError: If the folder is no run.
    """
    from lottery_agent.models.training.recipe import RECIPE, load_recipe

    needs(run / RECIPE, "data")
    return load_recipe(run / RECIPE)


def base_of(model: str | None, recipe: Recipe) -> Path:
    """Return the file of the base: the named model, else the recipe's."""
    from lottery_agent.models.zoo import fetch

    return fetch(model or recipe.name)


def training_files(folder: Path | None) -> Path:
    """Return the folder of the training files, once all that needs them is there.

    Raises:
        UsageError: If the folder lacks a file, or the extra `train` is not installed.
    """
    from lottery_agent.errors import UsageError

    if folder is None:
        raise UsageError("no training files are named", hint="give --data or set LOTTERY_DATA")
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", hint="give another --data")
    needs_modules("lemminflect")

    from lottery_agent.models.training.data import check_files

    check_files(folder)
    return folder


def needs(path: Path, step: str) -> None:
    """Check that there is a file which another step makes.

    Raises:
        UsageError: If it is missing.
    """
    from lottery_agent.errors import UsageError

    if not path.is_file():
        raise UsageError(
            f"there is no {path.name} in {str(path.parent)!r}", hint=f"run `lottery train {step}`"
        )


def needs_modules(*names: str) -> None:
    """Check that modules of the extra `train` are installed.

    Raises:
        UsageError: If one is not.
    """
    from importlib.util import find_spec

    from lottery_agent.errors import UsageError

    for name in names:
        if find_spec(name) is None:
            raise UsageError(f"this step needs {name}", hint=_EXTRA)


def check_device(name: str) -> None:
    """Check that torch can compute on a device.

    Raises:
        UsageError: If it can't.
    """
    import torch

    from lottery_agent.errors import UsageError

    try:
        torch.empty(1, device=name)
    except (RuntimeError, AssertionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise UsageError(f"the device {name!r} can't be used: {reason}", hint="use cpu") from error


def writable(folder: Path) -> None:
    """Make a folder if there is none.

    Raises:
        UsageError: If it can't be made.
    """
    from lottery_agent.errors import UsageError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder {str(folder)!r} can't be made: {error.strerror}") from error


def show(report: dict[str, Any], as_json: bool) -> None:
    """Print a report, for people or as JSON."""
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    for key, value in report.items():
        if isinstance(value, dict):
            typer.echo(f"{key}:")
            for name, part in value.items():
                typer.echo(f"  {name}: {json.dumps(part, ensure_ascii=False)}")
        else:
            typer.echo(f"{key}: {value}")

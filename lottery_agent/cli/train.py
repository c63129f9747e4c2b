"""`lottery train`: from training files to an adapter, in four resumable steps.

lottery train data --data FOLDER -o RUN      examples, with their provenance and counts
lottery train fit RUN --minutes 50           LoRA pairs; continues where it was interrupted
lottery train export RUN                     GGUF adapter and its card
lottery train evaluate RUN                   exact matches of the ticket, per agent
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Make an adapter: data, fit, export, evaluate.",
    no_args_is_help=True,
    add_completion=False,
)

Run = Annotated[Path, typer.Argument(help="Folder of the run.", show_default=False)]
Base = Annotated[
    str | None, typer.Option("--model", metavar="NAME|PATH", help="Base; else the recipe's name.")
]
Recipe = Annotated[
    Path | None, typer.Option("--recipe", metavar="FILE", help="Recipe; the starter's by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command()
def data(
    run: Run,
    folder: Annotated[
        Path,
        typer.Option("--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Training files."),
    ],
    recipe: Recipe = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Build training and evaluation examples, and prove that no benchmark item is among them."""
    from lottery_agent.errors import UsageError
    from lottery_agent.models.training.data import build
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.progress import task

    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", hint="set LOTTERY_DATA")
    chosen = load_recipe(recipe)
    with task("examples", total=chosen.examples) as update:
        manifest = build(chosen, folder, _base(model, chosen.name), run, update)
    _show(manifest, as_json)


@app.command()
def fit(
    run: Run,
    recipe: Recipe = None,
    model: Base = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="Time limit; else one pass over the examples.")
    ] = None,
    threads: Annotated[int, typer.Option(min=0, help="Processor threads; 0 for all.")] = 0,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    as_json: AsJson = False,
) -> None:
    """Train the LoRA pairs. An interrupted run continues from its last checkpoint."""
    from dataclasses import asdict

    from lottery_agent.models.training.fit import fit as train
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.progress import task

    chosen = load_recipe(recipe)
    base = _base(model, chosen.name)
    _needs(run / "train.jsonl", "data")
    with task("steps") as update:
        state = train(
            chosen,
            base,
            run / "train.jsonl",
            run,
            minutes=minutes,
            threads=threads,
            device=device,
            progress=lambda step, _end, _loss: update(step),
        )
    _show(asdict(state), as_json)


@app.command()
def export(run: Run, recipe: Recipe = None, model: Base = None, as_json: AsJson = False) -> None:
    """Write the trained pairs as a GGUF adapter, with a card."""
    from lottery_agent.models.training.export import export as write
    from lottery_agent.models.training.recipe import load_recipe

    chosen = load_recipe(recipe)
    _needs(run / "checkpoint.pt", "fit")
    path = write(chosen, _base(model, chosen.name), run)
    _show({"adapter": str(path), "bytes": path.stat().st_size}, as_json)


@app.command()
def evaluate(
    run: Run,
    recipe: Recipe = None,
    model: Base = None,
    type: Annotated[str, typer.Option("--type", help="Type of the ticket's weights.")] = "Q8_0",
    adapter: Annotated[bool, typer.Option(help="Merge the run's adapter; else the base.")] = True,
    as_json: AsJson = False,
) -> None:
    """Let the forged ticket write the held-out examples, and count exact matches."""
    from lottery_agent.models.training.evaluate import evaluate as judge
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.progress import task

    chosen = load_recipe(recipe)
    _needs(run / "words.jsonl", "data")
    if adapter:
        _needs(run / "adapter.gguf", "export")
    report = judge(
        chosen,
        _base(model, chosen.name),
        run,
        type=type,
        adapter=run / "adapter.gguf" if adapter else None,
        progress=task,
    )
    _show(report, as_json)


def _base(model: str | None, name: str) -> Path:
    from lottery_agent.models.zoo import fetch

    return fetch(model or name)


def _needs(path: Path, step: str) -> None:
    from lottery_agent.errors import UsageError

    if not path.is_file():
        raise UsageError(
            f"there is no {path.name} in {str(path.parent)!r}", hint=f"run {step!r} first"
        )


def _show(report: dict[str, Any], as_json: bool) -> None:
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

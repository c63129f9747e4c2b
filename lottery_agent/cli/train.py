"""`lottery train`: from training files to an adapter, step by step.

lottery train data RUN --data FOLDER     examples, with their provenance and counts
lottery train fit RUN --minutes 50       LoRA pairs; continues where it was interrupted
lottery train export RUN -o FOLDER       GGUF adapter and its card
lottery train importance RUN -o FOLDER   which weights matter, for coarse ticket types
lottery train evaluate RUN -a FOLDER     scores of the ticket, also noted in the card

`lottery train probes RUN -o FILE` draws the questions by which the forge compares ticket types.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from lottery_agent.models.training.evaluate import Outcome
    from lottery_agent.models.training.recipe import Recipe

app = typer.Typer(
    help="Make an adapter: data, fit, export, evaluate.",
    no_args_is_help=True,
    add_completion=False,
)

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run.", show_default=False)]
Base = Annotated[
    str | None, typer.Option("--model", metavar="NAME|PATH", help="Base; else the recipe's name.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Threads = Annotated[int, typer.Option(min=0, help="Processor threads; 0 for all.")]

_EXTRA = 'pip install "lottery-agent[train]"'


@app.command()
def data(
    run: Run,
    folder: Annotated[
        Path | None,
        typer.Option("--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Training files."),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option("--recipe", metavar="FILE", help="Recipe; the starter's by default."),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Build training and evaluation examples, and prove that no benchmark item is among them."""
    folder = _files(folder)

    from lottery_agent.cli.bases import loaded
    from lottery_agent.models.training.data import build, check_files
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.progress import task
    from lottery_agent.settings import load_settings

    chosen = load_recipe(recipe)
    check_files(folder, chosen.shares)
    _writable(run)
    base = _base(model, chosen)
    with (
        loaded(load_settings()) as embedder,
        task("examples", total=chosen.examples) as update,
    ):
        manifest = build(chosen, folder, base, run, lambda done, _: update(done), embedder=embedder)
    _show(manifest, as_json)


@app.command()
def fit(
    run: Run,
    model: Base = None,
    after: Annotated[
        Path | None,
        typer.Option("--after", metavar="FOLDER", help="Begin with the adapter in a folder."),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="Time limit; else one pass over the examples.")
    ] = None,
    threads: Threads = 0,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    as_json: AsJson = False,
) -> None:
    """Train the LoRA pairs. An interrupted run continues from its last checkpoint."""
    from dataclasses import asdict

    _needs_modules("torch")
    chosen = _recipe(run)
    _needs(run / "train.jsonl", "data")
    _device(device)

    from lottery_agent.models.training.export import ADAPTER
    from lottery_agent.models.training.fit import fit as train
    from lottery_agent.progress import task

    base = _base(model, chosen)
    with task("steps") as update:
        state = train(
            chosen,
            base,
            run / "train.jsonl",
            run,
            after=after and after / ADAPTER,
            minutes=minutes,
            threads=threads,
            device=device,
            progress=lambda step, _end, _loss: update(step),
        )
    _show(asdict(state), as_json)


@app.command()
def export(
    run: Run,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FOLDER", help="Where to write; else RUN/adapter."),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Write the trained pairs as a GGUF adapter, with a card."""
    _needs_modules("torch")
    chosen = _recipe(run)
    _needs(run / "checkpoint.pt", "fit")
    folder = out or run / "adapter"
    _writable(folder)

    from lottery_agent.models.training import card
    from lottery_agent.models.training.export import export as write
    from lottery_agent.progress import task

    base = _base(model, chosen)
    with task("adapter"):
        path = write(run, base, chosen, folder)
        facts = card.facts(run, recipe=chosen, base=base, adapter=path)
        card.write(folder, facts)
    _show({"adapter": str(path), **facts["adapter"], "training": facts["training"]}, as_json)


@app.command()
def importance(
    run: Run,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FOLDER", help="Where to write; else RUN/adapter."),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Measure which weights matter, beside the adapter: coarse ticket types are rounded by it."""
    _needs_modules("torch")
    chosen = _recipe(run)
    _needs(run / "checkpoint.pt", "fit")
    folder = out or run / "adapter"
    _writable(folder)

    from lottery_agent.models.training.importance import importance as measure
    from lottery_agent.progress import task

    path = measure(run, _base(model, chosen), chosen, folder, progress=task)
    _show({"importance": str(path), "bytes": path.stat().st_size}, as_json)


@app.command()
def evaluate(
    run: Run,
    folder: Annotated[
        Path | None,
        typer.Option(
            "-a", "--adapter", metavar="FOLDER", help="The exported adapter; else RUN/adapter."
        ),
    ] = None,
    bare: Annotated[bool, typer.Option("--no-adapter", help="Judge the base alone.")] = False,
    type: Annotated[str, typer.Option("--type", help="Type of the ticket's weights.")] = "Q8_0",
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Most examples of each kind; the card then stays as it is."),
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="Wrong examples of each kind to print.")] = 0,
    model: Base = None,
    threads: Threads = 0,
    as_json: AsJson = False,
) -> None:
    """Let a ticket write the held-out examples, and note its scores in the adapter's card."""
    from lottery_agent.models import forge
    from lottery_agent.models.adapters.card import CARD
    from lottery_agent.models.engine import LlamaEngine
    from lottery_agent.models.training import card
    from lottery_agent.models.training.evaluate import evaluate as judge
    from lottery_agent.progress import task

    chosen = _recipe(run)
    _needs(run / "words.jsonl", "data")
    place = folder or run / "adapter"
    if not bare:
        _needs(place / "adapter.gguf", "export")
    ticket = forge.forge(
        _base(model, chosen),
        adapter=None if bare else place / "adapter.gguf",
        type=type,
        name=chosen.name,
    )
    with LlamaEngine(
        ticket.path, name=ticket.name, type=ticket.type, sha256=ticket.sha256, threads=threads
    ) as engine:
        report, wrong = judge(engine, run, limit=limit, progress=task)
    if limit is None and (place / CARD).is_file():
        card.add_scores(place, report, label=f"{'base' if bare else 'adapter'} {type}")
    shown = _first_of_each(wrong, show)
    if as_json:
        typer.echo(json.dumps({**report, "wrong": shown}, ensure_ascii=False))
        return
    typer.echo(_table(report))
    for item in shown:
        typer.echo("\n" + "\n".join(f"{key}: {_text(value)}" for key, value in item.items()))


@app.command()
def probes(
    run: Run,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FILE", help="Where to write.", show_default=False),
    ],
    folder: Annotated[
        Path | None,
        typer.Option("--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Training files."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the forge's probes: questions that the run's training never saw."""
    from lottery_agent.progress import task

    folder = _files(folder)
    _needs(run / "train.jsonl", "data")

    from lottery_agent.models.training.probes import draw

    with task("probes"):
        report = draw(run, folder, out)
    _show(report, as_json)


def _first_of_each(wrong: list[Outcome], count: int) -> list[dict[str, Any]]:
    from collections import defaultdict

    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in wrong:
        groups[outcome.set, outcome.example.kind].append(outcome)
    return [outcome.to_json() for group in groups.values() for outcome in group[:count]]


def _table(report: dict[str, Any]) -> str:
    lines = [f"{'set':10} {'kind':10} {'right':>9}  {'accuracy and 95% interval'}"]
    for name, kinds in report["scores"].items():
        for kind, share in kinds.items():
            low, high = share["interval"]
            right = f"{share['right']}/{share['items']}"
            lines.append(
                f"{name:10} {kind:10} {right:>9}  "
                f"{share['accuracy']:6.1%} ({low:.1%} to {high:.1%})"
            )
    if router := report.get("router"):
        lines.append(
            f"router: calibration error {router['ece']:.3f}, "
            f"{router['ece_at_temperature']:.3f} at the fitted temperature "
            f"{router['temperature']:g}"
        )
    lines.append(f"{report['seconds']:g} seconds")
    return "\n".join(lines)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _recipe(run: Path) -> Recipe:
    from lottery_agent.models.training.recipe import RECIPE, load_recipe

    _needs(run / RECIPE, "data")
    return load_recipe(run / RECIPE)


def _base(model: str | None, recipe: Recipe) -> Path:
    from lottery_agent.models.zoo import fetch

    return fetch(model or recipe.name)


def _files(folder: Path | None) -> Path:
    """Return the folder of the training files, once all that needs them is there."""
    from lottery_agent.errors import UsageError

    if folder is None:
        raise UsageError("no training files are named", hint="give --data or set LOTTERY_DATA")
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", hint="give another --data")
    _needs_modules("lemminflect")

    from lottery_agent.models.training.data import check_files

    check_files(folder)
    return folder


def _needs(path: Path, step: str) -> None:
    from lottery_agent.errors import UsageError

    if not path.is_file():
        raise UsageError(
            f"there is no {path.name} in {str(path.parent)!r}", hint=f"run `lottery train {step}`"
        )


def _needs_modules(*names: str) -> None:
    from importlib.util import find_spec

    from lottery_agent.errors import UsageError

    for name in names:
        if find_spec(name) is None:
            raise UsageError(f"this step needs {name}", hint=_EXTRA)


def _device(name: str) -> None:
    import torch

    from lottery_agent.errors import UsageError

    try:
        torch.empty(1, device=name)
    except (RuntimeError, AssertionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise UsageError(f"the device {name!r} can't be used: {reason}", hint="use cpu") from error


def _writable(folder: Path) -> None:
    from lottery_agent.errors import UsageError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder {str(folder)!r} can't be made: {error.strerror}") from error


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

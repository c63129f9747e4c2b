"""`lottery train`: from training files to an adapter, step by step.

lottery train data RUN --data FOLDER     examples, with their provenance and counts
lottery train fit RUN --minutes 50       LoRA pairs; continues where it was interrupted
lottery train export RUN -o FOLDER       GGUF adapter and its card
lottery train importance RUN -o FOLDER   which weights matter, for coarse ticket types
lottery train evaluate RUN -a FOLDER     scores of the ticket, also noted in the card
lottery train note FOLDER FILE           what was tried and what limits it, in the card

`lottery train samples RUN -o FILE` lets a ticket write worksheets of its own, of which `lottery
train data RUN --samples FILE` makes examples for the next adapter. `lottery train probes RUN -o
FILE` draws the questions by which the forge compares ticket types.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lottery_agent.cli.samples import samples
from lottery_agent.cli.training import (
    AsJson,
    Base,
    Run,
    Threads,
    base_of,
    check_device,
    needs,
    needs_modules,
    recipe_of,
    show,
    training_files,
    writable,
)
from lottery_agent.errors import UsageError

if TYPE_CHECKING:
    from lottery_agent.models.training.evaluate import Outcome

app = typer.Typer(
    help="Make an adapter: data, fit, export, evaluate.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def data(
    run: Run,
    folder: Annotated[
        Path | None,
        typer.Option("--data", envvar="LOTTERY_DATA", metavar="FOLDER", help="Training files."),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option("--recipe", metavar="FILE", help="Recipe; the package's own by default."),
    ] = None,
    own: Annotated[
        Path | None,
        typer.Option(
            "--samples", metavar="FILE", help="Samples, if the recipe has a share of them."
        ),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Build training and evaluation examples, and prove that no benchmark item is among them."""
    folder = training_files(folder)

    from lottery_agent.cli.bases import loaded
    from lottery_agent.models.training.data import build, check_files
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.models.training.selftraining import check_samples
    from lottery_agent.progress import task
    from lottery_agent.settings import load_settings

    chosen = load_recipe(recipe)
    check_files(folder, chosen.shares)
    check_samples(own, chosen.shares)
    writable(run)
    base = base_of(model, chosen)
    with (
        loaded(load_settings()) as embedder,
        task("examples", total=chosen.examples) as update,
    ):
        manifest = build(
            chosen,
            folder,
            base,
            run,
            lambda done, _: update(done),
            embedder=embedder,
            samples=own,
        )
    show(manifest, as_json)


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

    needs_modules("torch")
    chosen = recipe_of(run)
    needs(run / "train.jsonl", "data")
    check_device(device)

    from lottery_agent.models.training.export import ADAPTER
    from lottery_agent.models.training.fit import fit as train
    from lottery_agent.progress import task

    base = base_of(model, chosen)
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
    show(asdict(state), as_json)


@app.command()
def export(
    run: Run,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FOLDER", help="Where to write; else RUN/adapter."),
    ] = None,
    average: Annotated[
        list[Path] | None,
        typer.Option(
            "--average",
            metavar="FOLDER",
            help="Write the mean with an adapter that the run began with. Repeatable.",
        ),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Write the trained pairs as a GGUF adapter, with a card."""
    needs_modules("torch")
    chosen = recipe_of(run)
    needs(run / "checkpoint.pt", "fit")
    folder = out or run / "adapter"
    writable(folder)

    from lottery_agent.models.training import card
    from lottery_agent.models.training.export import ADAPTER
    from lottery_agent.models.training.export import export as write
    from lottery_agent.progress import task

    base = base_of(model, chosen)
    with task("adapter"):
        before = [place / ADAPTER for place in average or ()]
        path = write(run, base, chosen, folder, averaged=before)
        facts = card.facts(run, recipe=chosen, base=base, adapter=path, averaged=before)
        card.write(folder, facts)
    show({"adapter": str(path), **facts["adapter"], "training": facts["training"]}, as_json)


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
    needs_modules("torch")
    chosen = recipe_of(run)
    folder = out or run / "adapter"
    needs(folder / "adapter.gguf", "export")
    writable(folder)

    from lottery_agent.models.training.importance import importance as measure
    from lottery_agent.progress import task

    path = measure(run, base_of(model, chosen), chosen, folder, progress=task)
    show({"importance": str(path), "bytes": path.stat().st_size}, as_json)


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

    chosen = recipe_of(run)
    needs(run / "words.jsonl", "data")
    place = folder or run / "adapter"
    if not bare:
        needs(place / "adapter.gguf", "export")
    ticket = forge.forge(
        base_of(model, chosen),
        adapter=None if bare else place / "adapter.gguf",
        type=type,
        name=chosen.name,
    )
    with LlamaEngine(**ticket.source, threads=threads) as engine:
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

    folder = training_files(folder)
    needs(run / "train.jsonl", "data")

    from lottery_agent.models.training.probes import draw

    with task("probes"):
        report = draw(run, folder, out)
    show(report, as_json)


@app.command()
def note(
    adapter: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of an adapter.")],
    text: Annotated[Path, typer.Argument(metavar="FILE", help="Markdown.")],
) -> None:
    """Put a text into an adapter's card: what was tried, what limits it, what would help."""
    from lottery_agent.models.training import card

    try:
        content = text.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{str(text)!r} can't be read: {error}", hint="name a text") from error
    needs(adapter / "card.json", "export")
    card.add_note(adapter, content)


app.command()(samples)


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
    if (judge := report.get("judge")) and judge["auc"] is not None:
        lines.append(
            f"judge: area under the ROC curve {judge['auc']:.3f}, calibration error "
            f"{judge['ece']:.3f}"
        )
    lines.append(f"{report['seconds']:g} seconds")
    return "\n".join(lines)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

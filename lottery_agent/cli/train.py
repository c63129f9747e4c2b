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

from pathlib import Path
from typing import Annotated

import typer

from lottery_agent.cli.evaluate import evaluate
from lottery_agent.cli.samples import samples
from lottery_agent.cli.training import (
    AsJson,
    Base,
    Data,
    Out,
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

app = typer.Typer(
    help="Make an adapter: data, fit, export, evaluate.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def data(
    run: Run,
    folder: Data = None,
    recipe: Annotated[
        Path | None,
        typer.Option("--recipe", metavar="FILE", help="Recipe; the package's own by default."),
    ] = None,
    own: Annotated[
        Path | None,
        typer.Option(
            "--samples",
            metavar="FILE",
            help="Worksheets of a ticket; else the recipe's shares of them are left out.",
        ),
    ] = None,
    model: Base = None,
    as_json: AsJson = False,
) -> None:
    """Build training and evaluation examples, and prove that no benchmark item is among them."""
    folder = training_files(folder)

    from lottery_agent.cli.bases import loaded
    from lottery_agent.models.training.data import build, check
    from lottery_agent.models.training.recipe import load_recipe
    from lottery_agent.progress import task
    from lottery_agent.settings import load_settings

    chosen = load_recipe(recipe)
    check(chosen, folder, own)
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
    out: Out = None,
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
    from lottery_agent.models.training.recipe import CHECKPOINT

    chosen = recipe_of(run)
    needs(run / CHECKPOINT, "fit")
    needs(run / "train.jsonl", "data")
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
    out: Out = None,
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


app.command()(evaluate)


@app.command()
def probes(
    run: Run,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FILE", help="Where to write.", show_default=False),
    ],
    folder: Data = None,
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

"""`lottery train samples`: a ticket's own worksheets for the problems of its training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lottery_agent.cli.training import (
    Adapter,
    AsJson,
    Base,
    Run,
    Threads,
    base_of,
    needs,
    recipe_of,
    show,
)

_TYPE = "Q8_0"
_WINDOW = 1024
"""Tokens of a problem and its worksheet: more than any example of a run has."""


def samples(
    run: Run,
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="FILE", help="Where to add the samples.", show_default=False
        ),
    ],
    folder: Adapter = None,
    problems: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Most problems; else all.")
    ] = None,
    count: Annotated[
        int, typer.Option("--samples", min=1, metavar="K", help="Worksheets of each problem.")
    ] = 8,
    temperature: Annotated[
        float | None, typer.Option(metavar="T", help="Of the sampling; else the agent's own.")
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, metavar="S", help="Seed of problems and samples.")
    ] = 1,
    sequences: Annotated[
        int, typer.Option(min=1, metavar="N", help="Worksheets that are written together.")
    ] = 16,
    model: Base = None,
    threads: Threads = 0,
    as_json: AsJson = False,
) -> None:
    """Let a ticket write worksheets for its training's word problems, and run each.

    Each worksheet is a line of FILE, with what it gives and whether that is
    right. `lottery train data --samples FILE` makes examples of them. What was
    interrupted goes on where it ended; more may be added later.
    """
    from lottery_agent.graphs.voting import TEMPERATURE
    from lottery_agent.models import forge
    from lottery_agent.models.engine import LlamaEngine
    from lottery_agent.models.training.sampling import draw, plan
    from lottery_agent.progress import task

    recipe = recipe_of(run)
    needs(run / "train.jsonl", "data")
    adapter = (folder or run / "adapter") / "adapter.gguf"
    needs(adapter, "export")
    ticket = forge.forge(base_of(model, recipe), adapter=adapter, type=_TYPE, name=recipe.name)
    wanted = plan(
        run,
        out,
        ticket=ticket.sha256,
        samples=count,
        problems=problems,
        temperature=TEMPERATURE if temperature is None else temperature,
        seed=seed,
    )
    with LlamaEngine(
        **ticket.source,
        threads=threads,
        sequences=sequences,
        window=_WINDOW,
    ) as engine:
        report = draw(engine, wanted, progress=task)
    show(report, as_json)

"""`lottery batch`: answer a file of questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from lottery_agent.cli import options


def batch(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help="Items: id, question, context?, options?.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where results go.")
    ],
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue OUT.jsonl: skip the items that it holds.")
    ] = False,
    model: options.Model = None,
    no_adapter: options.NoAdapter = False,
    no_tools: options.NoTools = False,
    knowledge: options.Knowledge = None,
    no_context: options.NoContext = False,
    seed: options.Seed = None,
    timeout: options.Timeout = None,
    gpu_layers: options.GpuLayers = None,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", min=1, max=64, help="Items to answer at once.")
    ] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> int:
    """Answer every line of a .jsonl or .jsonl.gz file; one result object per line."""
    from lottery_agent.agent import Agent
    from lottery_agent.batch import plan_batch, run_batch
    from lottery_agent.progress import task
    from lottery_agent.settings import load_settings

    plan = plan_batch(source, output, resume=resume)
    settings = load_settings(
        options.overrides(
            model=model,
            no_adapter=no_adapter,
            no_tools=no_tools,
            knowledge=knowledge,
            seed=seed,
            timeout=timeout,
            gpu_layers=gpu_layers,
        )
    )
    try:
        with Agent(settings=settings) as agent:
            agent.prepare()
            summary = run_batch(plan, agent, with_context=not no_context, jobs=jobs, progress=task)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; continue with --resume -o {output}", err=True)
        raise
    if as_json:
        typer.echo(json.dumps(summary.to_json()))
    else:
        typer.echo(
            f"{summary.lines} lines: {summary.answered} answered, {summary.abstained} abstained, "
            f"{summary.failed} failed, {summary.skipped} done before"
        )
    return 1 if summary.failed else 0

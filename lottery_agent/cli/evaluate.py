"""`lottery train evaluate`: how a ticket does on the held-out examples of its run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

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
)

if TYPE_CHECKING:
    from lottery_agent.models.training.evaluate import Outcome


def evaluate(
    run: Run,
    folder: Adapter = None,
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

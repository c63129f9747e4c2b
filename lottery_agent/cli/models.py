"""`lottery models`: what is there, what can be fetched, and tickets."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from lottery_agent.models.forge import Decision
    from lottery_agent.models.zoo import ModelCard

app = typer.Typer(help="Fetch, show and forge models.", no_args_is_help=True, add_completion=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Name = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="Name of the zoo, hf:OWNER/REPOSITORY/FILE, or path of a GGUF file.",
        show_default=False,
    ),
]


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Show the named models and the tickets in the cache."""
    from lottery_agent.models import forge, zoo
    from lottery_agent.settings import cache_folder

    models = [{**_card_json(card), "state": zoo.state(card)} for card in zoo.cards()]
    tickets: list[dict[str, Any]] = [
        {"id": ticket.name, "type": ticket.type, "bytes": ticket.bytes, "sha256": ticket.sha256}
        for ticket in forge.tickets()
    ]
    if as_json:
        _print_json({"cache": str(cache_folder()), "models": models, "tickets": tickets})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(caption=f"cache: {cache_folder()}")
    for column in ("name", "kind", "state", "MB", "window", "licence"):
        table.add_column(column, justify="right" if column in ("MB", "window") else "left")
    for model in models:
        size, window = _megabytes(model["bytes"]), str(model["window"])
        table.add_row(model["name"], model["kind"], model["state"], size, window, model["license"])
    for ticket in tickets:
        size = _megabytes(ticket["bytes"])
        table.add_row(ticket["id"], f"ticket {ticket['type']}", "ready", size, "", "")
    Console().print(table)


@app.command()
def pull(
    models: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MODEL]…", help="Models; by default those of the settings.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch models and check them."""
    from lottery_agent.models import zoo
    from lottery_agent.settings import load_settings

    settings = load_settings()
    fetched = []
    for name in models or [settings.model, settings.embedder]:
        path = zoo.fetch(name)
        fetched.append({"name": name, "path": str(path), "bytes": path.stat().st_size})
        if not as_json:
            typer.echo(f"{name}: {path} ({_megabytes(path.stat().st_size)} MB)")
    if as_json:
        _print_json({"models": fetched})


@app.command()
def show(model: Name, as_json: AsJson = False) -> None:
    """Show all that is known of a model, without fetching it."""
    from lottery_agent.errors import ModelFileError
    from lottery_agent.models import forge, zoo

    path = zoo.located(model)
    card = next((card for card in zoo.cards() if card.name == model), None)
    data: dict[str, Any] = {"name": model}
    if card is not None:
        data |= {**_card_json(card), "state": zoo.state(card)}
    elif path is None:
        if not model.startswith("hf:") and not model.endswith(".gguf"):
            zoo.find(model)  # raises, with the known names
        raise ModelFileError(f"{model!r} is not here", hint=f"try `lottery models pull {model}`")
    adapter = forge.adapter_for(model)
    data["adapter"] = str(adapter) if adapter else None
    data["path"] = str(path) if path else None
    if path is not None and data.get("state") != "damaged":
        header = zoo.read_header(path)
        data["bytes"] = path.stat().st_size
        data["file_sha256"] = zoo.sha256_of(path)
        data["architecture"] = header.architecture
        data["type"] = header.type
        data.setdefault("window", header.window)
    if as_json:
        _print_json(data)
    else:
        _show(data)


@app.command()
def remove(
    models: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MODEL]…", help="Models of the zoo.", show_default=False),
    ] = None,
    tickets: Annotated[
        bool, typer.Option("--tickets", help="Delete all tickets; they are forged again if needed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Delete models from the cache, with the tickets made of them."""
    from lottery_agent.errors import UsageError
    from lottery_agent.models import forge, zoo

    if not models and not tickets:
        raise UsageError("nothing to remove was named", hint="name a model, or pass --tickets")
    cards = [zoo.find(name) for name in models or []]
    freed = forge.discard() if tickets else 0
    for card in cards:
        freed += forge.discard(base=card.sha256) + zoo.remove(card.name)
    if as_json:
        _print_json({"removed": [card.name for card in cards], "bytes": freed})
    else:
        typer.echo(f"freed {_megabytes(freed)} MB")


@app.command()
def forge(
    model: Annotated[
        str | None,
        typer.Argument(metavar="[MODEL]", help="The base; by default that of the settings."),
    ] = None,
    adapter: Annotated[
        Path | None,
        typer.Option("--adapter", help="LoRA adapter in GGUF; by default that of the settings."),
    ] = None,
    no_adapter: Annotated[
        bool, typer.Option("--no-adapter", help="Merge nothing, only quantise.")
    ] = False,
    type: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Q8_0, F16, Q6_K, Q4_0 …; `auto` measures them all and picks for this processor.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="With `--type auto`: measure again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a ticket: merge an adapter into a model and quantise the result."""
    from lottery_agent.assembly import adapter_of
    from lottery_agent.errors import UsageError
    from lottery_agent.models import forge as forging
    from lottery_agent.models import zoo
    from lottery_agent.settings import load_settings

    if adapter is not None and no_adapter:
        raise UsageError("--adapter and --no-adapter exclude each other", hint="pass one of them")
    settings = load_settings({"model": model, "ticket_type": type})
    picked = settings.ticket_type
    if picked not in (*forging.TYPES, forging.AUTO):
        raise UsageError(
            f"unknown ticket type {picked!r}",
            hint=f"choose one of {', '.join(forging.TYPES)}, or {forging.AUTO}",
        )
    if adapter is None and not no_adapter:
        adapter = adapter_of(settings, settings.model)
    base = zoo.fetch(settings.model)
    decision = None
    if picked == forging.AUTO:
        decision = forging.decide(
            base, adapter=adapter, name=settings.model, threads=settings.threads, again=again
        )
        picked = decision.type
    ticket = forging.forge(base, adapter=adapter, type=picked, name=settings.model)
    if as_json:
        data = {**asdict(ticket), "path": str(ticket.path)}
        _print_json(data if decision is None else {**data, "auto": asdict(decision)})
        return
    if decision is not None:
        _show_decision(decision)
    merged = f", with {adapter}" if adapter else ", no adapter"
    size = _megabytes(ticket.bytes)
    typer.echo(f"{ticket.name} {ticket.type}: {ticket.path} ({size} MB{merged})")


def _card_json(card: ModelCard) -> dict[str, Any]:
    return {**asdict(card), "sha256": card.sha256}


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False))


def _show(data: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in data.items():
        if key != "parts":
            shown = "–" if value is None else str(value)
            table.add_row(key.replace("_", " "), Text(shown))
    Console().print(table)


def _show_decision(decision: Decision) -> None:
    from rich.console import Console
    from rich.table import Table

    from lottery_agent.scoring import wilson

    exact = next(one for one in decision.measured if one.type == "F16")
    table = Table()
    table.add_column("type", no_wrap=True)
    for column in ("MB", "right", "95% interval", "to F16", "prefill", "decode", "answers"):
        table.add_column(column, justify="right", no_wrap=True)
    for one in decision.measured:
        low, high = wilson(one.right, one.probes)
        table.add_row(
            f"{one.type} ←" if one.type == decision.type else one.type,
            _megabytes(one.bytes),
            f"{one.right}/{one.probes}",
            f"{low:.1%}–{high:.1%}",
            f"{100 * (one.right - exact.right) / one.probes:+.1f}",
            *(f"×{speed:.2f}" for speed in (one.prefill, one.decode, one.speed)),
            style="bold" if one.type == decision.type else None,
        )
    console = Console()
    console.print(table)
    typer.echo(
        f"{'Remembered' if decision.remembered else 'Measured'}: {decision.type} gives the fastest "
        f"answers within one point of F16 on this processor.\n"
        f"Speeds are ratios to Q8_0. Another machine may pick another type, and then give other "
        f'answers.\nTo use it, set ticket_type = "auto" in the settings, or '
        f"LOTTERY_TICKET_TYPE=auto."
    )

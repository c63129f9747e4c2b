"""The commands, joined. Each lives in a module of its own that loads what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

import lottery_agent
from lottery_agent.cli import (
    ask,
    batch,
    chat,
    doctor,
    knowledge,
    lab,
    lab_compress,
    lab_data,
    lab_report,
    lab_runs,
    lab_smallest,
    models,
    score,
    solve,
    train,
)
from lottery_agent.errors import UsageError

INTERRUPTED = 130
"""What typer returns for an interrupt that it has swallowed."""

app = typer.Typer(
    name="lottery",
    help="A tiny local model that delegates: exact tools compute, prove and cite.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(ask.ask)
app.command()(chat.chat)
app.command()(batch.batch)
app.command()(solve.solve)
app.command()(score.score)
app.command()(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(train.app, name="train")
for command in (lab_runs.arms, lab_runs.run, lab_runs.scores, lab_report.report):
    lab.app.command()(command)
lab.app.command()(lab_compress.compress)
lab.app.command()(lab_compress.losses)
lab.app.command()(lab_compress.abilities)
lab.app.command()(lab_smallest.smallest)
lab.app.add_typer(lab_data.app, name="data")
app.add_typer(lab.app, name="lab")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lottery-agent {lottery_agent.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code.

    Raises:
        UsageError: If the arguments are wrong.
        KeyboardInterrupt: If the user interrupted the command.
    """
    try:
        code = app(list(arguments), prog_name="lottery", standalone_mode=False)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = "lottery" if context is None else context.command_path
        message = error.format_message().rstrip(".") or "no command is named"
        raise UsageError(message, hint=f"see {command} --help") from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0

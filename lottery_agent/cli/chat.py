"""`lottery chat`: questions at a prompt, one after the other; small talk knows the turns before."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from lottery_agent.cli import options as shared
from lottery_agent.cli.ask import read_context


def chat(
    context: Annotated[
        list[Path] | None,
        typer.Option("--context", metavar="FILE", help="Text that all questions are about."),
    ] = None,
    model: shared.Model = None,
    no_adapter: shared.NoAdapter = False,
    no_tools: shared.NoTools = False,
    knowledge: shared.Knowledge = None,
    no_context: shared.NoContext = False,
    seed: shared.Seed = None,
    timeout: shared.Timeout = None,
    gpu_layers: shared.GpuLayers = None,
) -> int:
    """Answer questions until the end of the input (Ctrl-D).

    Ctrl-C ends the current answer, and the conversation goes on; at the prompt it ends the chat.
    """
    given = None if no_context else read_context(context or [])

    from rich.console import Console

    from lottery_agent.agent import Agent
    from lottery_agent.cli.show import plain, show_answer
    from lottery_agent.conversation import Conversation
    from lottery_agent.errors import UsageError
    from lottery_agent.settings import load_settings

    settings = load_settings(
        shared.overrides(
            model=model,
            no_adapter=no_adapter,
            no_tools=no_tools,
            knowledge=knowledge,
            seed=seed,
            timeout=timeout,
            gpu_layers=gpu_layers,
        )
    )
    console = Console(highlight=False)
    conversation = Conversation()
    with Agent(settings=settings) as agent:
        agent.prepare()
        if sys.stdin.isatty():
            console.print("Ask a question; Ctrl-D ends.", style="dim")
        while (question := _read()) is not None:
            if not question.strip():
                continue
            try:
                answer = agent.ask(question, context=given, conversation=conversation)
            except KeyboardInterrupt:
                console.print("Cancelled.", style="yellow")
            except UsageError as error:
                console.print(plain(str(error), style="red"))
            else:
                show_answer(console, answer)
                console.print()
    return 0


def _read() -> str | None:
    """Return the next line, or None at the end of the input."""
    try:
        return input("> " if sys.stdin.isatty() else "")
    except EOFError:
        return None

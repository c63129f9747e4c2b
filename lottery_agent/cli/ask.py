"""`lottery ask`: one question, one checked answer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from lottery_agent.cli import options as shared
from lottery_agent.errors import UsageError

MAX_CONTEXT_BYTES = 16 * 1024 * 1024


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; `-` or nothing reads standard input.")
    ] = None,
    context: Annotated[
        list[Path] | None,
        typer.Option("--context", metavar="FILE", help="Text that the question is about."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="TEXT", help="An answer option; give two or more."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result object.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Print each step as it happens.")] = False,
    model: shared.Model = None,
    no_adapter: shared.NoAdapter = False,
    no_tools: shared.NoTools = False,
    knowledge: shared.Knowledge = None,
    no_context: shared.NoContext = False,
    seed: shared.Seed = None,
    timeout: shared.Timeout = None,
    gpu_layers: shared.GpuLayers = None,
) -> int:
    """Answer one question, and show how the answer was found and checked."""
    text = _question(question)
    given = None if no_context else read_context(context or [])

    from rich.console import Console

    from lottery_agent.agent import Agent
    from lottery_agent.cli.show import show_answer, show_event
    from lottery_agent.events import Answered
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
    steps = Console(stderr=True, highlight=False)
    with Agent(settings=settings) as agent:
        for event in agent.stream(text, context=given, options=option or None):
            if trace:
                show_event(steps, event)
            if isinstance(event, Answered):
                answer = event.answer
    if as_json:
        print(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        show_answer(Console(highlight=False), answer)
    return 1 if answer.status == "failed" else 0


def read_context(paths: list[Path]) -> str | None:
    """Return the text of the files, joined by blank lines, or None without files.

    Raises:
        UsageError: If a file can't be read, is too large, or is no text.
    """
    texts = []
    for path in paths:
        try:
            if path.stat().st_size > MAX_CONTEXT_BYTES:
                raise UsageError(
                    f"the context {str(path)!r} is larger than {MAX_CONTEXT_BYTES // 2**20} MiB",
                    hint="add it to a knowledge base: lottery knowledge add",
                )
            texts.append(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise UsageError(
                f"the context {str(path)!r} can't be read: {error.strerror}",
                hint="name a text file",
            ) from None
        except UnicodeDecodeError:
            raise UsageError(
                f"the context {str(path)!r} is not text in UTF-8", hint="name a text file"
            ) from None
        if "\0" in texts[-1]:
            raise UsageError(f"the context {str(path)!r} is binary", hint="name a text file")
    return "\n\n".join(texts) if texts else None


def _question(argument: str | None) -> str:
    if argument is not None and argument != "-":
        return argument
    if argument is None and sys.stdin.isatty():
        raise UsageError("no question was given", hint='try: lottery ask "What is 17% of 2,340?"')
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise UsageError("the question on standard input is not text in UTF-8") from None

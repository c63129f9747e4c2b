"""What the commands of `lottery knowledge` share: opening a base, and printing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from lottery_agent._settings_model import Settings
    from lottery_agent.knowledge import KnowledgeBase, Passage

Name = Annotated[
    str | None,
    typer.Option("--knowledge", metavar="NAME", help="Knowledge base; else that of the settings."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def chosen(name: str | None) -> Settings:
    """Return the settings with the base that the user means.

    Raises:
        UsageError: If no base is chosen.
    """
    from lottery_agent.errors import UsageError
    from lottery_agent.settings import load_settings

    settings = load_settings({"knowledge": name})
    if settings.knowledge == "none":
        raise UsageError("no knowledge base is chosen", hint="name one with --knowledge NAME")
    return settings


@contextmanager
def open_base(
    name: str | None, *, embed: bool = False, create: bool = False
) -> Iterator[KnowledgeBase]:
    """Open the base that the user means; the embedder is loaded only if it is needed."""
    from lottery_agent.knowledge.base import KnowledgeBase

    settings = chosen(name)
    url = settings.knowledge_url
    # The first opening refuses a missing base or one in use before the model is loaded, and keeps
    # it: the second shares it.
    with KnowledgeBase.open(settings.knowledge, url=url, create=create) as base:
        if not embed:
            yield base
            return
        with (
            loaded(settings) as embedder,
            KnowledgeBase.open(settings.knowledge, embedder, url=url) as embedding,
        ):
            yield embedding


@contextmanager
def loaded(settings: Settings) -> Iterator[Any]:
    """Load the embedder that the settings name."""
    from lottery_agent.assembly import load_embedder

    embedder = load_embedder(settings)
    try:
        yield embedder
    finally:
        embedder.close()


def console() -> Console:
    """Return the terminal."""
    from rich.console import Console

    return Console()


def print_json(data: dict[str, Any]) -> None:
    """Print data as one line of JSON. Control characters are escaped, so that they do nothing."""
    text = json.dumps(data, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
    typer.echo(text)


def say(text: str, *, style: str = "") -> None:
    """Print one line, in which parts of it from documents are harmless."""
    from lottery_agent.cli.show import one_line

    console().print(one_line(text, style=style), soft_wrap=True)


def place(passage: Passage) -> str:
    """Return where a passage is."""
    return f"{passage.source}:{passage.start}-{passage.end}"

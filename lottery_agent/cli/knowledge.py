"""`lottery knowledge`: what the agent may look up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from lottery_agent.knowledge import KnowledgeBase, Passage, Summary
    from lottery_agent.knowledge.documents import Document

app = typer.Typer(
    help="Documents that the agent may look up.", no_args_is_help=True, add_completion=False
)

Name = Annotated[
    str | None,
    typer.Option("--knowledge", metavar="NAME", help="Knowledge base; else that of the settings."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

_NAMED = 3
"""Files skipped for one reason that are named."""
_EXCERPT = 400


@app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…", help="Files and folders, or - for standard input.", show_default=False
        ),
    ],
    name: Annotated[
        str,
        typer.Option(
            help="What to call standard input; a suffix like .md says how to read it.",
        ),
    ] = "stdin",
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Add files and folders. Unchanged files are left alone, changed ones replaced."""
    from lottery_agent.errors import UsageError
    from lottery_agent.progress import task

    piped = Path("-") in paths
    if piped and len(paths) > 1:
        raise UsageError("- is standard input, which is added alone", hint="or name it ./-")
    document = _standard_input(name) if piped else None
    if not piped:
        _check_paths(paths)
    with _open(knowledge, embed=True, create=True) as base:
        if document is None:
            summary = base.add(paths, progress=task)
        else:
            summary = base.add_documents([document], progress=task)
        _report(base.name, summary, as_json=as_json)


@app.command()
def sync(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH…]",
            help="Files and folders; all that were ever added, if none is named.",
            show_default=False,
        ),
    ] = None,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Read files and folders again: add what is new, remove what has disappeared."""
    from lottery_agent.progress import task

    with _open(knowledge, embed=True, create=bool(paths)) as base:
        summary = base.sync(paths or None, progress=task)
        _report(base.name, summary, as_json=as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.", show_default=False)],
    knowledge: Name = None,
    k: Annotated[int, typer.Option("-k", metavar="N", help="Passages at most.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Show the passages that fit a query best, by meaning and by words."""
    from lottery_agent.knowledge.ranking import check_query

    check_query(query, k)
    with _open(knowledge, embed=True) as base:
        passages = base.search(query, k)
        if as_json:
            found = [passage.to_json() for passage in passages]
            _print_json({"knowledge": base.name, "query": query, "passages": found})
        else:
            _show_passages(passages)


@app.command(name="list")
def list_(knowledge: Name = None, as_json: AsJson = False) -> None:
    """Show the documents of a base."""
    with _open(knowledge) as base:
        sources = base.sources()
        if as_json:
            documents = [source.to_json() for source in sources]
            _print_json({**base.stats().to_json(), "sources": documents})
            return
        stats = base.stats()
    from rich.table import Table

    from lottery_agent.cli.show import plain

    table = Table(
        caption=f"{stats.name}: {stats.documents} documents, {stats.passages} passages, "
        f"{stats.bytes / 2**20:.1f} MiB"
    )
    table.add_column("source", overflow="fold")
    for column in ("passages", "bytes", "added"):
        table.add_column(column, justify="right")
    for source in sources:
        table.add_row(plain(source.source), str(source.passages), str(source.bytes), source.added)
    _console().print(table)


@app.command()
def remove(
    source: Annotated[
        str, typer.Argument(help="A document as `list` shows it, or a folder.", show_default=False)
    ],
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Remove a document, or all below a folder, and every trace of their words."""
    with _open(knowledge) as base:
        removed = base.remove(source)
        if as_json:
            _print_json({"knowledge": base.name, "removed": removed})
        else:
            for name in removed:
                _console().print(f"removed {name}", markup=False, highlight=False, soft_wrap=True)


def _standard_input(name: str) -> Document:
    """Return standard input as a document.

    Raises:
        UsageError: If it can't be read, or can't have this name.
    """
    import sys

    from lottery_agent.errors import UsageError
    from lottery_agent.knowledge.documents import Unreadable
    from lottery_agent.knowledge.reading import read_stream

    try:
        return read_stream(sys.stdin.buffer, name)
    except Unreadable as error:
        raise UsageError(f"standard input can't be added: {error}") from None


def _check_paths(paths: list[Path]) -> None:
    """Refuse what does not exist before the model is loaded, which takes a moment."""
    from lottery_agent.errors import UsageError
    from lottery_agent.knowledge.roots import is_gone

    for path in paths:
        if is_gone(path.expanduser()):
            raise UsageError(f"there is no file or folder {str(path)!r}")


@contextmanager
def _open(
    name: str | None, *, embed: bool = False, create: bool = False
) -> Iterator[KnowledgeBase]:
    """Open the base that the user means; the embedder is loaded only if it is needed."""
    from lottery_agent.errors import UsageError
    from lottery_agent.knowledge.base import KnowledgeBase
    from lottery_agent.settings import load_settings

    settings = load_settings({"knowledge": name})
    if settings.knowledge == "none":
        raise UsageError("no knowledge base is chosen", hint="name one with --knowledge NAME")
    # The first opening refuses a missing base or one in use before the model is loaded, and keeps
    # it: the second shares it.
    with KnowledgeBase.open(settings.knowledge, create=create) as base:
        if not embed:
            yield base
            return
        from lottery_agent.assembly import load_embedder

        embedder: Any = load_embedder(settings)
        try:
            with KnowledgeBase.open(settings.knowledge, embedder) as embedding:
                yield embedding
        finally:
            embedder.close()


def _console() -> Console:
    from rich.console import Console

    return Console()


def _print_json(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False))


def _report(name: str, summary: Summary, *, as_json: bool) -> None:
    if as_json:
        _print_json({"knowledge": name, **summary.to_json()})
        return
    from lottery_agent.cli.show import plain

    console = _console()
    counts = f"{summary.added} added, {summary.changed} changed, {summary.unchanged} unchanged, "
    if summary.removed:
        counts += f"{summary.removed} removed, "
    console.print(
        plain(
            f"{name}: {counts}{len(summary.skipped)} skipped; "
            f"{summary.passages} passages in {summary.seconds:.1f} s"
        ),
        soft_wrap=True,
    )
    by_reason: dict[str, list[str]] = {}
    for skipped in summary.skipped:
        by_reason.setdefault(skipped.reason, []).append(skipped.source)
    lines = [line for item in by_reason.items() for line in _skipped_lines(*item)]
    lines += [f"  {part.source}: {part.reason}" for part in summary.incomplete]
    for line in lines:
        console.print(plain(line, style="dim"), soft_wrap=True)


def _skipped_lines(reason: str, sources: list[str]) -> Iterator[str]:
    """Yield what to say of files that were skipped for one reason."""
    if len(sources) <= _NAMED:
        yield from (f"  skipped {source}: {reason}" for source in sources)
        return
    names = ", ".join(Path(source).name for source in sources[:_NAMED])
    yield f"  skipped {len(sources)} files: {reason} ({names}, …)"


def _show_passages(passages: list[Passage]) -> None:
    from lottery_agent.cli.show import plain

    console = _console()
    if not passages:
        console.print("nothing found")
    for number, passage in enumerate(passages, start=1):
        place = f"{passage.source}:{passage.start}-{passage.end}"
        console.print(
            plain(f"{number}. {place}  {passage.score:.2f}", style="bold"), soft_wrap=True
        )
        if passage.heading:
            console.print(plain(f"   {passage.heading}", style="dim"))
        words = " ".join(passage.text.split())
        shown = words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
        console.print(plain(f"   {shown}\n"))

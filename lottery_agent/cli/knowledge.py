"""`lottery knowledge`: what the agent may look up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lottery_agent.cli import housekeeping
from lottery_agent.cli.bases import AsJson, Name, console, open_base, place, print_json, say

if TYPE_CHECKING:
    from lottery_agent.knowledge import Filter, Passage, Summary
    from lottery_agent.knowledge.documents import Document

app = typer.Typer(
    help="Documents that the agent may look up.", no_args_is_help=True, add_completion=False
)

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
    """Add files and folders. Unchanged files are left alone, changed ones replaced.

    The exit code is 1 if a file that is named was skipped.
    """
    from lottery_agent.errors import UsageError
    from lottery_agent.knowledge.roots import present
    from lottery_agent.progress import task

    piped = Path("-") in paths
    if piped and len(paths) > 1:
        raise UsageError("- is standard input, which is added alone", hint="or name it ./-")
    # Checked before the model is loaded, which takes a moment.
    document = _standard_input(name) if piped else None
    named = {name} if piped else {str(path) for path in present(paths)}
    with open_base(knowledge, embed=True, create=True) as base:
        if document is None:
            summary = base.add(paths, progress=task)
        else:
            summary = base.add_documents([document], progress=task)
        _report(base.name, summary, as_json=as_json)
    if not named.isdisjoint(skipped.source for skipped in summary.skipped):
        raise typer.Exit(1)


@app.command()
def sync(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH…",
            help="Files and folders; all that were ever added, if none is named.",
            show_default=False,
        ),
    ] = None,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Read files and folders again: add what is new, remove what has disappeared."""
    from lottery_agent.progress import task

    with open_base(knowledge, embed=True, create=bool(paths)) as base:
        summary = base.sync(paths or None, progress=task)
        _report(base.name, summary, as_json=as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.", show_default=False)],
    knowledge: Name = None,
    k: Annotated[int, typer.Option("-k", metavar="N", help="Passages at most.")] = 5,
    mode: Annotated[
        Literal["fused", "dense", "lexical"],
        typer.Option(help="What counts: meaning and words, meaning alone, or words alone."),
    ] = "fused",
    source: Annotated[
        str | None,
        typer.Option(metavar="PATH|PATTERN", help="Only a document, a folder, or names like *.md."),
    ] = None,
    suffix: Annotated[
        list[str] | None,
        typer.Option(metavar="SUFFIX", help="Only documents with it, as .pdf; may be repeated."),
    ] = None,
    added_after: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only documents added then or later, as 2025-01-31."),
    ] = None,
    added_before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only documents added before.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(metavar="X", help="Least similarity in meaning, from 0 to 1.")
    ] = 0.0,
    diversity: Annotated[
        float, typer.Option(metavar="X", help="How much to avoid repetition, from 0 to 1.")
    ] = 0.0,
    as_json: AsJson = False,
) -> None:
    """Show the passages that fit a query best, by meaning and by words."""
    from lottery_agent.knowledge.ranking import check_options, check_query

    check_query(query, k)
    check_options(mode, threshold=threshold, diversity=diversity)
    where = _filter(source, suffix, added_after, added_before)
    with open_base(knowledge, embed=mode != "lexical") as base:
        passages = base.search(
            query, k, mode=mode, where=where, threshold=threshold, diversity=diversity
        )
        name = base.name
    if as_json:
        found = [passage.to_json() for passage in passages]
        print_json({"knowledge": name, "query": query, "passages": found})
    else:
        _show_passages(passages, lexical=mode == "lexical")


@app.command(name="list")
def list_(knowledge: Name = None, as_json: AsJson = False) -> None:
    """Show the documents of a base."""
    with open_base(knowledge) as base:
        sources = base.sources()
        stats = base.stats()
    if as_json:
        print_json({**stats.to_json(), "sources": [source.to_json() for source in sources]})
        return
    from rich.table import Table

    from lottery_agent.cli.show import one_line

    table = Table(
        caption=f"{stats.name}: {stats.documents} documents, {stats.passages} passages, "
        f"{stats.bytes / 2**20:.1f} MiB"
    )
    table.add_column("source", overflow="fold")
    for column in ("passages", "bytes", "added"):
        table.add_column(column, justify="right")
    for source in sources:
        row = (str(source.passages), str(source.bytes), source.added)
        table.add_row(one_line(source.source), *row)
    console().print(table)


@app.command()
def remove(
    source: Annotated[
        str | None,
        typer.Argument(help="A document as `list` shows it, or a folder.", show_default=False),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Delete the whole base.")] = False,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Remove a document, or all below a folder, and every trace of their words."""
    from lottery_agent.errors import UsageError

    if (source is None) != all_:
        raise UsageError("name a document or a folder", hint="or --all for the whole base")
    with open_base(knowledge) as base:
        if source is None:
            removed = [document.source for document in base.sources()]
            base.delete()
        else:
            removed = base.remove(source)
        name, server = base.name, base.url
    if as_json:
        print_json({"knowledge": name, "removed": removed})
        return
    for document in removed:
        say(f"removed {document}")
    if server:
        say(
            "the server's own files forget them with `chroma vacuum --path FOLDER` there",
            style="dim",
        )


for command, name in (
    (housekeeping.show, "show"),
    (housekeeping.bases, "bases"),
    (housekeeping.stats, "stats"),
    (housekeeping.export, "export"),
    (housekeeping.import_, "import"),
    (housekeeping.verify, "verify"),
    (housekeeping.reembed, "reembed"),
):
    app.command(name=name)(command)


def _filter(
    source: str | None, suffix: list[str] | None, after: str | None, before: str | None
) -> Filter | None:
    from lottery_agent.knowledge import Filter

    where = Filter(
        source=source,
        suffixes=tuple(suffix or ()),
        added_after=_time(after),
        added_before=_time(before),
    )
    return where or None


def _time(text: str | None) -> datetime | None:
    """Return the time of a date, or of a date with a time.

    Raises:
        UsageError: If it is neither.
    """
    from lottery_agent.errors import UsageError

    try:
        return datetime.fromisoformat(text).astimezone() if text is not None else None
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no date", hint="write it as 2025-01-31 or 2025-01-31T18:00"
        ) from None


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


def _report(name: str, summary: Summary, *, as_json: bool) -> None:
    if as_json:
        print_json({"knowledge": name, **summary.to_json()})
        return
    counts = f"{summary.added} added, {summary.changed} changed, {summary.unchanged} unchanged, "
    if summary.removed:
        counts += f"{summary.removed} removed, "
    say(
        f"{name}: {counts}{len(summary.skipped)} skipped; "
        f"{summary.passages} passages in {summary.seconds:.1f} s"
    )
    by_reason: dict[str, list[str]] = {}
    for skipped in summary.skipped:
        by_reason.setdefault(skipped.reason, []).append(skipped.source)
    lines = [line for item in by_reason.items() for line in _skipped_lines(*item)]
    lines += [f"  {part.source}: {part.reason}" for part in summary.incomplete]
    for line in lines:
        say(line, style="dim")


def _skipped_lines(reason: str, sources: list[str]) -> Iterator[str]:
    """Yield what to say of files that were skipped for one reason."""
    if len(sources) <= _NAMED:
        yield from (f"  skipped {source}: {reason}" for source in sources)
        return
    names = ", ".join(Path(source).name for source in sources[:_NAMED])
    yield f"  skipped {len(sources)} files: {reason} ({names}, …)"


def _show_passages(passages: list[Passage], *, lexical: bool) -> None:
    from lottery_agent.cli.show import plain

    if not passages:
        say("nothing found")
    for number, passage in enumerate(passages, start=1):
        score = passage.lexical if lexical else passage.score
        say(f"{number}. {place(passage)}  {score:.2f}  [{passage.id}]", style="bold")
        if passage.heading:
            say(f"   {passage.heading}", style="dim")
        words = " ".join(passage.text.split())
        shown = words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
        console().print(plain(f"   {shown}\n"))

"""`lottery knowledge`: what keeps a base in order, beside adding and searching."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lottery_agent.cli.bases import AsJson, Name, chosen, loaded, open_base, place, print_json, say

if TYPE_CHECKING:
    from lottery_agent.knowledge import KnowledgeBase, Passage
    from lottery_agent.knowledge.verification import Verification


def show(
    target: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT|PASSAGE",
            help="A document as `list` shows it, or a passage's id as `search` shows it.",
            show_default=False,
        ),
    ],
    before: Annotated[
        int, typer.Option("--before", metavar="N", help="Passages before the one shown.")
    ] = 0,
    after: Annotated[
        int, typer.Option("--after", metavar="N", help="Passages after the one shown.")
    ] = 0,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Show the text of a document or of a passage, with its offsets."""
    with open_base(knowledge) as base:
        passages = _found(base, target, before, after)
        name = base.name
    if as_json:
        print_json({"knowledge": name, "passages": [_written(passage) for passage in passages]})
        return
    from lottery_agent.cli.bases import console
    from lottery_agent.cli.show import plain

    for passage in passages:
        say(f"{passage.id}  {place(passage)}", style="bold")
        if passage.heading:
            say(passage.heading, style="dim")
        console().print(plain(passage.text), soft_wrap=True)
        typer.echo()


def _found(base: KnowledgeBase, target: str, before: int, after: int) -> list[Passage]:
    from lottery_agent.errors import UsageError

    passage = base.passage(target)
    if passage is not None:
        around = base.neighbours(passage, before, after)
        return sorted([passage, *around], key=lambda other: other.start)
    if before or after:
        raise UsageError(
            f"knowledge base {base.name!r} has no passage {target!r}",
            hint="--before and --after belong to a passage's id, as `search` shows it",
        )
    return base.document(target)


def _written(passage: Passage) -> dict[str, str | int]:
    """Return a passage without the scores of a search."""
    return {
        "id": passage.id,
        "source": passage.source,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
    }


def bases(as_json: AsJson = False) -> None:
    """Show the names of all bases."""
    from lottery_agent.knowledge import KnowledgeBase
    from lottery_agent.settings import load_settings

    names = KnowledgeBase.names(url=load_settings().knowledge_url)
    if as_json:
        print_json({"bases": names})
        return
    for name in names or ["no knowledge base yet: `lottery knowledge add PATH` makes one"]:
        say(name)


def stats(knowledge: Name = None, as_json: AsJson = False) -> None:
    """Show the size of a base, where it is, and which model made its vectors."""
    with open_base(knowledge) as base:
        found = base.stats()
    if as_json:
        print_json(found.to_json())
        return
    made = f"{found.embedder} ({found.sha256[:12]})" if found.sha256 else "none yet"
    say(f"name       {found.name}")
    say(f"place      {found.url or found.folder}")
    say(f"documents  {found.documents:,}")
    say(f"passages   {found.passages:,}")
    say(f"size       {found.bytes / 2**20:.1f} MiB" + (" (copy)" if found.url else ""))
    say(f"embedder   {made}")


def export(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="File to write; packed if it ends in .gz.", show_default=False
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Write a base to one file of JSON lines: texts, places and vectors."""
    from lottery_agent.errors import UsageError
    from lottery_agent.progress import task

    if file.exists() and not force:
        raise UsageError(f"{str(file)!r} exists", hint="name another file, or use --force")
    with open_base(knowledge) as base:
        totals = base.export(file, progress=task)
        name = base.name
    size = file.stat().st_size
    if as_json:
        counts = {"documents": totals.documents, "passages": totals.passages, "bytes": size}
        print_json({"knowledge": name, "file": str(file), **counts})
        return
    say(
        f"{name}: {totals.documents:,} documents, {totals.passages:,} passages "
        f"in {file} ({size / 2**20:.1f} MiB)"
    )


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="File of an export.", show_default=False)
    ],
    embed: Annotated[
        bool,
        typer.Option("--embed", help="Make all vectors anew: the file's are not to be trusted."),
    ] = False,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Add the documents of an exported file; those of the same name are replaced."""
    from lottery_agent.knowledge.archive import Reader
    from lottery_agent.progress import task

    Reader(file).close()  # before the model is loaded, which takes a moment
    with open_base(knowledge, embed=True, create=True) as base:
        done = base.import_(file, embed=embed, progress=task)
        name = base.name
    if as_json:
        print_json({"knowledge": name, **done.to_json()})
        return
    say(
        f"{name}: {done.added} added, {done.changed} changed, {done.unchanged} unchanged; "
        f"{done.passages} passages, {done.embedded} of them embedded, in {done.seconds:.1f} s"
    )


def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="Make again what can be made from what is sound.")
    ] = False,
    knowledge: Name = None,
    as_json: AsJson = False,
) -> None:
    """Check texts, full-text index and vectors against each other. Exit code 1 if one is broken."""
    from lottery_agent.progress import task

    with open_base(knowledge, embed=repair) as base:
        found = base.verify(repair=repair, progress=task)
        name = base.name
    if as_json:
        print_json({"knowledge": name, **found.to_json()})
    else:
        _show_verification(name, found)
    if not found.sound:
        raise typer.Exit(1)


def _show_verification(name: str, found: Verification) -> None:
    say(
        f"{name}: {found.documents:,} documents, {found.passages:,} passages and "
        f"{found.vectors:,} vectors checked, {len(found.problems) or 'no'} problems"
    )
    for problem in found.problems:
        if problem.repaired:
            say(f"  repaired: {problem.detail}")
        else:
            say(f"  {problem.detail}", style="red")
            say(f"    → {problem.advice}")


def reembed(knowledge: Name = None, as_json: AsJson = False) -> None:
    """Make all vectors anew with the embedder of the settings; go on if it was interrupted."""
    from lottery_agent.knowledge import KnowledgeBase
    from lottery_agent.progress import task

    settings = chosen(knowledge)
    name, url = settings.knowledge, settings.knowledge_url
    # Refuses a missing base, or one in use, before the model is loaded.
    KnowledgeBase.open(name, url=url, create=False).close()
    with loaded(settings) as embedder:
        done = KnowledgeBase.reembed(name, embedder, url=url, progress=task)
    if as_json:
        print_json({"knowledge": name, **done.to_json()})
        return
    kept = f", {done.kept:,} kept from an earlier run" if done.kept else ""
    say(f"{name}: {done.passages:,} vectors by {done.embedder}{kept}, in {done.seconds:.1f} s")

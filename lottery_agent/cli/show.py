"""Shows answers and events to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from lottery_agent.answer import Answer
    from lottery_agent.events import Event

_REASONS = {
    "no_evidence": "I don't know: nothing was found that answers this.",
    "low_confidence": "I don't know: I could not make sure of an answer.",
    "contradiction": "The statements contradict each other.",
    "limit": "I gave up: a limit was reached.",
    "cancelled": "Cancelled.",
    "error": "I could not work this out.",
}


def plain(text: str, *, style: str = "") -> Text:
    """Return a text of a user or a document for the terminal: no markup, no control characters."""
    from rich.text import Text

    return Text("".join(map(_harmless, text)), style=style)


def one_line(text: str, *, style: str = "") -> Text:
    """Return a text as `plain` does, on one line: nothing in it can pass for a line of ours."""
    return plain(text.replace("\n", "\ufffd").replace("\t", " "), style=style)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of figures: the first column to the left, the others to the right."""
    from rich.table import Table

    made = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number else "left")
    for row in rows:
        made.add_row(*row)
    return made


def _harmless(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return " " if character.isspace() else "\ufffd"


def show_answer(console: Console, answer: Answer) -> None:
    """Print an answer, how it was found, and how sure it is."""
    from rich.table import Table

    if answer.status == "answered" and answer.answer is not None:
        console.print(plain(answer.answer, style="bold"))
    elif answer.error is not None:
        hint = f" ({answer.error.hint})" if answer.error.hint else ""
        console.print(plain(f"{answer.error.message}{hint}", style="red"))
    else:
        console.print(plain(_REASONS[answer.reason or "error"], style="yellow"))

    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for work in answer.work:
        table.add_row(plain(work.tool), plain(f"{work.call}\n= {work.result}"))
    for citation in answer.citations:
        table.add_row(plain(citation.source), plain(f"“{citation.quote}”"))
    for check in answer.checks:
        mark = "✓" if check.passed else "✗"
        table.add_row("check", plain(f"{mark} {check.name}: {check.detail}".rstrip(": ")))
    if answer.status == "answered":
        table.add_row("confidence", f"{answer.confidence:.2f}{', exact' if answer.exact else ''}")
    if table.row_count:
        console.print()
        console.print(table)


def show_event(console: Console, event: Event) -> None:
    """Print one event of a trace on one line."""
    fields = event.to_json()
    name = fields.pop("event")
    if name in ("Answered", "TextDelta"):
        return
    details = "  ".join(f"{key}={value!r}" for key, value in fields.items())
    console.print(plain(f"· {name}  {details}", style="dim"))

"""The report of a grid as a page and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lottery_agent.lab.compression.figures import figures
from lottery_agent.lab.compression.findings import commands, findings, scope, title
from lottery_agent.lab.compression.losses import Losses
from lottery_agent.lab.compression.tables import (
    accuracy_table,
    kinds_table,
    losses_table,
    made_up_table,
    measures_table,
)
from lottery_agent.lab.report.markdown import text_of
from lottery_agent.lab.report.markup import element
from lottery_agent.lab.report.outline import Chapter
from lottery_agent.lab.report.page import document, opening, written


def chapters(losses: Losses) -> Iterator[Chapter]:
    """Yield the chapters that have something to show."""
    drawn = figures(losses)
    for place, name, shown, tables in (
        ("cells", "Cells", ("measures",), (measures_table,)),
        ("abilities", "Abilities", ("radar",), (accuracy_table,)),
        ("losses", "What was lost", (), (losses_table,)),
        ("made-up", "What the tools make up for", (), (made_up_table,)),
        ("bytes", "Accuracy by bytes", ("pareto",), ()),
        ("kinds", "Kinds of probes", (), (kinds_table,)),
    ):
        listed = tuple(table for make in tables if (table := make(losses)).rows)
        found = tuple(drawn[each] for each in shown if each in drawn)
        if listed or found:
            yield Chapter(place, name, found, listed)


def page(losses: Losses) -> str:
    """Return the report as a page that needs no network."""
    head = opening(title(losses), scope(losses), findings(losses), losses.gaps)
    parts = [written(each) for each in chapters(losses)]
    parts.append(("again", "The same again", [element("pre", "\n".join(commands(losses)))]))
    return document(title(losses), head, parts)


def markdown(losses: Losses, *, pictures: Mapping[str, str] | None = None) -> str:
    """Return the report as Markdown.

    Args:
        losses: What is reported.
        pictures: Links to the figures by name; None to leave them out.
    """
    return text_of(
        title(losses),
        scope(losses),
        findings(losses),
        losses.gaps,
        chapters(losses),
        commands(losses),
        pictures=pictures,
    )

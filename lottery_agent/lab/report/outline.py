"""The chapters of a report, the same in a page and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lottery_agent.lab.report import tables
from lottery_agent.lab.report.data import RunReport
from lottery_agent.lab.report.plots import Figure, figures
from lottery_agent.lab.report.tables import Table
from lottery_agent.lab.report.words import Anchors


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a report.

    Attributes:
        place: Its id in a page.
        title: What it is about.
        figures: What it draws.
        tables: What it lists.
    """

    place: str
    title: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]


_CHAPTERS = (
    ("accuracy", "Right answers", ("accuracy", "passes"), (tables.accuracy, tables.outcomes)),
    ("verdicts", "Against the others", ("differences",), (tables.verdicts, tables.published)),
    ("offload", "Who answered", ("offload",), (tables.answerers,)),
    ("confidence", "Confidence", ("risk-coverage", "reliability"), (tables.confidence,)),
    ("costs", "Cost", ("cost", "size"), (tables.costs,)),
    ("sources", "What was asked", (), (tables.sources,)),
)


def outline(report: RunReport, anchors: Anchors) -> Iterator[Chapter]:
    """Yield the chapters of a report that have something to show.

    Args:
        report: What is reported.
        anchors: The places that numbers link to.
    """
    drawn = {figure.name: figure for figure in figures(report, anchors)}
    for place, title, names, makers in _CHAPTERS:
        shown = tuple(drawn[name] for name in names if name in drawn)
        listed = tuple(table for maker in makers if (table := maker(report, anchors)).rows)
        if shown or listed:
            yield Chapter(place, title, shown, listed)

"""The report as Markdown, for papers and a README."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from lottery_agent.lab.report import summary
from lottery_agent.lab.report.data import RunReport
from lottery_agent.lab.report.markup import readable
from lottery_agent.lab.report.outline import Chapter, outline
from lottery_agent.lab.report.tables import Table, Value
from lottery_agent.lab.report.words import Anchors

_SPECIAL = re.compile(r"[\\`*\[\]<>|#$&~]|(?<!\w)_|_(?!\w)")
"""What may mean something in a line of Markdown; `_` within a word does not."""


def markdown(report: RunReport, *, pictures: Mapping[str, str] | None = None) -> str:
    """Return the report as Markdown, without texts of items.

    Args:
        report: What is reported.
        pictures: Links to the figures by name; None to leave them out.
    """
    return text_of(
        summary.title(report),
        summary.scope(report),
        summary.findings(report),
        report.gaps,
        outline(report, Anchors()),
        summary.commands(report),
        pictures=pictures,
    )


def text_of(
    title: str,
    scope: str,
    findings: Iterable[str],
    gaps: Iterable[str],
    chapters: Iterable[Chapter],
    commands: Iterable[str],
    *,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """Return what a report consists of as Markdown.

    Args:
        title: What it is called.
        scope: What was asked of whom.
        findings: What it comes to, one sentence each.
        gaps: What is missing, one sentence each.
        chapters: Its chapters.
        commands: What makes it again.
        pictures: Links to the figures by name; None to leave them out.
    """
    parts = [
        f"# {plain(title)}",
        plain(scope),
        "\n".join(f"* {plain(each)}" for each in findings),
        "\n".join(f"> {plain(each)}" for each in gaps),
    ]
    for chapter in chapters:
        parts.append(f"## {chapter.title}")
        for figure in chapter.figures if pictures else ():
            link = (pictures or {})[figure.name]
            parts += [f"![{plain(figure.title)}](<{link}>)", plain(figure.caption)]
        for table in chapter.tables:
            parts += [plain(table.caption), _grid(table)]
    lines = "\n".join(readable(each) for each in commands)
    parts += ["## The same again", f"```text\n{lines}\n```"]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """Return a text that reads the same in Markdown, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(readable(text).split()))


def _grid(table: Table) -> str:
    rules = ["---" if number < table.texts else "---:" for number in range(len(table.columns))]
    rows = [map(plain, table.columns), rules, *_rows(table)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _rows(table: Table) -> Iterator[list[str]]:
    """Yield the rows; a name that the row above has, too, is left out."""
    for _, group in groupby(table.rows, key=lambda row: row[0]):
        for number, row in enumerate(group):
            yield ["" if number and not column else _cell(v) for column, v in enumerate(row)]


def _cell(value: Value) -> str:
    text = plain(value.text)
    return f"**{text}**" if value.strong and text else text

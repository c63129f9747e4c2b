"""The report as one file of HTML that needs no network and no script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lottery_agent.lab.report import style, summary
from lottery_agent.lab.report.data import RunReport
from lottery_agent.lab.report.items import all_items
from lottery_agent.lab.report.markup import Child, Markup, element, joined
from lottery_agent.lab.report.outline import Chapter, outline
from lottery_agent.lab.report.plots import Figure
from lottery_agent.lab.report.tables import Table, Value
from lottery_agent.lab.report.words import Anchors


def page(report: RunReport) -> str:
    """Return the report as a page. It holds texts of items only if the report does."""
    anchors = Anchors(report)
    chapters = [written(each) for each in outline(report, anchors)]
    chapters.append(("items", "Items", [*_items_note(report), all_items(report, anchors)]))
    chapters.append(("again", "The same again", list(_again(report))))
    head = opening(
        summary.title(report), summary.scope(report), summary.findings(report), report.gaps
    )
    return document(summary.title(report), head, chapters)


WrittenChapter = tuple[str, str, list[Markup]]
"""Place, title and content of a chapter."""


def document(title: str, head: Iterable[Markup], chapters: Sequence[WrittenChapter]) -> str:
    """Return a page: its head, links to the chapters, and these.

    Args:
        title: The page's name.
        head: What stands above the links.
        chapters: The chapters.
    """
    body = element(
        "body",
        element("header", *head, _contents([each[:2] for each in chapters])),
        element(
            "main",
            *(
                element("section", element("h2", name, id=place), *content)
                for place, name, content in chapters
            ),
        ),
        element("script", Markup(style.SCRIPT)),
    )
    whole = element("html", _metadata(title), body, lang="en")
    return f"<!doctype html>\n{whole}\n"


def written(chapter: Chapter) -> WrittenChapter:
    """Return a chapter with its figures, then its tables."""
    figures = [_figure(each, chapter.title) for each in chapter.figures]
    return chapter.place, chapter.title, [*figures, *map(_table, chapter.tables)]


def opening(
    title: str, scope: str, findings: Iterable[str], gaps: Iterable[str]
) -> Iterator[Markup]:
    """Yield what a report begins with: title, scope, findings, and what is missing."""
    yield element("h1", title)
    yield element("p", scope, class_="soft")
    yield element("ul", *(element("li", each) for each in findings), class_="lead")
    missing = [element("p", each) for each in gaps]
    if missing:
        yield element("div", *missing, class_="gaps", role="note")


def _metadata(title: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=style.policy()),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(style.STYLE)),
    )


def _contents(parts: list[tuple[str, str]]) -> Markup:
    links = (element("li", element("a", title, href=f"#{place}")) for place, title in parts)
    return element("nav", element("ul", *links), aria_label="Contents")


def _figure(figure: Figure, chapter: str) -> Markup:
    return element(
        "figure",
        element("h3", figure.title) if figure.title != chapter else None,
        element("figcaption", figure.caption),
        element("div", *(each.markup() for each in figure.drawings), class_="charts"),
        id=f"figure-{figure.name}",
    )


def _table(table: Table) -> Markup:
    """Return a table; equal names in its first column that follow one another are one cell."""
    groups = [list(rows) for _, rows in groupby(table.rows, key=lambda row: row[0])]
    place = f"table-{table.name}"
    head = [
        element("th", name, scope="col", class_="number" if number >= table.texts else None)
        for number, name in enumerate(table.columns)
    ]
    grid = element(
        "table",
        element("thead", element("tr", *head)),
        *(element("tbody", *_group(rows, table.texts)) for rows in groups),
    )
    return joined(
        (
            element("p", table.caption, class_="caption", id=place),
            element("div", grid, class_="scroll", tabindex=0, role="region", aria_labelledby=place),
        )
    )


def _group(rows: list[tuple[Value, ...]], texts: int) -> Iterator[Markup]:
    for number, row in enumerate(rows):
        cells: list[Child] = []
        if number == 0:
            span = len(rows) if len(rows) > 1 else None
            kind = "row" if span is None else "rowgroup"
            cells.append(element("th", _value(row[0], breaks=True), scope=kind, rowspan=span))
        for column, value in enumerate(row[1:], start=1):
            tone = "falls" if value.tone == "falls short" else value.tone
            kinds = ["number" if column >= texts else "words", tone]
            kinds.append("strong" if value.strong else None)
            shown = " ".join(each for each in kinds if each)
            cells.append(element("td", _value(value), class_=shown))
        yield element("tr", *cells)


def _value(value: Value, *, breaks: bool = False) -> Child:
    """Return what stands in a cell; a name may break after a stroke."""
    parts = value.text.split("_") if breaks else [value.text]
    shown = joined(parts, Markup("_<wbr>"))
    return shown if value.link is None else element("a", shown, href=f"#{value.link}")


def _items_note(report: RunReport) -> Iterator[Markup]:
    if all(section.items is None for section in report.sections.values()):
        yield element(
            "p",
            "Ids and outcomes. What was asked and how it was answered is in a report made with "
            "--items, which is not to be passed on where a benchmark's licence forbids it.",
            class_="soft",
        )


def _again(report: RunReport) -> Iterator[Markup]:
    """Yield what makes the same run and report again."""
    yield element("pre", "\n".join(summary.commands(report)))
    manifest = json.dumps(summary.without_paths(report.manifest), indent=1, ensure_ascii=False)
    yield element("details", element("summary", "Manifest of the run"), element("pre", manifest))

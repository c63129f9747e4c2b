"""Shows the lab's data and its comparisons to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lottery_agent.cli.show import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from lottery_agent.lab.comparing import Report
    from lottery_agent.lab.inventory import Inventory
    from lottery_agent.lab.pairing import Row

_DIGITS = 12
"""Of a hash."""


def show_inventory(console: Console, inventory: Inventory) -> None:
    """Print what is there, what it may be used for, and what is missing."""
    from lottery_agent.lab.suites import SUITES

    for stock in inventory.files:
        file, size = stock.file, "" if stock.count is None else f"{stock.count} items"
        digest = (stock.sha256 or "")[:_DIGITS]
        console.print(one_line(f"{file.name:28}{size:12}{stock.state:9}{digest}".rstrip()))
        console.print(one_line(f"  {file.title}", style="dim"))
        console.print(one_line(f"  {file.licence}, {file.url}", style="dim"))
        names = _names(stock.benchmarks) or "the knowledge base of the open questions"
        console.print(one_line(f"  for {names}", style="dim"))
    recording = ""
    for arm in inventory.recorded:
        if not arm.arm:
            continue
        if arm.recording != recording:
            recording = arm.recording
            console.print(one_line(f"recorded answers to {_names(arm.benchmarks)}"))
        without = f" ({arm.without} items without)" if arm.without else ""
        console.print(one_line(f"  {arm.records:>5} {arm.arm}{without}", style="dim"))
    for suite in SUITES.values():
        size = "all items" if suite.cap is None else f"{suite.cap} items"
        console.print(
            one_line(
                f"suite {suite.name}: {size} of each of {len(suite.benchmarks)} benchmarks, "
                f"roughly {suite.minutes} minutes for the agent on two idle cores"
            )
        )
    for problem in inventory.problems:
        console.print(one_line(problem))


def _names(benchmarks: Sequence[str]) -> str:
    """Return the names of benchmarks; a whole group by its own name."""
    from lottery_agent.lab.catalogue import GROUPS

    left = list(benchmarks)
    found = []
    for group, members in GROUPS.items():
        if set(members) <= set(left):
            found.append(f"{group} ({len(members)} benchmarks)")
            left = [name for name in left if name not in members]
    return ", ".join([*found, *left])


def show_comparison(console: Console, report: Report) -> None:
    """Print who beats, matches or falls short of whom, and what that rests on."""
    from rich.box import SIMPLE
    from rich.table import Table

    from lottery_agent.lab.report import words

    for name, arm in (("A", report.first), ("B", report.second)):
        console.print(one_line(f"{name}: {arm}"), soft_wrap=True)
    table = Table(box=SIMPLE, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("benchmark", overflow="fold")
    for column in ("items", "A", "B", "A − B", "p"):
        table.add_column(column, justify="right")
    several = report.total is not None
    if several:
        table.add_column("p of all", justify="right")
    table.add_column("verdict", min_width=9)
    if several:
        table.add_column("of all", min_width=9)
    for row in report.rows:
        found, p_value = row.comparison.verdict_of_all, words.p_value(row.mcnemar_of_all)
        of_all = (p_value, found) if several else None
        table.add_row(*_cells(row, of_all))
    if report.total is not None:
        table.add_section()
        table.add_row(*_cells(report.total, ("", "")), style="bold")
    console.print(table)
    for note in _notes(report):
        console.print(one_line(note))


def _cells(row: Row, of_all: tuple[str, str] | None) -> list[str]:
    from lottery_agent.lab.report import words

    cells = [
        _safe(row.benchmark),
        str(row.pairs.items),
        words.accuracy(row.first),
        words.accuracy(row.second),
        words.difference(row),
        words.p_value(row.mcnemar),
    ]
    verdict = words.verdict(row)
    return [*cells, verdict] if of_all is None else [*cells, of_all[0], verdict, of_all[1]]


def _safe(text: str) -> str:
    """Return a text of a file for a cell: without markup, on one line."""
    from rich.markup import escape

    return escape(one_line(text).plain)


def _notes(report: Report) -> Iterator[str]:
    margin = f"{100 * report.terms.margin:g}"
    yield (
        "Accuracy with its 95% Wilson interval; difference in points with its 95% score interval; "
        f"p of McNemar's exact test. A beats B above 0, matches it above −{margin}, falls short of "
        f"it below −{margin}."
    )
    if any(row.comparison.items_to_decide is not None for row in report.rows):
        yield "In brackets: how many items would decide it, if the shares stay as they are."
    if report.total is not None:
        yield "Of all: corrected by Holm's method, so that all rows may be believed together."
    for name, which in (("A", 0), ("B", 1)):
        missing = sum(row.missing[which] for row in report.rows)
        if missing:
            yield f"Items without a result in {name}: {missing}. They count as failed."
        if report.strays[which]:
            yield f"Results in {name} of other items: {report.strays[which]}. They are left out."
    left_out = sum(row.left_out for row in report.rows)
    if left_out:
        yield f"Items without a recorded answer: {left_out}. They are left out."
    guessing = [row.benchmark for row in report.rows if row.second_at_chance]
    if guessing:
        yield f"B may just be guessing on {', '.join(guessing)}: to match it there shows nothing."
    for row in report.rows:
        if row.overlap is not None:
            found = row.overlap
            yield (
                f"F1 on {row.benchmark}: {found.first:.3f} and {found.second:.3f}, difference "
                f"{found.difference:+.3f} ({found.low:+.3f} {found.high:+.3f}, bootstrap)."
            )

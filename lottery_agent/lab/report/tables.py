"""The tables of a report, as data: the page and the Markdown show the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

from lottery_agent.lab.published import published_totals
from lottery_agent.lab.recorded import RECORDINGS
from lottery_agent.lab.report import words
from lottery_agent.lab.report.data import OUTCOMES, RunReport, Versus
from lottery_agent.lab.report.lines import Line, all_of, lines
from lottery_agent.lab.report.words import NONE, OUTCOME_WORDS, Anchors

_HASH = 12
"""Digits of a hash that a table shows."""

_ONCE = " All together counts a question once: with its passage, if it is asked both ways."

_ENERGY = "joules", "joules / right"
JOULES = (
    "Joules are those of all processor packages of the machine meanwhile, idle or for other "
    "programs, too: figures compare only where nothing else ran."
)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a cell.

    Attributes:
        text: The text.
        link: The place of the page that it links to.
        strong: Whether it is emphasised.
        tone: Name of a colour, for a verdict; the text says the same.
    """

    text: str
    link: str | None = None
    strong: bool = False
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: A word for it.
        caption: What it shows.
        columns: Titles of the columns.
        rows: The cells. Equal texts in the first cells of rows that follow one another are one.
        texts: How many columns, from the left, hold words; the others hold numbers.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    texts: int = 1


def accuracy(report: RunReport, anchors: Anchors) -> Table:
    """Return the share of right answers by benchmark and arm."""
    rows = []
    for name, section in report.sections.items():
        cells = [
            Value(
                words.accuracy(section.parts[arm].cell.tally),
                anchors.part(name, arm),
                strong=arm == report.arm,
            )
            if arm in section.parts
            else Value(NONE)
            for arm in report.titles
        ]
        rows.append((Value(name), Value(f"{len(section.ids):,}"), *cells))
    if len(report.common) > 1:
        tallies = {arm: whole.cell.tally for arm, whole in report.wholes.items()}
        size = next(iter(tallies.values())).items
        cells = [
            Value(words.accuracy(tallies[arm]) if arm in tallies else NONE, strong=True)
            for arm in report.titles
        ]
        rows.append((Value(all_of(report)), Value(f"{size:,}"), *cells))
    return Table(
        "accuracy",
        "Right answers with their 95% Wilson interval. An item without a result counts as failed."
        f"{_ONCE if report.twice and len(report.common) > 1 else ''}",
        ("benchmark", "items", *report.titles),
        tuple(rows),
    )


def outcomes(report: RunReport, anchors: Anchors) -> Table:
    """Return what became of the items."""
    rows = []
    for line in lines(report):
        cell, found = line.cell, line.cell.tally
        failed = found.failed - cell.missing
        counts = (found.correct, found.wrong, found.abstained, failed, cell.missing)
        rows.append(
            (
                *_names(line, report),
                *(
                    Value(f"{count:,}", line.place(anchors, outcome) if count else None)
                    for outcome, count in zip(OUTCOMES, counts, strict=True)
                ),
                Value(words.percent(found.coverage)),
                Value(words.percent(found.wrong_share)),
                Value(NONE if found.f1 is None else f"{found.f1:.3f}"),
            )
        )
    return Table(
        "outcomes",
        "What became of the items. Answered and answered wrongly are shares of all items; F1 is "
        "the mean overlap of words with the accepted texts.",
        ("benchmark", "arm", *OUTCOME_WORDS.values(), "answered", "answered wrongly", "F1"),
        tuple(rows),
        texts=2,
    )


def verdicts(report: RunReport, anchors: Anchors) -> Table:
    """Return whom the arm in question beats, matches or falls short of."""
    rows = [_verdict(report, anchors, versus) for versus in report.versus]
    rows += [_verdict(report, anchors, versus, total=True) for versus in report.totals]
    margin = f"{100 * report.terms.margin:g}"
    columns = "verdict", "alone", "difference", report.arm, "other", "items", "p", "p alone"
    return Table(
        "verdicts",
        f"{report.arm} against the others on the same items. Differences are in points with their "
        f"95% score interval: it beats above 0, matches above −{margin}, falls short below "
        f"−{margin}. The verdicts are corrected by Holm's method, so that all "
        f"{len(report.versus):,} may be believed together; beside them those of each row alone, in "
        "brackets how many items would decide it. p is McNemar's exact one."
        f"{_ONCE if report.twice and report.totals else ''}",
        ("benchmark", "against", *columns),
        tuple(rows),
        texts=2,
    )


def published(report: RunReport, anchors: Anchors) -> Table:
    """Return the totals that papers give for the benchmarks, beside our own."""
    rows = [
        (
            Value(name, anchors.benchmark(name)),
            Value(each.model),
            Value(each.method),
            Value(each.source),
            Value(words.percent(each.accuracy)),
            Value(words.accuracy(section.parts[report.arm].cell.tally)),
        )
        for name, section in report.sections.items()
        if report.arm in section.parts
        for each in published_totals(name)
    ]
    return Table(
        "published",
        "Totals that papers give for a benchmark of that name. They are of other items, so nothing "
        "is paired and no verdict is drawn.",
        ("benchmark", "model", "method", "paper", "published", report.arm),
        tuple(rows),
        texts=4,
    )


def answerers(report: RunReport, anchors: Anchors) -> Table:
    """Return which tools answered."""
    rows = []
    for line in lines(report):
        tools = sorted(line.cell.answered_by.items(), key=lambda each: (-each[1], each[0]))
        answered = sum(line.cell.answered_by.values())
        rows.append(
            (
                *_names(line, report),
                Value(", ".join(f"{tool} {count:,}" for tool, count in tools) or NONE),
                Value(f"{answered:,}", line.place(anchors)),
                Value(words.percent(line.cell.offloaded) if answered else NONE),
            )
        )
    return Table(
        "offload",
        "Who answered: the tool of the last call, a quote, or the model alone. Offloaded is the "
        "share of the answers to which a tool or a quote contributed.",
        ("benchmark", "arm", "answered by", "answered", "offloaded"),
        tuple(rows),
        texts=3,
    )


def confidence(report: RunReport, anchors: Anchors) -> Table:
    """Return how far confidence can be trusted, by arm."""
    rows = []
    for arm, whole in report.wholes.items():
        trust = whole.trust
        if trust is not None:
            rows.append(
                (
                    Value(arm, strong=arm == report.arm),
                    Value(f"{trust.answers:,}"),
                    Value(words.percent(trust.answers / trust.questions)),
                    Value(f"{trust.error:.3f}"),
                    Value(f"{trust.area:.3f}"),
                )
            )
    return Table(
        "confidence",
        "ECE: how far confidence and accuracy lie apart on average, in ten bins. AURC: share of "
        "wrong answers, averaged over all coverages that are reached. Both are best at 0. "
        f"Over {_benchmarks(report)}.",
        ("arm", "answers", "answered", "ECE", "AURC"),
        tuple(rows),
    )


def costs(report: RunReport, anchors: Anchors) -> Table:
    """Return what answers cost, energy only if it was measured of an arm."""
    rows = []
    listed = list(lines(report))
    energy = any(line.cell.joules is not None for line in listed)
    for line in listed:
        cell = line.cell
        measured = cell.peak_bytes is not None
        right = line.place(anchors, "correct") if measured and cell.tally.correct else None
        joules = (
            Value(words.number(cell.joules)),
            Value(words.number(cell.joules_of_right), None if cell.joules is None else right),
        )
        rows.append(
            (
                *_names(line, report),
                Value(words.number(cell.tokens)),
                Value(words.number(cell.reused)),
                Value(words.number(cell.seconds if measured else None)),
                Value(words.number(cell.processor_seconds if measured else None)),
                Value(words.number(cell.seconds_of_right if measured else None), right),
                *(joules if energy else ()),
                Value(words.size(cell.model_bytes)),
                Value(words.size(cell.peak_bytes)),
            )
        )
    columns = "tokens", "reused", "seconds", "processor s", "processor s / right"
    caption = (
        "Means over items: tokens computed and prompt tokens reused, seconds by the clock (items "
        "are answered side by side and share them) and of the processors; processor seconds for "
        "each right answer; size of the model file; peak memory with tool workers."
    )
    return Table(
        "costs",
        f"{caption} {JOULES}" if energy else caption,
        ("benchmark", "arm", *columns, *(_ENERGY if energy else ()), "model", "memory"),
        tuple(rows),
        texts=2,
    )


def sources(report: RunReport, anchors: Anchors) -> Table:
    """Return where the items and the recorded answers are from."""
    rows = []
    for name, section in report.sections.items():
        benchmark = section.benchmark
        recording = benchmark.recording
        rows.append(
            (
                Value(name, anchors.benchmark(name)),
                Value(words.without_folder(benchmark.file.title)),
                Value(benchmark.scorer.rule),
                Value(benchmark.file.licence),
                Value(RECORDINGS[recording].origin if recording else NONE),
                Value(f"{len(section.ids):,}"),
                Value(words.percent(section.chance)),
                Value(section.sha256[:_HASH]),
            )
        )
    columns = "what it is", "right is", "licence", "recorded answers from"
    return Table(
        "sources",
        "What was asked. Guessing: share of the items that a guess gets right. The hash is the "
        "beginning of a SHA-256 of all that the items ask and of what is right.",
        ("benchmark", *columns, "items", "guessing", "hash"),
        tuple(rows),
        texts=5,
    )


def _verdict(
    report: RunReport, anchors: Anchors, versus: Versus, *, total: bool = False
) -> tuple[Value, ...]:
    row, found = versus.row, versus.row.comparison
    name = row.benchmark
    pairs = None if total else anchors.versus(name, versus.other)
    # Of a recorded arm there is no list of items, but for the pairs.
    other = pairs if versus.recorded else anchors.part(name, versus.other)
    guessing = " (may be guessing)" if row.second_at_chance else ""
    of_all = Value(found.verdict_of_all, strong=True, tone=found.verdict_of_all)
    return (
        Value("total" if total else name),
        Value(versus.other + guessing),
        Value(NONE) if total else of_all,
        Value(words.verdict(row), tone=found.verdict),
        Value(words.difference(row), pairs),
        Value(words.accuracy(row.first), None if total else anchors.part(name, report.arm)),
        Value(words.accuracy(row.second), None if total else other),
        Value(f"{row.pairs.items:,}", pairs),
        Value(NONE if total else words.p_value(row.mcnemar_of_all)),
        Value(words.p_value(row.mcnemar)),
    )


def _names(line: Line, report: RunReport) -> tuple[Value, Value]:
    """Return the first two cells of a line."""
    name = all_of(report) if line.benchmark is None else line.benchmark
    return Value(name), Value(line.arm, strong=line.arm == report.arm)


def _benchmarks(report: RunReport) -> str:
    return words.counted(len(report.common), "benchmark") + (
        "" if report.whole else " that all arms have begun"
    )

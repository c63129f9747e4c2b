"""The figures of a report: which charts show what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lottery_agent.lab.passes import doubled
from lottery_agent.lab.published import published_totals
from lottery_agent.lab.report import bars, planes, words
from lottery_agent.lab.report.bars import Bar, Dot, Key, Kind, Stack
from lottery_agent.lab.report.data import RunReport, Trust
from lottery_agent.lab.report.drawing import Drawing
from lottery_agent.lab.report.planes import Place
from lottery_agent.lab.report.words import Anchors
from lottery_agent.lab.scores import MODEL
from lottery_agent.scoring import Tally

_KEYS = 7
"""Most tools with a colour of their own: as many as can be told apart."""
_REST = "other tools"


@dataclass(frozen=True, slots=True)
class Figure:
    """Charts that belong together.

    Attributes:
        name: A word for it, and for its file.
        title: What it shows.
        caption: How to read it.
        drawings: The charts; there is at least one.
    """

    name: str
    title: str
    caption: str
    drawings: tuple[Drawing, ...]


def figures(report: RunReport, anchors: Anchors) -> list[Figure]:
    """Return the figures that a report has something to show in.

    Args:
        report: What is reported.
        anchors: The places of the page that numbers link to.
    """
    made = (
        _accuracy(report, anchors),
        _differences(report, anchors),
        _offload(report, anchors),
        _risk(report),
        _reliability(report),
        _costs(report),
        _sizes(report),
        _passes(report),
    )
    return [figure for figure in made if figure.drawings]


def _accuracy(report: RunReport, anchors: Anchors) -> Figure:
    drawings = []
    for name, section in report.sections.items():
        rows = [
            _share(arm, _kind(report, arm), part.cell.tally, anchors.part(name, arm))
            for arm, part in section.parts.items()
        ]
        rows += [
            _share(each.other, "recorded", each.row.second, anchors.versus(name, each.other))
            for each in report.versus
            if each.recorded and each.row.benchmark == name
        ]
        rows += [
            Dot(each.name, "published", share, share, share, f"{words.percent(share)} published")
            for each in published_totals(name)
            for share in (each.accuracy,)
        ]
        drawings.append(
            bars.dots(
                name,
                rows,
                bounds=[section.chance] if section.chance else (),
                link=anchors.benchmark(name),
            )
        )
    return Figure(
        "accuracy",
        "Right answers",
        "Percent of the items, with the 95% Wilson interval. Disc: the arm in question; ring: "
        "other arms; diamond: large models whose answers were recorded; stroke: totals that papers "
        "give, on other items. Dashed: guessing.",
        tuple(drawings),
    )


def _share(name: str, kind: Kind, found: Tally, link: str | None) -> Dot:
    shown = words.accuracy(found)
    return Dot(name, kind, found.accuracy, found.low, found.high, shown, link)


def _differences(report: RunReport, anchors: Anchors) -> Figure:
    drawings = []
    for name in report.sections:
        rows = []
        for versus in report.versus:
            if versus.row.benchmark == name:
                found = versus.row.comparison
                kind: Kind = "recorded" if versus.recorded else "other"
                shown = f"{words.points(found.difference)} {found.verdict}"
                place = anchors.versus(name, versus.other)
                rows.append(
                    Dot(versus.other, kind, found.difference, found.low, found.high, shown, place)
                )
        if rows:
            link = anchors.benchmark(name)
            bounds = (-report.terms.margin,)
            drawings.append(bars.dots(name, rows, low=-1.0, bounds=bounds, link=link))
    return Figure(
        "differences",
        "Differences on the same items",
        f"{report.arm} less the other, in points, with the 95% score interval. Wholly right of 0 "
        "it beats the other, right of the dashed line it matches it, left of that line it falls "
        "short. Ring: other arms; diamond: recorded answers of large models. Each verdict on its "
        "own; the table has them corrected.",
        tuple(drawings),
    )


def _offload(report: RunReport, anchors: Anchors) -> Figure:
    keys = _keys(report)
    known = {key.name for key in keys}
    drawings = []
    for arm in report.titles:
        rows = []
        for name, section in report.sections.items():
            if arm not in section.parts:
                continue
            cell = section.parts[arm].cell
            shares: dict[str, float] = {key.name: 0.0 for key in keys}
            for tool, count in cell.answered_by.items():
                shares[tool if tool in known else _REST] += count / cell.tally.items
            parts = tuple((tool, share) for tool, share in shares.items() if share)
            place = anchors.part(name, arm)
            rows.append(Stack(name, parts, f"{100 * cell.tally.coverage:.0f}%", place))
        if any(tool != MODEL for row in rows for tool, _ in row.parts):
            drawings.append(bars.stacks(arm, rows, keys))
    return Figure(
        "offload",
        "Who answered",
        "Percent of the items that each tool answered: that of the last call, a quote, or the "
        "model alone. Empty: no answer. On the right: answered in all. Arms that call no tool are "
        "left out.",
        (bars.legend(keys), *drawings) if drawings else (),
    )


def _risk(report: RunReport) -> Figure:
    trusts = dict(_trusts(report))
    drawings = []
    for arm, trust in trusts.items():
        others = [each.curve for name, each in trusts.items() if name != arm]
        last = trust.curve[-1]
        said = (
            f"{words.percent(last.coverage)} answered, of these {words.percent(last.risk)} wrong; "
            f"mean share of wrong answers over all coverages {trust.area:.3f}"
        )
        drawings.append(planes.curve(arm, trust.curve, others, said))
    return Figure(
        "risk-coverage",
        "Risk by coverage",
        f"If only the surest answers are given: how many of them are wrong, {_over(report)}. Other "
        "arms are faint.",
        tuple(drawings),
    )


def _reliability(report: RunReport) -> Figure:
    drawings = []
    for arm, trust in _trusts(report):
        said = f"calibration error {trust.error:.3f}; " + "; ".join(
            f"confidence {group.confidence:.2f}: {words.percent(group.accuracy)} of {group.items}"
            for group in trust.bins
            if group.confidence is not None and group.accuracy is not None
        )
        drawings.append(planes.bins(arm, trust.bins, said))
    return Figure(
        "reliability",
        "Reliability",
        f"How many of the answers with a confidence are right, {_over(report)}; the number of "
        "answers stands above. On the dashed line confidence is just right.",
        tuple(drawings),
    )


def _costs(report: RunReport) -> Figure:
    rows = []
    for arm, whole in report.wholes.items():
        cell = whole.cell
        if cell.peak_bytes is None:
            continue
        seconds = cell.seconds_of_right
        unknown = "none right" if cell.covered else "unknown"
        shown = unknown if seconds is None else f"{words.number(seconds)} s"
        rows.append(Bar(arm, _kind(report, arm), seconds, shown))
    drawings = (bars.bars("processor seconds per right answer", rows),) if rows else ()
    return Figure(
        "cost",
        "Cost of a right answer",
        f"Processor seconds for all items divided by right answers, {_over(report)}.",
        drawings,
    )


def _sizes(report: RunReport) -> Figure:
    places = [
        Place(arm, _kind(report, arm), cell.model_bytes, tally.accuracy, tally.low, tally.high)
        for arm, whole in report.wholes.items()
        for cell, tally in ((whole.cell, whole.cell.tally),)
        if cell.model_bytes
    ]
    several = len({place.bytes for place in places}) > 1
    return Figure(
        "size",
        "Accuracy by size",
        f"Right answers with their 95% interval by the size of the model file, {_over(report)}. "
        "The dashed line goes through the arms that none of the same size or smaller equals.",
        (planes.sizes("right answers by size", places, pareto(places)),) if several else (),
    )


def _passes(report: RunReport) -> Figure:
    drawings = [
        planes.passes(
            f"{arm}, {name}",
            part.cell.passes,
            _kind(report, arm),
            "one right of " + ", ".join(map(str, doubled(part.cell.passes))),
        )
        for name, section in report.sections.items()
        for arm, part in section.parts.items()
        if len(part.cell.passes) > 1
    ]
    return Figure(
        "passes",
        "Right in one of k samples",
        "How many items have a right one among k samples (pass@k), with the 95% interval: what a "
        "verifier could reach that always finds it.",
        tuple(drawings),
    )


def pareto(places: Sequence[Place]) -> list[Place]:
    """Return the places that none of the same size or smaller equals, the smallest first."""
    front: list[Place] = []
    for place in sorted(places, key=lambda each: (each.bytes, -each.value)):
        if not front or place.value > front[-1].value:
            front.append(place)
    return front


def _keys(report: RunReport) -> list[Key]:
    """Return the tools that answered most, then all others as one, then the model alone."""
    counts: Counter[str] = Counter()
    for section in report.sections.values():
        for part in section.parts.values():
            counts.update(part.cell.answered_by)
    alone = counts.pop(MODEL, 0)
    tools = sorted(counts, key=lambda tool: (-counts[tool], tool))
    keys = [
        Key(chr(ord("A") + number), f"c{number}", tool) for number, tool in enumerate(tools[:_KEYS])
    ]
    if len(tools) > _KEYS:
        keys.append(Key("+", "rest", _REST))
    if alone:
        keys.append(Key("–", "alone", MODEL))
    return keys


def _trusts(report: RunReport) -> Iterator[tuple[str, Trust]]:
    for arm, whole in report.wholes.items():
        if whole.trust is not None:
            yield arm, whole.trust


def _kind(report: RunReport, arm: str) -> Kind:
    return "own" if arm == report.arm else "other"


def _over(report: RunReport) -> str:
    return f"over {words.counted(len(report.common), 'benchmark')}"

"""Charts with two axes: risk by coverage, accuracy by confidence, by size, and by samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.lab.passes import Pass, doubled
from lottery_agent.lab.report import words
from lottery_agent.lab.report.bars import Kind
from lottery_agent.lab.report.drawing import (
    TOP,
    WIDTH,
    Drawing,
    Scale,
    box,
    clipped,
    line,
    mark,
    path,
    text,
)
from lottery_agent.lab.report.markup import Markup, joined
from lottery_agent.reliability import Bin, Point

_LEFT = 30
_RIGHT = 12
_CEILING = TOP + 18
"""Where the plane begins, below the name of the upright axis."""
_FLOOR = _CEILING + 200
_HEIGHT = _FLOOR + 34
_LABELS = 100
"""Width of the names beside a plane."""
_LABEL = 14
"""Height of one."""
_SHIFT = 9
"""Between the marks of arms of the same size."""
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Place:
    """An accuracy with its interval, at a size in bytes."""

    name: str
    kind: Kind
    bytes: int
    value: float
    low: float
    high: float


def curve(
    title: str, points: Sequence[Point], others: Sequence[Sequence[Point]], said: str
) -> Drawing:
    """Draw risk by coverage; those of other arms faintly behind.

    Args:
        title: Whose it is.
        points: The curve, not empty.
        others: The other curves.
        said: What it says, in words.
    """
    across, up = Scale(0.0, 1.0, _LEFT, WIDTH - _RIGHT), _upright()

    def drawn(points: Sequence[Point], kind: str) -> Markup:
        return path([(across(p.coverage), up(p.risk)) for p in points], kind)

    parts = [
        _plane(across, up, "answered, % of all questions", "wrong, % of the answers"),
        *(drawn(each, "faint") for each in others),
        drawn(points, "own curve"),
        *(mark(across(p.coverage), up(p.risk), "own") for p in (points[0], points[-1])),
    ]
    return Drawing(title, said, _HEIGHT, joined(parts))


def bins(title: str, groups: Sequence[Bin], said: str) -> Drawing:
    """Draw a reliability diagram: accuracy by confidence, with the number of answers."""
    across, up = Scale(0.0, 1.0, _LEFT, WIDTH - _RIGHT), _upright()
    parts = [
        _plane(across, up, "confidence, %", "right, % of the answers"),
        line(across(0), up(0), across(1), up(1), "bound"),
    ]
    for group in groups:
        if group.accuracy is not None:
            x, wide = across(group.low) + 1, across(group.high) - across(group.low) - 2
            top = up(group.accuracy)
            tip = f"{words.percent(group.accuracy)} right of {group.items}"
            inside = top < _CEILING + 14
            parts += [
                box(x, top, wide, up(0) - top + 1, "bar own", tip),
                text(
                    x + wide / 2,
                    top + 12 if inside else top - 4,
                    str(group.items),
                    "number on-bar" if inside else "number",
                    anchor="middle",
                ),
            ]
    return Drawing(title, said, _HEIGHT, joined(parts))


def sizes(title: str, places: Sequence[Place], front: Sequence[Place]) -> Drawing:
    """Draw accuracy by size, with a line through those that no smaller one equals.

    Args:
        title: What is drawn.
        places: The accuracies, not empty.
        front: Those on the line, the smallest first.
    """
    smallest, largest = min(p.bytes for p in places), max(p.bytes for p in places)
    logarithmic = largest > 4 * smallest
    measure = math.log10 if logarithmic else float
    ends = (smallest / 1.3, largest * 1.3) if logarithmic else (0.0, largest * 1.15)
    across = Scale(measure(ends[0]), measure(ends[1]), _LEFT, WIDTH - _LABELS - 6)
    up = _upright()
    name = "size of the model file" + (" (logarithmic)" if logarithmic else "")
    parts = [_levels(across, up), *_names(name, "right, % of the items")]
    for size in sorted({smallest, largest}):
        x = across(measure(size))
        parts.append(text(x, _FLOOR + 14, words.size(size), "soft", anchor="middle"))
    parts.append(_front([(across(measure(p.bytes)), up(p.value)) for p in front], across.end))
    labels = _apart([up(place.value) for place in places])
    for place, label in zip(places, labels, strict=True):
        same = [each for each in places if each.bytes == place.bytes]
        shift = _SHIFT * (same.index(place) - (len(same) - 1) / 2)
        x, y = across(measure(place.bytes)) + shift, up(place.value)
        parts += [
            line(x, y, WIDTH - _LABELS - 4, label, "grid"),
            line(x, up(place.low), x, up(place.high), f"span {place.kind}"),
            mark(x, y, place.kind),
            text(WIDTH - _LABELS, label + 4, clipped(place.name, _LABELS)),
        ]
    said = "; ".join(
        f"{p.name} {words.size(p.bytes)}, {words.percent(p.value)} right" for p in places
    )
    if front:
        said += f". No smaller one equals {', '.join(place.name for place in front)}"
    return Drawing(title, said, _HEIGHT, joined(parts))


def passes(title: str, points: Sequence[Pass], kind: Kind, said: str) -> Drawing:
    """Draw how often one of k samples is right, by k (logarithmic), with intervals.

    Args:
        title: Whose samples they are.
        points: The estimates for 1, 2, 3 … samples, at least two.
        kind: Whether the arm is the one in question.
        said: What it says, in words.
    """
    across = Scale(0.0, math.log2(points[-1].k), _LEFT, WIDTH - _RIGHT)
    up = _upright()
    places = [(across(math.log2(point.k)), up(point.rate)) for point in points]
    parts = [_levels(across, up), *_names("samples (logarithmic)", "one right, % of the items")]
    for point in doubled(points):
        x = across(math.log2(point.k))
        parts.append(text(x, _FLOOR + 14, str(point.k), "soft", anchor="middle"))
    for point, (x, y) in zip(points, places, strict=True):
        parts += [line(x, up(point.low), x, up(point.high), f"span {kind}"), mark(x, y, kind)]
    parts.append(path(places, "own curve"))
    return Drawing(title, said, _HEIGHT, joined(parts))


def _upright() -> Scale:
    return Scale(0.0, 1.0, _FLOOR, _CEILING)


def _plane(across: Scale, up: Scale, below: str, above: str) -> Markup:
    """Return a plane of shares with the names of its axes."""
    parts = [_levels(across, up), *_names(below, above)]
    for tick in _TICKS:
        parts += [
            line(across(tick), up(0), across(tick), up(1), "grid"),
            text(across(tick), _FLOOR + 14, f"{100 * tick:g}", "soft", anchor="middle"),
        ]
    return joined(parts)


def _levels(across: Scale, up: Scale) -> Markup:
    parts = []
    for tick in _TICKS:
        parts += [
            line(across.start, up(tick), across.end, up(tick), "grid"),
            text(_LEFT - 6, up(tick) + 4, f"{100 * tick:g}", "soft", anchor="end"),
        ]
    return joined(parts)


def _names(below: str, above: str) -> list[Markup]:
    return [text(_LEFT, _FLOOR + 29, below, "soft"), text(0, TOP + 7, above, "soft")]


def _front(corners: Sequence[tuple[float, float]], end: float) -> Markup:
    """Return the line of what can be had at most for each size: it goes up in steps."""
    steps: list[tuple[float, float]] = []
    for x, y in corners:
        steps += [(x, steps[-1][1])] if steps else []
        steps.append((x, y))
    return path([*steps, (end, steps[-1][1])], "bound curve") if steps else Markup()


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights near the given ones that are so far apart that labels do not overlap."""
    placed = [0.0] * len(heights)
    free = float(_CEILING)
    for number in sorted(range(len(heights)), key=lambda each: (heights[each], each)):
        placed[number] = max(heights[number], free)
        free = placed[number] + _LABEL
    over = max(0.0, free - _LABEL - _FLOOR)
    return [each - over for each in placed]

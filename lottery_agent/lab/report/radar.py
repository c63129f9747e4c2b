"""Charts with an axis for each ability: shares of right answers as the corners of a polygon."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lottery_agent.lab.report import words
from lottery_agent.lab.report.bars import Kind
from lottery_agent.lab.report.drawing import TOP, WIDTH, Drawing, mark, path, text
from lottery_agent.lab.report.markup import Markup, joined

_RADIUS = 92
_MIDDLE = (WIDTH / 2, TOP + 24 + _RADIUS)
_HEIGHT = TOP + 2 * _RADIUS + 66
_RINGS = (0.25, 0.5, 0.75, 1.0)
_SIDE = 0.3
"""A name beside the middle of the circle by more than this is written outwards."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The shares of one system, one for each axis.

    Attributes:
        name: Whose they are.
        kind: How they are marked.
        values: The shares, in the order of the axes; None where there is none.
    """

    name: str
    kind: Kind
    values: tuple[float | None, ...]


def radar(
    title: str,
    axes: Sequence[str],
    outlines: Sequence[Outline],
    *,
    bounds: Sequence[float] = (),
    link: str | None = None,
) -> Drawing:
    """Draw shares as polygons around a middle.

    Args:
        title: What they are of.
        axes: What each axis stands for, at least three.
        outlines: The shares, the most important last.
        bounds: For each axis a share that is drawn dashed, such as that of guessing.
        link: The place of the page that the title links to.
    """
    whole = len(axes)
    rings = [
        path([_place(number, whole, share) for number in range(whole + 1)], "faint")
        for share in _RINGS
    ]
    spokes = [path([_MIDDLE, _place(number, whole, 1)], "faint") for number in range(whole)]
    dashed = [_closed(bounds, "bound curve")] if bounds else []
    drawn = [_outline(each) for each in outlines]
    legend = [
        joined(
            (
                mark(12 + number * WIDTH / 3, _HEIGHT - 12, each.kind),
                text(24 + number * WIDTH / 3, _HEIGHT - 8, each.name),
            )
        )
        for number, each in enumerate(outlines)
    ]
    said = "; ".join(f"{each.name}: {_said(axes, each)}" for each in outlines)
    names = [_name(number, whole, name) for number, name in enumerate(axes)]
    parts = [*rings, *spokes, *dashed, *drawn, *names, *legend]
    return Drawing(title, said, _HEIGHT, joined(parts), link)


def _outline(outline: Outline) -> Markup:
    whole = len(outline.values)
    corners = [
        _place(number, whole, value)
        for number, value in enumerate(outline.values)
        if value is not None
    ]
    closed = [*corners, corners[0]] if len(corners) == whole else corners
    marks = [mark(x, y, outline.kind) for x, y in corners]
    return joined([path(closed, f"{outline.kind} curve"), *marks])


def _closed(shares: Sequence[float], kind: str) -> Markup:
    corners = [_place(number, len(shares), share) for number, share in enumerate(shares)]
    return path([*corners, corners[0]], kind)


def _place(number: int, whole: int, share: float) -> tuple[float, float]:
    """Return where a share stands on an axis; the first axis points up."""
    angle = 2 * math.pi * number / whole
    x, y = _MIDDLE
    return x + _RADIUS * share * math.sin(angle), y - _RADIUS * share * math.cos(angle)


def _name(number: int, whole: int, name: str) -> Markup:
    side = math.sin(2 * math.pi * number / whole)
    x, y = _place(number, whole, 1.12)
    anchor = "middle" if abs(side) < _SIDE else "end" if side < 0 else None
    return text(x, y + 4, name, "soft", anchor=anchor)


def _said(axes: Sequence[str], outline: Outline) -> str:
    return ", ".join(
        f"{axis} {words.NONE if value is None else words.percent(value)}"
        for axis, value in zip(axes, outline.values, strict=True)
    )

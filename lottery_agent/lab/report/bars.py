"""Charts of one row for each name: shares with their intervals, lengths, and parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lottery_agent.lab.report import words
from lottery_agent.lab.report.drawing import (
    TOP,
    WIDTH,
    Drawing,
    Scale,
    box,
    clipped,
    fits,
    line,
    linked,
    mark,
    text,
)
from lottery_agent.lab.report.markup import Markup, joined

Kind = Literal["own", "other", "recorded", "published"]
"""The arm in question, another arm, a model whose answers were recorded, or a published total."""

_LEFT = 80
"""Width of the names on the left; longer ones stand above what they name."""
_RIGHT = 112
"""Width of the numbers on the right."""
_PAD = 4
"""Left of a bar whose name stands above, for the first number of the axis."""
_ROW = 20
_TALL_ROW = 34
_AXIS = 20
_BAR = 12
_STACK = 14
_DARK = ("c0", "c5")
"""Colours on which a letter has to be bright."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A share, or a difference of shares, with its interval."""

    name: str
    kind: Kind
    value: float
    low: float
    high: float
    words: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A length; None if there is none to draw, as `words` then say."""

    name: str
    kind: Kind
    value: float | None
    words: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """Shares of a whole, each with its key in the legend; the rest stays empty."""

    name: str
    parts: tuple[tuple[str, float], ...]
    words: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What a letter and a colour mean."""

    letter: str
    kind: str
    name: str


def dots(
    title: str,
    rows: Sequence[Dot],
    *,
    low: float = 0.0,
    bounds: Sequence[float] = (),
    link: str | None = None,
) -> Drawing:
    """Draw shares with their intervals, one below the other.

    Args:
        title: What they are of.
        rows: The shares.
        low: Left end of the axis: 0 for shares, −1 for differences.
        bounds: Where dashed lines are drawn.
        link: The place of the page that the title links to.
    """
    scale = Scale(low, 1.0, _LEFT, WIDTH - _RIGHT)
    places, height = _stacked([not _beside(row.name) for row in rows])
    parts = [
        _grid(scale, [low + (1 - low) * step / 4 for step in range(5)], height, signed=low < 0),
        *(line(scale(each), TOP, scale(each), height, "bound") for each in bounds),
    ]
    for row, y in zip(rows, places, strict=True):
        number = text(WIDTH, y + 4, row.words, "number", anchor="end")
        parts += [
            _name(row.name, y),
            line(scale(row.low), y, scale(row.high), y, f"span {row.kind}"),
            mark(scale(row.value), y, row.kind),
            linked(number, row.link),
        ]
    said = "; ".join(f"{row.name} {row.words}" for row in rows)
    return Drawing(title, said, height + _AXIS, joined(parts), link)


def bars(title: str, rows: Sequence[Bar], *, link: str | None = None) -> Drawing:
    """Draw lengths, one below the other, from zero."""
    most = max((row.value for row in rows if row.value is not None), default=1.0)
    scale = Scale(0.0, most, _LEFT, WIDTH - _RIGHT)
    places, height = _stacked([not _beside(row.name) for row in rows])
    parts = [line(_LEFT, TOP, _LEFT, height, "grid")]
    for row, y in zip(rows, places, strict=True):
        end = scale(row.value or 0.0)
        parts += [
            _name(row.name, y),
            box(_LEFT, y - _BAR / 2, end - _LEFT, _BAR, f"bar {row.kind}"),
            linked(text(end + 6, y + 4, row.words, "number"), row.link),
        ]
    said = "; ".join(f"{row.name} {row.words}" for row in rows)
    return Drawing(title, said, height + 4, joined(parts), link)


def stacks(title: str, rows: Sequence[Stack], keys: Sequence[Key]) -> Drawing:
    """Draw shares of a whole as stacked bars; each part has the letter of its key."""
    by_name = {key.name: key for key in keys}
    tall = any(not _beside(row.name) for row in rows)
    left = _PAD if tall else _LEFT
    scale = Scale(0.0, 1.0, left, WIDTH - 44)
    places, height = _stacked([tall] * len(rows))
    parts = [_grid(scale, [0, 0.25, 0.5, 0.75, 1], height)]
    for row, y in zip(rows, places, strict=True):
        empty = box(left, y - _STACK / 2, scale.end - left, _STACK, "none")
        parts += [_name(row.name, y, above=tall), empty]
        done = 0.0
        for name, share in row.parts:
            key = by_name[name]
            x, wide = scale(done), scale(done + share) - scale(done)
            tip = f"{name}: {words.percent(share)}"
            parts.append(box(x, y - _STACK / 2, wide, _STACK, f"part {key.kind}", tip))
            if fits(key.letter, wide):
                parts.append(_letter(key, x + wide / 2, y + 4))
            done += share
        parts.append(linked(text(WIDTH, y + 4, row.words, "number", anchor="end"), row.link))
    said = "; ".join(
        f"{row.name}: " + (", ".join(f"{n} {words.percent(s)}" for n, s in row.parts) or "none")
        for row in rows
    )
    return Drawing(title, said, height + _AXIS, joined(parts))


def legend(keys: Sequence[Key]) -> Drawing:
    """Draw what letters and colours mean."""
    parts = []
    for number, key in enumerate(keys):
        y = TOP + number * _ROW
        parts += [
            box(0, y, 22, _STACK, f"part {key.kind}"),
            _letter(key, 11, y + 11),
            text(30, y + 11, clipped(key.name, WIDTH - 30)),
        ]
    said = "; ".join(f"{key.letter} {key.name}" for key in keys)
    return Drawing("Who answered", said, TOP + len(keys) * _ROW, joined(parts))


def _letter(key: Key, x: float, y: float) -> Markup:
    """Return the letter of a key on its colour."""
    kind = "soft" if key.kind == "alone" else "key bright" if key.kind in _DARK else "key"
    return text(x, y, key.letter, kind, anchor="middle")


def _stacked(tall: Sequence[bool]) -> tuple[list[float], float]:
    """Return the middle of each row, and where the last one ends; tall rows have names above."""
    places, y = [], float(TOP)
    for each in tall:
        y += _TALL_ROW if each else _ROW
        places.append(y - _ROW / 2)
    return places, y


def _beside(name: str) -> bool:
    """Tell whether a name has room on the left of its row."""
    return fits(name, _LEFT - 8)


def _name(name: str, y: float, *, above: bool | None = None) -> Markup:
    if above or (above is None and not _beside(name)):
        return text(0, y - 12, clipped(name, WIDTH), "soft")
    return text(0, y + 4, name)


def _grid(scale: Scale, ticks: Sequence[float], height: float, *, signed: bool = False) -> Markup:
    """Return vertical lines with their values below, in percent or points."""
    parts = []
    for tick in ticks:
        value = f"{100 * tick:+g}" if signed and tick else f"{100 * tick:g}"
        parts += [
            line(scale(tick), TOP, scale(tick), height, "grid"),
            text(scale(tick), height + 14, value.replace("-", "−"), "soft", anchor="middle"),
        ]
    return joined(parts)

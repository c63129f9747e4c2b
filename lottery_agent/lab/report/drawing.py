"""Drawings in SVG: what all charts are made of, and how they stand alone or in a page.

Charts name what they draw by classes; `STYLE` gives these their colours, for a light and a dark
page. The colours are those of Okabe and Ito, which people with any common colour vision can tell
apart; shapes and words always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lottery_agent.lab.report.markup import Markup, element, joined

WIDTH = 356
"""Of a chart in pixels: it fits a phone without being made smaller."""
TOP = 26
"""Where a chart begins below its title."""
GAP = 20
"""Between charts in one file."""
_LETTER = 6.9
"""Mean width of a letter, in pixels, in a wide font."""

VARIABLES = """
:root{--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--own:#0072b2;--other:#6b7480;
--recorded:#b84a00;--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#56b4e9;--c5:#d55e00;
--c6:#f0e442;--rest:#9aa2ab;--alone:#dfe3e8}
@media(prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e6e9ed;--soft:#a3acb7;--line:#363d46;
--own:#56b4e9;--other:#a3acb7;--recorded:#e69f00;--alone:#4a525c}}
"""
STYLE = """
svg text{font:12px system-ui,sans-serif;fill:var(--ink)}
svg .title{font-weight:600;font-size:13px}
svg .soft{fill:var(--soft);font-size:11px;paint-order:stroke;stroke:var(--page);stroke-width:3px}
svg .number{font-size:11px;font-variant-numeric:tabular-nums}
svg .key{font-size:10px;fill:#000}
svg .bright{fill:#fff}
svg .on-bar{fill:var(--page)}
svg .grid{stroke:var(--line)}
svg .bound{stroke:var(--soft);stroke-dasharray:3 3}
svg .span{stroke-width:2}
svg .own{stroke:var(--own);fill:var(--own)}
svg .other{stroke:var(--other);fill:var(--page)}
svg .recorded{stroke:var(--recorded);fill:var(--page)}
svg .published{stroke:var(--ink)}
svg .mark{stroke-width:2}
svg .curve{fill:none;stroke-width:2}
svg .faint{fill:none;stroke:var(--line);stroke-width:1.5}
svg .bar{stroke:none}
svg .bar.other{fill:var(--other)}
svg .c0{fill:var(--c0)} svg .c1{fill:var(--c1)} svg .c2{fill:var(--c2)} svg .c3{fill:var(--c3)}
svg .c4{fill:var(--c4)} svg .c5{fill:var(--c5)} svg .c6{fill:var(--c6)} svg .rest{fill:var(--rest)}
svg .alone{fill:var(--alone)} svg .none{fill:none;stroke:var(--line)}
svg .part{stroke:var(--page)}
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart.

    Attributes:
        title: What it shows.
        description: All that it says, in words.
        height: In pixels; all are `WIDTH` wide.
        body: What is drawn below the title.
        link: The place of the page that the title links to.
    """

    title: str
    description: str
    height: float
    body: Markup
    link: str | None = None

    def markup(self) -> Markup:
        """Return the chart as an element of a page."""
        drawn = self._drawn()
        return element(
            "svg",
            drawn,
            viewBox=f"0 0 {WIDTH} {self.height:g}",
            width=WIDTH,
            height=self.height,
            role="group" if "<a " in drawn else "img",
            aria_label=f"{self.title}. {self.description}",
        )

    def placed(self, x: float, y: float) -> Markup:
        """Return the chart as a part of a larger drawing."""
        return element("g", self._drawn(), transform=f"translate({x:g} {y:g})")

    def _drawn(self) -> Markup:
        title = clipped(self.title, WIDTH, bold=True)
        return joined([linked(text(0, 14, title, "title"), self.link), self.body])


def file_of(title: str, drawings: Sequence[Drawing], *, columns: int = 3) -> str:
    """Return a file of SVG that holds some charts, side by side, then below one another.

    Args:
        title: What they show together.
        drawings: The charts.
        columns: Most of them side by side.
    """
    rows = [drawings[start : start + columns] for start in range(0, len(drawings), columns)]
    width = GAP + min(columns, len(drawings)) * (WIDTH + GAP)
    parts, y = [], float(GAP)
    for row in rows:
        parts += [each.placed(GAP + i * (WIDTH + GAP), y) for i, each in enumerate(row)]
        y += max(each.height for each in row) + GAP
    drawn = element(
        "svg",
        element("title", title),
        element("desc", " ".join(f"{each.title}. {each.description}" for each in drawings)),
        element("style", Markup(VARIABLES + STYLE)),
        element("rect", width=width, height=y, fill="var(--page)"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {y:g}",
        width=width,
        height=y,
    )
    return f"{drawn}\n"


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values are drawn: `low` at `start`, `high` at `end`, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; those outside are drawn at the border."""
        span = self.high - self.low or 1.0
        share = min(1.0, max(0.0, (value - self.low) / span))
        return self.start + share * (self.end - self.start)


def text(x: float, y: float, words: str, kind: str = "", *, anchor: str | None = None) -> Markup:
    """Return a text; `anchor` is `middle` or `end` where it does not start at `x`."""
    return element("text", words, x=float(x), y=float(y), class_=kind or None, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), class_=kind)


def box(x: float, y: float, width: float, height: float, kind: str, tip: str = "") -> Markup:
    """Return a rectangle; `tip` is shown to who points at it."""
    inside = element("title", tip) if tip else None
    return element(
        "rect", inside, x=float(x), y=float(y), width=float(width), height=float(height),
        class_=kind,
    )  # fmt: skip


def path(points: Iterable[tuple[float, float]], kind: str) -> Markup:
    """Return a line through some points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element("polyline", points=places, class_=kind)


def mark(x: float, y: float, kind: str) -> Markup:
    """Return the mark of a value.

    It is a disc for our own, a ring for others, a diamond if recorded, a stroke if published.
    """
    if kind == "published":
        return line(x, y - 7, x, y + 7, f"mark {kind}")
    if kind == "recorded":
        corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
        return element("polygon", points=corners, class_=f"mark {kind}")
    return element("circle", cx=float(x), cy=float(y), r=4.5, class_=f"mark {kind}")


def linked(drawn: Markup, place: str | None) -> Markup:
    """Return a drawing as a link to a place of the page, if there is one."""
    return drawn if place is None else element("a", drawn, href=f"#{place}")


def clipped(words: str, width: float, *, bold: bool = False) -> str:
    """Return as much of a text as surely fits, with an ellipsis if that is not all."""
    most = int(width / (_LETTER * (1.18 if bold else 1.0)))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def fits(words: str, width: float) -> bool:
    """Tell whether a text surely fits."""
    return len(words) * _LETTER <= width

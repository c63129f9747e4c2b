"""How numbers are written, and what the parts of a report are called inside its page."""

from __future__ import annotations

from lottery_agent.lab.pairing import Row
from lottery_agent.lab.report.data import RunReport
from lottery_agent.scoring import Tally

NONE = "–"
"""Where there is nothing to say."""

OUTCOME_WORDS = {
    "correct": "right",
    "wrong": "wrong",
    "abstained": "abstained",
    "failed": "failed",
    "missing": "no result",
}

_SIZES = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1.0))


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{100 * share:.1f}%"


def accuracy(tally: Tally) -> str:
    """Return the share of right answers with its interval."""
    return f"{percent(tally.accuracy)} ({100 * tally.low:.0f}–{100 * tally.high:.0f})"


def points(difference: float) -> str:
    """Return a difference of shares in points, with its sign."""
    return f"{100 * difference:+.1f}".replace("-", "−")


def difference(row: Row) -> str:
    """Return a paired difference in points with its interval."""
    found = row.comparison
    return f"{points(found.difference)} ({points(found.low)} to {points(found.high)})"


def verdict(row: Row) -> str:
    """Return what a row shows on its own; in brackets, how many items would decide it."""
    found = row.comparison
    words: str = found.verdict
    if found.worse and found.verdict != "falls short":
        words += ", worse"
    return f"{words}{in_brackets(found.items_to_decide)}"


def in_brackets(count: int | None) -> str:
    """Return how many items would decide something, to be put behind it; empty without a number."""
    return "" if count is None else f" ({count:,})"


def p_value(value: float) -> str:
    """Return a p-value."""
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def size(count: int | None) -> str:
    """Return a number of bytes in decimal units."""
    if count is None:
        return NONE
    unit, factor = next(each for each in _SIZES if count >= each[1] or each[0] == "B")
    value = count / factor
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def number(value: float | None) -> str:
    """Return a measured number with three digits."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def counted(count: int, what: str) -> str:
    """Return a number of things; the word is given in the singular."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def without_folder(text: str) -> str:
    """Return the last part of an absolute path; folders differ between machines."""
    absolute = text.startswith(("/", "\\\\")) or text[1:3] in (":\\", ":/")
    return text.replace("\\", "/").rstrip("/").rpartition("/")[2] if absolute else text


class Anchors:
    """The places of a page that numbers link to, each by its id; None where there is no page.

    Names of benchmarks and items are not ours, so places are numbered.

    Args:
        report: What the page shows; None if there is none.
    """

    def __init__(self, report: RunReport | None = None) -> None:
        self._places: dict[tuple[str, ...], str] = {}
        for number, (name, section) in enumerate(report.sections.items() if report else ()):
            self._places["benchmark", name] = f"b{number}"
            for arm_number, arm in enumerate(section.parts):
                self._places["part", name, arm] = f"b{number}-a{arm_number}"
            for item_number, item in enumerate(section.ids):
                self._places["item", name, item] = f"b{number}-i{item_number}"
        for number, versus in enumerate(report.versus if report else ()):
            self._places["versus", versus.row.benchmark, versus.other] = f"v{number}"

    def benchmark(self, benchmark: str) -> str | None:
        """Return the place of a benchmark's items."""
        return self._places.get(("benchmark", benchmark))

    def part(self, benchmark: str, arm: str, outcome: str | None = None) -> str | None:
        """Return the place of an arm's items on a benchmark, or of those with an outcome."""
        place = self._places.get(("part", benchmark, arm))
        return place if place is None or outcome is None else f"{place}-{outcome}"

    def item(self, benchmark: str, item: str) -> str | None:
        """Return the place of an item with its work."""
        return self._places.get(("item", benchmark, item))

    def versus(self, benchmark: str, other: str) -> str | None:
        """Return the place of the pairs that a verdict rests on."""
        return self._places.get(("versus", benchmark, other))

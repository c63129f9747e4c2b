"""The lines that several tables of a report have: every arm on every benchmark, and on all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lottery_agent.lab.report.data import RunReport
from lottery_agent.lab.report.words import Anchors
from lottery_agent.lab.scores import Cell


@dataclass(frozen=True, slots=True)
class Line:
    """An arm on a benchmark, or on all together, where `benchmark` is None."""

    benchmark: str | None
    arm: str
    cell: Cell

    def place(self, anchors: Anchors, outcome: str | None = None) -> str | None:
        """Return where its items are, or those with an outcome."""
        if self.benchmark is None:
            return None
        return anchors.part(self.benchmark, self.arm, outcome)


def lines(report: RunReport) -> Iterator[Line]:
    """Yield every arm on every benchmark, and on all together."""
    for name, section in report.sections.items():
        for arm, part in section.parts.items():
            yield Line(name, arm, part.cell)
    if len(report.common) > 1:
        for arm, whole in report.wholes.items():
            yield Line(None, arm, whole.cell)


def all_of(report: RunReport) -> str:
    """Return what all benchmarks together are called."""
    return "all together" if report.whole else f"{len(report.common)} that all have begun"

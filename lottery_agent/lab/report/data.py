"""All that a report of a run shows, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lottery_agent.answer import Answer
from lottery_agent.batch import Item
from lottery_agent.lab.benchmarks import Benchmark, asked_twice
from lottery_agent.lab.pairing import Row, Terms
from lottery_agent.lab.scores import Cell
from lottery_agent.reliability import (
    Bin,
    Choice,
    Point,
    area_under,
    calibration_error,
    reliability,
    risk_by_coverage,
)
from lottery_agent.scoring import Gold

OUTCOMES = ("correct", "wrong", "abstained", "failed", "missing")
"""What may become of an item; `missing` if it has no result."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of an item.

    Attributes:
        id: The item.
        outcome: One of `OUTCOMES`.
        answered_by: The tool of the last call; None unless answered.
        answer: The result; None if there is none.
    """

    id: str
    outcome: str
    answered_by: str | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the confidence in some answers can be trusted.

    Attributes:
        answers: How many answers there are.
        questions: How many questions were asked.
        error: Expected calibration error over ten bins.
        area: Mean risk over all coverages that are reached.
        bins: The reliability diagram.
        curve: Risk by coverage.
    """

    answers: int
    questions: int
    error: float
    area: float
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]

    @classmethod
    def of(cls, choices: Sequence[Choice], questions: int) -> Trust | None:
        """Return what some answers show; None if there are none."""
        if not choices:
            return None
        curve = risk_by_coverage(choices, questions)
        return cls(
            answers=len(choices),
            questions=questions,
            error=calibration_error(choices),
            area=area_under(curve),
            bins=tuple(reliability(choices)),
            curve=tuple(curve),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """An arm on a benchmark."""

    cell: Cell
    trust: Trust | None
    entries: tuple[Entry, ...]
    """In the order of the suite."""


@dataclass(frozen=True, slots=True)
class Section:
    """A benchmark.

    Attributes:
        benchmark: Where its items are from and how they are scored.
        ids: Its items, in the order of the suite.
        sha256: Hash of what they ask and what is right.
        chance: Share of them that guessing gets right.
        parts: By arm. An arm that has not begun it is not in it.
        items: What is asked, by id, with the context that an open question comes without; None if
            the report shall not say it.
        golds: What is right, by id; None likewise.
    """

    benchmark: Benchmark
    ids: tuple[str, ...]
    sha256: str
    chance: float
    parts: Mapping[str, Part]
    items: Mapping[str, Item] | None
    golds: Mapping[str, Gold] | None


@dataclass(frozen=True, slots=True)
class Versus:
    """The arm in question against another on the items that both have answers to.

    Attributes:
        other: Name of the other.
        recorded: Whether its answers were recorded by others.
        row: What the pairs show; `verdict_of_all` covers the whole table.
    """

    other: str
    recorded: bool
    row: Row


@dataclass(frozen=True, slots=True)
class Whole:
    """An arm on several benchmarks, as if they were one."""

    cell: Cell
    trust: Trust | None


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run, reported.

    Attributes:
        manifest: What was asked of whom.
        arm: The arm in question.
        titles: What each arm with results is, by name, in the order of the run.
        sections: By benchmark, those without a result left out.
        versus: The arm in question against each other arm, benchmark by benchmark.
        totals: The same over all benchmarks that both have begun, if these are several. No
            correction covers these.
        common: Benchmarks that all arms have begun, but for arms that can't answer all benchmarks.
            A question that is asked with its context and without counts once, with it.
        wholes: Over `common`, by arm; without arms that have not begun all of these.
        terms: What the verdicts depend on.
        gaps: What is missing or left out, one sentence each.
    """

    manifest: Mapping[str, Any]
    arm: str
    titles: Mapping[str, str]
    sections: Mapping[str, Section]
    versus: tuple[Versus, ...]
    totals: tuple[Versus, ...]
    common: tuple[str, ...]
    wholes: Mapping[str, Whole]
    terms: Terms
    gaps: tuple[str, ...]

    @property
    def twice(self) -> frozenset[str]:
        """The benchmarks whose questions another one asks with their context."""
        return asked_twice(section.benchmark for section in self.sections.values())

    @property
    def whole(self) -> bool:
        """Whether `common` has every question of the run."""
        return set(self.common) >= set(self.sections) - self.twice

    def without_items(self) -> RunReport:
        """Return the report without what is asked and what is right."""
        sections = {
            name: replace(section, items=None, golds=None)
            for name, section in self.sections.items()
        }
        return replace(self, sections=sections)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data, without any text of an item or an answer."""
        return {
            "version": 1,
            "manifest": self.manifest,
            "arm": self.arm,
            "arms": dict(self.titles),
            "terms": asdict(self.terms),
            "gaps": list(self.gaps),
            "benchmarks": {name: _section_json(part) for name, part in self.sections.items()},
            "common": list(self.common),
            "wholes": {arm: asdict(whole) for arm, whole in self.wholes.items()},
            "verdicts": [versus_json(versus) for versus in self.versus],
            "totals": [versus_json(versus) for versus in self.totals],
        }


def versus_json(versus: Versus) -> dict[str, Any]:
    """Return a comparison as plain data."""
    row = asdict(versus.row)
    row["second_at_chance"] = versus.row.second_at_chance
    return {"other": versus.other, "recorded": versus.recorded, **row}


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "title": section.benchmark.file.title,
        "scorer": section.benchmark.scorer.rule,
        "sha256": section.sha256,
        "chance": section.chance,
        "arms": {
            arm: {
                **asdict(part.cell),
                "trust": None if part.trust is None else asdict(part.trust),
                "items": [
                    {
                        "id": entry.id,
                        "outcome": entry.outcome,
                        "answered_by": entry.answered_by,
                        "confidence": None if entry.answer is None else entry.answer.confidence,
                    }
                    for entry in part.entries
                ],
            }
            for arm, part in section.parts.items()
        },
    }

"""The smallest ticket: the smallest model file that still matches a reference on a task.

Candidates are asked from the smallest to the largest, until one matches the reference, which is a
larger file or a model whose answers were recorded, or until that turns out to guess. Each is tested
against the same reference, and the first match ends the search, so a match by luck is as likely as
there are candidates: the level of each verdict is raised (Bonferroni), and the smallest that is
found matches falsely in at most 2.5% of the searches.

A search is a folder: `search.json` says what is done, `reference/` and `candidates/NAME-TYPE/` are
runs of the lab. One that was interrupted is continued from its folder alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.errors import UsageError
from lottery_agent.lab import catalogue
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.compression.cells import Cell, compressible
from lottery_agent.lab.pairing import Row, Terms
from lottery_agent.lab.statistics import LEVEL
from lottery_agent.lab.suites import Suite

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

ITEMS, REFERENCE, CANDIDATES = "items", "reference", "candidates"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model file, and its size in bytes."""

    cell: Cell
    bytes: int

    @property
    def name(self) -> str:
        """What it is called, and its folder."""
        return f"{self.cell.short}-{self.cell.type}"

    def to_json(self) -> dict[str, Any]:
        """Return the candidate as plain data."""
        return {"name": self.name, **self.cell.to_json(), "bytes": self.bytes}


@dataclass(frozen=True, slots=True)
class Search:
    """What a search does.

    Attributes:
        task: The benchmark that is asked.
        suite: How many of its items.
        count: How many items are made, if it is an ability.
        seed: Decides these.
        arm: Who answers with each candidate.
        candidates: The candidates, the smallest first.
        reference: What they are to match; None if it is recorded answers.
        reference_arm: Who answers with it.
        against: Recorded answers to match, as `MODEL/METHOD`.
        margin: Difference that still counts as a match.
        settings: What all have in common.
    """

    task: Benchmark
    suite: Suite
    count: int
    seed: int
    arm: LiveArm
    candidates: tuple[Candidate, ...]
    reference: Candidate | None
    reference_arm: LiveArm
    against: str | None
    margin: float
    settings: Settings

    @property
    def made(self) -> bool:
        """Whether the items are made from the seed."""
        return is_made(self.task)

    @property
    def terms(self) -> Terms:
        """What the verdicts depend on."""
        return Terms(margin=self.margin, level=1 - (1 - LEVEL) / max(1, len(self.candidates)))

    def data(self, folder: Path, data: Path | None) -> Path | None:
        """Return the folder of the items' file, which a file of the user's does not need."""
        return folder / ITEMS if self.made else data


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate, and what its pairs with the reference show; None if it was not asked yet."""

    candidate: Candidate
    row: Row | None

    @property
    def matches(self) -> bool:
        """Whether it matches the reference or beats it, which shows nothing if that may guess."""
        return (
            self.row is not None
            and not self.row.second_at_chance
            and self.row.comparison.verdict in ("beats", "matches")
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search has found so far.

    Attributes:
        search: What it does.
        tried: The candidates, the smallest first.
        reference: What they are compared with.
    """

    search: Search
    tried: tuple[Tried, ...]
    reference: str

    @property
    def smallest(self) -> Candidate | None:
        """The smallest candidate that matches; None if none did."""
        return next((each.candidate for each in self.tried if each.matches), None)

    @property
    def at_chance(self) -> bool:
        """Whether the reference may just be guessing: then nothing can match it."""
        return any(each.row is not None and each.row.second_at_chance for each in self.tried)

    @property
    def ended(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.smallest is not None or self.at_chance or all(each.row for each in self.tried)

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        terms = self.search.terms
        return {
            "version": 1,
            "task": self.search.task.name,
            "arm": self.search.arm.name,
            "reference": self.reference,
            "margin": terms.margin,
            "level": terms.level,
            "ended": self.ended,
            "reference_at_chance": self.at_chance,
            "smallest": None if self.smallest is None else self.smallest.to_json(),
            "candidates": [
                {
                    **each.candidate.to_json(),
                    "matches": each.matches,
                    "comparison": None if each.row is None else asdict(each.row),
                }
                for each in self.tried
            ],
        }


def is_made(task: Benchmark) -> bool:
    """Tell whether the items of a task are made from a seed."""
    return task.name in catalogue.MADE and task.file.path is None


def candidates_of(
    models: Sequence[str],
    types: Sequence[str],
    arm: LiveArm,
    settings: Settings,
    *,
    kv_type: str = "F16",
) -> list[Candidate]:
    """Return every model in every type, the smallest first; files that are missing are made.

    Raises:
        UsageError: If a model or type is unknown, a model can't take a type, or two share a name.
    """
    compressible([arm])
    found: dict[str, Candidate] = {}
    for model in dict.fromkeys(models):
        for type in dict.fromkeys(types):
            cell = Cell(model, type, kv_type)
            (ticket,) = cell.tickets(settings, [arm]).values()
            candidate = Candidate(cell, ticket.bytes)
            if candidate.name in found:
                raise UsageError(f"two models are called {cell.short!r}", hint="rename a file")
            found[candidate.name] = candidate
    return sorted(found.values(), key=lambda each: (each.bytes, each.name))


def largest(candidates: Sequence[Candidate], arm: LiveArm, settings: Settings) -> Candidate:
    """Return the largest candidate as an arm runs it, with or without the adapter.

    Raises:
        UsageError: If the arm has no model of its own choice.
    """
    compressible([arm])
    cell = candidates[-1].cell
    (ticket,) = cell.tickets(settings, [arm]).values()
    return Candidate(cell, ticket.bytes)

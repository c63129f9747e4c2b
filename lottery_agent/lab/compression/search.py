"""The smallest ticket: the smallest model file that still matches a reference on a task.

Candidates are asked from the smallest to the largest, until one matches the reference, which is a
larger file or a model whose answers were recorded. Each is tested against the same reference, and
the first match ends the search, so a match by luck is as likely as there are candidates: the level
of each verdict is raised (Bonferroni), and the smallest that is found matches falsely in at most
2.5% of the searches.

A search is a folder: `search.json` says what is done, `reference/` and `candidates/NAME-TYPE/` are
runs of the lab. One that was interrupted is continued from its folder alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent import __version__
from lottery_agent.errors import UsageError
from lottery_agent.lab import arms as live
from lottery_agent.lab import catalogue
from lottery_agent.lab.abilities.registry import PREFIX, write_items
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.compression import folders
from lottery_agent.lab.compression.cells import Cell, compressible
from lottery_agent.lab.pairing import Row, Terms
from lottery_agent.lab.runs import check_empty
from lottery_agent.lab.statistics import LEVEL
from lottery_agent.lab.suites import Suite, suite_of

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

MANIFEST = "search.json"
VERSION = 1
ITEMS, REFERENCE, CANDIDATES = "items", "reference", "candidates"
_BEGIN, RESUME = "lottery lab smallest SEARCH", "lottery lab smallest SEARCH --resume"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model file, and its size in bytes."""

    cell: Cell
    bytes: int

    @property
    def name(self) -> str:
        """What it is called, and its folder."""
        return f"{self.cell.short}-{self.cell.type}"


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
        return self.task.name in catalogue.MADE

    @property
    def terms(self) -> Terms:
        """What the verdicts depend on."""
        return Terms(margin=self.margin, level=1 - (1 - LEVEL) / max(1, len(self.candidates)))

    def data(self, folder: Path, data: Path | None) -> Path:
        """Return the folder of the items' file.

        Raises:
            UsageError: If it is a benchmark's and none is named.
        """
        if self.made:
            return folder / ITEMS
        if data is None:
            raise UsageError(
                "no folder of benchmark files is named", hint="give --data or set LOTTERY_DATA"
            )
        return data


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate, and what its pairs with the reference show; None if it was not asked yet."""

    candidate: Candidate
    row: Row | None

    @property
    def matches(self) -> bool:
        """Whether it matches the reference or beats it."""
        return self.row is not None and self.row.comparison.verdict in ("beats", "matches")


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
    def ended(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.smallest is not None or all(each.row for each in self.tried)

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
            "smallest": None if self.smallest is None else _plain(self.smallest),
            "candidates": [
                {
                    **_plain(each.candidate),
                    "matches": each.matches,
                    "comparison": None if each.row is None else asdict(each.row),
                }
                for each in self.tried
            ],
        }


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


def begin(folder: Path, search: Search) -> None:
    """Begin a search.

    Raises:
        UsageError: If the folder is not empty, or nothing is left to compare.
    """
    check_empty(folder, RESUME)
    if not search.candidates:
        raise UsageError(
            "there is no candidate beside the reference", hint="give several of --model or --type"
        )
    if search.made:
        ability = search.task.name.removeprefix(PREFIX)
        write_items(folder / ITEMS, [ability], count=search.count, seed=search.seed)
    try:
        (folder / CANDIDATES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {str(folder)!r}: {error.strerror}") from None
    folders.write_manifest(folder / MANIFEST, _manifest(search))


def search_of(folder: Path, data: Path | None) -> Search:
    """Return what a search was begun to do.

    Args:
        folder: Folder of the search.
        data: The folder of benchmark files.

    Raises:
        UsageError: If the folder holds none.
    """
    from lottery_agent.settings import load_settings

    manifest = folders.read_manifest(
        folder / MANIFEST, what="search", command=_BEGIN, version=VERSION
    )
    try:
        (task,) = catalogue.choose([manifest["task"]], data)
        (arm,) = live.choose([manifest["arm"]])
        (reference_arm,) = live.choose([manifest["reference_arm"]])
        reference = manifest["reference"]
        return Search(
            task=task,
            suite=suite_of(manifest["suite"]),
            count=manifest["items"],
            seed=manifest["seed"],
            arm=arm,
            candidates=tuple(map(_candidate, manifest["candidates"])),
            reference=None if reference is None else _candidate(reference),
            reference_arm=reference_arm,
            against=manifest["against"],
            margin=manifest["margin"],
            settings=load_settings(manifest["settings"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(
            f"the search in {str(folder)!r} can't be read: {error!r}", hint="begin another one"
        ) from None


def _manifest(search: Search) -> dict[str, Any]:
    """Return what a search does as plain data."""
    manifest = {
        "version": VERSION,
        "package": __version__,
        "task": search.task.name,
        "suite": search.suite.name,
        "items": search.count,
        "seed": search.seed,
        "arm": search.arm.name,
        "reference_arm": search.reference_arm.name,
        "reference": None if search.reference is None else _plain(search.reference),
        "against": search.against,
        "margin": search.margin,
        "candidates": [_plain(each) for each in search.candidates],
        "settings": search.settings.model_dump(mode="json"),
    }
    return dict(json.loads(json.dumps(manifest)))


def _plain(candidate: Candidate) -> dict[str, Any]:
    return {"name": candidate.name, **candidate.cell.to_json(), "bytes": candidate.bytes}


def _candidate(data: dict[str, Any]) -> Candidate:
    return Candidate(Cell(data["model"], data["type"], data["kv_type"]), data["bytes"])

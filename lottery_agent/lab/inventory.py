"""What of the lab's data is there: items, recorded answers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.files import FILES, SUFFIX, DataFile, file_hash
from lottery_agent.lab.recorded import (
    FOLDER,
    RECORDINGS,
    RecordedArm,
    join,
    read_recordings,
    recording_file,
)

State = Literal["ready", "missing", "changed", "broken"]


@dataclass(frozen=True, slots=True)
class Stock:
    """A file of items or passages.

    Attributes:
        file: What it is.
        state: `ready` if its items are those of the published file, `changed` if they are others.
        count: How many items there are; None if it can't be read.
        sha256: Hash of all its items; None if it can't be read.
        benchmarks: The benchmarks that are made of it.
        problem: What is wrong, and what to do, in one line; empty if it is ready.
    """

    file: DataFile
    state: State
    count: int | None
    sha256: str | None
    benchmarks: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recorded answers of one arm to one set of items.

    Attributes:
        recording: Name of their file.
        benchmarks: The benchmarks that they belong to.
        arm: Model and method; empty if the file is missing or broken.
        state: `ready`, or why there are none.
        records: How many answers there are.
        without: Development items that have none; None if the items are not there.
        unknown: Answers to items that are in none of the files; None if one of these is not there.
        duplicates: Items that are recorded several times alike.
        contradictions: Items that are recorded several times differently.
        problem: What is wrong, in one line; empty if nothing is.
    """

    recording: str
    benchmarks: tuple[str, ...]
    arm: str
    state: State
    records: int
    without: int | None
    unknown: int | None
    duplicates: int
    contradictions: int
    problem: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that the lab may use.

    Attributes:
        folder: Where it was looked for; None if no folder is named.
        files: Items and passages.
        recorded: Answers of other models.
    """

    folder: Path | None
    files: tuple[Stock, ...]
    recorded: tuple[Recorded, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or wrong, one line each."""
        parts: tuple[Stock | Recorded, ...] = (*self.files, *self.recorded)
        return tuple(part.problem for part in parts if part.problem)

    def to_json(self) -> dict[str, Any]:
        """Return the inventory as plain data."""
        return {
            "version": 1,
            "folder": None if self.folder is None else str(self.folder),
            "files": [_stock_json(stock) for stock in self.files],
            "recorded": [asdict(arm) for arm in self.recorded],
        }


def take_inventory(folder: Path | None) -> Inventory:
    """Look at all files of the lab.

    Args:
        folder: The folder of benchmark files; None if there is none.

    Raises:
        UsageError: If a folder is named that does not exist.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", hint="give another --data")
    files = tuple(_stock(file, folder) for file in FILES.values())
    recorded = tuple(arm for name in RECORDINGS for arm in _recorded(name, folder))
    return Inventory(folder, files, recorded)


def _stock(file: DataFile, folder: Path | None) -> Stock:
    benchmarks = tuple(b.name for b in BENCHMARKS.values() if b.file.name == file.name)
    name = f"{file.name}{SUFFIX}"
    source = f"the original is at {file.url} ({file.licence})"
    if folder is None or not (folder / name).is_file():
        place = "the folder of LOTTERY_DATA" if folder is None else str(folder)
        problem = f"{name} is missing: put it into {place}; {source}"
        return Stock(file, "missing", None, None, benchmarks, problem)
    try:
        items = list(read_objects(folder / name))
    except UsageError as error:
        return Stock(file, "broken", None, None, benchmarks, f"{error}; {source}")
    found = file_hash(items)
    if found == file.sha256:
        return Stock(file, "ready", len(items), found, benchmarks, "")
    problem = f"{name} has other items than the published file: results can't be compared; {source}"
    return Stock(file, "changed", len(items), found, benchmarks, problem)


def _recorded(name: str, folder: Path | None) -> Iterator[Recorded]:
    def absent(state: State, problem: str) -> Recorded:
        return Recorded(name, benchmarks, "", state, 0, None, None, 0, 0, problem)

    benchmarks = tuple(b.name for b in BENCHMARKS.values() if b.recording == name)
    if folder is None or not recording_file(name, folder).is_file():
        place = f"{FOLDER}/{name}{SUFFIX}"
        source = f"made from {RECORDINGS[name].origin} on GitHub"
        yield absent("missing", f"{place} is missing: {source}")
        return
    try:
        arms = read_recordings([name], folder)
    except UsageError as error:
        yield absent("broken", str(error))
        return
    ids = {file: _ids(file, folder) for file in RECORDINGS[name].files}
    for arm in arms:
        yield _arm(name, benchmarks, arm, ids)


def _arm(
    name: str,
    benchmarks: tuple[str, ...],
    arm: RecordedArm,
    ids: Mapping[str, frozenset[str] | None],
) -> Recorded:
    known = [found for found in ids.values() if found is not None]
    asked = next(iter(ids.values()))
    everything = frozenset[str]().union(*known)
    joined = join(arm, everything)
    unknown = len(joined.unknown) if len(known) == len(ids) else None
    problems = [
        f"{count} {what}"
        for count, what in (
            (unknown, "answers to unknown items"),
            (len(arm.duplicates), "items twice"),
            (len(arm.contradictions), "items twice with different answers"),
        )
        if count
    ]
    return Recorded(
        recording=name,
        benchmarks=benchmarks,
        arm=arm.name,
        state="ready",
        records=len(arm.records),
        without=None if asked is None else len(join(arm, asked).without),
        unknown=unknown,
        duplicates=len(arm.duplicates),
        contradictions=len(arm.contradictions),
        problem=f"{name}, {arm.name}: {', '.join(problems)}" if problems else "",
    )


def _ids(file: str, folder: Path) -> frozenset[str] | None:
    """Return the ids in a file, or None if it can't be read."""
    try:
        return frozenset(str(data.get("id")) for data in read_objects(folder / f"{file}{SUFFIX}"))
    except UsageError:
        return None


def _stock_json(stock: Stock) -> dict[str, Any]:
    file = stock.file
    return {
        "file": f"{file.name}{SUFFIX}",
        "title": file.title,
        "split": file.split,
        "licence": file.licence,
        "url": file.url,
        "state": stock.state,
        "items": stock.count,
        "sha256": stock.sha256,
        "published": {"items": file.count, "sha256": file.sha256},
        "benchmarks": [
            {"name": name, "scorer": BENCHMARKS[name].scorer.rule} for name in stock.benchmarks
        ],
        "problem": stock.problem,
    }

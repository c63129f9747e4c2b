"""Making the benchmark files from a folder of originals, and comparing them with the published."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.files import FILES, SUFFIX, DataFile, file_hash
from lottery_agent.lab.importers.originals import Original
from lottery_agent.lab.importers.recipes import RECIPES, Recipe
from lottery_agent.replacing import replacing

State = Literal["equal", "other", "kept", "missing", "broken"]

_INCOMPARABLE = "results can't be compared with those on the published one"
_OTHER = f"it has other items than the published file: {_INCOMPARABLE}"
_KEYS = ("id", "task", "split", "question", "context", "options", "answer")


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a benchmark file.

    Attributes:
        file: What it is.
        state: `equal` if it was made and has the published items, `other` if it was made and has
            others, `kept` if it was there already, `missing` if an original was not found,
            `broken` if an original could not be read.
        count: How many items it has; None if there is no file that can be read.
        sha256: Hash of its items; None likewise.
        originals: Paths of what it was made of.
        problem: Why it is not `equal`, and what to do, in one line; empty if it is.
    """

    file: DataFile
    state: State
    count: int | None = None
    sha256: str | None = None
    originals: tuple[Path, ...] = ()
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "file": f"{self.file.name}{SUFFIX}",
            "state": self.state,
            "items": self.count,
            "sha256": self.sha256,
            "published": {"items": self.file.count, "sha256": self.file.sha256},
            "originals": [str(path) for path in self.originals],
            "licence": self.file.licence,
            "url": self.file.url,
            "problem": self.problem,
        }


def build(folder: Path, out: Path, *, overwrite: bool = False) -> list[Built]:
    """Make all benchmark files whose originals are in a folder.

    A file is written whether or not its items are the published ones; one that has other items is
    good for measuring, but its results can't be compared with those on the published one.

    Args:
        folder: Where the originals are, at any depth.
        out: Where to write; made if missing.
        overwrite: Whether to replace files that are there.

    Raises:
        UsageError: If the folder is missing, holds no original, or `out` can't be written.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", hint="name the originals' folder")
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    built = []
    for name, file in FILES.items():
        target = out / f"{name}{SUFFIX}"
        if target.exists() and not overwrite:
            built.append(_kept(file, target))
        else:
            built.append(_built(file, RECIPES[name], found, target))
    if all(each.state == "missing" and not each.originals for each in built):
        raise UsageError(
            f"{str(folder)!r} holds no original of a benchmark",
            hint="`lottery lab data` says where they are",
        )
    return built


def _kept(file: DataFile, target: Path) -> Built:
    """Return what a file is that was there already."""
    told = f"{target.name} is there already (--overwrite replaces it)"
    try:
        items = list(read_objects(target))
    except UsageError as error:
        return Built(file, "kept", problem=f"{told}: {error}")
    digest = file_hash(items)
    has = "it has the published items" if digest == file.sha256 else _OTHER
    return Built(file, "kept", len(items), digest, problem=f"{told}: {has}")


def _built(file: DataFile, recipe: Recipe, found: Sequence[Path], target: Path) -> Built:
    try:
        originals = [(original, original.find(found)) for original in recipe.originals]
    except UsageError as error:
        return Built(file, "broken", problem=str(error))
    paths = tuple(path for _, path in originals if path is not None)
    absent = [original for original, path in originals if path is None]
    if absent:
        return Built(file, "missing", originals=paths, problem=_wanted(file, absent))
    try:
        items = _items(file, recipe, paths)
    except UsageError as error:
        return Built(file, "broken", originals=paths, problem=str(error))
    _write(target, items.values())
    digest = file_hash(items.values())
    if digest == file.sha256:
        return Built(file, "equal", len(items), digest, paths)
    return Built(file, "other", len(items), digest, paths, _difference(file, recipe, items))


def _items(file: DataFile, recipe: Recipe, paths: Sequence[Path]) -> dict[str, Mapping[str, Any]]:
    """Return the items of a file by id.

    Raises:
        UsageError: If an original can't be read, or an item that is wanted is not as it should be.
    """
    items: dict[str, Mapping[str, Any]] = {}
    common = {"task": recipe.task, "split": file.split, "source": f"{file.url} ({file.licence})"}
    for entry in recipe.entries(paths):
        if not recipe.chosen(entry):
            continue
        if entry.id in items:
            raise entry.wrong(f"repeats the id {entry.id!r}")
        item = {"id": entry.id, **common, **recipe.item(entry)}
        keys = () if recipe.task == "passage" else _KEYS
        items[entry.id] = {**{key: item.get(key) for key in keys}, **item}
    if not items:
        raise UsageError(
            f"{' and '.join(repr(str(path)) for path in paths)} has no item of {file.name}",
            hint="download the original again",
        )
    return items


def _wanted(file: DataFile, absent: Sequence[Original]) -> str:
    """Return which originals a file lacks, and where they are."""
    names = [" or ".join(dict.fromkeys((*each.paths, each.name))) for each in absent]
    return f"{', '.join(names)} not found: get it from {file.url} ({file.licence})"


def _difference(file: DataFile, recipe: Recipe, items: Mapping[str, Any]) -> str:
    """Return in what a file differs from the published one, as far as that can be told."""
    lines = [f"{file.name}{SUFFIX} has other items than the published file"]
    if recipe.ids is not None:
        lacking = len(recipe.ids - items.keys())
        lines.append(
            f"{lacking} of {len(recipe.ids)} are not in the original"
            if lacking
            else "all of its ids are there, so the original says something else in them"
        )
    elif file.count is not None and len(items) != file.count:
        lines.append(f"{len(items)} instead of {file.count}")
    if recipe.guess:
        lines.append(recipe.guess)
    return f"{'; '.join(lines)}: {_INCOMPARABLE}"


def _write(target: Path, items: Iterable[Mapping[str, Any]]) -> None:
    """Write items; the same ones give the same bytes.

    Raises:
        UsageError: If that is not possible.
    """
    text = "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as part:
            part.write_bytes(gzip.compress(text.encode("utf-8", "surrogatepass"), mtime=0))
    except OSError as error:
        raise UsageError(f"cannot write {str(target)!r}: {error.strerror}") from None

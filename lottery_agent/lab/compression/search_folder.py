"""The folder of a search: what it was begun to do, and with which models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lottery_agent import __version__
from lottery_agent.errors import UsageError
from lottery_agent.lab import arms as live
from lottery_agent.lab import catalogue
from lottery_agent.lab.abilities.registry import PREFIX, write_items
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.compression.cells import Cell
from lottery_agent.lab.compression.search import CANDIDATES, ITEMS, Candidate, Search
from lottery_agent.lab.manifests import check_empty, read_manifest, write_manifest
from lottery_agent.lab.model_files import KEY, check_model_files, model_files
from lottery_agent.lab.suites import suite_of

MANIFEST = "search.json"
VERSION = 1
_BEGIN, _RESUME = "lottery lab smallest SEARCH", "lottery lab smallest SEARCH --resume"


def begin(folder: Path, search: Search) -> None:
    """Begin a search.

    Raises:
        UsageError: If the folder is not empty, or nothing is left to compare.
    """
    check_empty(folder, _RESUME)
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
    write_manifest(folder / MANIFEST, _manifest(search))


def search_of(folder: Path, data: Path | None) -> Search:
    """Return what a search was begun to do.

    Args:
        folder: Folder of the search.
        data: The folder of benchmark files.

    Raises:
        UsageError: If the folder holds none.
    """
    from lottery_agent.settings import load_settings

    manifest = _read(folder)
    try:
        task = _task(manifest["task"], manifest.get("path"), data)
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


def check_models(folder: Path, search: Search) -> None:
    """Check that the models are still those that a search was begun with.

    Raises:
        UsageError: If they are not.
    """
    check_model_files(folder, _read(folder), _model_files(search), "search")


def _manifest(search: Search) -> dict[str, Any]:
    """Return what a search does as plain data."""
    path = search.task.file.path
    manifest = {
        "version": VERSION,
        "package": __version__,
        "task": search.task.name,
        "path": None if path is None else str(path.absolute()),
        "suite": search.suite.name,
        "items": search.count,
        "seed": search.seed,
        "arm": search.arm.name,
        "reference_arm": search.reference_arm.name,
        "reference": None if search.reference is None else search.reference.to_json(),
        "against": search.against,
        "margin": search.margin,
        "candidates": [each.to_json() for each in search.candidates],
        "settings": search.settings.model_dump(mode="json"),
        KEY: _model_files(search),
    }
    return dict(json.loads(json.dumps(manifest)))


def _task(name: str, path: str | None, data: Path | None) -> Benchmark:
    """Return the benchmark of a search, by the file that it was found in if that is the user's.

    Raises:
        UsageError: If there is none of this name any more.
    """
    chosen = {each.name: each for each in catalogue.choose([path or name], data)}
    if name not in chosen:
        raise UsageError(f"{path!r} has no items of {name!r} any more", hint="begin another search")
    return chosen[name]


def _model_files(search: Search) -> dict[str, dict[str, dict[str, str]]]:
    """Return what the models of a search are made of, by model."""
    cells = [each.cell for each in (*search.candidates, search.reference) if each is not None]
    settings = {cell.model: cell.settings(search.settings) for cell in cells}
    arms = (search.arm, search.reference_arm)
    return {model: model_files(arms, own) for model, own in settings.items()}


def _read(folder: Path) -> dict[str, Any]:
    return read_manifest(folder / MANIFEST, what="search", command=_BEGIN, version=VERSION)


def _candidate(data: dict[str, Any]) -> Candidate:
    return Candidate(Cell(data["model"], data["type"], data["kv_type"]), data["bytes"])
